"""Any vote on a Word form, from the file to the counted result; no campaign.toml, no points."""

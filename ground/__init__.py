"""What every room stands on and is no trade of ours: errors, files written whole, names in any encoding, zips."""

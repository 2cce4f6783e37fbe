"""Tables that people fill in or check: ledgers, review and typing sheets."""

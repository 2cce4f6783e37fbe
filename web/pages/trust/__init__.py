"""Why the numbers can be trusted: paper that balances, an audit of sheets, everything computed again."""

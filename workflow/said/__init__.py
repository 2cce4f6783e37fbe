"""Results in the words that both faces say."""

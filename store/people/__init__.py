"""What people did: accounts, reviews, confirmations, typed texts, judgements."""

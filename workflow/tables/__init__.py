"""Tables of other offices taken in: scores, phone interviews, the hotline and its orders."""

"""What the office sets for a year: units, groups, points, texts, open policies."""

"""What is printed before a campaign: ballots, analysis forms, leaders' sheets, covers, labels."""

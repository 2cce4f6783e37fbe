"""What of a laid grid is missing, hidden, moved or another sheet's; and pages that bear no more than a grid."""

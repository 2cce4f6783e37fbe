"""What can be checked by others: archive, verification, copies."""

"""What people wrote beside the ticks: in the box, over and under the table, in the margins, between print."""

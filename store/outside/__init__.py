"""What came from outside: tables, orders, counts by hand, other districts."""

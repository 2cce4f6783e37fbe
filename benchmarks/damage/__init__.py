"""Pages spoilt in every way, and cases that failed before."""

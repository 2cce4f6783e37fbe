"""Commands killed at random moments and run again: the result must equal the undisturbed one."""

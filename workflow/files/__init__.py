"""Files from outside, opened in bounded processes; tables and Word files to rows and forms."""

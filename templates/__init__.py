"""The Word files and campaign data an office may edit; data only."""

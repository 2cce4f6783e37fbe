"""The commands of pingyi, one room a file: parse, open the workspace, call one workflow function, show."""

"""The commands of pingyi, a part of a clerk's work a file: parse, open the workspace, ask the workflow, show."""

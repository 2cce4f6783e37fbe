"""Scans kept as evidence, without what programs and machines wrote beside the pixels."""

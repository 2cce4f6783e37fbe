"""Figures and sentences written by hand."""

"""Figures of the regional comparison, one per file."""

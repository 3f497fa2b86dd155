"""Executes the notebooks and makes the offline site."""

"""Figures of themes: one file a figure, with its picture, numbers, alt text and sentences."""

"""Figures of themes: one file per figure, with its picture, numbers, alt text and sentences."""

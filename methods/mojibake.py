"""Mojibake."""


def changes(raw):
    return []

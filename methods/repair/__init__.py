"""Undo the damage of mirror sites, and prove each step that can be proven."""

from methods.repair.article import repair_text

__all__ = ["repair_text"]

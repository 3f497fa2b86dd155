"""Undoes the damage of mirror sites, and proves what it can."""

from methods.repair.article import repair_text

__all__ = ["repair_text"]

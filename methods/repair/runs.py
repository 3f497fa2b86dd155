"""A reading of a broken run, as far as it differs from what is seen."""

from __future__ import annotations

from typing import NamedTuple

from methods.repair.likelihood import Reading
from methods.repair.places import Place
from methods.repair.tags import TAG


class Run(NamedTuple):
    """A reading of a broken run: its log probability, the hidden text as the site had it, and its end."""

    total: float
    hidden: str
    end: int
    kinds: frozenset[str]
    is_certain: bool


def run_of(raw: str, reading: Reading, places: list[Place], before: int) -> Run:
    """Return the part of a reading of an article up to the place where the text is correct again.

    `places` are those of the nodes of its lattice, of which the first `before` precede the break.
    """
    steps, is_certain = [], True
    for char, edge in reading.steps:
        if edge.target > before:
            steps.append((char, edge))
            at, pending, _, _, emit = places[edge.target]
            is_certain &= len(edge.chars) < 2 and (pending is None or len(pending) == 1)
            if pending is None and not emit:
                break
    hidden = "".join(edge.hidden[edge.chars.index(char)] if char else edge.hidden for char, edge in steps)
    if hidden.endswith("<"):  # The tag whose first character was swallowed is removed, too.
        end = TAG.match(raw, at).end()
        hidden, at = hidden + raw[at:end], end
    kinds = frozenset(edge.kind for _, edge in steps if edge.kind)
    return Run(reading.total, hidden, at, kinds, is_certain and kinds == {"split gloss"})

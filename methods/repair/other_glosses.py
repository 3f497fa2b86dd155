"""Glosses of other kinds than `methods.repair.article` undoes: they break no run, but do not belong.

Two kinds are known, neither made at the level of bytes: every gloss toneless and doubled, and one after every
third character. They are taken out where all of them fit; a text in which only most do is flagged as a whole.

Source: corpus/README.md ("Damage").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from methods.repair.ledger import Change
from methods.repair.pinyin import GLOSS, has_gloss, has_reading, readings

HAN = "\u4e00-\u9fff"
DOUBLED = re.compile(rf"(?<=[{HAN}])\(([a-z]{{1,6}})\)\(\1\)")
#: How many characters lie from one gloss to the next, where they are set by count.
EVERY = 3
#: So many glosses make a kind, and so large a share of a text's must be of it.
SEVERAL, ALL, MOST = 6, 0.98, 0.8


def changes(raw: str) -> Iterator[Change]:
    """Yield the removal of glosses of another kind; a flag on the text where not all of them fit."""
    if not has_gloss(raw):
        return
    found = list(GLOSS.finditer(raw))
    for kind in (_doubled(raw), _counted(raw, found)):
        if len(kind) < SEVERAL:
            continue
        share = sum(end - start for start, end in kind) / sum(len(gloss[0]) for gloss in found)
        if share >= ALL:
            yield from (Change(*span, "", "other gloss", "inferred") for span in kind)
            return
        if share >= MOST:
            yield Change(0, len(raw), raw, "other gloss", "flagged")
            return


def _doubled(raw: str) -> list[tuple[int, int]]:
    """Return where a toneless reading of the character before it occurs twice."""
    return [found.span() for found in DOUBLED.finditer(raw) if found[1] in _toneless(raw[found.start() - 1])]


def _counted(raw: str, found: list[re.Match[str]]) -> list[tuple[int, int]]:
    """Return where a right reading is set after every third character, whatever that is."""
    spans, han, before = [], 0, 0
    for gloss in found:
        han = len(re.findall(f"[{HAN}]", raw[before : gloss.start()]))
        before = gloss.end()
        if han % EVERY == 0 and han and has_reading(raw[gloss.start() - 1], gloss[1]):
            spans.append(gloss.span())
    return spans


@cache
def _toneless(char: str) -> frozenset[str]:
    """Return all readings of a character without their tones."""
    return frozenset(
        "".join(c for c in unicodedata.normalize("NFD", reading) if c.isascii()) for reading in readings(char)
    )

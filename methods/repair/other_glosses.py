"""Glosses of other kinds than `methods.repair.article` undoes: they break no run, but do not belong.

Two kinds are known, neither made at the level of bytes: toneless glosses of which many occur twice or thrice,
and one after every third or fourth character, toneless or not. They are taken out where all of them fit; a
text in which only most do is flagged as a whole.

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
REPEATED = re.compile(rf"(?<=[{HAN}])\(([a-z]{{1,6}})\)(\(\1\))*")
#: How many characters may lie from one gloss to the next, where they are set by count.
EVERY = range(3, 7)
#: Of how many characters glosses are no help to read, since a reader for learners has more of them.
LEARNERS = 0.7
#: So many glosses make a kind, and so large a share of a text's must be of it.
SEVERAL, ALL, MOST = 6, 0.98, 0.8


def changes(raw: str) -> Iterator[Change]:
    """Yield the removal of glosses of another kind; a flag on the text where not all of them fit."""
    if not has_gloss(raw):
        return
    found = list(GLOSS.finditer(raw))
    for kind in (_repeated(raw), _counted(raw, found)):
        if len(kind) < SEVERAL:
            continue
        share = sum(end - start for start, end in kind) / sum(len(gloss[0]) for gloss in found)
        if share >= ALL:
            yield from (Change(*span, "", "other gloss", "inferred") for span in kind)
            return
        if share >= MOST:
            yield Change(0, len(raw), raw, "other gloss", "flagged")
            return


def _repeated(raw: str) -> list[tuple[int, int]]:
    """Return where toneless readings of the character before them occur, if many occur more than once."""
    found = [m for m in REPEATED.finditer(raw) if m[1] in _toneless(raw[m.start() - 1])]
    once = sum(m[2] is None for m in found)
    is_help = once > LEARNERS * len(re.findall(f"[{HAN}]", raw))
    is_kind = not is_help and len(found) - once >= SEVERAL / 2
    return [m.span() for m in found] if is_kind else []


def _counted(raw: str, found: list[re.Match[str]]) -> list[tuple[int, int]]:
    """Return where a right reading is set after every so many characters, whatever these are."""
    right, before = [], 0
    for gloss in found:
        han = len(re.findall(f"[{HAN}]", raw[before : gloss.start()]))
        before, char = gloss.end(), raw[gloss.start() - 1]
        if han and (has_reading(char, gloss[1]) or gloss[1] in _toneless(char)):
            right.append((han, gloss.span()))
    kinds = ([span for han, span in right if han % every == 0] for every in EVERY)
    return max(kinds, key=len)


@cache
def _toneless(char: str) -> frozenset[str]:
    """Return all readings of a character without their tones."""
    return frozenset(
        "".join(c for c in unicodedata.normalize("NFD", reading) if c.isascii()) for reading in readings(char)
    )

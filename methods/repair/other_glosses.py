"""Remove glosses of other kinds than those of `methods.repair.article`, which do not break runs.

Two kinds are known, neither inserted at the level of bytes: toneless glosses, many of which are repeated two
or three times, and a gloss after every third to sixth character, toneless or not. They are removed if nearly
all glosses of a text fit one kind. If only most fit, the whole text is flagged.

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
#: Numbers of characters between glosses at a constant distance.
EVERY = range(3, 7)
#: Most glosses per character; a reader for learners has more.
LEARNERS = 0.7
#: Least number of glosses of a kind, and its least shares of all glosses for a removal and for a flag.
SEVERAL, ALL, MOST = 6, 0.98, 0.8


def changes(raw: str) -> Iterator[Change]:
    """Yield the removal of glosses of another kind, or a flag for the text if not all of them fit."""
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
    """Return where correct readings follow at a constant distance, whatever the characters are."""
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

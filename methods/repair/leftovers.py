"""Flag the damage that this project cannot repair, and describe it in words.

Source: corpus/README.md ("Damage").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from methods.repair.candidates import NEAR, plausible
from methods.repair.ledger import Change

#: By kind, what the damage is, and what to do about it.
SENTENCES = {
    "doubled mark": (
        "commas before other marks remain, which a site or the author added",
        "do not count its punctuation",
    ),
    "lost text": ("characters were lost before it was collected (U+FFFD or 锟斤拷)", "collect it again"),
    "question marks": (
        "four or more question marks in a row may replace lost text",
        "collect it again, unless its author wrote them",
    ),
    "torn gloss": ("a gloss tore a character that cannot be read", "collect it again"),
    "nonsense": ("it contains unexplained sequences of characters that are very rare", "collect it again"),
}
#: A comma before another mark, and the number of them in a text from which they are not slips of its author,
#: who may also write the same comma twice (好吃,,真的好吃).
DOUBLED, SLIPS = re.compile(r"(?<=[\u4e00-\u9fff）”》)])([,，])(?!\1)(?=[,，。；！？、;!?])"), 3
LOST, ASKED = re.compile("\ufffd+"), re.compile(r"(?<!\?)\?{4,}(?!\?)")
HAN = re.compile("[\u4e00-\u9fff]")


def changes(raw: str, found: Iterable[Change], is_page: bool) -> Iterator[Change]:
    """Yield the given changes, and flags for the damage that is left between them, in any order.

    Parameters
    ----------
    raw
        Any text.
    found
        The changes of the text, in order.
    is_page
        Whether a site damaged it; nonsense is recognised only then.
    """
    at, is_chinese = 0, "????" in raw and HAN.search(raw) is not None
    for change in [*found, Change(len(raw), len(raw), "", "")]:
        for kind, start, end in _left(raw, at, change.start, is_chinese, is_page):
            yield Change(start, end, raw[start:end], kind, "flagged")
        at = change.end
        if change.kind:
            yield change
    yield from (Change(start, end, raw[start:end], "doubled mark", "flagged") for start, end in doubles(raw))


def doubles(raw: str) -> list[tuple[int, int]]:
    """Return where a site added a comma before a mark; an empty list if these may be slips of the author."""
    after = (part for comma in ",，" for part in raw.split(comma)[1:])
    if all(part and part[0] not in ",，。；！？、;!?" for part in after):
        return []  # True of nearly all texts; the regular expression would take ten times as long.
    found = [match.span() for match in DOUBLED.finditer(raw)]
    return found if len(found) >= SLIPS else []


def _left(raw: str, start: int, end: int, is_chinese: bool, is_page: bool) -> Iterator[tuple[str, int, int]]:
    """Yield kind, start and end of the damage in a stretch."""
    if "\ufffd" in raw[start:end]:
        yield from (("lost text", *match.span()) for match in LOST.finditer(raw, start, end))
    if is_chinese:
        yield from (("question marks", *match.span()) for match in ASKED.finditer(raw, start, end))
    if is_page:
        yield from (("nonsense", *span) for span in _nonsense(raw, start, end))


def _nonsense(raw: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where characters that hardly ever occur on the sites are close to each other."""
    chinese = (at for at in range(start, end) if "\u3400" <= raw[at] <= "\u9fff")
    strange = [at for at in chinese if raw[at] not in plausible()]
    group: list[int] = []
    for at in [*strange, len(raw) + NEAR]:
        if group and at - group[-1] >= NEAR:
            if len(group) > 1:
                yield group[0], group[-1] + 1
            group = []
        group.append(at)

"""What no repair of this project undoes: it is flagged where it stands, and said in words.

Source: corpus/README.md ("Damage").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from methods.repair.candidates import NEAR, plausible
from methods.repair.ledger import Change

#: What each kind is called, what it means, and what to do about it.
SENTENCES = {
    "doubled mark": ("a site put commas before other marks, and they are left", "count no marks in it"),
    "lost text": ("characters were lost before it was collected (U+FFFD or 锟斤拷)", "collect it again"),
    "question marks": ("four or more question marks in a row stand for lost text", "collect it again"),
    "nonsense": ("characters that hardly any page has stand together, unexplained", "collect it again"),
}
#: A comma before a mark; so many in a text are no slips of its author.
DOUBLED, SLIPS = re.compile("(?<=[\u4e00-\u9fff）”》)])[,，](?=[,，。；！？、;!?])"), 3
LOST, ASKED = re.compile("\ufffd+"), re.compile(r"(?<!\?)\?{4,}(?!\?)")
HAN = re.compile("[\u4e00-\u9fff]")


def changes(raw: str, found: Iterable[Change], is_page: bool) -> Iterator[Change]:
    """Yield what was found, and flags on what is left between it, in no order.

    Parameters
    ----------
    raw
        A text, with Chinese in it or not.
    found
        What was changed in it, in order.
    is_page
        Whether a site damaged it; only then nonsense can be told.
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
    """Return where a site put a second comma before a mark; none if it may be an author's slip."""
    after = (part for comma in ",，" for part in raw.split(comma)[1:])
    if all(part and part[0] not in ",，。；！？、;!?" for part in after):
        return []  # As in nearly all texts, which a regular expression takes ten times as long to tell.
    found = [match.span() for match in DOUBLED.finditer(raw)]
    return found if len(found) >= SLIPS else []


def _left(raw: str, start: int, end: int, is_chinese: bool, is_page: bool) -> Iterator[tuple[str, int, int]]:
    """Yield kind, start and end of what is left in a stretch."""
    if "\ufffd" in raw[start:end]:
        yield from (("lost text", *match.span()) for match in LOST.finditer(raw, start, end))
    if is_chinese:
        yield from (("question marks", *match.span()) for match in ASKED.finditer(raw, start, end))
    if is_page:
        yield from (("nonsense", *span) for span in _nonsense(raw, start, end))


def _nonsense(raw: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where characters that the sites hardly ever have stand close to each other."""
    chinese = (at for at in range(start, end) if "\u3400" <= raw[at] <= "\u9fff")
    strange = [at for at in chinese if raw[at] not in plausible()]
    group: list[int] = []
    for at in [*strange, len(raw) + NEAR]:
        if group and at - group[-1] >= NEAR:
            if len(group) > 1:
                yield group[0], group[-1] + 1
            group = []
        group.append(at)

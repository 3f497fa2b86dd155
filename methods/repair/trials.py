"""Find the breaks that would show what a page is, if they read far better as such.

Some damage shows only when it is read: one cut of a page without glosses, or cuts that leave no ``?``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise

from methods.repair.candidates import plausible
from methods.repair.gbk import codes, pairs
from methods.repair.page import (
    CUT,
    DENSE,
    FULL_WIDTH,
    MARK,
    MARKS,
    MOST,
    NEXT,
    ONWARD,
    STRANGE,
    WIDE,
    Page,
    page_of,
)
from methods.repair.pinyin import GLOSS, READING

#: A run after a break that a letter ends before a Chinese character or a mark; authors write capitals there.
#: After a cut, a lone lead byte ends it, too, perhaps one that swallowed the ``<`` of a tag.
RUN = rf"[^\x00-\x7f]{{%d,30}}%s(?=[^\x00-\x7f]|[{re.escape(MARKS)}])"
LONE_RUN = rf"[^\x00-\x7f]{{0,30}}\?(?=[0-9(<\s{re.escape(MARKS)}]|/?[a-z]+[0-9]?[ >])"
CUT_RUN = re.compile(rf"(?<=[\u4e00-\u9fff])\?[{re.escape(MARKS)}](?:{RUN % (0, '[@-~]')}|{LONE_RUN})")
SILENT_RUN = re.compile(rf"(?<![\x00-\x09\x0b-\x7f])[{re.escape(MARKS)}?]{RUN % (1, '[@-~]')}")
#: The marks after which a page without glosses is tried: a search for the frequent ones would take long, and
#: nearly every damaged page has one of these in the place of a full stop.
ENTRIES = "!?;！？；"
#: A run after such a mark, also a letter that ends a character whose first byte is the mark's last one.
ENTERED = re.compile(rf"(?<=[^\x00-\x7f]).{RUN % (0, '[@-~]')}")
#: A run after a torn gloss that ends at a mark: on other sites, a ``?`` is before the mark.
TORN_RUN = re.compile(rf"\?{READING}[)）][^\x00-\x7f{re.escape(WIDE)}]{{1,9}}[{re.escape(MARKS)}]")
#: Most breaks that are tried, of each kind, and the characters on each side that show the script of a page.
TRIED, NEARBY = 20, 200
#: A page is taken for one of a rare kind if a break reads better by this. Less will do for a silent cut of a
#: page without glosses, since hardly any healthy text has a place where it is tried.
SURE, FEW = 12.0, 10.0


def trials(raw: str, page: Page | None) -> Iterator[tuple[Page, list[int], float]]:
    """Yield what a page may be, the breaks that would show it if they read better as such, and by how much.

    A page without glosses may be cut, and one that shows no cut may leave nothing for a lone lead byte. The
    breaks are those whose run a letter or, if it is cut, a lone lead byte ends; on a page with glosses that
    shows no cut also those in which a gloss is torn, and those before a character that no site has.
    """
    if page is None:
        found = CUT_RUN.finditer(raw) if "?" in raw else ()
        starts = [match.start() for match in islice(found, TRIED)]
        places = [start for start in starts if raw.count("?", start, start + DENSE) <= MOST]
        if places:
            yield page_of(raw, {}), places, SURE
        places = list(islice(_unglossed(raw), TRIED))
        if places and not CUT.search(raw):
            yield replace(page_of(raw, {}), is_silent=True), places, FEW
        return
    if page.is_silent or page.extras or CUT.search(raw):
        return
    lettered = (found.start() for found in SILENT_RUN.finditer(raw) if _is_shifted(raw, found.start()))
    torn = (found.start() for found in TORN_RUN.finditer(raw))
    places = [place for some in (torn, lettered, _strange(raw)) for place in islice(some, TRIED)]
    yield replace(page, is_silent=True), places, SURE


def _unglossed(raw: str) -> Iterator[int]:
    """Yield the breaks without a ``?`` of a page without glosses that a letter ends.

    Since authors write letters, too, the run has a character that no site has, while the text around it has
    hardly any; or it is one character that the mark and the letter give.
    """
    for mark in ENTRIES:
        at = raw.find(mark)
        while at >= 0:
            if (found := ENTERED.match(raw, at)) and _is_entry(raw, at, found.end()):
                yield at
            at = raw.find(mark, at + 1)


def _is_entry(raw: str, at: int, end: int) -> bool:
    """Return whether what follows a mark is worth a trial on a page without glosses."""
    if end > at + 2:
        return _is_odd(raw, at, end) and _is_shifted(raw, at)
    lead = codes()[raw[at].translate(FULL_WIDTH)][1]
    return raw[end] >= "\u4e00" and pairs().get(lead << 8 | ord(raw[at + 1])) in plausible()


def _is_odd(raw: str, start: int, end: int) -> bool:
    """Return whether a stretch has a character that no site has, and the text around it has hardly any."""
    if not any("\u4e00" <= char <= "\u9fff" and char not in plausible() for char in raw[start:end]):
        return False
    around = raw[max(0, start - NEARBY) : start] + raw[end : end + NEARBY]
    chinese = [char for char in around if "\u4e00" <= char <= "\u9fff"]
    return sum(char not in plausible() for char in chinese) <= STRANGE * len(chinese)


def _strange(raw: str) -> Iterator[int]:
    """Yield each mark after which, among the next characters, one is such as no site has."""
    for found in MARK.finditer(raw):
        after = GLOSS.sub("", raw[found.end() : found.end() + 2 * ONWARD])[:NEXT]
        if any("\u3100" <= char < "\ue000" and char not in plausible() for char in after) and _is_shifted(
            raw, found.start()
        ):
            yield found.start()


def _is_shifted(raw: str, at: int) -> bool:
    """Return whether the bytes around the next two characters after a mark are plausible characters."""
    seen = [raw[at].translate(FULL_WIDTH), *GLOSS.sub("", raw[at + 1 : at + 2 * ONWARD])[:2]]
    bytes_ = [codes().get(char) or (ord(char) % 256,) for char in seen]
    shifted = (first[-1] << 8 | second[0] for first, second in pairwise(bytes_))
    return all(pairs().get(pair) in plausible() for pair in shifted)

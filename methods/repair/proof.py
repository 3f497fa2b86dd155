"""Check whether the process of `methods.repair.damage` turns a repaired text into what was found.

Each broken run is checked together with its neighbourhood, since no step of the process reaches further than
two bytes. The cuts of a site and the order of its glosses are unknown. So a run counts as explained if some
cuts and some order of the overlapping characters in it give what is seen. In the end, the orders that all
runs and healthy places require must be compatible.

Source: the inversion of the process in corpus/README.md ("Damage"); no published method is known to us.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import chain, product

from methods.repair.damage import CUT_MARKS, gloss
from methods.repair.gbk import DROPPED, HALF_WIDTH, codes, pairs, read
from methods.repair.ledger import Change
from methods.repair.page import Page
from methods.repair.pinyin import GLOSS, LETTERS, SWALLOWED_GLOSS, has_reading, spelt

READING = re.compile(rf"[(?]([{LETTERS}]{{1,6}})\)")
#: A mark after a run was full-width before the collection, since sites cut only before full-width marks.
FULL_WIDTH = {",": "，", "!": "！", "?": "？", ";": "；"}
#: What half-width collections write for full-width characters, the space among them.
NARROW = HALF_WIDTH | {0x3000: " "}
#: Characters on each side of a run that are part of its proof.
AROUND = 16
#: Most overlaps in a run for which all orders are tried.
MOST_OVERLAPS = 4

#: Two characters of the list whose bytes overlap; the first is glossed before the second.
Order = tuple[str, str]


class Proof:
    """Proves the runs of one article.

    Parameters
    ----------
    page
        The article as found, and what it shows of its site.
    """

    def __init__(self, page: Page) -> None:  # noqa: D107
        self.page, self.raw = page, page.raw
        raw, self.glosses = page.raw, page.glosses
        glosses = page.glosses
        self.readings = dict(glosses)
        self.whole = frozenset(raw)
        self.bytes = {char: bytes(codes()[char]) for char in glosses if char in codes()}
        #: The last run that was read, and the end of the one before it.
        self.last: tuple[int, int, str] = 0, 0, ""
        self.earlier = 0
        self.orders: dict[tuple[int, int, str], frozenset[Order] | None] = {}
        self.cases: dict[tuple[str, str], frozenset[Order] | None] = {}
        self.needed: dict[int, frozenset[Order]] = {}

    def explains(self, start: int, end: int, hidden: str) -> bool:
        """Return whether the process turns `hidden` into ``raw[start:end]`` at this place."""
        key = start, end, hidden
        if key not in self.orders:
            self.orders[key] = self._order(*key)
        return self.orders[key] is not None

    def remember(self, start: int, end: int, hidden: str) -> None:
        """Store a reading, which the proof of the next run needs, and the order that it requires."""
        self.earlier, self.last = self.last[1], (start, end, hidden)
        if order := self.orders.get(self.last):
            self.needed[start] = order

    def settle(self, changes: Iterable[Change]) -> list[Change]:
        """Return the changes; if the required orders contradict each other, those proofs are inferences."""
        healthy = set(chain.from_iterable(map(self._healthy, set(chain.from_iterable(self.needed.values())))))
        if _fits(healthy.union(*self.needed.values())):
            return list(changes)
        return [
            c._replace(status="inferred") if c.status == "proven" and c.start in self.needed else c
            for c in changes
        ]

    def _order(self, start: int, end: int, hidden: str) -> frozenset[Order] | None:
        """Return the order of glosses that explains a run; None if there is none."""
        (left, before), (right, after) = self._left(start), self._right(end)
        case = before + hidden + after, self.raw[left:right]
        if case not in self.cases:
            self.cases[case] = self._explanation(*case)
        return self.cases[case]

    def _explanation(self, text: str, found: str) -> frozenset[Order] | None:
        """Return the order of glosses that turns a text into what was found; None if there is none."""
        stream, found = text.encode("gbk", "replace"), _canonical(found)
        used = [(char, code) for char, code in self._listed(stream, found) if code in stream]
        ranks = self.page.ranks
        if all(char in ranks for char, _ in used):
            listed = sorted((ranks[char], char, self.readings[char]) for char, _ in used)
            glossed = gloss(stream, [pair for _, *pair in listed])
            return frozenset() if _comes_of(glossed, found, self.page) else None
        for order in _orders(_overlaps(stream, used)):
            glossed = gloss(stream, [(char, self.readings[char]) for char in _sorted(dict(used), order)])
            if _comes_of(glossed, found, self.page):
                return order
        return None

    def _listed(self, stream: bytes, found: str) -> Iterator[tuple[str, bytes]]:
        """Yield the gloss list, and characters that tore a run and occur nowhere whole, with their bytes."""
        yield from self.bytes.items()
        known = {self.glosses[char] for char, code in self.bytes.items() if code in stream}
        for reading in sorted(set(READING.findall(found)) - known):
            for code in sorted({stream[at : at + 2] for at in range(len(stream) - 1)}):
                char = pairs().get(int.from_bytes(code), "")
                if (
                    char
                    and self._may_be_listed(char)
                    and has_reading(char, reading)
                    and char not in self.whole
                ):
                    self.readings[char] = reading
                    yield char, code

    def _may_be_listed(self, char: str) -> bool:
        """Return whether the site may gloss a character that occurs nowhere with its gloss."""
        return not self.page.ranks or char in self.page.maybe or char not in self.page.ranks

    def _left(self, start: int) -> tuple[int, str]:
        """Return where the neighbourhood before a run begins, and its hidden text."""
        floor, (first, last, hidden) = self.earlier, self.last
        if start - AROUND >= last:
            floor, first, last, hidden = last, start, start, ""
        left = max(floor, first - AROUND)
        inside = GLOSS.search(self.raw, max(0, left - AROUND), first)
        if inside and inside.start() <= left < inside.end():
            left = inside.end()
        return left, self._plain(self.raw[left:first]) + hidden + self._plain(self.raw[last:start])

    def _right(self, end: int) -> tuple[int, str]:
        """Return where the neighbourhood after a run ends, and its hidden text."""
        right = self.raw[end : end + AROUND].partition("?")[0]
        if right.rfind("(") > right.rfind(")"):
            right = right[: right.rfind("(")]
        if self.raw.startswith("(", end + len(right)):
            right = right[:-1]
        hidden = self._plain(right, self.raw[end - 1 : end])
        if not self.page.is_wide:
            hidden = FULL_WIDTH.get(hidden[:1], hidden[:1]) + hidden[1:]
        return end + len(right), hidden

    def _plain(self, text: str, before: str = "") -> str:
        """Return a healthy text without its glosses."""

        def without(found: re.Match[str]) -> str:
            char = text[found.start() - 1] if found.start() else before
            return "" if self.readings.get(char) == spelt(found[1]) else found[0]

        return GLOSS.sub(without, text)

    def _healthy(self, order: Order) -> Iterator[Order]:
        """Yield the order of two characters, if undamaged characters of the article show it."""
        for a, b in (order, order[::-1]):
            if codes()[a][1] == codes()[b][0]:
                trail = codes()[b][1]
                following = re.finditer(re.escape(f"{a}({self.readings[a]})") + "(.)", self.raw)
                if any(codes().get(found[1], (0, 0))[0] == trail for found in following):
                    yield a, b


def _overlaps(stream: bytes, used: Iterable[tuple[str, bytes]]) -> list[Order]:
    """Return the pairs of characters whose bytes overlap in a stream."""
    return [(a, b) for (a, x), (b, y) in product(used, used) if x[1] == y[0] and x + y[1:] in stream]


def _orders(overlaps: list[Order]) -> Iterator[frozenset[Order]]:
    """Yield all possible orders of the overlapping characters."""
    for flips in product((False, True), repeat=min(len(overlaps), MOST_OVERLAPS)):
        order = frozenset(pair[::-1] if flip else pair for pair, flip in zip(overlaps, flips, strict=False))
        if _fits(order):
            yield order


def _fits(order: Iterable[Order]) -> bool:
    """Return whether some gloss list is compatible with all these orders."""
    try:
        _sorted((), order)
    except CycleError:
        return False
    return True


def _sorted(chars: Iterable[str], order: Iterable[Order]) -> list[str]:
    """Return characters in a sequence that is compatible with an order."""
    graph: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(chars, ()))
    for first, second in order:
        graph.add(second, first)
    return list(graph.static_order())


def _canonical(found: str) -> str:
    """Return what was found, with all glosses in the same form."""
    found = GLOSS.sub(lambda gloss: f"({spelt(gloss[1])})", found)
    return SWALLOWED_GLOSS.sub(lambda gloss: f"?{spelt(gloss[1])})", found)


def _comes_of(stream: bytes, found: str, page: Page) -> bool:
    """Return whether a glossed stream is read as what was found, with some of the possible cuts."""
    places = {
        match.start(): rank
        for rank, mark in enumerate(CUT_MARKS)
        for match in re.finditer(re.escape(mark.encode("gbk")), stream)
    }
    lone, wrong = "" if page.is_silent else "?", "skip" if page.skips else "swallow"
    waiting, seen = [(0, 0, -1)], set()
    while waiting:
        state = at, end, rank = waiting.pop()
        if at == len(stream) and end == len(found):
            return True
        if at >= len(stream) or state in seen:
            continue
        seen.add(state)
        is_lead = 0x81 <= stream[at] <= 0xFE
        # Of two marks that share a byte, both are cut only if the site searched for the first one first.
        if is_lead and places.get(at + 1, -1) > rank and found.startswith(lone, end):
            waiting.append((at + 1, end + len(lone), places[at + 1]))
        size = 1 + (is_lead and at + 1 < len(stream))
        if is_lead and wrong == "skip" and size == 2 and stream[at + 1] < 0x40:
            size = 1
        char = (
            ""
            if size == 1 and is_lead and at + 1 < len(stream)
            else read(stream[at : at + size], lone, wrong)
        )
        for form in _forms(char, page):
            if found.startswith(form, end):
                waiting.append((at + size, end + len(form), -1))
    return False


def _forms(char: str, page: Page) -> set[str]:
    """Return the forms in which a collection may hold a character of a site."""
    if not page.keeps_private:
        char = char.translate(DROPPED)
    forms = {char, char if page.is_wide else char.translate(NARROW)}
    return forms if page.keeps_euro or char != "€" else forms | {""}

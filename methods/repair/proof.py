"""Whether the process of `methods.repair.damage` turns a repaired text into what was found.

Each broken run is proven with its neighbourhood, since no step of the process looks further than two bytes.
Which sites cut, and in which order they glossed, is not known. So a run counts as explained if some cuts
and some order of the characters that overlap in it give what is seen; and at the end all the orders that
runs and healthy places need must fit into one.

Source: the inversion of the process in corpus/README.md ("Damage"); no published method is known to us.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import chain, combinations, product

from methods.repair.damage import cut_places, gloss, read_stream
from methods.repair.gbk import codes, pairs
from methods.repair.ledger import Change
from methods.repair.pinyin import GLOSS, LETTERS, has_reading

READING = re.compile(rf"[(?]([{LETTERS}]{{1,6}})\)")
#: A mark behind a run was full-width, or else no cut could have been there.
FULL_WIDTH = {",": "，", "!": "！"}
#: How many characters on either side of a run take part in its proof.
AROUND = 16
#: With more cuts or overlaps than this in one run, not every combination is tried.
MOST_CUTS, MOST_OVERLAPS = 4, 4

#: Two characters of the list whose bytes overlap, the first of which is glossed before the second.
Order = tuple[str, str]


class Proof:
    """Proves the runs of one article.

    Parameters
    ----------
    raw
        The article as found.
    glosses
        Its gloss list: character to reading.
    """

    def __init__(self, raw: str, glosses: Mapping[str, str]) -> None:  # noqa: D107
        self.raw, self.glosses = raw, glosses
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
        """Tell whether ``raw[start:end]`` is what the process makes of `hidden` in its place."""
        key = start, end, hidden
        if key not in self.orders:
            self.orders[key] = self._order(*key)
        return self.orders[key] is not None

    def remember(self, start: int, end: int, hidden: str) -> None:
        """Take a reading for the run behind it, and the order that it needs for all others."""
        self.earlier, self.last = self.last[1], (start, end, hidden)
        if order := self.orders.get(self.last):
            self.needed[start] = order

    def settle(self, changes: Iterable[Change]) -> list[Change]:
        """Return the changes, without the proofs that rest on orders which contradict each other."""
        healthy = set(chain.from_iterable(map(self._healthy, set(chain.from_iterable(self.needed.values())))))
        if _fits(healthy.union(*self.needed.values())):
            return list(changes)
        return [
            c._replace(status="inferred") if c.status == "proven" and c.start in self.needed else c
            for c in changes
        ]

    def _order(self, start: int, end: int, hidden: str) -> frozenset[Order] | None:
        """Return the order that the gloss list needs for a run to be explained; None if there is none."""
        (left, before), (right, behind) = self._left(start), self._right(end)
        case = before + hidden + behind, self.raw[left:right]
        if case not in self.cases:
            self.cases[case] = self._explanation(*case)
        return self.cases[case]

    def _explanation(self, text: str, found: str) -> frozenset[Order] | None:
        """Return the order with which a text becomes what is found; None if there is none."""
        stream = text.encode("gbk", "replace")
        used = [(char, code) for char, code in self._listed(stream, found) if code in stream]
        for order in _orders(_overlaps(stream, used)):
            glossed = gloss(stream, [(char, self.readings[char]) for char in _sorted(dict(used), order)])
            if any(
                read_stream(glossed, sorted(cuts), width="half", private="drop") == found
                for cuts in _cuts(glossed)
            ):
                return order
        return None

    def _listed(self, stream: bytes, found: str) -> Iterator[tuple[str, bytes]]:
        """Yield the gloss list, and what must be in it, though it stands nowhere whole: what tore a run."""
        yield from self.bytes.items()
        known = {self.glosses[char] for char, code in self.bytes.items() if code in stream}
        for reading in sorted(set(READING.findall(found)) - known):
            for code in sorted({stream[at : at + 2] for at in range(len(stream) - 1)}):
                char = pairs().get(int.from_bytes(code), "")
                if char and has_reading(char, reading) and char not in self.whole:
                    self.readings[char] = reading
                    yield char, code

    def _left(self, start: int) -> tuple[int, str]:
        """Return where the neighbourhood in front of a run begins, and its hidden text."""
        floor, (first, last, hidden) = self.earlier, self.last
        if start - AROUND >= last:
            floor, first, last, hidden = last, start, start, ""
        left = max(floor, first - AROUND)
        inside = GLOSS.search(self.raw, max(0, left - AROUND), first)
        if inside and inside.start() <= left < inside.end():
            left = inside.end()
        return left, self._plain(self.raw[left:first]) + hidden + self._plain(self.raw[last:start])

    def _right(self, end: int) -> tuple[int, str]:
        """Return where the neighbourhood behind a run ends, and its hidden text."""
        right = self.raw[end : end + AROUND].partition("?")[0]
        if right.rfind("(") > right.rfind(")"):
            right = right[: right.rfind("(")]
        if self.raw.startswith("(", end + len(right)):
            right = right[:-1]
        hidden = self._plain(right, self.raw[end - 1 : end])
        return end + len(right), FULL_WIDTH.get(hidden[:1], hidden[:1]) + hidden[1:]

    def _plain(self, text: str, before: str = "") -> str:
        """Return a healthy text without its glosses."""

        def without(found: re.Match[str]) -> str:
            char = text[found.start() - 1] if found.start() else before
            return "" if self.glosses.get(char) == found[1] else found[0]

        return GLOSS.sub(without, text)

    def _healthy(self, order: Order) -> Iterator[Order]:
        """Yield the order of two characters that whole characters of the article show, if they do."""
        for a, b in (order, order[::-1]):
            if codes()[a][1] == codes()[b][0]:
                trail = codes()[b][1]
                behind = re.finditer(re.escape(f"{a}({self.readings[a]})") + "(.)", self.raw)
                if any(codes().get(found[1], (0, 0))[0] == trail for found in behind):
                    yield a, b


def _overlaps(stream: bytes, used: Iterable[tuple[str, bytes]]) -> list[Order]:
    """Return the pairs of characters that overlap in a stream of bytes."""
    return [(a, b) for (a, x), (b, y) in product(used, used) if x[1] == y[0] and x + y[1:] in stream]


def _orders(overlaps: list[Order]) -> Iterator[frozenset[Order]]:
    """Yield all ways to order the characters that overlap."""
    for flips in product((False, True), repeat=min(len(overlaps), MOST_OVERLAPS)):
        order = frozenset(pair[::-1] if flip else pair for pair, flip in zip(overlaps, flips, strict=False))
        if _fits(order):
            yield order


def _fits(order: Iterable[Order]) -> bool:
    """Tell whether there is a list with all these orders."""
    try:
        _sorted((), order)
    except CycleError:
        return False
    return True


def _sorted(chars: Iterable[str], order: Iterable[Order]) -> list[str]:
    """Return characters in an order that fits."""
    graph: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(chars, ()))
    for first, second in order:
        graph.add(second, first)
    return list(graph.static_order())


def _cuts(stream: bytes) -> Iterator[frozenset[int]]:
    """Yield the sets of places at which a stream may have been cut: all, none, or any."""
    places = cut_places(stream)
    yield frozenset(places)
    if places:
        yield frozenset()
    for size in range(1, len(places) if len(places) <= MOST_CUTS else 0):
        yield from map(frozenset, combinations(places, size))

"""Find every hidden text of a broken run that the process of `methods.repair.damage` would turn into it.

A run begins at a ``?`` where a two-byte character was torn, by a gloss between its bytes or by a cut. From
there on, each visible pair of bytes is the second byte of one hidden character and the first byte of the
next, until a single byte realigns the stream. So the first byte of the next hidden character is always
*pending*; the next visible character gives its second byte, and the first byte of the character after it. All
readings of a run form a lattice, in which `methods.repair.likelihood.best_readings` finds the likeliest path.

Source: the inversion of the process in corpus/README.md ("Damage"); no published method is known to us.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable, Iterator
from itertools import count

from methods.repair import extras, gbk
from methods.repair.candidates import (
    ANY_FIRST,
    DASHES,
    ZONES,
    anything,
    between,
    in_words,
    marks_among,
    one,
    plausible,
    read_as,
    simplify,
)
from methods.repair.likelihood import Edge
from methods.repair.marks import GOING_ON, PARTICLES
from methods.repair.page import Page
from methods.repair.pinyin import GLOSS, SWALLOWED_GLOSS, has_reading, spelt
from methods.repair.places import CUT_BYTES, Place, Step, code_of, forms, rank, sound
from methods.repair.swallowed import Swallowed
from methods.repair.tags import TAG, ends_paragraph

#: Most characters of a run (every third one realigns Traditional text), and those in which others may begin.
LONGEST, NEAR = 60, 24
TAG_BONUS, CONTEXT = 12.0, 6
#: A tag with a line break that a site put in at a cut, whose first character a lone lead byte swallowed.
INSERTED = re.compile(rf"(?!/){TAG.pattern}\s*\n", re.IGNORECASE)
#: The cost of a dropped pair in a half-width and in a full-width page, which may have kept all pairs.
DROPPED = -0.5, -1.5
#: The cost of a cut in a character that does not end a word with those before it, and of a character that the
#: sites' conversion does not give, or that the site glosses elsewhere.
UNLIKELY, UNUSUAL, LISTED = -2.0, -6.0, -8.0
#: What a lone lead byte often stands before, and cannot form a character with.
UNPAIRED = frozenset("0123456789 \n\r<(")

_ANY, _LEADS = frozenset(gbk.TRAILS), frozenset(gbk.LEADS)


class Reader:
    """Reads the broken runs of one article.

    Parameters
    ----------
    page
        The article, and what it shows of its site.
    asks
        Returns the bonus for the ``?`` at a place as a question mark, and the log probability of a stray one.
    """

    def __init__(self, page: Page, asks: Callable[[int], tuple[float, float]]) -> None:  # noqa: D107
        self.page, self.raw, self.glosses, self.asks = page, page.raw, page.glosses, asks
        self.listed, self.named = frozenset(self.glosses), {**page.maybe, **page.glosses}
        self.swallowed = Swallowed(self.raw)
        self._fits: dict[tuple, str] = {}

    def lattice(self, start: int, before: str, drops: int) -> tuple[list[list[Edge]], list[Place]]:
        """Return all readings from the break at `start` until the stream is aligned, with some text after it.

        Parameters
        ----------
        start
            The offset of the ``?``, or of the break on a page without ``?``.
        before
            The hidden characters before it.
        drops
            Most pairs in a row that may have vanished.

        Returns
        -------
        tuple[list[list[Edge]], list[Place]]
            The edges that leave each node, one node for each character before the ``?`` and one for each
            place after it, and those places; the last node is the end.
        """
        order, steps, offset = dict[Place, int](), dict[Place, list[Step]](), len(before)
        right, waiting = start, [(start, 0, 0, sound(start))]
        tie, known = count(), {sound(start)}
        while True:
            at, *_, place = heapq.heappop(waiting)
            order[place] = offset + len(order)
            _, pending, _, _, emit = place
            if pending is None and not emit and not waiting and (at > right + CONTEXT or at >= len(self.raw)):
                break
            if emit:
                found = [(emit, sound(at), 0.0, "")]
            elif pending is None:
                found = list(self._sound(at, start, before if at == start else self.raw[at - 1]))
            else:
                right = max(right, at)
                found = list(self._torn(place, drops)) if at < start + LONGEST else []
            steps[place] = found
            for _, target, _, _ in found:
                if target not in known:
                    known.add(target)
                    heapq.heappush(waiting, (target[0], rank(target), next(tie), target))
        lattice = [[Edge(simplify(char), char, i + 1)] for i, char in enumerate(before)]
        for place in order:
            found = steps.get(place, ())
            lattice.append([Edge(*forms(chars), order[to], cost, kind) for chars, to, cost, kind in found])
        return lattice, [sound(start)] * offset + list(order)

    def _sound(self, at: int, start: int, before: str) -> Iterator[Step]:
        """Yield the steps over one character where it is aligned; far from the start, no run begins."""
        char, is_near = self.raw[at : at + 1], at < start + NEAR
        if char == "?" and is_near:
            yield from self._mark(at, before)
            return
        if at == start or (self.page.is_silent and is_near):
            yield from self._silent(at, before)
        if self.page.extras and is_near:
            yield from extras.torn(self.raw, at)
        gloss = GLOSS.match(self.raw, at + 1) if char in self.named else None
        end = gloss.end() if gloss and self.named[char] == spelt(gloss[1]) else at + 1
        yield char, sound(end), 0.0, ""

    def _mark(self, at: int, before: str) -> Iterator[Step]:
        """Yield the steps over a ``?`` where the stream is aligned."""
        keep, stray = self.asks(at)
        yield "", sound(at + 1), stray, "stray mark"
        yield "?", sound(at + 1), keep, ""
        yield from self._split(SWALLOWED_GLOSS.match(self.raw, at), before)
        if CUT_BYTES.get(self.raw[at + 1 : at + 2]):
            yield from self._cut(at + 1, before)
        tag = INSERTED.match(self.raw, at + 1)
        if tag and CUT_BYTES.get(self.raw[tag.end() : tag.end() + 1]):  # No mark begins a line.
            yield from self._cut(tag.end(), before)
        if self.page.is_silent and not self.page.is_wide:
            yield from self._cut(at, before)
        # A character before a mark is cut twice: 啊！ is B0|A1|A3A1, since 。 and ！ were both found in it.
        if self.raw[at + 1 : at + 2] == "?" and (mark := CUT_BYTES.get(self.raw[at + 2 : at + 3])):
            chars = between(_LEADS, one(0xA1 if mark[0] == 0xA3 else 0xA3))
            if self.raw[at + 2] not in "!?！？":  # No other marks follow one that is cut.
                chars = "".join(char for char in chars if char not in marks_among(chars))
            likely = in_words(before, chars, "") + "".join(char for char in chars if char in PARTICLES)
            rest = "".join(char for char in chars if char not in likely)
            for some, cost in ((likely, 0.0), (rest, UNLIKELY)):
                if some:
                    yield some, sound(at + 2), cost, "lone lead"

    def _silent(self, at: int, before: str) -> Iterator[Step]:
        """Yield the steps at a break on sites that leave no ``?`` for a lone lead byte, or only drop it."""
        if self.page.is_silent and CUT_BYTES.get(self.raw[at : at + 1]):
            yield from self._cut(at, before)
        if self.page.skips and self.raw[at : at + 1] in ("(", "（"):
            yield from self._split(GLOSS.match(self.raw, at), before)

    def _split(self, gloss: re.Match[str] | None, before: str) -> Iterator[Step]:
        """Yield the step over a gloss that tore two characters, after the first byte of the second one."""
        if gloss and (code := code_of(before[-1:])):
            chars = self._glossed(one(code[1]), spelt(gloss[1]))
            tails = frozenset(gbk.codes()[char][1] for char in chars) & _LEADS
            if tails:
                yield "", (gloss.end(), tails, True, 0, ""), 0.0, "split gloss"

    def _cut(self, at: int, before: str) -> Iterator[Step]:
        """Yield the steps over a mark that is the second byte of one character and the first of the next."""
        cut = CUT_BYTES[self.raw[at]]
        chars, after = between(_LEADS, one(cut[0])), (at + 1, one(cut[1]), False, 0, "")
        pair = code_of(self.raw[at + 1 : at + 2])
        likely = in_words(before, chars, between(one(cut[1]), one(pair[0])) if pair else "")
        yield likely, after, 0.0, "shifted run"
        yield "".join(c for c in chars if c not in likely), after, UNLIKELY, "lone lead"

    def _glossed(self, leads: frozenset[int], reading: str) -> str:
        """Return the characters with these first bytes and this gloss; only listed ones, if there are any."""
        chars = read_as(leads, reading)
        listed = "".join(char for char in chars if self.named.get(char) == reading)
        return listed or chars

    def _fit(self, leads: frozenset[int], trails: frozenset[int], torn: bool) -> str:
        """Return the hidden characters with these bytes; those in the gloss list fit only if torn."""
        if torn:
            return between(leads, trails)
        key = leads, trails
        if key not in self._fits:
            chars = between(leads, trails)
            if not self.listed.isdisjoint(chars):
                chars = "".join([char for char in chars if char not in self.listed])
            self._fits[key] = chars
        return self._fits[key]

    def _exact(self, leads: frozenset[int], byte: int, torn: bool) -> tuple[str, float]:
        """Return the hidden characters with a second byte, and their cost; bytes overrule the list."""
        chars = self._fit(leads, one(byte), torn)
        return (chars, 0.0) if chars or len(leads) > 1 else (between(leads, one(byte)), LISTED)

    def _torn(self, place: Place, drops: int) -> Iterator[Step]:
        """Yield the steps over one hidden character where the stream is shifted by one byte."""
        at, pending, torn, dropped, _ = place
        seen, gloss = self.raw[at : at + 1], GLOSS.match(self.raw, at)
        if self.page.extras:
            yield from extras.shifted(self.raw, place)
        if drops and (pending is ANY_FIRST or pending == {0xA1}):
            yield DASHES, (at, ANY_FIRST, False, dropped, ""), 0.0, "dropped pair"
        if dropped < drops:  # A second pair in a row comes only from the large zone, to limit the lattice.
            cost = DROPPED[self.page.is_wide]
            for seconds, firsts in ZONES[: 1 if dropped else None]:
                if chars := self._fit(pending, seconds, torn):
                    yield chars, (at, firsts, False, dropped + 1, ""), cost, "dropped pair"
        if not self.page.keeps_euro and gloss:
            for chars, target, cost, _ in self._single(at - 1, 0x80, pending, torn):
                yield chars, target, cost, "swallowed byte"
        is_bare = (self.page.is_silent or self.page.skips) and gloss
        if seen in ("", "?") or is_bare:
            yield from self._lone(at, pending, torn)
            if TAG.match(self.raw, at + 1):
                return
        elif byte := ord(seen) if "@" <= seen <= "~" else 0x80 if seen in ("€", "\x80") else 0:
            yield from self._single(at, byte, pending, torn)
        if (pair := code_of(seen)) and not (seen < "\x7f" and self.page.is_wide):
            yield from self._pair(at, pair, pending, torn)
        ends = (self.page.is_silent and seen in CUT_BYTES) or (self.page.skips and seen in UNPAIRED)
        if ends and not is_bare and (chars := self._fit(pending, _ANY, torn)):
            yield chars, sound(at), 0.0, "lone lead"

    def _pair(self, at: int, pair: tuple[int, int], pending: frozenset[int], torn: bool) -> Iterator[Step]:
        """Yield the step over a visible pair, which ends one hidden character and begins the next."""
        chars, cost = self._exact(pending, pair[0], torn)
        if not chars or pair[1] == 0x80:
            return
        gloss = GLOSS.match(self.raw, at + 1)
        is_read = bool(gloss) and has_reading(self.raw[at], gloss[1])
        end = gloss.end() if is_read else at + 1
        cost += 0.0 if len(chars) > 1 or chars < "\u4e00" or chars in plausible() else UNUSUAL
        if pair[1] in gbk.SINGLE:
            yield chars, (end, None, False, 0, chr(pair[1])), cost, ""
        else:
            yield chars, (end, one(pair[1]), is_read, 0, ""), cost, ""

    def _single(self, at: int, byte: int, pending: frozenset[int], torn: bool) -> Iterator[Step]:
        """Yield the step over a single byte, which ends a hidden character and realigns the stream."""
        gloss, cost = GLOSS.match(self.raw, at + 1), 0.0
        if gloss:
            chars = "".join(c for c in between(pending, one(byte)) if has_reading(c, gloss[1]))
        else:
            chars, cost = self._exact(pending, byte, torn)
        if chars:
            yield chars, sound(gloss.end() if gloss else at + 1), cost, ""

    def _lone(self, at: int, pending: frozenset[int], torn: bool) -> Iterator[Step]:
        """Yield the steps over a ``?`` or the end: a byte that nothing can follow, and what it swallowed."""
        if gloss := SWALLOWED_GLOSS.match(self.raw, at) or GLOSS.match(self.raw, at):
            if chars := self._glossed(pending, spelt(gloss[1])):
                yield chars, sound(gloss.end()), 0.0, ""
            return
        # If the first byte is lost, too, only a mark can be inferred.
        chars = self._fit(pending, _ANY, torn) if len(pending) == 1 else marks_among(between(pending, _ANY))
        after = self.raw[at + 1 : at + 3]
        end = after[:1] in ("", *CUT_BYTES) or (after[:1] == "?" and after[1:] in CUT_BYTES)
        if end and len(pending) > 1:
            yield anything(), sound(min(at + 1, len(self.raw))), 0.0, "lone lead"
        if chars and end:
            yield chars, sound(min(at + 1, len(self.raw))), 0.0, "lone lead"
        elif chars and (tag := TAG.match(self.raw, at + 1)):
            # A paragraph ends with a tag, and before it with a mark, but hardly with a comma.
            marks = marks_among(chars)
            rest = "".join(char for char in chars if char not in marks)
            going = "".join(char for char in marks if char in GOING_ON) if ends_paragraph(tag[0]) else ""
            marks = "".join(char for char in marks if char not in going)
            for some, cost in ((marks, TAG_BONUS), (going, TAG_BONUS - 6), (rest, TAG_BONUS - 8)):
                if some:
                    yield some, (at + 1, None, False, 0, "<"), cost, "swallowed byte"
        elif chars:
            for char, cost, kind in self.swallowed.before(at + 1):
                yield chars, (at + 1, None, False, 0, char), cost, kind
            yield from self._single(at, 0x80, pending, torn)

"""Repair articles whose GBK bytes were glossed, cut and misread, as corpus/README.md ("Damage") describes.

The repair inverts that process. It removes glosses and reads broken runs byte by byte (`repair.lattice`).
Where bytes are lost, it takes the likeliest reading (`repair.likelihood`) and marks it as inferred. A reading
is called proven only if the process turns it into exactly what was found (`methods.repair.proof`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from heapq import merge
from math import inf, nan
from operator import itemgetter
from pathlib import Path

from methods.repair import extras, gbk, leftovers, mojibake, other_glosses
from methods.repair.candidates import expected, is_nonsense, simplify
from methods.repair.context import AHEAD, CLAUSE, Context
from methods.repair.damage import CUT_MARKS
from methods.repair.lattice import Reader
from methods.repair.ledger import Change, Ledger
from methods.repair.likelihood import Edge, best_readings
from methods.repair.page import CUT, DENSE, MOST, Page, is_broken, read_page
from methods.repair.pinyin import GLOSS, READING, SWALLOWED_GLOSS, TORN_GLOSS, TRUNCATED, has_reading, spelt
from methods.repair.places import CUT_BYTES, code_of
from methods.repair.proof import Proof
from methods.repair.runs import Run, run_of
from methods.repair.tags import WHOLE_TAG, begins_line
from methods.repair.trials import trials

#: Characters before a break that help to read it.
CONTEXT = 8
#: Most characters of a character with its gloss, and a letter.
SHORT = 12
#: Most pairs in a row that may have vanished.
MOST_DROPS = 2
#: A reading is proven only if its log probability exceeds that of every other possible reading by this.
CLEAR = 6.0
#: The likeliest reading gives way to one that the process explains and that is less likely by less than this.
CLOSE = 4.0
#: The beginning of a query in an address, of which the damage left nothing but ASCII.
QUERY = re.compile(r"[\w./-]\?[a-z_][\w.-]{0,30}=", re.ASCII | re.IGNORECASE)
READING_END = re.compile(rf"{READING}[)）]")
EVENT = re.compile(rf"[(（]{READING}[)）]|\?{{4,}}|\?|<|[{CUT_MARKS},!;]")
#: Kinds of damage, the gravest first; a run is called after the gravest in it.
KINDS = (
    *("flagged", "lone lead", "dropped pair", "swallowed byte", extras.KIND),
    *("split gloss", "shifted run", "stray mark"),
)


def repair_text(raw: str, language: Path | None = None) -> Ledger:
    """Undo the damage of an article, keeping its script and punctuation.

    Parameters
    ----------
    raw
        The article as found.
    language
        A corpus's own table of bigrams (see `methods.repair.count`), which is mixed into the project's.
        Without one, the result depends on the text alone.

    Returns
    -------
    Ledger
        ``.text``, ``.steps`` (a table, one row per step) and ``.raw_span``. An undamaged text is returned
        unchanged, without steps.

    Notes
    -----
    A step is *proven* if it meets three conditions. (1) The process of `repair.damage` turns its result into
    exactly what was found, with one order of the gloss list for the whole article. (2) It depends on no lost
    byte: every byte of the hidden text is seen or named by a gloss. (3) No other reading is close: either the
    bytes allow none, or the runner-up was found and is e to the power of `CLEAR` times less likely.
    Candidates are all texts that would give what is seen; where the collection drops private-use characters,
    up to two pairs in a row (or a longer dash) may have vanished.

    Otherwise the step is *inferred*: the likeliest reading that the process explains is taken, with the
    runner-up and the difference of the log probabilities as its margin, which is negative if the runner-up is
    likelier but unexplained. A swallowed ASCII character that nothing identifies is left as ``?`` and
    *flagged*. So is a run that leaves nonsense.
    """
    page = read_page(raw)
    first = Ledger.of(raw, mojibake.entities(raw) if page else mojibake.changes(raw))
    page = _shown(first.text, read_page(first.text) if first.changes else page, language)
    found = _Article(page, language).changes() if page else other_glosses.changes(first.text)
    flagged = leftovers.changes(first.text, found, page is not None)
    return first.then(Ledger.of(first.text, flagged))


def _shown(raw: str, page: Page | None, language: Path | None) -> Page | None:
    """Return what a page shows, as far as only a reading can tell: see `methods.repair.trials`."""
    for tried, places, by in trials(raw, page):
        article = _Article(tried, language)
        if any(article.reads_better(start, by) for start in places):
            return tried
    return page


class _Article:
    """One damaged article, read from its beginning to its end."""

    def __init__(self, page: Page, language: Path | None) -> None:
        self.language = language
        self.page, self.raw, self.glosses = page, page.raw, page.glosses
        self.context = Context(page)
        cuts = [page.raw[found.start() - 1 : found.start()] for found in CUT.finditer(page.raw)]
        commas = sum(char in (",", "，") for char in cuts)
        self.doubles = leftovers.doubles(page.raw) != [] or 2 * commas > len(cuts)
        self.reader = Reader(page, self.context.asks)
        self.proof = Proof(page)
        self.done: list[Change] = []
        #: The end of the repaired text, and its place in the article and in the list of changes.
        self.told, self.until = "", (0, 0)
        self.read: dict[tuple[str | float, ...], list[Run]] = {}

    def changes(self) -> list[Change]:
        """Return the changes in the order of the text."""
        raw, done, at = self.raw, self.done, 0
        for start, found in self._events():
            if start < at:
                continue
            if not found:
                if self.reads_better(start, CLEAR, extras.KIND):
                    done.append(self._break(start))
                    at = done[-1].end
            elif found[1] and self._is_gloss(start, spelt(found[1])):
                status = self.page.gloss_status(raw[start - 1 : start], spelt(found[1]))
                done.append(Change(start, found.end(), "", "gloss", status))
            elif change := self._change(found):
                done.append(change)
                at = change.end
        return self.proof.settle(
            change
            for change in [*done, *self._truncated(at)]
            if change.after != raw[change.start : change.end] or change.status == "flagged"
        )

    def _events(self) -> Iterator[tuple[int, re.Match[str] | None]]:
        """Yield the places to look at in their order, most with a match of `EVENT`."""
        found = ((match.start(), match) for match in EVENT.finditer(self.raw))
        if not self.page.extras:
            return found
        return merge(found, ((at, None) for at in extras.breaks(self.raw)), key=itemgetter(0))

    def _truncated(self, at: int) -> Iterator[Change]:
        """Yield the removal of a gloss that the end of an excerpt cuts off."""
        found = TRUNCATED.search(self.raw, max(at, len(self.raw) - SHORT))
        reading = self.reader.named.get(self.raw[found.start() - 1 : found.start()]) if found else None
        if reading and reading.startswith(spelt(found[0][1:])):
            yield Change(*found.span(), "", "gloss")

    def _is_gloss(self, start: int, reading: str) -> bool:
        """Return whether the site put a gloss here: after its character, or the letter that ends it."""
        char = self.raw[start - 1 : start]
        if "@" <= char <= "~":
            before = GLOSS.sub("", self.raw[max(0, start - SHORT) : start - 1])[-1:]
            code = code_of(before)
            char = gbk.pairs().get(code[1] << 8 | ord(char), "") if code else ""
            if char and char not in self.context.whole:
                return has_reading(char, reading)
        return self.reader.named.get(char) == reading

    def _change(self, found: re.Match[str]) -> Change | None:
        """Return the change at a ``?``, a tag, or a break without either; None for no change."""
        start, mark = found.start(), found[0]
        if mark == "<":
            tag = WHOLE_TAG.match(self.raw, start)
            if not tag:
                return None
            after = "\n" if begins_line(tag[0]) and self.raw[start - 1 : start] not in ("", "\n") else ""
            return Change(start, tag.end(), after, "markup")
        if mark[0] != "?":
            return self._silent(start, mark)
        if len(mark) > 1:
            return Change(start, found.end(), mark, "stray mark", "flagged")
        if QUERY.match(self.raw, max(0, start - 1)):
            return None
        if self.raw.count("?", start, start + DENSE) > MOST:
            return Change(start, start + 1, "?", "stray mark", "flagged")
        return self._break(start)

    def _silent(self, start: int, mark: str) -> Change | None:
        """Return the change at a place that may be broken without a ``?``; None if it is not."""
        is_gloss = mark[0] in "(（"
        if (is_gloss and not self.page.skips) or (not is_gloss and not self.page.is_silent):
            return None
        if not is_gloss and not is_broken(self.raw, start + 1) and not self.reads_better(start, CLEAR):
            return None
        change = self._break(start)
        return change if change.kind not in ("", "stray mark") else None

    def reads_better(self, start: int, by: float, kind: str = "") -> bool:
        """Return whether a break is of a kind or the process explains it, and it reads better repaired."""
        tail = self._tail(start)
        best, *others = self._readings(start, tail)
        if not best.kinds - {"stray mark"} or not (kind in best.kinds or self._explains(start, best)):
            return False
        healthy = max((run.total for run in others if not run.kinds - {"stray mark"}), default=-inf)
        if healthy == -inf:  # Many repairs of one run hide it.
            healthy = self._as_found(start, tail)
        return best.total > healthy + by

    def _as_found(self, start: int, tail: str) -> float:
        """Return the log probability of the text around a break without a repair; compare `_readings`."""
        before = tail[-CONTEXT:]
        (end, *_) = self.reader.lattice(start, before, 0)[1][-1]
        text = simplify(before + GLOSS.sub("", self.raw[start:end]))
        chain = [[Edge(char, char, at)] for at, char in enumerate(text, 1)]
        bonus = self.context.due(start, tail)
        args = [*chain, []], range(len(text) + 1), bonus, self.context.familiar
        return best_readings(*args, len(tail) <= CONTEXT, self.language)[0].total

    def _tail(self, start: int) -> str:
        """Return the repaired text of the paragraph before a place."""
        pieces, (at, seen) = [self.told], self.until
        for change in self.done[seen:]:
            pieces += [self.raw[at : change.start], change.after]
            at = change.end
        self.told, self.until = "".join(pieces)[-AHEAD:], (at, len(self.done))
        return (self.told + self.raw[max(at, start - AHEAD) : start]).rpartition("\n")[2]

    def _break(self, start: int) -> Change:
        """Return the change of the run that begins with a ``?`` or another break."""
        tail = self._tail(start)
        if self.doubles and tail.endswith((",", "，")):
            tail = tail[:-1]  # The site added this comma.
        best, *others = self._readings(start, tail)
        chosen = best
        if best.kinds - {"stray mark"} and not self._explains(start, best):
            close = (run for run in others if run.total > best.total - CLOSE and self._explains(start, run))
            chosen = next(close, best)
        rival = next((run for run in (best, *others) if run.hidden != chosen.hidden), None)
        return self._judge(start, chosen, rival, tail)

    def _readings(self, start: int, tail: str) -> list[Run]:
        """Return the likeliest readings of a run, the best first; equal surroundings are read once."""
        bonus, before = self.context.due(start, tail), tail[-CONTEXT:]
        around = self.raw[max(0, start - CLAUSE) : start], self.raw[start : start + AHEAD]
        key = *around, tail[-CONTEXT - 1 :], *bonus.values()
        if key not in self.read:
            broken = SWALLOWED_GLOSS.match(self.raw, start) or self.raw[start + 1 : start + 2] in CUT_BYTES
            broken = broken or (self.page.is_silent and not self.page.is_wide)
            drops = MOST_DROPS if not self.page.keeps_private and (broken or self.raw[start] != "?") else 0
            lattice, places = self.reader.lattice(start, before, drops)
            depth = [
                *range(len(before)),
                *(len(before) + place[0] - start for place in places[len(before) :]),
            ]
            is_first = len(tail) <= CONTEXT
            readings = best_readings(lattice, depth, bonus, self.context.familiar, is_first, self.language)
            runs = [run_of(self.raw, reading, places, len(before)) for reading in readings]
            balances = [self.context.balance(run.hidden, run.end, tail, bonus) for run in runs]
            runs = [run._replace(total=run.total + more) for run, more in zip(runs, balances, strict=True)]
            runs.sort(key=lambda run: -run.total)
            self.read[key] = [run._replace(end=run.end - start) for run in runs]
        return [run._replace(end=run.end + start) for run in self.read[key]]

    def _explains(self, start: int, run: Run) -> bool:
        """Return whether a reading repairs something, and the process turns it into what is seen."""
        return bool(run.kinds) and self.proof.explains(start, run.end, run.hidden)

    def _judge(self, start: int, run: Run, rival: Run | None, tail: str) -> Change:
        """Return the change of a run, with its kind and status."""
        kind = next((kind for kind in KINDS if kind in run.kinds), "")
        found = self.raw[start : run.end]
        if kind in ("", "stray mark"):
            if torn := TORN_GLOSS.match(self.raw, start):
                return Change(start, torn.end(), torn[0], "torn gloss", "flagged")
            if is_broken(self.raw, run.end):
                return Change(start, run.end, found, "stray mark", "flagged")
        elif is_nonsense(run.hidden) and extras.KIND not in run.kinds:
            return Change(start, run.end, found, kind, "flagged")
        after = self._spaced(run, tail) if kind == "stray mark" else self._after(run)
        if kind == "flagged":
            return Change(start, run.end, after, "swallowed byte", "flagged")
        explained = self.proof.explains(start, run.end, run.hidden)
        self.proof.remember(start, run.end, run.hidden)
        margin = run.total - rival.total if rival else nan
        # A ``?`` that asks and precedes a mark may be healthy.
        asks = self.raw[start + 1 : start + 2] in CUT_BYTES and self.context.is_asked(start)
        clear = margin >= CLEAR or (rival is None and self.page.keeps_private)
        # Such characters, or the end of a reading after them, show that the page is not of the kind assumed.
        is_odd = any(char > "~" and char not in expected() for char in after)
        is_odd |= READING_END.match(self.raw, run.end) is not None
        if explained and run.is_certain and clear and not asks and not is_odd:
            return Change(start, run.end, after, kind, "proven")
        return Change(start, run.end, after, kind, "inferred", rival and self._after(rival), margin)

    def _after(self, run: Run) -> str:
        """Return the text of a run, in half-width if the collection made all marks half-width."""
        text, less, tag = run.hidden.partition("<")
        text += "\n" * begins_line(less + tag)
        return text if self.page.is_wide else text.translate(gbk.HALF_WIDTH)

    def _spaced(self, run: Run, tail: str) -> str:
        """Return the text for a stray mark: a space next to blanks, ASCII or an end, else nothing."""
        beside = tail.rstrip("?")[-1:], self.raw[run.end : run.end + MOST].lstrip("?")[:1]
        return " " if any(char.isspace() or char < "\x7f" for char in beside) else ""

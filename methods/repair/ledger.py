"""What was changed in a text, and where every character of the result stood before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

COLUMNS = ["start", "end", "new_start", "new_end", "before", "after", "kind", "status", "runner_up", "margin"]
SHOWN = 20  # changes that JupyterLab shows


class Change(NamedTuple):
    """One replacement: ``text[start:end]`` becomes `after`.

    `status` is ``proven``, ``inferred`` or ``flagged``; `runner_up` is the next likeliest reading and
    `margin` its distance in nats, where there was a choice.
    """

    start: int
    end: int
    after: str
    kind: str
    status: str = "proven"
    runner_up: str | None = None
    margin: float = float("nan")


@dataclass(frozen=True)
class Ledger:
    """A text, and the changes that led to it from `raw`.

    Attributes
    ----------
    raw
        The text before.
    changes
        What was changed, in order and without overlap.
    text
        The text after.
    """

    raw: str
    changes: tuple[Change, ...] = field(repr=False)

    @classmethod
    def of(cls, raw: str, changes: Iterable[Change]) -> Ledger:
        """Make a ledger of changes in any order; of those that overlap the one that begins first counts."""
        kept: list[Change] = []
        end = 0
        for change in sorted(changes, key=lambda change: (change.start, change.end)):
            if change.start >= end:
                kept.append(change)
                end = change.end
        return cls(raw, tuple(kept))

    @cached_property
    def text(self) -> str:
        """The text after all changes."""
        pieces, at = [], 0
        for change in self.changes:
            pieces += [self.raw[at : change.start], change.after]
            at = change.end
        pieces.append(self.raw[at:])
        return "".join(pieces)

    @cached_property
    def steps(self) -> pd.DataFrame:
        """The changes as a table, one row per change, in the order of the text.

        Columns: ``start, end`` (characters in `raw`), ``new_start, new_end`` (characters in `text`),
        ``before, after`` (strings), ``kind``, ``status`` (proven, inferred, flagged), ``runner_up``
        (string or missing), ``margin`` (nats, or missing).
        """
        rows = [
            (c.start, c.end, new, new + len(c.after), self.raw[c.start : c.end], *c[2:])
            for c, new in zip(self.changes, self._new_starts, strict=True)
        ]
        table = pd.DataFrame(rows, columns=COLUMNS)
        whole = dict.fromkeys(["start", "end", "new_start", "new_end"], "int64")
        words = dict.fromkeys(["before", "after", "kind", "status", "runner_up"], "str")
        return table.astype(whole | words | {"margin": "float64"})

    def _repr_html_(self) -> str:
        """Show how many changes are of which kind and status, and which do more than cut out a gloss."""
        steps = self.steps
        kinds = pd.crosstab(steps["kind"], steps["status"], rownames=["kind"], colnames=["status"])
        told = steps[(steps["kind"] != "gloss") | (steps["status"] != "proven")]
        told = told[["before", "after", "kind", "status", "runner_up", "margin", "start", "end"]]
        size = f"{len(self.raw):,} characters, {len(self.changes):,} changes"
        with pd.option_context("display.html.use_mathjax", False):
            tables = [kinds.to_html(border=0)] * bool(len(steps))
            tables += [told.to_html(max_rows=SHOWN, border=0, na_rep="", index=False)] * bool(len(told))
        return f"<p>{size}</p>" + "".join(tables)

    def then(self, later: Ledger) -> Ledger:
        """Return one ledger of two changes of a text, the `later` of which was made of `text`.

        A place that both changed counts as one change, of the kind and status of the later one.
        """
        if not self.changes or not later.changes:
            return later if not self.changes else self
        earlier = [
            (new, new + len(c.after), c) for c, new in zip(self.changes, self._new_starts, strict=True)
        ]
        ends = [(c.start, c.end, c) for c in later.changes]
        changes: list[Change] = []
        group: list[tuple[int, int, Change]] = []
        for span in [*sorted(earlier + ends, key=lambda span: span[:2]), None]:
            if span and group and span[0] < max(end for _, end, _ in group):
                group.append(span)
                continue
            if group:
                changes.append(self._joined(group, later))
            group = [span] if span else []
        return Ledger.of(self.raw, changes)

    def _joined(self, group: list[tuple[int, int, Change]], later: Ledger) -> Change:
        """Return one change for those of two ledgers that overlap in the text between the two."""
        if len(group) == 1 and any(group[0][2] is change for change in self.changes):
            return group[0][2]
        start, end = group[0][0], max(end for _, end, _ in group)
        (first, last), new = self.raw_span(start, end), later.new_span(start, end)
        of_later = next(change for *_, change in group if any(change is c for c in later.changes))
        return of_later._replace(start=first, end=last, after=later.text[slice(*new)])

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``text[start:end]`` stood in `raw`.

        A place inside something that was changed counts as the whole of it.

        Parameters
        ----------
        start, end
            Characters in `text`.

        Returns
        -------
        tuple[int, int]
            Characters in `raw`.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"no place {start} to {end} in a text of {len(self.text)} characters")
        if not self.changes:
            return start, end
        first = self._raw_place(start, False)
        return first, max(first, self._raw_place(end, True)) if end > start else first

    def new_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``raw[start:end]`` stands in `text`; something that was changed counts as a whole."""
        return self._new_place(start, False), self._new_place(end, True)

    def _new_place(self, place: int, is_end: bool) -> int:
        """Return the place in `text` of a boundary in `raw`."""
        index = bisect_right(self.changes, place - is_end, key=lambda change: change.start) - 1
        if index < 0:
            return place
        change, new = self.changes[index], self._new_starts[index]
        if place < change.end or (is_end and place == change.end):
            return new + len(change.after) if is_end else new
        return new + len(change.after) + place - change.end

    @cached_property
    def _new_starts(self) -> list[int]:
        """Where each change begins in `text`."""
        grown = np.cumsum([0, *(len(c.after) - (c.end - c.start) for c in self.changes)])
        return [int(c.start + shift) for c, shift in zip(self.changes, grown[:-1], strict=True)]

    def _raw_place(self, place: int, is_end: bool) -> int:
        """Return the place in `raw` of a boundary in `text`."""
        index = bisect_right(self._new_starts, place - is_end) - 1
        if index < 0:
            return place
        change, new = self.changes[index], self._new_starts[index]
        if place - is_end < new + len(change.after):
            return change.end if is_end else change.start
        return change.end + place - new - len(change.after)

"""Record what was changed in a text, and where every character of the result was before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

COLUMNS = ["start", "end", "new_start", "new_end", "before", "after", "kind", "status", "runner_up", "margin"]
SHOWN = 20  # Most changes that JupyterLab shows.


class Change(NamedTuple):
    """One replacement: ``text[start:end]`` becomes `after`.

    `status` is ``proven``, ``inferred`` or ``flagged``. If there was a choice, `runner_up` is the next
    likeliest reading, and `margin` is the difference of the log probabilities in nats.
    """

    start: int
    end: int
    after: str
    kind: str
    status: str = "proven"
    runner_up: str | None = None
    margin: float = float("nan")


@dataclass(frozen=True, repr=False)
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
    changes: tuple[Change, ...]

    def __repr__(self) -> str:
        """Say how much was changed, and where to look: a whole article would hide it."""
        each = Counter(change.status for change in self.changes)
        said = "".join(f", {n:,} {status}" for status, n in each.items())
        return f"<Ledger of {len(self.raw):,} characters, {len(self.changes):,} changes{said}: .steps, .text>"

    @classmethod
    def of(cls, raw: str, changes: Iterable[Change]) -> Ledger:
        """Return the ledger of changes in any order; of overlapping changes the first is kept."""
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
    def _ids(self) -> set[int]:
        """The identities of the changes: equal ones of two ledgers are not the same."""
        return set(map(id, self.changes))

    @property
    def steps(self) -> pd.DataFrame:
        """The changes as a table, one row per change, in the order of the text.

        Columns: ``start, end`` (characters in `raw`), ``new_start, new_end`` (characters in `text`),
        ``before, after`` (strings), ``kind``, ``status`` (proven, inferred, flagged), ``runner_up``
        (string or missing), ``margin`` (nats, or missing).
        """
        return steps_table(self.rows)

    @property
    def rows(self) -> list[tuple]:
        """The rows of `steps`, for many short texts, for which tables would take longer than the cleaning."""
        return [
            (c.start, c.end, int(new), int(new) + len(c.after), self.raw[c.start : c.end], *c[2:])
            for c, new in zip(self.changes, self._new_starts, strict=True)
        ]

    def _repr_html_(self) -> str:
        """Show the numbers of changes by kind and status, and the changes apart from proven glosses."""
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
        reach = 0
        for span in [*sorted(earlier + ends, key=lambda span: span[:2]), None]:
            if span and group and span[0] < reach:
                group.append(span)
                reach = max(reach, span[1])
                continue
            if group:
                changes.append(self._joined(group, later))
            group, reach = ([span], span[1]) if span else ([], 0)
        return Ledger.of(self.raw, changes)

    def _joined(self, group: list[tuple[int, int, Change]], later: Ledger) -> Change:
        """Return one change for those of two ledgers that overlap in the text between the two."""
        if len(group) == 1 and id(group[0][2]) in self._ids:
            return group[0][2]
        start, end = group[0][0], max(end for _, end, _ in group)
        (first, last), new = self.raw_span(start, end), later.new_span(start, end)
        of_later = next(change for *_, change in group if id(change) in later._ids)
        return of_later._replace(start=first, end=last, after=later.text[slice(*new)])

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``text[start:end]`` was in `raw`, as `raw_spans` does for many at once."""
        (first,), (last,) = self.raw_spans(np.array([start]), np.array([end]))
        return int(first), int(last)

    def raw_spans(self, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the spans in `raw` of spans in `text`.

        A span that overlaps a change is extended to the whole change.

        Parameters
        ----------
        starts, ends : ndarray of int
            Characters in `text`.

        Returns
        -------
        starts, ends : ndarray of int
            Characters in `raw`.

        Raises
        ------
        ValueError
            If a span is not within the text.
        """
        outside = (starts < 0) | (starts > ends) | (ends > len(self.text))
        if outside.any():
            at = outside.argmax()
            size = len(self.text)
            raise ValueError(f"the span {starts[at]} to {ends[at]} is not in the text of {size} characters")
        if not self.changes:
            return starts, ends
        firsts = self._raw_places(starts, False)
        lasts = np.maximum(firsts, self._raw_places(ends, True))
        return firsts, np.where(ends > starts, lasts, firsts)

    def new_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``raw[start:end]`` is in `text`, as `new_spans` does for many at once."""
        (first,), (last,) = self.new_spans(np.array([start]), np.array([end]))
        return int(first), int(last)

    def new_spans(self, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the spans in `text` of spans in `raw`, extended to whole changes."""
        if not self.changes:
            return starts, ends
        return self._new_places(starts, False), self._new_places(ends, True)

    def _new_places(self, places: np.ndarray, is_end: bool) -> np.ndarray:
        """Return the offsets in `text` of offsets in `raw`."""
        starts, ends, news, new_ends = self._bounds
        index = np.searchsorted(starts, places - is_end, side="right") - 1
        is_inside = (places < ends[index]) | (is_end & (places == ends[index]))
        inside = new_ends[index] if is_end else news[index]
        after = new_ends[index] + places - ends[index]
        return np.where(index < 0, places, np.where(is_inside, inside, after))

    def _raw_places(self, places: np.ndarray, is_end: bool) -> np.ndarray:
        """Return the offsets in `raw` of offsets in `text`."""
        starts, ends, news, new_ends = self._bounds
        index = np.searchsorted(news, places - is_end, side="right") - 1
        inside = ends[index] if is_end else starts[index]
        after = ends[index] + places - new_ends[index]
        return np.where(index < 0, places, np.where(places - is_end < new_ends[index], inside, after))

    @property
    def _new_starts(self) -> np.ndarray:
        """Where each change begins in `text`."""
        return self._bounds[2]

    @cached_property
    def _bounds(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Where each change begins and ends, in `raw` and in `text`."""
        starts = np.array([change.start for change in self.changes], np.int64)
        ends = np.array([change.end for change in self.changes], np.int64)
        sizes = np.array([len(change.after) for change in self.changes], np.int64)
        grown = sizes - (ends - starts)
        news = starts + np.cumsum(grown) - grown
        return starts, ends, news, news + sizes


def steps_table(rows: Sequence[tuple]) -> pd.DataFrame:
    """Return rows of `Ledger.rows` as the table that `Ledger.steps` describes."""
    table = pd.DataFrame(rows, columns=COLUMNS)
    whole = dict.fromkeys(["start", "end", "new_start", "new_end"], "int64")
    words = dict.fromkeys(["before", "after", "kind", "status", "runner_up"], "str")
    return table.astype(whole | words | {"margin": "float64"})

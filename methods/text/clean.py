"""Turn an article as found into text that can be counted: repaired, Simplified, in whole paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import numpy as np
import pandas as pd

from methods.repair.article import repair_text
from methods.repair.gbk import HALF_WIDTH
from methods.repair.ledger import Change, Ledger, steps_table
from methods.repair.page import FULL_WIDTH
from methods.repair.tags import markup
from methods.text.boilerplate import HAN, credits
from methods.text.markdown import LINE_MARK, marks
from methods.text.presegmented import joins
from methods.text.scripts import simplified

#: A half-width mark next to one of these is a Chinese mark.
CHINESE = f"{HAN}“”‘’《》〈〉「」『』【】、。…—·"
HALF = str.maketrans("，：；！？", ",:;!?")
BRACKETS = re.compile(r"\(([^()\n]*)\)")
#: Runs of marks that may have to change: half-width ones, and full-width ones with nothing Chinese before.
#: In prose, nearly all marks are full-width after Chinese; to check each would double the time.
MARKS = re.compile(f"[，：；！？]*[,:;!?()][，：；！？,:;!?()]*|(?<![{CHINESE}（），：；！？])[，：；！？]+")
_IS_CHINESE = re.compile(f"[{CHINESE}]")
_IS_CHINESE_OR_BRACKET = re.compile(f"[{CHINESE}（）]")
#: Invisible characters: controls, zero-width characters, bidirectional controls, variation selectors.
SHAPELESS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+"
)
_IS_HAN = re.compile(f"[{HAN}]")
BREAK = re.compile("\r\n?|[\u2028\u2029]")


@dataclass(frozen=True)
class CleanText:
    """A cleaned article: its text, what was changed, and where every character was in the raw article.

    `ledgers` has one ledger per stage, in order. Between two stages, characters may be replaced one for one
    (script, width) without an entry.
    """

    raw: str
    ledgers: tuple[Ledger, ...]

    @property
    def text(self) -> str:
        """The cleaned text."""
        return self.ledgers[-1].text

    @property
    def steps(self) -> pd.DataFrame:
        """What was repaired and removed, one row per step, with the columns of `Ledger.steps`.

        ``before, start, end`` refer to the raw article, ``new_start, new_end`` to the cleaned text.
        """
        return steps_table(self.rows)

    @cached_property
    def rows(self) -> list[tuple]:
        """The rows of `steps`."""
        found: list[tuple] = []
        for stage, ledger in enumerate(self.ledgers):
            rows = ledger.rows
            places = np.array([row[:4] for row in rows], np.int64).reshape(-1, 4).T
            starts, ends = self._raw_spans(places[0], places[1], stage)
            news = places[2], places[3]
            for later in self.ledgers[stage + 1 :]:
                news = later.new_spans(*news)
            spans = zip(*map(np.ndarray.tolist, (starts, ends, news[0], np.maximum(*news))), strict=True)
            found += [
                (*span, self.raw[span[0] : span[1]], *row[5:]) for span, row in zip(spans, rows, strict=True)
            ]
        return sorted(found, key=lambda row: row[0])

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of ``text[start:end]`` in the raw article; `raw_spans` maps many at once."""
        (first,), (last,) = self.raw_spans(np.array([start]), np.array([end]))
        return int(first), int(last)

    def raw_spans(self, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the spans of `text` in the raw article: see `Ledger.raw_spans`."""
        return self._raw_spans(starts, ends, len(self.ledgers))

    def _raw_spans(self, starts: np.ndarray, ends: np.ndarray, stage: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the spans in the raw article of spans in the text before a stage."""
        for ledger in reversed(self.ledgers[:stage]):
            starts, ends = ledger.raw_spans(starts, ends)
        return starts, ends


def clean_text(raw: str, language: Path | None = None) -> str:
    """Clean an article: repair it, make it Simplified with full-width marks, remove markup and credits.

    Parameters
    ----------
    raw
        The article as found.
    language
        The corpus's own table of bigrams, as for `methods.repair.repair_text`.

    Returns
    -------
    str
        Its paragraphs, one per line; those that were cut in two are joined.
    """
    return clean(raw, language).text


def clean(raw: str, language: Path | None = None) -> CleanText:
    """Clean an article and record every change: see `clean_text` and `CleanText`."""
    repaired = repair_text(raw, language)
    shaped = Ledger.of(repaired.text, _invisible(repaired.text))
    marked = Ledger.of(shaped.text, marks(shaped.text))
    joined = Ledger.of(marked.text, joins(marked.text))
    simple = _convert(joined.text, _misread(repaired, shaped, marked, joined))
    is_page = any(change.kind in ("markup", LINE_MARK) for change in (*shaped.changes, *marked.changes))
    body = Ledger.of(simple, credits(simple, is_page))
    whole = Ledger.of(body.text, _layout(body.text, _marked_lines(marked, joined, body)))
    return CleanText(raw, (repaired, shaped, marked, joined, body, whole))


def cleaner(articles: pd.DataFrame) -> Callable[[str], CleanText]:
    """Return `clean` with the language file of the corpus of some articles, from their ``attrs``."""
    language = articles.attrs.get("language")
    return partial(clean, language=language and Path(language))


def _misread(repaired: Ledger, *later: Ledger) -> list[tuple[int, int]]:
    """Return the spans, after the last ledger, that the repair flagged as found: they are not converted."""
    spans = [
        repaired.new_span(change.start, change.end)
        for change in repaired.changes
        if change.status == "flagged" and change.after == repaired.raw[change.start : change.end]
    ]
    for ledger in later:
        spans = [ledger.new_span(*span) for span in spans]
    return spans


def _marked_lines(marked: Ledger, *later: Ledger) -> list[int]:
    """Return where the marks of lines were, after the last ledger: each begins a paragraph."""
    spans = [change[:2] for change in marked.changes if change.kind == LINE_MARK]
    if not spans:
        return []  # As of nearly all articles.
    starts, ends = np.array(spans, np.int64).T
    for ledger in (marked, *later):
        starts, ends = ledger.new_spans(starts, ends)
    return starts.tolist()


def _convert(text: str, misread: Iterable[tuple[int, int]] = ()) -> str:
    """Return a text in Simplified script with full-width marks, of the same length; keep misread spans."""
    simple = simplified(text)
    simple = _WIDE.sub(lambda found: chr(HALF_WIDTH[ord(found[0])]), simple)
    simple = MARKS.sub(_marks, BRACKETS.sub(_bracket, simple.replace("\u3000", " ")))
    pieces, done = [], 0
    for start, end in sorted(misread):
        pieces += [simple[done:start], text[max(start, done) : end]]
        done = max(done, end)
    return "".join([*pieces, simple[done:]])


_WIDE = re.compile(f"[{''.join(map(chr, sorted(HALF_WIDTH.keys() - set(map(ord, '，：；！？')))))}]")


def _marks(found: re.Match[str]) -> str:
    """Return a run of marks, full-width if it is next to Chinese, else half-width."""
    text, start, end = found.string, found.start(), found.end()
    if _IS_CHINESE_OR_BRACKET.search(text[max(0, start - 1) : start] + text[end : end + 1]):
        return found[0].translate(FULL_WIDTH)
    return found[0].translate(HALF)


def _bracket(found: re.Match[str]) -> str:
    """Return a pair of brackets, full-width if Chinese is next to it or at its inner edges."""
    text, start, end = found.string, found.start(), found.end()
    beside = text[max(0, start - 1) : start] + found[1][:1] + found[1][-1:] + text[end : end + 1]
    return f"（{found[1]}）" if _IS_CHINESE.search(beside) else found[0]


def _invisible(text: str) -> Iterator[Change]:
    """Yield the removal of markup and invisible characters; every line break becomes ``\\n``."""
    for found in BREAK.finditer(text):
        yield Change(found.start(), found.end(), "\n", "space")
    for start, end, after in markup(text):
        yield Change(start, end, after, "markup")
    for found in SHAPELESS.finditer(text):
        yield Change(found.start(), found.end(), "", "control character")


def _layout(text: str, marked: list[int]) -> Iterator[Change]:
    """Yield changes of white space: join paragraphs that were cut in two, remove extra spaces and lines.

    No line is joined to one that was `marked` as a paragraph.
    """
    text_so_far = 0
    for gap in re.finditer(r"\s+", text):
        if gap.start() == 0 or gap.end() == len(text):
            after, kind = "", "space"
        elif len(gap[0]) == 1 and gap[0] != "\n":
            continue
        elif "\n" not in gap[0]:
            after, kind = " ", "space"
        elif (
            _is_cut(text[text_so_far : gap.start()])
            and _IS_HAN.match(text, gap.end())
            and bisect_left(marked, gap.start()) == bisect_right(marked, gap.end())
        ):
            after, kind = "", "join"
        else:
            after, kind = "\n", "space"
        if "\n" in gap[0]:
            text_so_far = gap.end()
        if gap[0] != after:
            yield Change(gap.start(), gap.end(), after, kind)


def _is_cut(line: str) -> bool:
    """Return whether a paragraph was cut: it contains prose, but ends within a clause."""
    if not _IS_HAN.match(line[-1:]):
        return False
    return any(mark in line for mark in "。！？") or (len(line) > 40 and "，" in line)

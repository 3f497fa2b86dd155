"""The two things that a study shows: an `Exhibit` (a figure), and a `Sentence` (a finding)."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from numbers import Number
from typing import TYPE_CHECKING

from methods.files.escape import escape, visible

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

LISTED = 12  # words up to which all are given; fifty years in a row are a table, and nobody reads them
NAMED = 5  # of more


@dataclass(frozen=True)
class Sentence:
    """A generated sentence: a template of ours, and values that may come from a corpus.

    Attributes
    ----------
    template : str
        Markdown, with named fields: ``"**{term}** occurs in {n:,} articles."``.
    values : mapping of str to object
        Values of the fields. Numbers are formatted as the field says; all other values are escaped.
    after : tuple of Sentence
        Sentences that follow in the same paragraph.

    >>> print(Sentence("**{term}** {n:,}", {"term": "*法治*", "n": 1234}).markdown())
    **&#42;法治&#42;** 1,234
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    after: tuple[Sentence, ...] = ()

    def __add__(self, other: Sentence | None) -> Sentence:
        """Return both sentences as one paragraph; adding None changes nothing."""
        return self if other is None else replace(self, after=(*self.after, other))

    def markdown(self) -> str:
        """Return the sentence as Markdown, with its values escaped."""
        return self._joined(_Escaping(), "markdown")

    def plain(self) -> str:
        """Return the sentence as plain text, for alt texts, without markup or control characters."""
        return visible(self._joined(_Formatting(), "plain").replace("**", ""))

    def _joined(self, formatter: string.Formatter, form: str) -> str:
        own = formatter.vformat(self.template, (), self.values)
        return " ".join([own, *(getattr(one, form)() for one in self.after)]).strip()


class _Formatting(string.Formatter):
    """Formats values as asked, but never rounds a share to nothing or to all of a thing."""

    def format_field(self, value: object, format_spec: str) -> str:
        text = format(value, format_spec)
        if format_spec.endswith("%") and isinstance(value, Number) and 0 < value < 1:
            digits = len(text.partition(".")[2].rstrip("%"))
            if float(text[:-1]) == 0:
                return f"under {10**-digits:.{digits}f}%"
            if float(text[:-1]) == 100:
                return f"over {100 - 10**-digits:.{digits}f}%"
        return text


class _Escaping(_Formatting):
    """Formats numbers as asked and escapes everything else."""

    def format_field(self, value: object, format_spec: str) -> str:
        if isinstance(value, Number) and not isinstance(value, bool):
            return super().format_field(value, format_spec)
        return escape(format(value, format_spec) if format_spec else value)


@dataclass(frozen=True)
class Exhibit:
    """A figure with its numbers and its alt text, or the reason why there is none.

    Attributes
    ----------
    figure : Figure, optional
        At most 7 inches wide; None if there is nothing to draw.
    table : DataFrame, optional
        The numbers that the figure shows.
    alt : Sentence, optional
        What the figure shows, for a reader who cannot see it.
    why : Sentence, optional
        Why there is no figure: what the corpus lacks.
    """

    figure: Figure | None = None
    table: pd.DataFrame | None = None
    alt: Sentence | None = None
    why: Sentence | None = None

    def __post_init__(self) -> None:
        """Check that there is either a complete figure or a reason."""
        whole = self.figure is not None and self.table is not None and self.alt is not None
        if whole == (self.why is not None):
            raise ValueError("an exhibit needs a figure with its table and alt text, or the reason for none")


def nothing(template: str, **values: object) -> Exhibit:
    """Return an exhibit without a figure, with the reason why there is none."""
    return Exhibit(why=Sentence(template, values))


def listing(words: Iterable[object], empty: str = "none", by: str = ", ") -> str:
    """Return words joined by commas, for a field of a sentence; `empty` if there are none.

    Of more than `LISTED` words, only the first `NAMED` are given, with the number of the others.

    >>> listing(range(1954, 2000), by="; ")
    '1954; 1955; 1956; 1957; 1958; and 41 more'
    """
    return by.join(_few(words, "and {:,} more")) or empty


def joined(words: Iterable[object]) -> str:
    """Return words joined as in a sentence: ``A, B and C``; an empty string if there are none.

    Many are cut as in `listing`.
    """
    *others, last = _few(words, "{:,} more") or [""]
    return f"{', '.join(others)} and {last}" if others else last


def _few(words: Iterable[object], more: str) -> list[str]:
    """Return all words, or of more than `LISTED` the first `NAMED`, and `more` with the number of others."""
    parts = list(map(str, words))
    return parts if len(parts) <= LISTED else [*parts[:NAMED], more.format(len(parts) - NAMED)]


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun, for sentences and notes.

    >>> counted(1, "article"), counted(3000, "article"), counted(2, "country", "countries")
    ('1 article', '3,000 articles', '2 countries')
    """
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"

"""Read a query, which is a string, several strings or a pattern, and find it in a text."""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from methods.text.occurrences import starts

Query = str | re.Pattern[str] | Sequence[str]
NEAR = 0.5  # Least similarity of a proposed word (difflib's ratio).


def read_query(query: Query) -> list[str | re.Pattern[str]]:
    """Return the parts of a query: its strings in Simplified script without duplicates, or its pattern.

    Parameters
    ----------
    query
        A string, several strings, or a compiled pattern.

    Raises
    ------
    ValueError
        If there is no string or an empty one, or the pattern is of bytes or matches the empty string.

    >>> read_query(["楓橋經驗", "群众路线"])
    ['枫桥经验', '群众路线']
    """
    if isinstance(query, re.Pattern):
        if isinstance(query.pattern, bytes):
            raise ValueError(f"the pattern {query.pattern!r} is of bytes: compile a string")
        if query.match(""):
            raise ValueError(
                f"the pattern {query.pattern!r} matches the empty string: use one that needs a character"
            )
        return [query]
    several = isinstance(query, Iterable) and not isinstance(query, (str, bytes))
    parts = list(query) if several else [query]
    if strange := [part for part in parts if not _is_text(part)]:
        raise ValueError(f"a term is a string, such as '法治': {strange[0]!r} is not")
    terms = list(dict.fromkeys(_simplified(part.strip()) for part in parts))
    if not terms or not all(terms):
        raise ValueError("a query needs a term: an empty one would occur everywhere")
    return list(terms)


def occurrences(text: str, parts: Iterable[str | re.Pattern[str]]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each occurrence of the parts of a query, in order; occurrences may overlap."""
    found = []
    for part in parts:
        if isinstance(part, str):
            found += [(at, at + len(part)) for at in starts(text, part)]
        else:
            found += [hit.span() for hit in part.finditer(text) if hit.group()]
    yield from sorted(found)


def name_query(query: Query) -> str:
    """Return a label for a query: its terms joined by 、, or its pattern."""
    return "、".join(part if isinstance(part, str) else part.pattern for part in read_query(query))


def near_words(term: str, words: Iterable[str], most: int = 5) -> list[str]:
    """Return the `most` words that are most similar to a term, the most similar first."""
    return difflib.get_close_matches(term, list(words), most, NEAR)


def _is_text(part: object) -> bool:
    """Return whether a part of a query is a string of whole characters."""
    return isinstance(part, str) and not any("\ud800" <= char <= "\udfff" for char in part)


def _simplified(term: str) -> str:
    return _converter().convert(term)


@cache
def _converter() -> "opencc.OpenCC":  # noqa: F821
    import opencc

    return opencc.OpenCC("t2s")

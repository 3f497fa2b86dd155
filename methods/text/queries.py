"""What somebody looks for: a string, several, or a pattern; and where it occurs in a text."""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from methods.text.occurrences import starts

Query = str | re.Pattern[str] | Sequence[str]
NEAR = 0.5  # least similarity of a word that is proposed (difflib's ratio)


def read_query(query: Query) -> list[str | re.Pattern[str]]:
    """Return what a query looks for, one by one; Traditional characters become Simplified.

    Parameters
    ----------
    query
        A string, several of them, or a compiled pattern.

    Raises
    ------
    ValueError
        If there is nothing to look for, or a pattern matches the empty string.

    >>> read_query(["楓橋經驗", "群众路线"])
    ['枫桥经验', '群众路线']
    """
    if isinstance(query, re.Pattern):
        if query.match(""):
            raise ValueError(
                f"the pattern {query.pattern!r} matches the empty string: give it something to find"
            )
        return [query]
    parts = [query] if isinstance(query, str) else list(query)
    terms = list(dict.fromkeys(_simplified(part.strip()) for part in parts))
    if not terms or not all(terms):
        raise ValueError("this needs a term to look for: an empty one would occur everywhere")
    return list(terms)


def occurrences(text: str, parts: Iterable[str | re.Pattern[str]]) -> Iterator[tuple[int, int]]:
    """Yield where the parts of a query occur in a text, in order: start and end; strings may overlap."""
    found = []
    for part in parts:
        if isinstance(part, str):
            found += [(at, at + len(part)) for at in starts(text, part)]
        else:
            found += [hit.span() for hit in part.finditer(text) if hit.group()]
    yield from sorted(found)


def name_query(query: Query) -> str:
    """Return a query as one label: its terms, or its pattern."""
    return "、".join(part if isinstance(part, str) else part.pattern for part in read_query(query))


def near_words(term: str, words: Iterable[str], most: int = 5) -> list[str]:
    """Return the words most similar to a term that occurs nowhere, the most similar first."""
    return difflib.get_close_matches(term, list(words), most, NEAR)


def _simplified(term: str) -> str:
    return _converter().convert(term)


@cache
def _converter() -> "opencc.OpenCC":  # noqa: F821
    import opencc

    return opencc.OpenCC("t2s")

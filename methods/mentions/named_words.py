"""Which words of a text lie in a name, so that figures can leave names out without changing a number."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

import pandas as pd

from methods.mentions.people import actors_table
from methods.mentions.places import places_table
from methods.text.spans import token_lists
from methods.text.words import is_counted

HALF = 0.5  # a word is a name if this share of its occurrences or more lies in names


def count_named(articles: pd.DataFrame) -> pd.DataFrame:
    """Count the words of each article, and how often each lies in the name of a place or of a person.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, column `text`.

    Returns
    -------
    DataFrame
        `article_id, word, count, named`; words that lie in a name at least once. Persons of the national
        level count as ordinary words: that a text names the General Secretary is a finding.
    """
    spans = _spans(articles)
    rows = [
        (article, word, count, inside)
        for article, tokens in zip(articles.index, token_lists(articles), strict=True)
        if article in spans
        for word, count, inside in _inside(tokens, spans[article])
    ]
    table = pd.DataFrame(rows, columns=["article_id", "word", "count", "named"])
    return table.astype({"article_id": "str", "word": "str", "count": int, "named": int})


def name_words(named: pd.DataFrame) -> set[str]:
    """Return the words that are names: half or more of their occurrences, where they are names at all.

    Parameters
    ----------
    named : DataFrame
        As `count_named` returns it, of any number of articles.
    """
    sums = named.groupby("word")[["count", "named"]].sum()
    return set(sums.index[sums["named"] >= HALF * sums["count"]])


def romanize(people: pd.DataFrame) -> dict[str, str]:
    """Return the names of persons of the national level in pinyin, surname first, as glosses."""
    from pypinyin import lazy_pinyin

    names = people.loc[(people["level"] == "national") & (people["name"].str.len() > 2), "name"].unique()
    split = {name: lazy_pinyin(name) for name in names}
    return {name: f"{family} {''.join(given)}".title() for name, (family, *given) in split.items()}


def _spans(articles: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    places = places_table(articles)
    places = places.assign(end=places["start"] + places["mention"].str.len())
    people = actors_table(articles)
    # A word for a group (学员们) has no chain of posts before it, and is not a name.
    people = people[(people["level"] != "national") & (people["chain"] != "")]
    spans: dict[str, list[tuple[int, int]]] = {}
    for article, *span in places[["article_id", "start", "end"]].itertuples(index=False):
        spans.setdefault(article, []).append(tuple(span))
    names: dict[str, set[str]] = {}
    for article, name in people[["article_id", "name"]].itertuples(index=False):
        names.setdefault(article, set()).add(name)
    for article, known in names.items():
        pattern = "|".join(map(re.escape, sorted(known, key=lambda name: (-len(name), name))))
        again = [hit.span() for hit in re.finditer(pattern, articles.at[article, "text"])]
        spans[article] = spans.get(article, []) + again
    return spans


def _inside(tokens: list[str], spans: list[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    """Yield the words that reach into a span, how often each occurs, and how often in spans."""
    ends = list(accumulate(map(len, tokens)))
    named = {n for start, end in spans for n in range(bisect_right(ends, start), bisect_left(ends, end) + 1)}
    inside = Counter(tokens[n] for n in sorted(named) if is_counted(tokens[n]))
    if inside:
        total = Counter(tokens)
        yield from ((word, total[word], n) for word, n in inside.items())

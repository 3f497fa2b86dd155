"""Which words of a text lie in a name, so that figures can leave names out without changing a number."""

import re
from collections import Counter
from collections.abc import Iterator

import pandas as pd

from methods.mentions.people import actors_table
from methods.mentions.places import places_table
from methods.text.words import is_counted, tokenize

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
        for article, text in articles["text"].items()
        for word, count, inside in _inside(text, spans.get(article, []))
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
    spans = {
        article: list(zip(rows["start"], rows["end"], strict=True))
        for article, rows in places.groupby("article_id")
    }
    for article, names in people.groupby("article_id")["name"].unique().items():
        pattern = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        again = [hit.span() for hit in re.finditer(pattern, articles.at[article, "text"])]
        spans[article] = spans.get(article, []) + again
    return spans


def _inside(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    marked = bytearray(len(text))
    for start, end in spans:
        marked[start:end] = b"\x01" * (end - start)
    total, inside, at = Counter(), Counter(), 0
    for token in tokenize(text):
        if is_counted(token):
            total[token] += 1
            inside[token] += any(marked[at : at + len(token)])
        at += len(token)
    return ((word, total[word], n) for word, n in inside.items() if n)

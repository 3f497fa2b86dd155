"""Count the words that lie in names, so that figures can leave names out without changing a number."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import accumulate

import pandas as pd

from methods.mentions.masking import private_names, without_kind
from methods.mentions.people import actors_table
from methods.mentions.places import places_table
from methods.text.spans import token_lists
from methods.text.words import is_counted

HALF = 0.5  # A word is a name if at least this share of its occurrences lies in names.


def count_named(articles: pd.DataFrame) -> pd.DataFrame:
    """Count how often each word of each article lies in the name of a place or of a person.

    The village or community of a private person is such a place. Names of persons of the national level count
    as ordinary words: that a text names the General Secretary is a finding.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, column `text`.

    Returns
    -------
    DataFrame
        `article_id, word, count` (occurrences in the article), `named` (those that overlap a name); one row
        per article and word that lies in a name at least once.
    """
    people = actors_table(articles)
    # A word for a group (学员们) has no chain of posts before it, and is not a name.
    people = people[(people["level"] != "national") & (people["chain"] != "")]
    spans = _place_spans(articles)
    for article, found in _name_spans(articles, people).items():
        spans[article] = spans.get(article, []) + found
    return _count_inside(articles, spans)


def person_words(articles: pd.DataFrame) -> set[str]:
    """Return the words that occur only in names of persons, or of the communities of private persons.

    Persons of the national level are included.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, column `text`.
    """
    people = actors_table(articles)
    # A surname with a title (郭站长) is a single character, which occurs in ordinary words, too.
    people = people[(people["chain"] != "") & (people["name"].str.len() > 1)]
    return name_words(_count_inside(articles, _name_spans(articles, people)), least=1)


def _count_inside(articles: pd.DataFrame, spans: Mapping[str, list[tuple[int, int]]]) -> pd.DataFrame:
    """Return the table of `count_named`, from the spans of the names in each article."""
    rows = [
        (article, word, count, inside)
        for article, tokens in zip(articles.index, token_lists(articles), strict=True)
        if article in spans
        for word, count, inside in _inside(tokens, spans[article])
    ]
    table = pd.DataFrame(rows, columns=["article_id", "word", "count", "named"])
    return table.astype({"article_id": "str", "word": "str", "count": int, "named": int})


def name_words(named: pd.DataFrame, least: float = HALF) -> set[str]:
    """Return the words that are names, by their occurrences in the articles in which they are part of one.

    Parameters
    ----------
    named : DataFrame
        As `count_named` returns it, for any number of articles.
    least : float
        Least share of these occurrences that lies in names.
    """
    sums = named.groupby("word")[["count", "named"]].sum()
    return set(sums.index[sums["named"] >= least * sums["count"]])


def romanize(people: pd.DataFrame) -> dict[str, str]:
    """Return glosses for the persons of the national level: each name in pinyin, surname first."""
    from pypinyin import lazy_pinyin

    names = people.loc[(people["level"] == "national") & (people["name"].str.len() > 2), "name"].unique()
    split = {name: lazy_pinyin(name) for name in names}
    return {name: f"{family} {''.join(given)}".title() for name, (family, *given) in split.items()}


def _place_spans(articles: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    """Return where the places are that each article names."""
    places = places_table(articles)
    places = places.assign(end=places["start"] + places["mention"].str.len())
    spans: dict[str, list[tuple[int, int]]] = {}
    for article, *span in places[["article_id", "start", "end"]].itertuples(index=False):
        spans.setdefault(article, []).append(tuple(span))
    return spans


def _name_spans(articles: pd.DataFrame, people: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    """Return where the names of some persons, and all that `private_names` finds, occur in their articles."""
    named = people.groupby("article_id")["name"].agg(set).to_dict()
    spans = {}
    for article, private in private_names(articles).items():
        # 社区 at the end of a name is an ordinary word.
        names = named.get(article, set()) | {without_kind(name) for name in private}
        if names:
            pattern = "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))
            text = articles.at[article, "text"]
            spans[article] = [hit.span() for hit in re.finditer(pattern, text)]
    return spans


def _inside(tokens: list[str], spans: list[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    """Yield the words that overlap a span: word, number of occurrences, and number of those in spans."""
    ends = list(accumulate(map(len, tokens)))
    named = {n for start, end in spans for n in range(bisect_right(ends, start), bisect_left(ends, end) + 1)}
    inside = Counter(tokens[n] for n in sorted(named) if is_counted(tokens[n]))
    if inside:
        total = Counter(tokens)
        yield from ((word, total[word], n) for word, n in inside.items())

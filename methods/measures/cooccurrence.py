"""Network: which themes or terms stand together in a sentence.

Association: logDice, P. Rychlý (2008), A lexicographer-friendly association score, RASLAN: 14 plus the
binary logarithm of Dice's coefficient. It does not depend on the size of the corpus; 14 is always together,
1 less is half as often, and below 0 is less than once in 16,000. Frequencies are those of windows: a window
is a sentence.
"""

from collections import Counter, defaultdict
from collections.abc import Collection
from itertools import combinations

import numpy as np
import pandas as pd

from methods.text.spans import sentences

PAIRS = ["article_id", "a", "b", "count"]


def count_pairs(articles: pd.DataFrame, hits: pd.DataFrame, item: str) -> pd.DataFrame:
    """In how many sentences of each article items stand, and stand together.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`; `text`.
    hits : DataFrame
        article_id, start, end and the column `item`.
    item : str
        Column of `hits` that names what stands together.

    Returns
    -------
    DataFrame
        article_id, a, b, count: sentences with both, and where a and b are the same, sentences with the
        item. Two items are together only where they have hits that do not overlap: 治理能力建设 alone is no
        meeting of 治理能力 and 能力建设.
    """
    rows = [
        (article_id, *pair, count)
        for article_id, part in hits.groupby("article_id", sort=False)
        for pair, count in _pairs_in(articles.at[article_id, "text"], part, item).items()
    ]
    return pd.DataFrame(rows, columns=PAIRS).astype(
        {"article_id": "str", "a": "str", "b": "str", "count": int}
    )


def _pairs_in(text: str, hits: pd.DataFrame, item: str) -> Counter[tuple[str, str]]:
    """Sentences of one text with each pair of items, in the order of the alphabet, and with each item."""
    window = np.searchsorted(sentences(text)["start"].to_numpy(), hits["start"].to_numpy(), "right")
    spans: dict[int, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for number, name, start, end in zip(window, hits[item], hits["start"], hits["end"], strict=True):
        spans[number][name].append((start, end))
    counts: Counter[tuple[str, str]] = Counter()
    for named in spans.values():
        counts.update((name, name) for name in named)
        counts.update((a, b) for a, b in combinations(sorted(named), 2) if _apart(named[a], named[b]))
    return counts


def _apart(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> bool:
    """Whether any two spans do not overlap."""
    return any(end <= start or stop <= begin for begin, end in one for start, stop in other)


def find_edges(pairs: pd.DataFrame, min_articles: int = 2) -> pd.DataFrame:
    """Which items stand together, in how many sentences and articles, and how firmly.

    Parameters
    ----------
    pairs : DataFrame
        As `count_pairs` gives them; those of several chunks may be joined.
    min_articles : int
        In how many articles a pair stands together at least: one article is no pattern.

    Returns
    -------
    DataFrame
        a, b, count (sentences with both), articles, log_dice; the firmest first.
    """
    summed = pairs.groupby(["a", "b"])["count"].agg(count="sum", articles="size").reset_index()
    single = summed[summed["a"] == summed["b"]].set_index("a")["count"]
    edges = summed[(summed["a"] != summed["b"]) & (summed["articles"] >= min_articles)]
    one, other = (edges[side].map(single).astype(float) for side in ("a", "b"))
    score = log_dice(edges["count"], one, other)
    order = {"log_dice": False, "count": False, "a": True, "b": True}
    return edges.assign(log_dice=score).sort_values([*order], ascending=[*order.values()], ignore_index=True)


def log_dice(both: pd.Series | int, one: pd.Series | int, other: pd.Series | int) -> pd.Series | float:
    """logDice of how often two items stand together, and each of them stands.

    >>> round(float(log_dice(10, 20, 20)), 6)
    13.0
    """
    return 14 + np.log2(2 * both / (one + other))


def cloud_frequencies(
    words: pd.DataFrame, stopwords: Collection[str] = (), masks: Collection[str] = ()
) -> dict[str, int]:
    """Frequencies for a word cloud, the greatest first.

    Parameters
    ----------
    words : DataFrame
        word, count; a word of several rows (articles) is added up.
    stopwords : collection of str
        Words to leave out.
    masks : collection of str
        Strings to leave out with every word that holds one: job titles, persons' names.

    Returns
    -------
    dict of str to int
        Single characters and what has no Chinese character are left out: in a cloud they say nothing.
    """
    total = words.groupby("word")["count"].sum().drop(labels=list(stopwords), errors="ignore")
    hidden = [mask for mask in masks if mask]
    kept = [
        (int(count), word)
        for word, count in total.items()
        if len(word) > 1
        and any("\u3400" <= c <= "\u9fff" for c in word)
        and not any(mask in word for mask in hidden)
    ]
    return {word: count for count, word in sorted(kept, key=lambda pair: (-pair[0], pair[1]))}

"""Network: which themes or terms occur together in a sentence.

Association: logDice, P. Rychlý (2008), A lexicographer-friendly association score, RASLAN: 14 plus the
binary logarithm of Dice's coefficient. It does not depend on the size of the corpus; 14 means always
together, 13 half as often, and below 0 less than once in 16,000. Frequencies are numbers of sentences.
"""

from collections import Counter, defaultdict
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from methods.text.spans import sentences

PAIRS = ["article_id", "a", "b", "count"]
BLOCK = 1000  # sentences processed at once


class Network(NamedTuple):
    """Pairs of items that share sentences, and the number of sentences of each item."""

    edges: pd.DataFrame
    sizes: pd.Series
    sentences: int
    articles: int


def count_pairs(articles: pd.DataFrame, hits: pd.DataFrame, item: str) -> pd.DataFrame:
    """Count the sentences of each article in which items occur, and in which they occur together.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`; `text`.
    hits : DataFrame
        article_id, start, end and the column `item`.
    item : str
        Column of `hits` that names what occurs together.

    Returns
    -------
    DataFrame
        article_id, a, b, count: the sentences with both items or, if a and b are the same, with the item.
        Two items occur together only if they have hits that do not overlap: 治理能力建设 alone does not
        count for 治理能力 and 能力建设.
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
    """Count the sentences of one text with each pair of items (sorted by name) and with each item."""
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
    """Return whether some span of one list and some span of the other do not overlap."""
    return _before(one, other) or _before(other, one)


def _before(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> bool:
    """Return whether some span of the first list ends before some span of the second begins."""
    return min(end for _, end in one) <= max(start for start, _ in other)


def find_edges(pairs: pd.DataFrame, min_articles: int = 2) -> pd.DataFrame:
    """Return the pairs of items that occur together, the most strongly associated first.

    Parameters
    ----------
    pairs : DataFrame
        As `count_pairs` returns them; tables of several chunks may be concatenated.
    min_articles : int
        Minimum number of articles with the pair: one article is not a pattern.

    Returns
    -------
    DataFrame
        a, b, count (sentences with both), articles, log_dice.
    """
    summed = pairs.groupby(["a", "b"])["count"].agg(count="sum", articles="size").reset_index()
    single = summed[summed["a"] == summed["b"]].set_index("a")["count"]
    edges = summed[(summed["a"] != summed["b"]) & (summed["articles"] >= min_articles)]
    one, other = (edges[side].map(single).astype(float) for side in ("a", "b"))
    score = log_dice(edges["count"], one, other)
    order = {"log_dice": False, "count": False, "a": True, "b": True}
    return edges.assign(log_dice=score).sort_values([*order], ascending=[*order.values()], ignore_index=True)


def log_dice(both: pd.Series | int, one: pd.Series | int, other: pd.Series | int) -> pd.Series | float:
    """Return logDice from the frequency of two items together and of each item in all.

    >>> round(float(log_dice(10, 20, 20)), 6)
    13.0
    """
    return 14 + np.log2(2 * both / (one + other))


def make_network(articles: pd.DataFrame, hits: pd.DataFrame, item: str, min_articles: int = 2) -> Network:
    """Return the pairs of items that share at least two sentences, with the number expected by chance.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`; `text`.
    hits : DataFrame
        article_id, start, end and the column `item`; those of other articles are left out.
    item : str
        Column of `hits` that names what occurs together.
    min_articles : int
        As for `find_edges`.

    Returns
    -------
    Network
        `edges`: the columns of `find_edges`, item, expected (from `expected_pairs`), more (whether count is
        above expected), lift (count over expected). `sizes`: the number of sentences with each item.
        `sentences, articles`: how many there are.
    """
    own = hits[hits["article_id"].isin(articles.index)]
    pairs = count_pairs(articles, own, item)
    edges = find_edges(pairs, min_articles).query("count > 1").assign(item=item)
    single = pairs[pairs["a"] == pairs["b"]]
    spans = {one: sentences(text)[["start", "end"]].to_numpy() for one, text in articles["text"].items()}
    chance = expected_pairs(spans, articles["text"].str.len(), single)
    edges["expected"] = [chance.at[a, b] for a, b in zip(edges["a"], edges["b"], strict=True)]
    edges["more"] = edges["count"] > edges["expected"]
    edges["lift"] = edges["count"] / edges["expected"]
    sizes = single.groupby("a")["count"].sum()
    return Network(edges, sizes, sum(map(len, spans.values())), len(articles))


def expected_pairs(spans: dict[str, np.ndarray], lengths: pd.Series, single: pd.DataFrame) -> pd.DataFrame:
    """Return how many sentences each pair would share if items were spread over their article at random.

    A long sentence is more likely to be hit than a short one: darts are thrown at the article until, on
    average, as many sentences are hit as contain the item. Two items share a sentence by chance if darts of
    both, thrown independently, hit it.

    Parameters
    ----------
    spans : dict of str to array, shape (sentences, 2)
        Start and end of each article's sentences.
    lengths : Series
        Characters of each article.
    single : DataFrame
        article_id, a (the item), count (sentences of the article that contain it).

    Returns
    -------
    DataFrame, shape (items, items)
        Expected number of sentences of each pair; index and columns are the items.
    """
    items = pd.Index(single["a"].unique())
    total, grid = np.zeros((len(items), len(items))), np.geomspace(1e-3, 1e6, 400)
    for article, held in single.groupby("article_id"):
        missed = 1 - (spans[article][:, 1] - spans[article][:, 0]) / max(lengths[article], 1)
        blocks = [missed[at : at + BLOCK, None] for at in range(0, len(missed), BLOCK)]
        reached = sum((1 - block**grid).sum(axis=0) for block in blocks)
        darts = np.interp(held["count"].to_numpy(), reached, grid)
        for block in blocks:
            present = np.zeros((len(block), len(items)))
            present[:, items.get_indexer(held["a"])] = 1 - block**darts
            total += present.T @ present
    return pd.DataFrame(total, items, items)


def sentences_with(
    articles: pd.DataFrame, hits: pd.DataFrame, item: str, pair: tuple[str, str], most: int = 6
) -> pd.DataFrame:
    """Return the first sentences in which both items of a pair occur: article_id, start, end.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`; `text`.
    hits : DataFrame
        article_id, start and the column `item`.
    item : str
        Column of `hits` that names the items.
    pair : tuple of str
        Two items.
    most : int
        Maximum number of sentences.
    """
    both = hits[hits[item].isin(pair) & hits["article_id"].isin(articles.index)]
    rows = []
    for article, part in both.groupby("article_id", sort=False):
        spans = sentences(articles.at[article, "text"])[["start", "end"]].to_numpy()
        number = np.searchsorted(spans[:, 0], part["start"].to_numpy(), "right") - 1
        held = part.groupby(number)[item].nunique()
        rows += [(article, *span) for span in spans[held.index[held == 2]][: most - len(rows)]]
    return pd.DataFrame(rows, columns=["article_id", "start", "end"])

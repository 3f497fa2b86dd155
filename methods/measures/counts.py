"""Counts of terms, words and word sequences in articles."""

from collections import Counter
from collections.abc import Collection
from itertools import groupby

import numpy as np
import pandas as pd

from methods.text.occurrences import find_terms
from methods.text.spans import paragraph_spans, token_totals, type_counts
from methods.text.words import is_counted, tokenize


def count_terms(articles: pd.DataFrame, terms: pd.DataFrame, zeros: bool = True) -> pd.DataFrame:
    """Count each tracked term in each article.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, columns `text` and, to save a second tokenization, `tokens` (from `measure`).
    terms : DataFrame
        Column `term`.
    zeros : bool
        Whether a term that does not occur in an article has a row with 0. Without these rows a million
        articles fit in memory; every function in `methods` reads a missing row as 0.

    Returns
    -------
    DataFrame
        `article_id, term, count, nested` (hits inside a hit of a longer tracked term), `per_10k` (per 10,000
        tokens), `tokens` (of the article).
    """
    hits, index = find_terms(articles, terms), articles.index
    strings = pd.Index(list(dict.fromkeys(terms["term"])), dtype="str")
    cell = index.get_indexer(hits["article_id"]) * len(strings) + strings.get_indexer(hits["term"])
    size = len(index) * len(strings)
    tokens = np.repeat(token_totals(articles).to_numpy(), len(strings))
    table = pd.DataFrame(
        {
            "article_id": index.repeat(len(strings)),
            "term": strings.take(np.tile(np.arange(len(strings)), len(index))),
            "count": np.bincount(cell, minlength=size),
            "nested": np.bincount(cell, hits["nested"], minlength=size).astype(int),
        }
    )
    table = table.assign(per_10k=1e4 * table["count"] / np.where(tokens > 0, tokens, np.nan), tokens=tokens)
    return table if zeros else table[table["count"] > 0].reset_index(drop=True)


def reach(counts: pd.DataFrame) -> pd.DataFrame:
    """Return how often and in how many articles each item occurs, the most widespread first.

    Parameters
    ----------
    counts : DataFrame
        Tidy: `article_id`, the item's column, `count`.

    Returns
    -------
    DataFrame
        The item's column, `articles, count`; items that occur nowhere have no row.
    """
    item, held = counts.columns[1], counts[counts["count"] > 0]
    spread = held.groupby(item, sort=False).agg(articles=("article_id", "nunique"), count=("count", "sum"))
    return spread.sort_values(["articles", "count"], ascending=False, kind="stable").reset_index()


def count_families(articles: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Count each family of variants in each article.

    Parameters
    ----------
    articles : DataFrame
        As for `count_terms`.
    terms : DataFrame
        Columns `term, family`.

    Returns
    -------
    DataFrame
        `article_id, family, count, per_10k, tokens`; no rows with 0. A variant inside a longer variant of the
        same family is not counted again.
    """
    sized, found = articles.assign(tokens=token_totals(articles)), find_terms(articles, terms)
    empty = count_terms(sized[:0], terms).assign(family=pd.Series(dtype="str"))
    tables = [empty] + [
        count_terms(
            sized[sized.index.isin(found.loc[found["term"].isin(variants["term"]), "article_id"])],
            variants,
            zeros=False,
        )
        .assign(family=family, count=lambda t: t["count"] - t["nested"])
        .groupby(["article_id", "family", "tokens"], as_index=False)["count"]
        .sum()
        for family, variants in terms.groupby("family", sort=False)
    ]
    table = pd.concat(tables, ignore_index=True).query("count > 0").reset_index(drop=True)
    table["per_10k"] = 1e4 * table["count"] / table["tokens"].where(table["tokens"] > 0)
    return table[["article_id", "family", "count", "per_10k", "tokens"]]


def count_words(articles: pd.DataFrame, stopwords: Collection[str] = ()) -> pd.DataFrame:
    """Count each word in each article.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, column `text`.
    stopwords : collection of str
        Words without a row; they still count in `tokens`, the denominator of rates.

    Returns
    -------
    DataFrame
        `article_id, word, count`; no rows with 0.
    """
    counts, words = type_counts(articles)
    table = pd.DataFrame(
        {
            "article_id": articles.index.repeat(np.diff(counts.indptr)).astype("str"),
            "word": pd.array(words, dtype="str").take(counts.indices),
            "count": counts.data.astype(int),
        }
    )
    return table[~table["word"].isin(set(stopwords))].reset_index(drop=True)


def count_ngrams(articles: pd.DataFrame, n: int = 2, least: int = 2) -> pd.DataFrame:
    """Count the sequences of n words that recur, the most frequent first.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, column `text`.
    n : int
        Words in a sequence; no sequence extends over a punctuation mark or the end of a paragraph.
    least : int
        Minimum number of occurrences.

    Returns
    -------
    DataFrame
        `ngram` (words joined by spaces), `count, articles`.

    Raises
    ------
    ValueError
        If n is not positive.
    """
    if n < 1:
        raise ValueError("an n-gram has at least one word")
    counts, spread = Counter(), Counter()
    for text in articles["text"]:
        here: Counter[str] = Counter()
        for _, _, paragraph in paragraph_spans(text):
            for is_run, group in groupby(tokenize(paragraph), is_counted):
                run = list(group) if is_run else []
                here.update(" ".join(run[at : at + n]) for at in range(len(run) - n + 1))
        counts.update(here)
        spread.update(here.keys())
    rows = [(ngram, count, spread[ngram]) for ngram, count in counts.items() if count >= least]
    table = pd.DataFrame(rows, columns=["ngram", "count", "articles"])
    table = table.astype({"ngram": "str", "count": int, "articles": int})
    order = {"count": False, "articles": False, "ngram": True}
    return table.sort_values([*order], ascending=[*order.values()], ignore_index=True)

"""Dispersion: how evenly an item is spread over the parts of a text or corpus.

Sources
-------
DP: S. Th. Gries, Int. J. Corpus Linguist. 13 (2008) 403-437. DPnorm: J. Lijffijt and S. Th. Gries, Int. J.
Corpus Linguist. 17 (2012) 147-149. A few hits cannot be spread over many parts, so compare DP with
`dp_chance`, the DP expected for as many hits that fall at random (mean deviation of a binomial count: A. de
Moivre, Miscellanea Analytica, 1730).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import special

from methods.corpora.columns import Columns
from methods.measures.rates import sparse_counts
from methods.text.occurrences import find_terms
from methods.text.spans import paragraphs, token_totals


def dp(counts: ArrayLike, sizes: ArrayLike) -> np.ndarray:
    """Return Gries' deviation of proportions: 0 if spread like the sizes of the parts, near 1 if uneven.

    Parameters
    ----------
    counts : array_like, shape (parts, m)
        Hits of m items in each part; a single item may have shape (parts,).
    sizes : array_like, shape (parts,)
        Sizes of the parts.

    Returns
    -------
    array, shape (m,)
        NaN for an item without hits.
    """
    counts, sizes = np.asarray(counts, dtype=float), np.asarray(sizes, dtype=float)
    total = counts.sum(axis=0)
    observed = np.divide(counts, total, out=np.full(counts.shape, np.nan), where=total > 0)
    return np.abs(observed.T - sizes / sizes.sum()).T.sum(axis=0) / 2


def dp_norm(counts: ArrayLike, sizes: ArrayLike) -> np.ndarray:
    """Return DP divided by its largest possible value (all hits in the smallest part); NaN for one part."""
    sizes = np.asarray(sizes, dtype=float)
    room = 1 - sizes.min() / sizes.sum()
    return dp(counts, sizes) / room if room > 0 else dp(counts, sizes) * np.nan


def dp_chance(hits: ArrayLike, sizes: ArrayLike) -> np.ndarray:
    """Return the DP expected if each hit falls at random, into a part with probability proportional to size.

    Parameters
    ----------
    hits : array_like, shape (m,)
        Number of hits of each item.
    sizes : array_like, shape (parts,)
        Sizes of the parts.

    Returns
    -------
    array, shape (m,)
        NaN for an item without hits.
    """
    hits, sizes = np.atleast_1d(np.asarray(hits, dtype=float)), np.asarray(sizes, dtype=float)
    share = (sizes / sizes.sum())[:, None]
    # De Moivre: the mean absolute deviation of a binomial count is twice this term at m = floor(np) + 1.
    m = np.floor(hits * share) + 1
    ways = special.gammaln(hits + 1) - special.gammaln(m + 1) - special.gammaln(np.maximum(hits - m, 0) + 1)
    term = m * np.exp(ways + special.xlogy(m, share) + special.xlogy(hits - m + 1, 1 - share))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(hits > 0, np.where(m > hits, 0, term).sum(axis=0) / hits, np.nan)


def offsets(articles: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Return the hits of terms, as `find_terms` does, with `position` in the text (0 to 1)."""
    hits = find_terms(articles, terms)
    lengths = hits["article_id"].map(articles["text"].map(len)).astype(float)
    return hits.assign(position=hits["start"] / lengths)


def dispersion(articles: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Return the dispersion of each term over the paragraphs of each article that contains it.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, column `text`.
    terms : DataFrame
        Column `term`.

    Returns
    -------
    DataFrame
        `article_id, term, count, paragraphs, dp, dp_norm, dp_chance`. The size of a paragraph is its number
        of characters. NaN if the article has a single paragraph.
    """
    hits = find_terms(articles, terms)
    tables = [
        _over_paragraphs(articles.at[article, "text"], rows).assign(article_id=article)
        for article, rows in hits.groupby("article_id", sort=False)
    ]
    names = {"article_id": "str", "term": "str", "count": int, "paragraphs": int}
    names |= dict.fromkeys(["dp", "dp_norm", "dp_chance"], float)
    return pd.concat([pd.DataFrame(columns=list(names)).astype(names), *tables], ignore_index=True)


def _over_paragraphs(text: str, hits: pd.DataFrame) -> pd.DataFrame:
    parts = paragraphs(text)
    sizes = (parts["end"] - parts["start"]).to_numpy()
    part = np.searchsorted(parts["start"], hits["start"], side="right") - 1
    codes, terms = pd.factorize(hits["term"])
    counts = np.zeros((len(parts), len(terms)))
    np.add.at(counts, (part, codes), 1)
    several = np.where(len(parts) > 1, 1.0, np.nan)
    measures = {
        "dp": dp(counts, sizes) * several,
        "dp_norm": dp_norm(counts, sizes),
        "dp_chance": dp_chance(counts.sum(axis=0), sizes) * several,
    }
    count = counts.sum(axis=0).astype(int)
    return pd.DataFrame({"term": terms, "count": count, "paragraphs": len(parts)} | measures)


def lines(
    articles: pd.DataFrame, counts: pd.DataFrame, terms: Sequence[str], columns: Columns, least: int = 3
) -> pd.DataFrame:
    """Return the dispersion of frequent terms: within articles if these are columns, else over articles.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`; `text` if articles are columns, else `tokens`.
    counts : DataFrame
        Columns `article_id, term, count`.
    terms : sequence of str
        The terms, in the order of the result.
    columns : Columns
        The columns of figures.
    least : int
        Minimum number of hits of a term.

    Returns
    -------
    DataFrame
        As `dispersion` or `spread` returns it, in the order of columns and terms.
    """
    if columns.kind == "article":
        table = dispersion(articles, pd.DataFrame({"term": list(terms)}))
    else:
        table = spread(counts[counts["term"].isin(terms)], articles)
    place = {term: i for i, term in enumerate(terms)}
    order = table["term"].map(place).sort_values(kind="stable").index
    return table.loc[order][table.loc[order, "count"] >= least].reset_index(drop=True)


def spread(counts: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return the dispersion of each item over articles.

    Parameters
    ----------
    counts : DataFrame
        Tidy: `article_id`, the item's column, `count`.
    articles : DataFrame
        `tokens` or `text`.

    Returns
    -------
    DataFrame
        The item, `count, articles, articles_with, dp, dp_norm, dp_chance`. The size of an article is its
        number of tokens. Items without a hit are left out; NaN if there is a single article.
    """
    matrix, items = sparse_counts(counts, articles.index)
    matrix, items = matrix[:, matrix.sum(axis=0) > 0], items[matrix.sum(axis=0) > 0]
    share, count = token_totals(articles).to_numpy(float), matrix.sum(axis=0)
    share, several = share / (share.sum() or 1), np.where(len(share) > 1, 1.0, np.nan)
    cells = matrix.tocoo()
    rows, cols = cells.coords
    # An article without a hit adds its share: start from all shares and correct those with hits.
    change = np.abs(cells.data / count[cols] - share[rows]) - share[rows]
    value = (1 + np.bincount(cols, change, minlength=len(items))) / 2
    numbers, inverse = np.unique(count, return_inverse=True)
    chance = np.array([dp_chance(n, share)[0] for n in numbers])[inverse]
    return pd.DataFrame(
        {
            counts.columns[1]: items,
            "count": count.astype(int),
            "articles": len(articles),
            "articles_with": matrix.count_nonzero(axis=0),
            "dp": value * several,
            "dp_norm": value * several / (1 - share.min(initial=1) or 1),
            "dp_chance": chance * several,
        }
    )

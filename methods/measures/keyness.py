"""Keyness: items that distinguish a group of articles from the others, or all articles from general Chinese.

These measures rank. They treat every token as an independent draw, so they cannot test: where terms come in
bursts, they call far too many differences significant (`benchmarks/calibration.py`). For tests see
`methods.measures.group_tests`.

Sources
-------
G2: T. Dunning, Comput. Linguist. 19 (1993) 61-74. Log Ratio: A. Hardie, CASS working paper 1 (2014). LRC:
S. Evert, Measuring keyness, Digital Humanities 2022, 202-205; the reference implementation is the R package
`corpora`. Log-odds: B. L. Monroe, M. P. Colaresi and K. M. Quinn, Polit. Anal. 16 (2008) 372-403. General
Chinese: R. Speer, wordfreq 3.1.1 (2023), https://github.com/rspeer/wordfreq, data CC BY-SA 4.0.
"""

import functools
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import special

from methods.measures.rates import group_labels, group_sums, rates, sparse_counts
from methods.text.spans import token_totals

if TYPE_CHECKING:
    import jieba

REFERENCE_TOKENS = 10**9  # nominal size of general Chinese: turns the shares of the list into counts


def g2(count: ArrayLike, rest: ArrayLike, size: ArrayLike, rest_size: ArrayLike) -> np.ndarray:
    """Return the log-likelihood ratio G2 of a 2 x 2 table (Dunning 1993).

    Parameters
    ----------
    count, rest : array_like, shape (m,)
        Occurrences of each item in the group and in the rest.
    size, rest_size : array_like
        Tokens of the group and of the rest.

    Returns
    -------
    array, shape (m,)
        Negative for an item that is rarer in the group than in the rest.
    """
    count, rest, size, rest_size = np.broadcast_arrays(*map(np.float64, (count, rest, size, rest_size)))
    share = (count + rest) / (size + rest_size)
    observed = np.stack([count, rest, size - count, rest_size - rest])
    expected = np.stack([share * size, share * rest_size, (1 - share) * size, (1 - share) * rest_size])
    return np.sign(count - expected[0]) * 2 * special.rel_entr(observed, expected).sum(axis=0)


def log_ratio(count: ArrayLike, rest: ArrayLike, size: ArrayLike, rest_size: ArrayLike) -> np.ndarray:
    """Return the Log Ratio, the binary logarithm of the ratio of the two rates (Hardie 2014).

    A count of zero is replaced by 0.5, as in Hardie, so that the ratio stays finite; no other count changes.
    Parameters as in `g2`.
    """
    count, rest, size, rest_size = (np.asarray(a, dtype=float) for a in (count, rest, size, rest_size))
    count, rest = np.where(count == 0, 0.5, count), np.where(rest == 0, 0.5, rest)
    return np.log2(count / size) - np.log2(rest / rest_size)


def lrc(
    count: ArrayLike,
    rest: ArrayLike,
    size: ArrayLike,
    rest_size: ArrayLike,
    items: int | None = None,
    level: float = 0.95,
) -> np.ndarray:
    """Return the conservative Log Ratio: the end of its interval nearest to zero, 0 if that covers zero.

    The interval (Evert 2022) is the exact one of Clopper and Pearson for ``count / (count + rest)``, at the
    given `level` after Bonferroni's correction for `items` items (by default the number in `count`). Other
    parameters as in `g2`.
    """
    count, rest, size, rest_size = np.broadcast_arrays(*map(np.float64, (count, rest, size, rest_size)))
    tail = (1 - level) / 2 / (items or max(count.size, 1))
    low = np.where(count > 0, special.betaincinv(count, rest + 1, tail), 0.0)
    high = np.where(rest > 0, special.betainccinv(count + 1, rest, tail), 1.0)
    with np.errstate(divide="ignore"):
        low, high = (np.log2(rest_size / size * p / (1 - p)) for p in (low, high))
    more = count / size >= rest / rest_size
    return np.where(more, np.maximum(low, 0), np.minimum(high, 0))


def log_odds(
    count: ArrayLike, rest: ArrayLike, size: ArrayLike, rest_size: ArrayLike, strength: float = 1000
) -> np.ndarray:
    """Return weighted log-odds with an informative Dirichlet prior, as z-scores (Monroe et al. 2008).

    The prior is the item's share in group and rest together, with the weight of `strength` tokens, about one
    article. Other parameters as in `g2`.
    """
    count, rest, size, rest_size = np.broadcast_arrays(*map(np.float64, (count, rest, size, rest_size)))
    prior = strength * (count + rest) / (size + rest_size)
    cells = np.stack([count + prior, size + strength - count - prior])
    rest_cells = np.stack([rest + prior, rest_size + strength - rest - prior])
    delta = np.log(cells[0] / cells[1]) - np.log(rest_cells[0] / rest_cells[1])
    return delta / np.sqrt((1 / cells + 1 / rest_cells).sum(axis=0))


def _measures(count: np.ndarray, rest: np.ndarray, size: float, rest_size: float) -> dict[str, np.ndarray]:
    sides = (count, rest, size, rest_size)
    return {
        "count": count.astype(int),
        "rest": np.rint(rest).astype(int),
        "per_10k": 1e4 * count / size,
        "rest_per_10k": 1e4 * rest / rest_size,
        "g2": g2(*sides),
        "log_ratio": log_ratio(*sides),
        "lrc": lrc(*sides),
        "log_odds": log_odds(*sides),
    }


def keyness(counts: pd.DataFrame, articles: pd.DataFrame, by: str | pd.Series) -> pd.DataFrame:
    """Return the keyness of each item in each group of articles against all other groups, for ranking.

    Parameters
    ----------
    counts : DataFrame
        Tidy: `article_id`, the item's column (`word`, `term`, ...), `count`.
    articles : DataFrame
        `tokens` or `text`.
    by : str or Series
        Column of `articles`, the name of its index for each article against the others, or labels.

    Returns
    -------
    DataFrame
        The group, the item, `count, rest, per_10k, rest_per_10k, g2, log_ratio, lrc, log_odds, articles,
        articles_with`; by group, then in descending order of `lrc` and `g2`. An item that does not occur in
        the group has a row only if its `lrc` is below zero. Empty if there is a single group.
    """
    labels = group_labels(articles, by)
    labelled = labels.notna().to_numpy()
    matrix, items = sparse_counts(counts, articles.index[labelled])
    tokens, labels = token_totals(articles).to_numpy(float)[labelled], labels[labelled]
    of = labels.groupby(labels)
    sums = group_sums(matrix, of.ngroup().to_numpy(), of.ngroups)
    total, tables = sums.count.sum(axis=0), []
    occurs = total > 0
    for number, (label, rows) in enumerate(of.indices.items()):
        if len(rows) == len(labels):
            break
        count, size = sums.count[number, occurs], tokens[rows].sum()
        columns = {labels.name or "group": label, counts.columns[1]: items[occurs]}
        columns |= _measures(count, total[occurs] - count, size, tokens.sum() - size)
        with_ = sums.articles_with[number, occurs].astype(int)
        columns |= {"articles": len(rows), "articles_with": with_}
        table = pd.DataFrame(columns)
        table = table[(table["count"] > 0) | (table["lrc"] < 0)]
        tables.append(table.sort_values(["lrc", "g2"], ascending=False))
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def keyness_and_rates(counts: pd.DataFrame, articles: pd.DataFrame, by: str | pd.Series) -> pd.DataFrame:
    """Return `keyness` with the intervals ``per_10k_low, per_10k_high`` of `methods.measures.rates.rates`."""
    table = keyness(counts, articles, by)
    if table.empty:
        return table
    keys = [*table.columns[:2]]
    intervals = rates(counts, articles, by)
    intervals = intervals.rename(columns={intervals.columns[1]: keys[0]})
    return table.merge(intervals[[*keys, "per_10k_low", "per_10k_high"]], "left", on=keys)


@functools.lru_cache(maxsize=1)
def _general_tokenizer() -> "jieba.Tokenizer":
    """Return jieba with the list of words by which wordfreq counted its frequencies."""
    import jieba
    from wordfreq.chinese import DICT_FILENAME

    own = jieba.Tokenizer(DICT_FILENAME)
    # Not initialize(): that reads a cache in the shared temporary folder, which anyone may have written.
    (own.FREQ, own.total), own.initialized = own.gen_pfdict(own.get_dict_file()), True
    return own


def is_whole(word: str) -> bool:
    """Return whether wordfreq counted a word as one token; the share of others (司法局) is only estimated."""
    return len(_general_tokenizer().lcut(word, HMM=False)) == 1


@functools.lru_cache(maxsize=1)
def general_chinese() -> pd.Series:
    """Return the share of each word in general Chinese: wordfreq's large list, indexed by word.

    It averages seven sources up to 2021 (Wikipedia, subtitles, news, books, web, Twitter, jieba's own list),
    segmented with jieba, with Traditional characters converted to Simplified.
    """
    import wordfreq

    return pd.Series(wordfreq.get_frequency_dict("zh", wordlist="large"), name="share")


def against_general(counts: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return the keyness of the words of all articles together against general Chinese.

    Parameters
    ----------
    counts : DataFrame
        `article_id, word, count`.
    articles : DataFrame
        `tokens` or `text`.

    Returns
    -------
    DataFrame
        The columns of `keyness` without the group, with `rest` in a nominal 10**9 tokens, and `listed`:
        whether `general_chinese` has the word and its tokenizer does not split it. The measures of other
        words (user words, names, numbers) are NaN. Listed words first, in descending order of `lrc`.
    """
    matrix, words = sparse_counts(counts, articles.index)
    share, count = general_chinese().reindex(words), matrix.sum(axis=0)
    share = share.where([known and is_whole(word) for word, known in share.notna().items()])
    listed, size = share.notna().to_numpy(), max(token_totals(articles).sum(), 1)
    rest = REFERENCE_TOKENS * share[listed].to_numpy()
    table = pd.DataFrame(_measures(count[listed], rest, size, REFERENCE_TOKENS), index=np.flatnonzero(listed))
    table = table.reindex(range(len(words))).assign(count=count.astype(int))
    table.insert(0, counts.columns[1], words)
    table["articles"], table["articles_with"] = len(articles), matrix.count_nonzero(axis=0)
    table["listed"] = listed
    return table.sort_values(["lrc", "g2"], ascending=False, ignore_index=True)

"""Distance between vocabularies, with two references: split halves, and shuffled groups of the same size.

The Jensen-Shannon distance of two samples grows as the samples shrink, even if they come from one source, so
distances are compared only at equal numbers of tokens. Both references shuffle whole units: articles if every
group has several (the result is a test), sentences if some group is a single article (it only describes).

Sources
-------
Distance: J. Lin, IEEE Trans. Inf. Theory 37 (1991) 145-151, its square root after D. M. Endres and J. E.
Schindelin, IEEE Trans. Inf. Theory 49 (2003) 1858-1860; scipy.
"""

import itertools
import math
from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.spatial.distance import jensenshannon
from scipy.special import entr

from methods.corpora.word_matrix import Counts
from methods.measures.rates import sparse_counts
from methods.text.spans import sentences
from methods.text.words import is_counted, tokenize

SHUFFLED = ["null", "null_low", "null_high", "share_above", "units_a", "units_b"]
MEASURED = ["a", "b", "distance", "low", "high", "tokens", "distance_all", *SHUFFLED, "excess", "shuffled"]
PAIRS = 66  # pairs of twelve groups; with more pairs (52 years have 1,326) each has fewer draws
UNITS = 20_000  # units; with more, which differ less by chance, there are fewer draws
LEAST, SHUFFLES = 39, 199  # shuffles; with the observed order these make 40 and 200
SHORT = 1 / 10  # of the words of the median group; shorter groups are left out
AT_ONCE = 8  # shuffles summed at once


def jensen_shannon(counts: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the Jensen-Shannon distance, base 2, of word counts: 0 for equal shares, 1 for no common word.

    Parameters
    ----------
    counts, others : arrays, shape (words,) or (pairs, words)
        Counts of the same words.

    Returns
    -------
    float, or array of shape (pairs,)
    """
    return jensenshannon(counts, others, base=2, axis=-1)


def sentence_units(articles: pd.DataFrame, stopwords: Collection[str] = ()) -> pd.DataFrame:
    """Count the words of each sentence: `group` (the article), `unit` (the sentence), `word, count`."""
    stop = set(stopwords)
    rows = [
        (article, f"{article}:{start}", word, count)
        for article, text in articles["text"].items()
        for start, sentence in sentences(text)[["start", "text"]].itertuples(index=False)
        for word, count in Counter(filter(is_counted, tokenize(sentence))).items()
        if word not in stop
    ]
    table = pd.DataFrame(rows, columns=["group", "unit", "word", "count"])
    return table.astype({"group": "str", "unit": "str", "word": "str", "count": int})


class Units(NamedTuple):
    """Units of text to shuffle: a matrix of units by words, the rows of each group, and the kind of unit.

    The rows of a group are next to each other and in order, so that they need not be copied.
    """

    matrix: sparse.csr_array
    groups: dict[str, np.ndarray]
    shuffled: str


def article_units(counts: pd.DataFrame | Counts, of: pd.Series) -> Units:
    """Return the articles that are in a group as units; `of` is the group of each article."""
    of = of.dropna().sort_values(kind="stable", key=lambda names: names.astype("str"))
    return Units(sparse_counts(counts, of.index)[0], of.groupby(of).indices, "articles")


def shuffled_units(
    counts: pd.DataFrame | Counts,
    sample: pd.DataFrame,
    of: pd.Series,
    names: Sequence[object],
    stopwords: Collection[str] = (),
) -> Units:
    """Return the units to shuffle: articles, or sentences if some group has a single article.

    Parameters
    ----------
    counts : DataFrame or Counts
        Words of all articles to compare, without stop-words.
    sample : DataFrame
        Articles with `text`, from which the sentences are taken.
    of : Series
        The group of each article.
    names : sequence
        The groups to compare.
    stopwords : collection of str
        Words to leave out of the sentences.

    Returns
    -------
    Units
        `shuffled` is ``articles`` or ``sentences``.
    """
    wanted = of[of.isin(list(names))]
    if wanted.value_counts().min() > 1:
        return article_units(counts, wanted)
    units = sentence_units(sample.loc[sample.index.isin(wanted.index)], stopwords)
    units = units[units["word"].isin(sparse_counts(counts, wanted.index)[1])]
    return as_units(units.assign(group=units["group"].map(wanted)))


def measure_distances(units: Units | pd.DataFrame, draws: int = 100) -> pd.DataFrame:
    """Return the distances of all groups with both references: split halves, and shuffled units.

    Parameters
    ----------
    units : Units
        As `shuffled_units` returns them.
    draws : int
        As for `size_matched`.

    Returns
    -------
    DataFrame
        `a, b, distance, low, high, tokens` as `size_matched` returns them, ``a == b`` for halves;
        `distance_all` and the columns of `permutation_null`; `excess`, the distance minus the mean of the two
        groups' halves (missing if a group cannot be halved); `shuffled`. No rows if there are fewer than two
        groups. Groups shorter than a tenth of the median are left out.
    """
    units = as_units(units)
    if len(units.groups) < 2:
        return pd.DataFrame(columns=MEASURED, dtype=float)
    tokens = units.matrix.sum(axis=1)
    sizes = pd.Series({group: tokens[rows].sum() for group, rows in units.groups.items()})
    long = sizes.index[sizes >= SHORT * sizes.median()]
    if len(long) > 1:  # All groups are drawn at the size of the smallest; a few words would show nothing.
        units = units._replace(groups={group: units.groups[group] for group in long})
    part = min(1, PAIRS / math.comb(len(units.groups), 2)) * min(1, UNITS / units.matrix.shape[0])
    near = size_matched(units, min(draws, max(LEAST, int(part * draws))))
    null = permutation_null(units, max(LEAST, int(part * SHUFFLES)))
    null = null.rename(columns={"distance": "distance_all"})
    near = near.merge(null, on=["a", "b"], how="left")
    halves = near[near["a"] == near["b"]].set_index("a")["distance"]
    excess = near["distance"] - (near["a"].map(halves) + near["b"].map(halves)) / 2
    return near.assign(excess=excess, shuffled=units.shuffled)[MEASURED]


def as_units(units: Units | pd.DataFrame) -> Units:
    """Return a table `group, unit, word, count` (and optionally `shuffled`) as Units; Units unchanged."""
    if isinstance(units, Units):
        return units
    rows, names = pd.factorize(units["unit"])
    cols, words = pd.factorize(units["word"])
    matrix = sparse.csr_array((units["count"].to_numpy(float), (rows, cols)), shape=(len(names), len(words)))
    group = units["group"].groupby(rows).first()
    shuffled = next(iter(units.get("shuffled", ())), "sentences")
    return Units(matrix, group.groupby(group).indices, shuffled)


def size_matched(units: Units | pd.DataFrame, draws: int = 100, seed: int = 1) -> pd.DataFrame:
    """Return the distance between all groups, and between halves of each, at the same number of tokens.

    In each draw, the units of every group are shuffled. Those from the first on are one sample, those from
    the last back are another. Each has 45 % of the tokens of the smallest group; of the unit in which it
    ends, tokens are drawn at random. The first samples are compared between groups; the two samples of one
    group are its split halves.

    Parameters
    ----------
    units : Units
        As `shuffled_units` returns them.
    draws : int
        Number of draws.
    seed : int
        Seed of the random numbers.

    Returns
    -------
    DataFrame
        `a, b, distance` (median of the draws), `low, high` (2.5 and 97.5 % quantiles of the draws, not a
        confidence interval), `tokens` (of each sample). Rows with ``a == b`` are split halves, NaN for a
        group that cannot be halved.
    """
    units = as_units(units)
    groups, tokens = units.groups, units.matrix.sum(axis=1)
    parts = {group: _rows(units.matrix, rows).T for group, rows in groups.items()}
    size = int(0.45 * min((tokens[rows].sum() for rows in groups.values()), default=0))
    rng, pairs = np.random.default_rng(seed), list(itertools.combinations_with_replacement(groups, 2))
    drawn = np.full((draws, len(pairs)), np.nan)
    for draw in range(draws):
        shares = {group: _halves(parts[group], tokens[rows], size, rng) for group, rows in groups.items()}
        own = {group: entr(halves).sum(axis=1) for group, halves in shares.items()}
        for pair, (a, b) in enumerate(
            pairs
        ):  # `jensen_shannon`, but the entropy of a sample is computed once.
            mean = (shares[a][0] + shares[b][int(a == b)]) / 2
            divergence = entr(mean).sum() - (own[a][0] + own[b][int(a == b)]) / 2
            drawn[draw, pair] = np.sqrt(np.maximum(divergence, 0) / np.log(2))
    table = pd.DataFrame(pairs, columns=["a", "b"])
    for name, quantile in (("distance", 0.5), ("low", 0.025), ("high", 0.975)):
        table[name] = pd.DataFrame(drawn).quantile(quantile).to_numpy()
    return table.assign(tokens=size)


def _rows(matrix: sparse.csr_array, rows: np.ndarray) -> sparse.csr_array:
    """Return some rows of a matrix; those that follow one another are not copied."""
    if len(rows) == 0 or not np.array_equal(rows, np.arange(rows[0], rows[0] + len(rows))):
        return matrix[rows]
    bounds = matrix.indptr[rows[0] : rows[-1] + 2]
    cells = slice(bounds[0], bounds[-1])
    parts = matrix.data[cells], matrix.indices[cells], bounds - bounds[0]
    return sparse.csr_array(parts, shape=(len(rows), matrix.shape[1]))


def _halves(words: sparse.csc_array, tokens: np.ndarray, size: int, rng: np.random.Generator) -> np.ndarray:
    """Return the shares of words in two samples of `size` tokens; NaN for the second if units are lacking."""
    order = rng.permutation(len(tokens))
    chosen = np.zeros((len(tokens), 2), words.dtype)  # Of another type, scipy would copy the whole matrix.
    ends: list[int] = []
    left = len(tokens) if size else 0
    for side, units in enumerate((order, order[::-1])):
        whole = int(np.searchsorted(np.cumsum(tokens[units]), size))
        left -= whole + 1
        if left >= 0:
            chosen[units[:whole], side] = 1
            ends.append(units[whole])
    counts = (words @ chosen).T.astype(float)
    counts[len(ends) :] = np.nan
    for sample, unit in zip(counts, ends, strict=False):
        end = words[:, [unit]]
        end.sort_indices()  # The draw must not depend on how the matrix is stored.
        sample[end.indices] += rng.multivariate_hypergeometric(end.data.astype(int), size - int(sample.sum()))
    return counts / size if size else counts


def permutation_null(units: Units | pd.DataFrame, draws: int = SHUFFLES, seed: int = 1) -> pd.DataFrame:
    """Compare the distance of every two groups with that after shuffling their units between them.

    Parameters
    ----------
    units : Units
        As `shuffled_units` returns them.
    draws : int
        Number of shuffles of each pair; each keeps the number of units of both groups.
    seed : int
        Seed of the random numbers.

    Returns
    -------
    DataFrame
        `a, b, distance` (of all tokens), `null, null_low, null_high` (median, 2.5 and 97.5 % quantiles of the
        shuffles), `share_above` (share of the shuffles, including the observed order, that are at least as
        far apart: a p-value if units are articles), `units_a, units_b` (numbers of units).
    """
    units = as_units(units)
    groups, rng = units.groups, np.random.default_rng(seed)
    rows = [
        (a, b, *_shuffle(units.matrix, groups[a], groups[b], draws, rng), len(groups[a]), len(groups[b]))
        for a, b in itertools.combinations(groups, 2)
    ]
    return pd.DataFrame(rows, columns=["a", "b", "distance", *SHUFFLED])


def _shuffle(
    matrix: sparse.csr_array, a: np.ndarray, b: np.ndarray, draws: int, rng: np.random.Generator
) -> tuple[float, ...]:
    parts = [_rows(matrix, rows).T for rows in (a, b)]
    of_a, of_b = (part.sum(axis=1) for part in parts)
    total, null, units = of_a + of_b, [], len(a) + len(b)
    occurs = total > 0
    for start in range(0, draws, AT_ONCE):
        chosen = np.zeros((units, min(AT_ONCE, draws - start)), matrix.dtype)
        for column in chosen.T:
            column[rng.permutation(units)[: len(a)]] = 1
        sums = parts[0] @ chosen[: len(a)] + parts[1] @ chosen[len(a) :]
        null += jensen_shannon(sums[occurs].T, (total[:, None] - sums)[occurs].T).tolist()
    null = np.array(null)
    observed = float(jensen_shannon(of_a[occurs], of_b[occurs]))
    low, middle, high = np.quantile(null, [0.025, 0.5, 0.975])
    return observed, middle, low, high, (1 + (null >= observed - 1e-12).sum()) / (1 + draws)

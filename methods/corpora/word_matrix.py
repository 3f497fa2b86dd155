"""Count the words of all articles of a corpus of any size, as a sparse matrix, articles x types.

The engine counts the chunks in parallel and keeps their tables. A word is stored once per chunk, not once per
token.
"""

import functools
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from methods.corpora.engine import kept
from methods.text.spans import type_counts
from methods.text.words import LEXICON, segmenter

if TYPE_CHECKING:
    from pyarrow import Array
    from scipy.sparse import csr_array


class Counts(NamedTuple):
    """Counts, articles x types, with the names of both; a tidy table takes ten times the memory."""

    counts: "csr_array"
    words: "list[str] | Array"
    article_ids: list[str]

    @property
    def columns(self) -> list[str]:
        """The columns of `table`."""
        return ["article_id", "word", "count"]

    def only(self, words: Collection[str]) -> "Counts":
        """Return the counts of some words."""
        return self._of(pd.Index(self.words).isin(list(words)))

    def without(self, words: Collection[str], pattern: str | None = None) -> "Counts":
        """Return the counts without some words, and without the words that fully match a pattern."""
        names = pd.Series(self.words, dtype="str")
        unwanted = names.isin(list(words))
        if pattern is not None:
            unwanted |= names.str.fullmatch(pattern)
        return self._of(~unwanted.to_numpy())

    def _of(self, chosen: np.ndarray) -> "Counts":
        names = [self.words[number] for number in np.flatnonzero(chosen)]
        return Counts(self.counts[:, chosen], names, self.article_ids)

    def table(self) -> pd.DataFrame:
        """Return the counts above 0 as a tidy table: `article_id, word, count`."""
        sizes = np.diff(self.counts.indptr)
        columns = {
            "article_id": pd.Index(self.article_ids, dtype="str").repeat(sizes),
            "word": pd.Index(self.words, dtype="str").take(self.counts.indices),
            "count": self.counts.data.astype(int),
        }
        return pd.DataFrame(columns)


def count_frame(articles: pd.DataFrame) -> Counts:
    """Count the words of articles in memory; words are in the order of their first occurrence."""
    counts, words = type_counts(articles)
    return Counts(counts, words, articles.index.tolist())


def chunk_counts(articles: pd.DataFrame, lexicon: Path | None = LEXICON) -> pd.DataFrame:
    """Count the words of a chunk, by the rule of `methods.text.words.Segmenter.count`.

    Returns
    -------
    DataFrame
        `article_id, token` (both categorical), `count`. An article without tokens that count has one row with
        the count 0 and a missing token.
    """
    if lexicon == LEXICON:  # The same pass needs these counts for other tables, too.
        counts, words = type_counts(articles)
    else:
        counts, words = segmenter(lexicon).count(articles["text"].tolist())
    sizes = np.diff(counts.indptr)
    empty = np.flatnonzero(sizes == 0)
    row = np.append(np.repeat(np.arange(len(articles)), sizes), empty)
    column = np.append(counts.indices, np.full(empty.size, -1))
    return pd.DataFrame(
        {
            "article_id": pd.Categorical.from_codes(row, articles.index),
            "token": pd.Categorical.from_codes(column, pd.Index(words, dtype="str")),
            "count": np.append(counts.data, np.zeros(empty.size, np.int32)),
        }
    )


def _matrix(path: Path) -> Counts:
    """Return a table of `chunk_counts` as a matrix; its rows are in the order of the articles."""
    from pyarrow import parquet  # To read a table, pandas would take as long as all that follows.
    from scipy.sparse import csr_array

    table = parquet.read_table(path).combine_chunks()
    ids, words = (table[name].chunk(0) for name in ("article_id", "token"))
    numbers = words.indices.fill_null(-1).to_numpy()
    occurs = numbers >= 0
    sizes = np.bincount(ids.indices.to_numpy()[occurs], minlength=len(ids.dictionary))
    arrays = table["count"].to_numpy()[occurs], numbers[occurs], np.append(0, np.cumsum(sizes))
    counts = csr_array(arrays, shape=(len(ids.dictionary), len(words.dictionary)))
    return Counts(counts, words.dictionary, ids.dictionary.to_pylist())


class _Vocabulary:
    """Words numbered in the order in which they were added, without a Python object per word."""

    def __init__(self) -> None:
        import pyarrow as pa

        self.words = pa.array([], pa.large_string())

    def numbers(self, words: "Array") -> np.ndarray:
        """Return the numbers of some words; new words are added."""
        import pyarrow as pa

        encoded = pa.concat_arrays([self.words, words.cast(pa.large_string())]).dictionary_encode()
        before, self.words = len(self.words), encoded.dictionary
        return encoded.indices.to_numpy()[before:]

    def order(self) -> np.ndarray:
        """Return the numbers of the words sorted by code point."""
        from pyarrow import compute

        return compute.sort_indices(self.words).to_numpy().astype(np.int64)


def count_matrix(corpus: Path | str, *, lexicon: Path | None = LEXICON, address: str | None = None) -> Counts:
    """Count the words of all articles of a corpus.

    Parameters
    ----------
    corpus, address
        As for `methods.corpora.engine.tabulate`.
    lexicon : Path or None
        The user words; by default this project's, which the notebooks use for every corpus, so that rates can
        be compared.

    Returns
    -------
    Counts
        A matrix of articles (sorted by id) x types (sorted by code point), int32. Each pair of article and
        type takes eight bytes: a quarter of a gigabyte for 100,000 articles of 2.5 kB.
    """
    function = functools.partial(chunk_counts, lexicon=lexicon)
    return join_counts(kept(corpus, function, lexicons=lexicon, address=address))


def join_counts(paths: Collection[Path], article_ids: pd.Index | None = None) -> Counts:
    """Return one matrix from the tables of `chunk_counts` of all chunks.

    Parameters
    ----------
    paths : collection of Path
        The tables. They are read twice, so that no more than the matrix and one of them is in memory.
    article_ids : Index, optional
        The rows; by default all articles, sorted by id.
    """
    from scipy.sparse import csr_array

    vocabulary, numbers, ids, sizes = _Vocabulary(), [], [], []
    for path in paths:
        chunk = _matrix(path)
        numbers.append(vocabulary.numbers(chunk.words))
        ids += chunk.article_ids
        sizes.append(np.diff(chunk.counts.indptr))
    order = vocabulary.order()
    place = np.empty(order.size, np.int32)
    place[order] = np.arange(order.size)
    names, each = np.array(ids, object), np.concatenate([np.zeros(0, np.int64), *sizes])
    if article_ids is None:  # An id may occur twice.
        by_id = np.argsort(names, kind="stable")
        index, rows = pd.Index(names[by_id], dtype="str"), np.argsort(by_id)
    else:
        index, rows = article_ids, article_ids.get_indexer(names)
    bounds = np.zeros(len(index) + 1, np.int64)
    bounds[rows[rows >= 0] + 1] = each[rows >= 0]
    bounds = bounds.cumsum()
    data, indices = np.empty(bounds[-1], np.int32), np.empty(bounds[-1], np.int32)
    done = 0
    for path, words in zip(paths, numbers, strict=True):
        chunk = _matrix(path)
        own = rows[done : done + len(chunk.article_ids)]
        done += own.size
        cells = chunk.counts[own >= 0]
        own = own[own >= 0]
        # A row is moved as a whole: from its place in the chunk to its place in the matrix.
        to = np.repeat(bounds[own] - cells.indptr[:-1], np.diff(cells.indptr)) + np.arange(cells.nnz)
        data[to], indices[to] = cells.data, place[words[cells.indices]]
    if bounds[-1] < 2**31:  # scipy gives the indices the type of the bounds.
        bounds = bounds.astype(np.int32)
    counts = csr_array((data, indices, bounds), shape=(len(index), order.size))
    counts.sort_indices()
    return Counts(counts, vocabulary.words.take(order).to_pylist(), index.tolist())

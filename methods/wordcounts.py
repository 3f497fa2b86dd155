"""Words of a corpus of any size, counted: article by article, or summed by period, by region, by resample.

Tokens are numbers from the segmenter on; a word becomes a string once a chunk, not once a token. Resampling
is the bootstrap over articles with Poisson weights instead of multinomial ones, so that one pass over the
chunks, in any order, gives all draws: N. Chamandy, O. Muralidharan, A. Najmi, S. Naidu, Estimating
Uncertainty for Massive Data Streams, Google 2012.
"""

import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from methods.engine import kept
from methods.segment import LEXICON, segmenter

if TYPE_CHECKING:
    from pyarrow import Array
    from scipy.sparse import csr_array

# Distribution function at 0, 1, … 12 of a Poisson variable with mean 1; 32 random bits never get further.
POISSON = np.cumsum(np.exp(-1.0) / np.cumprod([1, *range(1, 13)]))

#: Adds an article to a sum of counts, so that both are summed at once: up to 2**38 tokens of 2**25 articles.
ARTICLE = 1 << 38


class Counts(NamedTuple):
    """Counts, articles x types, and the names of both."""

    counts: "csr_array"
    words: "list[str] | Array"
    article_ids: list[str]


def count_words(articles: pd.DataFrame, lexicon: Path | None = LEXICON) -> pd.DataFrame:
    """Count the tokens that count for rates, as jieba cuts them.

    Returns
    -------
    DataFrame
        `article_id, token` (both categorical), `count`; an article without such tokens has one row with the
        count 0 and no token.
    """
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


def count_stream(
    corpus: Path | str, *, lexicon: Path | None = None, address: str | None = None
) -> Iterator[Counts]:
    """Give the counts of a corpus chunk by chunk; words (as an Arrow array) and articles as they come.

    Parameters
    ----------
    corpus, address
        As for `methods.engine.tabulate`.
    lexicon : Path, optional
        Where the user words stand; by default `lexicons/terms.csv` in the corpus, or else this project's.
    """
    own = Path(corpus).resolve() / "lexicons" / "terms.csv"
    lexicon = lexicon or (own if own.exists() else LEXICON)
    count = functools.partial(count_words, lexicon=lexicon)
    return map(_matrix, kept(corpus, count, lexicons=lexicon, address=address))


def _matrix(path: Path) -> Counts:
    """The table of `count_words` as a matrix; its rows already stand in the order of the articles."""
    from pyarrow import parquet  # pandas would take as long for a table as all that comes after it
    from scipy.sparse import csr_array

    table = parquet.read_table(path).combine_chunks()
    ids, words = (table[name].chunk(0) for name in ("article_id", "token"))
    numbers = words.indices.fill_null(-1).to_numpy()
    stands = numbers >= 0
    sizes = np.bincount(ids.indices.to_numpy()[stands], minlength=len(ids.dictionary))
    arrays = table["count"].to_numpy()[stands], numbers[stands], np.append(0, np.cumsum(sizes))
    counts = csr_array(arrays, shape=(len(ids.dictionary), len(words.dictionary)))
    return Counts(counts, words.dictionary, ids.dictionary.to_pylist())


class _Vocabulary:
    """Words and their numbers, in the order in which they came; never a Python object for each."""

    def __init__(self) -> None:
        import pyarrow as pa

        self.words = pa.array([], pa.large_string())

    def __len__(self) -> int:
        return len(self.words)

    def numbers(self, words: "Array") -> np.ndarray:
        """The numbers of words that are all different; new ones are added."""
        import pyarrow as pa
        from pyarrow import compute

        words = words.cast(pa.large_string())
        numbers = compute.index_in(words, value_set=self.words)
        new = words.filter(numbers.is_null())
        numbers = numbers.fill_null(-1).to_numpy().copy()
        numbers[numbers < 0] = np.arange(len(self), len(self) + len(new))
        self.words = pa.concat_arrays([self.words, new])
        return numbers

    def order(self) -> np.ndarray:
        """The numbers in the order of the words, by code point, as UTF-8 sorts."""
        from pyarrow import compute

        return compute.sort_indices(self.words).to_numpy().astype(np.int64)

    def sorted(self) -> list[str]:
        """The words in that order."""
        return self.words.take(self.order()).to_pylist()


def count_matrix(corpus: Path | str, *, lexicon: Path | None = None, address: str | None = None) -> Counts:
    """Count the words of a corpus: a matrix of articles (by id) x types (by code point), int32.

    It takes eight bytes a pair of article and type, a quarter of a gigabyte for 100,000 articles of 2.5 kB.
    What is wanted in sum only is had with less from `count_by` or `weighted_counts`.
    """
    from scipy.sparse import csr_array

    vocabulary, ids = _Vocabulary(), []
    data, indices, sizes = [np.empty(0, np.int32)], [np.empty(0, np.int32)], [np.zeros(1, np.int64)]
    for chunk in count_stream(corpus, lexicon=lexicon, address=address):
        ids += chunk.article_ids
        data.append(chunk.counts.data)
        indices.append(vocabulary.numbers(chunk.words)[chunk.counts.indices])
        sizes.append(np.diff(chunk.counts.indptr))
    order, rows = vocabulary.order(), np.argsort(np.array(ids, object), kind="stable")
    place = np.empty(order.size, np.int32)
    place[order] = np.arange(order.size)
    arrays = np.concatenate(data), place[np.concatenate(indices)], np.cumsum(np.concatenate(sizes))
    counts = csr_array(arrays, shape=(len(ids), order.size))[rows]
    counts.sort_indices()
    return Counts(counts, vocabulary.sorted(), sorted(ids))


def weighted_counts(
    corpus: Path | str,
    weigh: Callable[[pd.Index], np.ndarray],
    *,
    lexicon: Path | None = None,
    address: str | None = None,
) -> pd.DataFrame:
    """Sum the counts of a corpus with weights for the articles, in one pass.

    Parameters
    ----------
    weigh : callable
        Gives, for the ids of some articles, their weights: articles x sums. One sum a group (ones and
        noughts), one a draw (`bootstrap_weights`), or one for each pair of them.

    Returns
    -------
    DataFrame
        Index `token` by code point, a column for each sum, numbers of the weights' type.
    """
    vocabulary, sums = _Vocabulary(), None
    for chunk in count_stream(corpus, lexicon=lexicon, address=address):
        part = chunk.counts.T @ weigh(pd.Index(chunk.article_ids, name="article_id"))
        numbers = vocabulary.numbers(chunk.words)
        sums = np.zeros((0, part.shape[1]), part.dtype) if sums is None else sums
        if len(vocabulary) > len(sums):  # Room for twice as many, lest every chunk copies the sums.
            sums = np.concatenate(
                [sums, np.zeros((2 * len(vocabulary) - len(sums), part.shape[1]), part.dtype)]
            )
        sums[numbers] += part
    return pd.DataFrame(sums[vocabulary.order()], pd.Index(vocabulary.sorted(), dtype="str", name="token"))


def count_by(
    corpus: Path | str, by: pd.DataFrame, *, lexicon: Path | None = None, address: str | None = None
) -> pd.DataFrame:
    """Sum the counts of a corpus by groups of articles, such as periods and regions.

    Parameters
    ----------
    by : DataFrame
        Index `article_id`, a column for each key, such as `year` and `province` made from `engine.metadata`.
        Articles that it does not have, or for which a key is missing, are left out.

    Returns
    -------
    DataFrame
        The keys, `token, count, articles` (how many have it), in the order of keys and tokens; no rows for
        what does not stand there.
    """
    from scipy.sparse import csr_array

    group = by.dropna().groupby(list(by.columns)).ngroup()
    keys = by.loc[group.drop_duplicates().sort_values().index].reset_index(drop=True)
    vocabulary, total = _Vocabulary(), csr_array((len(keys), 0), dtype=np.int64)
    for chunk in count_stream(corpus, lexicon=lexicon, address=address):
        numbers, of_article = vocabulary.numbers(chunk.words), group.reindex(chunk.article_ids)
        rows = np.flatnonzero(of_article.notna())
        members = csr_array(
            (np.ones(rows.size, np.int64), (of_article.iloc[rows].astype(int), rows)),
            shape=(len(keys), len(chunk.article_ids)),
        )
        marked = chunk.counts.astype(np.int64)
        marked.data += ARTICLE
        part = members @ marked
        total.resize((len(keys), len(vocabulary)))
        total += csr_array((part.data, numbers[part.indices], part.indptr), shape=total.shape)
    sums = total[:, vocabulary.order()]
    sums.sort_indices()
    sums, tokens = sums.tocoo(), pd.Index(vocabulary.sorted(), dtype="str")
    table = keys.iloc[sums.row].reset_index(drop=True)
    return table.assign(token=tokens.take(sums.col), count=sums.data % ARTICLE, articles=sums.data // ARTICLE)


def bootstrap_weights(article_ids: Iterable[str], draws: int, seed: int = 0) -> np.ndarray:
    """How often each article stands in each resample: articles x draws, Poisson with mean 1.

    An article's weights depend on its id and the seed only, not on the other articles or their order.
    """
    names = [f"{seed}:{article_id}".encode() for article_id in article_ids]
    bits = b"".join(hashlib.shake_128(name).digest(4 * draws) for name in names)
    shares = np.frombuffer(bits, "<u4").reshape(len(names), draws) / 2**32
    return np.searchsorted(POISSON, shares, side="right").astype(np.int32)

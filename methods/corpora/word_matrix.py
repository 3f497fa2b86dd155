"""Words of a corpus of any size, counted: article by article, or summed by period, by region, by resample.

Tokens are numbers from the segmenter on; a word becomes a string once a chunk, not once a token. Resampling
is the bootstrap over articles with Poisson weights instead of multinomial ones, so that one pass over the
chunks, in any order, gives all draws: N. Chamandy, O. Muralidharan, A. Najmi, S. Naidu, Estimating
Uncertainty for Massive Data Streams, Google 2012.
"""

import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from methods.corpora.engine import kept
from methods.text.words import LEXICON, segmenter

if TYPE_CHECKING:
    from pyarrow import Array
    from scipy.sparse import coo_array, csr_array

# Distribution function at 0, 1, … 12 of a Poisson variable with mean 1; 32 random bits never get further.
POISSON = np.cumsum(np.exp(-1.0) / np.cumprod([1, *range(1, 13)]))

#: Adds an article to a sum of counts, so that both are summed at once: up to 2**38 tokens of 2**25 articles.
ARTICLE = 1 << 38
#: Stands between the keys of a group; it sorts before whatever a key may hold.
JOINT = "\x1f"
#: So many chunks' sums are added up at once.
TOGETHER = 8
#: Sums that are fewer than one in so many cells are not written out with the noughts between them.
SPARSE = 8


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
        As for `methods.corpora.engine.tabulate`.
    lexicon : Path, optional
        Where the user words stand; by default `lexicons/terms.csv` in the corpus, or else this project's.
    """
    lexicon = lexicon or _lexicon(corpus)
    count = functools.partial(count_words, lexicon=lexicon)
    return map(_matrix, kept(corpus, count, lexicons=lexicon, address=address))


def _lexicon(corpus: Path | str) -> Path:
    """Where the user words of a corpus stand."""
    own = Path(corpus).resolve() / "lexicons" / "terms.csv"
    return own if own.exists() else LEXICON


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

    def numbers(self, *lists: "Array") -> list[np.ndarray]:
        """The numbers of the words in some lists; new words are added."""
        import pyarrow as pa

        lists = (self.words, *(words.cast(pa.large_string()) for words in lists))
        encoded = pa.concat_arrays(lists).dictionary_encode()
        self.words = encoded.dictionary
        return np.split(encoded.indices.to_numpy(), np.cumsum([len(words) for words in lists]))[1:-1]

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
        (numbers,) = vocabulary.numbers(chunk.words)
        indices.append(numbers[chunk.counts.indices])
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
        (numbers,) = vocabulary.numbers(chunk.words)
        sums = np.zeros((0, part.shape[1]), part.dtype) if sums is None else sums
        if len(vocabulary) > len(sums):  # Room for twice as many, lest every chunk copies the sums.
            sums = np.concatenate(
                [sums, np.zeros((2 * len(vocabulary) - len(sums), part.shape[1]), part.dtype)]
            )
        sums[numbers] += part
    return pd.DataFrame(sums[vocabulary.order()], pd.Index(vocabulary.sorted(), dtype="str", name="token"))


def group_counts(
    articles: pd.DataFrame, columns: Sequence[str], period: str | None, lexicon: Path | None = LEXICON
) -> pd.DataFrame:
    """Sum the counts of articles by groups: what `count_by` does with a chunk.

    Returns
    -------
    DataFrame
        `group` (the keys as one string, joined by `JOINT`) and `token`, both categorical, `count, articles`.
    """
    from scipy.sparse import csr_array

    keys = articles[list(columns)]
    if period:
        dates = articles["date"].dt.to_period(period).astype("str").where(articles["date"].notna())
        keys.insert(0, "period", dates)
    rows = np.flatnonzero(keys.notna().all(axis=1))
    group = pd.Categorical([JOINT.join(map(str, row)) for row in keys.iloc[rows].itertuples(index=False)])
    members = csr_array(
        (np.ones(len(rows), np.int64), (group.codes, np.arange(len(rows)))),
        shape=(len(group.categories), len(rows)),
    )
    counts, words = segmenter(lexicon).count(articles["text"].iloc[rows].tolist())
    marked = counts.astype(np.int64)
    marked.data += ARTICLE
    sums = (members @ marked).tocoo()
    return pd.DataFrame(
        {
            "group": pd.Categorical.from_codes(sums.row, group.categories),
            "token": pd.Categorical.from_codes(sums.col, pd.Index(words, dtype="str")),
            "count": sums.data % ARTICLE,
            "articles": sums.data // ARTICLE,
        }
    )


def _read_sums(paths: list[Path], groups: dict[str, int], vocabulary: _Vocabulary) -> "coo_array":
    """Some tables of `group_counts` as one matrix, groups x types; both are numbered as they come."""
    from pyarrow import parquet
    from scipy.sparse import coo_array

    tables = [parquet.read_table(path).combine_chunks() for path in paths]
    tables = [{name: table[name].chunk(0) for name in table.column_names} for table in tables if len(table)]
    parts = [(np.empty(0, np.int64),) * 3]
    for table, tokens in zip(
        tables, vocabulary.numbers(*(t["token"].dictionary for t in tables)), strict=True
    ):
        keys = np.array(
            [groups.setdefault(key, len(groups)) for key in table["group"].dictionary.to_pylist()]
        )
        sums = table["count"].to_numpy() + ARTICLE * table["articles"].to_numpy()
        parts.append(
            (keys[table["group"].indices.to_numpy()], tokens[table["token"].indices.to_numpy()], sums)
        )
    rows, columns, sums = map(np.concatenate, zip(*parts, strict=True))
    return coo_array((sums, (rows, columns)), shape=(len(groups), len(vocabulary)))


def count_by(
    corpus: Path | str,
    columns: Sequence[str],
    period: str | None = None,
    *,
    lexicon: Path | None = None,
    address: str | None = None,
) -> pd.DataFrame:
    """Sum the counts of a corpus by groups of articles, such as periods and regions.

    Parameters
    ----------
    columns : sequence of str
        Columns of the metadata, such as `province`.
    period : str, optional
        A pandas frequency by which the dates of the articles are grouped as well: ``"Y"``, ``"Q"``, ``"M"``.

    Returns
    -------
    DataFrame
        `period` (as ``2024`` or ``2024Q1``) and the columns, all as strings, `token, count, articles` (how
        many have it), in the order of keys and tokens; no rows for what does not stand there, nor for
        articles that lack a key.
    """
    from scipy.sparse import csr_array

    lexicon = lexicon or _lexicon(corpus)
    sum_up = functools.partial(group_counts, columns=tuple(columns), period=period, lexicon=lexicon)
    vocabulary, groups, total = _Vocabulary(), {}, csr_array((0, 0), dtype=np.int64)
    paths = kept(corpus, sum_up, lexicons=lexicon, address=address)
    for start in range(0, len(paths), TOGETHER):
        part = _read_sums(paths[start : start + TOGETHER], groups, vocabulary)
        total.resize(part.shape)
        # To sort what is not sparse takes ten times as long as to write it out.
        total += csr_array(part.toarray() if np.prod(part.shape) < SPARSE * part.nnz else part)
    order = sorted(groups)
    sums = total[[groups[key] for key in order]][:, vocabulary.order()]
    sums.sort_indices()
    sums, tokens = sums.tocoo(), pd.Index(vocabulary.sorted(), dtype="str")
    names = [*(["period"] if period else []), *columns]
    keys = pd.DataFrame([key.split(JOINT) for key in order], columns=names, dtype="str")
    return (
        keys.iloc[sums.row]
        .assign(token=tokens.take(sums.col), count=sums.data % ARTICLE, articles=sums.data // ARTICLE)
        .reset_index(drop=True)
    )


def bootstrap_weights(article_ids: Iterable[str], draws: int, seed: int = 0) -> np.ndarray:
    """How often each article stands in each resample: articles x draws, Poisson with mean 1.

    An article's weights depend on its id and the seed only, not on the other articles or their order.
    """
    names = [f"{seed}:{article_id}".encode() for article_id in article_ids]
    bits = b"".join(hashlib.shake_128(name).digest(4 * draws) for name in names)
    shares = np.frombuffer(bits, "<u4").reshape(len(names), draws) / 2**32
    return np.searchsorted(POISSON, shares, side="right").astype(np.int32)

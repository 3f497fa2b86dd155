"""Copies: articles that are the same text, or nearly so.

Source: A. Broder (1997), On the resemblance and containment of documents, SEQUENCES '97: the Jaccard
similarity of the sets of shingles. MinHash with locality-sensitive hashing (datasketch) proposes pairs, the
exact similarity decides; few articles are all compared with one another.
"""

import functools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from datasketch import MinHash, MinHashLSH

SHINGLE = 5  # characters; near-copies share most of them, other articles on the same subject few
FEW = 100  # articles up to which comparing all pairs is quicker than loading datasketch
COUNTED = re.compile(r"[^\W_]")  # what counts for tokens: copies differ in punctuation and line breaks
PERMUTATIONS = 128  # of a signature: an estimate is out by 0.03 where it matters
_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd and without pattern: a multiplicative hash


def near_duplicates(articles: pd.DataFrame, threshold: float = 0.8) -> pd.DataFrame:
    """Articles that are copies of another one, and which of them is kept.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`; `text`.
    threshold : float
        Least Jaccard similarity of the sets of five-character shingles, punctuation left out; above 0, at
        most 1.

    Returns
    -------
    DataFrame
        article_id, kept_id, similarity: one row for each article to leave out. Of several copies the
        longest is kept, because copying cuts more than it adds; of equally long ones the first in the
        frame. An article without a character that counts is no copy of anything.

    Raises
    ------
    ValueError
        When the threshold is out of range.
    """
    if not 0 < threshold <= 1:
        raise ValueError("threshold must lie above 0 and not above 1")
    texts = articles["text"].map(_counted)
    texts = texts[texts != ""].sort_values(key=lambda text: -text.str.len(), kind="stable")
    shingles = functools.lru_cache(2 * FEW)(lambda number: _shingles(texts.iloc[number]))
    index, kept, rows = None if len(texts) <= FEW else _lsh(threshold), [], []
    for number in range(len(texts)):
        signature = None if index is None else _signature(shingles(number))
        near = kept if index is None else sorted(index.query(signature))
        likeness = [_jaccard(shingles(number), shingles(other)) for other in near]
        if likeness and max(likeness) >= threshold:
            best = near[likeness.index(max(likeness))]
            rows.append((texts.index[number], texts.index[best], max(likeness)))
        elif index is None:
            kept.append(number)
        else:
            index.insert(number, signature)
    return pd.DataFrame(rows, columns=["article_id", "kept_id", "similarity"])


def band_hashes(articles: pd.DataFrame, threshold: float = 0.8) -> pd.DataFrame:
    """What the index of `near_duplicates` knows of each article, for corpora that no memory holds.

    Only articles that have the same hash in some column can be copies of one another; which they are, texts
    decide. Returns `article_id` and a column of hashes for each band; no row for an article without a
    character that counts.
    """
    texts = articles["text"].map(_counted)
    texts, ranges = texts[texts != ""], _lsh(threshold).hashranges
    hashes = np.array([_signature(_shingles(text)).hashvalues for text in texts], np.uint64)
    hashes = hashes.reshape(len(texts), PERMUTATIONS)
    bands = {f"band_{k}": _mixed(list(hashes[:, start:stop].T)) for k, (start, stop) in enumerate(ranges)}
    return pd.DataFrame({"article_id": texts.index.astype("str")} | bands)


def _mixed(columns: Sequence[np.ndarray]) -> np.ndarray:
    """One hash for each row of some columns of numbers, 64 bits each."""
    mixed = np.zeros(len(columns[0]), np.uint64)
    for column in columns:
        mixed = (mixed + column) * _FACTOR
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _counted(text: str) -> str:
    """The characters of a text that copies share."""
    return "".join(COUNTED.findall(text))


def window_hashes(text: str, width: int) -> np.ndarray:
    """Hash of the window of so many characters at each place of a text: 64 bits each."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    size = max(len(codes) - width + 1, 0)
    return _mixed([codes[shift : shift + size] for shift in range(width)])


def _shingles(text: str) -> np.ndarray:
    """Hashes of the different shingles of a text; a text shorter than one is one shingle."""
    return np.unique(window_hashes(text, min(SHINGLE, len(text))))


def _jaccard(one: np.ndarray, other: np.ndarray) -> float:
    """Jaccard similarity of two arrays of different hashes."""
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / (len(one) + len(other) - common)


def _lsh(threshold: float) -> "MinHashLSH":
    """An index that would rather propose a pair too many, since the exact similarity decides."""
    from datasketch import MinHashLSH

    return MinHashLSH(max(threshold - 0.1, 0.05), num_perm=PERMUTATIONS, weights=(0.2, 0.8))


def _signature(shingles: np.ndarray) -> "MinHash":
    """MinHash of shingles, the same on every machine: datasketch's permutations have a fixed seed."""
    from datasketch import MinHash

    signature = MinHash(num_perm=PERMUTATIONS, hashfunc=int)
    signature.update_batch((shingles >> np.uint64(32)).tolist())
    return signature

"""Find articles that are copies or near-copies of others.

Source: A. Broder (1997), On the resemblance and containment of documents, SEQUENCES '97: the Jaccard
similarity of the sets of shingles. MinHash with locality-sensitive hashing (datasketch) proposes pairs, and
the exact similarity decides. Up to `FEW` articles, all pairs are compared.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from methods.text.shingles import counted_characters, mix_hashes, window_hashes

if TYPE_CHECKING:
    from datasketch import MinHashLSH

SHINGLE = 5  # Characters: near-copies share most shingles, other articles on the same subject share few.
FEW = 100  # Articles up to which a comparison of all pairs is faster than to load datasketch.
PERMUTATIONS = 128  # Values of a signature: at a similarity of 0.9, an estimate has a standard error of 0.03.
_PLACES = np.arange(PERMUTATIONS, dtype=np.uint64) * np.uint64(2**64 // PERMUTATIONS)


def near_duplicates(articles: pd.DataFrame, threshold: float) -> pd.DataFrame:
    """Return the articles that are near-copies of another one, and which article is kept instead.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`; `text`.
    threshold : float
        Least Jaccard similarity of the sets of five-character shingles without punctuation; above 0, at
        most 1.

    Returns
    -------
    DataFrame
        `article_id, kept_id, similarity`, one row per article to leave out. Of several copies the longest is
        kept, because copying cuts more than it adds; of equally long ones, the first in the frame. An article
        without letters, digits or Chinese characters is never a copy.

    Raises
    ------
    ValueError
        If the threshold is out of range.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold is {threshold}: it must be above 0 and at most 1")
    texts = articles["text"].map(counted_characters)
    texts = texts[texts != ""].sort_values(key=lambda text: -text.str.len(), kind="stable")
    bands = np.zeros((len(texts), 1)) if len(texts) <= FEW else _bands(texts, threshold)
    proposed = _repeated(bands)  # An article without a proposed pair is kept, and has no copy.
    texts, bands = texts[proposed], bands[proposed]
    rows = [
        (texts.index[number], texts.index[other], likeness)
        for number, other, likeness in _find_copies(*_number_shared(texts), bands, threshold)
    ]
    return pd.DataFrame(rows, columns=["article_id", "kept_id", "similarity"])


def _find_copies(
    shared: list[np.ndarray], sizes: np.ndarray, bands: np.ndarray, threshold: float
) -> Iterator[tuple[int, int, float]]:
    """Yield the position of each copy, that of the most similar text that is kept, and their similarity.

    Texts that share only boilerplate are proposed in great numbers. Most need no comparison: two texts cannot
    have more shingles in common than either shares with all other texts.
    """
    most = np.array([len(numbers) for numbers in shared], int)
    is_here = np.zeros(most.sum(), bool)  # The shingles of the current text.
    kept, count = np.zeros(len(shared), int), 0
    for number, numbers in enumerate(shared):
        others = kept[:count]
        bound = _jaccard(np.minimum(most[number], most[others]), sizes[number], sizes[others])
        near = others[bound >= threshold]
        near = near[(bands[near] == bands[number]).any(axis=1)]
        is_here[numbers] = True
        common = np.array([_count_common(is_here, shared[other]) for other in near], int)
        is_here[numbers] = False
        likeness = _jaccard(common, sizes[number], sizes[near])
        if likeness.max(initial=0) >= threshold:
            yield number, int(near[likeness.argmax()]), float(likeness.max())
        else:
            kept[count] = number
            count += 1


def band_hashes(articles: pd.DataFrame, threshold: float) -> pd.DataFrame:
    """Return the hashes by which `near_duplicates` proposes pairs, for corpora larger than memory.

    Only articles with the same hash in a column can be copies of one another; a comparison of the texts
    decides.

    Returns
    -------
    DataFrame
        `article_id` and one column of hashes per band; no row for an article without letters, digits or
        Chinese characters.
    """
    texts = articles["text"].map(counted_characters)
    texts = texts[texts != ""]
    bands = {f"band_{k}": column for k, column in enumerate(_bands(texts, threshold).T)}
    return pd.DataFrame({"article_id": texts.index.astype("str")} | bands)


def _bands(texts: pd.Series, threshold: float) -> np.ndarray:
    """Return the hashes of the bands of each text's signature, texts x bands."""
    ranges = _lsh(threshold).hashranges
    hashes = np.array([_signature(_shingles(text)) for text in texts], np.uint64)
    hashes = hashes.reshape(len(texts), PERMUTATIONS)
    return np.stack([mix_hashes(list(hashes[:, start:stop].T)) for start, stop in ranges], axis=1)


def _repeated(bands: np.ndarray) -> np.ndarray:
    """Return which rows share a value in some column with another row."""
    found = np.zeros(len(bands), bool)
    for column in bands.T:
        _, place, times = np.unique(column, return_inverse=True, return_counts=True)
        found |= times[place] > 1
    return found


def _shingles(text: str) -> np.ndarray:
    """Return the hashes of the distinct shingles of a text; a shorter text is one shingle."""
    return np.unique(window_hashes(text, min(SHINGLE, len(text))))


def _number_shared(texts: pd.Series) -> tuple[list[np.ndarray], np.ndarray]:
    """Return the numbers of the shingles that each text shares with any other, and its total number."""
    shingles = [_shingles(text) for text in texts]
    every = np.sort(np.concatenate([np.zeros(0, np.uint64), *shingles]))
    repeated = np.unique(every[1:][every[1:] == every[:-1]])
    sizes = np.array([len(each) for each in shingles], int)
    return [_places(each, repeated) for each in shingles], sizes


def _places(values: np.ndarray, among: np.ndarray) -> np.ndarray:
    """Return the positions in a sorted array of those values that it contains."""
    place = np.searchsorted(among, values)
    return place[np.searchsorted(among, values, "right") > place].astype(np.uint32)


def _count_common(is_here: np.ndarray, numbers: np.ndarray) -> int:
    """Return how many of some numbers are marked."""
    return int(np.count_nonzero(is_here[numbers]))


def _jaccard(common: np.ndarray, one: int, other: np.ndarray) -> np.ndarray:
    """Return the Jaccard similarity of a set with others, from the sizes of the intersections and sets."""
    return common / (one + other - common)


def _lsh(threshold: float) -> "MinHashLSH":
    """Return an index that misses few pairs, since the exact similarity removes those proposed wrongly."""
    from datasketch import MinHashLSH

    return MinHashLSH(max(threshold - 0.1, 0.05), num_perm=PERMUTATIONS, weights=(0.2, 0.8))


def _signature(shingles: np.ndarray) -> np.ndarray:
    """Return the MinHash of sorted shingles, the same on every machine.

    One permutation for all values: the hashes lie on a ring, and each value is the first one at or after a
    place on it, so equal with a probability of the similarity. P. Li, A. Owen & C.-H. Zhang (2012), One
    permutation hashing, NIPS; A. Shrivastava & P. Li (2014), Densifying one permutation hashing, ICML.
    """
    return shingles[np.searchsorted(shingles, _PLACES) % len(shingles)]

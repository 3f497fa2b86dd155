"""A table of word bigrams, and its file format with 8 bits per probability.

Source: ascending numbers are stored as the gaps between them, as in I. H. Witten, A. Moffat and T. C. Bell,
Managing Gigabytes, 2nd ed. (1999), chapter 3; zlib compresses the result.
"""

from __future__ import annotations

import io
import zipfile
from typing import NamedTuple

import numpy as np

#: One 8-bit step as a difference of logarithms; back-off weights may exceed 1 by `ABOVE` steps.
STEP, ABOVE = 0.08, 40
LEAST = np.float32(-255 * STEP)
#: Most bytes of an unpacked table; a larger file is not a table.
MOST = 64 << 20


class Table(NamedTuple):
    """Bigrams in rows by the first word. Id 0 is the unknown word, which has no bigrams.

    `words` are the words from id 1 on, and `tokens` is the number of tokens that were counted. `first` bounds
    each word's row in `second`, which holds the ascending ids of the words after it. `logp` are their log
    probabilities there, `backoff` is the log of the factor for any other word, and `alone` is the log
    probability of each word without context.
    """

    words: list[str]
    tokens: int
    first: np.ndarray
    second: np.ndarray
    logp: np.ndarray
    backoff: np.ndarray
    alone: np.ndarray


def pack(table: Table) -> bytes:
    """Return a table as the bytes of a file."""
    rows = np.diff(table.first)
    gaps = np.diff(table.second, prepend=0)
    begins = table.first[:-1][rows > 0]
    gaps[begins] = table.second[begins]
    wide = gaps >= 255
    arrays = {
        "words": np.frombuffer("".join(word + "\0" for word in table.words).encode(), np.uint8),
        "tokens": np.array([table.tokens]),
        "rows": _planes(rows),
        "gaps": np.where(wide, 255, gaps).astype(np.uint8),
        "wide": _planes(gaps[wide]),
        "logp": np.clip(np.rint(table.logp / -STEP), 0, 255).astype(np.uint8),
        "backoff": np.clip(np.rint(table.backoff / -STEP) + ABOVE, 0, 255).astype(np.uint8),
        "alone": np.clip(np.rint(table.alone / -STEP), 0, 255).astype(np.uint8),
    }
    with io.BytesIO() as file:
        np.savez_compressed(file, **arrays)
        return file.getvalue()


def _planes(numbers: np.ndarray) -> np.ndarray:
    # Bytes of the same significance are adjacent, which compresses better.
    return numbers.astype("<u4").view(np.uint8).reshape(-1, 4).T.copy()


def _numbers(planes: np.ndarray) -> np.ndarray:
    return planes.T.copy().view("<u4").reshape(-1).astype(np.int64)


def unpack(data: bytes, name: str = "language.npz") -> Table:
    """Return the table in the bytes of a file.

    Raises
    ------
    ValueError
        If the bytes are not a table; the message names the file.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST:
                raise ValueError("it is too large")
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            return _table(kept)
    except (ValueError, KeyError, IndexError, TypeError, OSError, EOFError, zipfile.BadZipFile) as error:
        remedy = "rebuild it with python -m methods.repair.count, or remove it"
        raise ValueError(f"{name} is not a table of bigrams ({error}); {remedy}") from error


def _table(kept: dict[str, np.ndarray]) -> Table:
    words, rows = kept["words"].tobytes().decode().split("\0")[:-1], _numbers(kept["rows"])
    gaps = kept["gaps"].astype(np.int64)
    gaps[gaps == 255] = _numbers(kept["wide"])
    first = np.append(0, np.cumsum(rows))
    sums = np.append(0, np.cumsum(gaps))
    second = sums[1:] - np.repeat(sums[first[:-1]], rows)
    parts = (kept[name].astype(np.float32) for name in ("logp", "backoff", "alone"))
    logp, backoff, alone = (part * np.float32(-STEP) for part in parts)
    backoff += np.float32(ABOVE * STEP)
    sizes = {rows.size, backoff.size, alone.size}
    if sizes != {len(words) + 1} or first[-1] != gaps.size or logp.size != gaps.size:
        raise ValueError("the sizes of its parts differ")
    if gaps.size and (second.max() > len(words) or second.min() < 1):
        raise ValueError("it refers to words that it lacks")
    return Table(words, int(kept["tokens"][0]), first, second.astype(np.int32), logp, backoff, alone)

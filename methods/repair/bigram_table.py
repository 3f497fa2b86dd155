"""A table of word bigrams, and the file that holds it, 8 bits a probability.

Source: ascending numbers are kept as the gaps between them, as in I. H. Witten, A. Moffat and T. C. Bell,
Managing Gigabytes, 2nd ed. (1999), chapter 3; packed by zlib.
"""

from __future__ import annotations

import io
import zipfile
from typing import NamedTuple

import numpy as np

#: What an 8-bit step is worth, as a logarithm; back-off weights may exceed 1 by `ABOVE` steps.
STEP, ABOVE = 0.08, 40
LEAST = np.float32(-255 * STEP)
#: No file of bigrams is larger than this, unpacked: what is larger is not one of ours.
MOST = 64 << 20


class Table(NamedTuple):
    """Bigrams by rows; row and word 0 are the unknown word, which follows and precedes nothing.

    `words` are the words from id 1 on, `tokens` how many were counted. `first` bounds each word's row in
    `second`, the ids of the words after it, ascending; `logp` are their log probabilities there, `backoff`
    what any other word's is multiplied with (its logarithm), `alone` each word's by itself.
    """

    words: list[str]
    tokens: int
    first: np.ndarray
    second: np.ndarray
    logp: np.ndarray
    backoff: np.ndarray
    alone: np.ndarray


def pack(table: Table) -> bytes:
    """Return a table as a file: an uncompressed word takes some 2 bytes, a bigram less."""
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
    # The bytes of the same weight side by side, which a packer likes.
    return numbers.astype("<u4").view(np.uint8).reshape(-1, 4).T.copy()


def _numbers(planes: np.ndarray) -> np.ndarray:
    return planes.T.copy().view("<u4").reshape(-1).astype(np.int64)


def unpack(data: bytes, name: str = "language.npz") -> Table:
    """Read a table from a file's bytes.

    Raises
    ------
    ValueError
        If they are not those of a table; it names the file.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST:
                raise ValueError("too large")
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            return _table(kept)
    except (ValueError, KeyError, IndexError, TypeError, OSError, EOFError, zipfile.BadZipFile) as error:
        remedy = "make it anew with python -m methods.repair.count, or take it away"
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
        raise ValueError("its parts do not fit each other")
    if gaps.size and (second.max() > len(words) or second.min() < 1):
        raise ValueError("it names words that it does not have")
    return Table(words, int(kept["tokens"][0]), first, second.astype(np.int32), logp, backoff, alone)

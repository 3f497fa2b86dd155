"""Hash the windows of a text, by which equal passages are found."""

import re
from collections.abc import Sequence

import numpy as np

COUNTED = re.compile(r"[^\W_]+")  # The characters of tokens; copies differ in punctuation and line breaks.
_OTHERS = re.compile(r"[\W_]+")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio, for multiplicative hashing (Knuth).


def mix_hashes(columns: Sequence[np.ndarray]) -> np.ndarray:
    """Return a 64-bit hash of each row of some columns of numbers."""
    mixed = np.zeros(len(columns[0]), np.uint64)
    for column in columns:
        mixed = (mixed + column) * _FACTOR
        mixed ^= mixed >> np.uint64(29)
    return mixed


def counted_characters(text: str) -> str:
    """Return a text without the characters in which copies differ: punctuation and white space."""
    return _OTHERS.sub("", text)


def window_hashes(text: str, width: int) -> np.ndarray:
    """Return a 64-bit hash of each window of `width` characters of a text, in order."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    size = max(len(codes) - width + 1, 0)
    return mix_hashes([codes[shift : shift + size] for shift in range(width)])

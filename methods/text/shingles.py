"""Hashes of the windows of a text, by which the same passages are found."""

import re
from collections.abc import Sequence

import numpy as np

COUNTED = re.compile(r"[^\W_]")  # what counts for tokens: copies differ in punctuation and line breaks
_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd and without pattern: a multiplicative hash


def mix_hashes(columns: Sequence[np.ndarray]) -> np.ndarray:
    """One hash for each row of some columns of numbers, 64 bits each."""
    mixed = np.zeros(len(columns[0]), np.uint64)
    for column in columns:
        mixed = (mixed + column) * _FACTOR
        mixed ^= mixed >> np.uint64(29)
    return mixed


def counted_characters(text: str) -> str:
    """The characters of a text that copies share."""
    return "".join(COUNTED.findall(text))


def window_hashes(text: str, width: int) -> np.ndarray:
    """Hash of the window of so many characters at each place of a text: 64 bits each."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    size = max(len(codes) - width + 1, 0)
    return mix_hashes([codes[shift : shift + size] for shift in range(width)])

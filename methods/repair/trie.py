"""A dictionary as a trie, to be looked up by compiled code.

Source: E. Fredkin, Trie memory, Communications of the ACM 3 (9), 1960.
"""

from collections.abc import Mapping
from itertools import pairwise
from math import inf
from typing import NamedTuple

import numpy as np
from numba import njit

MARK, OPENING, ENDING, ENCLITIC, BLANK = 1, 2, 4, 8, 16  # Kinds of characters, which may be several.


class Words(NamedTuple):
    """A dictionary as a trie, whose nodes come level by level, in families of siblings by character."""

    chars: np.ndarray  # The last character of each node, as a code point.
    up: np.ndarray  # Its parent; node 0 is the root.
    kids: np.ndarray  # Its first child; the last is before the next node's first.
    logp: np.ndarray  # The log probability of the word that ends here; -inf for what only begins one.
    first: np.ndarray  # The node of each code point by itself; 0 for none.
    pairs: np.ndarray  # The nodes of two characters, by their last, and their first characters.
    heads: np.ndarray
    leaders: np.ndarray  # Where those of each code point begin there.
    alone: np.ndarray  # The log probability of each code point by itself.
    flags: np.ndarray  # The kinds of each code point.


def trie(table: Mapping[str, float], last: int) -> tuple[np.ndarray, ...]:
    """Make a trie of words with their log probabilities: what `Words` has, except for the last two.

    `last` is the highest code point.
    """
    words = sorted(table)
    weights = np.array([table[word] for word in words])
    letters = np.array(words).view(np.uint32).reshape(len(words), -1).T.astype(np.int64)
    node, is_new = np.zeros(len(words), np.int64), np.zeros(len(words), bool)
    chars, up, logp, size = [np.zeros(1, np.int64)], [np.zeros(1, np.int64)], [np.full(1, -inf)], 1
    for letter, ahead in pairwise([*letters, np.zeros(len(words), np.int64)]):
        is_new |= np.diff(letter, prepend=0) != 0
        begins, ends = is_new & (letter > 0), (letter > 0) & (ahead == 0)
        chars.append(letter[begins])
        up.append(node[begins])
        node = np.cumsum(begins) - 1
        logp.append(np.full(chars[-1].size, -inf))
        logp[-1][node[ends]] = weights[ends]
        node, size = node + size, size + chars[-1].size
    second = chars[2]
    pairs = 1 + chars[1].size + np.argsort(second, kind="stable")
    leaders = np.searchsorted(np.sort(second), np.arange(last + 2))
    first = np.zeros(last + 1, np.int64)
    first[chars[1]] = np.arange(1, 1 + chars[1].size)
    chars, up, logp = (np.concatenate(levels) for levels in (chars, up, logp))
    kids = 1 + np.searchsorted(up[1:], np.arange(size + 1))
    heads = chars[up[pairs]]
    small = [array.astype(np.int32) for array in (chars, up, kids, first, pairs, heads, leaders)]
    return *small[:3], logp, *small[3:]


@njit(cache=True)
def lower(keys: np.ndarray, low: int, high: int, key: int) -> int:
    """The first of the sorted keys from `low` to before `high` that is not less than a key; else `high`."""
    while low < high:
        middle = (low + high) // 2
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True)
def child(words: Words, node: int, code: int) -> int:
    """The child of a node with a character; 0 if there is none."""
    end = words.kids[node + 1]
    at = lower(words.chars, words.kids[node], end, code)
    return at if at < end and words.chars[at] == code else 0


@njit(cache=True)
def find(words: Words, text: np.ndarray) -> int:
    """The node at which a text ends; 0 if it is neither a word nor the beginning of one."""
    node = words.first[text[0]]
    for code in text[1:]:
        node = child(words, node, code) if node else 0
    return node

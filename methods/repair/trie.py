"""A dictionary as a trie, for look-ups by compiled code.

Source: E. Fredkin, Trie memory, Communications of the ACM 3 (9), 1960.
"""

from collections.abc import Mapping
from itertools import pairwise
from math import inf
from typing import NamedTuple

import numpy as np
from numba import njit

MARK, OPENING, ENDING, ENCLITIC, BLANK = 1, 2, 4, 8, 16  # Kinds of characters; one may be of several.


class Words(NamedTuple):
    """A dictionary as a trie; nodes are ordered by level, then by parent, then by character."""

    chars: np.ndarray  # Last character of each node, as a code point.
    up: np.ndarray  # Parent of each node; node 0 is the root.
    kids: np.ndarray  # First child of each node; its last one precedes the next node's first.
    logp: np.ndarray  # Log probability of the word that ends at each node; -inf if none does.
    first: np.ndarray  # Node of each single code point; 0 for none.
    pairs: np.ndarray  # Nodes of two characters, sorted by the second one.
    heads: np.ndarray  # First characters of `pairs`.
    leaders: np.ndarray  # Start in `pairs` for each second character.
    alone: np.ndarray  # Log probability of each single code point.
    flags: np.ndarray  # Kinds of each code point.


def trie(table: Mapping[str, float], last: int) -> tuple[np.ndarray, ...]:
    """Build a trie of words with their log probabilities: the arrays of `Words` except the last two.

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
    """Return the first index in ``keys[low:high]``, sorted, whose value is at least a key; else `high`."""
    while low < high:
        middle = (low + high) // 2
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True)
def child(words: Words, node: int, code: int) -> int:
    """Return the child of a node with a character; 0 if there is none."""
    end = words.kids[node + 1]
    at = lower(words.chars, words.kids[node], end, code)
    return at if at < end and words.chars[at] == code else 0


@njit(cache=True)
def find(words: Words, text: np.ndarray) -> int:
    """Return the node at which a text ends; 0 if it is neither a word nor the beginning of one."""
    node = words.first[text[0]]
    for code in text[1:]:
        node = child(words, node, code) if node else 0
    return node

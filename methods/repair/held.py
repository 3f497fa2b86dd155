"""Keep the likeliest readings of each node of a lattice, each with its last word; compiled."""

from typing import NamedTuple

import numpy as np
from numba import njit

from methods.repair.bigrams import Bigrams, after_char, after_word
from methods.repair.trie import BLANK, Words
from methods.repair.worth import MOST_BESIDE, Known, beside, of_word

#: Readings that are kept at each node.
KEPT = 10
#: Characters of context before a word, and one more than the most edges of a word.
TAIL, EDGES = 11, 32
MIX = -7046029254386353131  # 2**64 / golden ratio, as a signed integer: spreads hashes.


class Lattice(NamedTuple):
    """A lattice as arrays: `first` bounds the edges of each node, and `begins` the `codes` of each edge."""

    first: np.ndarray
    target: np.ndarray
    cost: np.ndarray
    begins: np.ndarray
    codes: np.ndarray
    depth: np.ndarray


class Held(NamedTuple):
    """The likeliest readings of each node, in slots (nodes x `KEPT`); `order` and `total` are by rank."""

    count: np.ndarray  # Number of readings of each node.
    floor: np.ndarray  # Least log probability of a reading that is followed.
    total: np.ndarray  # Log probability.
    order: np.ndarray  # Slot of the reading with each rank.
    whole: np.ndarray  # Hash of the text.
    last: np.ndarray  # Id of the last word.
    tail: np.ndarray  # End of the text, the last character first.
    before: np.ndarray  # Node and slot of the reading before the last word.
    path: np.ndarray  # Edges of the last word, then -1.
    word: np.ndarray  # Characters of the last word.


class Language(NamedTuple):
    """The dictionary and the bigrams that the search uses."""

    words: Words
    bigrams: Bigrams


@njit(cache=True)
def _is_like(held: Held, node: int, rank: int, whole: int, last: int) -> bool:
    """Return whether a reading has a given text and, except at the end, a given last word."""
    slot = held.order[node, rank]
    return held.whole[node, slot] == whole and (node == held.count.size - 1 or held.last[node, slot] == last)


@njit(cache=True)
def _hold(held: Held, node: int, total: float, whole: int, word: int) -> int:
    """Return a slot for a new reading of a node; -1 if better readings, or a better equal one, fill it."""
    n, rank, order = held.count[node], 0, held.order
    while rank < n and held.total[node, rank] >= total:
        if _is_like(held, node, rank, whole, word):
            return -1
        rank += 1
    if rank == KEPT:
        return -1
    last = rank
    while last < n and not _is_like(held, node, last, whole, word):
        last += 1
    if last == n:
        last = min(n, KEPT - 1)
        if n < KEPT:
            order[node, n] = n
            held.count[node] = n + 1
    slot = order[node, last]
    for i in range(last, rank, -1):
        held.total[node, i], order[node, i] = held.total[node, i - 1], order[node, i - 1]
    held.total[node, rank], order[node, rank], held.whole[node, slot] = total, slot, whole
    held.last[node, slot] = word
    return slot


@njit(cache=True)
def offer(
    held: Held, top: np.ndarray, lattice: Lattice, language: Language, known: Known, node: int,
    path: np.ndarray, text: np.ndarray, worth: float, trie_node: int,
) -> None:  # fmt: skip
    """Extend the readings of a node by a word: one character, or the word that ends at a node of the trie."""
    target, size, words = lattice.target[path[-1]], text.size, language.words
    depth, token = lattice.depth[target], 0
    if size:
        worth += of_word(text, words, known)
        token = language.bigrams.node_ids[trie_node] if trie_node else language.bigrams.code_ids[text[0]]
    for i in range(held.count[node]):
        likely = held.total[node, i]  # Those after it are less likely still.
        if likely < held.floor[node] or likely + worth + MOST_BESIDE <= held.total[target, KEPT - 1]:
            break
        slot = held.order[node, i]
        tail, whole, last = held.tail[node, slot], held.whole[node, slot], held.last[node, slot]
        total = held.total[node, i] + worth
        if size:
            total += beside(tail, text, words, language.bigrams, known)
            if words.flags[text[0]] & BLANK and words.flags[tail[0]] & BLANK:
                pass  # Any number of blanks separates lines, so further ones cost nothing.
            elif trie_node:
                total += after_word(language.bigrams, last, trie_node)
            else:
                total += after_char(language.bigrams, last, text[0])
            last = token
        if total <= held.total[target, KEPT - 1]:
            continue
        for code in text:
            whole = (whole ^ code) * MIX
        top[depth] = max(top[depth], total)
        new = _hold(held, target, total, whole, last)
        if new >= 0:
            held.before[target, new, 0], held.before[target, new, 1] = node, slot
            for k in range(min(max(path.size, size) + 1, EDGES)):  # numba compiles slices slowly.
                held.path[target, new, k] = path[k] if k < path.size else -1
                held.word[target, new, k] = text[k] if k < size else 0
            for k in range(TAIL):
                held.tail[target, new, k] = text[size - 1 - k] if k < size else tail[k - size]

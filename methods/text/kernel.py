"""jieba's segmentation, compiled: the same tokens as spans of code points, without a string a token.

Every floating-point operation of jieba is done, in jieba's order, so that ties and rounding fall alike. Numba
compiles in some 10 s, once: the result is kept beside this file's `.pyc`, or in the user's own cache folder.

Sources: J. Sun, jieba 0.42.1, https://github.com/fxsjy/jieba; J.-I. Aoe, An efficient digital search
algorithm by using a double-array structure, IEEE Transactions on Software Engineering 15 (9), 1989.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

HAN_FIRST, HAN_LAST = 0x4E00, 0x9FD5
OTHER, SIGN, LETTER, DIGIT, HAN = range(5)  # Kinds of characters: all but OTHER form jieba's blocks.
BEGIN, END, MIDDLE, SINGLE = range(4)  # In the order of their letters B E M S, by which jieba breaks ties.
BITS, FIELD = 21, (1 << 21) - 1  # A cell holds three numbers: parent's cell + 1, children's base, weight.
MIX = -7046029254386353131  # 2**64 / golden ratio, as a signed integer: spreads hashes.


class Tables(NamedTuple):
    """What a tokenizer knows; `kinds` and `ranks` by character up to HAN_LAST, `emit` by Han character."""

    kinds: np.ndarray
    ranks: np.ndarray  # Characters of the dictionary, the frequent ones first; 0 stands in no word.
    cells: np.ndarray  # The dictionary as a double-array trie.
    weights: np.ndarray  # Log shares of its words; number 0 is for what is no word.
    start: np.ndarray
    step: np.ndarray
    emit: np.ndarray


class Work(NamedTuple):
    """A text's code points and the room to work on them."""

    codes: np.ndarray
    ends: np.ndarray
    stops: np.ndarray
    score: np.ndarray
    heat: np.ndarray
    back: np.ndarray


@njit(cache=True)
def place(families: np.ndarray, parents: np.ndarray, ranks: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Cells of a trie: the child by rank r of the node in cell p is in cell base(p) + r, if p is its parent.

    Nodes come level by level, in families of siblings by rank, which `families` bounds, large ones first.
    """
    cells, places = np.zeros(1 << BITS, np.int64), np.zeros(parents.size + 1, np.int64)
    size, gap, first = 0, 1, 1
    for begin, end in zip(families[:-1], families[1:]):  # noqa: B905, RUF007 (numba knows no other)
        while cells[gap]:
            gap += 1
        if 4 * (end - begin) <= size or end - begin > size:  # Else what was too narrow before will be again.
            size, first = end - begin, gap
        base, k = max(first - ranks[begin], 1), begin
        while k < end:
            if base + ranks[end - 1] >= cells.size:
                raise OverflowError("more words than the trie can hold")
            base, k = (base + 1, begin) if cells[base + ranks[k]] else (base, k + 1)
        parent, first = places[parents[begin]], base + ranks[begin]
        cells[parent] |= base << BITS
        places[begin + 1 : end + 1] = base + ranks[begin:end]
        cells[places[begin + 1 : end + 1]] = parent + 1 << 2 * BITS | weights[begin:end]
    return cells[: places.max() + ranks.max() + 1].copy()


@njit(cache=True, inline="always")
def _child(cells: np.ndarray, parent: int, rank: int) -> int:
    cell = (cells[parent] >> BITS & FIELD) + rank
    return cell if cells[cell] >> 2 * BITS == parent + 1 else 0


@njit(cache=True)
def _route(work: Work, begin: int, end: int, tables: Tables) -> None:
    """The likeliest way through the dictionary, from the right: a word that begins at i ends at stops[i]."""
    codes, stops, score, cells, weights = work.codes, work.stops, work.score, tables.cells, tables.weights
    score[end] = 0.0
    for i in range(end - 1, begin - 1, -1):
        best, stop = weights[0] + score[i + 1], 0
        cell, j = _child(cells, 0, tables.ranks[codes[i]]), i + 1
        while cell:
            weight = cells[cell] & FIELD
            if weight and (stop == 0 or weights[weight] + score[j] >= best):
                best, stop = weights[weight] + score[j], j
            cell, j = _child(cells, cell, tables.ranks[codes[j]]) if j < end else 0, j + 1
        score[i], stops[i] = best, stop or i + 1


@njit(cache=True)
def _han(work: Work, begin: int, end: int, tables: Tables, n: int) -> int:
    """New words, by the likeliest states (Viterbi): one ends at each END and each SINGLE."""
    codes, ends, back, heat = work.codes, work.ends, work.back, work.heat
    for state in range(4):
        heat[begin % 2, state] = tables.start[state] + tables.emit[codes[begin] - HAN_FIRST, state]
    for i in range(begin + 1, end):
        for state in range(4):
            low, high = (END, SINGLE) if state in (BEGIN, SINGLE) else (BEGIN, MIDDLE)
            emit = tables.emit[codes[i] - HAN_FIRST, state]
            lower = heat[(i - 1) % 2, low] + tables.step[low, state] + emit
            higher = heat[(i - 1) % 2, high] + tables.step[high, state] + emit
            heat[i % 2, state], back[i, state] = (higher, high) if higher >= lower else (lower, low)
    state = SINGLE if heat[(end - 1) % 2, SINGLE] >= heat[(end - 1) % 2, END] else END
    for i in range(end - 1, begin - 1, -1):
        state, back[i, 0] = back[i, state], state
    for i in range(begin, end):
        ends[n] = i + 1
        n += back[i, 0] == END or back[i, 0] == SINGLE
    return n


@njit(cache=True)
def _ascii(work: Work, begin: int, end: int, kinds: np.ndarray, n: int) -> int:
    """finalseg's `([a-zA-Z0-9]+(?:\\.\\d+)?%?)`: what matches, and what lies between."""
    codes, i = work.codes, begin
    while i < end:
        sign = kinds[codes[i]] == SIGN
        while i < end and (kinds[codes[i]] == SIGN) == sign:
            i += 1
        if not sign and i + 1 < end and codes[i] == ord(".") and kinds[codes[i + 1]] == DIGIT:
            i += 1
            while i < end and kinds[codes[i]] == DIGIT:
                i += 1
        i += not sign and i < end and codes[i] == ord("%")
        work.ends[n], n = i, n + 1
    return n


@njit(cache=True)
def _singles(work: Work, begin: int, end: int, tables: Tables, n: int) -> int:
    """Tokens among characters that the dictionary leaves single; they stay so if they spell a word of it."""
    cell = _child(tables.cells, 0, tables.ranks[work.codes[begin]])
    for code in work.codes[begin + 1 : end]:
        cell = _child(tables.cells, cell, tables.ranks[code]) if cell else 0
    if cell and tables.cells[cell] & FIELD:
        for i in range(begin, end):
            work.ends[n], n = i + 1, n + 1
        return n
    while begin < end:
        i, han = begin, tables.kinds[work.codes[begin]] == HAN
        while i < end and (tables.kinds[work.codes[i]] == HAN) == han:
            i += 1
        n = _han(work, begin, i, tables, n) if han else _ascii(work, begin, i, tables.kinds, n)
        begin = i
    return n


@njit(cache=True)
def segment(codes: np.ndarray, tables: Tables, hmm: bool) -> np.ndarray:
    """Ends of the tokens of code points, as jieba's `lcut(text, HMM=hmm)` cuts them."""
    kinds, size, i, n = tables.kinds, codes.size, 0, 0
    ends, stops, back = np.empty(size, np.int32), np.empty(size, np.int32), np.empty((size, 4), np.int8)
    work = Work(codes, ends, stops, np.empty(size + 1), np.empty((2, 4)), back)
    while i < size:
        begin = end = i
        while end < size and codes[end] <= HAN_LAST and kinds[codes[end]]:
            end += 1
        if begin == end:
            i += 2 if codes[i] == ord("\r") and i + 1 < size and codes[i + 1] == ord("\n") else 1
            ends[n], n = i, n + 1
        else:
            _route(work, begin, end, tables)
        while begin < end:
            while i < end and stops[i] == i + 1 and (hmm or LETTER <= kinds[codes[i]] <= DIGIT):
                i += 1
            if hmm and i - begin > 1:
                n = _singles(work, begin, i, tables, n)
            elif i > begin:
                ends[n], n = i, n + 1
            if i < end:
                i = stops[i]
                ends[n], n = i, n + 1
            begin = i
    return ends[:n]


@njit(cache=True)
def types(codes: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The type of each token, numbered as they come, and the begin and end of each type's first token."""
    of_token, begins, stops = np.empty((3, ends.size), np.int32)
    slots, n, begin = np.full(1 << 2 + int(np.log2(ends.size + 1)), -1, np.int32), 0, 0
    for token, end in enumerate(ends):
        mixed = np.int64(0)
        for code in codes[begin:end]:
            mixed = (mixed ^ code) * MIX
        slot = mixed >> 32 & slots.size - 1
        while slots[slot] >= 0:
            first, k = begins[slots[slot]], 0
            while k < end - begin and codes[first + k] == codes[begin + k]:
                k += 1
            if k == end - begin == stops[slots[slot]] - first:
                break
            slot = slot + 1 & slots.size - 1
        if slots[slot] < 0:
            slots[slot], begins[n], stops[n], n = n, begin, end, n + 1
        of_token[token], begin = slots[slot], end
    return of_token, begins[:n], stops[:n]

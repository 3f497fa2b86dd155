"""The likeliest way through a lattice of characters, by the words of a dictionary; compiled.

Sources: A. J. Viterbi, Error bounds for convolutional codes, IEEE Transactions on Information Theory 13 (2),
1967, on a word lattice, with a beam.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from methods.repair.trie import BLANK, ENCLITIC, ENDING, MARK, OPENING, Words, child, lower

#: What it is worth that two neighbours, or those in a word, stand together elsewhere in the article, too, and
#: that three around the beginning of a word do; that a list goes on; and what it costs that a sentence has
#: less than five characters; that two marks meet that do not go together, or a particle stands behind a mark.
FAMILIAR, WELL_KNOWN, LISTED, SHORT, CLASH = 3.0, 1.0, 2.0, -2.0, -6.0
#: No word is worth more than this beside its log probability.
MOST_WORTH = 2 * FAMILIAR + 2 * WELL_KNOWN
#: How many of the likeliest readings are kept at each node, and at the end.
KEPT, READINGS = 2, 4
#: How many words with the same slots are considered; only their followers tell them apart.
WIDTH = 8
#: A slot with more characters than this says nothing, so that only a word around it can fill it.
MOST = 5000
#: How much of the text in front of a word is looked at, and one more than the edges that a word may have.
TAIL, EDGES = 11, 32
STOP, PAUSE = ord("。"), ord("、")
MIX = -7046029254386353131  # 2**64 / golden ratio, as a signed integer: spreads hashes.


class Lattice(NamedTuple):
    """Slots of characters between nodes; `first` bounds each node's edges, `begins` each edge's `codes`."""

    first: np.ndarray
    target: np.ndarray
    cost: np.ndarray
    begins: np.ndarray
    codes: np.ndarray
    depth: np.ndarray


class Known(NamedTuple):
    """What is known of the place: what marks are worth, and sorted keys of what stands in the article."""

    marks: np.ndarray
    bonus: np.ndarray
    threes: np.ndarray
    twos: np.ndarray
    twice: np.ndarray


class Held(NamedTuple):
    """The likeliest readings of each node: nodes x `READINGS`."""

    count: np.ndarray  # How many there are.
    total: np.ndarray
    whole: np.ndarray  # A hash of the text.
    tail: np.ndarray  # The end of the text, the last character first.
    before: np.ndarray  # Where the reading in front of the last word is held: node and rank.
    path: np.ndarray  # The edges of the last word, and behind them -1.
    word: np.ndarray  # Its characters.


@njit(cache=True)
def _holds(keys: np.ndarray, key: int) -> bool:
    at = lower(keys, 0, keys.size, key)
    return at < keys.size and keys[at] == key


@njit(cache=True)
def _worth(text: np.ndarray, words: Words, known: Known) -> float:
    """What it is worth that a word stands in this place, or in this article."""
    worth = 0.0
    if words.flags[text[0]] & MARK:
        for code in text:
            for i in range(known.marks.size):
                if known.marks[i] == code:
                    worth += known.bonus[i]
        return worth
    for i in range(text.size - 1):
        if not _holds(known.twos, text[i] << 16 | text[i + 1]):
            return 0.0
    return FAMILIAR if text.size > 1 else 0.0


@njit(cache=True)
def _beside(tail: np.ndarray, text: np.ndarray, words: Words, known: Known) -> float:
    """What it is worth that a word stands behind a text."""
    last, code, flags = tail[0], text[0], words.flags
    if last == 0:
        return 0.0
    if flags[last] & MARK:
        if flags[code] & ENCLITIC:
            return CLASH
        if flags[code] & BLANK and flags[last] & (ENDING | BLANK):
            return 0.0
        fits = not flags[code] & MARK or flags[code] & OPENING or child(words, words.first[last], code)
        return 0.0 if fits else CLASH
    if not flags[code] & MARK:
        if not _holds(known.twos, last << 16 | code):
            return 0.0
        worth = FAMILIAR if _holds(known.twice, last << 16 | code) else 0.0
        if _holds(known.threes, tail[1] << 32 | last << 16 | code):
            worth += WELL_KNOWN
        if text.size > 1 and _holds(known.threes, last << 32 | code << 16 | text[1]):
            worth += WELL_KNOWN
        return worth
    if code == PAUSE and text.size == 1:
        return LISTED if (tail == PAUSE).any() else 0.0
    if code == STOP:
        for i in range(1, 4):
            if tail[i] == STOP:
                return 0.0 if flags[tail[i - 1]] & MARK else SHORT
    return 0.0


@njit(cache=True)
def _hold(held: Held, node: int, most: int, total: float, whole: int) -> int:
    """Make room for a reading of a node, and return its rank; -1 if better ones, or its like, fill it."""
    n, rank = held.count[node], 0
    while rank < n and held.total[node, rank] >= total:
        if held.whole[node, rank] == whole:
            return -1
        rank += 1
    if rank == most:
        return -1
    last = rank
    while last < n and held.whole[node, last] != whole:
        last += 1
    if last == n:
        last = min(n, most - 1)
        held.count[node] = last + 1
    for i in range(last, rank, -1):
        held.total[node, i], held.whole[node, i] = held.total[node, i - 1], held.whole[node, i - 1]
        for array in (held.tail, held.before, held.path, held.word):
            for k in range(array.shape[2]):
                array[node, i, k] = array[node, i - 1, k]
    held.total[node, rank], held.whole[node, rank] = total, whole
    return rank


@njit(cache=True)
def _offer(
    held: Held, top: np.ndarray, lattice: Lattice, words: Words, known: Known, node: int, path: np.ndarray,
    text: np.ndarray, worth: float,
) -> None:  # fmt: skip
    """Put a word behind the readings of a node."""
    target = lattice.target[path[-1]]
    depth, most = lattice.depth[target], READINGS if target == held.count.size - 1 else KEPT
    worth += _worth(text, words, known) if text.size else 0.0
    for i in range(held.count[node]):
        tail, whole = held.tail[node, i], held.whole[node, i]
        total = held.total[node, i] + worth
        if text.size:
            total += _beside(tail, text, words, known)
        if total <= held.total[target, most - 1]:
            continue
        for code in text:
            whole = (whole ^ code) * MIX
        top[depth] = max(top[depth], total)
        rank = _hold(held, target, most, total, whole)
        if rank >= 0:
            size = text.size
            held.before[target, rank, 0], held.before[target, rank, 1] = node, i
            for k in range(EDGES):  # To set slices would take numba seconds more to compile.
                held.path[target, rank, k] = path[k] if k < path.size else -1
                held.word[target, rank, k] = text[k] if k < size else 0
            for k in range(TAIL):
                held.tail[target, rank, k] = text[size - 1 - k] if k < size else tail[k - size]


@njit(cache=True)
def _is_in(members: np.ndarray, code: int) -> bool:
    return members[code >> 6] >> (code & 63) & 1 != 0


@njit(cache=True)
def _onward(
    words: Words, reached: np.ndarray, low: int, high: int, codes: np.ndarray, members: np.ndarray
) -> int:
    """Go from some nodes of the trie on to their children with some characters; return the end of these."""
    size = high
    for i in range(low, high):
        first, last = words.kids[reached[i]], words.kids[reached[i] + 1]
        if codes.size << 4 < last - first:
            for code in codes:
                node = child(words, reached[i], code)
                if node:
                    reached[size], size = node, size + 1
        else:
            for node in range(first, last):
                if _is_in(members, words.chars[node]):
                    reached[size], size = node, size + 1
    return size


@njit(cache=True)
def _second(words: Words, reached: np.ndarray, high: int, codes: np.ndarray, members: np.ndarray) -> int:
    """Find the pairs with some first characters and some second ones, of which there are less."""
    size = high
    for code in codes:
        for i in range(words.leaders[code], words.leaders[code + 1]):
            if _is_in(members, words.heads[i]):
                reached[size], size = words.pairs[i], size + 1
    return size


@njit(cache=True)
def _likeliest(words: Words, nodes: np.ndarray, least: float, best: np.ndarray) -> int:
    """Put the likeliest words that end at some nodes of the trie into `best`; return how many."""
    n = 0
    for node in nodes:
        logp = words.logp[node]
        if logp < least or logp == -np.inf or (n == WIDTH and logp < words.logp[best[n - 1]]):
            continue
        k = n if n < WIDTH else n - 1
        while k and words.logp[best[k - 1]] <= logp:
            best[k], k = best[k - 1], k - 1
        best[k], n = node, min(n + 1, WIDTH)
    return n


@njit(cache=True)
def _spell(words: Words, node: int, text: np.ndarray) -> int:
    """Put the word that ends at a node of the trie into `text`; return its length."""
    size, at = 0, node
    while at:
        at, size = words.up[at], size + 1
    for i in range(size - 1, -1, -1):
        text[i], node = words.chars[node], words.up[node]
    return size


@njit(cache=True)
def _singles(
    held: Held, top: np.ndarray, lattice: Lattice, words: Words, known: Known, node: int, path: np.ndarray,
    text: np.ndarray,
) -> None:  # fmt: skip
    """Put each mark of a slot, and the likeliest of its other characters, behind the readings of a node."""
    edge, best = path[-1], 0
    cost = lattice.cost[edge]
    for code in lattice.codes[lattice.begins[edge] : lattice.begins[edge + 1]]:
        if words.flags[code] & MARK:
            text[0] = code
            _offer(held, top, lattice, words, known, node, path, text[:1], words.alone[code] + cost)
        elif best == 0 or words.alone[code] > words.alone[best]:
            best = code
    if best:
        text[0] = best
        _offer(held, top, lattice, words, known, node, path, text[:1], words.alone[best] + cost)


@njit(cache=True)
def _leave(
    held: Held, top: np.ndarray, lattice: Lattice, leads: np.ndarray, words: Words, known: Known, node: int,
    beam: float, reached: np.ndarray, members: np.ndarray,
) -> None:  # fmt: skip
    """Put all words that begin at a node behind its readings."""
    first, target, begins, codes = lattice.first, lattice.target, lattice.begins, lattice.codes
    path, text, best = np.empty(EDGES, np.int32), np.empty(EDGES, np.int64), np.empty(WIDTH, np.int32)
    onward, lows, highs, sizes = np.empty((4, EDGES), np.int64)
    costs = np.empty(EDGES)
    for start in range(first[node], first[node + 1]):
        if not leads[target[start]]:
            continue
        path[0], costs[0], sizes[0], n = start, lattice.cost[start], 1, 0
        some = codes[begins[start] : begins[start + 1]]
        if some.size == 0:
            _offer(held, top, lattice, words, known, node, path[:1], text[:0], costs[0])
        if some.size == 0 or some.size >= MOST:
            continue
        _singles(held, top, lattice, words, known, node, path[:1], text)
        for code in some:
            if words.first[code]:
                reached[n], n = words.first[code], n + 1
        lows[0], highs[0], onward[0], deep = 0, n, first[target[start]], 0
        while deep >= 0:
            low, high = lows[deep], highs[deep]
            if low == high or onward[deep] == first[target[path[deep]] + 1]:
                deep -= 1
                continue
            edge = onward[deep]
            onward[deep] += 1
            if not leads[target[edge]] or deep + 2 == EDGES:
                continue
            some = codes[begins[edge] : begins[edge + 1]]
            deep += 1
            path[deep], onward[deep] = edge, first[target[edge]]
            costs[deep], sizes[deep] = costs[deep - 1] + lattice.cost[edge], sizes[deep - 1] + (some.size > 0)
            if some.size:
                if sizes[deep] == 2 and some.size < high - low:
                    low, high = high, _second(words, reached, high, some, members[start])
                else:
                    low, high = high, _onward(words, reached, low, high, some, members[edge])
                least = top[lattice.depth[target[edge]]] - beam - MOST_WORTH - held.total[node, 0]
                for k in range(_likeliest(words, reached[low:high], least - costs[deep], best)):
                    word, worth = text[: _spell(words, best[k], text)], words.logp[best[k]] + costs[deep]
                    _offer(held, top, lattice, words, known, node, path[: deep + 1], word, worth)
            lows[deep], highs[deep] = low, high


def search(lattice: Lattice, words: Words, known: Known, beam: float) -> tuple[np.ndarray, np.ndarray]:
    """Search a lattice.

    Returns the total of each of the likeliest readings, and its steps from the last to the first: the edge
    and its character (0 if it has none), and -1 behind the first.
    """
    nodes, edges = lattice.first.size - 1, lattice.target.size
    held = Held(  # Made here, since numba would take seconds to compile that.
        np.zeros(nodes, np.int64),
        np.full((nodes, READINGS), -np.inf),
        np.zeros((nodes, READINGS), np.int64),
        np.zeros((nodes, READINGS, TAIL), np.int32),
        np.zeros((nodes, READINGS, 2), np.int32),
        np.full((nodes, READINGS, EDGES), -1, np.int32),
        np.zeros((nodes, READINGS, EDGES), np.int32),
    )
    members, reached = np.zeros((edges, 1 << 10), np.int64), np.empty(words.up.size, np.int32)
    top = np.full(lattice.depth.max() + 1, -np.inf)
    steps = np.full((READINGS, nodes, 2), -1, np.int32)
    _search(lattice, words, known, beam, held, top, members, reached, steps)
    n = held.count[-1]
    return held.total[-1, :n], steps[:n]


@njit(cache=True)
def _search(
    lattice: Lattice, words: Words, known: Known, beam: float, held: Held, top: np.ndarray,
    members: np.ndarray, reached: np.ndarray, steps: np.ndarray,
) -> None:  # fmt: skip
    """Do what `search` does, in the room that is given."""
    first, target, begins = lattice.first, lattice.target, lattice.begins
    nodes = first.size - 1
    leads = np.zeros(nodes, np.bool_)
    leads[nodes - 1] = True
    for node in range(nodes - 2, -1, -1):
        for edge in range(first[node], first[node + 1]):
            leads[node] |= leads[target[edge]]
    for edge in range(target.size):
        for i in range(begins[edge], begins[edge + 1]):
            code = lattice.codes[i]
            members[edge, code >> 6] |= 1 << (code & 63)
    held.count[0], held.total[0, 0] = 1, 0.0
    for node in range(nodes - 1):
        best = -np.inf
        for depth in range(lattice.depth[node], top.size):
            best = max(best, top[depth])
        if held.count[node] and held.total[node, 0] >= best - beam:
            _leave(held, top, lattice, leads, words, known, node, beam, reached, members)
    for i in range(held.count[nodes - 1]):
        node, rank, size = nodes - 1, i, 0
        while node:
            path, word, n, letter = held.path[node, rank], held.word[node, rank], 0, 0
            while path[n] >= 0:
                n += 1
            while word[letter]:
                letter += 1
            for k in range(n - 1, -1, -1):
                has_char = begins[path[k]] < begins[path[k] + 1]
                letter -= has_char
                steps[i, size, 0], steps[i, size, 1] = path[k], word[letter] if has_char else 0
                size += 1
            node, rank = held.before[node, rank, 0], held.before[node, rank, 1]

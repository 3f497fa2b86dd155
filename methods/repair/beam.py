"""The likeliest way through a lattice of characters, by word bigrams; compiled.

Sources: A. J. Viterbi, Error bounds for convolutional codes, IEEE Transactions on Information Theory 13 (2),
1967, on a word lattice, with a beam; each reading that is held keeps its last word.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from methods.repair.bigrams import Bigrams, after_char, after_word
from methods.repair.trie import BLANK, ENCLITIC, ENDING, MARK, Words, child, lower

#: What it is worth that two neighbours, or those in a word, occur together elsewhere in the article; that
#: three around the beginning of a word do; that a list goes on; and what it costs that a mark or a particle
#: follows a mark after which it was never counted.
FAMILIAR, WELL_KNOWN, LISTED, CLASH = 2.0, 1.0, 1.0, -6.0
#: No word is worth more than this beside its log probability, half of it for its history.
MOST_WORTH = 2 * FAMILIAR + 2 * WELL_KNOWN + 6.0
#: How many of the likeliest readings are kept at each node, and returned.
KEPT, READINGS = 10, 8
#: So many of a slot's characters are tried as words by themselves, beside its marks.
SINGLES = 6
#: How many words with the same slots are considered; only their followers tell them apart.
WIDTH = 12
#: A slot with more characters than this says nothing, so that only a word around it can fill it.
MOST = 5000
#: How much of the text in front of a word is looked at, and one more than the edges that a word may have.
TAIL, EDGES = 11, 32
PAUSE = ord("、")
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
    """The likeliest readings of each node, in slots (nodes x `KEPT`); `order` and `total` go by rank."""

    count: np.ndarray  # How many there are.
    total: np.ndarray
    order: np.ndarray  # In which slot a rank's reading is.
    whole: np.ndarray  # A hash of the text.
    last: np.ndarray  # The id of its last word.
    tail: np.ndarray  # The end of the text, the last character first.
    before: np.ndarray  # Where the reading in front of the last word is held: node and slot.
    path: np.ndarray  # The edges of the last word, and behind them -1.
    word: np.ndarray  # Its characters.


class Language(NamedTuple):
    """What the search knows of the language."""

    words: Words
    bigrams: Bigrams


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
def _is_counted(bigrams: Bigrams, before: int, code: int) -> bool:
    """Return whether a character was counted after another one."""
    row, token = bigrams.code_ids[before], bigrams.code_ids[code]
    end = bigrams.first[row + 1]
    at = lower(bigrams.second, bigrams.first[row], end, token)
    return at < end and bigrams.second[at] == token


@njit(cache=True)
def _beside(tail: np.ndarray, text: np.ndarray, words: Words, bigrams: Bigrams, known: Known) -> float:
    """What it is worth that a word stands behind a text."""
    last, code, flags = tail[0], text[0], words.flags
    if last == 0:
        return 0.0
    if flags[last] & MARK:
        if not flags[code] & (MARK | ENCLITIC) or (flags[code] & BLANK and flags[last] & (ENDING | BLANK)):
            return 0.0
        return 0.0 if _is_counted(bigrams, last, code) else CLASH
    if flags[code] & MARK:
        return LISTED if code == PAUSE and (tail == PAUSE).any() else 0.0
    if not _holds(known.twos, last << 16 | code):
        return 0.0
    worth = FAMILIAR if _holds(known.twice, last << 16 | code) else 0.0
    if _holds(known.threes, tail[1] << 32 | last << 16 | code):
        worth += WELL_KNOWN
    if text.size > 1 and _holds(known.threes, last << 32 | code << 16 | text[1]):
        worth += WELL_KNOWN
    return worth


@njit(cache=True)
def _is_like(held: Held, node: int, rank: int, whole: int, last: int) -> bool:
    """Return whether a reading is held: its text and, but for the end, its last word."""
    slot = held.order[node, rank]
    return held.whole[node, slot] == whole and (node == held.count.size - 1 or held.last[node, slot] == last)


@njit(cache=True)
def _hold(held: Held, node: int, total: float, whole: int, word: int) -> int:
    """Make room for a reading of a node, and return its slot; -1 if better ones, or its like, fill it."""
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
def _offer(
    held: Held, top: np.ndarray, lattice: Lattice, language: Language, known: Known, node: int,
    path: np.ndarray, text: np.ndarray, worth: float, trie_node: int,
) -> None:  # fmt: skip
    """Put a word behind the readings of a node: one character, or what ends at a node of the trie."""
    target, size, words = lattice.target[path[-1]], text.size, language.words
    depth, token = lattice.depth[target], 0
    if size:
        worth += _worth(text, words, known)
        token = language.bigrams.node_ids[trie_node] if trie_node else language.bigrams.code_ids[text[0]]
    for i in range(held.count[node]):
        slot = held.order[node, i]
        tail, whole, last = held.tail[node, slot], held.whole[node, slot], held.last[node, slot]
        total = held.total[node, i] + worth
        if size:
            total += _beside(tail, text, words, language.bigrams, known)
            if words.flags[text[0]] & BLANK and words.flags[tail[0]] & BLANK:
                pass  # Lines are parted by blanks of any number.
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
            for k in range(min(max(path.size, size) + 1, EDGES)):  # To set slices takes long to compile.
                held.path[target, new, k] = path[k] if k < path.size else -1
                held.word[target, new, k] = text[k] if k < size else 0
            for k in range(TAIL):
                held.tail[target, new, k] = text[size - 1 - k] if k < size else tail[k - size]


@njit(cache=True)
def _mark(mask: np.ndarray, codes: np.ndarray, value: bool) -> None:
    for code in codes:
        mask[code] = value


@njit(cache=True)
def _onward(
    words: Words, reached: np.ndarray, low: int, high: int, codes: np.ndarray, mask: np.ndarray
) -> int:
    """Go from some nodes of the trie on to their children with some characters; return the end of these."""
    size = high
    _mark(mask, codes, True)
    for i in range(low, high):
        first, last = words.kids[reached[i]], words.kids[reached[i] + 1]
        if codes.size << 4 < last - first:
            for code in codes:
                node = child(words, reached[i], code)
                if node:
                    reached[size], size = node, size + 1
        else:
            for node in range(first, last):
                if mask[words.chars[node]]:
                    reached[size], size = node, size + 1
    _mark(mask, codes, False)
    return size


@njit(cache=True)
def _second(
    words: Words, reached: np.ndarray, high: int, codes: np.ndarray, heads: np.ndarray, mask: np.ndarray
) -> int:
    """Find the pairs with some first characters and some second ones, of which there are less."""
    size = high
    _mark(mask, heads, True)
    for code in codes:
        for i in range(words.leaders[code], words.leaders[code + 1]):
            if mask[words.heads[i]]:
                reached[size], size = words.pairs[i], size + 1
    _mark(mask, heads, False)
    return size


@njit(cache=True)
def _likeliest(logs: np.ndarray, nodes: np.ndarray, least: float, best: np.ndarray) -> int:
    """Put the likeliest words that end at some nodes of the trie into `best`; return how many."""
    n = 0
    for node in nodes:
        logp = logs[node]
        if logp < least or logp == -np.inf or (n == WIDTH and logp < logs[best[n - 1]]):
            continue
        k = n if n < WIDTH else n - 1
        while k and logs[best[k - 1]] <= logp:
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
    held: Held, top: np.ndarray, lattice: Lattice, language: Language, known: Known, node: int,
    path: np.ndarray, text: np.ndarray,
) -> None:  # fmt: skip
    """Put each mark of a slot, and the likeliest of its other characters, behind the readings of a node."""
    edge, best, n = path[-1], np.empty(SINGLES, np.int64), 0
    cost, alone = lattice.cost[edge], language.bigrams.code_logp
    for code in lattice.codes[lattice.begins[edge] : lattice.begins[edge + 1]]:
        if language.words.flags[code] & MARK:
            text[0] = code
            _offer(held, top, lattice, language, known, node, path, text[:1], cost, 0)
        elif n < SINGLES or alone[code] > alone[best[n - 1]]:
            k = n if n < SINGLES else n - 1
            while k and alone[best[k - 1]] < alone[code]:
                best[k], k = best[k - 1], k - 1
            best[k], n = code, min(n + 1, SINGLES)
    for code in best[:n]:
        text[0] = code
        _offer(held, top, lattice, language, known, node, path, text[:1], cost, 0)


@njit(cache=True)
def _leave(
    held: Held, top: np.ndarray, lattice: Lattice, leads: np.ndarray, language: Language, known: Known,
    node: int, beam: float, reached: np.ndarray, mask: np.ndarray,
) -> None:  # fmt: skip
    """Put all words that begin at a node behind its readings."""
    words, logs = language.words, language.bigrams.node_logp
    first, target, begins, codes = lattice.first, lattice.target, lattice.begins, lattice.codes
    path, text, best = np.empty(EDGES, np.int32), np.empty(EDGES, np.int64), np.empty(WIDTH, np.int32)
    onward, lows, highs, sizes = np.empty((4, EDGES), np.int64)
    costs = np.empty(EDGES)
    for start in range(first[node], first[node + 1]):
        if not leads[target[start]]:
            continue
        path[0], costs[0], sizes[0], n = start, lattice.cost[start], 1, 0
        some = starts = codes[begins[start] : begins[start + 1]]
        if some.size == 0:
            _offer(held, top, lattice, language, known, node, path[:1], text[:0], costs[0], 0)
        if some.size == 0 or some.size >= MOST:
            continue
        _singles(held, top, lattice, language, known, node, path[:1], text)
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
                    low, high = high, _second(words, reached, high, some, starts, mask)
                else:
                    low, high = high, _onward(words, reached, low, high, some, mask)
                least = top[lattice.depth[target[edge]]] - beam - MOST_WORTH - held.total[node, 0]
                for k in range(_likeliest(logs, reached[low:high], least - costs[deep], best)):
                    word = text[: _spell(words, best[k], text)]
                    _offer(
                        held,
                        top,
                        lattice,
                        language,
                        known,
                        node,
                        path[: deep + 1],
                        word,
                        costs[deep],
                        best[k],
                    )
            lows[deep], highs[deep] = low, high


def search(
    lattice: Lattice, language: Language, known: Known, beam: float, begin: int
) -> tuple[np.ndarray, np.ndarray]:
    """Search a lattice, the text in front of which ends with the word whose id is `begin`.

    Returns the total of each of the likeliest readings, and its steps from the last to the first: the edge
    and its character (0 if it has none), and -1 behind the first.
    """
    nodes = lattice.first.size - 1
    held = Held(  # Made here, since numba would take seconds to compile that.
        np.zeros(nodes, np.int64),
        np.full((nodes, KEPT), -np.inf),
        np.zeros((nodes, KEPT), np.int32),
        np.zeros((nodes, KEPT), np.int64),
        np.full((nodes, KEPT), begin, np.int32),
        np.zeros((nodes, KEPT, TAIL), np.int32),
        np.zeros((nodes, KEPT, 2), np.int32),
        np.full((nodes, KEPT, EDGES), -1, np.int32),
        np.zeros((nodes, KEPT, EDGES), np.int32),
    )
    reached = np.empty(language.words.up.size, np.int32)
    mask = np.zeros(language.words.first.size, np.bool_)
    top = np.full(lattice.depth.max() + 1, -np.inf)
    steps = np.full((READINGS, nodes, 2), -1, np.int32)
    _search(lattice, language, known, beam, held, top, reached, mask, steps)
    n = min(held.count[-1], READINGS)
    return held.total[-1, :n], steps[:n]


@njit(cache=True)
def _search(
    lattice: Lattice, language: Language, known: Known, beam: float, held: Held, top: np.ndarray,
    reached: np.ndarray, mask: np.ndarray, steps: np.ndarray,
) -> None:  # fmt: skip
    """Do what `search` does, in the room that is given."""
    first, target, begins = lattice.first, lattice.target, lattice.begins
    nodes = first.size - 1
    leads = np.zeros(nodes, np.bool_)
    leads[nodes - 1] = True
    for node in range(nodes - 2, -1, -1):
        for edge in range(first[node], first[node + 1]):
            leads[node] |= leads[target[edge]]
    held.count[0], held.total[0, 0] = 1, 0.0
    for node in range(nodes - 1):
        best = -np.inf
        for depth in range(lattice.depth[node], top.size):
            best = max(best, top[depth])
        if held.count[node] and held.total[node, 0] >= best - beam:
            _leave(held, top, lattice, leads, language, known, node, beam, reached, mask)
    for i in range(min(held.count[nodes - 1], steps.shape[0])):
        node, rank, size = nodes - 1, held.order[nodes - 1, i], 0
        while node:
            path, word, n, letter = held.path[node, rank], held.word[node, rank], 0, 0
            while n < EDGES and path[n] >= 0:
                n += 1
            while letter < EDGES and word[letter]:
                letter += 1
            for k in range(n - 1, -1, -1):
                has_char = begins[path[k]] < begins[path[k] + 1]
                letter -= has_char
                steps[i, size, 0], steps[i, size, 1] = path[k], word[letter] if has_char else 0
                size += 1
            node, rank = held.before[node, rank, 0], held.before[node, rank, 1]

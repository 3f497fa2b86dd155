"""Find the likeliest paths through a lattice of characters, by word bigrams; compiled.

Source: A. J. Viterbi, Error bounds for convolutional codes, IEEE Transactions on Information Theory 13 (2),
1967; here on a word lattice, with a beam. Each reading keeps its last word.
"""

import numpy as np
from numba import njit

from methods.repair.bigrams import Bigrams, after_char, after_word
from methods.repair.held import EDGES, KEPT, TAIL, Held, Language, Lattice, offer
from methods.repair.trie import MARK, Words, child
from methods.repair.worth import FAMILIAR, WELL_KNOWN, Known

#: The most that a word adds to the log probability of a reading, apart from its own log probability.
MOST_WORTH = 2 * FAMILIAR + 2 * WELL_KNOWN + 6.0
#: Readings are followed over this many beams, while nodes have one, since a proof needs their rivals.
FURTHER = 2.0
#: Most readings that are returned.
READINGS = 8
#: Most characters of a slot, apart from marks, that are tried as words of one character.
SINGLES = 6
#: Most words that are considered for the same slots.
WIDTH = 12
#: A slot with more characters than this is filled only as a part of a word.
MOST = 5000


@njit(cache=True)
def _mark(mask: np.ndarray, codes: np.ndarray, value: bool) -> None:
    for code in codes:
        mask[code] = value


@njit(cache=True)
def _onward(
    words: Words, reached: np.ndarray, low: int, high: int, codes: np.ndarray, mask: np.ndarray
) -> int:
    """Append the children, with some characters, of nodes low to high in `reached`; return their end."""
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
    """Append the nodes of pairs with given first and second characters; fast for few second ones."""
    size = high
    _mark(mask, heads, True)
    for code in codes:
        for i in range(words.leaders[code], words.leaders[code + 1]):
            if mask[words.heads[i]]:
                reached[size], size = words.pairs[i], size + 1
    _mark(mask, heads, False)
    return size


@njit(cache=True)
def _likeliest(
    model: Bigrams, last: int, nodes: np.ndarray, least: float, best: np.ndarray, shares: np.ndarray
) -> int:
    """Put the likeliest words that end at some nodes of the trie into `best`; return their number.

    `last` is the id of the last word of the likeliest reading before them.
    """
    n = 0
    for node in nodes:
        logp = model.node_logp[node]
        if logp == -np.inf:
            continue
        logp = max(logp, after_word(model, last, node))
        if logp < least or (n == WIDTH and logp < shares[n - 1]):
            continue
        k = n if n < WIDTH else n - 1
        while k and shares[k - 1] <= logp:
            best[k], shares[k], k = best[k - 1], shares[k - 1], k - 1
        best[k], shares[k], n = node, logp, min(n + 1, WIDTH)
    return n


@njit(cache=True)
def _spell(words: Words, node: int, text: np.ndarray) -> int:
    """Write the word that ends at a node of the trie to `text`; return its length."""
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
    """Extend the readings of a node by each mark of a slot, and by the likeliest of its other characters."""
    edge, best, n = path[-1], np.empty(SINGLES, np.int64), 0
    shares, cost, last = np.empty(SINGLES), lattice.cost[edge], held.last[node, held.order[node, 0]]
    for code in lattice.codes[lattice.begins[edge] : lattice.begins[edge + 1]]:
        if language.words.flags[code] & MARK:
            text[0] = code
            offer(held, top, lattice, language, known, node, path, text[:1], cost, 0)
            continue
        share = after_char(language.bigrams, last, code)
        if n < SINGLES or share > shares[n - 1]:
            k = n if n < SINGLES else n - 1
            while k and shares[k - 1] < share:
                best[k], shares[k], k = best[k - 1], shares[k - 1], k - 1
            best[k], shares[k], n = code, share, min(n + 1, SINGLES)
    for code in best[:n]:
        text[0] = code
        offer(held, top, lattice, language, known, node, path, text[:1], cost, 0)


@njit(cache=True)
def _leave(
    held: Held, top: np.ndarray, lattice: Lattice, leads: np.ndarray, language: Language, known: Known,
    node: int, beam: float, reached: np.ndarray, mask: np.ndarray,
) -> None:  # fmt: skip
    """Extend the readings of a node by all words that begin there."""
    words, last = language.words, held.last[node, held.order[node, 0]]
    first, target, begins, codes = lattice.first, lattice.target, lattice.begins, lattice.codes
    path, text = np.empty(EDGES, np.int32), np.empty(EDGES, np.int64)
    best, shares = np.empty(WIDTH, np.int32), np.empty(WIDTH)
    onward, lows, highs, sizes = np.empty((4, EDGES), np.int64)
    costs = np.empty(EDGES)
    for start in range(first[node], first[node + 1]):
        if not leads[target[start]]:
            continue
        path[0], costs[0], sizes[0], n = start, lattice.cost[start], 1, 0
        some = starts = codes[begins[start] : begins[start + 1]]
        if some.size == 0:
            offer(held, top, lattice, language, known, node, path[:1], text[:0], costs[0], 0)
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
                n = _likeliest(language.bigrams, last, reached[low:high], least - costs[deep], best, shares)
                for k in range(n):
                    word = text[: _spell(words, best[k], text)]
                    offer(
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
    """Find the likeliest readings of a lattice.

    Parameters
    ----------
    lattice, language, known
        What to search, and what is known of the language and of the place.
    beam
        A node is skipped if its best reading is less likely than the best one so far by more than this.
    begin
        The id of the last word before the lattice.

    Returns
    -------
    totals : ndarray
        Log probability of each reading, the likeliest first; at most `READINGS`.
    steps : ndarray
        Readings x steps x 2, from the last step to the first: the edge and its character (0 if it has none),
        then -1.
    """
    nodes = lattice.first.size - 1
    held = Held(  # Allocated here, since numba would take seconds to compile it.
        np.zeros(nodes, np.int64),
        np.full(nodes, -np.inf),
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
    """Do the work of `search` in the arrays that it allocates."""
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
        held.floor[node] = best - FURTHER * beam
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

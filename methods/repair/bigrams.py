"""Return the probability of a word after another one, by word bigrams with back-off.

The table holds probabilities and no text. `benchmarks/language.py` builds the project's table from the
official documents, newspaper and television texts that it names. `methods.repair.count` builds one from a
researcher's corpus, which is mixed in. Marks, digits (as one class) and Latin letters (as another) are words
of one character. A paragraph begins after a line break.

Compiled code calls `after_char` and `after_word` with the id of the previous word, and keeps `code_ids[code]`
or `node_ids[node]` as the id of the word that it has added::

    model = bind(load(corpus / "lexicons/language.npz"), dictionary())
    before = model.code_ids[BREAK]
    total += after_word(model, before, node)
    before = model.node_ids[node]

Source: absolute discounting with back-off, after H. Ney, U. Essen and R. Kneser, On structuring probabilistic
dependences in stochastic language modelling, Computer Speech and Language 8, 1994.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from math import log
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numba import njit

from methods.files.folders import read_regular
from methods.repair.bigram_table import LEAST, Table, unpack
from methods.repair.trie import Words, find, lower

OURS = Path(__file__).with_name("language.npz")
#: Share of the dictionary's probabilities in those of words without context; new words have only these.
GENERAL = 0.1
#: `DIGIT` stands for all digits and `LETTER` for all Latin letters; a paragraph begins after `BREAK`.
DIGIT, LETTER, BREAK = ord("0"), ord("A"), ord("\n")
WITHIN = {DIGIT: -log(10), LETTER: -log(52)}
#: Tokens at which a researcher's corpus has a weight of a quarter; its weight is at most a half.
QUARTER = 300_000


class Bigrams(NamedTuple):
    """A `Table` bound to a dictionary, as arrays for compiled code: see `after_char` and `after_word`.

    `node_ids` and `code_ids` are the ids of the word that ends at a node of the trie, and of a single code
    point; the search keeps them as history. `node_logp` and `code_logp` are the log probabilities of these
    words if nothing is known of the previous word.
    """

    first: np.ndarray
    second: np.ndarray
    logp: np.ndarray
    backoff: np.ndarray
    node_ids: np.ndarray
    node_logp: np.ndarray
    code_ids: np.ndarray
    code_logp: np.ndarray
    within: np.ndarray


@njit(cache=True)
def _after(model: Bigrams, before: int, word: int, alone: float) -> float:
    low, high = model.first[before], model.first[before + 1]
    at = lower(model.second, low, high, word)
    if at < high and model.second[at] == word:
        return model.logp[at]
    return model.backoff[before] + alone


@njit(cache=True)
def after_char(model: Bigrams, before: int, code: int) -> float:
    """Return the log probability of a code point, as a word, after the word with the id `before`."""
    return _after(model, before, model.code_ids[code], model.code_logp[code]) + model.within[code]


@njit(cache=True)
def after_word(model: Bigrams, before: int, node: int) -> float:
    """Return the log probability of the word that ends at a node of the trie, after the word `before`."""
    return _after(model, before, model.node_ids[node], model.node_logp[node])


def fold_codes(codes: np.ndarray) -> np.ndarray:
    """Return code points with every digit as `DIGIT` and every Latin letter as `LETTER`."""
    folded = np.where((codes >= ord("0")) & (codes <= ord("9")), DIGIT, codes)
    lower_case = folded | 32
    return np.where((lower_case >= ord("a")) & (lower_case <= ord("z")) & (folded < 128), LETTER, folded)


def general(words: Words) -> tuple[np.ndarray, np.ndarray]:
    """Return the probability of each code point and of each node's word in the dictionary itself."""
    chars, nodes = np.exp(words.alone), np.exp(words.logp)
    chars[[DIGIT, LETTER]] = chars[DIGIT] * 10, chars[LETTER] * 52
    nodes[words.first[words.first > 0]] = 0.0  # A word of one character counts as its code point.
    total = chars.sum() + nodes.sum()
    return chars / total, nodes / total


def bind(table: Table, words: Words) -> Bigrams:
    """Bind a table to the dictionary of the search.

    Words that only the table has are ignored. Words that only the dictionary has get the id 0.
    """
    chars, nodes = general(words)
    code_ids, node_ids = np.zeros(chars.size, np.int32), np.zeros(nodes.size, np.int32)
    for number, word in enumerate(table.words, 1):
        if len(word) == 1:
            code_ids[min(ord(word), code_ids.size - 1)] = number
    _find_all(words, *_spelt(table.words), node_ids)
    node_ids[words.first] = 0
    code_ids[-1] = 0
    known = np.append(0.0, np.exp(table.alone[1:], dtype=np.float64))
    codes = fold_codes(np.arange(chars.size))
    within = np.zeros(chars.size, np.float32)
    for code, share in WITHIN.items():
        within[codes == code] = share
    with np.errstate(divide="ignore"):
        code_logp = np.log((1 - GENERAL) * known[code_ids] + GENERAL * chars)[codes].astype(np.float32)
        node_logp = np.log((1 - GENERAL) * known[node_ids] + GENERAL * nodes).astype(np.float32)
    return Bigrams(*table[2:6], node_ids, node_logp, code_ids[codes], code_logp, within)


def _spelt(words: list[str]) -> tuple[np.ndarray, np.ndarray]:
    ends = np.cumsum([0, *map(len, words)])
    return np.frombuffer("".join(words).encode("utf-32-le"), np.int32).astype(np.int64), ends


@njit(cache=True)
def _find_all(words: Words, codes: np.ndarray, ends: np.ndarray, node_ids: np.ndarray) -> None:
    for number in range(ends.size - 1):
        text = codes[ends[number] : ends[number + 1]]
        if text.size > 1 and text.max() < words.first.size:
            node_ids[find(words, text)] = number + 1
    node_ids[0] = 0


def mix(ours: Table, other: Table, share: float) -> Table:
    """Return a mixture of two tables, in which the probabilities of `other` have the weight `share`.

    It has the bigrams of both. For a bigram that a table lacks, its back-off probability is used; of what
    follows a word, a table that has no bigram with it says nothing.
    """
    words = list(dict.fromkeys([*ours.words, *other.words]))
    ids = {word: number for number, word in enumerate(words, 1)}
    n = len(words) + 1
    tables = (ours, other)
    maps = [np.array([0, *(ids[word] for word in table.words)]) for table in tables]
    keys = [
        np.repeat(to, np.diff(table.first)).astype(np.int64) << 32 | to[table.second]
        for to, table in zip(maps, tables, strict=True)
    ]
    both = np.sort(np.concatenate(keys))  # numpy.union1d hashes, which takes seconds.
    both = both[np.append(True, both[1:] > both[:-1])]
    before, after = both >> 32, both & 0xFFFFFFFF
    known = np.zeros((2, n), bool)
    for row, to, table in zip(known, maps, tables, strict=True):
        row[to] = np.diff(table.first) > 0
    theirs = np.where(known[0] == known[1], share, known[1])
    p, alone, backoff = np.zeros(both.size), np.zeros(n), np.zeros(n)
    parts = ((1 - share, 1 - theirs), (share, theirs))
    for to, key, table, (part, parts_of) in zip(maps, keys, tables, parts, strict=True):
        single, weight = np.zeros(n), np.ones(n)
        single[to], weight[to] = np.exp(table.alone), np.exp(table.backoff)
        single[0] = 0.0
        mine = (1 - GENERAL) * weight[before] * single[after]
        mine[np.searchsorted(both, key)] = np.exp(table.logp)
        p += parts_of[before] * mine
        alone += part * single
        backoff += parts_of * weight
    first = np.searchsorted(before, np.arange(n + 1))
    with np.errstate(divide="ignore"):
        logs = [np.log(array).astype(np.float32) for array in (p, backoff, alone)]
    logs[2] = np.maximum(logs[2], LEAST)
    tokens = ours.tokens + other.tokens
    return Table(words, tokens, first, after.astype(np.int32), *logs)


@lru_cache(maxsize=4)
def _read(path: Path, stamp: tuple[int, int]) -> tuple[Table, str]:
    data = read_regular(path, within=path.parent)
    return unpack(data, path.name), sha256(data).hexdigest()


def read(path: Path) -> tuple[Table, str]:
    """Return the table in a file and the hash of the file; both are cached until the file changes."""
    found = path.stat()
    return _read(path, (found.st_mtime_ns, found.st_size))


def load(extra: Path | None = None) -> Table:
    """Return the project's table, mixed with a corpus's own (``lexicons/language.npz``) if there is one.

    Parameters
    ----------
    extra : Path or None
        A file that `methods.repair.count` wrote; it need not exist.

    Raises
    ------
    ValueError
        If the file is not a table.
    OpeningError
        If it is not a regular file, or is a link out of its folder.
    """
    ours = read(OURS)[0]
    if extra is None or not extra.exists():
        return ours
    other = read(extra)[0]
    return mix(ours, other, min(0.5, other.tokens / (other.tokens + 3 * QUARTER)))


def digest(extra: Path | None = None) -> str:
    """Return the hashes of the tables in use, which are part of the keys of kept texts."""
    paths = [OURS, extra] if extra is not None and extra.exists() else [OURS]
    return "".join(read(path)[1] for path in paths)

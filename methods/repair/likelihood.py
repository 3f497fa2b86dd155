"""Rate readings of broken runs by the words of jieba's dictionary, place names and the table of bigrams.

Sources: the dictionary of jieba 0.42.1 (350,000 words with corpus counts) and its table of inverse document
frequencies (270,000 words); the gazetteer's names of provinces, prefectures and counties, many of which those
lack.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.metadata import version
from itertools import chain
from math import inf, log
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from methods.files.cache import kept_arrays
from methods.files.gazetteer import PLACES, names
from methods.repair import marks
from methods.repair.marks import ALIKE, BLANK, ENCLITIC, ENDING, MARKS, OPENING

if TYPE_CHECKING:
    from methods.repair.bigrams import Bigrams
    from methods.repair.held import Language
    from methods.repair.trie import Words

DIGIT, LETTER, OTHER = log(0.0005), log(1e-6), log(1e-8)
#: The count of 的, which jieba's dictionary gives as a tenth of its frequency in text, so that 地 would win.
DE = 2_400_000
#: The weight of jieba's word counts; the rest is that of the shares of texts that contain a word.
COUNTED = 0.4
HAN = re.compile("[\u4e00-\u9fff]+")
#: Least log probability of a place in China, equal to 15 occurrences in jieba's 60 million words.
PLACE = -15.2
#: A node is given up if another one exceeds its log probability by this.
BEAM = 10.0
#: Stands for NUL and all code points from here on.
LAST = 0xFFFF


class Edge(NamedTuple):
    """A step through a lattice: one of `chars` (none if empty), with a cost, to the node `target`.

    `hidden` has the same characters as they are written, perhaps in another script.
    """

    chars: str
    hidden: str
    target: int
    cost: float = 0.0
    kind: str = ""


class Reading(NamedTuple):
    """A path through a lattice: its log probability, and its edges, each with its character or ``""``."""

    total: float
    steps: list[tuple[str, Edge]]


@cache
def _halves() -> dict[str, float]:
    """Return the log probabilities of halves of words with four characters that are not words themselves."""
    import jieba

    with jieba.get_dict_file() as file:
        fields = file.read().decode().split()
    counts = dict(zip(fields[::3], map(int, fields[1::3]), strict=True))
    total, halves = sum(counts.values()), dict[str, int]()
    for word, count in counts.items():
        if len(word) == 4 and HAN.fullmatch(word):
            for half in (word[:2], word[2:]):
                if half not in counts:
                    halves[half] = halves.get(half, 0) + count
    return {half: log(count / total) for half, count in halves.items() if count}


def _table() -> dict[str, float]:
    """Return the log probability of every word."""
    import jieba  # Takes half a second, and undamaged texts do not need it.

    with jieba.get_dict_file() as file:
        fields = file.read().decode().split()  # word, count, part of speech, word, …
    counts = np.maximum(np.array(fields[1::3], dtype=float), 1)
    shares = dict(zip(fields[::3], (COUNTED / counts.sum() * counts).tolist(), strict=True))
    with jieba.get_module_res("analyse", "idf.txt") as file:
        fields = file.read().decode().split()  # word, logarithm of texts by texts with the word, word, …
    often = -np.log1p(-np.exp(-np.array(fields[1::2], dtype=float)))
    for word, share in zip(fields[::2], ((1 - COUNTED) / often.sum() * often).tolist(), strict=True):
        if HAN.fullmatch(word):
            shares[word] = shares.get(word, 0.0) + share
    table = {word: log(share) for word, share in shares.items() if max(word) <= chr(LAST)}
    table |= {half: share for half, share in _halves().items() if half not in table}
    table["的"] = log(DE / counts.sum())
    table |= {name: max(table.get(name, PLACE), PLACE) for name in names().units}
    return table | {word: log(share) for word, share in MARKS.items() if len(word) > 1}


@cache
def dictionary() -> Words:
    """Return the dictionary of the search; to build it takes seconds, so it is kept on disk."""
    from methods.repair import trie  # Imports numba.

    def make() -> dict[str, np.ndarray]:
        nodes = trie.trie(_table(), LAST)
        logp, first = nodes[3:5]
        return trie.Words(*nodes, _alone(logp[first]), _flags())._asdict()

    return trie.Words(**kept_arrays("words", _sources(), make))


def _sources() -> tuple[object, ...]:
    """Return everything on which the dictionary depends."""
    from methods.repair import trie

    files = __file__, marks.__file__, trie.__file__, PLACES
    return version("jieba"), [Path(file).read_bytes() for file in files]


def language(extra: Path | None = None) -> Language:
    """Return the dictionary and the bigrams of the search.

    `extra` is a corpus's own table of bigrams (see `methods.repair.count`).
    """
    from methods.repair import bigrams

    return _language(extra, bigrams.digest(extra))


@lru_cache(maxsize=4)
def _language(extra: Path | None, digest: str) -> Language:
    """Return the language; to bind it takes seconds, so it is kept on disk until a file changes."""
    from methods.repair import bigram_table, bigrams, held

    code = [Path(module.__file__).read_bytes() for module in (bigrams, bigram_table)]
    sources = (digest, code, *_sources())
    kept = kept_arrays("language", sources, lambda: _bound(extra)._asdict())
    return held.Language(dictionary(), bigrams.Bigrams(**kept))


def _bound(extra: Path | None) -> Bigrams:
    """Return the table of bigrams bound to the dictionary, with places and halves of words made likely."""
    from methods.repair import bigrams
    from methods.repair.trie import find

    model = bigrams.bind(bigrams.load(extra), dictionary())
    for same, others in ALIKE.items():
        for array in (model.code_ids, model.code_logp):
            array[[ord(char) for char in others]] = array[ord(same)]
    for word, share in chain(((name, PLACE) for name in names().units), _halves().items()):
        at = find(dictionary(), codes(word))
        model.node_logp[at] = max(model.node_logp[at], share)
    return model


def _alone(logp: np.ndarray) -> np.ndarray:
    """Return the log probability of each single character, from those of words of one character."""
    alone = np.maximum(logp, OTHER)
    for code in range(128):
        alone[code] = DIGIT if chr(code).isdigit() else LETTER if chr(code).isalpha() else OTHER
    for mark, share in MARKS.items():
        if len(mark) == 1:
            alone[ord(mark)] = log(share)
    return alone


def _flags() -> np.ndarray:
    """Return the kinds of each character, as flags."""
    from methods.repair import trie

    flags = np.zeros(LAST + 1, np.int64)
    for flag, chars in (
        (trie.MARK, [mark for mark in MARKS if len(mark) == 1]),
        (trie.OPENING, OPENING),
        (trie.ENDING, ENDING),
        (trie.ENCLITIC, ENCLITIC),
        (trie.BLANK, BLANK),
    ):
        flags[[ord(char) for char in chars]] |= flag
    return flags


def codes(text: str) -> np.ndarray:
    """Return the code points of a text, with `LAST` for those that the search does not know."""
    some = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.int32)
    return np.where((some > 0) & (some < LAST), some, LAST).astype(np.int64)


def logp(word: str) -> float:
    """Return the log probability of a word; ``-inf`` if it is not in the dictionary."""
    from methods.repair.trie import find

    return float(dictionary().logp[find(dictionary(), codes(word))])


def endings(head: str) -> frozenset[str]:
    """Return the characters that complete a word that begins with `head`."""
    from methods.repair.trie import find

    words = dictionary()
    node = find(words, codes(head))
    kids = slice(words.kids[node], words.kids[node + 1]) if node else slice(0)
    return frozenset(map(chr, words.chars[kids][words.logp[kids] > -inf].tolist()))


#: The distinct characters of a slot.
_distinct = lru_cache(1 << 14)(lambda chars: "".join(dict.fromkeys(chars)))


def familiar(text: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return keys of the triples, the pairs, and the repeated pairs of adjacent characters in a text."""
    some = codes(text)
    twos = some[:-1] << 16 | some[1:]
    threes = np.unique(twos[:-1] << 16 | some[2:])
    twos, counts = np.unique(twos, return_counts=True)
    return threes, twos, twos[counts > 1]


def best_readings(
    lattice: Sequence[Sequence[Edge]],
    depth: Sequence[int],
    bonus: Mapping[str, float],
    familiar: tuple[np.ndarray, np.ndarray, np.ndarray],
    is_first: bool = False,
    extra: Path | None = None,
) -> list[Reading]:
    """Find the likeliest texts through a lattice, by a beam search.

    Parameters
    ----------
    lattice
        The edges that leave each node; each target is higher than its origin, and the last node is the end.
    depth
        The distance of each node from the start. A node is given up if another one that is at least as far
        has a log probability that is higher by `BEAM`. If no reading reaches the end, the search is repeated
        without a beam.
    bonus
        What to add to the log probabilities of marks at this place.
    familiar
        The result of `familiar` for the article.
    is_first
        Whether a paragraph begins with the lattice.
    extra
        A corpus's own table of bigrams.

    Returns
    -------
    list[Reading]
        Up to eight readings with different texts, the likeliest first.
    """
    from methods.repair.beam import search
    from methods.repair.held import Lattice
    from methods.repair.worth import Known

    edges = [edge for row in lattice for edge in row]
    slots = [_distinct(edge.chars) for edge in edges]
    arrays = Lattice(
        np.cumsum([0, *map(len, lattice)]),
        np.array([edge.target for edge in edges], np.int64),
        np.array([edge.cost for edge in edges], float),
        np.cumsum([0, *map(len, slots)]),
        codes("".join(slots)),
        np.array(depth),
    )
    known = Known(codes("".join(bonus)), np.array([*bonus.values()], float), *familiar)
    known_language = language(extra)
    begin = int(known_language.bigrams.code_ids[ord("\n")]) if is_first else 0
    totals, steps = search(arrays, known_language, known, BEAM, begin)
    if not totals.size:
        totals, steps = search(arrays, known_language, known, inf, begin)
    return [
        Reading(total, [(_char(code, edges[edge]), edges[edge]) for edge, code in way if edge >= 0][::-1])
        for total, way in zip(totals.tolist(), steps.tolist(), strict=True)
    ]


def _char(code: int, edge: Edge) -> str:
    """Return the character of an edge from its code in the search."""
    return chr(code) if 0 < code < LAST else next((c for c in edge.chars if not 0 < ord(c) < LAST), "")

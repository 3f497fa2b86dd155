"""How likely a short run of Chinese is: a word unigram model over jieba's own dictionary and place names.

Sources: the dictionary that jieba 0.42.1 ships (350,000 words with corpus counts); the gazetteer's names of
provinces, prefectures and counties, of which that dictionary lacks many; the search over alternatives is the
Viterbi algorithm (Viterbi 1967) on the word lattice, as in jieba itself, with a beam.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from heapq import nlargest
from itertools import pairwise
from math import inf, log
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from methods.gazetteer import names

#: Rough shares of the marks that no dictionary lists, in running news text; and of marks that go together.
MARKS = {
    ",": 0.06, "。": 0.03, "、": 0.013, "“": 0.007, "”": 0.007, "\n": 0.0005, ":": 0.004, "(": 0.003,
    ")": 0.003, "《": 0.002, "》": 0.002, ";": 0.002, "!": 0.001, "?": 0.001, "—": 0.0005, "·": 0.0005,
    "…": 0.0002, "‘": 0.0004, "’": 0.0004, "%": 0.0004, "-": 0.0001, ".": 0.0001, "/": 0.0001, " ": 0.0003,
    "〇": 0.0001, "【": 0.0001, "】": 0.0001, "<": 1e-6,
    "。”": 0.006, ":“": 0.006, ",“": 0.001, "”,": 0.002, "”、": 0.0005, "”。": 0.001, "!”": 0.0005,
    "?”": 0.0005, "。“": 0.001, "、“": 0.0005, "。\n": 0.005, "”\n": 0.0001, "。”\n": 0.001, "。』\n": 0.0002,
    "……\n": 0.0002, "。”(": 0.0003, "。(": 0.0003, "”<": 1e-6, "。<": 1e-6,
    "——": 0.002, "———": 0.0003, "……": 0.0004, "………": 0.0001,
    ")。": 0.001, "),": 0.0005, ")、": 0.0002, "》、": 0.0002, "、《": 0.0002, "》(": 0.0002,
    ")”": 0.0001, "“《": 0.0001,
    "『": 0.0003, "』": 0.0003, "。』": 0.0003, ":『": 0.0003, "』。": 0.0001, "』,": 0.0001,
}  # fmt: skip
DIGIT, LETTER, OTHER = log(0.0005), log(1e-6), log(1e-8)
#: jieba's dictionary counts 的 a tenth as often as running text has it, so that 地 would beat it.
DE = 2_400_000
#: How often any place in China might have been named in the text on which jieba's dictionary was counted.
PLACE = 15
#: What it costs when two marks meet that do not go together, or a particle stands behind a mark.
CLASH = -6.0
OPENING = frozenset("“‘《『「(【—")
ENDING = frozenset("。!?…”’』》)")
ENCLITIC = frozenset("的了着们过得地之吗呢吧")
#: How many words with the same slots are considered; only their followers tell them apart.
WIDTH = 8
#: What it is worth that two neighbours, or those in a word, stand together elsewhere in the article, too, and
#: that three around the beginning of a word do; that a list goes on; and what it costs that a sentence has
#: less than five characters.
FAMILIAR, WELL_KNOWN, LISTED, SHORT = 3.0, 1.0, 2.0, -2.0
#: How many of the likeliest readings are kept at each node, and at the end.
KEPT, READINGS = 2, 4
#: How much likelier, as a logarithm, another reading must be for one to be given up before its end.
BEAM = 12.0
#: No word is worth more than this beside its log probability.
MOST_WORTH = 2 * FAMILIAR + 2 * WELL_KNOWN
#: A slot with more characters than this says nothing, so that only a word around it can fill it.
MOST = 5000


class Edge(NamedTuple):
    """A step through a lattice: one of `chars` (nothing if empty), at a cost, to the node `target`.

    `hidden` holds the same characters as they are written, which may be in another script.
    """

    chars: str
    hidden: str
    target: int
    cost: float = 0.0
    kind: str = ""


@cache
def words() -> dict[str, float]:
    """Return the log probability of every word, and ``-inf`` for strings that only begin one."""
    import jieba  # half a second, which a text without damage need not wait for

    with jieba.get_dict_file() as file:
        fields = file.read().decode().split()  # word, count, part of speech, word, …
    counts = np.maximum(np.array(fields[1::3], dtype=float), 1)
    table = dict(zip(fields[::3], np.log(counts / counts.sum()).tolist(), strict=True))
    table["的"] = log(DE / counts.sum())
    place = log(PLACE / counts.sum())
    table |= {name: max(table.get(name, place), place) for name in names().units}
    table |= {word: log(share) for word, share in MARKS.items() if len(word) > 1}
    for word in [word for word in table if len(word) > 2]:
        for length in range(2, len(word)):
            table.setdefault(word[:length], -inf)
    return table


@cache
def alone(char: str) -> float:
    """Return the log probability of a character that stands by itself."""
    if char in MARKS:
        return log(MARKS[char])
    if char.isascii():
        return DIGIT if char.isdigit() else LETTER if char.isalpha() else OTHER
    return max(words().get(char, OTHER), OTHER)


@cache
def _followers() -> dict[str, str]:
    """Return the characters that follow each beginning of a word."""
    table: dict[str, str] = {}
    for word in words():
        head = word[:-1]
        table[head] = table.get(head, "") + word[-1]
    return table


@cache
def _following(head: str) -> frozenset[str]:
    """Return the characters that follow a beginning of a word, as a set."""
    return frozenset(_followers().get(head, ""))


@cache
def _leaders() -> dict[str, str]:
    """Return the characters with which each character makes a beginning of two."""
    table: dict[str, str] = {}
    for word in words():
        if len(word) == 2:
            table[word[1]] = table.get(word[1], "") + word[0]
    return table


@cache
def _leading(char: str) -> frozenset[str]:
    """Return the characters that stand in front of one at the beginning of a word, as a set."""
    return frozenset(_leaders().get(char, ""))


_set = cache(frozenset)


@lru_cache(1 << 16)
def _spellings(slots: tuple[str, ...]) -> Sequence[str]:
    """Return the words, and beginnings of words, with one character from each slot."""
    *others, last = slots
    if not others:
        return last
    if len(others) == 1 and len(last) < len(others[0]):
        some = _set(others[0])
        return [head + char for char in last for head in _leading(char) & some]
    some = _set(last)
    return [head + char for head in _spellings(slots[:-1]) for char in _following(head) & some]


@lru_cache(1 << 16)
def _likeliest(slots: tuple[str, ...]) -> list[tuple[float, str]]:
    """Return the likeliest words with one character from each slot, and their log probabilities."""
    found = [(logp, text) for text in _spellings(slots) if (logp := words()[text]) > -inf]
    return nlargest(WIDTH, found)


@lru_cache(1 << 16)
def _singles(chars: str) -> list[tuple[float, str]]:
    """Return what can be the likeliest of some characters by itself: each mark, and the best of the rest."""
    marks = [char for char in chars if char in MARKS]
    rest = [char for char in chars if char not in MARKS]
    return [(alone(char), char) for char in marks + ([max(rest, key=alone)] if rest else [])]


class Reading(NamedTuple):
    """A text up to some node: its log probability, its last word and the edges of that, what is before it."""

    total: float
    text: str
    edges: tuple[Edge, ...]
    before: Reading | None
    whole: str

    def steps(self) -> list[tuple[str, Edge]]:
        """Return the edges in order, each with its character."""
        found, at = [], self
        while at.before:
            chars = at.text
            for edge in reversed(at.edges):
                found.append((chars[-1:] if edge.chars else "", edge))
                chars = chars[: len(chars) - bool(edge.chars)]
            at = at.before
        return found[::-1]


def best_readings(
    lattice: Sequence[Sequence[Edge]],
    depth: Sequence[int],
    bonus: Mapping[str, float],
    familiar: Mapping[str, int],
    beam: float = BEAM,
) -> list[Reading]:
    """Find the likeliest texts through a lattice, by a beam search.

    Parameters
    ----------
    lattice
        For each node the edges that leave it; targets are higher than their origin, the last node is
        the end.
    depth
        How far each node is from the start. A node is given up if another that is as far or further was
        reached at a likelihood e to the `beam` times as high.
    bonus
        What to add to the log probability of a mark, for what is known of the place.
    familiar
        How often two or three neighbouring characters stand in the article.
    beam
        See `depth`; if nothing is left at the end, the search is repeated without it.

    Returns
    -------
    list[Reading]
        Up to `READINGS` readings with different texts, the likeliest first.
    """
    lattice = _alive(lattice)
    reached: list[list[tuple[float, str, tuple[Edge, ...], Reading | None]]] = [[] for _ in lattice]
    reached[0].append((0.0, "", (), None))
    top = [-inf] * (max(depth) + 1)
    worths: dict[str, float] = {}
    for node in range(len(lattice) - 1):
        readings = _best(reached[node], KEPT)
        if not readings or readings[0].total < max(top[depth[node] :]) - beam:
            continue
        for logp, cost, text, edges in _from(lattice, node):
            target = edges[-1].target
            if readings[0].total + logp + cost < top[depth[target]] - beam - MOST_WORTH:
                continue
            if text not in worths:
                worths[text] = _worth(text, bonus, familiar)
            worth = logp + cost + worths[text]
            for before in readings:
                total = before.total + worth + _beside(before.whole, text, familiar)
                reached[target].append((total, text, edges, before))
                top[depth[target]] = max(top[depth[target]], total)
    if not reached[-1] and beam < inf:
        return best_readings(lattice, depth, bonus, familiar, inf)
    return _best(reached[-1], READINGS)


def _alive(lattice: Sequence[Sequence[Edge]]) -> list[list[Edge]]:
    """Return a lattice without the edges that do not lead to the end."""
    alive: list[list[Edge]] = [[] for _ in lattice]
    leads = [False] * (len(lattice) - 1) + [True]
    for node in range(len(lattice) - 2, -1, -1):
        alive[node] = [edge for edge in lattice[node] if leads[edge.target]]
        leads[node] = bool(alive[node])
    return alive


def _best(found: list[tuple[float, str, tuple[Edge, ...], Reading | None]], most: int) -> list[Reading]:
    """Return the likeliest readings with different texts."""
    if len(found) > 1:
        found.sort(key=itemgetter(0), reverse=True)
    best: dict[str, Reading] = {}
    for reading in found:
        whole = reading[3].whole + reading[1] if reading[3] else ""
        if whole not in best:
            best[whole] = Reading(*reading, whole)
            if len(best) == most:
                break
    return [*best.values()]


def _worth(text: str, bonus: Mapping[str, float], familiar: Mapping[str, int]) -> float:
    """Return what it is worth that a word stands in this place, or in this article."""
    if text[:1] in MARKS:
        return sum(bonus.get(mark, 0.0) for mark in text)
    return FAMILIAR if len(text) > 1 and all(a + b in familiar for a, b in pairwise(text)) else 0.0


def _beside(before: str, text: str, familiar: Mapping[str, int]) -> float:
    """Return what it is worth that a word stands behind a text."""
    last = before[-1:]
    if not text or not last:
        return 0.0
    if last not in MARKS:
        if text[0] not in MARKS:
            threes = before[-2:] + text[0] in familiar, len(text) > 1 and last + text[:2] in familiar
            return FAMILIAR * (familiar.get(last + text[0], 0) > 1) + WELL_KNOWN * sum(threes)
        if text == "、":
            return LISTED if "、" in before[-11:] else 0.0
        stop = before.rfind("。", -4)
        return SHORT if text[0] == "。" and stop >= 0 and before[stop + 1] not in MARKS else 0.0
    return _clash(last, text[0])


def _clash(mark: str, follower: str) -> float:
    """Return what it costs that a mark stands in front of a character."""
    if follower in ENCLITIC:
        return CLASH
    if follower == "\n" and mark in ENDING:
        return 0.0
    return CLASH if follower in MARKS and follower not in OPENING and mark + follower not in words() else 0.0


def _from(
    lattice: Sequence[Sequence[Edge]], node: int
) -> Iterator[tuple[float, float, str, tuple[Edge, ...]]]:
    """Yield the words that begin at a node: log probability, cost of their edges, text, edges."""
    for edge in lattice[node]:
        if not edge.chars:
            yield 0.0, edge.cost, "", (edge,)
            continue
        for logp, char in _singles(edge.chars) if len(edge.chars) < MOST else ():
            yield logp, edge.cost, char, (edge,)
        begun = [((edge.chars,), edge.cost, (edge,))] if len(edge.chars) < MOST else []
        while begun:
            slots, cost, edges = begun.pop()
            for more, onward in _onward(lattice, edges[-1].target):
                longer = (*slots, onward[-1].chars)
                if _spellings(longer):
                    begun.append((longer, cost + more, edges + onward))
                    for logp, text in _likeliest(longer):
                        yield logp, cost + more, text, edges + onward


def _onward(lattice: Sequence[Sequence[Edge]], node: int) -> Iterator[tuple[float, tuple[Edge, ...]]]:
    """Yield the edges with a character that leave a node, or one behind it that costs no character."""
    for edge in lattice[node]:
        if edge.chars:
            yield edge.cost, (edge,)
        else:
            for cost, edges in _onward(lattice, edge.target):
                yield edge.cost + cost, (edge, *edges)

"""Find many words in one pass over a text, by the algorithm of Aho and Corasick.

A regular expression that is tried at every character spends most of its time where nothing can match. So one
pass finds the words with which its matches begin, and the expression is tried only there.

Source: A. Aho, M. Corasick, Efficient string matching, Communications of the ACM 18 (6), 1975; implemented by
the package ahocorasick_rs.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from ahocorasick_rs import AhoCorasick, Implementation


class Words:
    """Words to look for.

    Parameters
    ----------
    words : iterable of str
        Strings that are not empty.
    """

    def __init__(self, words: Iterable[str]) -> None:  # noqa: D107 (the class says it)
        self.words = list(words)
        # To build the faster kind (DFA) takes a square of the length of a word.
        self._automaton = AhoCorasick(self.words, implementation=Implementation.ContiguousNFA)

    def hits(self, text: str) -> list[tuple[int, int, int]]:
        """Return the word's number, start and end of every occurrence, sorted by end; they may overlap."""
        try:
            return self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:
            # "?" replaces each lone surrogate, which cannot be encoded, and keeps the offsets.
            return self.hits(text.encode("utf-8", "replace").decode())

    def sorted_hits(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield each word with the start and end of every occurrence, by word in their order, then start."""
        for number, start, end in sorted(self.hits(text)):
            yield self.words[number], start, end

    def occurrences(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """Yield each offset at which words begin, in order, and those words, the longest first."""
        found: dict[int, list[int]] = {}
        for number, start, _ in self.hits(text):
            found.setdefault(start, []).append(number)
        for start in sorted(found):
            yield start, sorted((self.words[number] for number in found[start]), key=len, reverse=True)


class Heads:
    """Words with which matches of several patterns begin.

    Parameters
    ----------
    kinds : mapping of str to str
        For each pattern, its words separated by spaces.
    """

    def __init__(self, kinds: Mapping[str, str]) -> None:  # noqa: D107 (the class says it)
        members = {kind: set(words.split()) for kind, words in kinds.items()}
        self._words = Words(sorted(set().union(*members.values())))
        self._kinds = [[kind for kind in members if word in members[kind]] for word in self._words.words]
        self._all = list(members)

    def starts(self, text: str) -> dict[str, list[int]]:
        """Return for each kind the offsets at which its words begin in a text, in order."""
        found: dict[str, set[int]] = {kind: set() for kind in self._all}
        for number, start, _ in self._words.hits(text):
            for kind in self._kinds[number]:
                found[kind].add(start)
        return {kind: sorted(places) for kind, places in found.items()}


def matches(pattern: re.Pattern[str], text: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
    """Yield the matches of `pattern.finditer`, provided that each begins at one of the sorted `places`."""
    free = 0
    for place in places:
        if place >= free and (found := pattern.match(text, place)):
            free = found.end()
            yield found

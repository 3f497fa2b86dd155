"""One pass over a text for many words at once, by the algorithm of Aho and Corasick.

A regular expression that is tried at every character of a text takes most of its time where nothing can
match. So the words with which its matches begin are looked for first, all in one pass, and it is tried there.

Source: A. Aho, M. Corasick, Efficient string matching, Communications of the ACM 18 (6), 1975; by the
package ahocorasick_rs.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from ahocorasick_rs import AhoCorasick, Implementation


class Words:
    """Words to look for.

    Parameters
    ----------
    words : iterable of str
        None of them empty.
    """

    def __init__(self, words: Iterable[str]) -> None:  # noqa: D107 (the class says it)
        self.words = list(words)
        self._automaton = AhoCorasick(self.words, implementation=Implementation.DFA)

    def hits(self, text: str) -> list[tuple[int, int, int]]:
        """Return number of the word, start and end of every occurrence, by end; they may overlap."""
        try:
            return self._automaton.find_matches_as_indexes(text, overlapping=True)
        except (
            UnicodeEncodeError
        ):  # A lone surrogate is no text; as one "?" it leaves the offsets as they are.
            return self.hits(text.encode("utf-8", "replace").decode())

    def occurrences(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """Yield where words begin, in order, and the words that begin there, the longest first."""
        found: dict[int, list[int]] = {}
        for number, start, _ in self.hits(text):
            found.setdefault(start, []).append(number)
        for start in sorted(found):
            yield start, sorted((self.words[number] for number in found[start]), key=len, reverse=True)


class Heads:
    """Words of several kinds with which something begins.

    Parameters
    ----------
    kinds : mapping of str to str
        Words of each kind, with spaces between them.
    """

    def __init__(self, kinds: Mapping[str, str]) -> None:  # noqa: D107 (the class says it)
        members = {kind: set(words.split()) for kind, words in kinds.items()}
        self._words = Words(sorted(set().union(*members.values())))
        self._kinds = [[kind for kind in members if word in members[kind]] for word in self._words.words]
        self._all = list(members)

    def starts(self, text: str) -> dict[str, list[int]]:
        """Return for each kind where a word of it begins in a text, in order."""
        found: dict[str, set[int]] = {kind: set() for kind in self._all}
        for number, start, _ in self._words.hits(text):
            for kind in self._kinds[number]:
                found[kind].add(start)
        return {kind: sorted(places) for kind, places in found.items()}


def matches(pattern: re.Pattern[str], text: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
    """Yield what `pattern.finditer` does, if each match begins at one of these places, given in order."""
    free = 0
    for place in places:
        if place >= free and (found := pattern.match(text, place)):
            free = found.end()
            yield found

"""Bonuses of a word for its place in an article, in addition to its log probability; compiled."""

from typing import NamedTuple

import numpy as np
from numba import njit

from methods.repair.bigrams import Bigrams
from methods.repair.trie import BLANK, ENCLITIC, ENDING, MARK, Words, lower

#: Bonuses in nats: two neighbours, or all in a word, that occur together elsewhere in the article; three
#: around the beginning of a word that do; a list that goes on; a mark or a particle after a mark after which
#: it was never counted.
FAMILIAR, WELL_KNOWN, LISTED, CLASH = 3.0, 1.5, 1.0, -6.0
#: Upper bound of `beside`.
MOST_BESIDE = FAMILIAR + 2 * WELL_KNOWN
PAUSE = ord("、")


class Known(NamedTuple):
    """Knowledge of a place: bonuses of marks, and sorted keys of the pairs and triples in the article."""

    marks: np.ndarray
    bonus: np.ndarray
    threes: np.ndarray
    twos: np.ndarray
    twice: np.ndarray


@njit(cache=True)
def _holds(keys: np.ndarray, key: int) -> bool:
    at = lower(keys, 0, keys.size, key)
    return at < keys.size and keys[at] == key


@njit(cache=True)
def of_word(text: np.ndarray, words: Words, known: Known) -> float:
    """Return the bonus of a word at this place and in this article."""
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
def beside(tail: np.ndarray, text: np.ndarray, words: Words, bigrams: Bigrams, known: Known) -> float:
    """Return the bonus of a word after a text, of which `tail` is the end, the last character first."""
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

"""Character n-grams that recur across articles: where each occurs, how often and how widely.

Counting goes up one character at a time, and an n-gram is looked at only where both n-grams shorter by one
recurred in enough articles (R. Agrawal & R. Srikant 1994, Fast algorithms for mining association rules,
VLDB). An n-gram is named by the names of those two (R. Karp, R. Miller & A. Rosenberg 1972, Rapid
identification of repeated patterns, STOC), so each level only sorts integers.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd


class Level(NamedTuple):
    """The n-grams of one length that recur: where they are, which each is, and how often it occurs."""

    positions: np.ndarray
    ids: np.ndarray
    counts: np.ndarray


def join_texts(texts: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """All texts as one array of code points, zero between two, and the number of each one's article."""
    parts = [np.frombuffer((text + "\0").encode("utf-32-le", "surrogatepass"), np.int32) for text in texts]
    owner = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    return np.concatenate(parts or [np.empty(0, np.int32)]), owner


def is_chinese(codes: np.ndarray) -> np.ndarray:
    """Return which code points are Chinese characters: unified ideographs, their extensions, and 〇."""
    unified = (codes >= 0x3400) & (codes <= 0x9FFF) & ~((codes >= 0x4DC0) & (codes <= 0x4DFF))
    return unified | (codes == 0x3007) | ((codes >= 0x20000) & (codes <= 0x3FFFF))


def count_recurring(codes: np.ndarray, owner: np.ndarray, longest: int, min_articles: int) -> list[Level]:
    """Levels of length 1, 2, …, up to the longest or to the first that is empty."""
    positions = np.flatnonzero(is_chinese(codes))
    levels, names = [], codes[positions].astype(np.int64)
    while len(levels) < longest and len(positions):
        levels.append(level := _prune(positions, names, owner, min_articles))
        name_at = np.full(len(codes) + 1, -1, np.int64)
        name_at[level.positions] = level.ids
        positions = level.positions[name_at[level.positions + 1] >= 0]
        names = name_at[positions] * len(level.counts) + name_at[positions + 1]
    return levels


def _prune(positions: np.ndarray, names: np.ndarray, owner: np.ndarray, min_articles: int) -> Level:
    """One level: n-grams in too few articles left out, the others numbered from zero."""
    order = np.argsort(names, kind="stable")
    articles = owner[positions[order]]
    first = np.diff(names[order], prepend=-1) != 0
    group = np.cumsum(first) - 1
    spread = np.bincount(group[first | (np.diff(articles, prepend=-1) != 0)])
    wide = spread >= min_articles
    kept = np.flatnonzero(wide[group])
    ids = np.empty(len(positions), np.int64)
    ids[order[kept]] = (np.cumsum(wide) - 1)[group[kept]]
    still = np.sort(order[kept])
    return Level(positions[still], ids[still], np.bincount(group)[wide])


def counts_at(level: Level, positions: np.ndarray) -> np.ndarray:
    """How often the n-gram at each of these positions occurs."""
    return level.counts[level.ids[np.searchsorted(level.positions, positions)]]

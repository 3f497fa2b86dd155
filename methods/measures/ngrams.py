"""Character n-grams that recur across articles: their positions and counts.

The length grows by one character at a time, and an n-gram is counted only where both of its parts that are
shorter by one recur in enough articles (R. Agrawal & R. Srikant 1994, Fast algorithms for mining association
rules, VLDB). The number of an n-gram is made of the numbers of these two parts (R. Karp, R. Miller & A.
Rosenberg 1972, Rapid identification of repeated patterns, STOC), so each level sorts only integers.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd


class Level(NamedTuple):
    """The n-grams of one length that recur: their positions, the id at each, and the count of each id."""

    positions: np.ndarray
    ids: np.ndarray
    counts: np.ndarray


def join_texts(texts: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Return all texts as one array of code points, each ended by a zero, and the article number of each."""
    parts = [np.frombuffer((text + "\0").encode("utf-32-le", "surrogatepass"), np.int32) for text in texts]
    owner = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    return np.concatenate(parts or [np.empty(0, np.int32)]), owner


def is_chinese(codes: np.ndarray) -> np.ndarray:
    """Return which code points are Chinese characters: unified ideographs, their extensions, and 〇."""
    unified = (codes >= 0x3400) & (codes <= 0x9FFF) & ~((codes >= 0x4DC0) & (codes <= 0x4DFF))
    return unified | (codes == 0x3007) | ((codes >= 0x20000) & (codes <= 0x3FFFF))


def count_recurring(codes: np.ndarray, owner: np.ndarray, longest: int, min_articles: int) -> list[Level]:
    """Return the levels of length 1, 2, …, up to `longest` or to the first without n-grams."""
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
    """Return one level without the n-grams in too few articles; the others are numbered from zero."""
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
    """Return the count of the n-gram at each of these positions."""
    return level.counts[level.ids[np.searchsorted(level.positions, positions)]]

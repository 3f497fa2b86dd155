"""Formulas: fixed formulations (提法) found without a dictionary.

A formula is a string of Chinese characters that recurs in several articles, is cohesive inside, and is free
at its edges:

- Cohesion: the least pointwise mutual information over the binary splits of the string, in bits. A chain is
  as strong as its weakest link. Mutual information as a criterion of word boundaries in Chinese: R. Sproat &
  C. Shih (1990), A statistical method for finding word boundaries in Chinese text, Computer Processing of
  Chinese and Oriental Languages 4(4); S. Luo & M. Sun (2003), Two-character Chinese word extraction based
  on hybrid of internal and contextual measures, SIGHAN.
- Branching entropy at each edge: the entropy of the next and of the preceding character, in bits. Z. Jin &
  K. Tanaka-Ishii (2006), Unsupervised segmentation of Chinese text by use of branching entropy, COLING/ACL.
  Each clause boundary counts as a different neighbour, as in H. Feng, K. Chen, X. Deng & W. Zheng (2004),
  Accessor variety criteria for Chinese word extraction, Computational Linguistics 30(1).

A million characters take about 3 s and 0.2 GB. If the articles do not fit in memory, find formulas in a
sample of articles, and count them in all articles with `methods.measures.counts.count_terms`.
"""

from collections.abc import Collection, Iterator
from itertools import islice

import numpy as np
import pandas as pd

from methods.measures.ngrams import Level, count_recurring, counts_at, is_chinese, join_texts
from methods.text.occurrences import starts
from methods.text.words import tokenize

COLUMNS = [
    *("formula", "length", "articles", "count", "own_count", "cohesion", "left_entropy", "right_entropy"),
    *("first", "last", "provinces", "article_id", "start"),
]
CHECKED = 20  # occurrences of a formula whose edges are checked, at most
REACH = 20  # characters of context on each side of a formula that jieba segments
# A structural particle is a boundary of formulas, as a comma is.
PARTICLES = [ord(particle) for particle in "的了"]


def find_formulas(
    articles: pd.DataFrame,
    shortest: int = 4,
    longest: int = 16,
    min_articles: int = 2,
    min_cohesion: float = 4.0,
    min_entropy: float = 0.9,
) -> pd.DataFrame:
    """Return the strings that recur across articles as fixed formulations, the most widespread first.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`; columns `text` and, optionally, `date` and `province`.
    shortest, longest : int
        Minimum and maximum length in characters.
    min_articles : int
        Minimum number of articles with the formula.
    min_cohesion, min_entropy : float
        Minimum cohesion, and minimum branching entropy at both edges, in bits.

    Returns
    -------
    DataFrame
        formula, length, articles (their number), count, own_count (occurrences outside longer formulas of
        this table), cohesion, left_entropy, right_entropy, first and last (date), provinces (their number),
        and the place of the first occurrence: article_id, start (offset in `text`). A string that occurs
        outside longer formulas in fewer than `min_articles` articles has no row.

    Raises
    ------
    ValueError
        If the lengths are not in order, or `min_articles` is below two: one article shows no recurrence.
    """
    if not 2 <= shortest <= longest or min_articles < 2:
        raise ValueError("needs 2 <= shortest <= longest and min_articles >= 2")
    codes, owner = join_texts(articles["text"])
    levels = count_recurring(codes, owner, longest, min_articles)
    lengths = range(shortest, min(longest, len(levels)) + 1)
    measured = [_measure(levels, length, codes, min_cohesion, min_entropy) for length in lengths]
    hits = [frame for frame in _fold(measured, levels, owner, min_articles) if len(frame)]
    if not hits:
        return pd.DataFrame(columns=COLUMNS)
    return _describe(pd.concat(measured), pd.concat(hits), codes, articles)


def _cohesion(levels: list[Level], length: int, starts: np.ndarray, total: int) -> np.ndarray:
    """Return the least pointwise mutual information over the splits of the n-grams at `starts`, in bits."""
    joint = counts_at(levels[length - 1], starts)
    halves = [
        counts_at(levels[cut - 1], starts) * counts_at(levels[length - cut - 1], starts + cut)
        for cut in range(1, length)
    ]
    return np.log2(joint * float(total)) - np.log2(np.max(halves, axis=0))


def _branching(level: Level, neighbours: np.ndarray) -> np.ndarray:
    """Return the entropy of the neighbours of each n-gram, in bits; boundaries (below 0) are all distinct."""
    inside = np.flatnonzero(neighbours >= 0)
    pairs, times = np.unique(level.ids[inside] << 21 | neighbours[inside], return_counts=True)
    spent = np.bincount(pairs >> 21, times * np.log2(times), minlength=len(level.counts))
    return np.log2(level.counts) - spent / level.counts


def _measure(
    levels: list[Level], length: int, codes: np.ndarray, cohesion: float, entropy: float
) -> pd.DataFrame:
    """Return cohesion and branching entropies of the n-grams of one length that reach both thresholds."""
    level, characters = levels[length - 1], is_chinese(codes)
    beside = np.append(np.where(characters & ~np.isin(codes, PARTICLES), codes, -1), -1)
    starts = np.empty(len(level.counts), np.int64)
    starts[level.ids[::-1]] = level.positions[::-1]
    frame = pd.DataFrame(
        {
            "length": length,
            "id": np.arange(len(starts)),
            "start": starts,
            "cohesion": _cohesion(levels, length, starts, int(characters.sum())),
            "left_entropy": _branching(level, beside[level.positions - 1]),
            "right_entropy": _branching(level, beside[level.positions + length]),
        }
    )
    closed = np.isin(codes[starts], PARTICLES) | np.isin(codes[starts + length - 1], PARTICLES)
    free = frame[["left_entropy", "right_entropy"]].min(axis=1) >= entropy
    return frame[~closed & free & (frame["cohesion"] >= cohesion)]


def _fold(
    measured: list[pd.DataFrame], levels: list[Level], owner: np.ndarray, min_articles: int
) -> list[pd.DataFrame]:
    """Return the occurrences of formulas in enough articles on their own: length, id, start, article, own."""
    reach, kept = np.zeros(len(owner), np.int64), []
    for frame in reversed([frame for frame in measured if len(frame)]):
        length = int(frame["length"].iloc[0])
        hits = _occurrences(levels[length - 1], frame["id"].to_numpy())
        hits["length"], hits["article"] = length, owner[hits["start"]]
        hits["own"] = np.maximum.accumulate(reach)[hits["start"]] < hits["start"] + length
        alone = hits[hits["own"]].groupby("id")["article"].nunique()
        hits = hits[hits["id"].isin(alone.index[alone >= min_articles])]
        reach[hits["start"]] = hits["start"] + length
        kept.append(hits)
    return kept


def _occurrences(level: Level, ids: np.ndarray) -> pd.DataFrame:
    """Return every occurrence of these n-grams: id, start."""
    wanted = np.zeros(len(level.counts), bool)
    wanted[ids] = True
    chosen = wanted[level.ids]
    return pd.DataFrame({"id": level.ids[chosen], "start": level.positions[chosen]})


def _describe(
    free: pd.DataFrame, hits: pd.DataFrame, codes: np.ndarray, articles: pd.DataFrame
) -> pd.DataFrame:
    """Return the table of formulas: measures; articles, dates and provinces; first occurrence."""
    known = articles.reindex(columns=["date", "province"]).astype({"date": "datetime64[ns]"})
    hits = hits.join(known.reset_index(names="article_id"), on="article").sort_values(
        ["date", "article", "start"]
    )
    grouped = hits.groupby(["length", "id"])
    spread = grouped.agg(
        articles=("article", "nunique"),
        count=("start", "size"),
        own_count=("own", "sum"),
        first=("date", "min"),
        last=("date", "max"),
        provinces=("province", "nunique"),
    )
    example = hits.drop_duplicates(["length", "id"])[["length", "id", "article", "article_id", "start"]]
    table = free.drop(columns="start").merge(spread.reset_index()).merge(example, on=["length", "id"])
    spans = zip(table["start"], table["start"] + table["length"], strict=True)
    table["formula"] = ["".join(map(chr, codes[start:end])) for start, end in spans]
    ends = articles["text"].str.len().add(1).cumsum().to_numpy()
    table["start"] -= np.append(0, ends)[table["article"].astype(int)]
    order = ["articles", "count", "length", "formula"]
    return table.sort_values(order, ascending=[False, False, False, True], ignore_index=True)[COLUMNS]


def join_terms(formulas: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Add to each formula the tracked term that it is or contains, and the term's entry in the lexicon.

    Parameters
    ----------
    formulas : DataFrame
        As `find_formulas` returns them.
    terms : DataFrame
        Column `term` and, optionally, `gloss`, `year` (of coinage) and `document`.

    Returns
    -------
    DataFrame
        `formulas` with term (the longest one in the formula; missing if there is none), exact (whether the
        formula is the term), gloss, year, document.
    """
    known = sorted(terms["term"].unique(), key=len, reverse=True)
    held = [next((term for term in known if term in formula), None) for formula in formulas["formula"]]
    facts = terms.drop_duplicates("term").reindex(columns=["term", "gloss", "year", "document"])
    joined = formulas.assign(term=pd.Series(held, index=formulas.index, dtype="str")).merge(
        facts, "left", on="term"
    )
    return joined.assign(exact=joined["formula"] == joined["term"])


def at_word_edges(
    formulas: pd.DataFrame, articles: pd.DataFrame, small_words: Collection[str] = ()
) -> pd.Series:
    """Return whether each formula mostly begins and ends at word boundaries of jieba, without our lexicon.

    An independent check of strings found without a dictionary: with few articles, two contexts that differ by
    chance leave parts of words (务工作者, or 区政法 in 全区政法), and clauses leave small words at the edges
    (这是一次). The first occurrences of each formula are checked, at most `CHECKED`.

    Parameters
    ----------
    formulas : DataFrame
        Column `formula`.
    articles : DataFrame
        Column `text`.
    small_words : collection of str
        Words that a formula neither begins nor ends with, such as particles and pronouns.
    """
    small, text = set(small_words), "\n".join(articles["text"])  # no word of jieba crosses a line break
    places = (islice(_contexts(text, formula), CHECKED) for formula in formulas["formula"])
    votes = [[_is_whole(*one, small) for one in each] for each in places]
    return pd.Series([2 * sum(each) > len(each) for each in votes], index=formulas.index, dtype=bool)


def _contexts(text: str, formula: str) -> Iterator[tuple[str, int, int]]:
    """Yield each occurrence of a formula: the text around it, and where in that the formula lies."""
    for start in starts(text, formula):
        floor = max(start - REACH, 0)
        around = text[floor : start + len(formula) + REACH]
        yield around, start - floor, start - floor + len(formula)


def _is_whole(context: str, start: int, end: int, small: Collection[str]) -> bool:
    """Return whether no word of the context crosses an edge of a span, and no small word lies at one."""
    words, at = {}, 0
    for token in tokenize(context, None):
        words[at] = token
        at += len(token)
    first = words.get(start)
    last = next((word for place, word in words.items() if place + len(word) == end), None)
    return first is not None and last is not None and not {first, last} & set(small)


def outside_terms(formulas: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Return the formulas that recur outside longer strings, those in most articles first, then by count.

    Parameters
    ----------
    formulas : DataFrame
        Column `formula`.
    counts : DataFrame
        `article_id, term, count, nested` of these strings, counted together with the tracked terms: see
        `methods.measures.counts.count_terms`.

    Returns
    -------
    DataFrame
        `formulas` with `articles` and `own_count` of the occurrences outside longer strings; those of two
        articles or more.
    """
    alone = counts.assign(own_count=counts["count"] - counts["nested"]).query("own_count > 0")
    spread = alone.groupby("term").agg(articles=("article_id", "nunique"), own_count=("own_count", "sum"))
    kept = formulas.drop(columns=["articles", "own_count"], errors="ignore")
    joined = kept.merge(spread, left_on="formula", right_index=True).query("articles > 1")
    order = ["articles", "own_count", "length"]
    return joined.sort_values(order, ascending=False, kind="stable", ignore_index=True)


def longest_formulas(formulas: pd.DataFrame, most: int = 10) -> pd.DataFrame:
    """Return the longest formulas, with their spread, dates and the tracked term in them, as text."""
    rows = formulas.sort_values(["length", "articles"], ascending=False, kind="stable").head(most)
    days = {side: pd.to_datetime(rows[side]).dt.strftime("%Y-%m-%d") for side in ("first", "last")}
    columns = ["formula", "articles", "count", "cohesion", "first", "last", "term", "year"]
    years = rows["year"].astype("Float64").astype("Int64")
    shown = rows.assign(**days, year=years, cohesion=rows["cohesion"].astype(float).round(1))[columns]
    return shown.astype(object).fillna("").reset_index(drop=True)

"""Formulas: fixed formulations (提法) found without a dictionary.

A formula is a string of Chinese characters that recurs in several articles, holds together inside, and is
free at its edges:

- Inside, cohesion: the least pointwise mutual information over its binary splits, in bits. A chain is as
  strong as its weakest link. Mutual information as a test of what belongs together in Chinese: R. Sproat &
  C. Shih (1990), A statistical method for finding word boundaries in Chinese text, Computer Processing of
  Chinese and Oriental Languages 4(4); S. Luo & M. Sun (2003), Two-character Chinese word extraction based
  on hybrid of internal and contextual measures, SIGHAN.
- At the edges, branching entropy, in bits: how open the next and the preceding character are. Z. Jin &
  K. Tanaka-Ishii (2006), Unsupervised segmentation of Chinese text by use of branching entropy, COLING/ACL.
  A clause boundary is open: each counts as a neighbour of its own, as in H. Feng, K. Chen, X. Deng & W. Zheng
  (2004), Accessor variety criteria for Chinese word extraction, Computational Linguistics 30(1).

It takes about 3 s and 0.2 GB for a million characters. Of more articles than fit, take a sample of
articles, and count what it finds in all of them with `methods.measures.counts.count_terms`.
"""

import numpy as np
import pandas as pd

from methods.measures.ngrams import Level, count_recurring, counts_at, is_chinese, join_texts
from methods.text.words import tokenize

COLUMNS = [
    *("formula", "length", "articles", "count", "own_count", "cohesion", "left_entropy", "right_entropy"),
    *("first", "last", "provinces", "article_id", "start"),
]
REACH = 20  # characters around a formula that tell jieba where words begin
# Structural particles belong to no formula's edge: a formula begins and ends at them as at a comma.
PARTICLES = [ord(particle) for particle in "的了"]


def find_formulas(
    articles: pd.DataFrame,
    shortest: int = 4,
    longest: int = 16,
    min_articles: int = 2,
    min_cohesion: float = 4.0,
    min_entropy: float = 0.9,
) -> pd.DataFrame:
    """Strings that recur across articles as fixed formulations, the most widespread first.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`; `text`, and, where there are any, `date` and `province`.
    shortest, longest : int
        Length in characters.
    min_articles : int
        In how many articles a formula occurs at least.
    min_cohesion, min_entropy : float
        Least cohesion, and least branching entropy at either edge, in bits.

    Returns
    -------
    DataFrame
        formula, length, articles (that hold it), count, own_count (outside longer formulas of this table),
        cohesion, left_entropy, right_entropy, first and last (date), provinces (how many), and where it first
        occurs: article_id, start (offset in `text`). A string that occurs on its own in fewer than
        `min_articles` articles is folded into the longer formulas that hold it.

    Raises
    ------
    ValueError
        When the lengths are not in order, or fewer than two articles are asked for: one shows no recurrence.
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
    """Least pointwise mutual information over the binary splits of the n-grams at these starts, in bits."""
    joint = counts_at(levels[length - 1], starts)
    halves = [
        counts_at(levels[cut - 1], starts) * counts_at(levels[length - cut - 1], starts + cut)
        for cut in range(1, length)
    ]
    return np.log2(joint * float(total)) - np.log2(np.max(halves, axis=0))


def _branching(level: Level, neighbours: np.ndarray) -> np.ndarray:
    """Entropy of what is next to each n-gram, in bits; a boundary (below zero) is like no other."""
    inside = np.flatnonzero(neighbours >= 0)
    pairs, times = np.unique(level.ids[inside] << 21 | neighbours[inside], return_counts=True)
    spent = np.bincount(pairs >> 21, times * np.log2(times), minlength=len(level.counts))
    return np.log2(level.counts) - spent / level.counts


def _measure(
    levels: list[Level], length: int, codes: np.ndarray, cohesion: float, entropy: float
) -> pd.DataFrame:
    """Cohesion and branching entropies of the n-grams of one length that reach both thresholds."""
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
    """Occurrences of the formulas that have support of their own: length, id, start, article, own."""
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
    """Every place where one of these n-grams occurs: id, start."""
    wanted = np.zeros(len(level.counts), bool)
    wanted[ids] = True
    chosen = wanted[level.ids]
    return pd.DataFrame({"id": level.ids[chosen], "start": level.positions[chosen]})


def _describe(
    free: pd.DataFrame, hits: pd.DataFrame, codes: np.ndarray, articles: pd.DataFrame
) -> pd.DataFrame:
    """The table of formulas: measures, spread over articles, dates and provinces, and first places."""
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
    """Formulas with the tracked term that each is or holds, and what the lexicon says of it.

    Parameters
    ----------
    formulas : DataFrame
        As `find_formulas` returns them.
    terms : DataFrame
        Column `term`; `gloss`, `year` (of coinage) and `document` where there are any.

    Returns
    -------
    DataFrame
        `formulas` with term (the longest one that the formula contains; missing if none), exact (the
        formula is the term), gloss, year, document.
    """
    known = sorted(terms["term"].unique(), key=len, reverse=True)
    held = [next((term for term in known if term in formula), None) for formula in formulas["formula"]]
    facts = terms.drop_duplicates("term").reindex(columns=["term", "gloss", "year", "document"])
    joined = formulas.assign(term=pd.Series(held, index=formulas.index, dtype="str")).merge(
        facts, "left", on="term"
    )
    return joined.assign(exact=joined["formula"] == joined["term"])


def at_word_edges(formulas: pd.DataFrame, articles: pd.DataFrame) -> pd.Series:
    """Return whether each formula begins and ends where jieba, without the lexicon, sees words begin and end.

    A check from outside on what was found without a dictionary: in few articles, two contexts that differ
    by chance leave halves of words (务工作者). It looks at the first place where the formula occurs.
    """
    return pd.Series(
        [
            _cut_free(articles.at[row.article_id, "text"], int(row.start), int(row.start) + int(row.length))
            for row in formulas.itertuples()
        ],
        index=formulas.index,
        dtype=bool,
    )


def _cut_free(text: str, start: int, end: int) -> bool:
    """Return whether no word of the surroundings reaches over either edge of a span."""
    floor = max(start - REACH, 0)
    edges = {floor}
    for token in tokenize(text[floor : end + REACH], None):
        floor += len(token)
        edges.add(floor)
    return start in edges and end in edges


def longest_formulas(formulas: pd.DataFrame, most: int = 10) -> pd.DataFrame:
    """Return the strings with most characters, with where they occur and the tracked term in them."""
    rows = formulas.sort_values(["length", "articles"], ascending=False, kind="stable").head(most)
    days = {side: pd.to_datetime(rows[side]).dt.strftime("%Y-%m-%d") for side in ("first", "last")}
    columns = ["formula", "articles", "count", "cohesion", "first", "last", "term", "year"]
    years = rows["year"].astype("Float64").astype("Int64")
    shown = rows.assign(**days, year=years, cohesion=rows["cohesion"].astype(float).round(1))[columns]
    return shown.astype(object).fillna("").reset_index(drop=True)

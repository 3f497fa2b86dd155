"""Collocations: the words that occur near a term more often than elsewhere.

Sources
-------
logDice: P. Rychlý (2008), A lexicographer-friendly association score, RASLAN, 6-9. Log-likelihood:
T. Dunning, Comput. Linguist. 19 (1993) 61-74. A window is a number of words and ends with its paragraph.
"""

from collections import Counter
from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd

from methods.measures.cooccurrence import log_dice
from methods.measures.keyness import g2
from methods.text.queries import Query, occurrences, read_query
from methods.text.spans import paragraph_spans
from methods.text.words import is_counted, tokenize


def collocates(
    articles: pd.DataFrame, query: Query, window: int = 5, stopwords: Collection[str] = (), least: int = 2
) -> pd.DataFrame:
    """Return the words near a term, the most strongly associated first.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, column `text`.
    query
        A term, several, or a pattern; it counts wherever its string occurs.
    window : int
        Words on each side of a hit.
    stopwords : collection of str
        Words to leave out. Punctuation is always left out.
    least : int
        Minimum number of occurrences of a word near the term.

    Returns
    -------
    DataFrame
        ``word, near`` (its tokens in the windows), ``count`` (all its tokens), ``articles`` (those in which
        it is near the term), ``log_dice`` and ``g2``, in descending order of ``log_dice``. A token in two
        windows counts once.

    Raises
    ------
    ValueError
        If the window is not positive, or there is no term.
    """
    if window < 1:
        raise ValueError("a window has at least one word on each side")
    parts, stop = read_query(query), set(stopwords)
    near, total, spread, hits = Counter(), Counter(), Counter(), 0
    for text in articles["text"]:
        here: Counter[str] = Counter()
        for _, _, paragraph in paragraph_spans(text):
            tokens, spans = tokenize(paragraph), list(occurrences(paragraph, parts))
            total.update(filter(is_counted, tokens))
            if spans:
                here.update(_near(tokens, spans, window))
                hits += len(spans)
        near.update(here)
        spread.update(here.keys())
    words = [w for w, n in near.items() if n >= least and w not in stop and not _is_in(w, parts)]
    table = pd.DataFrame({"word": pd.Series(words, dtype="str"), "near": [near[w] for w in words]})
    table = table.assign(count=[total[w] for w in words], articles=[spread[w] for w in words])
    inside, everywhere = max(near.total(), 1), total.total()
    rest = (table["count"] - table["near"], inside, max(everywhere - inside, 1))
    table["log_dice"] = log_dice(table["near"], hits, table["count"]) if hits else np.nan
    table["g2"] = g2(table["near"], *rest) if len(table) else pd.Series(dtype=float)
    return table.sort_values(["log_dice", "near"], ascending=False, kind="stable", ignore_index=True)


def _near(tokens: list[str], spans: Iterable[tuple[int, int]], window: int) -> list[str]:
    """Return the counted tokens within `window` words of any hit, without those inside a hit."""
    ends = np.cumsum([len(token) for token in tokens])
    counted = np.array([is_counted(token) for token in tokens])
    place = np.cumsum(counted) - 1  # position of each token among the counted ones
    chosen, inside = np.zeros(len(tokens), bool), np.zeros(len(tokens), bool)
    for start, end in spans:
        first, last = np.searchsorted(ends, start, "right"), np.searchsorted(ends, end, "left")
        inside[first : last + 1] = True
        before = place[first - 1] if first else -1
        low, high = before - window + 1, place[min(last, len(tokens) - 1)] + window
        left = slice(np.searchsorted(place, low), first)
        right = slice(last + 1, np.searchsorted(place, high, "right"))
        chosen[left] = chosen[right] = True
    return [tokens[i] for i in np.flatnonzero(chosen & ~inside & counted)]


def _is_in(word: str, parts: Iterable[object]) -> bool:
    return any(isinstance(part, str) and word in part for part in parts)

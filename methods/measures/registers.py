"""Registers: counts of the seed of each register (such as 法治), by the longer string around each hit."""

from collections import Counter

import pandas as pd

from methods.text.scan import Words
from methods.text.spans import token_totals

ACCIDENT = "accident"  # a longer string that contains the seed only by chance


def count_registers(articles: pd.DataFrame, registers: pd.DataFrame) -> pd.DataFrame:
    """Count the seed of each register in each article, by the kind of the longest listed string around it.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, columns `text` and `tokens`.
    registers : DataFrame
        Columns `register, term, counts_as`; the shortest term of a register is its seed.

    Returns
    -------
    DataFrame
        `article_id, item, count, tokens, register, counts_as`, with rows for zeros; `item` is register and
        kind in one string, for functions that need a single column. Strings are matched from left to right,
        the longest first, and do not overlap, so the kinds of a register add up to the hits of its seed.
    """
    rows, tokens, seed_of = [], token_totals(articles), seeds(registers)
    for register, own in registers.groupby("register", sort=False) if len(registers) else ():
        kinds = dict(zip(own["term"], own["counts_as"], strict=True))
        listed, seed = Words(kinds), seed_of[register]
        for article, text in articles["text"].items():
            found, free = Counter[str](), 0
            for start, (longest, *_) in listed.occurrences(text):
                if start >= free:
                    found[kinds[longest]] += longest.count(seed)
                    free = start + len(longest)
            rows += [(article, f"{register}: {kind}", found[kind], tokens[article], register, kind)
                     for kind in dict.fromkeys(own["counts_as"])]  # fmt: skip
    columns = ["article_id", "item", "count", "tokens", "register", "counts_as"]
    words = dict.fromkeys(["article_id", "item", "register", "counts_as"], "str")
    return pd.DataFrame(rows, columns=columns).astype(words | {"count": int, "tokens": int})


def seeds(registers: pd.DataFrame) -> dict[str, str]:
    """Return the seed of each register, its shortest term, as ``{register: term}``."""
    if registers.empty:
        return {}
    shortest = registers.loc[registers["term"].str.len().groupby(registers["register"], sort=False).idxmin()]
    return dict(zip(shortest["register"], shortest["term"], strict=True))

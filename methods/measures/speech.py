"""The share of quoted speech in the columns of a figure and in the hits of terms."""

import numpy as np
import pandas as pd

from methods.corpora.columns import Columns
from methods.measures.rates import rates


def speech_shares(voice: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    """Return the share of quoted speech in each column.

    Parameters
    ----------
    voice : DataFrame
        As `methods.mentions.quotations.quoted_share` returns it for all articles.
    columns : Columns

    Returns
    -------
    DataFrame
        `unit, articles, characters, quoted, quotations, speeches, unclosed, share`, and `share_low,
        share_high` (95 %, articles resampled), missing if a column has too few articles; in the order of
        `columns`.
    """
    unit = voice["article_id"].map(columns.label_of)
    sums = voice.groupby(unit.rename("unit"))[
        ["characters", "quoted", "quotations", "speeches", "unclosed"]
    ].sum()
    sized = voice.set_index("article_id")[["characters"]].rename(columns={"characters": "tokens"})
    counts = voice[["article_id"]].assign(what="speech", count=voice["quoted"])
    rate = rates(counts, sized, columns.label_of).reindex(
        columns=["unit", "articles", "per_10k_low", "per_10k_high"]
    )
    table = sums.join(rate.set_index("unit")).reindex([name for name in columns.shown if name in sums.index])
    # The interval of a rate has no upper limit, a share has.
    low, high = ((table[f"per_10k_{end}"].astype(float) / 1e4).clip(upper=1) for end in ("low", "high"))
    share = table["quoted"] / table["characters"].where(table["characters"] > 0)
    table = table.drop(columns=["per_10k_low", "per_10k_high"]).assign(
        share=share, share_low=low, share_high=high
    )
    return table.rename_axis("unit").reset_index()


def speech_terms(said: pd.DataFrame, voice: pd.DataFrame) -> pd.DataFrame:
    """Return the hits of each term in quoted speech, and the number expected from the length of speech.

    Parameters
    ----------
    said : DataFrame
        As `methods.mentions.quotations.quoted_terms` returns it.
    voice : DataFrame
        As `methods.mentions.quotations.quoted_share` returns it.

    Returns
    -------
    DataFrame
        `term, articles, count, quoted, share` (of hits that are quoted), `expected` (share, if each hit fell
        anywhere in its article), `deviation` (standard deviation of `quoted` then); the most frequent first.
    """
    share = said["article_id"].map(voice.set_index("article_id")["share"]).astype(float)
    parts = said.assign(expected=said["count"] * share, variance=said["count"] * share * (1 - share))
    sums = parts.groupby("term", sort=False).agg(
        articles=("article_id", "nunique"), count=("count", "sum"), quoted=("quoted", "sum"),
        expected=("expected", "sum"), variance=("variance", "sum"),
    )  # fmt: skip
    table = sums.assign(
        share=sums["quoted"] / sums["count"],
        expected=sums["expected"] / sums["count"],
        deviation=np.sqrt(sums["variance"].to_numpy(float)),
    )
    columns = ["articles", "count", "quoted", "share", "expected", "deviation"]
    return table.sort_values("count", ascending=False, kind="stable")[columns].reset_index()

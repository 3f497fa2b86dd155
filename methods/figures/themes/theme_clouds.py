"""03-clouds-themes: the terms of each theme, as clouds and as bars."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, listing, nothing
from methods.figures.themes.clouds import WIDTHS, draw_cloud, lay_out, settle
from methods.figures.themes.codebook import Codebook

SIZE = (3.5, 0.78)  # inches of a cloud


def draw_theme_clouds(
    table: pd.DataFrame, book: Codebook, glosses: Mapping[str, str], bars: int = 5
) -> Exhibit:
    """Draw a cloud and bars of the terms of each theme.

    Parameters
    ----------
    table : DataFrame
        As `methods.measures.themes.count_theme_terms` returns it.
    book : Codebook
    glosses : mapping of str to str
    bars : int
        Number of terms with a bar.
    """
    alive = [theme for theme in book.themes if theme in set(table["theme"])]
    if not alive:
        return nothing("No term that is counted occurs: there is no cloud of a theme to show.")
    import matplotlib.pyplot as plt

    size = (7, 0.3 + 0.98 * len(alive))
    fig, axes = plt.subplots(len(alive), 2, figsize=size, squeeze=False, width_ratios=WIDTHS)
    for row, theme in zip(axes, alive, strict=True):
        part = table[table["theme"] == theme].set_index("term")["count"]
        shade, hatch = book.colours[theme], book.hatches([theme])[0]
        cloud = lay_out(part, SIZE)
        draw_cloud(row, cloud, part, lambda _, c=shade: c, bars, glosses, lambda _, h=hatch: h)
        row[0].set_title(f"{book.short(theme)} ({part.sum():,} hits)", fontsize=8, pad=3)
    charts.note(fig, book.notes(f"n = {table['count'].sum():,} hits."))
    settle(fig)
    first = table.groupby("theme").first().reindex(alive)
    largest = listing(f"{book.english[r.Index]} {r.term} {r.share:.0%}" for r in first.itertuples())
    alt = Sentence("Word clouds and bars by theme. Largest term of each: {largest}.", {"largest": largest})
    return Exhibit(fig, table.assign(gloss=table["term"].map(dict(glosses))), alt)


def theme_clouds_finding(table: pd.DataFrame, book: Codebook, glosses: Mapping[str, str]) -> Sentence | None:
    """Return the theme that depends most on one term, and the one that depends most on single articles.

    None if no term occurs. Themes on which codebook and coders agree too little are left out.
    """
    if table.empty:
        return None
    first = table.groupby("theme").first()
    first = first.reindex([theme for theme in book.themes if theme in first.index])
    sure = first[[not book.is_weak(theme) for theme in first.index]]
    if sure.empty:
        return None
    narrow = sure["share"].idxmax()
    term = first.at[narrow, "term"]
    values = {
        "theme": book.claim(narrow),
        "term": " ".join(charts.gloss_labels([term], glosses)),
        "share": first.at[narrow, "share"],
        "half": int((sure["share"] > 0.5).sum()),
        "n": counted(len(sure), "theme"),
    }
    is_tied = (sure["share"] == sure["share"].max()).sum() > 1
    said = [
        None
        if is_tied
        else Sentence(
            "**{theme} depends most on one term: {term} accounts for {share:.0%} of its hits.**", values
        ),
        Sentence("In {half} of {n}, one term accounts for more than half of the hits.", values)
        if values["half"]
        else None,
        _lonely_sentence(table, book),
    ]
    first, *more = [one for one in said if one is not None] or [None]
    return first and replace(first, after=tuple(more))


def _lonely_sentence(table: pd.DataFrame, book: Codebook) -> Sentence | None:
    """Return the theme with the largest share of terms that occur in one article; None if that is unclear."""
    alone = table["count"].where(table["articles"] == 1, 0).groupby(table["theme"]).sum()
    alone = alone / table.groupby("theme")["count"].sum()
    if table["articles"].max() < 2 or not alone.max():
        return None
    alone = alone.reindex([theme for theme in book.reliable if theme in alone.index])
    if (alone == alone.max()).sum() > 1:
        return None
    return Sentence(
        "{theme} depends most on single articles: {share:.0%} of its hits are of terms that occur in one "
        "only.",
        {"theme": book.claim(alone.idxmax()), "share": alone.max()},
    )

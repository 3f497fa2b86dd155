"""Figure 02-places: a map of the provinces that articles come from and name."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from methods.corpora.columns import Columns, article_names
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, listing, nothing
from methods.figures.tilemap import tile_map, tiles

NAME = 60  # Latin letters of an article's name in a sentence
FEW = 10  # mentions, or articles that each have a column, below which a figure shows chance
WHAT = {"mentions": "mentions in the articles", "articles_naming": "articles that name the province"}


def province_table(provinces: pd.DataFrame) -> pd.DataFrame:
    """Return a row per tile, with its names and the counts of `place_counts.by_province`, zeros filled in."""
    known = tiles()[["chinese", "english"]].join(provinces)
    numbers = {name: known[name].fillna(0).astype(int) for name in provinces if "share" not in name}
    return known.assign(**numbers | {"articles": provinces["articles"].max() if len(provinces) else 0})


def draw_places(provinces: pd.DataFrame, columns: Columns, left_out: int = 0) -> Exhibit:
    """Draw a tile map of the provinces that the articles name.

    Parameters
    ----------
    provinces : DataFrame
        As `methods.measures.place_counts.by_province` returns it.
    columns : Columns
        If columns are articles, the map shows mentions, else the articles that name a province.
    left_out : int
        Number of articles that are a roll call of the country; `provinces` is without their mentions.
    """
    table, measure = province_table(provinces), "mentions" if columns.kind == "article" else "articles_naming"
    comes = table.index[table["articles_from"] > 0]
    if columns.kind == "article" and len(columns.of) < FEW:
        return nothing("Not shown: a map of the places in only {n} shows where these come from.",
                       n=counted(len(columns.of), "article"))  # fmt: skip
    if columns.kind != "article" and table["mentions"].sum() < FEW and comes.empty:
        n = counted(int(table["mentions"].sum()), "place is named", "places are named")
        return nothing("Not shown: {n} in {articles}.", n=n, articles=counted(len(columns.of), "article"))
    fig, ax = plt.subplots(figsize=(7, 5.6))
    tile_map(table[measure], ax)
    _outline(comes, ax)
    ax.set_title(f"Places that the articles name, by province ({WHAT[measure]})")
    articles, n = counted(len(columns.of), "article"), table["mentions"].sum()
    rolls = f"; roll calls left out: {left_out}" if left_out else ""
    outline = " Red outline: articles come from here." if len(comes) else ""
    charts.note(fig, f"n = {n:,} mentions, {articles}{rolls}.{outline}")
    most = table.sort_values(measure, ascending=False, kind="stable").head(3)
    most = most[most[measure] > 0]
    first = [f"{name} {n}" for name, n in zip(most["english"], most[measure], strict=True)]
    alt = _named(table, len(columns.of) - left_out) + Sentence(
        "Tile map of China{most}.{outlines}",
        {
            "most": f"; most often ({WHAT[measure]}): {listing(first)}" if first else "",
            "outlines": " Outlines mark the provinces that articles come from." if len(comes) else "",
        },
    )
    return Exhibit(fig, table, alt)


def _outline(units: pd.Index, ax: Axes) -> None:
    for tile in tiles().loc[units].itertuples():
        corner = (tile.column + 0.04, tile.row + 0.04)
        ax.add_patch(plt.Rectangle(corner, 0.92, 0.92, fill=False, edgecolor="#CC3311", linewidth=2))


def _named(table: pd.DataFrame, articles: int) -> Sentence:
    return Sentence(
        "Named in {articles}: {named} of {units} province-level units.",
        {
            "named": int((table["mentions"] > 0).sum()),
            "units": len(table),
            "articles": counted(articles, "article"),
        },
    )


def places_finding(rolls: pd.DataFrame, articles: pd.DataFrame) -> Sentence:
    """Return which article is a roll call of the country, and how many provinces the others name.

    Parameters
    ----------
    rolls : DataFrame
        As `methods.measures.place_counts.roll_calls` returns it.
    articles : DataFrame
        All articles: index `article_id`, column `label`.
    """
    called = rolls[rolls["roll_call"]]
    others = rolls["provinces"].reindex(articles.index, fill_value=0).drop(called.index)
    if len(called) and len(articles) < FEW:
        return _largest(called, articles)
    spread = Sentence("{rolls} of the country.", {"rolls": _calling(len(called), len(articles))})
    if len(others) and not others.max():
        spread += Sentence("{the} name no province.", {"the": "The others" if len(called) else "They"})
    elif len(others):
        spread += Sentence(
            "{the} name at most {most} (median {median:g}).",
            {
                "the": "The others" if len(called) else "Articles",
                "most": counted(int(others.max()), "province"),
                "median": others.median(),
            },
        )
    return _largest(called, articles) + spread if len(called) else spread


def _calling(n: int, of: int) -> str:
    if not n:
        return "No article is a roll call"
    return f"{n} of {counted(of, 'article')} {'is a roll call' if n == 1 else 'are roll calls'}"


def _largest(called: pd.DataFrame, articles: pd.DataFrame) -> Sentence:
    first = called.iloc[0]
    key = called.index[0]
    return Sentence(
        "{name} names **{provinces} of {units}** province-level units or a place in them, "
        "{once} of them exactly once. That is a roll call of the country, not a text about these provinces.",
        {
            "name": article_names(articles, NAME)[key],
            "provinces": int(first["provinces"]),
            "units": len(tiles()),
            "once": int(first["once"]),
        },
    )

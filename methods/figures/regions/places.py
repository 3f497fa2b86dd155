"""Figure 02-places: where the articles come from, and which provinces they name."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, listing
from methods.figures.tilemap import tile_map, tiles

WHAT = {"mentions": "mentions in the articles", "articles_naming": "articles that name the province"}


def province_table(provinces: pd.DataFrame) -> pd.DataFrame:
    """Return a row per tile, with its names and the counts of `place_counts.by_province`, zeros filled in."""
    known = tiles()[["chinese", "english"]].join(provinces)
    numbers = {name: known[name].fillna(0).astype(int) for name in provinces if "share" not in name}
    return known.assign(**numbers | {"articles": provinces["articles"].max() if len(provinces) else 0})


def draw_places(provinces: pd.DataFrame, columns: Columns) -> Exhibit:
    """Draw the tile map.

    Parameters
    ----------
    provinces : DataFrame
        As `methods.measures.place_counts.by_province` returns it.
    columns : Columns
        Where they are articles, mentions are mapped, else the articles that name a province.
    """
    table, measure = province_table(provinces), "mentions" if columns.kind == "article" else "articles_naming"
    fig, ax = plt.subplots(figsize=(7, 5.6))
    tile_map(table[measure], ax)
    _outline(table.index[table["articles_from"] > 0], ax)
    ax.set_title(f"Which provinces the articles name: {WHAT[measure]}")
    articles, n = counted(len(columns.of), "article"), table["mentions"].sum()
    charts.note(fig, f"n = {n:,} mentions, {articles}. Red outline: articles come from here.")
    most = table.sort_values(measure, ascending=False, kind="stable").head(3)
    most = most[most[measure] > 0]
    alt = _named(table, columns) + Sentence(
        "Tile map of China. Most often: {most} ({what}). Outlined are the provinces of the articles.",
        {
            "most": listing(f"{name} {n}" for name, n in zip(most["english"], most[measure], strict=True)),
            "what": WHAT[measure],
        },
    )
    return Exhibit(fig, table, alt)


def _outline(units: pd.Index, ax: Axes) -> None:
    for tile in tiles().loc[units].itertuples():
        corner = (tile.column + 0.04, tile.row + 0.04)
        ax.add_patch(plt.Rectangle(corner, 0.92, 0.92, fill=False, edgecolor="#CC3311", linewidth=2))


def _named(table: pd.DataFrame, columns: Columns) -> Sentence:
    return Sentence(
        "{named} of {units} province-level units are named in {articles}.",
        {
            "named": int((table["mentions"] > 0).sum()),
            "units": len(table),
            "articles": counted(len(columns.of), "article"),
        },
    )


def places_finding(provinces: pd.DataFrame, at_home: pd.DataFrame, columns: Columns) -> Sentence:
    """Return how many provinces are named, which are not, and how often articles name their own.

    Parameters
    ----------
    provinces : DataFrame
        As `methods.measures.place_counts.by_province` returns it.
    at_home : DataFrame
        As `methods.measures.place_counts.at_home` returns it.
    columns : Columns
    """
    table = province_table(provinces)
    never = table.index[table["mentions"] == 0]
    said = _named(table, columns)
    if 0 < len(never) < len(table):
        said += Sentence("Never named: {never}.", {"never": "、".join(never)})
    if not len(at_home):
        return said + Sentence("No article whose province is on record names a place.")
    return said + Sentence(
        "Articles from a province name that province in **{share:.0%}** of their {n:,} mentions.",
        {"share": at_home["own"].mean(), "n": len(at_home)},
    )


def roll_call_finding(rolls: pd.DataFrame, mentions: pd.DataFrame, articles: pd.DataFrame) -> Sentence:
    """Return which text names the most provinces, nearly each once, and how many the others name.

    Parameters
    ----------
    rolls : DataFrame
        As `methods.measures.place_counts.roll_calls` returns it.
    mentions : DataFrame
        As `methods.mentions.places.places_table` returns it.
    articles : DataFrame
        All articles: index `article_id`, column `label`.
    """
    called = rolls[rolls["roll_call"]]
    others = rolls["provinces"].reindex(articles.index, fill_value=0).drop(called.index)
    spread = Sentence(
        "{rolls} a roll of the country.",
        {"rolls": f"{len(called)} of {len(articles):,} articles call" if len(called) else "No article calls"},
    )
    if len(others):
        spread += Sentence(
            "{the} name at most {most} (median {median:g}).",
            {
                "the": "The others" if len(called) else "Articles",
                "most": counted(int(others.max()), "province"),
                "median": others.median(),
            },
        )
    return _largest(called, mentions, articles) + spread if len(called) else spread


def _largest(called: pd.DataFrame, mentions: pd.DataFrame, articles: pd.DataFrame) -> Sentence:
    first = called.iloc[0]
    key = called.index[0]
    own = mentions[mentions["article_id"] == key]
    absent = [name for name in tiles().index if name not in set(own["province"])]
    label = articles["label"].get(key) if "label" in articles else None
    said = Sentence(
        "{label} (article {key}) names **{provinces} of {units}** units, {once} of them exactly once and "
        "none more than {most}; not named: {absent}. That is a roll call of the country, not a text about "
        "these provinces.",
        {
            "label": label if isinstance(label, str) else "One text",
            "key": key,
            "provinces": int(first["provinces"]),
            "units": len(tiles()),
            "once": int(first["once"]),
            "most": counted(int(first["most"]), "time"),
            "absent": "、".join(absent) or "none",
        },
    )
    return said

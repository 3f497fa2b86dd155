"""Figure 02-yardstick: words that are ordinary in official prose, and words that distinguish the articles."""

from collections.abc import Collection, Mapping

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from methods.corpora.columns import Columns
from methods.corpora.word_matrix import Counts
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, listing, nothing
from methods.measures.yardstick import official_tokens

STANDINGS = {
    "several": "at least twice as frequent as in official prose, in several articles",
    "one": "at least twice as frequent, in one article",
    "ordinary": "less than twice as frequent as in official prose",
}
TELLS = {
    "ordinary": "ordinary",
    "several": "more frequent in several articles",
    "one": "more frequent in one",
    "undecided": "too few to tell",
    "not counted": "not counted in the yardstick",
}
ARTICLES, OFFICIAL = "#332288", "#CC6677"


def draw_yardstick(
    standing: pd.DataFrame,
    official: pd.DataFrame,
    columns: Columns,
    glosses: Mapping[str, str],
    leave_out: Collection[str] = (),
    top: int = 6,
    words: Counts | None = None,
) -> Exhibit:
    """Draw the rates of words in the articles and in official prose, with a panel per standing.

    Parameters
    ----------
    standing : DataFrame
        As `methods.measures.yardstick.against_official` returns it for words; empty without a yardstick.
    official : DataFrame
        The yardstick.
    columns : Columns
    glosses : mapping of str to str
    leave_out : collection of str
        Words not to show, such as names and stop-words.
    top : int
        Maximum number of words in a panel.
    words : Counts, optional
        The words of the articles; if given, each of an article's own words has the label of its column.
    """
    table = telling(standing, leave_out, top).assign(gloss=lambda rows: rows["word"].map(glosses))
    table["label"] = table["word"].map(_owners(table, words, columns))
    if table.empty:
        return nothing(
            "Not shown: which words are ordinary is not known without a file `yardstick.parquet` next to the "
            "articles, with counts of official prose."
        )
    panels = [name for name in STANDINGS if (table["standing"] == name).any()]
    sizes = [1 + (table["standing"] == name).sum() for name in panels]
    fig, axes = plt.subplots(
        len(panels), sharex=True, squeeze=False, figsize=(7, 1.0 + 0.24 * sum(sizes)), height_ratios=sizes
    )
    for ax, name in zip(axes.flat, panels, strict=True):
        _panel(ax, table[table["standing"] == name], glosses)
        ax.set_title(STANDINGS[name].capitalize(), fontsize=8.5, pad=4)
    axes.flat[-1].set_xlim(0, 1.1 * table[["per_10k", "rest_per_10k"]].to_numpy().max())
    axes.flat[-1].set_xlabel("per 10,000 tokens (square-root scale)")
    fig.legend(
        *axes.flat[0].get_legend_handles_labels(), title="Words of the articles and of official prose",
        title_fontsize=9.5, alignment="left", loc="outside upper left", ncols=2,
    )  # fmt: skip
    documents, tokens = official["document"].nunique(), official_tokens(official)
    articles = counted(len(columns.of), "article")
    charts.note(fig, f"{articles}; {documents} official documents, {tokens:,} tokens. Names are not shown.")
    said = Sentence("Rates of words in the articles and in official prose, by how they compare.")
    return Exhibit(fig, table, said + _words(table, glosses, top))


def _owners(table: pd.DataFrame, words: Counts | None, columns: Columns) -> pd.Series:
    """Return the label of the column of each word with the standing ``one``; index the word."""
    own = table.loc[table["standing"] == "one", "word"]
    if words is None:
        return pd.Series(dtype="str")
    held = words.only(own).table().drop_duplicates("word").set_index("word")["article_id"]
    return held.map(columns.label_of)


def telling(standing: pd.DataFrame, leave_out: Collection[str], top: int) -> pd.DataFrame:
    """Return the first words of each standing by G2, those of ``ordinary`` by frequency."""
    seen = standing[standing["standing"].isin(list(STANDINGS)) & ~standing["word"].isin(set(leave_out))]
    by = seen["g2"].abs().where(seen["standing"] != "ordinary", seen["count"])
    first = seen.assign(by=by).sort_values("by", ascending=False, kind="stable").groupby("standing").head(top)
    place = {name: n for n, name in enumerate(STANDINGS)}
    return first.drop(columns="by").sort_values("standing", key=lambda names: names.map(place), kind="stable")


def _panel(ax: Axes, rows: pd.DataFrame, glosses: Mapping[str, str]) -> None:
    at = range(len(rows))
    ax.hlines(at, rows["per_10k"], rows["rest_per_10k"], color="#cccccc", linewidth=1.5)
    ax.scatter(
        rows["per_10k"], at, s=28, color=ARTICLES, marker="o", zorder=3, clip_on=False, label="the articles"
    )
    ax.scatter(
        rows["rest_per_10k"],
        at,
        s=28,
        color=OFFICIAL,
        marker="D",
        zorder=3,
        clip_on=False,
        label="official prose",
    )
    ax.set_yticks(at, charts.gloss_labels(rows["word"], glosses))
    ax.tick_params(axis="y", pad=8)  # a mark at zero covers no letter
    ax.set_ylim(len(rows) - 0.5, -0.5)
    for row, (label, rate) in enumerate(zip(rows["label"], rows["per_10k"], strict=True)):
        if isinstance(label, str):
            ax.annotate(label, (rate, row), (6, 0), textcoords="offset points", va="center", fontsize=7.5)
    ax.set_xscale("function", functions=(lambda x: x.clip(0) ** 0.5, lambda x: x**2))


def _words(table: pd.DataFrame, glosses: Mapping[str, str], top: int) -> Sentence:
    lists = [
        f"{TELLS[name]}: {charts.glossed(table.loc[table['standing'] == name, 'word'].head(top), glosses)}"
        for name in STANDINGS
        if (table["standing"] == name).any()
    ]
    return Sentence("{lists}.", {"lists": listing(lists, by="; ")})


def yardstick_finding(
    standing: pd.DataFrame,
    formulas: pd.DataFrame,
    glosses: Mapping[str, str],
    leave_out: Collection[str] = (),
) -> Sentence | None:
    """Return the share of tokens of each standing, and the standings of formulas; None without a yardstick.

    Parameters
    ----------
    standing, formulas : DataFrame
        As `methods.measures.yardstick.against_official` returns them for words and for tracked strings.
    glosses : mapping of str to str
    leave_out : collection of str
        Words not to name.
    """
    known = standing[standing["count"] > 0]
    if known.empty:
        return None
    share = known.groupby("standing")["count"].sum() / known["count"].sum()
    first = telling(standing, leave_out, 5)
    several = charts.glossed(first.loc[first["standing"] == "several", "word"], glosses)
    said = Sentence(
        "Of the tokens without stop-words, {ordinary:.0%} are words that are **ordinary in official prose**, "
        "and {several:.0%} are at least twice as frequent here, in several articles, first **{words}**.",
        {name: float(share.get(name, 0)) for name in ("ordinary", "several")} | {"words": several},
    )
    return said + _formulas(formulas)


def _formulas(formulas: pd.DataFrame) -> Sentence | None:
    each = formulas.loc[formulas["count"] > 0, "standing"].value_counts()
    if each.empty:
        return None
    parts = [f"{TELLS[name]} {n}" for name, n in each.reindex(list(TELLS)).dropna().astype(int).items()]
    return Sentence("Tracked formulas that occur: {parts}.", {"parts": listing(parts)})

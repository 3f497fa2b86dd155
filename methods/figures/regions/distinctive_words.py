"""Figure 02-distinctive-words: the words that distinguish each group from the others."""

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, listing, nothing
from methods.figures.style import looks
from methods.measures.distinctive import is_tested

TOLD = 10  # most words of a group in a sentence
NAMES = {
    "word": "word",
    "gloss": "gloss",
    "lrc": "LRC",
    "count": "hits",
    "rest": "elsewhere",
    "per_10k": "per 10,000",
    "rest_per_10k": "elsewhere per 10,000",
    "log_ratio": "Log Ratio",
    "g2": "G²",
    "log_odds": "log-odds z",
}
TEST_NAMES = {"low": "Log Ratio from", "high": "to", "bound": "bound", "q": "q"}


def first_words(ranked: pd.DataFrame, columns: Columns, glosses: Mapping[str, str], top: int) -> pd.DataFrame:
    """Return the first `top` words of each column, with `gloss` and `label`: the table of the figure."""
    best = ranked.groupby("group", sort=False).head(top)
    return best.assign(gloss=best["word"].map(glosses), label=best["group"].map(columns.labels))


def words_table(best: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    """Return `first_words` as a table to read; the columns of the test only if one was possible."""
    names = {"label": columns.noun} | NAMES
    if best["p"].notna().any():
        names |= TEST_NAMES
    return best[[*names]].rename(columns=names).round(2)


def draw_distinctive_words(
    best: pd.DataFrame,
    rates: pd.DataFrame,
    columns: Columns,
    titles: Mapping[object, str],
    glosses: Mapping[str, str],
) -> Exhibit:
    """Draw a panel per column with its words: the rate in every column, or the interval of the effect.

    Parameters
    ----------
    best : DataFrame
        As `first_words` returns it.
    rates : DataFrame
        As `methods.measures.rates.rates` returns it for these words by group, column `group`.
    columns : Columns
    titles : mapping
        Titles of the panels by key: see `methods.figures.regions.compared.describe_columns`.
    glosses : mapping of str to str
    """
    if len(columns.sizes) < 2:
        return nothing(
            "Not shown: there is one {noun}, and no other to compare its words with.", noun=columns.noun
        )
    if best.empty:
        return nothing("Not shown: no word distinguishes any {noun} from the others.", noun=columns.noun)
    sizes = best["group"].value_counts(sort=False)
    heights = [1 + n for n in sizes]
    fig, axes = plt.subplots(
        len(sizes), sharex=True, squeeze=False, figsize=(7, 0.9 + 0.25 * sum(heights)), height_ratios=heights
    )
    tested = best["low"].notna().any()
    for ax, key in zip(axes.flat, sizes.index, strict=True):
        _panel(ax, best[best["group"] == key], None if tested else rates, columns)
        ax.set_yticklabels(charts.gloss_labels(best.loc[best["group"] == key, "word"], glosses))
        ax.set_title(titles[key], fontsize=8.5, pad=4)
    _finish(fig, axes, columns, tested, len(best), int((best["lrc"] == 0).sum()))
    said = Sentence("The most distinctive words of each {noun} against the others.", {"noun": columns.noun})
    return Exhibit(fig, best, said + _firsts(best, columns, glosses, 3))


def _panel(ax: Axes, top: pd.DataFrame, rates: pd.DataFrame | None, columns: Columns) -> None:
    if rates is None:
        width = np.abs(top[["low", "high"]].to_numpy().T - top["log_ratio"].to_numpy())
        colour = looks(columns)[top["label"].iloc[0]].colour
        ax.errorbar(
            top["log_ratio"], range(len(top)), xerr=width, fmt="o", color=colour, capsize=2, markersize=5
        )
    else:
        _dots(ax, top, rates, columns)
    ax.set_yticks(range(len(top)))
    ax.set_ylim(len(top) - 0.5, -0.5)


def _dots(ax: Axes, top: pd.DataFrame, rates: pd.DataFrame, columns: Columns) -> None:
    """Draw a dot per column, slightly shifted, so that equal rates do not overlap."""
    look = looks(columns)
    for n, key in enumerate(columns.names):
        colour, marker = look[columns.labels[key]]
        here = rates[rates["group"] == key].set_index("word")["per_10k"].reindex(top["word"])
        height = np.arange(len(top)) + 0.6 * (n / max(len(columns.names) - 1, 1) - 0.5)
        ax.scatter(
            here, height, s=24, edgecolor="white", linewidth=0.4, zorder=3, clip_on=False,
            color=colour, marker=marker,
        )  # fmt: skip


def _finish(
    fig: plt.Figure, axes: np.ndarray, columns: Columns, tested: bool, words: int, unsure: int
) -> None:
    rest = f"the other {columns.plural}"
    unit = f"Log Ratio against {rest}, 95 % interval over articles" if tested else "per 10,000 tokens"
    axes.flat[-1].set_xlabel(unit)
    heading = f"Words distinctive of each {columns.noun} against {rest}"
    # The heading is the title of the legend, so that the two do not overlap.
    charts.legend(fig, {} if tested else looks(columns), "outside upper left", heading)
    n, rank = (
        counted(len(columns.of), "article"),
        "the corrected bound, then the interval" if tested else "LRC, then G²",
    )
    zeros = f": of {words}, {unsure} have an LRC of 0" if unsure and not tested else ""
    charts.note(fig, f"{n}. Every token counts; stop-words and names are not shown. Ranked by {rank}{zeros}.")


def _firsts(best: pd.DataFrame, columns: Columns, glosses: Mapping[str, str], top: int) -> Sentence:
    lists = [
        f"{columns.labels[key]}: {charts.glossed(words.head(top), glosses)}"
        for key, words in best.groupby("group", sort=False)["word"]
    ]
    return Sentence("The first are {words}.", {"words": listing(lists, by="; ")})


def distinctive_finding(
    compared: pd.DataFrame, ranked: pd.DataFrame, columns: Columns, glosses: Mapping[str, str]
) -> Sentence | None:
    """Return the distinctive words of each group and their criterion; None for fewer than two groups.

    Parameters
    ----------
    compared, ranked : DataFrame
        As `methods.measures.distinctive.compare_words` and `rank_words` return them.
    columns : Columns
    glosses : mapping of str to str
    """
    if compared.empty:
        return None
    if is_tested(compared):
        sure = ranked.groupby("group", sort=False).head(3)
        pairs = counted(len(ranked), "pair") if len(ranked) else "no pair"
        said = Sentence(
            "Significant (rank-sum over articles, Benjamini-Hochberg) with a 95 % interval of the Log Ratio "
            "above zero: {pairs} of word and {noun}.",
            {"pairs": pairs, "noun": columns.noun},
        )
        return said + _firsts(sure, columns, glosses, 3) if len(sure) else said
    sure = ranked[ranked["lrc"] > 0]
    if sure.empty:
        return Sentence(
            "**No word has an LRC above zero**, each {noun} against the other {plural}.",
            {"noun": columns.noun, "plural": columns.plural},
        )
    lists = [
        f"{columns.labels[key]}: {charts.glossed(words.head(TOLD), glosses)}{_more(len(words))}"
        for key, words in sure.groupby("group", sort=False)["word"]
    ]
    return Sentence(
        "Words with an LRC above zero, each {noun} against the other {plural}: **{words}**.",
        {"noun": columns.noun, "plural": columns.plural, "words": listing(lists, by="; ")},
    )


def _more(number: int) -> str:
    """Return how many words of a group are not told; an empty string if all are."""
    return f" and {number - TOLD:,} more" if number > TOLD else ""


def verdict_note(compared: pd.DataFrame) -> Sentence | None:
    """Return why no test over articles is possible; None if one is, or if nothing was compared."""
    if compared.empty or is_tested(compared):
        return None
    groups = compared.groupby("group")[["articles", "test"]].first()
    balanced = groups["articles"].clip(upper=groups["articles"].sum() - groups["articles"]).idxmax()
    why = groups.at[balanced, "test"].partition(": ")[2]
    return Sentence("**No test over articles can come out significant**: {why}.", {"why": why})


def agreement_note(agreement: pd.DataFrame) -> Sentence | None:
    """Return how many of the first words LRC and weighted log-odds share; None if there are no words.

    Parameters
    ----------
    agreement : DataFrame
        As `methods.measures.distinctive.agreement` returns it.
    """
    if agreement.empty:
        return None
    least, most = agreement["shared"].min(), agreement["shared"].max()
    return Sentence(
        "Of the first {top} words, {shared} are also among the first by weighted log-odds.",
        {
            "top": int(agreement["words"].max()),
            "shared": f"{least}" if least == most else f"{least} to {most}",
        },
    )

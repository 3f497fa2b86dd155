"""01-registers: two registers side by side, with what the longer strings around their seed count as."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, listing, nothing
from methods.figures.style import OTHER_COLOUR
from methods.measures.registers import ACCIDENT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

KINDS = ("#332288", "#88CCEE", "#117733", "#DDCC77", "#CC6677")
NAMED = 6  # columns that the finding names


def draw_registers(rates: pd.DataFrame, seeds: Mapping[str, str], columns: Columns) -> Exhibit:
    """Draw a stacked bar per column for each register: hits of the seed by what they count as.

    Parameters
    ----------
    rates : DataFrame
        Columns `item` (``party: organ``), `unit, count, tokens, per_10k` and the intervals of
        `methods.measures.rates.rates`.
    seeds : mapping of str to str
        The seed of each register, in their order.
    columns : Columns

    Returns
    -------
    Exhibit
        The table holds accidents too, which are drawn nowhere.
    """
    if not seeds:
        return nothing("A file lexicons/registers.csv in the corpus (register, term, counts_as) would fill "
                       "this section; corpus/README.md describes it.")  # fmt: skip
    parts = rates["item"].str.split(": ", n=1, expand=True)
    table = rates.assign(register=parts[0], counts_as=parts[1]).drop(columns="item")
    hits = table[table["counts_as"] != ACCIDENT]
    if not hits["count"].sum():
        return nothing("Neither register occurs: {seeds}.", seeds=listing(seeds.values()))
    alt = Sentence(
        "Stacked bars by {noun}, one panel for each of {registers}, per 10,000 tokens: {totals}.",
        {"noun": columns.noun, "registers": listing(seeds.values()), "totals": _totals(hits, seeds)},
    )
    lead = ["register", "counts_as", "unit"]
    return Exhibit(
        _picture(hits, seeds, columns), table[[*lead, *table.columns.difference(lead, sort=False)]], alt
    )


def _totals(hits: pd.DataFrame, seeds: Mapping[str, str]) -> str:
    sums = hits.groupby("register")["count"].sum()
    return listing(f"{seed} {counted(int(sums.get(register, 0)), 'hit')}" for register, seed in seeds.items())


def _picture(hits: pd.DataFrame, seeds: Mapping[str, str], columns: Columns) -> Figure:
    from matplotlib import pyplot as plt

    n = len(columns.shown)
    fig, axes = plt.subplots(
        1,
        len(seeds),
        figsize=(7, 1.5 + (0.3 if n < 20 else 0.17) * n),
        sharex=True,
        sharey=True,
        squeeze=False,
    )
    kinds = list(dict.fromkeys(hits["counts_as"]))
    colours = {kind: KINDS[i] if i < len(KINDS) else OTHER_COLOUR for i, kind in enumerate(kinds)}
    for ax, (register, seed) in zip(axes.flat, seeds.items(), strict=True):
        own = hits[hits["register"] == register]
        _bars(ax, own.pivot_table(index="unit", columns="counts_as", values="per_10k", sort=False),
              own.groupby("unit")["count"].sum(), colours, columns)  # fmt: skip
        ax.set(title=f"{seed} ({register})", xlabel="per 10,000 tokens")
    patches = [plt.Rectangle((0, 0), 1, 1, color=colour) for colour in colours.values()]
    fig.legend(patches, kinds, loc="outside lower center", ncols=charts.legend_columns(kinds))
    return fig


def _bars(
    ax: Axes, rates: pd.DataFrame, counts: pd.Series, colours: Mapping[str, str], columns: Columns
) -> None:
    shown, base = columns.shown, np.zeros(len(columns.shown))
    for kind, colour in colours.items():
        if kind in rates:
            width = rates[kind].reindex(shown).fillna(0).to_numpy()
            ax.barh(range(len(shown)), width, 0.72, base, color=colour)
            base = base + width
    for row, (at, count) in enumerate(zip(base, counts.reindex(shown).fillna(0), strict=True)):
        ax.annotate(f"{count:,.0f}", (at, row), (3, 0), textcoords="offset points", va="center", fontsize=8)
    ax.set_yticks(range(len(shown)), shown)
    ax.set(ylim=(len(shown) - 0.4, -0.6))
    ax.margins(x=0.15)
    ax.grid(axis="y", visible=False)


def registers_finding(counts: pd.DataFrame, seeds: Mapping[str, str], columns: Columns) -> Sentence | None:
    """Say how often each register's seed occurs, and which articles never say it.

    Parameters
    ----------
    counts : DataFrame
        As `methods.measures.registers.count_registers` returns them.
    seeds : mapping of str to str
    columns : Columns
        By which articles are named, if each is one.
    """
    hits = counts[counts["counts_as"] != ACCIDENT]
    if not seeds or hits.empty:
        return None
    said: Sentence | None = None
    for register, seed in seeds.items():
        own = hits[hits["register"] == register].groupby("article_id", sort=False)["count"].sum()
        values = {"seed": seed, "hits": counted(int(own.sum()), "hit"), "n": counted(len(own), "article"),
                  "having": int((own > 0).sum()), "without": _without(own, columns)}  # fmt: skip
        one = Sentence("**{seed} has {hits}, in {having} of {n}**{without}.", values)
        said = one if said is None else said + one
    return said


def _without(own: pd.Series, columns: Columns) -> str:
    missing = list(own.index[own == 0])
    if columns.kind != "article" or not 0 < len(missing) <= NAMED:
        return ""
    return f"; not in {listing(columns.labels[one] for one in missing)}"

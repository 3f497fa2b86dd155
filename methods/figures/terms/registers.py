"""01-registers: two registers side by side, by the kind of the longer string around each hit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from methods.corpora.columns import Columns, cut_label
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, listing, nothing
from methods.figures.style import OTHER_COLOUR
from methods.measures.registers import ACCIDENT, seeds

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

KINDS = ("#332288", "#88CCEE", "#117733", "#DDCC77", "#CC6677")
NAMED = 6  # articles that the finding names, those with the most hits
NOTE, TITLE = 130, 50  # maximum width of a note and of a panel's title, in Latin letters


def draw_registers(rates: pd.DataFrame, listed: pd.DataFrame, columns: Columns) -> Exhibit:
    """Draw a stacked bar per column for each register: hits of the seed by kind.

    Parameters
    ----------
    rates : DataFrame
        Columns `item` (``party: organ``), `unit, count, tokens, per_10k` and the intervals of
        `methods.measures.rates.rates`.
    listed : DataFrame
        The strings that were counted: columns `register, term, counts_as` and, optionally, `gloss`.
    columns : Columns

    Returns
    -------
    Exhibit
        The table includes accidents, which are not drawn.
    """
    roots = seeds(listed)
    if not roots:
        return nothing("This section needs a file lexicons/registers.csv in the corpus (register, term, "
                       "counts_as); corpus/README.md describes it.")  # fmt: skip
    parts = rates["item"].str.split(": ", n=1, expand=True)
    table = rates.assign(register=parts[0], counts_as=parts[1]).drop(columns="item")
    hits = table[table["counts_as"] != ACCIDENT]
    if not hits["count"].sum():
        return nothing("Neither register occurs: {seeds}.", seeds=listing(roots.values()))
    alt = Sentence(
        "Stacked bars by {noun}, one panel for each of {registers}, per 10,000 tokens: {totals}.",
        {"noun": columns.noun, "registers": listing(roots.values()), "totals": _totals(hits, roots)},
    )
    lead = ["register", "counts_as", "unit"]
    return Exhibit(
        _picture(hits, listed, columns), table[[*lead, *table.columns.difference(lead, sort=False)]], alt
    )


def _totals(hits: pd.DataFrame, roots: Mapping[str, str]) -> str:
    sums = hits.groupby("register")["count"].sum()
    return listing(f"{seed} {counted(int(sums.get(register, 0)), 'hit')}" for register, seed in roots.items())


def _glosses(listed: pd.DataFrame) -> dict[str, str]:
    """Return the glosses of the strings that have one."""
    known = listed.reindex(columns=["term", "gloss"]).dropna().astype("str")
    return dict(zip(known["term"], known["gloss"], strict=True))


def _examples(listed: pd.DataFrame, kinds: list[str]) -> str:
    """Return the first listed string of each register for each kind, to explain the legend."""
    first = listed.drop_duplicates(["register", "counts_as"]).groupby("counts_as", sort=False)["term"]
    terms = first.agg(", ".join)
    return "; ".join(f"{kind}: {terms[kind]}" for kind in kinds)


def _picture(hits: pd.DataFrame, listed: pd.DataFrame, columns: Columns) -> Figure:
    from matplotlib import pyplot as plt

    n, roots, glosses = len(columns.shown), seeds(listed), _glosses(listed)
    fig, axes = plt.subplots(
        1,
        len(roots),
        figsize=(7, 1.95 + (0.3 if n < 20 else 0.17) * n),
        sharey=True,  # not x: how often two seeds occur is not compared
        squeeze=False,
    )
    kinds = list(dict.fromkeys(hits["counts_as"]))
    colours = {kind: KINDS[i] if i < len(KINDS) else OTHER_COLOUR for i, kind in enumerate(kinds)}
    for ax, (register, seed) in zip(axes.flat, roots.items(), strict=True):
        own = hits[hits["register"] == register]
        _bars(ax, own.pivot_table(index="unit", columns="counts_as", values="per_10k", sort=False),
              own.groupby("unit")["count"].sum(), colours, columns)  # fmt: skip
        title = charts.gloss_labels([seed], glosses, TITLE // len(roots))[0]
        ax.set(title=title, xlabel="per 10,000 tokens (number: hits)")
    patches = [plt.Rectangle((0, 0), 1, 1, color=colour) for colour in colours.values()]
    fig.legend(patches, kinds, loc="outside upper center", ncols=charts.legend_columns(kinds))
    examples = cut_label(f"For example, {_examples(listed, kinds)}", NOTE)
    scales = "Each panel has its own scale: the numbers of the panels are not compared."
    charts.note(fig, f"{examples}\n{scales}" if len(roots) > 1 else examples)
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


def registers_finding(counts: pd.DataFrame, listed: pd.DataFrame, columns: Columns) -> Sentence | None:
    """Return how often each seed occurs, in which articles, and as which kind most.

    Parameters
    ----------
    counts : DataFrame
        As `methods.measures.registers.count_registers` returns them.
    listed : DataFrame
        As for `draw_registers`.
    columns : Columns
        Articles are named if each is a column.
    """
    hits = counts[counts["counts_as"] != ACCIDENT]
    if not len(listed) or hits.empty:
        return None
    glosses, said = _glosses(listed), None
    for register, seed in seeds(listed).items():
        own = hits[hits["register"] == register]
        first = listed[listed["register"] == register].drop_duplicates("counts_as")
        examples = dict(zip(first["counts_as"], first["term"], strict=True))
        one = _occurs(own, charts.glossed([seed], glosses), columns, examples)
        said = one if said is None else said + one
    return said


def _occurs(own: pd.DataFrame, name: str, columns: Columns, examples: Mapping[str, str]) -> Sentence:
    """Return how often one seed occurs; `own` are its counts without accidents, `examples` are by kind."""
    held = own.groupby("article_id", sort=False)["count"].sum()
    kinds = own.groupby("counts_as", sort=False)["count"].sum()
    values = {"name": name, "n": counted(len(held), "article"), "having": int((held > 0).sum())}
    if not values["having"]:
        return Sentence("**{name} occurs in none of {n}.**", values)
    most = held[held > 0].sort_values(ascending=False, kind="stable")
    each = listing(f"{columns.labels.get(one)} {hits:,}" for one, hits in most.head(NAMED).items())
    values |= {"hits": counted(int(held.sum()), "time"), "kind": kinds.idxmax(), "most": int(kinds.max()),
               "each": f": {each}" if columns.kind == "article" else ""}  # fmt: skip
    example = examples[kinds.idxmax()]
    values["example"] = f" (such as {example})" if example not in name else ""
    return Sentence(
        '**{name} occurs {hits}, in {having} of {n}**{each}. Of kind "{kind}"{example}: {most:,}.', values
    )

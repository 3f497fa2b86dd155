"""Figure 02-whose-words: formulas by the level of the earliest document, and names of own programmes."""

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import LISTED, Exhibit, Sentence, counted, joined, listing, nothing
from methods.measures.origins import EVIDENCE, LEVELS, UNKNOWN

CELL = 40  # names in a cell
FEW = 2  # most frequent formulas that the finding names
HATCHES = dict(zip(EVIDENCE, (None, "....", "////"), strict=True))
SEEN = dict(
    zip(EVIDENCE, ("seen in the document", "seen in a broadcast on it", "known from an account"), strict=True)
)
COLOURS = dict(zip(LEVELS, ("#332288", "#88CCEE", "#44AA99", "#DDCC77", "#CC6677", "#DDDDDD"), strict=True))


def draw_whose_words(hits: pd.DataFrame, own: pd.DataFrame, columns: Columns) -> Exhibit:
    """Draw the hits of formulas by level, and the number of names of own programmes.

    Parameters
    ----------
    hits : DataFrame
        As `methods.measures.origins.by_level` returns it; also the table of the figure.
    own : DataFrame
        As `methods.measures.origins.own_names` returns it.
    columns : Columns
    """
    shown = hits[hits["group"].isin(columns.names)]
    if shown.empty:
        return nothing("Not shown: no tracked formula occurs.")
    sums = _sums(shown, columns)
    names = own["group"].value_counts().reindex(list(columns.names), fill_value=0)
    fig, (left, right) = plt.subplots(
        1, 2, sharey=True, figsize=(7, 1.6 + 0.34 * len(sums)), width_ratios=[2.4, 1]
    )
    _stack(left, {kind: _sums(part, columns) for kind, part in shown.groupby("evidence")})
    for row, (total, unknown) in enumerate(zip(sums.sum(axis=1), sums[UNKNOWN], strict=True)):
        left.annotate(f"{total - unknown} of {total}", (total, row), (3, 0), textcoords="offset points",
                      va="center", fontsize=8)  # fmt: skip
    left.margins(x=0.2)
    left.set_yticks(range(len(sums)), columns.shown)
    left.set_ylim(len(sums) - 0.5, -0.5)
    right.barh(range(len(names)), names, height=0.7, color="white", edgecolor="#333333")
    right.bar_label(right.containers[0], padding=3, fontsize=8)
    right.margins(x=0.2)
    right.grid(axis="y", visible=False)
    is_draft = own["draft"].any() or own.empty  # Without a name, nothing says that a list was read.
    right.set_title(f"Names in one {columns.noun} only" if is_draft else "Names of own programmes")
    left.set_title("Hits of formulas, by the earliest document known")
    handles, labels = left.get_legend_handles_labels()
    for kind in [kind for kind in EVIDENCE if (shown["evidence"] == kind).any()]:
        handles.append(Patch(facecolor="#777777", edgecolor="white", hatch=HATCHES[kind], linewidth=0))
        labels.append(SEEN[kind])
    fig.legend(handles, labels, loc="outside upper left", ncols=-(-len(labels) // 2), handlelength=1)
    charts.note(
        fig,
        f"n = {int(sums.to_numpy().sum()):,} hits, {counted(shown['term'].nunique(), 'formula')}. "
        "Numbers: hits with a document on record, of all.",
    )
    table = shown.assign(label=shown["group"].map(columns.labels))
    alt = Sentence(
        "Bars of the hits of formulas by the level of the earliest document. Traced hits of all, by {noun}: "
        "{each}.",
        {"noun": columns.noun, "each": _traced(sums, columns)},
    )
    return Exhibit(fig, table, alt + own_finding(own, columns))


def _traced(sums: pd.DataFrame, columns: Columns) -> str:
    total, unknown = sums.sum(axis=1), sums[UNKNOWN]
    return listing(
        f"{columns.labels[key]} {total[key] - unknown[key]} of {total[key]}"
        for key in sums.index
        if total[key] or len(sums) <= LISTED  # Of many columns, "0 of 0" would be most of the list.
    )


def _sums(hits: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    sums = hits.pivot_table(index="group", columns="level", values="count", aggfunc="sum", fill_value=0)
    return sums.reindex(index=list(columns.names), columns=list(LEVELS), fill_value=0)


def _stack(ax: Axes, parts: Mapping[str, pd.DataFrame]) -> None:
    start = np.zeros(len(next(iter(parts.values()))))
    for level in [level for level in LEVELS if any(part[level].any() for part in parts.values())]:
        label = level
        for kind in [kind for kind in (*EVIDENCE, "") if kind in parts]:
            width = parts[kind][level].to_numpy()
            ax.barh(range(len(width)), width, left=start, height=0.7, color=COLOURS[level], label=label,
                    hatch=HATCHES.get(kind), edgecolor="white", linewidth=0)  # fmt: skip
            start, label = start + width, "_nolegend_"
    ax.grid(axis="y", visible=False)
    ax.set_xlabel("hits of formulas, without those inside a longer formula")


def whose_words_finding(hits: pd.DataFrame, own: pd.DataFrame, columns: Columns) -> Sentence | None:
    """Return the hits of each level, and the number of names of own programmes; None without a hit."""
    if hits.empty:
        return None  # The figure says why it is not shown.
    sums = hits.groupby("level")["count"].sum()
    placed = hits[hits["level"] != UNKNOWN]
    n = counted(int(sums.sum()), "occurrence")
    if placed.empty:
        said = Sentence("Of {n} of tracked formulas, none has an early document on record.", {"n": n})
        return said + own_finding(own, columns)
    by_evidence = placed.groupby("evidence")["count"].sum().reindex(list(EVIDENCE), fill_value=0)
    heard = int(by_evidence["broadcast"])
    said = Sentence(
        "Of {n} of tracked formulas, **{known} belong to formulas for which we found an early document, or "
        "an account of one**: {levels} ({formulas} of {all}). We saw the formula in the document itself for "
        "{seen} of the {known}{broadcast}.",
        {
            "n": n,
            "known": int(placed["count"].sum()),
            "levels": ", ".join(f"{level} {sums[level]}" for level in LEVELS[:-1] if level in sums),
            "formulas": placed["term"].nunique(),
            "all": counted(hits["term"].nunique(), "formula"),
            "seen": int(by_evidence["text"]) or "none",
            "broadcast": f", and in a broadcast on it for {heard}" * bool(heard),
        },
    )
    said += Sentence(
        "Documents of the centre are the easiest to find, and the list of formulas decides what is counted, "
        "so the shares say little about who shaped the wording."
    )
    return said + _commonest(placed) + _untraced(hits) + own_finding(own, columns)


def own_finding(own: pd.DataFrame, columns: Columns) -> Sentence:
    """Return how many names of own programmes each column has, the most first."""
    each = own["group"].value_counts()
    counts = [f"{columns.labels[key]} ({n})" for key, n in each.items() if key in columns.names]
    if not counts:
        return Sentence("No {noun} has quoted names that no other has.", {"noun": columns.noun})
    without = joined(columns.labels[key] for key in columns.names if key not in each)
    facts = {"noun": columns.noun, "counts": listing(counts), "none": f"; none in {without}" * bool(without)}
    if own["draft"].any():
        return Sentence(
            "Quoted names that only one {noun} has (a draft from quotation marks): {counts}{none}.", facts
        )
    return Sentence("Names that the reporting bodies gave to their own programmes: {counts}{none}.", facts)


def _commonest(placed: pd.DataFrame) -> Sentence | None:
    """Return the hits of the most frequent formulas with a document; None if they are less than a tenth."""
    often = placed.groupby("term")["count"].sum().sort_values(ascending=False, kind="stable").head(FEW)
    if len(often) < FEW or often.sum() < 0.1 * placed["count"].sum():
        return None
    return Sentence(
        "{terms} alone account for {n} of the {known}.",
        {"terms": joined(often.index), "n": int(often.sum()), "known": int(placed["count"].sum())},
    )


def _untraced(hits: pd.DataFrame) -> Sentence | None:
    """Return the most frequent formula without a document, if it could move the share by a twentieth."""
    each = hits[hits["level"] == UNKNOWN].groupby("term")["count"].sum().sort_values(kind="stable")
    total = int(hits["count"].sum())
    if each.empty or each.iloc[-1] < 0.05 * total:
        return None
    known = total - int(each.sum())
    return Sentence(
        "{term} alone, for which we have none, accounts for {n} of the others: with a document, the {known} "
        "would be {more}.",
        {"term": each.index[-1], "n": int(each.iloc[-1]), "known": known, "more": known + int(each.iloc[-1])},
    )


def own_list(own: pd.DataFrame, columns: Columns, glosses: Mapping[str, str]) -> pd.DataFrame:
    """Return a row per column: the number of names of own programmes, and the first ones with glosses."""
    gloss = own["gloss"].where(own["gloss"].notna(), own["term"].map(glosses))
    pairs = zip(own["term"], gloss, strict=True)
    words = [f"{term} ({english})" if isinstance(english, str) else term for term, english in pairs]
    named = pd.Series(words, own.index, dtype="str")
    each = {key: named[own["group"] == key] for key in columns.names if len(columns.sizes) > 1}
    rows = [
        (columns.labels[key], len(some), "; ".join(some.head(CELL)) + "; …" * (len(some) > CELL))
        for key, some in each.items()
    ]
    return pd.DataFrame(rows, columns=[columns.noun, "names", "which"])

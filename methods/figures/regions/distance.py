"""Figure 02-distance: the distances between vocabularies, with reference values to judge them by."""

from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, listing, nothing
from methods.measures.trends import adjust

if TYPE_CHECKING:
    from methods.measures.yardstick_distance import Placed

LETTERED = 10  # up to this many columns, the cells show their numbers
BETWEEN, HALVES, OFFICIAL = "#4477AA", "#999999", "#CC6677"


def draw_distance(near: pd.DataFrame, columns: Columns, placed: "Placed | None" = None) -> Exhibit:
    """Draw the distance of every two columns, and all distances with the reference values.

    Parameters
    ----------
    near : DataFrame
        As `methods.measures.distance.measure_distances` returns it.
    columns : Columns
    placed : Placed, optional
        Distances between passages of official prose at the same number of tokens.
    """
    pairs = between(near)
    if pairs.empty:
        return nothing(
            "Not shown: with one {noun}, there is no distance between {plural}.",
            noun=columns.noun,
            plural=columns.plural,
        )
    if len(pairs) > 1 and near["shuffled"].iloc[0] != "articles" and not _differ(pairs):
        return nothing(
            "Not shown: all pairs of {plural} are about equally far apart ({range}); the draws of the "
            "farthest and of the nearest pair overlap.",
            plural=columns.plural,
            range=_range(pairs["distance"]),
        )
    table = near.assign(label_a=near["a"].map(columns.labels), label_b=near["b"].map(columns.labels))
    if placed is not None:
        table = table.merge(placed.pairs.drop(columns=["distance", "tokens"]), on=["a", "b"], how="left")
    names = [name for name in columns.names if name in set(near["a"]) | set(near["b"])]
    fig, (left, right) = plt.subplots(
        1, 2, figsize=(7, 2.2 + max(0.32 * len(names), 0.8)), width_ratios=[1.5, 1]
    )
    _square(left, near, names, columns)
    _strips(right, near, placed, columns)
    left.set_title(f"Distance between the vocabularies of two {columns.plural}")
    tokens, shuffled = int(near["tokens"].iloc[0]), near["shuffled"].iloc[0]
    official = " Official prose: median and 95 % of single pairs of passages." if placed is not None else ""
    charts.note(
        fig,
        f"Jensen-Shannon distance of {tokens:,} tokens each, median of draws; shuffled: {shuffled}. "
        "Left, on the diagonal: halves of one.\n"
        f"The darker, the farther apart: {_range(near['distance'].dropna())}.{official}",
    )
    alt = Sentence(
        "Heatmap of the distances between {plural}, and all of them next to reference values.",
        {"plural": columns.plural},
    )
    return Exhibit(fig, table, alt + _ranges(near, columns))


def between(near: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of two different groups, the farthest first."""
    pairs = near[near["a"] != near["b"]].dropna(subset="distance")
    return pairs.sort_values("distance", ascending=False, kind="stable")


def _differ(pairs: pd.DataFrame) -> bool:
    """Return whether the draws of the farthest and of the nearest pair do not overlap."""
    return bool(pairs["low"].iloc[0] > pairs["high"].iloc[-1])


def _square(ax: Axes, near: pd.DataFrame, names: list[object], columns: Columns) -> None:
    matrix = near.pivot(index="a", columns="b", values="distance")
    matrix = matrix.combine_first(matrix.T).reindex(index=names, columns=names)
    low, high = np.nanmin(matrix), np.nanmax(matrix)
    labels = [columns.labels[name] for name in names]
    text = matrix.map("{:.2f}".format if len(names) <= LETTERED else lambda _: "")
    named = matrix.set_axis(labels).set_axis(labels, axis=1)
    charts.heatmap(named, ax, text=text, vmin=low - 0.3 * max(high - low, 0.01), vmax=high)
    charts.name_columns(ax, labels, 2.6)


def _strips(ax: Axes, near: pd.DataFrame, placed: "Placed | None", columns: Columns) -> None:
    rows = [(f"two {columns.plural}", BETWEEN, between(near)["distance"])]
    halves = near.loc[near["a"] == near["b"], "distance"].dropna()
    if len(halves):
        rows.append((f"halves of one {columns.noun}", HALVES, halves))
    if placed is not None:
        low, middle, high = placed.draws["distance"].quantile([0.025, 0.5, 0.975])
        ax.hlines(len(rows), low, high, color=OFFICIAL, linewidth=5, alpha=0.4)
        rows.append(("official prose", OFFICIAL, pd.Series([middle])))
    for at, (_, colour, values) in enumerate(rows):
        ax.scatter(values, np.full(len(values), at), s=26, color=colour, alpha=0.7, linewidth=0, zorder=3)
    ax.set_yticks(range(len(rows)), [name.replace(" of ", " of\n") for name, _, _ in rows])
    ax.set(ylim=(len(rows) - 0.5, -0.5), xlabel="distance")
    ax.margins(x=0.1)
    ax.locator_params(axis="x", nbins=4)


def _ranges(near: pd.DataFrame, columns: Columns) -> Sentence:
    pairs, halves = between(near)["distance"], near.loc[near["a"] == near["b"], "distance"].dropna()
    said = Sentence(
        "Between {plural} the distance is {range}.", {"plural": columns.plural, "range": _range(pairs)}
    )
    if halves.empty:
        return said
    return said + Sentence("Between halves of one it is {range}.", {"range": _range(halves)})


def _range(values: pd.Series) -> str:
    low, high = f"{values.min():.2f}", f"{values.max():.2f}"
    return low if low == high else f"{low} to {high}"


def distance_finding(near: pd.DataFrame, columns: Columns, placed: "Placed | None" = None) -> Sentence | None:
    """Return the distances between columns and in official prose, and the farthest and the nearest pair.

    Parameters
    ----------
    near : DataFrame
        As `methods.measures.distance.measure_distances` returns it.
    columns : Columns
    placed : Placed, optional
        Distances between passages of official prose at the same number of tokens.

    Returns
    -------
    Sentence or None
        None for a single column.
    """
    pairs = between(near)
    if pairs.empty:
        return None
    ranges, held = _ranges(near, columns), official_finding(pairs["distance"].mean(), placed, columns)
    said = ranges + held if placed is None else held + ranges
    if short := [
        columns.labels[name] for name in columns.names if name not in set(near["a"]) | set(near["b"])
    ]:
        said += Sentence("Too short to be compared: {short}.", {"short": listing(short)})
    far, nearest = pairs.iloc[0], pairs.iloc[-1]
    if _differ(pairs):
        said += Sentence(
            "Farthest apart: **{far}**; nearest: **{nearest}**; their draws do not overlap.",
            {"far": _pair(far, columns), "nearest": _pair(nearest, columns)},
        )
    return said


def _pair(row: pd.Series, columns: Columns) -> str:
    return f"{columns.labels[row['a']]} and {columns.labels[row['b']]} ({row['distance']:.3f})"


def null_note(near: pd.DataFrame, columns: Columns) -> Sentence | None:
    """Return how many pairs are farther apart than shuffling explains; None unless articles are shuffled.

    Sentences of one article are not independent draws, so shuffling them tests nothing.
    """
    pairs = between(near)
    if pairs.empty or near["shuffled"].iloc[0] != "articles":
        return None
    beyond = int((adjust(pairs["share_above"]) < 0.05).sum())
    if len(pairs) == 1:
        return Sentence(
            "The two {plural} {differ} at q < 0.05 (permutation over articles).",
            {"plural": columns.plural, "differ": "differ" if beyond else "do not differ"},
        )
    return Sentence(
        "{beyond} of {all} of {plural} differ at q < 0.05 (permutation over articles).",
        {
            "beyond": beyond,
            "all": counted(len(pairs), "pair"),
            "plural": columns.plural,
        },
    )


def official_finding(distance: float, placed: "Placed | None", columns: Columns) -> Sentence:
    """Return whether the columns are farther apart than passages of official prose of the same length.

    Parameters
    ----------
    distance : float
        Mean over the pairs of columns.
    placed : Placed or None
    columns : Columns
    """
    if placed is None:
        return Sentence(
            "Whether the vocabularies are far apart for prose of one genre is not known: that needs a file "
            "`yardstick.parquet` next to the articles, with official documents as long as they are."
        )
    mean = placed.pairs.iloc[-1]
    facts = {
        "plural": columns.plural,
        "n": placed.pairs["a"].nunique(),  # of the pairs all but the last group, and the row of the mean
        "mine": distance,
        "theirs": mean["official"],
        "low": mean["official_low"],
        "high": mean["official_high"],
        "draws": placed.draws["draw"].nunique(),
        "tokens": int(mean["tokens"]),
    }
    measured = Sentence(
        "The mean over the pairs is {mine:.2f}; over those of {n} passages of official prose of the same "
        "length, each from a different document, it is {theirs:.2f} ({low:.2f} to {high:.2f} in 95 % of "
        "{draws:,} draws of this mean; single pairs, as in the figure, vary more).",
        facts,
    )
    if mean["share_below"] > 0.975:
        verdict = Sentence("**The {plural} are farther apart than unrelated official prose.**", facts)
    elif mean["share_below"] < 0.025:
        verdict = Sentence("**The {plural} are closer to each other than unrelated official prose.**", facts)
    else:
        verdict = Sentence(
            "**At {tokens:,} tokens, distance cannot tell the {plural} from excerpts of different official "
            "documents.**",
            facts,
        )
    return verdict + measured


def order_note(near: pd.DataFrame, again: pd.DataFrame, read: int, articles: int) -> Sentence | None:
    """Return whether the order of pairs stays the same with stop-words; None for fewer than three pairs.

    Parameters
    ----------
    near, again : DataFrame
        As `methods.measures.distance.size_matched` returns them, of the same groups.
    read, articles : int
        Number of articles of which `again` was measured, and of all.
    """
    one, two = (between(table).set_index(["a", "b"])["distance"] for table in (near, again))
    if len(one) < 3:
        return None
    two = two.reindex(one.index)
    sample = f", in a sample of {counted(read, 'article')}" if read < articles else ""
    if one.nunique() < 2 or two.nunique() < 2:
        return Sentence(
            "With stop words{sample}, too, all pairs are equally far apart, or nearly so.", {"sample": sample}
        )
    rho = one.corr(two, method="spearman")
    return Sentence(
        "With stop words{sample}, the {n} pairs have {order} (Spearman {rho:.2f}).",
        {
            "sample": sample,
            "n": len(one),
            "order": "nearly the same order" if rho > 0.8 else "a different order",
            "rho": rho,
        },
    )

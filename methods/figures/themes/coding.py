"""03-coding: agreement of the codebook with coders, theme by theme."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, joined, listing, nothing
from methods.figures.themes.codebook import RELIABLE, Codebook
from methods.measures.coder_agreement import TOTAL, Coding
from methods.measures.coders import UNIT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Greys of the coders: in other figures colours belong to articles and themes.
SHADES = ("#444444", "#9a9a9a", "#666666", "#b4b4b4", "#808080")
MARKS = tuple(mark for mark in charts.MARKERS if mark != "D")  # the diamond is for the coders with each other
COUNTS = ["theme", "paragraphs", "coded", "by_coder", "both", "precision", "recall", "f1", "compared"]


def draw_coding(coding: Coding, book: Codebook) -> Exhibit:
    """Draw precision and recall of the codebook against each coder, and α with and between coders.

    Parameters
    ----------
    coding : Coding
        As `methods.measures.coder_agreement.compare_codings` returns it.
    book : Codebook
    """
    if len(coding.coders) < 2:
        return nothing("**Not scored: this corpus has no coding.csv with two coders.** "
                       "How well the codebook codes is not known here.")  # fmt: skip
    import matplotlib.pyplot as plt

    rows, compared = rows_of(coding, book), comparisons(coding)
    size = (7, 1.7 + 0.3 * max(len(compared) / 3, 1) * len(rows))
    fig, axes = plt.subplots(1, 3, figsize=size, sharey=True, width_ratios=[1, 1, 1.5])
    draw_scores(axes[0], coding, rows, "precision")
    draw_scores(axes[1], coding, rows, "recall")
    draw_alphas(axes[2], compared, rows)
    names = [book.short(theme) if theme else "all decisions" for theme in rows]
    axes[0].set_yticks(range(len(rows)), names)
    axes[0].set_ylim(len(rows) - 0.5, -0.5)
    columns = min(3, charts.legend_columns(compared))
    fig.legend(*axes[2].get_legend_handles_labels(), loc="outside upper center", ncols=columns)
    units = coding.codes.drop_duplicates(["article_id", "paragraph"])
    n = f"{counted(len(units), 'paragraph')} of {counted(units['article_id'].nunique(), 'article')}"
    charts.note(fig, f"n = {n}. Line: α of {RELIABLE}, the least that is accepted here.")
    return Exhibit(fig, coding_table(coding), alt_of(coding))


def rows_of(coding: Coding, book: Codebook) -> list[str]:
    """Return the rows of the figure: the coded themes in the order of the codebook, and `TOTAL`."""
    coded = set(coding.codes["theme"])
    return [theme for theme in book.themes if theme in coded] + [TOTAL]


def shown_coders(coding: Coding) -> list[str]:
    """Return the coders that the figure shows, those with the most decisions."""
    return sorted(coding.codes.groupby("coder").size().nlargest(len(MARKS)).index)


def with_coder(coding: Coding, coder: str) -> pd.DataFrame:
    """Return the scores against one coder, index the theme."""
    return coding.scored[coding.scored["coder"] == coder].set_index("theme")


def first_pair(coding: Coding) -> pd.DataFrame:
    """Return the agreement of the pair of coders with the most common decisions, by theme; may be empty."""
    pairs = coding.pairs
    if pairs.empty:
        return pairs.set_index("theme")
    first = pairs.iloc[0]
    return pairs[(pairs["coder"] == first["coder"]) & (pairs["with"] == first["with"])].set_index("theme")


def comparisons(coding: Coding) -> dict[str, pd.DataFrame]:
    """Return the comparisons of the right panel by their names in the legend."""
    found = {f"codebook with {coder}": with_coder(coding, coder) for coder in shown_coders(coding)}
    pair = first_pair(coding)
    if pair.empty:
        return found
    return {" with ".join(pair.iloc[0][["coder", "with"]]): pair} | found


def beside(marks: int, rows: int, width: float) -> list[np.ndarray]:
    """Return the positions of each mark on all rows, shifted so that equal values do not overlap."""
    return [np.arange(rows) + width * (2 * i - marks + 1) / marks for i in range(marks)]


def draw_scores(ax: "Axes", coding: Coding, rows: list[str], column: str) -> None:
    """Draw one score against each coder."""
    shown = shown_coders(coding)
    looks = zip(shown, SHADES, MARKS, beside(len(shown), len(rows), 0.24), strict=False)
    for coder, colour, marker, at in looks:
        score = with_coder(coding, coder)[column].reindex(rows)
        ax.plot(score, at, marker, color=colour, markersize=5, clip_on=False)
    ax.set(xlim=(0, 1), title=column.capitalize())


def draw_alphas(ax: "Axes", compared: dict[str, pd.DataFrame], rows: list[str]) -> None:
    """Draw α with its interval for each comparison; a diamond is for the coders with each other."""
    shades, markers = ["#000000", *SHADES], ["D", *MARKS]
    first = 0 if not next(iter(compared)).startswith("codebook") else 1
    places, lowest = beside(len(compared), len(rows), 0.39), 0.0  # below zero only if a value is
    for (name, table), colour, marker, at in zip(
        compared.items(), shades[first:], markers[first:], places, strict=False
    ):
        row = table.reindex(rows)
        ax.hlines(at, row["alpha_low"], row["alpha_high"], color=colour, linewidth=1)
        ax.plot(row["alpha"], at, marker, color=colour, markersize=4.5, label=name, clip_on=False)
        lowest = np.nanmin([lowest, *row[["alpha", "alpha_low"]].to_numpy(float).ravel()])
    ax.set(xlim=(lowest, 1), title="Krippendorff's α, 95 % interval")
    ax.set_xticks([*([-0.5] if lowest <= -0.5 else []), 0, 0.5, 1])
    ax.axvline(RELIABLE, color="#CC3311", linewidth=0.8)
    if lowest < 0:
        ax.axvline(0, color="#888888", linewidth=0.8)


def named_tables(coding: Coding) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the scores of codebook with coder, and of coders with each other, each named in `compared`."""
    scored, pairs = coding.scored, coding.pairs
    return (
        scored.assign(compared="codebook with " + scored["coder"]),
        pairs.assign(compared=pairs["coder"] + " with " + pairs["with"]),
    )


def coding_table(coding: Coding) -> pd.DataFrame:
    """Return all comparisons as rows; the rows for all decisions have the theme `all`."""
    scored, pairs = named_tables(coding)
    both = pd.concat([scored, pairs.drop(columns="paragraphs")]).replace({"theme": {TOTAL: "all"}})
    names = COUNTS + [name for name in pairs if name not in {*COUNTS, "coder", "with"}]
    table = both.sort_values(["compared", "theme"], ignore_index=True)[names]
    return table.rename(columns={"by_coder": "coder"})


def totals(coding: Coding, score: str) -> str:
    """Return one score over all decisions for each coder, as words."""
    return joined(two_digits(with_coder(coding, coder).at[TOTAL, score]) for coder in coding.coders)


def two_digits(value: float) -> str:
    """Return a coefficient with two digits, or ``undefined``."""
    return "undefined" if pd.isna(value) else f"{value:.2f}"


def alt_of(coding: Coding) -> Sentence:
    """Return the alt text of the figure."""
    pair = first_pair(coding)
    values = {
        "codings": joined(coding.coders),
        "n": len(coding.codes.drop_duplicates(UNIT)),
        "f1": totals(coding, "f1"),
    }
    said = Sentence("Codebook against {codings} of {n:,} decisions: F1 {f1}.", values)
    if pair.empty:
        return said
    alpha = two_digits(pair.at[TOTAL, "alpha"])
    values = {"two": joined(pair.loc[TOTAL, ["coder", "with"]]), "alpha": alpha}
    return said + Sentence("Krippendorff's α between {two} is {alpha}.", values)


def coding_finding(coding: Coding, book: Codebook) -> Sentence | None:
    """Return the scores of the codebook; None for fewer than two coders."""
    if len(coding.coders) < 2:
        return None
    units = coding.codes.drop_duplicates(["article_id", "paragraph"])
    values = {name: totals(coding, name) for name in ("precision", "recall", "f1")} | {
        "paragraphs": counted(len(units), "paragraph"),
        "articles": counted(units["article_id"].nunique(), "article"),
        "coders": joined(coding.coders),
    }
    said = Sentence(
        "On {paragraphs} of {articles}: **precision {precision}, recall {recall}, F1 {f1}** against "
        "{coders}.",
        values,
    )
    return said + pair_sentence(coding) + weak_themes(coding, book)


def pair_sentence(coding: Coding) -> Sentence:
    """Return the agreement of the two coders with the most decisions in common."""
    pair = first_pair(coding)
    if pair.empty:
        return Sentence("No two of them coded the same paragraph, so their agreement is not known.")
    row = pair.loc[TOTAL]
    values = {"one": row["coder"], "other": row["with"], "made": int(row["paragraphs"])}
    values |= {"differ": round((1 - row["agreement"]) * row["paragraphs"])}
    said = Sentence("Between {one} and {other} {differ:,} of {made:,} decisions differ.", values)
    ends = ("alpha", "alpha_low", "alpha_high")
    if row[[*ends]].isna().any():
        return said + Sentence("α is undefined: one code was given to every paragraph.")
    return said + Sentence(
        "Their α is {alpha:.2f} ({alpha_low:.2f} to {alpha_high:.2f}).",
        {end: float(row[end]) for end in ends},
    )


def weak_themes(coding: Coding, book: Codebook) -> Sentence | None:
    """Return the themes on which codebook and coders agree too little, and those that do for sure."""
    coded = [theme for theme in rows_of(coding, book)[:-1] if theme in book.alphas]
    if not coded:
        return None
    lows = coding.scored.groupby("theme")["alpha_low"].agg(lambda ends: ends.min(skipna=False))
    values = {
        "weak": listing(book.claim(theme) for theme in coded if book.is_weak(theme)),
        "n": len(coded),
        "strong": sum(not book.is_weak(theme) for theme in coded),
        "sure": listing(book.english[theme] for theme in coded if lows[theme] >= RELIABLE),
    }
    return Sentence(
        "Codebook and coders reach an α of 0.667 in {strong} of {n} themes by the point estimate; below it: "
        "{weak}. By the lower end of the interval, they reach it in: {sure}.",
        values,
    )


def coders_sentence(coding: Coding) -> Sentence | None:
    """Return the number of decisions of each coder; None if two coders made equally many."""
    made = coding.codes.groupby("coder").size()
    if len(made) < 2 or (len(made) == 2 and made.nunique() == 1):
        return None
    shown, paired = shown_coders(coding), {*coding.pairs["coder"], *coding.pairs["with"]}
    alone = [coder for coder in coding.coders if coder not in paired]
    values = {
        "made": joined(f"{number:,} ({coder})" for coder, number in made.items()),
        "shown": joined(shown) if len(shown) < len(made) else "every coder",
        "alone": listing(alone),
    }
    said = Sentence(
        "The coders made {made} decisions. Each coder is scored over these, each pair over those that both "
        "made. The table has all of them; the figure has {shown}, and the pair with the most decisions in "
        "common.",
        values,
    )
    return (
        said + Sentence("**No decision in common with another coder: {alone}.**", values) if alone else said
    )


def left_out_sentence(coding: Coding) -> Sentence | None:
    """Return the codes that could not be used; None if there are none."""
    if not coding.shifted and not coding.unknown:
        return None
    articles = counted(coding.shifted, "article")
    return Sentence(
        "Left out: {articles} with a different number of paragraphs than when coded; themes that the "
        "codebook does not have: {unknown}.",
        {"articles": articles, "unknown": listing(coding.unknown)},
    )


def overall_table(coding: Coding) -> pd.DataFrame:
    """Return the agreement over all decisions, one row per comparison."""
    scored, pairs = named_tables(coding)
    both = pd.concat([scored, pairs])
    names = [name for name in pairs if name.startswith(("kappa", "alpha"))]
    kept = both[both["theme"] == TOTAL].reindex(
        columns=["compared", "articles", "paragraphs", "agreement", "f1", *names]
    )
    return kept.rename(columns={"paragraphs": "decisions"}).round(3).reset_index(drop=True)


def disagreements(coding: Coding, book: Codebook, most: int = 3) -> pd.DataFrame:
    """Return paragraphs in which only the coders, or only the codebook, find a theme.

    Each kind has the paragraphs of its most frequent theme, the shortest first.

    Returns
    -------
    DataFrame
        kind, paragraphs (number of this kind and theme), theme, article_id, paragraph, start, end.
    """
    codes = coding.codes.groupby(UNIT)["coded"].agg(["min", "max", "size"]).query("size > 1").reset_index()
    both = codes.merge(coding.rule, on=UNIT)
    kinds = {
        "seen by the coders only": both["min"] & ~both["coded"],
        "found by the codebook only": ~both["max"] & both["coded"],
    }
    parts = []
    for kind, where in kinds.items():
        often = both.loc[where, "theme"].mode().head(1)
        of_theme = both[where & both["theme"].isin(often)]
        parts.append(of_theme.nsmallest(most, "characters").assign(kind=kind, paragraphs=len(of_theme)))
    found = pd.concat(parts, ignore_index=True)
    found["theme"] = found["theme"].map(book.english)
    found["end"] = found["start"] + found["characters"]
    return found[["kind", "paragraphs", "theme", "article_id", "paragraph", "start", "end"]]

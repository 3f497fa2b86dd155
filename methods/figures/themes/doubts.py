"""Whether the themes depend on single terms, on terms of one column, or on the segmentation."""

import pandas as pd

from methods.corpora.columns import Columns
from methods.figures.exhibit import Sentence, counted, listing
from methods.figures.themes.codebook import Codebook, sampled
from methods.figures.themes.themes import LEAST_HITS

NAMED = 6  # maximum number of columns or themes that a sentence names
ONE_TERM, HITS = 0.8, 10  # a theme of at least so many hits is one term if that has this share of them


def steady_finding(kept: pd.DataFrame, columns: Columns, book: Codebook) -> Sentence | None:
    """Return whether shares depend on terms that occur in one column only; None if no term occurs.

    Parameters
    ----------
    kept : DataFrame
        As `methods.measures.themes.leave_one_out` returns it, with the column's label as article_id.
    columns : Columns
    book : Codebook
    """
    whole, rest = (
        kept.pivot(index="theme", columns="article_id", values=name).reindex(list(book.themes))
        for name in ("share", "kept_share")
    )
    some = [unit for unit in columns.shown if unit in whole and whole[unit].notna().any()]
    if not some:
        return None
    if len(some) < 2:
        return Sentence(
            "With hits in one {noun} only, there is no other to compare its terms with.",
            {"noun": columns.noun},
        )
    known = book.reliable or list(book.themes)
    lead, whole = rest.loc[known], whole.loc[known]  # A theme below the limit leads nowhere.
    some = [unit for unit in some if whole[unit].notna().any()]
    same = [u for u in some if lead[u].notna().any() and lead[u].idxmax() == whole[u].idxmax()]
    change = (kept["kept_share"] - kept["share"]).abs()
    worst = kept.loc[change.idxmax()] if change.notna().any() else None
    values = {
        "lost": 1 - kept["kept_count"].sum() / max(kept["count"].sum(), 1),
        "noun": columns.noun,
        "plural": columns.plural,
        "same": len(same),
        "n": len(some),
    }
    said = Sentence(
        "{lost:.0%} of the hits are of terms that occur in one {noun} only. Without them, the theme with the "
        "most hits stays the same in **{same} of {n}** {plural}{others}.",
        values | {"others": _become(lead, [u for u in some if u not in same], columns, book)},
    )
    if worst is None or round(worst["share"], 2) == round(worst["kept_share"], 2):
        return said
    values = {
        "theme": book.claim(worst["theme"]),
        "unit": worst["article_id"],
        "share": worst["share"],
        "kept": worst["kept_share"],
    }
    return said + Sentence(
        "The share that changes most is {theme} in {unit}, from {share:.0%} to {kept:.0%}.", values
    )


def _become(rest: pd.DataFrame, turned: list[str], columns: Columns, book: Codebook) -> str:
    """Return what the largest theme becomes where it changes; empty if that is in many columns or none."""
    if not 0 < len(turned) <= NAMED:
        return ""
    new = {u: book.claim(rest[u].idxmax()) if rest[u].notna().any() else "none" for u in turned}
    return f"; it becomes {' and '.join(f'{theme} in {unit}' for unit, theme in new.items())}"


def one_term_finding(hits: pd.DataFrame, columns: Columns, book: Codebook) -> Sentence | None:
    """Return the themes that are little more than one term in a column; None if there is none.

    Parameters
    ----------
    hits : DataFrame
        unit, theme, term; one row per hit.
    columns : Columns
    book : Codebook
    """
    counts = hits.groupby(["unit", "theme", "term"]).size().rename("count").reset_index()
    sums = counts.groupby(["unit", "theme"])["count"].transform("sum")
    most = counts[(counts["count"] >= ONE_TERM * sums) & (sums >= HITS)].assign(hits=sums)
    order = {unit: at for at, unit in enumerate(columns.shown)}
    most = most[most["unit"].isin(order)].sort_values(
        "unit", key=lambda units: units.map(order), kind="stable"
    )
    if most.empty:
        return None
    told = [f"{book.claim(row.theme)} in {row.unit} ({row.term}, {row.count_} of {row.hits})"
            for row in most.head(NAMED).rename(columns={"count": "count_"}).itertuples()]  # fmt: skip
    more = f"; and {len(most) - NAMED} more" if len(most) > NAMED else ""
    return Sentence("A single term accounts for most hits of {told}.", {"told": "; ".join(told) + more})


def segmentation_finding(cut: pd.DataFrame, columns: Columns, book: Codebook, read: int) -> Sentence | None:
    """Return how the themes depend on the way of counting; None if there are hardly any hits.

    Parameters
    ----------
    cut : DataFrame
        Index the theme; substring, with_lexicon, without_lexicon: hits counted as strings and as words.
    columns : Columns
    book : Codebook
    read : int
        Number of articles in which they were counted.
    """
    if cut["substring"].sum() < LEAST_HITS:
        return None
    ranks = cut.rank(ascending=False, method="first")
    moved = ranks.sub(ranks["substring"], axis=0).abs().max()
    largest = dict.fromkeys(book.claim(cut[way].idxmax()) for way in cut)
    values = {name: int(cut[name].sum()) for name in cut} | {
        "moved": counted(int(moved["with_lexicon"]), "rank"),
        "moved_without": int(moved["without_lexicon"]),
        "largest": f"the theme with the most hits depends on the way: {listing(largest)}"
        if len(largest) > 1
        else f"{listing(largest)} always has the most hits",
        "read": sampled(read, columns),
    }
    said = Sentence(
        "Of {substring:,} hits as strings{read}, {with_lexicon:,} are words of the segmentation with the "
        "lexicon and {without_lexicon:,} without.",
        values,
    )
    return (
        said
        + Sentence(
            "A theme moves by at most {moved} with the lexicon and {moved_without} without; {largest}."
            if moved.any()
            else "No theme changes its rank; {largest}.",
            values,
        )
        + _loss(cut, book)
    )


def _loss(cut: pd.DataFrame, book: Codebook) -> Sentence | None:
    """Return the theme that loses most hits without the lexicon; None if none loses half of them."""
    lost = cut["substring"] - cut["without_lexicon"]
    theme = lost.idxmax()
    before, after = cut.loc[theme, ["substring", "without_lexicon"]].astype(int)
    if before < HITS or 2 * after >= before:
        return None
    return Sentence(
        "Without the lexicon, {theme} falls from {before} hits to {after}: jieba alone cuts its terms.",
        {"theme": book.claim(theme), "before": before, "after": after},
    )

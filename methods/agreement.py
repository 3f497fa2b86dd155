"""Agreement: how far two codings of the same paragraphs agree, and how well a rule finds what a hand coded.

- Krippendorff's α: K. Krippendorff (2011), Computing Krippendorff's alpha-reliability, University of
  Pennsylvania. For nominal data it is written out here: the library for it is GPL.
- Cohen's κ: J. Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological
  Measurement 20(1); written out for many bootstrap draws at once, and tested against scikit-learn's.
- Intervals: articles are drawn with replacement, each with all its paragraphs, because paragraphs of one
  article are no independent sample (A. Davison & D. Hinkley 1997, Bootstrap Methods and their Application,
  3.8).

A coding is a table with one row a unit and theme: article_id, paragraph, theme, coded (whether it carries
the theme).
"""

import numpy as np
import pandas as pd

UNIT = ["article_id", "paragraph", "theme"]


def score_coding(coding: pd.DataFrame, hand: pd.DataFrame) -> pd.DataFrame:
    """Precision, recall and F1 of a coding against one by hand.

    Parameters
    ----------
    coding, hand : DataFrame
        article_id, paragraph, theme, coded; the units of `hand` are scored.

    Returns
    -------
    DataFrame
        One row a theme, and `all` (every decision counts alike): theme, paragraphs, coded, hand, both,
        precision, recall, f1. Missing where nothing was coded.

    Raises
    ------
    ValueError
        When `coding` lacks a unit of `hand`.
    """
    both = _pair(coding, hand)
    parts = [*both.groupby("theme", sort=False), ("all", both)]
    return pd.DataFrame([{"theme": theme} | _score(part["one"], part["other"]) for theme, part in parts])


def _pair(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Two codings side by side: the unit's columns, one, other."""
    left = one[[*UNIT, "coded"]].rename(columns={"coded": "one"})
    right = other[[*UNIT, "coded"]].rename(columns={"coded": "other"})
    both = right.merge(left, "left", on=UNIT, validate="one_to_one")
    if both["one"].isna().any():
        missing = both.loc[both["one"].isna(), UNIT].iloc[0].tolist()
        raise ValueError(f"{int(both['one'].isna().sum())} units are coded only once, the first is {missing}")
    return both.astype({"one": bool, "other": bool})


def _score(coded: pd.Series, hand: pd.Series) -> dict[str, float]:
    """Counts, precision, recall and F1 of one theme."""
    from sklearn.metrics import precision_recall_fscore_support

    sizes = {
        "paragraphs": len(hand),
        "coded": int(coded.sum()),
        "hand": int(hand.sum()),
        "both": int((coded & hand).sum()),
    }
    rates = precision_recall_fscore_support(hand, coded, average="binary", zero_division=np.nan)[:3]
    return sizes | dict(zip(("precision", "recall", "f1"), map(float, rates), strict=True))


def krippendorff_alpha(data: np.ndarray) -> float:
    """Krippendorff's α for nominal data.

    Parameters
    ----------
    data : array, coders x units
        Values of any kind; None or NaN where a coder has none.

    Returns
    -------
    float
        1 for full agreement, 0 for what chance gives; missing where all values are the same or no unit has
        two.
    """
    values = pd.DataFrame(np.asarray(data, dtype=object).T)
    counts = values.apply(lambda unit: unit.value_counts(), axis=1).fillna(0).to_numpy(float)
    counts = counts[counts.sum(axis=1) >= 2]
    sizes, totals = counts.sum(axis=1, keepdims=True), counts.sum(axis=0)
    n = totals.sum()
    observed = (counts * (sizes - counts) / (sizes - 1)).sum() if len(counts) else 0.0
    expected = (totals * (n - totals)).sum() / (n - 1) if n > 1 else 0.0
    return float(1 - observed / expected) if expected else float("nan")


def agreement(one: pd.DataFrame, other: pd.DataFrame, draws: int = 2000, seed: int = 0) -> pd.DataFrame:
    """Agreement of two codings, with intervals from resampled articles.

    Parameters
    ----------
    one, other : DataFrame
        article_id, paragraph, theme, coded; the units of `other` count.
    draws, seed : int
        Bootstrap draws of articles.

    Returns
    -------
    DataFrame
        One row a theme, and `all`: theme, articles, paragraphs, one and other (how many carry the theme),
        agreement (share of equal codes), kappa, kappa_low, kappa_high, alpha, alpha_low, alpha_high (95 %
        percentile intervals). A coefficient is missing where both gave every paragraph the same code. From
        few articles the intervals are rough: they hold no article that was not there.
    """
    both = _pair(one, other)
    rng = np.random.default_rng(seed)
    articles = both["article_id"].unique()
    weights = rng.multinomial(len(articles), np.full(len(articles), 1 / len(articles)), draws)
    parts = [*both.groupby("theme", sort=False), ("all", both)]
    return pd.DataFrame([{"theme": theme} | _agreement(part, articles, weights) for theme, part in parts])


def _agreement(part: pd.DataFrame, articles: np.ndarray, weights: np.ndarray) -> dict[str, float]:
    """Counts and coefficients of one theme; a row of `weights` says how often a draw holds each article."""
    cells = [part["one"] & part["other"], part["one"] & ~part["other"], ~part["one"] & part["other"]]
    cells.append(~part["one"] & ~part["other"])
    counts = (
        pd.DataFrame(dict(enumerate(cells))).groupby(part["article_id"]).sum().reindex(articles, fill_value=0)
    )
    table = counts.to_numpy(float)
    sizes = {"articles": len(articles), "paragraphs": len(part)}
    row = sizes | {"one": int(part["one"].sum()), "other": int(part["other"].sum())}
    row |= {"agreement": float((part["one"] == part["other"]).mean())}
    whole, drawn = coefficients(table.sum(axis=0)), coefficients(weights @ table)
    for name in ("kappa", "alpha"):
        known = drawn[name][~np.isnan(drawn[name])]
        low, high = np.quantile(known, [0.025, 0.975]) if len(known) else (np.nan, np.nan)
        row |= {name: float(whole[name]), f"{name}_low": float(low), f"{name}_high": float(high)}
    return row


def coefficients(table: np.ndarray) -> dict[str, np.ndarray]:
    """Cohen's κ and Krippendorff's α of two coders who said yes or no, for many tables at once.

    Parameters
    ----------
    table : array, ... x 4
        Units with yes-yes, yes-no, no-yes, no-no.

    Returns
    -------
    dict of str to array
        kappa, alpha; missing where chance alone agrees fully.
    """
    yes_yes, yes_no, no_yes, no_no = np.moveaxis(np.asarray(table, float), -1, 0)
    n, differ = yes_yes + yes_no + no_yes + no_no, yes_no + no_yes
    one, other = yes_yes + yes_no, yes_yes + no_yes
    chance = one * (n - other) + (n - one) * other  # unequal pairs of units, n squared of them
    pooled = one + other
    with np.errstate(divide="ignore", invalid="ignore"):
        kappa = np.where(chance > 0, 1 - n * differ / chance, np.nan)
        alpha = np.where(
            pooled * (2 * n - pooled) > 0, 1 - (2 * n - 1) * differ / (pooled * (2 * n - pooled)), np.nan
        )
    return {"kappa": kappa, "alpha": alpha}

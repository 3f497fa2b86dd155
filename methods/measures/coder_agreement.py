"""Agreement between two codings of the same paragraphs, and between a rule and coding by hand.

- Krippendorff's α: K. Krippendorff (2011), Computing Krippendorff's alpha-reliability, University of
  Pennsylvania. The case of two coders and two codes is implemented here, because the library is under the
  GPL.
- Cohen's κ: J. Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological
  Measurement 20(1); implemented here for many bootstrap draws at once, and tested against scikit-learn.
- Intervals: articles are drawn with replacement, each with all its paragraphs, because paragraphs of one
  article are not an independent sample (A. Davison & D. Hinkley 1997, Bootstrap Methods and their
  Application, 3.8).

`methods.measures.hand_coding` describes the table of a coding.
"""

from collections.abc import Collection
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from methods.measures.hand_coding import UNIT, checked, refuse

TOTAL = ""  # the theme of the row that counts every decision; no theme has this name


class Coding(NamedTuple):
    """A rule's codes compared with those of coders.

    Attributes
    ----------
    rule, hand : DataFrame
        The decisions that are compared.
    scored, pairs : DataFrame
        As `score_coders` and `pair_coders` return them.
    shifted : int
        Number of articles left out because they no longer have as many paragraphs as were coded.
    unknown : list of str
        Themes left out because the rule does not know them.
    """

    rule: pd.DataFrame
    hand: pd.DataFrame
    scored: pd.DataFrame
    pairs: pd.DataFrame
    shifted: int
    unknown: list[str]

    @property
    def coders(self) -> list[str]:
        """The names of the coders, in alphabetical order."""
        return sorted(self.hand["coder"].unique())

    @property
    def alphas(self) -> dict[str, tuple[float, ...]]:
        """Krippendorff's α between the rule and each coder, by theme; missing values are left out."""
        known = self.scored.dropna(subset="alpha")
        return {theme: tuple(part["alpha"]) for theme, part in known.groupby("theme")}


def compare_codings(rule: pd.DataFrame, hand: pd.DataFrame, themes: Collection[str]) -> Coding:
    """Compare a rule's codes with those of coders, over the paragraphs and themes that both coded.

    Parameters
    ----------
    rule : DataFrame
        article_id, paragraph, theme, coded; all articles that a coder coded.
    hand : DataFrame
        As `methods.measures.hand_coding.read_coding` returns it.
    themes : collection of str
        Themes that the rule knows.

    Returns
    -------
    Coding
    """
    last = rule.groupby("article_id")["paragraph"].max()
    coded = hand.groupby("article_id")["paragraph"].max()
    fits = coded.index[coded == last.reindex(coded.index)]
    placed, known = hand["article_id"].isin(fits), hand["theme"].isin(list(themes))
    used = hand[placed & known]
    shifted, unknown = hand.loc[~placed, "article_id"].nunique(), list(hand.loc[~known, "theme"].unique())
    return Coding(rule, used, score_coders(rule, used), pair_coders(used), shifted, unknown)


def leading_themes(hand: pd.DataFrame, of: pd.Series, themes: Collection[str]) -> pd.DataFrame:
    """Return the theme that each coder found in most paragraphs of a group of articles, if it is one theme.

    Parameters
    ----------
    hand : DataFrame
        As `methods.measures.hand_coding.read_coding` returns it.
    of : Series
        The group of each article, index `article_id`; groups with an article that nobody coded are left out.
    themes : collection of str
        Themes to consider.

    Returns
    -------
    DataFrame
        `group, coder, theme, paragraphs`.
    """
    whole = of.index.isin(hand["article_id"]) | of.isna()
    known = of[~of.isin(of[~whole])].rename("group")
    found = hand[hand["coded"] & hand["theme"].isin(list(themes))].join(known, on="article_id")
    sizes = found.groupby(["group", "coder", "theme"]).size().rename("paragraphs").reset_index()
    best = sizes[sizes["paragraphs"] == sizes.groupby(["group", "coder"])["paragraphs"].transform("max")]
    return best[~best.duplicated(["group", "coder"], keep=False)].reset_index(drop=True)


def score_coding(coding: pd.DataFrame, hand: pd.DataFrame) -> pd.DataFrame:
    """Return precision, recall and F1 of a coding against one by hand.

    Parameters
    ----------
    coding, hand : DataFrame
        article_id, paragraph, theme, coded; the units of `hand` are scored.

    Returns
    -------
    DataFrame
        One row per theme, and one for `TOTAL`, in which every decision has the same weight: theme,
        paragraphs, coded, hand, both, precision, recall, f1. Missing if nothing was coded.

    Raises
    ------
    ValueError
        If `coding` lacks a unit of `hand`, or either has a unit twice or a code other than 1 and 0.
    """
    both = _pair(coding, hand)
    parts = [*both.groupby("theme", sort=False), (TOTAL, both)]
    return pd.DataFrame([{"theme": theme} | _score(part["one"], part["other"]) for theme, part in parts])


def _pair(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Return two codings side by side: the columns of `UNIT`, one, other."""
    left = checked(one, UNIT).rename(columns={"coded": "one"})
    right = checked(other, UNIT).rename(columns={"coded": "other"})
    both = right.merge(left, "left", on=UNIT)
    refuse(both, both["one"].isna(), "are coded only once", "delete their rows, or add the other codes,")
    return both.astype({"one": bool, "other": bool})


def _score(coded: pd.Series, hand: pd.Series) -> dict[str, float]:
    """Return counts, precision, recall and F1 of one theme."""
    from sklearn.metrics import precision_recall_fscore_support

    sizes = {
        "paragraphs": len(hand),
        "coded": int(coded.sum()),
        "hand": int(hand.sum()),
        "both": int((coded & hand).sum()),
    }
    if not len(hand):
        return sizes | dict.fromkeys(("precision", "recall", "f1"), np.nan)
    rates = precision_recall_fscore_support(hand, coded, average="binary", zero_division=np.nan)[:3]
    return sizes | dict(zip(("precision", "recall", "f1"), map(float, rates), strict=True))


def agreement(one: pd.DataFrame, other: pd.DataFrame, draws: int = 2000, seed: int = 0) -> pd.DataFrame:
    """Return the agreement of two codings, with intervals from resampled articles.

    Parameters
    ----------
    one, other : DataFrame
        article_id, paragraph, theme, coded; only the units of `other` are compared.
    draws : int
        Number of bootstrap draws of articles.
    seed : int
        Seed of the random numbers.

    Returns
    -------
    DataFrame
        One row per theme, and one for `TOTAL`: theme, articles, paragraphs, one and other (the paragraphs
        that carry the theme), agreement (share of equal codes), kappa, kappa_low, kappa_high, alpha,
        alpha_low, alpha_high (95 % percentile intervals). A coefficient is missing if both codings give
        every paragraph the same code. The intervals are rough if there are few articles. Without any unit,
        everything but the counts is missing.

    Raises
    ------
    ValueError
        If `one` lacks a unit of `other`, or either has a unit twice or a code other than 1 and 0.
    """
    both = _pair(one, other)
    rng = np.random.default_rng(seed)
    articles = both["article_id"].unique()
    weights = np.zeros((draws, 0))
    if len(articles):
        weights = rng.multinomial(len(articles), np.full(len(articles), 1 / len(articles)), draws)
    parts = [*both.groupby("theme", sort=False), (TOTAL, both)]
    return pd.DataFrame([{"theme": theme} | _agreement(part, articles, weights) for theme, part in parts])


def score_coders(rule: pd.DataFrame, hand: pd.DataFrame, draws: int = 2000) -> pd.DataFrame:
    """Score a rule's codes against those of each coder, over the units that the coder coded.

    Parameters
    ----------
    rule : DataFrame
        article_id, paragraph, theme, coded.
    hand : DataFrame
        The same columns, and coder.
    draws : int
        As for `agreement`.

    Returns
    -------
    DataFrame
        coder, and the columns of `score_coding` and of `agreement`; coders in alphabetical order.

    Raises
    ------
    ValueError
        As `agreement` does.
    """
    tables = []
    for coder, part in [*hand.groupby("coder"), ("", hand.iloc[:0])]:  # without coders, the columns remain
        agreed = agreement(rule, part, draws).drop(columns="paragraphs")
        tables.append(score_coding(rule, part).merge(agreed, on="theme").assign(coder=coder))
    return pd.concat(tables[:-1] or [tables[-1].iloc[:0]], ignore_index=True)


def pair_coders(hand: pd.DataFrame, draws: int = 2000) -> pd.DataFrame:
    """Return the agreement of every two coders over the units that both coded.

    Parameters
    ----------
    hand : DataFrame
        coder, article_id, paragraph, theme, coded.
    draws : int
        As for `agreement`.

    Returns
    -------
    DataFrame
        coder, with (the other coder), and the columns of `agreement`; the pair with the most units first.
        Two coders without a unit in common have no row.

    Raises
    ------
    ValueError
        As `agreement` does.
    """
    tables = []
    for (coder, one), (other, two) in combinations(hand.groupby("coder"), 2):
        common = pd.MultiIndex.from_frame(two[UNIT]).isin(pd.MultiIndex.from_frame(one[UNIT]))
        if common.any():
            tables.append(agreement(one, two[common], draws).assign(coder=coder, **{"with": other}))
    tables.sort(key=lambda table: -table["paragraphs"].iloc[-1])
    none = agreement(hand.iloc[:0], hand.iloc[:0], 1).iloc[:0].assign(coder="", **{"with": ""})
    return pd.concat(tables or [none], ignore_index=True)


def _agreement(part: pd.DataFrame, articles: np.ndarray, weights: np.ndarray) -> dict[str, float]:
    """Return the row of one theme; `weights` (draws x articles): how often a draw takes an article."""
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
    """Return Cohen's κ and Krippendorff's α of two coders who said yes or no, for many tables at once.

    Parameters
    ----------
    table : array, shape (..., 4)
        Numbers of units coded yes-yes, yes-no, no-yes and no-no.

    Returns
    -------
    dict of str to array, shape (...)
        kappa and alpha; NaN where agreement by chance alone would be complete.
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

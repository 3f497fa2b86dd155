"""Agreement between two codings of the same paragraphs, and between a rule and coders.

- Krippendorff's α: K. Krippendorff (2011), Computing Krippendorff's alpha-reliability, University of
  Pennsylvania. The case of two coders and two codes is implemented here, because the library is under the
  GPL.
- Cohen's κ: J. Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological
  Measurement 20(1); implemented here for many bootstrap draws at once, and tested against scikit-learn.
- Intervals: articles are drawn with replacement, each with all its paragraphs, because paragraphs of one
  article are not an independent sample (A. Davison & D. Hinkley 1997, Bootstrap Methods and their
  Application, 3.8).

`methods.measures.coders` describes the table of a coding.
"""

from collections.abc import Collection
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from methods.measures.coders import UNIT, checked, refuse

TOTAL = ""  # the theme of the row that counts every decision; no theme has this name


class Coding(NamedTuple):
    """A rule's codes compared with those of coders.

    Attributes
    ----------
    rule, codes : DataFrame
        The decisions that are compared.
    scored, pairs : DataFrame
        As `score_coders` and `pair_coders` return them.
    shifted : int
        Number of articles left out because they no longer have as many paragraphs as were coded.
    unknown : list of str
        Themes left out because the rule does not know them.
    """

    rule: pd.DataFrame
    codes: pd.DataFrame
    scored: pd.DataFrame
    pairs: pd.DataFrame
    shifted: int
    unknown: list[str]

    @property
    def coders(self) -> list[str]:
        """The names of the coders, in alphabetical order."""
        return sorted(self.codes["coder"].unique())

    @property
    def alphas(self) -> dict[str, tuple[float, ...]]:
        """Krippendorff's α between the rule and each coder, by theme; missing values are left out."""
        known = self.scored.dropna(subset="alpha")
        return {theme: tuple(part["alpha"]) for theme, part in known.groupby("theme")}


def compare_codings(rule: pd.DataFrame, codes: pd.DataFrame, themes: Collection[str]) -> Coding:
    """Compare a rule's codes with those of coders, over the paragraphs and themes that both coded.

    Parameters
    ----------
    rule : DataFrame
        article_id, paragraph, theme, coded; all articles that a coder coded.
    codes : DataFrame
        As `methods.measures.coders.read_coding` returns it.
    themes : collection of str
        Themes that the rule knows.

    Returns
    -------
    Coding
    """
    last = rule.groupby("article_id")["paragraph"].max()
    coded = codes.groupby("article_id")["paragraph"].max()
    fits = coded.index[coded == last.reindex(coded.index)]
    placed, known = codes["article_id"].isin(fits), codes["theme"].isin(list(themes))
    used = codes[placed & known]
    shifted, unknown = codes.loc[~placed, "article_id"].nunique(), list(codes.loc[~known, "theme"].unique())
    return Coding(rule, used, score_coders(rule, used), pair_coders(used), shifted, unknown)


def leading_themes(codes: pd.DataFrame, of: pd.Series, themes: Collection[str]) -> pd.DataFrame:
    """Return the theme that each coder found in most paragraphs of a group of articles.

    Parameters
    ----------
    codes : DataFrame
        As `methods.measures.coders.read_coding` returns it.
    of : Series
        The group of each article, index `article_id`; groups with an article that nobody coded are left out.
    themes : collection of str
        Themes to consider.

    Returns
    -------
    DataFrame
        `group, coder, theme, paragraphs`; the last two are missing unless one theme leads.
    """
    whole = of.index.isin(codes["article_id"]) | of.isna()
    known = of[~of.isin(of[~whole])].rename("group")
    rows = codes.join(known, on="article_id").dropna(subset="group")
    found = rows[rows["coded"] & rows["theme"].isin(list(themes))]
    sizes = found.groupby(["group", "coder", "theme"]).size().rename("paragraphs").reset_index()
    best = sizes[sizes["paragraphs"] == sizes.groupby(["group", "coder"])["paragraphs"].transform("max")]
    alone = best[~best.duplicated(["group", "coder"], keep=False)].astype({"paragraphs": "Int64"})
    return rows[["group", "coder"]].drop_duplicates().merge(alone, "left", on=["group", "coder"])


def score_coding(coding: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Return precision, recall and F1 of a coding against that of a coder.

    Parameters
    ----------
    coding, codes : DataFrame
        article_id, paragraph, theme, coded; the units of `codes` are scored.

    Returns
    -------
    DataFrame
        One row per theme, and one for `TOTAL`, in which every decision has the same weight: theme,
        paragraphs, coded, by_coder, both, precision, recall, f1. Missing if nothing was coded.

    Raises
    ------
    ValueError
        If `coding` lacks a unit of `codes`, or either has a unit twice or a code other than 1 and 0.
    """
    both = _pair(coding, codes)
    parts = [*both.groupby("theme", sort=False), (TOTAL, both)]
    return pd.DataFrame([{"theme": theme} | _score(part["one"], part["other"]) for theme, part in parts])


def _pair(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Return two codings side by side: the columns of `UNIT`, one, other."""
    left = checked(one, UNIT).rename(columns={"coded": "one"})
    right = checked(other, UNIT).rename(columns={"coded": "other"})
    both = right.merge(left, "left", on=UNIT)
    refuse(both, both["one"].isna(), "are coded only once", "delete their rows, or add the other codes,")
    return both.astype({"one": bool, "other": bool})


def _score(coded: pd.Series, theirs: pd.Series) -> dict[str, float]:
    """Return counts, precision, recall and F1 of one theme."""
    from sklearn.metrics import precision_recall_fscore_support

    sizes = {
        "paragraphs": len(theirs),
        "coded": int(coded.sum()),
        "by_coder": int(theirs.sum()),
        "both": int((coded & theirs).sum()),
    }
    if not len(theirs):
        return sizes | dict.fromkeys(("precision", "recall", "f1"), np.nan)
    rates = precision_recall_fscore_support(theirs, coded, average="binary", zero_division=np.nan)[:3]
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


def score_coders(rule: pd.DataFrame, codes: pd.DataFrame, draws: int = 2000) -> pd.DataFrame:
    """Score a rule's codes against those of each coder, over the units that the coder coded.

    Parameters
    ----------
    rule : DataFrame
        article_id, paragraph, theme, coded.
    codes : DataFrame
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
    for coder, part in [*codes.groupby("coder"), ("", codes.iloc[:0])]:  # without coders, the columns remain
        agreed = agreement(rule, part, draws).drop(columns="paragraphs")
        tables.append(score_coding(rule, part).merge(agreed, on="theme").assign(coder=coder))
    return pd.concat(tables[:-1] or [tables[-1].iloc[:0]], ignore_index=True)


def pair_coders(codes: pd.DataFrame, draws: int = 2000) -> pd.DataFrame:
    """Return the agreement of every two coders over the units that both coded.

    Parameters
    ----------
    codes : DataFrame
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
    for (coder, one), (other, two) in combinations(codes.groupby("coder"), 2):
        common = pd.MultiIndex.from_frame(two[UNIT]).isin(pd.MultiIndex.from_frame(one[UNIT]))
        if common.any():
            tables.append(agreement(one, two[common], draws).assign(coder=coder, **{"with": other}))
    tables.sort(key=lambda table: -table["paragraphs"].iloc[-1])
    none = agreement(codes.iloc[:0], codes.iloc[:0], 1).iloc[:0].assign(coder="", **{"with": ""})
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

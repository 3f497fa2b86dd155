"""Agreement: how far two codings of the same paragraphs agree, and how well a rule finds what a hand coded.

- Krippendorff's α: K. Krippendorff (2011), Computing Krippendorff's alpha-reliability, University of
  Pennsylvania. For two coders who said yes or no it is written out here: the library for it is GPL.
- Cohen's κ: J. Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological
  Measurement 20(1); written out for many bootstrap draws at once, and tested against scikit-learn's.
- Intervals: articles are drawn with replacement, each with all its paragraphs, because paragraphs of one
  article are no independent sample (A. Davison & D. Hinkley 1997, Bootstrap Methods and their Application,
  3.8).

A coding is a table with one row a unit and theme: article_id, paragraph, theme, coded (whether it carries
the theme). A hand coding holds those of several coders, who need not have coded the same units.
"""

from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

from methods.files.folders import open_regular

UNIT = ["article_id", "paragraph", "theme"]
COLUMNS = ["coder", *UNIT, "coded"]
CODES = dict.fromkeys(["1", "1.0", "true", "yes"], True) | dict.fromkeys(["0", "0.0", "false", "no"], False)


def read_coding(path: Path | str) -> pd.DataFrame:
    """Read the codes of all coders, ``coding.csv``.

    Parameters
    ----------
    path : path
        A CSV file with the columns coder, article_id, paragraph, theme, coded (1 or 0).

    Returns
    -------
    DataFrame
        Those columns, `coded` as bool; no rows where there is no such file.

    Raises
    ------
    ValueError
        When the file is no regular one, or a link that leads out of its folder; when a column is missing;
        when a row has no coder, no paragraph or no code, or a coder coded a unit twice: with the first such
        row.
    """
    hand = pd.DataFrame(columns=COLUMNS, dtype="str")
    if Path(path).exists():  # A coder may be called NA.
        with open_regular(path, Path(path).parent) as file:
            hand = pd.read_csv(file, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    if missing := [name for name in COLUMNS if name not in hand]:
        raise ValueError(f"{Path(path).name} has no column {missing[0]}: it needs {', '.join(COLUMNS)}")
    number = pd.to_numeric(hand["paragraph"], errors="coerce")
    _refuse(hand, hand["coder"].str.strip() == "", "have no coder", "write down who coded them")
    _refuse(hand, number.isna() | (number % 1 != 0), "have no paragraph's number", "write it down, from 1 on")
    return _checked(hand.assign(paragraph=number.astype(int)), ["coder", *UNIT])


def _refuse(coding: pd.DataFrame, wrong: pd.Series, fault: str, remedy: str) -> None:
    """Raise ValueError with the first unit of those that are wrong, if any is."""
    if wrong.any():
        first = ", ".join(str(value) for value in coding.loc[wrong, UNIT].iloc[0])
        raise ValueError(f"{int(wrong.sum())} units {fault}, the first is ({first}): {remedy} in coding.csv")


def _checked(coding: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """The key's columns and the codes, as bool; ValueError where a code is missing or a unit coded twice."""
    codes = coding["coded"].map(lambda code: CODES.get(str(code).strip().lower())).astype(object)
    _refuse(coding, codes.isna(), "have no code of 1 or 0", "give them one, or delete their rows,")
    _refuse(coding, coding.duplicated(key), "are coded twice by one coder", "keep one of the rows")
    return coding[key].assign(coded=codes.astype(bool))


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
        When `coding` lacks a unit of `hand`; when either has a code that is missing or neither 1 nor 0, or a
        unit twice.
    """
    both = _pair(coding, hand)
    parts = [*both.groupby("theme", sort=False), ("all", both)]
    return pd.DataFrame([{"theme": theme} | _score(part["one"], part["other"]) for theme, part in parts])


def _pair(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Two codings side by side: the unit's columns, one, other."""
    left = _checked(one, UNIT).rename(columns={"coded": "one"})
    right = _checked(other, UNIT).rename(columns={"coded": "other"})
    both = right.merge(left, "left", on=UNIT)
    _refuse(both, both["one"].isna(), "are coded only once", "delete their rows, or add the other codes,")
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
    if not len(hand):
        return sizes | dict.fromkeys(("precision", "recall", "f1"), np.nan)
    rates = precision_recall_fscore_support(hand, coded, average="binary", zero_division=np.nan)[:3]
    return sizes | dict(zip(("precision", "recall", "f1"), map(float, rates), strict=True))


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
        few articles the intervals are rough: they hold no article that was not there. Where there is no
        unit, everything but the counts is missing.

    Raises
    ------
    ValueError
        When `one` lacks a unit of `other`; when either has a code that is missing or neither 1 nor 0, or a
        unit twice.
    """
    both = _pair(one, other)
    rng = np.random.default_rng(seed)
    articles = both["article_id"].unique()
    weights = np.zeros((draws, 0))
    if len(articles):
        weights = rng.multinomial(len(articles), np.full(len(articles), 1 / len(articles)), draws)
    parts = [*both.groupby("theme", sort=False), ("all", both)]
    return pd.DataFrame([{"theme": theme} | _agreement(part, articles, weights) for theme, part in parts])


def score_coders(rule: pd.DataFrame, hand: pd.DataFrame, draws: int = 2000) -> pd.DataFrame:
    """A rule's codes against those of each coder, over the units that the coder coded.

    Parameters
    ----------
    rule : DataFrame
        article_id, paragraph, theme, coded.
    hand : DataFrame
        Likewise, and coder.
    draws : int
        As for `agreement`.

    Returns
    -------
    DataFrame
        coder, and the columns of `score_coding` and of `agreement`; coders in alphabetical order.

    Raises
    ------
    ValueError
        As `agreement`.
    """
    tables = []
    for coder, part in [*hand.groupby("coder"), ("", hand.iloc[:0])]:  # the last gives the columns at least
        agreed = agreement(rule, part, draws).drop(columns="paragraphs")
        tables.append(score_coding(rule, part).merge(agreed, on="theme").assign(coder=coder))
    return pd.concat(tables[:-1] or [tables[-1].iloc[:0]], ignore_index=True)


def pair_coders(hand: pd.DataFrame, draws: int = 2000) -> pd.DataFrame:
    """Agreement of every two coders over the units that both coded.

    Parameters
    ----------
    hand : DataFrame
        coder, article_id, paragraph, theme, coded.
    draws : int
        As for `agreement`.

    Returns
    -------
    DataFrame
        coder, with (the other coder), and the columns of `agreement`; the pair with most units first. Two
        coders without a unit in common are no pair.

    Raises
    ------
    ValueError
        As `agreement`.
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

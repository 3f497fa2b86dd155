"""Mentions of provinces by their role, and texts that list all provinces (a roll call)."""

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from methods.measures.rates import INTERVAL_ARTICLES

ROLES = ("venue", "home", "institution", "subject", "roll call")
ONCE = 0.8  # minimum share of the provinces of a roll call that are named exactly once


def by_province(mentions: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Count the mentions of each province by role, and the articles that name it.

    Parameters
    ----------
    mentions : DataFrame
        As `methods.mentions.places.places_table` returns them.
    articles : DataFrame
        All articles: index `article_id`, column `province`.

    Returns
    -------
    DataFrame
        Index `province`, all that are named or have articles; a column per role, `mentions`,
        `articles_naming`, `articles_from`, `articles` (of the corpus), and `share_low, share_high`, the
        Wilson interval of the share of articles that name it (95 %; missing for fewer than ten articles).
    """
    placed = mentions.dropna(subset="province")
    table = pd.crosstab(placed["province"], placed["role"])
    table = table.reindex(table.index.union(articles["province"].dropna().unique()).rename("province"))
    table["mentions"] = placed["province"].value_counts()
    table["articles_naming"] = placed.groupby("province")["article_id"].nunique()
    table["articles_from"] = articles["province"].value_counts()
    table = table.fillna(0).astype(int).assign(articles=len(articles))
    low, high = proportion_confint(table["articles_naming"], len(articles), method="wilson")
    ends = np.column_stack([low, high]) if len(articles) >= INTERVAL_ARTICLES else np.nan
    table[["share_low", "share_high"]] = ends
    return table


def by_role(mentions: pd.DataFrame, articles: pd.DataFrame, of: pd.Series) -> pd.DataFrame:
    """Count the mentions of places by role, in the article's own province and elsewhere.

    Parameters
    ----------
    mentions : DataFrame
        As `methods.mentions.places.places_table` returns them.
    articles : DataFrame
        Index `article_id`, columns `province` and, if known, `level`.
    of : Series
        The group of each article.

    Returns
    -------
    DataFrame
        `group, role, side, mentions, of_mentions` (all mentions of the group); groups in the order of their
        labels, each with every pair of role and side that occurs in any group. `side` is ``in own province``,
        ``elsewhere``, or ``of an article of unknown place``; a national article has no province of its own,
        so all places that it names are elsewhere.
    """
    home = articles["province"].notna()
    if "level" in articles:
        home |= articles["level"] == "national"
    own = mentions["article_id"].map(articles["province"]) == mentions["province"]
    side = own.map({True: "in own province", False: "elsewhere"})
    side = side.where(mentions["article_id"].map(home).astype(bool), "of an article of unknown place")
    role = mentions["role"].str.replace("_", " ")
    counts = pd.crosstab(mentions["article_id"].map(of).rename("group"), [role, side.rename("side")])
    if counts.empty:
        return pd.DataFrame({"group": [], "role": [], "side": [], "mentions": [], "of_mentions": []})
    order = sorted(counts.columns, key=lambda cell: (ROLES.index(cell[0]), cell[1] == "elsewhere"))
    tidy = counts[order].stack([0, 1]).rename("mentions").reset_index()
    return tidy.assign(of_mentions=tidy["group"].map(counts.sum(axis=1)))


def roll_calls(mentions: pd.DataFrame, least: int = 10) -> pd.DataFrame:
    """Count the provinces that each article names, and decide whether it is a roll call of the country.

    Parameters
    ----------
    mentions : DataFrame
        As `methods.mentions.places.places_table` returns them.
    least : int
        Minimum number of provinces in a roll call, of which at least `ONCE` are named exactly once.

    Returns
    -------
    DataFrame
        Index `article_id`, the articles that name a province: `provinces` (their number), `once` (those named
        exactly once), `most` (mentions of the most frequent one), `roll_call` (bool); the article with the
        most provinces first.
    """
    each = mentions.dropna(subset="province").groupby(["article_id", "province"]).size().reset_index(name="n")
    each["once"] = each["n"] == 1
    named = each.groupby("article_id").agg(provinces=("n", "size"), once=("once", "sum"), most=("n", "max"))
    named["roll_call"] = (named["provinces"] >= least) & (named["once"] >= ONCE * named["provinces"])
    return named.sort_values("provinces", ascending=False, kind="stable")


def without_roll_calls(mentions: pd.DataFrame, rolls: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions in articles that `roll_calls` does not mark as a roll call."""
    return mentions[~mentions["article_id"].isin(rolls.index[rolls["roll_call"]])]


def first_of_each_run(mentions: pd.DataFrame, apart: int = 12) -> pd.DataFrame:
    """Return the roll-call mentions that start an enumeration, over `apart` characters after the last one."""
    listed = mentions[mentions["role"] == "roll_call"]
    before = listed.groupby("article_id")["start"].shift(1).fillna(-apart - 1)
    return listed[listed["start"] - before > apart]

"""Campaigns: when each ran, and which articles use its formulas."""

import re

import pandas as pd

from methods.text.occurrences import find_terms
from methods.text.spans import token_totals

DAY_OR_MONTH = re.compile(r"\d{4}-\d\d(-\d\d)?")


def campaign_terms(campaigns: pd.DataFrame) -> pd.DataFrame:
    """Return the formulas of the campaigns, one per row: `term`, and `family`, the campaign's short name.

    Parameters
    ----------
    campaigns : DataFrame
        Columns `short` and `formulas` (separated by vertical bars); may be empty.
    """
    if campaigns.empty:
        return pd.DataFrame(columns=["term", "family"], dtype="str")
    own = campaigns[["short", "formulas"]].dropna().assign(term=lambda t: t["formulas"].str.split("|"))
    rows = own.explode("term").assign(term=lambda t: t["term"].str.strip())
    return (
        rows[rows["term"] != ""]
        .rename(columns={"short": "family"})[["term", "family"]]
        .reset_index(drop=True)
    )


def campaign_times(campaigns: pd.DataFrame) -> pd.DataFrame:
    """Return when each campaign ran, in the order in which they began.

    Parameters
    ----------
    campaigns : DataFrame
        Columns `short, gloss, start, end`, and optionally `scope`, who took part; a month without a day
        means the whole month.

    Returns
    -------
    DataFrame
        Index `short`; columns `gloss`, `start` and `end`, both days (Timestamp), and `scope`.

    Raises
    ------
    ValueError
        If a date is neither a day nor a month; the message names the campaign and the column.
    """
    days = [
        (
            row.short,
            row.gloss,
            _day(row, "start").start_time,
            _day(row, "end").end_time.normalize(),
            row.scope,
        )
        for row in campaigns.reindex(columns=["short", "gloss", "start", "end", "scope"]).itertuples()
    ]
    table = pd.DataFrame(days, columns=["short", "gloss", "start", "end", "scope"]).set_index("short")
    return table.astype({"scope": "str"}).sort_values("start", kind="stable")


def _day(row: tuple, side: str) -> pd.Period:
    written = str(getattr(row, side))
    try:
        if not DAY_OR_MONTH.fullmatch(written):
            raise ValueError(written)
        return pd.Period(written, freq="D" if written.count("-") == 2 else "M")
    except ValueError:
        remedy = "write a day (2019-05-31) or a month (2019-05)"
        raise ValueError(f"campaigns.csv: {side} of {row.short} is {written}: {remedy}") from None


def reported_days(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the first and the last day that each dated article reports, both the date if no more is known.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, columns `date` and, optionally, `reports_from`: a day, a month or a year (2023,
        2023-05, 2023-05-31), in whose first days the report begins.

    Returns
    -------
    DataFrame
        Index `article_id`; columns `since` and `until`, both days, missing for undated articles.
    """
    until = articles["date"].dt.normalize()
    told = articles.reindex(columns=["reports_from"])["reports_from"].astype("str")
    since = pd.to_datetime(told, format="ISO8601", errors="coerce")
    return pd.DataFrame({"since": since.where(since <= until, until), "until": until})


def campaigns_on(times: pd.DataFrame, days: pd.DataFrame) -> pd.Series:
    """Return the campaigns that ran on days that each article reports, joined by semicolons.

    Parameters
    ----------
    times : DataFrame
        As `campaign_times` returns them.
    days : DataFrame
        As `reported_days` returns them.
    """
    names = times["gloss"].fillna(times.index.to_series())
    on = [
        names[(times["start"] <= until) & (since <= times["end"])]
        for since, until in days[["since", "until"]].itertuples(index=False)
    ]
    return pd.Series(["; ".join(map(str, one)) for one in on], days.index, dtype="str")


def crossings(counts: pd.DataFrame, times: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return a row for every dated article and campaign: the hits, and whether the article reports its days.

    Parameters
    ----------
    counts : DataFrame
        Columns `article_id, family, count`: see `methods.measures.counts.count_families`.
    times : DataFrame
        As `campaign_times` returns them.
    articles : DataFrame
        As for `reported_days`, with `tokens`.

    Returns
    -------
    DataFrame
        `article_id, short, since, date, when` (``before``, ``during``, ``after`` the campaign: ``during`` if
        it ran on a day that the article reports), `count, tokens`.
    """
    days = reported_days(articles)
    dated = articles.assign(tokens=token_totals(articles), since=days["since"])[["since", "date", "tokens"]]
    pairs = dated.dropna(subset="date").rename_axis("article_id").reset_index()
    pairs = pairs.merge(times.reset_index(), how="cross")
    when = (pairs["since"] > pairs["end"]).astype(int) - (pairs["date"].dt.normalize() < pairs["start"])
    hits = counts.rename(columns={"family": "short"})[["article_id", "short", "count"]]
    table = pairs.assign(when=when.map({-1: "before", 0: "during", 1: "after"})).merge(hits, "left")
    table = table.assign(count=table["count"].fillna(0).astype(int))
    return table[["article_id", "short", "since", "date", "when", "count", "tokens"]]


def evidence(
    crossings: pd.DataFrame, terms: pd.DataFrame, articles: pd.DataFrame, facts: pd.DataFrame
) -> pd.DataFrame:
    """Return the articles within a campaign, with other explanations of their hits.

    An article about a course named after the campaign has to use its formula, and an article whose date was
    read from the formula necessarily agrees with the campaign.

    Parameters
    ----------
    crossings : DataFrame
        As `crossings` returns them.
    terms : DataFrame
        As `campaign_terms` returns them.
    articles : DataFrame
        Index `article_id`; optional columns `title` and `date_words` (separated by vertical bars).
    facts : DataFrame
        ``trainings.csv`` as read; the `words` of kind ``course`` name the course. May be empty.

    Returns
    -------
    DataFrame
        `article_id, short, count`; `named`, whether the title or the course has a formula of the campaign;
        `dated`, whether words from which the date was read have one; `apart`, the other words of the date.
    """
    known = facts.reindex(columns=["article_id", "kind", "words"]).query("kind == 'course'").dropna()
    courses = known.groupby("article_id")["words"].agg("|".join)
    formulas = terms.groupby("family")["term"].agg(list)
    about = articles.reindex(columns=["title", "date_words"]).astype("str").fillna("").to_dict()
    rows = []
    for one in crossings[crossings["when"] == "during"].itertuples():
        title, date_words = (about[column][one.article_id] for column in ("title", "date_words"))
        own = formulas.get(one.short, [])
        words = [word for word in date_words.split("|") if word]
        apart = [word for word in words if not _has(word, own)]
        named = _has(f"{title}|{courses.get(one.article_id, '')}", own)
        rows.append((one.article_id, one.short, one.count, named, len(apart) < len(words), "; ".join(apart)))
    return pd.DataFrame(rows, columns=["article_id", "short", "count", "named", "dated", "apart"])


def _has(words: str, formulas: list[str]) -> bool:
    return any(formula in words for formula in formulas)


def hits(articles: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Return every hit of the campaigns' formulas: `article_id, start, end, family`; no nested hits."""
    places = [find_terms(articles, own).query("~nested").assign(family=name)
              for name, own in terms.groupby("family", sort=False)]  # fmt: skip
    empty = pd.DataFrame(columns=["article_id", "start", "end", "family"])
    return pd.concat([empty, *places], ignore_index=True).sort_values(
        ["article_id", "start"], ignore_index=True
    )

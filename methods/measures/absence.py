"""Terms that do not occur, by the articles in which they could, and terms older than their article allows."""

import pandas as pd


def absent_terms(terms: pd.DataFrame, counts: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return the terms that occur in no article, those that most articles could hold first.

    Parameters
    ----------
    terms : DataFrame
        Columns `term, gloss, family, year` (of coinage, or missing).
    counts : DataFrame
        Columns `article_id, term, count`.
    articles : DataFrame
        Index `article_id`, column `date`.

    Returns
    -------
    DataFrame
        `term, gloss, family, year`; `could_hold_it`, articles not dated before the coinage, missing where its
        year is not known; `share_up_to`, the share of such articles that may hold the term and still leave
        none among that many (one-sided 95 %, exact binomial), missing where no article could.
    """
    held = counts.loc[counts["count"] > 0, "term"].unique()
    facts = terms.drop_duplicates("term").reindex(columns=["term", "gloss", "family", "year"])
    absent, written = facts[~facts["term"].isin(held)], articles["date"].dt.year
    years = absent["year"].astype("Float64").astype("Int64")
    could = pd.Series(
        [int((~(written < year)).sum()) for year in absent["year"]], absent.index, dtype="Int64"
    )
    could = could.where(years.notna())
    share = 1 - 0.05 ** (1 / could.where(could > 0).astype("float"))
    table = absent.assign(year=years, could_hold_it=could, share_up_to=share)
    return table.sort_values(
        ["could_hold_it", "year"], ascending=[False, True], kind="stable", ignore_index=True
    )


def absent_families(terms: pd.DataFrame, counts: pd.DataFrame) -> dict[str, list[str]]:
    """Return the families of which no member occurs, with their members."""
    held = counts.loc[counts["count"] > 0, "term"].unique()
    families = terms.dropna(subset="family").drop_duplicates("term").groupby("family", sort=False)["term"]
    return {name: list(members) for name, members in families if not members.isin(held).any()}


def coinages(terms: pd.DataFrame, counts: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return every term of known coinage in every dated article that holds it.

    Parameters
    ----------
    terms, counts, articles : DataFrame
        As for `absent_terms`.

    Returns
    -------
    DataFrame
        `article_id, date, term, year, years_before_its_date`; below zero where an article holds a term that
        was coined after its date.
    """
    held = counts.loc[counts["count"] > 0, ["article_id", "term"]]
    known = held.merge(terms.drop_duplicates("term")[["term", "year"]].dropna(), on="term")
    dated = known.join(articles["date"], on="article_id").dropna(subset="date")
    dated = dated.assign(years_before_its_date=(dated["date"].dt.year - dated["year"]).astype(int))
    return dated[["article_id", "date", "term", "year", "years_before_its_date"]].reset_index(drop=True)


def latest_coinage(known: pd.DataFrame) -> pd.DataFrame:
    """Return the latest coinage in each article: `coinages`, one row per article."""
    latest = known.loc[known.groupby("article_id", sort=False)["year"].idxmax()]
    return latest.assign(date=latest["date"].dt.date, year=latest["year"].astype(int)).reset_index(drop=True)

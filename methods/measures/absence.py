"""Terms that occur in no article, and how old the terms are that do occur."""

import pandas as pd


def absent_terms(terms: pd.DataFrame, counts: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return the terms that occur in no article; those that most articles could contain come first.

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
        `term, gloss, family, year`; `could_hold_it`, the number of articles dated in a later year, since
        a document of the same year may be later than the article; missing if its year is unknown. It says
        nothing about other articles unless these are a random draw.
    """
    held = counts.loc[counts["count"] > 0, "term"].unique()
    facts = terms.drop_duplicates("term").reindex(columns=["term", "gloss", "family", "year"])
    absent, written = facts[~facts["term"].isin(held)], articles["date"].dt.year
    years = absent["year"].astype("Float64").astype("Int64")
    could = pd.Series([int((written > year).sum()) for year in absent["year"]], absent.index, dtype="Int64")
    could = could.where(years.notna())
    table = absent.assign(year=years, could_hold_it=could)
    return table.sort_values(
        ["could_hold_it", "year"], ascending=[False, True], kind="stable", ignore_index=True
    )


def absent_families(terms: pd.DataFrame, counts: pd.DataFrame) -> dict[str, list[str]]:
    """Return the families without any member that occurs, each with its members."""
    held = counts.loc[counts["count"] > 0, "term"].unique()
    families = terms.dropna(subset="family").drop_duplicates("term").groupby("family", sort=False)["term"]
    return {name: list(members) for name, members in families if not members.isin(held).any()}


def coinages(terms: pd.DataFrame, counts: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return each term with a known year of coinage, once for every dated article that contains it.

    Parameters
    ----------
    terms, counts, articles : DataFrame
        As for `absent_terms`.

    Returns
    -------
    DataFrame
        `article_id, date, term, year, years_before_its_date`; the last is negative if the term was coined
        after the date of the article.
    """
    held = counts.loc[counts["count"] > 0, ["article_id", "term"]]
    known = held.merge(terms.drop_duplicates("term")[["term", "year"]].dropna(), on="term")
    dated = known.join(articles["date"], on="article_id").dropna(subset="date")
    dated = dated.assign(years_before_its_date=(dated["date"].dt.year - dated["year"]).astype(int))
    return dated[["article_id", "date", "term", "year", "years_before_its_date"]].reset_index(drop=True)


def latest_coinage(known: pd.DataFrame) -> pd.DataFrame:
    """Return the row of `coinages` with the latest year, for each article."""
    latest = known.loc[known.groupby("article_id", sort=False)["year"].idxmax()]
    return latest.assign(date=latest["date"].dt.date, year=latest["year"].astype(int)).reset_index(drop=True)

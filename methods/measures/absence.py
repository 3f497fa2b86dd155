"""Terms that occur in no article, and the families without any that does."""

import pandas as pd


def absent_terms(terms: pd.DataFrame, counts: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return the terms that occur in no article; those that most articles could contain come first.

    Parameters
    ----------
    terms : DataFrame
        Columns `term, gloss, family, year` (of the earliest known use, or missing) and, optionally, `month`.
    counts : DataFrame
        Columns `article_id, term, count`.
    articles : DataFrame
        Index `article_id`, column `date`.

    Returns
    -------
    DataFrame
        `term, gloss, family, year`; `could_hold_it`, the number of articles dated in a later month, or in a
        later year if no month is known, since a document of the same one may be later than the article;
        missing if its year is unknown. It says nothing about other articles unless these are a random draw.
    """
    held = counts.loc[counts["count"] > 0, "term"].unique()
    facts = terms.drop_duplicates("term").reindex(columns=["term", "gloss", "family", "year", "month"])
    absent = facts[~facts["term"].isin(held)]
    written = articles["date"].dt.year * 12 + articles["date"].dt.month
    years = absent["year"].astype("Float64").astype("Int64")
    months = pd.to_numeric(absent["month"]).fillna(12)  # of a year alone, every month may be the one
    latest = absent["year"] * 12 + months
    could = pd.Series([int((written > month).sum()) for month in latest], absent.index, dtype="Int64")
    table = absent.drop(columns="month").assign(year=years, could_hold_it=could.where(years.notna()))
    return table.sort_values(
        ["could_hold_it", "year"], ascending=[False, True], kind="stable", ignore_index=True
    )


def absent_families(terms: pd.DataFrame, counts: pd.DataFrame) -> dict[str, list[str]]:
    """Return the families without any member that occurs, each with its members."""
    held = counts.loc[counts["count"] > 0, "term"].unique()
    families = terms.dropna(subset="family").drop_duplicates("term").groupby("family", sort=False)["term"]
    return {name: list(members) for name, members in families if not members.isin(held).any()}

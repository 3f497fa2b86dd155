"""Absence needs a denominator, and a formula newer than its article is found."""

import pandas as pd

from methods.measures.absence import absent_terms

TERMS = pd.DataFrame({"term": ["a", "b", "c"], "family": "f", "gloss": "g", "year": [2010, 2022, None]})
ARTICLES = pd.DataFrame({"date": pd.to_datetime(["2015-05-01", "2023-05-01", None])}, index=["x", "y", "z"])


def counts(*rows):
    return pd.DataFrame(rows, columns=["article_id", "term", "count"]).astype({"count": int})


def test_articles_before_the_coinage_are_not_in_the_denominator():
    found = absent_terms(TERMS, counts(), ARTICLES).set_index("term")
    assert found["could_hold_it"].dropna().to_dict() == {
        "a": 2,
        "b": 1,
    }  # nothing is known of c, nor of an undated article
    assert list(found.columns) == ["gloss", "family", "year", "could_hold_it"], "no share of a population"


def test_an_article_of_the_year_of_coinage_may_be_older_than_the_document():
    same = TERMS.assign(year=[2015, 2023, 2014])
    found = absent_terms(same, counts(), ARTICLES).set_index("term")["could_hold_it"]
    assert found.to_dict() == {"c": 2, "a": 1, "b": 0}


def test_a_month_tells_whether_an_article_of_the_same_year_is_later():
    same = TERMS.assign(year=[2015, 2023, 2015], month=[4, 5, None])
    found = absent_terms(same, counts(), ARTICLES).set_index("term")["could_hold_it"]
    assert found.to_dict() == {"a": 2, "c": 1, "b": 0}


def test_a_term_that_occurs_is_not_absent_and_one_counted_zero_times_is():
    found = absent_terms(TERMS, counts(("x", "a", 1), ("x", "b", 0)), ARTICLES)
    assert list(found["term"]) == ["b", "c"]
    assert found["year"].astype(object).fillna("").map(str).tolist() == ["2022", ""]


def test_no_article_before_the_coinage_could_hold_the_term():
    early = ARTICLES[:1]
    assert absent_terms(TERMS, counts(), early).set_index("term").at["b", "could_hold_it"] == 0

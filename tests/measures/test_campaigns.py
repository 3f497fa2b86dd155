"""Campaigns: months mean all of their days, and each article is before, during or after each."""

import pandas as pd
import pytest

from methods.measures.campaigns import (
    campaign_terms,
    campaign_times,
    campaigns_on,
    crossings,
    hits,
    reported_days,
)
from methods.measures.counts import count_families

CLOCK = pd.DataFrame(
    {
        "short": ["late", "early"],
        "gloss": ["Late", None],
        "start": ["2024-02", "2019-05-31"],
        "end": ["2024-02", "2020-01-08"],
        "formulas": ["学纪知纪| 明纪 |", "不忘初心"],
    }
)


def test_formulas_are_one_per_row_without_blanks():
    assert campaign_terms(CLOCK).to_dict("records") == [
        {"term": "学纪知纪", "family": "late"},
        {"term": "明纪", "family": "late"},
        {"term": "不忘初心", "family": "early"},
    ]
    assert campaign_terms(pd.DataFrame()).empty and list(campaign_terms(pd.DataFrame())) == ["term", "family"]


def test_a_month_is_all_of_its_days_and_campaigns_are_in_order():
    times = campaign_times(CLOCK)
    assert list(times.index) == ["early", "late"]
    assert times.loc["late", "start"] == pd.Timestamp("2024-02-01")
    assert times.loc["late", "end"] == pd.Timestamp("2024-02-29")
    assert campaign_times(pd.DataFrame()).empty


@pytest.mark.parametrize("wrong", ["June 2013", "2013", "2013-13", None, "2013-02-30"])
def test_a_date_that_is_none_is_named(wrong):
    broken = CLOCK.assign(start=[wrong, "2019-05-31"])
    with pytest.raises(ValueError, match=r"campaigns.csv: start of late is .*: write a day"):
        campaign_times(broken)


@pytest.mark.parametrize(
    ("day", "when"),
    [
        ("2019-05-30", "before"),
        ("2019-05-31", "during"),
        ("2020-01-08 18:00", "during"),
        ("2020-01-09", "after"),
    ],
)
def test_the_first_and_the_last_day_are_in_the_campaign(day, when):
    articles = pd.DataFrame(
        {"date": pd.to_datetime([day]), "text": ["不忘初心、不忘初心"], "tokens": 4}, index=["a"]
    )
    counts = count_families(articles.rename_axis("article_id"), campaign_terms(CLOCK))
    found = crossings(counts, campaign_times(CLOCK), articles).set_index("short")
    assert found.loc["early", ["when", "count", "tokens"]].tolist() == [when, 2, 4]
    assert found.loc["late", "count"] == 0


def test_articles_without_a_date_are_beside_no_campaign():
    articles = pd.DataFrame({"date": pd.to_datetime([None]), "tokens": 4}, index=["a"])
    none = pd.DataFrame({"article_id": [], "family": [], "count": []}, dtype="str")
    assert crossings(none, campaign_times(CLOCK), articles).empty


def test_the_campaigns_of_a_day_are_named_and_of_no_other():
    dates = pd.Series(pd.to_datetime(["2019-05-30", "2020-01-08 18:00", "2024-02-29", None], format="mixed"))
    days = reported_days(pd.DataFrame({"date": dates}))
    assert campaigns_on(campaign_times(CLOCK), days).tolist() == ["", "early", "Late", ""]
    assert campaigns_on(campaign_times(pd.DataFrame()), days).tolist() == [""] * 4


def test_a_hit_inside_a_longer_formula_of_its_campaign_is_shown_once():
    articles = pd.DataFrame({"text": ["不忘初心、牢记使命。", ""]}, ["a", "b"]).rename_axis("article_id")
    terms = pd.DataFrame({"term": ["初心", "不忘初心", "牢记使命"], "family": ["one", "one", "two"]})
    found = hits(articles, terms)
    assert found[["start", "end", "family"]].values.tolist() == [[0, 4, "one"], [5, 9, "two"]]
    assert hits(articles, terms[:0]).empty


def test_an_article_reports_the_days_from_the_beginning_of_its_time():
    told = ["2023", "2023-05", "2023-05-31", None, "2024-06", "a year", "2023"]
    dates = pd.to_datetime(pd.Series(["2023-11-15 18:00"] * 6 + [None], list("abcdefg"), name="date"))
    days = reported_days(pd.DataFrame({"date": dates, "reports_from": told}))
    assert days["since"].dt.strftime("%m-%d").tolist()[:6] == ["01-01", "05-01", "05-31", *["11-15"] * 3]
    assert days.loc["g"].isna().all() and (days["until"].dropna() == pd.Timestamp("2023-11-15")).all()
    assert (
        reported_days(pd.DataFrame({"date": dates}))["since"].dropna() == pd.Timestamp("2023-11-15")
    ).all()

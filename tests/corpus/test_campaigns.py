"""The campaigns have dates, documents and sources, and each formula belongs to one campaign."""

import re
from itertools import permutations
from pathlib import Path

import pandas as pd
import pytest

import helpers
from methods.measures.campaigns import campaign_times, campaigns_on, reported_days

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
COLUMNS = "campaign,short,gloss,scope,start,start_event,end,end_event,document,document_date,formulas,source,evidence,note,second_pass"
MAY_BE_EMPTY = {"document_date", "note"}
DAY = re.compile(r"20\d\d-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?")


@pytest.fixture(scope="module")
def campaigns():
    return pd.read_csv(CORPUS / "lexicons" / "campaigns.csv", dtype=str, keep_default_na=False)


def first(date):
    """First day that a date of a month or a day means."""
    return pd.Timestamp(date)


def last(date):
    """Last day that it means."""
    return pd.Timestamp(date) + pd.offsets.MonthEnd(0) if len(date) == 7 else pd.Timestamp(date)


def shared(campaigns):
    """Formulas that occur in a formula of the same or of another campaign: their hits would count twice."""
    formulas = [formula for cell in campaigns["formulas"] for formula in cell.split("|")]
    return [(a, b) for a, b in permutations(formulas, 2) if a in b]


def running(campaigns, day):
    """Campaigns of a day."""
    on = [first(row.start) <= pd.Timestamp(day) <= last(row.end) for row in campaigns.itertuples()]
    return set(campaigns.loc[on, "short"])


def problems(campaigns):
    """What is wrong with the rows, as `(short name, column)`."""
    empty = campaigns.columns.difference(list(MAY_BE_EMPTY))
    bad = {column: campaigns[column] == "" for column in empty}
    for column in ("start", "end", "document_date"):
        bad[column] = ~campaigns[column].str.fullmatch(DAY) & (
            (campaigns[column] != "") | (column != "document_date")
        )
    if not any(bad[column].any() for column in ("start", "end")):
        bad["end"] = campaigns["start"].map(first) >= campaigns["end"].map(last)
    bad["evidence"] = ~campaigns["evidence"].isin({"text", "broadcast", "report"})
    bad["second_pass"] = ~campaigns["second_pass"].isin({"agree", "corrected", "added", "open"})
    bad["document"] |= ~campaigns["document"].str.contains("《.+》")
    bad["note"] = (campaigns["document_date"] == "") & ~campaigns["note"].str.contains("date of the opinion")
    bad["short"] |= campaigns["short"].duplicated()
    return [(campaigns.at[row, "short"], name) for name, rows in bad.items() for row in campaigns.index[rows]]


def test_campaigns_are_sound(campaigns):
    assert ",".join(campaigns.columns) == COLUMNS
    assert campaigns["start"].is_monotonic_increasing
    assert shared(campaigns) == []
    assert problems(campaigns) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("start", "June 2013"),
        ("start", ""),
        ("end", "2012-01-01"),
        ("evidence", "hearsay"),
        ("document", "a document"),
        ("source", ""),
        ("second_pass", "perhaps"),
    ],
)
def test_an_unsound_campaign_is_seen(campaigns, column, value):
    broken = campaigns.copy()
    broken.loc[0, column] = value
    assert (broken.at[0, "short"], "end" if value == "2012-01-01" else column) in problems(broken)


def test_a_formula_of_two_campaigns_is_seen(campaigns):
    broken = campaigns.copy()
    broken.loc[0, "formulas"] = "以学铸魂、以学增智"
    assert ("以学铸魂", "以学铸魂、以学增智") in shared(broken)


@pytest.mark.parametrize(
    ("day", "short"),
    [
        ("2013-06-17", set()),
        ("2013-06-18", {"群众路线"}),
        ("2017-03-31", {"两学一做"}),
        ("2018-05-01", set()),
        ("2021-07-01", {"党史学习教育", "教育整顿"}),
        ("2024-07-31", {"党纪学习教育"}),
        ("2024-08-01", set()),
    ],
)
def test_dates_of_a_month_mean_all_of_it(campaigns, day, short):
    assert running(campaigns, day) == short


def test_what_ran_when_the_courses_were_held(campaigns):
    """004 reports more than a year, so one day does not say which campaigns it met."""
    times = campaign_times(campaigns.rename(columns={"gloss": "english"}).assign(gloss=campaigns["short"]))
    on = campaigns_on(times, reported_days(helpers.load_articles()))
    assert on.to_dict() == {
        "000": "不忘初心",
        "001": "2023年主题教育",
        "002": "2023年主题教育",
        "003": "八项规定精神",
        "004": "2023年主题教育; 党纪学习教育",
    }


def test_which_articles_say_the_formulas(campaigns):
    texts = helpers.load_articles()["text"]
    said = {
        (row.short, article)
        for row in campaigns.itertuples()
        for article, text in texts.items()
        if any(formula in text for formula in row.formulas.split("|"))
    }
    assert said == {
        ("不忘初心", "000"),
        ("2023年主题教育", "002"),
        ("八项规定精神", "003"),
        ("2023年主题教育", "004"),
    }

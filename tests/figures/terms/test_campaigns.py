"""01-campaigns: bars and marks, by article or by period, and what is said of the crossings."""

import pandas as pd
import pytest

from methods.corpora.columns import make_columns
from methods.figures.terms.campaigns import campaigns_finding, draw_campaigns
from methods.measures.campaigns import campaign_times, crossings

CLOCK = pd.DataFrame(
    [("不忘初心", "Stay true to the original aspiration and keep the mission", "2016-05-31", "2017-01"),
     ("学纪", None, "2018-04", "2018-07"), ("_$x$", "<img src=x>", "2022-01", "2022-02")],
    columns=["short", "gloss", "start", "end"],
)  # fmt: skip
TIMES = campaign_times(CLOCK)


def crossed(made, hits=3):
    """Return crossings in which every third article says the first campaign's formulas."""
    ids = made.articles.index[::3]
    counts = pd.DataFrame({"article_id": ids, "family": "不忘初心", "count": hits})
    return crossings(counts, TIMES, made.articles)


@pytest.mark.parametrize(("n", "by"), [(1, "article"), (2, "article"), (5, "article"), (8, "article"),
                                       (20, "article"), (60, "Y"), (300, "M")])  # fmt: skip
def test_labels_never_touch_one_another(n, by, make, overlapping, whole):
    made = make(n, by)
    found = crossed(made)
    exhibit = draw_campaigns(found, TIMES, made.columns)
    labels = {*(t.get_text() for t in exhibit.figure.axes[0].get_yticklabels()), *made.columns.shown}
    assert [pair for pair in overlapping(exhibit.figure) if set(pair) & labels] == []
    assert exhibit.table["count"].sum() == found["count"].sum()
    whole(exhibit.alt, campaigns_finding(found, made.columns))


def test_hits_during_after_and_before_are_told_apart(make):
    made = make(5)  # 2015-01, 2017-01, 2019-01, 2021-01, 2023-01
    found = crossed(made).assign(count=[2, 0, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    dates = made.articles["date"].dt.strftime("%Y-%m").tolist()
    assert dates[0] == "2015-01" and found["when"].tolist()[:6].count("during") == (dates[1] <= "2017-01")
    said = campaigns_finding(found, made.columns).plain()
    assert "1 of 5 dated articles fall within a campaign; 1 of these say its own formulas" in said
    assert "Of 8 hits of campaign formulas 5 fall within the campaign, 1 after it and 2 before it" in said
    assert "Said: 不忘初心 in Place 1." in said and "Said after it: 不忘初心 in Place 2." in said


def test_no_file_no_date_and_no_campaign_on_are_said(make, whole):
    made = make(5)
    assert "campaigns.csv" in draw_campaigns(crossed(made)[:0], TIMES[:0], made.columns).why.plain()
    assert "No article has a date" in draw_campaigns(crossed(made)[:0], TIMES, made.columns).why.plain()
    assert campaigns_finding(crossed(made)[:0], made.columns) is None
    calm = crossed(made).assign(when="after", count=0)
    assert "No article falls within a campaign" in whole(campaigns_finding(calm, made.columns))


def test_undated_articles_are_left_out_of_the_figure(make):
    made = make(5)
    articles = made.articles.assign(date=made.articles["date"].where(made.articles.index != "a0000"))
    columns = make_columns(articles)
    counts = pd.DataFrame({"article_id": ["a0000"], "family": ["不忘初心"], "count": [3]})
    exhibit = draw_campaigns(crossings(counts, TIMES, articles), TIMES, columns)
    assert "Place 0" not in set(exhibit.table["unit"])

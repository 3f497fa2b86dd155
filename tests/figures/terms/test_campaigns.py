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
    whole(exhibit.alt, campaigns_finding(found, TIMES, made.columns))


def test_hits_during_after_and_before_are_told_apart(make):
    made = make(5)  # 2015-01, 2017-01, 2019-01, 2021-01, 2023-01
    found = crossed(made).assign(count=[2, 0, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    dates = made.articles["date"].dt.strftime("%Y-%m").tolist()
    assert dates[0] == "2015-01" and found["when"].tolist()[:6].count("during") == (dates[1] <= "2017-01")
    said = campaigns_finding(found, TIMES, made.columns).plain()
    assert (
        "Of 5 dated articles 1 fall within a campaign, and 1 of these use its own formulas (Place 1)." in said
    )
    assert (
        "Of 8 hits of such formulas 5 fall within their campaign; 2 before it and 1 after it need not" in said
    )
    assert "none of its formulas" not in said


def test_an_article_that_says_nothing_of_its_campaign_is_named_with_the_campaign_in_english(make):
    made = make(5)
    found = crossed(made).assign(count=0)
    assert (found.query("when == 'during'")["article_id"] == "a0001").all()
    said = campaigns_finding(found, TIMES, made.columns).plain()
    gloss = "Stay true to the original aspiration and keep the mission"
    assert f"Place 1, within 不忘初心 ({gloss}), has none of its formulas." in said
    assert said.endswith("has none of its formulas.")
    both = campaigns_finding(found.assign(when="during"), TIMES, made.columns).plain()
    assert (
        "Without a formula of the campaign of their day are Place 0, within" in both and "and 9 more" in both
    )


def marks(exhibit, filled):
    """Return where the figure has filled or hollow marks, as pairs of day and row."""
    shown = [m for m in exhibit.figure.axes[0].collections if len(m.get_offsets())]
    chosen = [m for m in shown if (m.get_facecolor()[0] == 1).all() != filled]
    return {(round(x), round(y)) for m in chosen for x, y in m.get_offsets().tolist()}


def test_an_article_within_a_campaign_and_without_its_formulas_has_a_hollow_mark(make):
    made = make(5)
    drawn = draw_campaigns(crossed(made).assign(count=0), TIMES, made.columns)
    assert [row for _, row in marks(drawn, filled=False)] == [0] and marks(drawn, filled=True) == set()
    assert "within a campaign and without a hit: 1." in drawn.alt.plain()
    said = draw_campaigns(crossed(made).assign(count=2), TIMES, made.columns)
    assert marks(said, filled=False) == set() and len(marks(said, filled=True)) == 15


def test_a_long_gloss_is_written_in_two_lines_and_not_cut(make):
    labels = [
        t.get_text()
        for t in draw_campaigns(crossed(make(5)), TIMES, make(5).columns).figure.axes[0].get_yticklabels()
    ]
    assert (
        labels[0].replace("\n", " ") == "不忘初心 Stay true to the original aspiration and keep the mission"
    )
    endless = TIMES.assign(gloss="word " * 60)
    labels = [
        t.get_text()
        for t in draw_campaigns(crossed(make(5)), endless, make(5).columns).figure.axes[0].get_yticklabels()
    ]
    assert all(label.count("\n") == 1 and label.endswith("…") for label in labels)


def test_a_number_is_written_on_the_side_where_the_next_line_is_farther(make):
    made = make(5)
    near = {"a0000": "2015-01-01", "a0001": "2019-01-01", "a0002": "2019-03-01", "a0003": "2022-01-01"}
    articles = made.articles[:4].assign(date=pd.to_datetime(pd.Series(near)))
    columns = make_columns(articles)
    exhibit = draw_campaigns(crossings(pd.DataFrame({"article_id": list(near), "family": "不忘初心", "count": 3}),
                                       TIMES, articles), TIMES, columns)  # fmt: skip
    sides = [note.xyann[0] for note in exhibit.figure.axes[0].texts]
    assert [side > 0 for side in sides] == [False, False, True, True]


def test_no_file_no_date_and_no_campaign_on_are_said(make, whole):
    made = make(5)
    assert "campaigns.csv" in draw_campaigns(crossed(made)[:0], TIMES[:0], made.columns).why.plain()
    assert "No article has a date" in draw_campaigns(crossed(made)[:0], TIMES, made.columns).why.plain()
    assert campaigns_finding(crossed(made)[:0], TIMES, made.columns) is None
    calm = crossed(made).assign(when="after", count=0)
    assert "No article falls within a campaign" in whole(campaigns_finding(calm, TIMES, made.columns))


def test_undated_articles_are_left_out_of_the_figure(make):
    made = make(5)
    articles = made.articles.assign(date=made.articles["date"].where(made.articles.index != "a0000"))
    columns = make_columns(articles)
    counts = pd.DataFrame({"article_id": ["a0000"], "family": ["不忘初心"], "count": [3]})
    exhibit = draw_campaigns(crossings(counts, TIMES, articles), TIMES, columns)
    assert "Place 0" not in set(exhibit.table["unit"])

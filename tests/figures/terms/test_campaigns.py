"""01-campaigns: bars and marks, by article or by period, and the sentences about them."""

import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PathCollection

from methods.corpora.columns import make_columns
from methods.figures.terms.campaigns import campaigns_finding, draw_campaigns, evidence_table, outside_finding
from methods.measures.campaigns import campaign_times, crossings, evidence

CLOCK = pd.DataFrame(
    [("不忘初心", "Stay true to the original aspiration and keep the mission", "2016-05-31", "2017-01"),
     ("学纪", None, "2018-04", "2018-07"), ("_$x$", "<img src=x>", "2022-01", "2022-02")],
    columns=["short", "gloss", "start", "end"],
)  # fmt: skip
TIMES = campaign_times(CLOCK)
NO_FACTS = pd.DataFrame()


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
    whole(exhibit.alt, campaigns_finding(found, evidence_of(found, made), NO_FACTS, made.columns))


def evidence_of(found, made, named=(), dated=()):
    """Return the evidence of articles, some of which are named after or dated by the first campaign."""
    titles = dict.fromkeys(named, "不忘初心培训班")
    words = dict.fromkeys(dated, "6月1日|“不忘初心”")
    articles = made.articles.assign(
        title=made.articles.index.map(titles), date_words=made.articles.index.map(words)
    )
    return evidence(found, pd.DataFrame({"term": ["不忘初心"], "family": ["不忘初心"]}), articles, NO_FACTS)


def test_hits_of_an_article_that_is_named_after_the_campaign_are_no_finding(make):
    made = make(5)
    found = crossed(made).assign(when="during")
    plain = campaigns_finding(found, evidence_of(found, made), NO_FACTS, made.columns).plain()
    assert "5 report days of a campaign, and none of these have a formula of it" in plain
    assert (
        "Hits of the campaign's formulas in the others: Place 0 3 (不忘初心) and none (学纪, _$x$), Place 1 none, "
        in plain
    )
    assert ", too few to show that wording follows the campaign." in plain
    named = evidence_of(found, made, named=["a0000"], dated=["a0003"])
    said = campaigns_finding(found, named, NO_FACTS, made.columns).plain()
    assert "1 of these have a formula of it in the title or in the name of the course (Place 0), so" in said
    assert "The dates of 1 article (Place 3) were read in part from a campaign's formula." in said
    assert evidence_table(named, made.columns)["other words that date it"].iloc[-1] == ""


def test_what_else_dates_an_article_is_kept(make):
    made = make(5)
    known = evidence_of(crossed(made).assign(when="during"), made, dated=["a0001"])
    first = known[known["short"] == "不忘初心"].set_index("article_id")
    assert first.index[first["dated"]].tolist() == ["a0001"] and first.at["a0001", "apart"] == "6月1日"


def test_hits_during_after_and_before_are_told_apart(make):
    found = crossed(make(5)).assign(count=[2, 0, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    said = outside_finding(found).plain()
    assert said == (
        "Of 8 hits of these formulas, 5 are in articles about days of their campaign, 2 in earlier and 1 in "
        "later articles."
    )
    assert outside_finding(found.assign(count=0)) is None


def test_many_articles_bear_no_verdict_of_too_few_and_no_names(make):
    made = make(60, "Y")
    found = crossed(made).assign(when="during")
    said = campaigns_finding(found, evidence_of(found, made, dated=["a0001"]), NO_FACTS, made.columns).plain()
    assert (
        "too few" not in said
        and "Place" not in said
        and said.endswith("of 1 article were read in part from a campaign's formula.")
    )


def marks(exhibit, filled):
    """Return where the figure has filled or hollow marks, as pairs of day and row."""
    shown = [m for m in exhibit.figure.axes[0].collections if isinstance(m, PathCollection)]
    shown = [m for m in shown if len(m.get_offsets())]
    chosen = [m for m in shown if (m.get_facecolor()[0] == 1).all() != filled]
    return {(round(x), round(y)) for m in chosen for x, y in m.get_offsets().tolist()}


def test_an_article_within_a_campaign_and_without_its_formulas_has_a_hollow_mark(make):
    made = make(5)
    drawn = draw_campaigns(crossed(made).assign(count=0), TIMES, made.columns)
    assert [row for _, row in marks(drawn, filled=False)] == [0] and marks(drawn, filled=True) == set()
    assert "about days of a campaign and without a hit: 1." in drawn.alt.plain()
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


def test_a_campaign_before_all_articles_and_without_a_hit_is_not_drawn_and_that_is_said(make):
    made = make(5)
    early = made.articles.assign(date=made.articles["date"] + pd.Timedelta(days=3 * 365))
    columns = make_columns(early)
    none = pd.DataFrame({"article_id": [], "family": [], "count": []})
    drawn = draw_campaigns(crossings(none, TIMES, early), TIMES, columns)
    assert set(drawn.table["short"]) == {"学纪", "_$x$"} and "2 campaigns" in drawn.alt.plain()
    assert drawn.figure.get_supxlabel().endswith("no hit): 不忘初心.")
    late = pd.DataFrame({"article_id": early.index[:1], "family": "不忘初心", "count": 1})
    drawn = draw_campaigns(crossings(late, TIMES, early), TIMES, columns)
    assert "不忘初心" in set(drawn.table["short"]) and "Not shown" not in drawn.figure.get_supxlabel()


def test_an_article_on_a_year_is_about_the_campaigns_of_that_year(make):
    """One day of an article is not all that it reports: the year before it counts, and is drawn."""
    made = make(5)
    day = pd.Timestamp("2018-11-15")
    articles = made.articles[:1].assign(date=day, reports_from="2017")
    columns, one = make_columns(articles), articles.index[0]
    found = crossings(pd.DataFrame({"article_id": [one], "family": "不忘初心", "count": 1}), TIMES, articles)
    assert found.set_index("short")["when"].to_dict() == {
        "不忘初心": "during", "学纪": "during", "_$x$": "before"
    }  # fmt: skip
    terms = pd.DataFrame({"term": ["不忘初心"], "family": ["不忘初心"]})
    known = evidence(found, terms, articles, NO_FACTS)
    said = campaigns_finding(found, known, NO_FACTS, columns).plain()
    assert "Of 1 dated article, 1 report days of a campaign" in said
    assert f"in the others: {columns.labels[one]} 1 (不忘初心) and none (学纪), too few" in said
    drawn = draw_campaigns(found, TIMES, columns)
    assert len(marks(drawn, filled=False)) == 1
    bars = [m for m in drawn.figure.axes[0].collections if isinstance(m, LineCollection)]
    assert sorted(len(bar.get_segments()) for bar in bars) == [1, 1]


def test_a_course_that_follows_another_has_its_wording_from_there(make):
    made = make(5)
    found = crossed(made).assign(when="during")
    known = evidence_of(found, made, named=["a0000"])
    follow = pd.DataFrame({"article_id": ["a0000", "a0001"], "relation": ["parent course", "copy"]})
    said = campaigns_finding(found, known, follow, made.columns).plain()
    assert "The course of Place 0 follows another one of the same theme" in said


def test_a_number_is_not_between_its_mark_and_that_of_another_article(make):
    made = make(5)
    dates = {"a0000": "2016-06-01", "a0001": "2016-10-01", "a0002": "2018-01-01", "a0003": "2019-01-01"}
    articles = made.articles[:4].assign(date=pd.to_datetime(pd.Series(dates)))
    counts = pd.DataFrame({"article_id": ["a0000", "a0002"], "family": "不忘初心", "count": 3})
    drawn = draw_campaigns(crossings(counts, TIMES, articles), TIMES, make_columns(articles))
    assert [note.xyann[0] > 0 for note in drawn.figure.axes[0].texts] == [False, True]


def test_no_file_no_date_and_no_campaign_on_are_said(make, whole):
    made = make(5)
    assert "campaigns.csv" in draw_campaigns(crossed(made)[:0], TIMES[:0], made.columns).why.plain()
    assert "No article has a date" in draw_campaigns(crossed(made)[:0], TIMES, made.columns).why.plain()
    assert campaigns_finding(crossed(made)[:0], TIMES, NO_FACTS, made.columns) is None
    calm = crossed(made).assign(when="after", count=0)
    assert "No article reports days of a campaign" in whole(
        campaigns_finding(calm, evidence_of(calm, made), NO_FACTS, made.columns)
    )


def test_undated_articles_are_left_out_of_the_figure(make):
    made = make(5)
    articles = made.articles.assign(date=made.articles["date"].where(made.articles.index != "a0000"))
    columns = make_columns(articles)
    counts = pd.DataFrame({"article_id": ["a0000"], "family": ["不忘初心"], "count": [3]})
    exhibit = draw_campaigns(crossings(counts, TIMES, articles), TIMES, columns)
    assert "Place 0" not in set(exhibit.table["unit"])

"""01-trends: dots of few articles, panels of many, and no direction where none can be known."""

import pandas as pd
import pytest

from methods.figures.terms.trends import draw_trends, orders_finding, trends_finding, trends_table
from methods.measures import curves, date_orders, trends

HOSTILE = "_<img src=x>$a$*b*"


def drawn(made, glosses=None, **arguments):
    articles, columns, found = made
    moving = trends.trend_table(found, articles, curves.moments(articles, columns))
    moves = date_orders.with_orders(moving[moving["articles_with"] >= 2], found, articles)
    timed = curves.over_time(found, articles, columns)
    return draw_trends(timed, moves, columns, glosses or {}), trends.steady(moves, **arguments), moves


@pytest.mark.parametrize("n", [8, 20])
@pytest.mark.parametrize("label", ["Place {}", "政法干部培训班学员{}"])
def test_articles_are_dots_without_slopes(n, label, make, overlapping, whole):
    exhibit, steady, moves = drawn(make(n, label=label), {"枫桥1": "Fengqiao experience"})
    assert overlapping(exhibit.figure) == []
    assert not any(name.startswith("slope") for name in exhibit.table)
    assert set(exhibit.table["unit"]) == set(make(n, label=label).columns.shown)
    assert len(exhibit.table) == n * exhibit.table["term"].nunique()
    whole(exhibit.alt, trends_finding(steady, moves), orders_finding(moves, 0))


@pytest.mark.parametrize(("n", "by"), [(60, "Y"), (300, "Q"), (300, "M")])
def test_many_articles_are_panels_over_periods(n, by, make, overlapping, whole):
    exhibit, steady, moves = drawn(make(n, by, terms=7))
    assert overlapping(exhibit.figure) == []
    shown = [label.get_text() for label in exhibit.figure.axes[0].get_xticklabels()]
    moments = exhibit.table["moment"]
    if moments.max() - moments.min() <= 3:  # 2026.025 is no date.
        assert set(shown) <= set(exhibit.table["unit"]) and len(shown) > 1
    assert exhibit.table["moment"].is_monotonic_increasing or exhibit.table["term"].nunique() > 1
    assert {"per_10k_low", "share", "q"} <= set(exhibit.table)
    whole(exhibit.alt, trends_finding(steady, moves))


def test_a_formula_that_comes_late_is_said_to_rise_and_no_other(make):
    _, steady, moves = drawn(make(60, "Y"))
    said = trends_finding(steady, moves).plain()
    assert steady.up == ["枫桥0"] and steady.down == []
    assert (
        "Of 4 formulas in two dated articles or more, 1 rises (枫桥0) and none falls" in said
        and "q is below 0.05" in said
    )


def test_of_the_formulas_that_rise_the_younger_ones_are_counted(make):
    made = make(60, "Y")
    _, steady, moves = drawn(made)
    dates, terms = made.articles["date"], pd.DataFrame({"term": ["枫桥0", "枫桥1"], "year": [2019, 2012]})
    said = trends_finding(steady, moves, terms, dates).plain()
    assert "Of the one that rises, 1 was first used after 2015, the year of the first article, so it" in said
    old = terms.assign(year=[1963, None])
    assert "first used after" not in trends_finding(steady, moves, old, dates).plain()


def test_the_note_explains_the_curve_and_the_dotted_lines(make):
    note = drawn(make(300, "Q"))[0].figure.get_supxlabel()
    assert "Red: a curve smoothed" in note and "Dotted: " in note
    assert "Red" not in drawn(make(60, "Y", years=5))[0].figure.get_supxlabel()


def test_of_five_articles_no_direction_is_told_and_that_is_said(make):
    _, steady, moves = drawn(make(5))
    said = trends_finding(steady, moves).markdown()
    assert said.startswith("**") and "and none can be said to rise or fall**" in said
    assert "not testable with 5 articles" in said
    assert "no trend to show" in drawn(make(5))[0].why.plain()
    _, steady, _ = drawn(make(5), q=None)
    assert "枫桥0" in steady.up


def test_articles_of_one_year_or_without_a_formula_say_why_there_is_no_figure(make):
    articles, columns, found = make(30, "Y", years=0)
    exhibit, steady, moves = drawn((articles, columns, found))
    assert exhibit.figure is None and "the same year" in exhibit.why.plain()
    exhibit, steady, moves = drawn((articles, columns, found[:0]))
    assert exhibit.why.plain().startswith("No formula occurs")
    assert trends_finding(steady, moves).plain().startswith("No formula occurs")


def test_labels_and_terms_of_a_stranger_are_shown_and_escaped(make, whole):
    articles, columns, found = make(8, label=HOSTILE + "{}")
    exhibit, steady, moves = drawn((articles, columns, found.assign(term=found["term"] + HOSTILE)), q=None)
    assert all(unit.startswith("_") for unit in exhibit.table["unit"])
    legend = exhibit.figure.legends[0]
    assert [text.get_text() for text in legend.get_texts()] == columns.shown
    whole(exhibit.alt, trends_finding(steady, moves))


def test_an_open_date_is_counted_and_a_sure_one_says_nothing(make):
    articles, columns, found = make(5)
    assert orders_finding(drawn((articles, columns, found))[2], 0) is None
    late = articles["date"].where(articles.index != "a0003", articles["date"].max() + pd.Timedelta(days=99))
    opened = articles.assign(date_earliest=articles["date"], date_latest=late)
    assert date_orders.open_dates(opened) == 1
    said = orders_finding(drawn((opened, columns, found))[2], 1).plain()
    assert said.endswith("1 article open, which allows 2 orders of the articles.") and "τ" not in said
    tested = drawn((opened, columns, found))[2].assign(q=0.5)
    assert "keeps its sign in all of them" in orders_finding(tested, 1).plain()


@pytest.mark.parametrize(("n", "told"), [(5, False), (60, True)])
def test_a_table_has_rows_only_where_a_direction_could_be_tested(n, told, make):
    moves = drawn(make(n, "article" if n == 5 else "Y"))[2]
    table = trends_table(moves)
    assert (len(table) > 0) == told
    assert {"term", "articles_with", "count", "tau"} <= set(table) and table.notna().all(axis=None)

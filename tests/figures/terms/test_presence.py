"""01-presence: rows sorted by family and year whatever occurs where, and sentences true at the edges."""

import pandas as pd
import pytest

from methods.figures.terms.presence import (
    _drawn,
    absence_finding,
    draw_presence,
    presence_finding,
)
from methods.measures import absence, rates

TERMS = pd.DataFrame(
    {
        "term": ["枫桥3", "枫桥2", "枫桥1", "枫桥0"],
        "family": ["law", "people", "law", None],
        "year": [2017.0, 2012.0, 2013.0, float("nan")],
        "gloss": ["three", None, "one", "zero"],
    }
)


def drawn(made, terms=TERMS, **arguments):
    table = rates.rates(made.found, made.articles, made.columns.label_of)
    return draw_presence(table, terms, made.columns, {"枫桥1": "one"}, **arguments)


@pytest.mark.parametrize(
    ("n", "by"), [(1, "article"), (2, "article"), (5, "article"), (8, "article"), (20, "article"), (60, "Y"),
                  (300, "M"), (40, "genre")]
)  # fmt: skip
@pytest.mark.parametrize("label", ["Place {}", "政法干部培训班学员{}"])
def test_no_two_texts_touch_whatever_the_columns(n, by, label, make, overlapping, whole):
    exhibit = drawn(make(n, by, label=label, years=8))
    assert overlapping(exhibit.figure) == []
    whole(exhibit.alt)


def test_rows_follow_families_and_years_and_not_where_a_formula_occurs(make):
    rows = [list(dict.fromkeys(drawn(make(n)).table["term"])) for n in (5, 8, 20)]
    assert all(row == [term for term in ["枫桥1", "枫桥3", "枫桥2", "枫桥0"] if term in row] for row in rows)
    assert rows[0][0] == "枫桥1"


def test_the_most_widespread_are_shown_if_there_is_no_room_for_all(make):
    exhibit = drawn(make(20), rows=1)
    assert [label.get_text() for label in exhibit.figure.axes[0].get_yticklabels()] == ["枫桥1 one"]
    assert set(exhibit.table["term"]) == {"枫桥0", "枫桥1", "枫桥2", "枫桥3"}, "the CSV has what is not drawn"
    assert "Not drawn: 3 formulas in " in exhibit.figure.get_supxlabel()
    assert "Not drawn" not in drawn(make(20)).figure.get_supxlabel()


def test_of_formulas_with_equal_numbers_all_or_none_are_drawn():
    spread = pd.DataFrame({"articles_with": [3, 1, 1, 1], "count": [9, 2, 1, 1]}, index=list("abcd"))
    assert [list(_drawn(spread, rows)) for rows in (4, 3, 2, 1)] == [
        list("abcd"),
        ["a", "b"],
        ["a", "b"],
        ["a"],
    ]
    assert list(_drawn(spread[2:], 1)) == ["c"], "a figure of nothing but equal ones is not empty"


def test_nothing_to_show_says_so(make):
    made = make(5)
    exhibit = drawn(made._replace(found=made.found[:0]))
    assert exhibit.figure is None and "No tracked formula occurs" in exhibit.why.plain()


def test_the_finding_counts_formulas_and_those_of_one_article():
    found = pd.DataFrame(
        {"article_id": ["a", "b", "a"], "term": ["枫桥1", "枫桥1", "枫桥2"], "count": [2, 1, 1]}
    )
    said = presence_finding(found, TERMS, 2).plain()
    assert (
        "Of 2 tracked formulas that occur, 1 occurs in a single article (50%), and 1 in each of the 2 articles."
        in said
    )
    assert "枫桥1 (2 articles, 3 hits), 枫桥2 (1 article, 1 hit)" in said


@pytest.mark.parametrize("terms", [TERMS, TERMS[:1], TERMS[:0]])
def test_findings_are_true_where_nothing_or_everything_occurs(terms, whole):
    none = pd.DataFrame({"article_id": [], "term": [], "count": []})
    none = none.astype({"article_id": "str", "term": "str", "count": int})
    every = pd.DataFrame({"article_id": "a", "term": terms["term"], "count": 1})
    articles = pd.DataFrame({"date": pd.to_datetime(["2020-01-01"])}, index=["a"])
    for found in (none, every):
        absent = absence.absent_terms(terms, found, articles)
        families = absence.absent_families(terms, found)
        whole(presence_finding(found, terms, 1), absence_finding(absent, families, 1))


def test_families_are_those_of_which_no_listed_formula_occurs_and_few_are_named(whole):
    many = pd.DataFrame({"term": [f"t{i}" for i in range(9)], "family": [f"f{i}" for i in range(9)]})
    found = pd.DataFrame({"article_id": ["a"], "term": ["t0"], "count": [1]})
    families = absence.absent_families(many, found)
    assert list(families) == [f"f{i}" for i in range(1, 9)]
    articles = pd.DataFrame({"date": pd.to_datetime(["2020-01-01"])}, index=["a"])
    said = whole(absence_finding(absence.absent_terms(many, found, articles), families, 1))
    assert "f1 &#40;t1&#41;" in said and "and 5 more" in said and "f4" not in said

"""01-registers: bars of two registers, each on its own scale, accidents left out of the picture."""

import pandas as pd
import pytest

from methods.figures.terms.registers import draw_registers, registers_finding
from methods.measures import rates
from methods.measures.registers import count_registers

LISTED = pd.DataFrame(
    [
        ("party", "党", "bare", "the Party"),
        ("party", "党员", "member", "Party member"),
        ("party", "政党", "accident", None),
        ("law", "法治", "bare", None),
    ],
    columns=["register", "term", "counts_as", "gloss"],
)


def counted(made, texts=("党的党员、政党", "法治", "天气好")):
    articles = made.articles.assign(text=[texts[i % len(texts)] for i in range(len(made.articles))])
    table = count_registers(articles, LISTED)
    return table, rates.rates(table[["article_id", "item", "count"]], articles, made.columns.label_of)


@pytest.mark.parametrize(("n", "by"), [(1, "article"), (2, "article"), (5, "article"), (8, "article"),
                                       (20, "article"), (60, "Y"), (300, "M"), (40, "genre")])  # fmt: skip
@pytest.mark.parametrize("label", ["Place {}", "_政法干部$x$培训班学员{}"])
def test_no_two_texts_touch(n, by, label, make, overlapping, whole):
    made = make(n, by, label=label)
    table, rated = counted(made)
    exhibit = draw_registers(rated, LISTED, made.columns)
    assert overlapping(exhibit.figure) == []
    whole(exhibit.alt, registers_finding(table, LISTED, made.columns))


def test_accidents_are_in_the_table_and_not_in_the_sentence(make):
    made = make(3)
    table, rated = counted(made)
    exhibit = draw_registers(rated, LISTED, made.columns)
    assert exhibit.table.query("counts_as == 'accident'")["count"].sum() == 1
    said = registers_finding(table, LISTED, made.columns).plain()
    assert '党 (the Party) occurs 2 times, in 1 of 3 articles: Place 0 2. Of kind "bare": 1.' in said
    assert '法治 occurs 1 time, in 1 of 3 articles: Place 1 1. Of kind "bare": 1.' in said


def test_articles_with_a_hit_are_named_those_with_most_first(make):
    made = make(3)
    table, _ = counted(made, texts=("党、党", "党员、党员、党", "天气好"))
    said = registers_finding(table, LISTED, made.columns).plain()
    assert "in 2 of 3 articles: Place 1 3, Place 0 2. Of kind" in said
    assert "法治 occurs in none of 3 articles." in said


def test_panels_have_the_seed_in_english_and_a_note_says_what_the_kinds_hold(make):
    made = make(3)
    figure = draw_registers(counted(made)[1], LISTED, made.columns).figure
    assert [ax.get_title(loc="left") for ax in figure.axes] == ["党 the Party", "法治"]
    assert figure.get_supxlabel().startswith(
        "For example, bare: 党, 法治; member: 党员\nEach panel has its own"
    )


def test_each_panel_has_its_own_scale(make):
    made = make(3)
    figure = draw_registers(counted(made, ("党" * 20, "法治", "天"))[1], LISTED, made.columns).figure
    wide, narrow = (ax.get_xlim()[1] for ax in figure.axes)
    assert wide > 5 * narrow


def test_articles_are_not_listed_where_they_are_many(make):
    made = make(60, "Y")
    table, _ = counted(made)
    assert "Place" not in registers_finding(table, LISTED, made.columns).plain()


def test_no_file_and_no_hit_are_said(make, whole):
    made = make(3)
    table, rated = counted(made, texts=("天气好",))
    assert "Neither register occurs: 党, 法治" in draw_registers(rated, LISTED, made.columns).why.plain()
    assert "党 &#40;the Party&#41; occurs in none of 3 articles" in whole(
        registers_finding(table, LISTED, made.columns)
    )
    none, no_rates = table[:0], rated[:0]
    assert "registers.csv" in draw_registers(no_rates, LISTED[:0], made.columns).why.plain()
    assert registers_finding(none, LISTED[:0], made.columns) is None

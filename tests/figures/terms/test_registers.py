"""01-registers: bars of two registers with the same scale, accidents left out of the picture."""

import pandas as pd
import pytest

from methods.figures.terms.registers import draw_registers, registers_finding
from methods.measures import rates
from methods.measures.registers import count_registers

LISTED = pd.DataFrame(
    [
        ("party", "党", "bare"),
        ("party", "党员", "member"),
        ("party", "政党", "accident"),
        ("law", "法治", "bare"),
    ],
    columns=["register", "term", "counts_as"],
)
SEEDS = {"party": "党", "law": "法治"}


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
    exhibit = draw_registers(rated, SEEDS, made.columns)
    assert overlapping(exhibit.figure) == []
    whole(exhibit.alt, registers_finding(table, SEEDS, made.columns))


def test_accidents_are_in_the_table_and_not_in_the_sentence(make):
    made = make(3)
    table, rated = counted(made)
    exhibit = draw_registers(rated, SEEDS, made.columns)
    assert exhibit.table.query("counts_as == 'accident'")["count"].sum() == 1
    said = registers_finding(table, SEEDS, made.columns).plain()
    assert "党 has 2 hits, in 1 of 3 articles; not in Place 1, Place 2" in said
    assert "法治 has 1 hit, in 1 of 3 articles; not in Place 0, Place 2" in said


def test_articles_are_not_listed_where_they_are_many(make):
    made = make(60, "Y")
    table, _ = counted(made)
    assert "not in" not in registers_finding(table, SEEDS, made.columns).plain()


def test_no_file_and_no_hit_are_said(make, whole):
    made = make(3)
    table, rated = counted(made, texts=("天气好",))
    assert "Neither register occurs: 党, 法治" in draw_registers(rated, SEEDS, made.columns).why.plain()
    assert "0 hits, in 0 of 3 articles" in whole(registers_finding(table, SEEDS, made.columns))
    none, no_rates = table[:0], rated[:0]
    assert "registers.csv" in draw_registers(no_rates, {}, made.columns).why.plain()
    assert registers_finding(none, {}, made.columns) is None


def test_both_panels_have_one_scale(make):
    made = make(5)
    _, rated = counted(made)
    one, two = draw_registers(rated, SEEDS, made.columns).figure.axes[:2]
    assert one.get_xlim() == two.get_xlim()

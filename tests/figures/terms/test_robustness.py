"""01-robustness: eight ways of counting, without arrows of few articles, a sample never taken for all."""

import pandas as pd
import pytest

from methods.figures.terms.robustness import draw_robustness, robustness_finding, turned_finding
from methods.measures.robustness import USED, summarise_ways

WAYS = [
    USED,
    "none inferred",
    "glosses at most",
    "undamaged",
    "glosses cut",
    "as found",
    "words, lexicon",
    "words, none",
]


def ways(made, lost=()):
    tables = [made.found.assign(way=way, tokens=1000) for way in WAYS]
    table = pd.concat(tables, ignore_index=True)
    gone = (table["way"] == "glosses at most") & table["term"].isin(lost)
    return table.assign(count=table["count"].where(~gone, 0))


def turning(turned=()):
    rows = [
        (way, f"枫桥{i}", -1.0 if f"枫桥{i}" in turned and way == WAYS[1] else 1.0)
        for way in WAYS
        for i in range(4)
    ]
    return pd.DataFrame(rows, columns=["way", "term", "direction"])


@pytest.mark.parametrize(("n", "by"), [(1, "article"), (5, "article"), (60, "Y"), (300, "M")])
def test_no_two_texts_touch_and_few_articles_have_no_arrow(n, by, make, overlapping, whole):
    made = make(n, by)
    terms = sorted(set(made.found["term"]))
    exhibit = draw_robustness(
        ways(made), turning(), terms, made.columns, {"枫桥1": "the Fengqiao experience of years"}
    )
    assert overlapping(exhibit.figure) == []
    arrows = [t.get_text() for t in exhibit.figure.axes[0].texts if "↑" in t.get_text()]
    assert bool(arrows) == (by != "article") == ("direction" in exhibit.table)
    whole(exhibit.alt, robustness_finding(summarise_ways(ways(made)), n, n))


def test_what_vanishes_is_counted_among_what_was_counted(make, whole):
    made = make(5)
    summary = summarise_ways(ways(made, lost=["枫桥0"]))
    said = robustness_finding(summary, 5, 4000)
    assert "vanish then: 1 of 4 (in a random sample of 5 of 4,000 articles)" in said.plain()
    whole(said)
    assert summary.loc["glosses at most", "lost"] == 1 and summary.loc[USED, "lost"] == 0


def test_formulas_that_turn_are_named_and_only_over_periods(make):
    many, few = make(60, "Y").columns, make(5).columns
    terms = [f"枫桥{i}" for i in range(4)]
    assert "left out: 1 of 4 (枫桥2)" in turned_finding(turning(["枫桥2"]), terms, many).plain()
    assert "No formula changes direction" in turned_finding(turning(), terms, many).plain()
    assert turned_finding(turning(["枫桥2"]), terms, few) is None


def test_nothing_counted_says_so(make, whole):
    made = make(5)
    table = ways(made).assign(count=0)
    exhibit = draw_robustness(table, turning(), [], made.columns, {})
    assert exhibit.why is not None
    assert "nothing depends on the way" in whole(robustness_finding(summarise_ways(table), 5, 5))


def test_the_ways_and_the_colours_are_explained_in_the_figure(make):
    made = make(5)
    figure = draw_robustness(ways(made), turning(), sorted(set(made.found["term"])), made.columns, {}).figure
    note = figure.get_supxlabel()
    assert note.startswith("n = 5 articles. Colour: hits compared with the first column")
    labels = [label.get_text().lower() for label in figure.axes[0].get_xticklabels()]
    assert all(label.split()[0] in note.lower() for label in labels[1:])

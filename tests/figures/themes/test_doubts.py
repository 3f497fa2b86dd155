"""What the themes depend on: a single term, or terms that one column alone has."""

import pandas as pd
import pytest

from methods.corpora.columns import make_columns
from methods.figures.themes.doubts import one_term_finding, steady_finding
from methods.measures.themes import leave_one_out

ARTICLES = pd.DataFrame({"date": pd.NaT, "label": ["Place 0", "Place 1"]}, ["a0", "a1"]).rename_axis(
    "article_id"
)
COLUMNS = make_columns(ARTICLES)


def hits(*rows):
    """Return hits: unit, theme, term, and how many."""
    table = pd.DataFrame([row[:3] for row in rows for _ in range(row[3])], columns=["unit", "theme", "term"])
    return table.assign(article_id=table["unit"])


def test_a_theme_that_is_nearly_one_term_is_named_where_it_has_hits_enough(book):
    found = hits(
        ("Place 1", "peace", "平安", 17), ("Place 1", "peace", "隐患", 3), ("Place 0", "peace", "平安", 9),
        ("Place 0", "law", "法治", 6), ("Place 0", "law", "执法", 6),
    )  # fmt: skip
    said = one_term_finding(found, COLUMNS, book(("law", "peace"))).plain()
    assert said == "A single term accounts for most hits of Theme peace in Place 1 (平安, 17 of 20)."
    assert one_term_finding(found[found["theme"] == "law"], COLUMNS, book(("law", "peace"))) is None


def test_where_the_largest_theme_changes_the_new_one_is_named(book):
    made = book(("law", "peace"))
    found = hits(
        ("Place 0", "law", "法治", 9), ("Place 0", "peace", "平安", 2), ("Place 1", "peace", "平安", 5)
    )
    said = steady_finding(leave_one_out(found, COLUMNS.shown, made.terms), COLUMNS, made).plain()
    assert "stays the same in 1 of 2 articles; it becomes Theme peace in Place 0." in said


@pytest.mark.parametrize(
    ("hits", "told"),
    [(2, "No cell has 5 hits."), (6, "Darkest with 5 hits or more: Theme law (α 1.00) in a, 6 hits.")],
)
def test_no_cell_of_fewer_than_five_hits_is_called_the_darkest(hits, told, small):
    long = "今天天气很好。" * 40
    texts = [long, "法治。" * hits + long, "法治。", "法治。", long, long]
    drawn = small.draw(small.corpus(texts, genre=list("aabbcc")), small.lexicon(), by="genre", each_up_to=0)
    assert told in drawn.exhibits["themes"].alt.plain()


def test_a_theme_of_fewer_than_five_hits_has_no_tenths(small):
    texts = ["法治。" * 2 + "平安。" * (number == 3) for number in range(4)]
    drawn = small.draw(small.corpus(texts, genre=list("aabb")), small.lexicon(), by="genre", each_up_to=0)
    (ax, *_), note = drawn.exhibits["course"].figure.axes, drawn.exhibits["course"].figure.get_supxlabel()
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Theme law 题"]
    assert "n = 8 hits. Not drawn: 2 themes with fewer than 5 hits." in note
    few = small.draw(
        small.corpus(["法治。"] * 4, genre=list("aabb")), small.lexicon(), by="genre", each_up_to=0
    )
    assert few.exhibits["course"].why.plain().startswith("Not shown: no theme has 5 hits")

"""What the themes depend on: a single term, or terms that one column alone has."""

import pandas as pd

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

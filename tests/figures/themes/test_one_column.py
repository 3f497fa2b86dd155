"""Sentences on themes in a corpus of one column, or where nothing moves."""

import pandas as pd

from methods.corpora.columns import make_columns
from methods.figures.themes.course import ends_sentence
from methods.figures.themes.doubts import segmentation_finding
from methods.figures.themes.themes import themes_finding
from methods.measures.themes import rate_themes

MANY = pd.DataFrame({"date": pd.NaT, "label": None}, [f"a{n}" for n in range(30)]).rename_axis("article_id")


def test_one_column_has_no_theme_only_for_itself(book):
    made = book(("law", "peace"))
    articles = MANY.assign(tokens=1000)
    scores = pd.DataFrame({"article_id": MANY.index, "theme": "law", "count": 1})
    columns = make_columns(articles)
    said = themes_finding(rate_themes(scores, articles, columns.label_of), columns, made).plain()
    assert said.startswith("Most hits: all articles: Theme law") and "only" not in said


def test_no_theme_moves_and_none_is_common(book):
    made, columns = book(("law", "peace")), make_columns(MANY)
    cut = pd.DataFrame(
        {way: [9, 2] for way in ("substring", "with_lexicon", "without_lexicon")}, ["law", "peace"]
    )
    assert "No theme changes its rank" in segmentation_finding(cut, columns, made, 30).plain()
    spots = pd.DataFrame({"article_id": ["a0"], "theme": ["law"], "position": [0.5]})
    assert ends_sentence(spots, 30, made).plain().startswith("No theme occurs in more than half")

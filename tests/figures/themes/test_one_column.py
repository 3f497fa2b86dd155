"""Sentences on themes in a corpus of one column, or where nothing moves."""

import pandas as pd

from methods.corpora.columns import make_columns
from methods.figures.tables import with_names
from methods.figures.themes.course import ends_sentence, paragraph_quoted
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


def test_a_weak_theme_that_would_lead_is_told(book):
    made = book(("law", "peace"), {"law": (0.5,), "peace": (0.9,)})
    articles = MANY.iloc[:2].assign(tokens=1000, label=["Place 0", "Place 1"])
    rows = [("a0", "law", 9), ("a0", "peace", 2), ("a1", "law", 1), ("a1", "peace", 2)]
    scores, columns = pd.DataFrame(rows, columns=["article_id", "theme", "count"]), make_columns(articles)
    said = themes_finding(rate_themes(scores, articles, columns.label_of), columns, made).plain()
    assert "By hits, they lead in 1 article." in said


def coded(**paragraphs):
    """Return codes: for each coder, the theme of each paragraph of each article."""
    rows = [(coder, one, n, theme, True) for coder, articles in paragraphs.items()
            for one, themes in articles.items() for n, theme in enumerate(themes.split())]  # fmt: skip
    return pd.DataFrame(rows, columns=["coder", "article_id", "paragraph", "theme", "coded"])


def test_a_largest_theme_is_given_only_where_every_coder_finds_it(book):
    made = book(("law", "peace"), {"law": (0.8,), "peace": (0.9,)})
    articles = MANY.iloc[:3].assign(tokens=1000, label=["Place 0", "Place 1", "Place 2"])
    rows = [("a0", "law", 9), ("a0", "peace", 2), ("a1", "law", 1), ("a1", "peace", 6), ("a2", "law", 7)]
    scores, columns = pd.DataFrame(rows, columns=["article_id", "theme", "count"]), make_columns(articles)
    shares = rate_themes(scores, articles, columns.label_of)
    codes = coded(A={"a0": "peace peace", "a1": "peace"}, B={"a0": "law law", "a1": "peace"})
    said = themes_finding(shares, columns, made, codes).plain()
    assert said.startswith(
        "Term list and coders have the same largest theme in 1 of 2 articles: Theme peace (α 0.90) in Place "
        "1. Where they do not, none is given. Not coded, so by hits alone: Place 2: Theme law"
    )
    tied = coded(A={"a0": "law peace", "a1": "law"})
    assert "theme in none of 2 articles. Where they" in themes_finding(shares, columns, made, tied).plain()
    agreed = themes_finding(shares, columns, made, coded(A={"a0": "law", "a1": "peace", "a2": "law"})).plain()
    assert "in 3 of 3 articles: " in agreed and "Where they" not in agreed and "alone" not in agreed
    uncoded = themes_finding(shares, columns, made, codes.head(0)).plain()
    assert uncoded.startswith("2 different themes lead in 3 articles")


def test_a_theme_that_the_list_finds_badly_is_told_as_the_coders_found_it(book):
    made = book(("law", "peace"), {"law": (0.5,), "peace": (0.9,)})
    articles = MANY.iloc[:2].assign(tokens=1000, label=["Place 0", "Place 1"])
    rows = [("a0", "law", 1), ("a0", "peace", 9), ("a1", "law", 1), ("a1", "peace", 6)]
    scores, columns = pd.DataFrame(rows, columns=["article_id", "theme", "count"]), make_columns(articles)
    codes = coded(A={"a0": "law law law", "a1": "peace"}, B={"a0": "law law peace", "a1": "law"})
    said = themes_finding(rate_themes(scores, articles, columns.label_of), columns, made, codes).plain()
    assert "By the coders, Theme law has the most paragraphs in Place 0 (3 and 2)." in said
    assert "By hits, they lead" not in said


def test_no_theme_moves_and_none_is_common(book):
    made, columns = book(("law", "peace")), make_columns(MANY)
    cut = pd.DataFrame(
        {way: [9, 2] for way in ("substring", "with_lexicon", "without_lexicon")}, ["law", "peace"]
    )
    assert "No theme changes its rank" in segmentation_finding(cut, columns, made, 30).plain()
    spots = pd.DataFrame({"article_id": ["a0"], "theme": ["law"], "position": [0.5]})
    assert (
        ends_sentence(spots, pd.Series([100] * 30), made)
        .plain()
        .startswith("No theme occurs in more than half")
    )


def test_what_the_segmentation_loses_is_named_if_it_is_much(book):
    made, columns = book(("law", "peace")), make_columns(MANY)
    cut = pd.DataFrame(
        {"substring": [66, 12], "with_lexicon": [60, 12], "without_lexicon": [4, 9]}, ["law", "peace"]
    )
    said = segmentation_finding(cut, columns, made, 30).plain()
    assert said.endswith(
        "Without the lexicon, Theme law falls from 66 hits to 4: jieba alone cuts its terms."
    )
    assert "falls" not in segmentation_finding(cut.assign(without_lexicon=[40, 9]), columns, made, 30).plain()
    assert "falls" not in segmentation_finding(cut // 8, columns, made, 30).plain()


def test_overlapping_places_of_themes_are_no_order(book):
    made = book(("law", "peace"))
    spots = pd.DataFrame(
        [(f"a{n}", theme, at + n / 10) for n in range(3) for theme, at in [("law", 0.1), ("peace", 0.6)] * 2],
        columns=["article_id", "theme", "position"],
    )
    assert "overlap" not in ends_sentence(spots, pd.Series([100] * 3), made).plain()
    near = spots.assign(position=spots["position"].where(spots["theme"] == "law", spots["position"] - 0.4))
    assert (
        ends_sentence(near, pd.Series([100] * 3), made)
        .plain()
        .endswith("so no theme has a place of its own.")
    )


def test_a_theme_with_hardly_a_hit_in_long_texts_has_no_place(book):
    made = book(("law", "peace", "rare"))
    common = [("law", 0.2), ("peace", 0.6)] * 12
    spots = pd.DataFrame(
        [(f"a{n}", theme, at) for n in range(3) for theme, at in (*common, *[("rare", 0.01)] * 2)],
        columns=["article_id", "theme", "position"],
    )
    said = ends_sentence(spots, pd.Series([100_000] * 3), made).plain()
    assert "Theme law is earliest" in said and "rare" not in said
    assert "Theme rare is earliest" in ends_sentence(spots, pd.Series([1_000] * 3), made).plain()


def test_a_quoted_paragraph_is_called_by_the_name_of_its_article():
    quoted = pd.DataFrame({"article_id": ["001"], "paragraph": [7], "text": ["发扬枫桥经验"]})
    assert paragraph_quoted(quoted).plain().endswith("> article 001, paragraph 7")
    named = with_names(quoted, pd.DataFrame({"label": ["Guangxi 2025"]}, index=["001"]))
    assert paragraph_quoted(named).plain().endswith("> Guangxi 2025, paragraph 7")

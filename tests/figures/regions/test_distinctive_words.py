"""02-distinctive-words and 02-general-chinese: few articles and many, one, and none."""

import numpy as np
import pandas as pd
import pytest

from methods.corpora.columns import make_columns
from methods.figures.regions.compared import compared_finding, describe_columns
from methods.figures.regions.distinctive_words import (
    agreement_note,
    distinctive_finding,
    draw_distinctive_words,
    first_words,
    verdict_note,
    words_table,
)
from methods.figures.regions.general_chinese import draw_general_chinese, general_finding, general_marks
from methods.measures.distinctive import agreement, compare_words, rank_words
from methods.measures.keyness import against_general
from methods.measures.rates import rates

WORDS = ["法治", "社区", "培训", "治理", "平安", "党员"]
GLOSSES = {"法治": "rule of law"}


def counts_of(columns):
    """Each column has one word much more often than the others."""
    rng = np.random.default_rng(0)
    place = {key: n for n, key in enumerate(columns.names)}
    rows = [
        (article, word, int(rng.poisson(20 if WORDS.index(word) == place[key] % len(WORDS) else 2)))
        for article, key in columns.of.items()
        for word in WORDS
    ]
    return pd.DataFrame(rows, columns=["article_id", "word", "count"]).query("count > 0")


def articles_of(columns, **facts):
    return pd.DataFrame({"tokens": 100, "date": pd.Timestamp("2020-01-01")} | facts, columns.of.index)


def draw(columns, leave_out=()):
    counts, articles = counts_of(columns), articles_of(columns)
    compared = compare_words(counts, articles, columns.of)
    ranked = rank_words(compared, columns.names, leave_out)
    best = first_words(ranked, columns, GLOSSES, 5)
    rated = rates(counts, articles, columns.of.rename("group"))
    titles = describe_columns(articles, columns)
    return compared, ranked, draw_distinctive_words(best, rated, columns, titles, GLOSSES)


@pytest.mark.parametrize("n", [2, 5, 8])
@pytest.mark.parametrize("kind", ["article", "genre"])
def test_each_column_has_its_words_and_no_text_touches_another(n, kind, made_columns, overlapping):
    columns = made_columns(n, kind, label="政法干部培训班学员{}")
    compared, ranked, exhibit = draw(columns)
    assert exhibit.table["low"].notna().all() == (kind == "genre")
    assert overlapping(exhibit.figure) == []
    said = distinctive_finding(compared, ranked, columns, GLOSSES).plain()
    assert ("significant" in said.lower()) == (kind == "genre") and "nan" not in said
    assert "法治 (rule of law)" in exhibit.alt.plain()
    verdict = verdict_note(compared)
    if kind == "genre":
        assert verdict is None
        assert {"bound", "q"} < set(words_table(exhibit.table, columns))
    else:
        p = {2: "1", 5: "0.4", 8: "0.25"}[n]
        assert verdict.plain().startswith(
            f"No test over articles can come out significant: the smallest possible p is {p}, where 0.0"
        )
        read = words_table(exhibit.table, columns)
        assert {"bound", "q"}.isdisjoint(read) and set(read["article"]) == set(columns.shown)
    assert "by weighted log-odds" in agreement_note(agreement(ranked)).plain()


def test_names_are_not_shown(made_columns):
    _, _, exhibit = draw(made_columns(2), leave_out={"法治"})
    assert "法治" not in set(exhibit.table["word"])


def test_a_single_column_says_why_there_is_nothing(made_columns):
    columns = made_columns(1)
    compared, ranked, exhibit = draw(columns)
    assert exhibit.why.plain() == "Not shown: there is one article, and no other to compare its words with."
    assert distinctive_finding(compared, ranked, columns, {}) is None
    assert verdict_note(compared) is agreement_note(agreement(ranked)) is None
    assert (
        "With one article, nothing can be compared" in compared_finding(articles_of(columns), columns).plain()
    )


def test_equal_texts_have_no_distinctive_word_and_that_is_said(made_columns):
    columns = made_columns(2)
    counts = pd.DataFrame({"article_id": columns.of.index, "word": "法治", "count": 5})
    compared = compare_words(counts, articles_of(columns), columns.of)
    ranked = rank_words(compared, columns.names)
    assert ranked.empty
    said = distinctive_finding(compared, ranked, columns, {}).markdown()
    assert said.startswith("**No word has an LRC above zero**")
    best = first_words(ranked, columns, {}, 5)
    assert (
        "no word distinguishes any article"
        in draw_distinctive_words(best, counts, columns, {}, {}).why.plain()
    )


def test_more_groups_than_a_figure_holds_are_named_by_size():
    ids = pd.Index([f"a{i:02}" for i in range(31)], dtype="str")
    articles = pd.DataFrame({"province": [f"p{i:02}" for i in range(31)], "date": pd.NaT}, ids)
    articles["tokens"] = [100] * 30 + [200]
    said = compared_finding(articles, make_columns(articles, "province", least=10, most=6)).plain()
    assert said.startswith("31 articles, compared by province: 31 provinces. Figures show")
    assert "the 6 with the longest texts: p30, p00, p01, p02, p03, p04; the other 25 belong" in said
    articles.loc["a00", "province"] = "p01"
    said = compared_finding(articles, make_columns(articles, "province", least=1, most=6)).plain()
    assert "the 6 with the most articles: p01, p30, p02, p03, p04, p05; the other 24 belong" in said


def test_of_undivided_articles_the_columns_that_would_divide_them_are_named():
    articles = pd.DataFrame({"party": ["x", "y"] * 20, "speaker": range(40), "date": pd.NaT, "genre": "talk"})
    articles = articles.astype({"speaker": "str"}).set_index(articles.index.astype("str"))
    said = compared_finding(articles, make_columns(articles, "date", each_up_to=0)).plain()
    assert "Columns that divide the articles, for GROUP: party (2 values)." in said.replace("`", "")
    divided = compared_finding(articles, make_columns(articles, "party", each_up_to=0)).plain()
    assert "that divide" not in divided


def test_articles_that_are_their_own_columns_are_not_counted_twice(made_columns):
    columns = made_columns(2)
    articles = articles_of(columns, system=["court", "justice"], genre="feature")
    said = compared_finding(articles, columns).plain()
    assert said == "2 articles, each compared with the others. Among them are 2 systems."


def test_a_title_names_the_rival_explanations(made_columns):
    columns = made_columns(2, "genre")
    articles = articles_of(columns, system=["court"] * 18 + ["justice"] * 6, genre="feature")
    titles = describe_columns(articles, columns)
    first, second = columns.names
    assert titles[first] == "Place 0, 12 articles, court, feature"
    assert titles[second] == "Place 1, 12 articles, court 50%, feature"


def general(columns, leave_out=()):
    counts, articles = counts_of(columns), articles_of(columns)
    table = against_general(counts, articles)
    overall = rates(counts, articles, pd.Series("all", articles.index, name="group"))
    return table, general_marks(table, overall, columns, GLOSSES, leave_out)


@pytest.mark.parametrize(("n", "kind", "intervals"), [(5, "article", False), (2, "genre", True)])
def test_words_of_most_articles_mark_them_against_general_chinese(
    n, kind, intervals, made_columns, overlapping
):
    columns = made_columns(n, kind)
    table, marks = general(columns)
    assert marks["low"].notna().any() == intervals
    exhibit = draw_general_chinese(marks, columns, 1000, GLOSSES)
    assert overlapping(exhibit.figure) == []
    np.testing.assert_allclose(np.log2(marks["per_10k"] / marks["rest_per_10k"]), marks["log_ratio"])
    assert "法治" not in set(general(columns, {"法治"})[1]["word"])
    assert "nan" not in general_finding(table, marks, GLOSSES).plain()


def test_no_word_at_all_is_said(made_columns):
    columns = made_columns(1)
    counts = pd.DataFrame({"article_id": ["a000"], "word": ["学深悟透"], "count": [3]})
    table = against_general(counts, articles_of(columns))
    nothing = pd.DataFrame({"word": [], "per_10k_low": [], "per_10k_high": []})
    marks = general_marks(table, nothing, columns, {})
    assert "no word" in draw_general_chinese(marks, columns, 100, {}).why.plain()
    assert "**No word is clearly more frequent" in general_finding(table, marks, {}).markdown()
    assert general_finding(table.head(0), marks, {}) is None

"""Themes: hits are counted once, by the longest term, and add up from paragraphs to articles."""

import tracemalloc

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import ROOT
from methods.measures.missed_words import missed_words, sum_missed
from methods.measures.themes import (
    code_paragraphs,
    count_theme_terms,
    count_themes,
    find_theme_hits,
    leading_terms,
    leave_one_out,
    locate_hits,
    rate_themes,
    score_paragraphs,
    sum_by_theme,
)

BOOK = pd.DataFrame(
    [
        ("party", "党组织", ""),
        ("party", "基层党组织", ""),
        ("security", "平安", "水平安全|和平安定"),
        ("skill", "治理能力", ""),
        ("skill", "能力建设", ""),
        ("law", "能力建设", ""),
    ],
    columns=["theme", "term", "not_in"],
)


def corpus(*texts):
    ids = pd.Index([f"a{number}" for number in range(len(texts))], name="article_id")
    return pd.DataFrame({"text": pd.Series(texts, index=ids, dtype="str")})


def hits(text):
    return list(
        find_theme_hits(corpus(text), BOOK)[["theme", "term", "start"]].itertuples(index=False, name=None)
    )


@pytest.fixture(scope="module")
def codebook():
    return pd.read_csv(ROOT / "corpus" / "lexicons" / "themes.csv", keep_default_na=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The longest counts for what it contains; the shorter counts where it is alone.
        ("基层党组织和党组织", [("party", "基层党组织", 0), ("party", "党组织", 6)]),
        # Overlapping terms of one theme are one hit, the first of equally long ones; themes do not disturb each other.
        ("治理能力建设", [("skill", "治理能力", 0), ("law", "能力建设", 2)]),
        # An accident inside a longer string is not a hit; next to it counts.
        ("高水平安全护航", []),
        ("水平安全，平安", [("security", "平安", 5)]),
        ("和平安定", []),
        ("和平平安定居", [("security", "平安", 2)]),
        ("党组，织", []),
        ("", []),
    ],
)
def test_hits(text, expected):
    assert hits(text) == expected


def test_an_empty_term_is_refused():
    with pytest.raises(ValueError, match="empty term"):
        find_theme_hits(corpus("甲"), pd.DataFrame({"theme": ["x"], "term": [" "]}))


def test_a_codebook_without_traps():
    assert len(find_theme_hits(corpus("高水平安全"), BOOK.drop(columns="not_in"))) == 1


def counted(articles, book=BOOK):
    return count_themes(find_theme_hits(articles, book), articles.index, book["theme"])


def test_counts_of_articles():
    table = counted(corpus("党组织，基层党组织。平安", "天气")).set_index(["article_id", "theme"])["count"]
    assert table["a0", "party"] == 2
    # Themes that an article does not have are in the table, and so is an article without any.
    assert table["a0", "law"] == 0 and table["a1"].tolist() == [0] * BOOK["theme"].nunique()


def test_scores_of_paragraphs():
    text = "平安\n\n党组织与平安\n天气"
    table = score_paragraphs(corpus(text, ""), BOOK)
    assert table.groupby("paragraph")["start"].first().tolist() == [0, 4, 11]
    assert table.query("theme == 'security'")["count"].tolist() == [1, 1, 0]
    assert set(table["article_id"]) == {"a0"} and len(table) == 3 * 4
    assert table.groupby("paragraph")["characters"].first().tolist() == [2, 6, 2]


def test_a_corpus_without_text():
    assert score_paragraphs(corpus("", ""), BOOK).empty
    assert counted(corpus(""))["count"].sum() == 0
    assert sum_missed(missed_words(corpus(""), BOOK)).empty


@pytest.mark.parametrize(
    ("least", "share", "expected"),
    [
        (1, 0, [True, True, False]),
        (2, 0, [True, False, False]),
        (1, 0.3, [True, False, False]),
        (0, 0, [True, True, False]),
    ],
)
def test_the_rule_of_coding(least, share, expected):
    scores = pd.DataFrame({"article_id": "a0", "paragraph": 1, "theme": list("xyz"), "count": [3, 1, 0]})
    assert code_paragraphs(scores, least, share).tolist() == expected


def test_leaving_an_article_out():
    articles = corpus("党组织。平安，平安", "党组织。治理能力", "天气")
    table = leave_one_out(find_theme_hits(articles, BOOK), articles.index, BOOK).set_index(
        ["article_id", "theme"]
    )
    assert table.loc[("a0", "party"), ["count", "kept_count", "kept_share", "dropped_terms"]].tolist() == [
        1,
        1,
        1,
        0,
    ]
    assert table.loc[("a0", "security"), ["count", "kept_count", "dropped_terms"]].tolist() == [2, 0, 1]
    assert table.loc[("a0", "security"), "share"] == pytest.approx(2 / 3)
    assert table.loc["a2", "kept_share"].isna().all()


def test_what_the_codebook_misses():
    table = sum_missed(missed_words(corpus("天气好，党组织说天气。", "天气"), BOOK, ["好"])).set_index("word")
    assert table.index[0] == "天气" and table.loc["天气", ["count", "articles", "covered"]].tolist() == [
        3,
        2,
        0,
    ]
    assert not {"好", "党组织", "，"} & set(table.index)
    # A word that also occurs in a hit is missed only where it is alone.
    word = (
        missed_words(corpus("治理能力强，治理难"), BOOK.query("theme == 'skill'"))
        .set_index("word")
        .loc["治理"]
    )
    assert word[["count", "covered"]].tolist() == [1, 1]


def test_five_articles(articles, codebook):
    themes, paragraphs = counted(articles, codebook), score_paragraphs(articles, codebook)
    assert themes["count"].sum() == paragraphs["count"].sum() > 400
    assert len(themes) == 5 * codebook["theme"].nunique()
    found = find_theme_hits(articles, codebook)
    # The column `occurs` of the codebook, which a person can check with a text editor, says the same.
    assert set(codebook.loc[codebook["occurs"].astype(str).str.lower() == "true", "term"]) >= set(
        found["term"]
    )
    left = leave_one_out(found, articles.index, codebook)
    assert (left["kept_count"] <= left["count"]).all() and left["kept_count"].sum() > 0
    for row in found.itertuples():
        assert articles.at[row.article_id, "text"][row.start : row.end] == row.term


TEXT = st.text(alphabet="基层党组织治理能力建设平安水全\n", max_size=60)


@settings(max_examples=60)
@given(st.lists(TEXT, min_size=1, max_size=3))
def test_hits_are_counted_once(texts):
    articles = corpus(*texts)
    found = find_theme_hits(articles, BOOK)
    for (article, _), part in found.groupby(["article_id", "theme"]):
        assert (part["start"].to_numpy()[1:] >= part["end"].to_numpy()[:-1]).all()
        text = articles.at[article, "text"]
        assert all(text[row.start : row.end] == row.term for row in part.itertuples())
    assert score_paragraphs(articles, BOOK)["count"].sum() == len(found)  # no term holds a line break


@settings(max_examples=30)
@given(st.lists(TEXT, min_size=2, max_size=4))
def test_tables_of_chunks_join(texts):
    articles = corpus(*texts)
    parts = [find_theme_hits(articles.iloc[:1], BOOK), find_theme_hits(articles.iloc[1:], BOOK)]
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), find_theme_hits(articles, BOOK))


def test_positions_of_paragraphs_and_hits():
    articles = corpus("平安\n\n党组织与平安", "")
    table = score_paragraphs(articles, BOOK)
    assert table["position"].unique().tolist() == pytest.approx([1 / 10, 7 / 10])
    found = locate_hits(find_theme_hits(corpus("平安\n\n党组织与平安", "平安"), BOOK), articles.head(1))
    assert found["position"].tolist() == pytest.approx([0.4, 0.0, 0.8])


def test_rates_of_columns_share_out_the_hits():
    articles = corpus("党组织，平安", "党组织", "天气", "平安")
    units = pd.Series(["x", "x", "y", None], articles.index)
    table = rate_themes(counted(articles), articles, units).set_index(["unit", "theme"])
    assert table.loc[("x", "party"), "share"] == pytest.approx(2 / 3)
    assert table.loc["y", "share"].isna().all() and table.loc["y", "count"].sum() == 0
    assert table["count"].sum() == 3


def test_terms_that_make_a_theme():
    found = find_theme_hits(corpus("党组织，基层党组织，党组织，平安", "党组织"), BOOK)
    table = leading_terms(found.assign(unit=["x"] * 4 + ["y"]), pd.Series({"x": "party", "z": "law"}))
    assert table.drop(columns="unit").values.tolist() == [
        ["party", "党组织", 2, 3],
        ["party", "基层党组织", 1, 3],
    ]
    terms = count_theme_terms(found).set_index("term")
    assert terms.loc["党组织", ["count", "articles", "share"]].tolist() == [3, 2, 0.75]


def test_ways_of_counting_add_up_by_theme():
    ways = pd.DataFrame(
        {"term": ["甲", "乙"], "substring": [3, 1], "with_lexicon": [2, 1], "without_lexicon": 0}
    )
    table = sum_by_theme(ways, {"甲": "x", "乙": "x"}, ["y", "x"])
    assert table.loc["x"].tolist() == [4, 3, 0] and table.loc["y"].tolist() == [0, 0, 0]


def test_missed_words_of_a_length_and_a_spread():
    table = missed_words(corpus("天气好", "天气"), BOOK)
    assert sum_missed(table, min_articles=2)["word"].tolist() == ["天气"]
    assert "好" not in sum_missed(table, min_length=2)["word"].tolist()


def test_a_line_of_a_megabyte_takes_memory_in_proportion():
    # A paragraph that was copied to each of its hits would take 20 GB here.
    articles = corpus("平安，" * 60_000)
    tracemalloc.start()
    table = score_paragraphs(articles, BOOK)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert table["count"].sum() == 60_000 and peak < 100e6


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("议会推进修订预算，工厂改进修理流程，学校促进修养教育。", []),
        ("他曾到党校进修，机关安排进修班。", ["进修", "进修"]),
        ("中国共产党建立以来，越南劳动党建国有功，印度人民党建军未成，民主党建了新总部。", []),
        ("基层党建和机关党建都要抓。", ["基层党建", "党建"]),
    ],
)
def test_a_term_over_the_boundary_of_two_words_does_not_count(text, terms, codebook):
    found = find_theme_hits(corpus(text), codebook)
    of_both = found[found["theme"].isin(["party_organisation", "training_capability"])]
    assert [term for term in of_both["term"] if "进修" in term or "党建" in term] == terms

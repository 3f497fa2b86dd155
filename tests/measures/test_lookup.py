"""One call for a term: its tables agree with each other, and what is shown is text, never markup."""

import re

import pandas as pd
import pytest

from helpers import load_articles, look_up


@pytest.fixture(scope="module")
def articles():
    return load_articles()


def made(texts, places=None):
    dates = pd.to_datetime([f"{2000 + i}-05-01" for i in range(len(texts))])
    return pd.DataFrame(
        {"raw": texts, "text": texts, "date": dates, "province": places or [None] * len(texts)}
        | {"prefecture": [None] * len(texts), "county": [None] * len(texts)},
        index=pd.Index([f"{i:03}" for i in range(len(texts))], name="article_id"),
    )


@pytest.mark.parametrize("term", ["枫桥经验", "基层治理", "不在这些文章里"])
def test_the_tables_agree(articles, term):
    found = look_up(articles, term)
    hits = articles["text"].str.count(term)
    assert found.trend["count"].to_dict() == hits[found.trend.index].to_dict()
    assert found.places["count"].sum() == len(found.concordance) == hits.sum()
    assert found.trend["with_term"].sum() == (hits > 0).sum()
    assert "(s)" not in repr(found)
    said = f"{hits.sum()} times in {(hits > 0).sum()} of 5" if hits.sum() else "occurs in none of 5"
    assert said in repr(found)


def test_many_articles_are_shown_by_year():
    found = look_up(made(["平安中国"] * 3 + ["别的话题"] * 27, ["北京市"] * 30), "平安")
    assert found.trend.index.name == "year"
    assert found.trend.loc[[2000, 2003], "count"].tolist() == [1, 0]
    assert found.places.loc["北京市", ["articles", "with_term", "count"]].tolist() == [30, 3, 3]


def test_what_is_shown_is_text():
    articles = made(["平安中国"], ["<script>alert(1)</script>"]).rename(
        index={"000": "<img src=x onerror=alert(2)>"}
    )
    shown = look_up(articles, "平安")._repr_html_()
    assert "<script" not in shown and "<img" not in shown
    assert "&lt;script&gt;" in shown and "&lt;img" in shown


def test_an_empty_term_is_refused(articles):
    with pytest.raises(ValueError, match="needs a term"):
        look_up(articles, " ")


def test_a_term_that_occurs_nowhere_is_said_to_and_similar_words_are_proposed(articles):
    found = look_up(articles, "枫桥经念")
    assert found.near == ["枫桥经验"]
    assert "occurs in none of 5 articles. Similar words in them: 枫桥经验." in found.summary


def test_several_terms_are_looked_up_at_once(articles):
    both = look_up(articles, ["枫桥经验", "群众路线"])
    each = [look_up(articles, term).trend["count"].sum() for term in ("枫桥经验", "群众路线")]
    assert both.trend["count"].sum() == sum(each)
    assert both.term == "枫桥经验、群众路线"


def test_each_of_several_terms_has_its_number() -> None:
    articles = made(["平安中国，法治中国，平安"], ["北京市"])
    assert (
        "平安、法治、枫桥: 3 times (平安 2, 法治 1, 枫桥 0) in 1 of 1"
        in look_up(articles, ["平安", "法治", "枫桥"]).summary
    )
    assert "3 times in 1 of 1" in look_up(articles, re.compile("平安|法、?治")).summary


def test_tables_of_nothing_are_not_shown():
    undated = made(["平安中国"] * 30).assign(date=pd.NaT)
    shown = repr(look_up(undated, "平安"))
    assert "Empty" not in shown and "When" not in shown and "whole country" not in shown
    assert "In its context" in shown
    assert "Where" in repr(look_up(made(["平安中国"] * 2, ["北京市", None]), "平安"))


def test_of_many_years_those_with_hits_are_shown_in_order_and_the_others_counted():
    late = made(["别的话题"] * 30 + ["平安中国"] * 4, ["北京市"] * 34)
    late["date"] = pd.to_datetime([f"{1960 + year}-01-01" for year in range(34)])
    shown = repr(look_up(late, "平安"))
    assert "When (4 rows with hits; 30 without are not shown)" in shown
    when = shown.partition("When")[2].partition("Where")[0]
    assert [f"{year}" in when for year in (1960, 1989, 1990, 1993)] == [False, False, True, True]
    assert "(4 rows with hits; 30 without are not shown)" in look_up(late, "平安")._repr_html_()
    every = look_up(late, re.compile("平安|别的"))
    assert "When (the first 20 of 34 rows)" in repr(every)

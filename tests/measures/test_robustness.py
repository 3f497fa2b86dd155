"""Robustness: the effect of the lexicon on a count is kept apart from what the text says."""

import pandas as pd
import pytest

from helpers import ROOT
from methods.measures.robustness import compare_segmentations
from methods.text.words import tokenize


def corpus(*texts):
    ids = pd.Index([f"a{number}" for number in range(len(texts))], name="article_id")
    return pd.DataFrame({"text": pd.Series(texts, index=ids, dtype="str")})


@pytest.fixture
def lexicon(tmp_path):
    path = tmp_path / "terms.csv"
    path.write_text("term\n枫桥经验\n", encoding="utf-8")
    return path


def test_a_term_that_only_the_lexicon_makes_a_token(lexicon):
    (row,) = compare_segmentations(
        corpus("学习枫桥经验。"), pd.DataFrame({"term": ["枫桥经验"]}), lexicon
    ).to_dict("records")
    assert row == {
        "article_id": "a0", "term": "枫桥经验", "substring": 1, "with_lexicon": 1, "without_lexicon": 0, "at_edges": 1
    }  # fmt: skip


def test_a_string_that_cuts_words_in_two(lexicon):
    # 法律服务工作者: jieba's own words are 法律, 服务, 工作者.
    assert tokenize("法律服务工作者", None) == ["法律", "服务", "工作者"]
    row = compare_segmentations(corpus("法律服务工作者"), pd.DataFrame({"term": ["务工"]}), lexicon).iloc[0]
    assert row[["substring", "with_lexicon", "without_lexicon", "at_edges"]].tolist() == [1, 0, 0, 0]


def test_terms_that_stand_nowhere_have_no_row(lexicon):
    assert compare_segmentations(corpus("天气好", ""), pd.DataFrame({"term": ["枫桥经验"]}), lexicon).empty


def test_five_articles(articles):
    terms = pd.read_csv(ROOT / "corpus" / "lexicons" / "terms.csv", usecols=["term"])
    table = compare_segmentations(articles, terms)
    assert len(table) > 100
    assert (table[["with_lexicon", "without_lexicon", "at_edges"]].max(axis=1) <= table["substring"]).all()
    assert (table["without_lexicon"] <= table["at_edges"]).all()
    assert table["with_lexicon"].sum() > table["without_lexicon"].sum()

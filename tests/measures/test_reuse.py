"""Reuse: shared passages are found whole, with their places, and nothing else is."""

import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from methods.measures.reuse import find_reuse

PASSAGE = "着力构建共建共治共享的社会治理格局"


def corpus(*texts, dates=None):
    ids = pd.Index([f"a{number}" for number in range(len(texts))], name="article_id")
    frame = pd.DataFrame({"text": pd.Series(texts, index=ids, dtype="str")})
    return frame.assign(date=pd.to_datetime(dates)) if dates else frame


def noise(seed, size=400):
    """Text of its own: characters drawn so that no two texts share a long string."""
    return "".join(map(chr, random.Random(seed).choices(range(0x4E00, 0x9FA5), k=size)))


def test_a_passage_with_its_contexts():
    articles = corpus(f"去年，{PASSAGE}。好", f"我们{PASSAGE}，强调")
    (row,) = find_reuse(articles, context=2).to_dict("records")
    assert (row["article_a"], row["article_b"], row["start_a"], row["start_b"]) == ("a0", "a1", 3, 2)
    assert row["text_a"] == row["text_b"] == PASSAGE
    assert (row["length"], row["similarity"]) == (len(PASSAGE), 1)
    assert (row["left_a"], row["right_a"], row["left_b"], row["right_b"]) == ("年，", "。好", "我们", "，强")


def test_the_earlier_article_comes_first():
    articles = corpus(PASSAGE + "甲", PASSAGE + "乙", dates=["2024-01-01", "2019-01-01"])
    assert find_reuse(articles)[["article_a", "article_b"]].to_numpy().tolist() == [["a1", "a0"]]


@pytest.mark.parametrize(
    ("one", "other", "text_a", "text_b", "length"),
    [
        # Other punctuation breaks no match.
        ("甲不忘初心、牢记使命乙", "丙不忘初心 牢记使命丁", "不忘初心、牢记使命", "不忘初心 牢记使命", 8),
        # Replaced, left out and put in.
        ("甲构建共建共治共享的社会治理格局乙", "丙构建共建共治共享的边疆治理新格局丁",
         "构建共建共治共享的社会治理格局", "构建共建共治共享的边疆治理新格局", 13),
        # To the left, too.
        ("甲社会治理格局由大家来共建共治共享乙", "丙社会治理新局由大家来共建共治共享丁",
         "社会治理格局由大家来共建共治共享", "社会治理新局由大家来共建共治共享", 15),
        # One like character after a gap is chance.
        ("甲坚持共建共治共享乙好丙", "丁坚持共建共治共享戊好己", "坚持共建共治共享", "坚持共建共治共享", 8),
    ],
)  # fmt: skip
def test_passages_nearly_alike(one, other, text_a, text_b, length):
    (row,) = find_reuse(corpus(one, other)).to_dict("records")
    assert (row["text_a"], row["text_b"], row["length"]) == (text_a, text_b, length)
    assert 0.7 < row["similarity"] <= 1


@pytest.mark.parametrize(
    ("texts", "options"),
    [
        ([PASSAGE, noise(1)], {}),
        ([PASSAGE + "，" + PASSAGE], {}),  # within one article
        ([PASSAGE[:7], PASSAGE[:7]], {}),  # too short
        ([PASSAGE, PASSAGE], {"shortest": 30}),
        (["，。！？" * 9, "，。！？" * 9], {}),
        (["", PASSAGE], {}),
        ([], {}),
    ],
)
def test_what_is_no_reuse(texts, options):
    table = find_reuse(corpus(*texts), **options)
    assert table.empty and "similarity" in table


@pytest.mark.parametrize("options", [{"shortest": 1}, {"most": 1}])
def test_options_that_make_no_sense(options):
    with pytest.raises(ValueError, match="needs"):
        find_reuse(corpus(PASSAGE, PASSAGE), **options)


def test_a_string_in_many_articles_is_compared_with_the_earliest():
    articles = corpus(*(noise(seed, 30) + PASSAGE + noise(seed + 99, 30) for seed in range(9)))
    assert len(find_reuse(articles, most=9)) == 9 * 8 / 2
    few = find_reuse(articles, most=5)
    assert len(few) == 8 and set(few["article_a"]) == {"a0"}


def test_five_articles(articles):
    table = find_reuse(articles, shortest=6)
    assert PASSAGE[2:] in table["text_a"].tolist()
    assert table["length"].is_monotonic_decreasing and table["length"].min() >= 6
    for row in table.itertuples():
        assert articles.at[row.article_a, "text"].startswith(row.text_a, row.start_a)
        assert articles.at[row.article_b, "text"].startswith(row.text_b, row.start_b)
        assert articles.at[row.article_a, "date"] <= articles.at[row.article_b, "date"]


TEXTS = st.lists(st.text(alphabet="甲乙丙丁，", max_size=30), max_size=4)


@settings(max_examples=150)
@given(TEXTS, st.integers(2, 5))
def test_every_shared_string_is_in_a_passage(texts, shortest):
    table = find_reuse(corpus(*texts), shortest=shortest)
    bare = [text.replace("，", "") for text in texts]
    shared = {(a, b) for a in range(len(texts)) for b in range(a + 1, len(texts)) if any(
        bare[a][at : at + shortest] in bare[b] for at in range(len(bare[a]) - shortest + 1)
    )}  # fmt: skip
    assert {(int(row.article_a[1]), int(row.article_b[1])) for row in table.itertuples()} == shared
    for row in table.itertuples():
        assert texts[int(row.article_a[1])].startswith(row.text_a, row.start_a)
        assert shortest <= row.length <= min(len(row.text_a), len(row.text_b))
        assert (row.similarity == 1) == (row.text_a.replace("，", "") == row.text_b.replace("，", ""))

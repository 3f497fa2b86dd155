"""Formulas: counts and measures agree with what can be counted by hand, and only formulas are kept."""

from collections import Counter
from math import log2

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import ROOT
from methods.measures.formulas import at_word_edges, find_formulas, join_terms, outside_terms
from methods.measures.ngrams import count_recurring, join_texts


def corpus(*texts, dates=None, provinces=None):
    ids = pd.Index([f"a{number}" for number in range(len(texts))], name="article_id")
    frame = pd.DataFrame({"text": pd.Series(texts, index=ids, dtype="str")})
    if dates:
        frame["date"] = pd.to_datetime(dates)
    if provinces:
        frame["province"] = provinces
    return frame


def found(articles, **options):
    return find_formulas(articles, **options).set_index("formula")


def test_a_formula_with_its_spread():
    articles = corpus(
        "坚持枫桥经验，推广枫桥经验。",
        "学习枫桥经验好处多。",
        "这里没有它。",
        dates=["2024-01-01", "2019-05-01", "2023-01-01"],
        provinces=["湖北省", "浙江省", "湖北省"],
    )
    row = found(articles, min_cohesion=0).loc["枫桥经验"]
    assert (row["length"], row["articles"], row["count"], row["own_count"], row["provinces"]) == (
        4,
        2,
        3,
        3,
        2,
    )
    assert (str(row["first"].date()), str(row["last"].date())) == ("2019-05-01", "2024-01-01")
    # Where it occurs first is the earliest article, not the first row.
    assert (row["article_id"], row["start"]) == ("a1", 2)
    assert articles.at["a1", "text"][2:6] == "枫桥经验"


def test_measures_by_hand():
    articles = corpus("甲枫桥经验乙。丙枫桥经验乙", "丁枫桥经验，经验甲")
    row = found(articles, min_cohesion=0, min_entropy=0).loc["枫桥经验"]
    total = 6 + 6 + 5 + 3
    # The weakest link is 枫桥|经验: 枫桥 occurs 3 times, 经验 4 times.
    assert row["cohesion"] == pytest.approx(log2(3 * total / (3 * 4)))
    assert row["left_entropy"] == pytest.approx(log2(3))
    # Right: 乙 twice and a comma, which is like no other.
    assert row["right_entropy"] == pytest.approx(-(2 / 3) * log2(2 / 3) - (1 / 3) * log2(1 / 3))


def test_nested_strings_are_folded_unless_they_stand_alone():
    longer = corpus("大力推进平安中国建设。", "我们平安中国建设，好")
    assert found(longer, min_cohesion=0).index.tolist() == ["平安中国建设"]
    alone = corpus("大力推进平安中国建设。搞平安中国要", "我们平安中国建设，好。为平安中国而")
    table = found(alone, min_cohesion=0)
    assert table.loc["平安中国", ["count", "own_count"]].tolist() == [4, 2]
    assert table.loc["平安中国建设", "own_count"] == 2


@pytest.mark.parametrize(
    ("texts", "options"),
    [
        (["枫桥经验甲。枫桥经验乙"], {}),  # in one article only
        (["甲枫桥经验，", "乙枫桥，经验"], {}),  # a comma inside
        (["甲abcd乙", "丙abcd丁"], {}),  # no Chinese
        (["甲枫桥经验乙", "丙枫桥经验丁"], {"min_articles": 3}),
        (["甲枫桥经验乙", "丙枫桥经验丁"], {"shortest": 5}),
        (["甲枫桥经验乙", "丙枫桥经验丁"], {"longest": 3, "shortest": 2, "min_cohesion": 9}),
        (["甲枫桥的好乙", "丙枫桥的好丁"], {"longest": 4, "min_entropy": 2}),
        ([""], {}),
        (["", ""], {}),
        ([], {}),
    ],
)
def test_what_is_no_formula(texts, options):
    assert find_formulas(corpus(*texts), **options).empty


def test_particles_stand_at_no_edge():
    table = found(corpus("甲共建共治共享的乙", "丙共建共治共享的丁"), min_cohesion=0)
    assert table.index.tolist() == ["共建共治共享"]


def test_articles_do_not_run_together():
    assert find_formulas(corpus("甲枫桥", "经验，甲枫桥", "经验乙"), min_cohesion=0).empty


@pytest.mark.parametrize("options", [{"min_articles": 1}, {"shortest": 5, "longest": 4}, {"shortest": 1}])
def test_options_that_make_no_sense(options):
    with pytest.raises(ValueError, match="needs"):
        find_formulas(corpus("甲", "乙"), **options)


def test_terms_are_joined():
    terms = pd.DataFrame(
        {"term": ["共治", "共建共治共享", "两个维护"], "gloss": "g", "year": [2000, 2017, 2018]}
    )
    formulas = pd.DataFrame({"formula": ["构建共建共治共享", "共建共治共享", "座无虚席"]})
    joined = join_terms(formulas, terms)
    assert joined["term"].fillna("").tolist() == ["共建共治共享", "共建共治共享", ""]
    assert joined["exact"].tolist() == [False, True, False]
    assert joined["year"].tolist()[:2] == [2017, 2017] and np.isnan(joined["year"][2])


def test_halves_of_words_are_told():
    articles = corpus("组织机关党员干部和法律服务工作者开展教育", "这位基层党务工作者以社区党组织为主心骨")
    formulas = pd.DataFrame({"formula": ["务工作者", "法律服务"], "article_id": "a0", "length": 4})
    formulas["start"] = [articles.at["a0", "text"].index(formula) for formula in formulas["formula"]]
    assert at_word_edges(formulas, articles).tolist() == [False, True]


def test_a_string_that_is_mostly_a_part_of_words_is_left_out_though_its_first_hit_is_free():
    articles = corpus("区政法领导干部。", "全区政法干部；自治区政法委；全区政法系统")
    assert at_word_edges(pd.DataFrame({"formula": ["区政法"]}), articles).tolist() == [False]


def test_a_string_with_a_small_word_at_an_edge_is_no_formula():
    articles = corpus("这是一次培训，群众安居乐业。", "这是一次讲座，群众安居乐业。")
    formulas = pd.DataFrame({"formula": ["这是一次", "群众安居乐业"]})
    assert at_word_edges(formulas, articles, ["这", "是", "这是", "一次"]).tolist() == [False, True]


def test_strings_are_ranked_by_what_they_have_outside_longer_ones():
    formulas = pd.DataFrame({"formula": ["高质量", "人民群众", "甲"], "length": [3, 4, 1], "articles": 3})
    rows = [("a", "高质量", 3, 3), ("b", "高质量", 2, 1), ("a", "人民群众", 1, 0), ("b", "人民群众", 1, 0),
            ("a", "甲", 1, 1), ("a", "高质量发展", 3, 0)]  # fmt: skip
    counts = pd.DataFrame(rows, columns=["article_id", "term", "count", "nested"])
    table = outside_terms(formulas, counts)
    assert table[["formula", "articles", "own_count"]].to_numpy().tolist() == [["人民群众", 2, 2]]


def test_five_articles(articles):
    table = found(articles)
    terms = pd.read_csv(ROOT / "corpus" / "lexicons" / "terms.csv", usecols=["term"])["term"]
    spread = terms[[len(t) >= 4 and sum(t in text for text in articles["text"]) >= 2 for t in terms]]
    held = [any(term in formula for formula in table.index) for term in spread]
    # Found without the lexicon, what the lexicon has: its terms that occur in two articles.
    assert len(spread) >= 15 and np.mean(held) >= 0.9, spread[[not one for one in held]].tolist()
    assert at_word_edges(table.reset_index(), articles).mean() >= 0.9
    for row in table.reset_index().itertuples():
        assert articles.at[row.article_id, "text"].startswith(row.formula, row.start)
        assert row.articles == sum(row.formula in text for text in articles["text"])


TEXTS = st.lists(st.text(alphabet="甲乙丙，", max_size=25), max_size=4)


@settings(max_examples=150)
@given(TEXTS)
def test_counting_agrees_with_counting_by_hand(texts):
    codes, owner = join_texts(corpus(*texts)["text"])
    for length, level in enumerate(count_recurring(codes, owner, 5, 2), 1):
        grams = [{text[at : at + length] for at in range(len(text) - length + 1)} for text in texts]
        spread = Counter(gram for one in grams for gram in one if "，" not in gram)
        wide = {gram for gram, articles in spread.items() if articles >= 2}
        joined = "".join(map(chr, codes))
        assert {joined[at : at + length] for at in level.positions} == wide
        for at, number in zip(level.positions, level.ids, strict=True):
            gram = joined[at : at + length]
            assert level.counts[number] == sum(joined.startswith(gram, place) for place in range(len(joined)))


@settings(max_examples=100)
@given(TEXTS, st.randoms(use_true_random=False))
def test_the_order_of_articles_does_not_matter(texts, random):
    one = found(corpus(*texts), shortest=2, min_cohesion=-9, min_entropy=0.5)
    mixed = random.sample(texts, len(texts))
    other = found(corpus(*mixed), shortest=2, min_cohesion=-9, min_entropy=0.5)
    columns = ["articles", "count", "own_count", "cohesion", "left_entropy", "right_entropy"]
    pd.testing.assert_frame_equal(one[columns].sort_index(), other[columns].sort_index())
    assert (one["own_count"] <= one["count"]).all() and (one["articles"] >= 2).all()

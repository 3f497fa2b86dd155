"""The words of each group: ranked by a test where one is possible, and names hidden only in what is shown."""

import numpy as np
import pandas as pd

from methods.measures.distinctive import agreement, compare_words, is_tested, rank_words, spread


def corpus(groups, rows):
    articles = pd.DataFrame({"tokens": 100}, index=pd.Index([f"a{i:02}" for i in range(len(groups))]))
    counts = pd.DataFrame(rows, columns=["article_id", "word", "count"])
    return counts, articles, pd.Series(groups, articles.index)


def few():
    rows = [("a00", "甲", 9), ("a00", "名", 8), ("a00", "一", 1), ("a01", "乙", 5), ("a01", "甲", 1)]
    return corpus(["x", "y"], rows)


def many():
    rng = np.random.default_rng(0)
    rows = [(f"a{i:02}", "同", int(n)) for i, n in enumerate(rng.poisson(20, 40))]
    rows += [(f"a{i:02}", "甲", int(n) + 8) for i, n in enumerate(rng.poisson(4, 20))]
    return corpus(["x"] * 20 + ["y"] * 20, rows)


def test_few_articles_are_ranked_by_the_cautious_ratio_and_not_tested():
    compared = compare_words(*few())
    ranked = rank_words(compared, ["y", "x"])
    assert not is_tested(compared) and compared["low"].isna().all()
    assert ranked["group"].tolist() == sorted(ranked["group"], reverse=True)
    assert ranked.loc[ranked["group"] == "x", "word"].tolist() == ["名", "甲"]  # 一 occurs only once


def test_names_are_left_out_of_what_is_shown_and_change_no_number():
    compared = compare_words(*few())
    shown = rank_words(compared, ["x", "y"], leave_out={"名"})
    with_names = rank_words(compared, ["x", "y"]).set_index(["group", "word"])
    assert "名" not in set(shown["word"])
    pd.testing.assert_frame_equal(shown.set_index(["group", "word"]), with_names.drop(index=[("x", "名")]))


def test_many_articles_are_tested_and_only_what_differs_is_named():
    compared = compare_words(*many())
    assert is_tested(compared)
    ranked = rank_words(compared, ["x", "y"])
    assert ranked["word"].tolist() == ["甲"]
    assert 0 < ranked["low"].iloc[0] < ranked["log_ratio"].iloc[0] < ranked["high"].iloc[0]


def test_a_single_group_has_every_column_and_no_row():
    counts, articles, of = few()
    compared = compare_words(counts, articles, of.mask(of == "y"))
    assert compared.empty and {"lrc", "q", "bound"} <= set(compared)
    assert rank_words(compared, ["x"]).empty and agreement(compared).empty


def test_where_the_first_word_of_each_group_occurs():
    counts, articles, of = few()
    ranked = rank_words(compare_words(counts, articles, of), ["x", "y"])
    texts = pd.Series({"a00": "名。\n\n名乙\n丙", "a01": "乙"})
    assert spread(ranked, texts, of).loc["x"].tolist() == ["名", 2, 3]
    assert agreement(ranked, top=1)["shared"].max() <= 1


def test_a_word_of_a_small_group_that_a_test_finds_is_named_though_the_corrected_bound_is_zero():
    rng = np.random.default_rng(1)
    rows = [(f"a{i:02}", f"w{n}", int(rng.poisson(2)) + 1) for i in range(60) for n in range(200)]
    rows += [(f"a{i:02}", "奶油", 5) for i in range(6)]  # in half of the twelve articles, and nowhere else
    compared = compare_words(*corpus(["x"] * 12 + ["y"] * 48, rows))
    word = compared[(compared["group"] == "x") & (compared["word"] == "奶油")].iloc[0]
    assert word["q"] < 0.001 and word["bound"] == 0 < word["low"]
    assert rank_words(compared, ["x", "y"])["word"].tolist() == ["奶油"]


def test_a_name_in_one_article_of_a_group_of_several_marks_no_group():
    rows = [("a00", "张志广", 90), ("a00", "借款", 5), ("a01", "借款", 5), ("a03", "车", 9)]
    compared = compare_words(*corpus(["x", "x", "y", "z"], rows))
    ranked = rank_words(compared, ["x", "y", "z"])
    assert ranked["word"].tolist() == ["借款", "车"]  # The only article of z has no other to share with.

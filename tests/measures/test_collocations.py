"""Collocates: words within a window of a hit, each token once, the paragraph as the limit."""

import pandas as pd
import pytest

from methods.measures.collocations import collocates
from methods.measures.counts import count_ngrams


def made(*texts):
    return pd.DataFrame(
        {"text": texts}, index=pd.Index([f"a{i}" for i in range(len(texts))], name="article_id")
    )


def near(table):
    return dict(zip(table["word"], table["near"], strict=True))


def test_words_within_the_window_count_and_marks_do_not():
    articles = made("学习 法治 思想，提高 能力。学习 法治 思想。")
    assert near(collocates(articles, "法治", window=1)) == {"学习": 2, "思想": 2}
    assert near(collocates(articles, "法治", window=1, stopwords=["学习"])) == {"思想": 2}


def test_a_window_ends_with_its_paragraph():
    articles = made("学习\n法治\n学习\n法治\n")
    assert collocates(articles, "法治", least=1).empty


def test_a_token_in_two_windows_counts_once():
    articles = made("法治 思想 法治")
    assert near(collocates(articles, "法治", window=5, least=1)) == {"思想": 1}


def test_always_together_is_fourteen():
    table = collocates(made("法治 思想。天气 很好。" * 5), "法治", window=1)
    assert table.set_index("word").loc["思想", ["near", "count", "log_dice"]].tolist() == [5, 5, 14]
    assert table.set_index("word").loc["思想", "g2"] > 0


def test_a_term_that_occurs_nowhere_has_no_collocates():
    table = collocates(made("天气很好。"), "法治")
    assert table.empty and list(table) == ["word", "near", "count", "articles", "log_dice", "g2"]


def test_a_window_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one word"):
        collocates(made("法治"), "法治", window=0)


def test_ngrams_run_over_words_and_end_at_marks():
    articles = made("学习法治思想，学习法治。", "学习法治")
    assert count_ngrams(articles, 2).values.tolist() == [["学习 法治", 3, 2]]
    assert count_ngrams(articles, 3).empty
    with pytest.raises(ValueError, match="at least one word"):
        count_ngrams(articles, 0)

"""Words as one matrix: every measure gives the same as from a tidy table, and rare differences are found."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse, stats

from methods.corpora.word_matrix import Counts
from methods.measures.distance import measure_distances, shuffled_units
from methods.measures.distinctive import compare_words
from methods.measures.keyness import against_general
from methods.measures.rank_sums import rank_sum, sparse_rank_sums
from methods.measures.rates import rates, sparse_counts

WORDS = ["培训", "法治", "社区", "学习", "经济", "群众"]


def made(number, items=6, seed=0):
    """Articles of three provinces, and bursty counts of some words in them."""
    rng = np.random.default_rng(seed)
    ids = pd.Index([f"{n:05}" for n in range(number)], name="article_id", dtype="str")
    counts = rng.poisson(rng.gamma(0.3, 3, (number, items)))
    names = WORDS if items == len(WORDS) else [f"w{n}" for n in range(items)]
    articles = pd.DataFrame({"tokens": rng.integers(300, 900, number), "province": list("甲乙丙") * (number // 3)},
                            ids)  # fmt: skip
    return Counts(sparse.csr_array(counts.astype(np.int32)), names, ids.tolist()), articles


@pytest.mark.parametrize(
    "measure",
    [
        lambda words, articles: rates(words, articles, "province"),
        lambda words, articles: compare_words(words, articles, articles["province"]),
        against_general,
        lambda words, articles: measure_distances(
            shuffled_units(words, articles, articles["province"], ["甲", "乙", "丙"]), draws=3
        ),
    ],
    ids=["rates", "compare_words", "against_general", "distances"],
)
@pytest.mark.parametrize("number", [9, 60])
def test_a_matrix_gives_what_a_tidy_table_gives(measure, number):
    words, articles = made(number)
    tidy = words.table()
    order = list(dict.fromkeys(tidy["word"]))
    again = Counts(words.counts[:, [WORDS.index(word) for word in order]], order, words.article_ids)
    pd.testing.assert_frame_equal(measure(again, articles), measure(tidy, articles), check_dtype=False)


def test_words_are_chosen_by_name_and_by_pattern():
    counts = Counts(sparse.csr_array(np.eye(3, dtype=np.int32)), ["培训", "2024", "法治"], ["a", "b", "c"])
    assert counts.only(["法治", "没有"]).words == ["法治"]
    assert counts.without(["法治"], pattern=r"\d+").words == ["培训"]
    assert counts.only(["2024"]).table().values.tolist() == [["b", "2024", 1]]


def test_an_article_that_was_not_counted_has_no_words():
    counts = Counts(sparse.csr_array(np.eye(2, dtype=np.int32)), ["培训", "法治"], ["a", "b"])
    matrix, items = sparse_counts(counts, pd.Index(["b", "c"]))
    assert matrix.toarray().tolist() == [[0, 1], [0, 0]]
    assert list(items) == ["培训", "法治"]


def test_ranks_of_what_is_not_zero_give_the_p_of_all_ranks():
    words, articles = made(90, items=40, seed=3)
    tokens = articles["tokens"].to_numpy(float)
    members = {name: (articles["province"] == name).to_numpy() for name in "甲乙"}
    counts = np.column_stack([words.counts.toarray(), np.zeros(90, int), np.ones(90, int)])
    ranks = stats.rankdata(counts / tokens[:, None], axis=0)
    for name, p in sparse_rank_sums(sparse.csc_array(counts), tokens, members).items():
        np.testing.assert_allclose(p, rank_sum(ranks, members[name]))


def test_a_difference_that_no_sample_sees_is_found_in_all_articles():
    words, articles = made(6000, items=50, seed=1)
    planted = np.zeros((6000, 1), np.int32)
    planted[np.flatnonzero(articles["province"] == "甲")[:: 2000 // 12][:12]] = 1
    every = Counts(sparse.csr_array(sparse.hstack([words.counts, planted])), [*words.words, "planted"],
                   words.article_ids)  # fmt: skip
    found = compare_words(every, articles, articles["province"]).query("group == '甲' and word == 'planted'")
    assert found["articles_with"].item() == 12 and found["q"].item() < 0.05
    sample = articles.sample(300, random_state=0)
    of_sample = compare_words(every, sample, sample["province"])
    assert not (of_sample.query("word == 'planted'")["q"] < 0.05).any()
    others = compare_words(every, articles, articles["province"]).query("word != 'planted'")
    assert (others["q"] < 0.05).mean() < 0.05

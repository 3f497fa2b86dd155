"""Comparison of groups: tests are scipy's, exact where they can be, and are not made where they cannot succeed."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse, stats

from methods.measures.group_tests import compare_groups, effect, permutation, rank_sum


def corpus(tokens, **columns) -> pd.DataFrame:
    ids = pd.Index([f"{i:03d}" for i in range(len(tokens))], name="article_id", dtype="str")
    return pd.DataFrame({"tokens": tokens} | columns, index=ids)


def tidy(matrix) -> pd.DataFrame:
    matrix = np.asarray(matrix)
    rows, cols = np.nonzero(matrix)
    ids = [f"{i:03d}" for i in rows]
    return pd.DataFrame({"article_id": ids, "word": [f"w{c}" for c in cols], "count": matrix[rows, cols]})


def ranked(values: np.ndarray) -> np.ndarray:
    return stats.rankdata(values, axis=0)


def test_rank_sum_of_large_groups_is_scipys_with_ties():
    rng = np.random.default_rng(1)
    values, member = rng.integers(0, 4, (40, 6)) / 7, np.arange(40) < 15
    expected = stats.mannwhitneyu(values[member], values[~member], axis=0, method="asymptotic").pvalue
    np.testing.assert_allclose(rank_sum(ranked(values), member), expected)


def test_rank_sum_of_small_groups_is_scipys_exact_one():
    rng = np.random.default_rng(2)
    values, member = rng.random((9, 6)), np.arange(9) < 4
    expected = stats.mannwhitneyu(values[member], values[~member], axis=0, method="exact").pvalue
    np.testing.assert_allclose(rank_sum(ranked(values), member), expected)


@settings(max_examples=40)
@given(st.lists(st.integers(0, 2), min_size=3, max_size=7), st.integers(1, 3))
def test_rank_sum_with_ties_counts_every_split(values, k):
    values, k = np.array(values, dtype=float), min(k, len(values) - 1)
    p = rank_sum(ranked(values[:, None]), np.arange(len(values)) < k)[0]
    if (values == values[0]).all():
        assert np.isnan(p)
        return
    away = ranked(values) - (len(values) + 1) / 2
    sums = [abs(away[list(rows)].sum()) for rows in itertools.combinations(range(len(values)), k)]
    assert p == pytest.approx(np.mean(np.array(sums) >= sums[0] - 1e-9))


def test_rank_sum_of_a_published_example():
    # A. Kilgarriff, Int. J. Corpus Linguist. 6 (2001), p. 238: the ranks of one side add up to 31.
    values = np.array([12, 15, 18, 24, 88, 3, 3, 13, 27, 33])
    assert ranked(values)[:5].sum() == 31
    p = rank_sum(ranked(values[:, None]), np.arange(10) < 5)[0]
    assert p == pytest.approx(stats.mannwhitneyu(values[:5], values[5:]).pvalue, abs=0.06)


def test_a_group_and_its_rest_have_one_p():
    rng = np.random.default_rng(3)
    values, member = rng.random((30, 4)), np.arange(30) < 3
    np.testing.assert_array_equal(rank_sum(ranked(values), member), rank_sum(ranked(values), ~member))


def test_permutation_is_scipys_over_all_splits():
    rng = np.random.default_rng(4)
    counts, tokens, member = (
        rng.poisson(3.0, (8, 1)).astype(float),
        rng.integers(500, 2000, 8) * 1.0,
        np.arange(8) < 4,
    )

    def statistic(x, y, axis):
        sides = []
        for rows in (x.astype(int), y.astype(int)):
            count, size = counts[rows, 0], tokens[rows]
            rate = count.sum(axis) / size.sum(axis)
            residual = count - np.expand_dims(rate, axis) * size
            sides.append((rate, np.sqrt((residual**2).sum(axis)) / size.sum(axis)))
        (a, error), (b, other) = sides
        return np.abs(a - b) / np.hypot(error, other)

    test = stats.permutation_test(
        (np.arange(4), np.arange(4, 8)), statistic, n_resamples=np.inf, alternative="greater", vectorized=True
    )
    assert permutation(counts, tokens, member)[0] == pytest.approx(test.pvalue)


def test_permutation_of_many_articles_is_drawn_with_a_fixed_seed():
    rng = np.random.default_rng(5)
    counts, tokens, member = rng.poisson(1.0, (40, 3)) * 1.0, np.full(40, 1000.0), np.arange(40) < 20
    counts[member, 0] += 3
    first = permutation(counts, tokens, member)
    np.testing.assert_array_equal(first, permutation(counts, tokens, member))
    assert first[0] < 0.001
    assert (first > 0).all()
    assert np.isnan(permutation(np.zeros((40, 1)), tokens, member)).all()


def test_effect_has_no_interval_below_ten_articles_a_side():
    counts, tokens = sparse.csr_array(np.ones((19, 1))), np.full(19, 100.0)
    few = effect(counts, tokens, np.arange(19) < 9)
    assert np.isfinite(few["log_ratio"]).all()
    assert all(np.isnan(few[name]).all() for name in ("low", "high", "bound"))


def test_effect_bound_lies_between_zero_and_the_ratio():
    rng = np.random.default_rng(6)
    tokens, member = np.full(60, 1000.0), np.arange(60) < 20
    counts = rng.poisson(2.0, (60, 4)) * 1.0
    counts[member, 0] *= 5
    counts[member, 1] = 0
    found = effect(sparse.csr_array(counts), tokens, member)
    assert found["bound"][0] > 0 > found["bound"][1]
    assert (np.abs(found["bound"]) <= np.abs(found["log_ratio"])).all()
    strict = effect(sparse.csr_array(counts), tokens, member, items=1000)["bound"]
    assert (np.abs(strict) <= np.abs(found["bound"])).all()
    outside = (found["low"] > 0) | (found["high"] < 0)
    np.testing.assert_array_equal(found["bound"] != 0, outside)


def test_effect_of_even_counts_has_at_least_a_poisson_error():
    # One hit in every article: no spread over articles at all, yet the interval keeps that of a count.
    found = effect(sparse.csr_array(np.ones((20, 1))), np.full(20, 100.0), np.arange(20) < 10)
    half = stats.t.ppf(0.975, 9) * np.sqrt(2 / 10.5) / np.log(2)
    assert found["high"][0] - found["log_ratio"][0] == pytest.approx(half)


def test_one_article_against_four_is_not_tested():
    table = compare_groups(tidy(np.eye(5, dtype=int) * 50 + 1), corpus([1000.0] * 5), "article_id")
    assert table[["p", "q", "bound"]].isna().all(axis=None)
    assert table["test"].str.startswith("not testable with 5 articles").all()
    assert table["log_ratio"].max() > 4


@pytest.mark.parametrize("test", ["rank-sum", "permutation"])
def test_a_planted_word_is_found_and_others_are_not(test):
    rng = np.random.default_rng(7)
    region = np.repeat(["甲", "乙", "丙"], 20)
    matrix = rng.poisson(2.0, (60, 20))
    matrix[region == "甲", 0] += 6
    table = compare_groups(tidy(matrix), corpus([1000.0] * 60, province=region), "province", test)
    assert table.loc[table["bound"].idxmax(), ["province", "word"]].tolist() == ["甲", "w0"]
    assert set(table.query("q <= 0.05")["word"]) == {"w0"}
    assert len(table) == 60


def test_an_empty_article_does_not_spoil_the_others():
    articles = corpus([1000.0] * 20 + [0], region=[0] * 10 + [1] * 11)
    counts = tidy(np.repeat([[1], [9]], [10, 10], axis=0))
    table = compare_groups(counts, articles, "region")
    assert (table["p"] < 0.001).all()
    assert table["articles"].tolist() == [10, 10]


def test_a_drawn_p_is_no_smaller_than_one_split_in_all_of_them():
    # Nine against forty: 2 * 10**9 splits, of which 20,000 are drawn.
    values, member = np.arange(49.0)[:, None], np.arange(49) < 9
    assert rank_sum(ranked(values), member)[0] == pytest.approx(1 / 20_001)
    counts = tidy(np.arange(1, 50)[:, None] * np.ones(1200, dtype=int))
    table = compare_groups(counts, corpus([1000.0] * 49, region=member), "region")
    assert table["test"].str.startswith("not testable").all()
    assert table["p"].isna().all()


def test_words_of_few_articles_have_no_p():
    matrix = np.zeros((40, 2), dtype=int)
    matrix[:4, 0] = matrix[:5, 1] = 1
    table = compare_groups(tidy(matrix), corpus([1000.0] * 40, region=[0] * 20 + [1] * 20), "region")
    assert table.groupby("word")["p"].count().to_dict() == {"w0": 0, "w1": 2}


def test_articles_without_a_label_and_single_groups_are_no_comparison():
    articles = corpus([1000.0] * 3, region=["x", "x", np.nan])
    assert compare_groups(tidy(np.ones((3, 1), dtype=int)), articles, "region").empty


@pytest.mark.parametrize(("counts", "regions"), [(0, 2), (0, 1), (1, 1)])
def test_no_comparison_has_the_columns_of_one(counts, regions):
    articles = corpus([1000.0] * 24, region=[f"r{n % regions}" for n in range(24)])
    table = tidy(np.ones((24, 1), dtype=int))
    found = compare_groups(table.assign(count=counts), articles, "region")
    full = compare_groups(table, articles.assign(region=["r0", "r1"] * 12), "region")
    assert found.empty and found.dtypes.equals(full.dtypes)


def test_an_unknown_test_is_an_error():
    with pytest.raises(ValueError, match="rank-sum, permutation"):
        compare_groups(tidy([[1], [1]]), corpus([1.0, 1.0]), "article_id", "t-test")

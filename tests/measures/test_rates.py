"""Rates: totals add up, and intervals are those of published examples and other implementations."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse, stats

from methods.measures import rates as module
from methods.measures.rates import bootstrap_interval, count_matrix, rates, ratio_error, sparse_counts


def corpus(tokens, **columns) -> pd.DataFrame:
    ids = pd.Index([f"{i:03d}" for i in range(len(tokens))], name="article_id", dtype="str")
    return pd.DataFrame({"tokens": tokens} | columns, index=ids)


def tidy(matrix) -> pd.DataFrame:
    matrix = np.asarray(matrix)
    rows, cols = np.nonzero(matrix)
    ids = [f"{i:03d}" for i in rows]
    return pd.DataFrame({"article_id": ids, "term": [f"t{c}" for c in cols], "count": matrix[rows, cols]})


def bursty(n: int, m: int = 3, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    tokens = rng.integers(500, 3000, n).astype(float)
    return rng.poisson(tokens[:, None] * 2e-3 * rng.gamma(1, 1, (n, m))).astype(float), tokens


def test_rates_and_shares_of_groups():
    articles = corpus([100, 300, 600, 50], year=[2019, 2019, 2024, np.nan])
    table = rates(tidy([[1, 0], [1, 0], [0, 3], [9, 9]]), articles, "year")
    first = table.query("term == 't0' and year == 2019").iloc[0]
    assert (first["articles"], first["tokens"], first["count"], first["per_10k"]) == (2, 400, 2, 50)
    assert table.query("term == 't0'")["share"].tolist() == [1, 0]
    assert table["year"].unique().tolist() == [2019, 2024]


def test_groups_by_labels_and_by_the_index():
    articles = corpus([100, 100])
    labels = pd.Series(["x", "y"], articles.index, name="region")
    assert rates(tidy([[1], [0]]), articles, labels)["region"].tolist() == ["x", "y"]
    assert rates(tidy([[1], [0]]), articles, "article_id")["article_id"].tolist() == ["000", "001"]


def test_missing_rows_are_zeros_and_strangers_are_left_out():
    articles = corpus([100, 100])
    counts = pd.concat(
        [tidy([[2], [0]]), pd.DataFrame({"article_id": ["999"], "term": ["t0"], "count": [5]})]
    )
    assert count_matrix(counts, articles)["t0"].tolist() == [2, 0]
    assert sparse_counts(counts, articles.index)[0].sum() == 2


@pytest.mark.parametrize(("n", "given"), [(9, False), (10, True)])
def test_intervals_only_from_ten_articles(n, given):
    table = rates(tidy(np.ones((n, 1), dtype=int)), corpus([100] * n, year=2024), "year")
    ends = ["per_10k_low", "per_10k_high", "share_low", "share_high"]
    assert table[ends].notna().all(axis=None) == given


def test_no_interval_of_a_rate_that_four_articles_make():
    matrix = np.zeros((12, 2), dtype=int)
    matrix[:4, 0] = matrix[:5, 1] = 1
    table = rates(tidy(matrix), corpus([100] * 12, year=2024), "year")
    assert table["per_10k_low"].notna().tolist() == [False, True]
    assert table["share_low"].notna().all()


def test_no_interval_where_no_rate_has_one():
    matrix = np.eye(12, 1, dtype=int)
    assert rates(tidy(matrix), corpus([100] * 12, year=2024), "year")["per_10k_low"].isna().all()


def test_wilson_interval_of_a_published_example():
    # R. G. Newcombe, Stat. Med. 17 (1998) 857-872, table I, method 3: 15 of 148.
    matrix = (np.arange(148) < 15).astype(int)[:, None]
    table = rates(tidy(matrix), corpus([100] * 148, year=2024), "year").iloc[0]
    assert (round(table["share_low"], 4), round(table["share_high"], 4)) == (0.0624, 0.1605)


def test_error_of_a_ratio_is_that_of_its_residuals():
    counts, tokens = bursty(40)
    sums = counts.sum(axis=0), (counts**2).sum(axis=0), (counts * tokens[:, None]).sum(axis=0)
    rate, error = ratio_error(*sums, tokens.sum(), (tokens**2).sum())
    residuals = counts - rate * tokens[:, None]
    np.testing.assert_allclose(error, np.sqrt((residuals**2).sum(axis=0)) / tokens.sum())


def test_bootstrap_agrees_with_scipy_where_counts_are_tame():
    rng = np.random.default_rng(3)
    tokens = rng.integers(900, 1100, 200).astype(float)
    counts = rng.poisson(tokens * 0.01).astype(float)
    low, high = bootstrap_interval(sparse.csr_array(counts[:, None]), tokens)
    other = stats.bootstrap(
        (counts, tokens), lambda c, t, axis: c.sum(axis) / t.sum(axis), paired=True, rng=rng, axis=-1
    ).confidence_interval
    width = other.high - other.low
    assert abs(low[0] - other.low) < 0.1 * width
    assert abs(high[0] - other.high) < 0.1 * width


def test_bootstrap_is_one_pass_over_chunks():
    # More articles than one block of weights, against the same weights taken at once.
    counts, tokens = bursty(2500, 1)
    weights = module._POISSON[np.random.default_rng(1).integers(0, 2**16, (1000, 999), dtype=np.uint16)]
    assert abs(weights.mean() - 1) < 0.01
    assert abs(weights.var() - 1) < 0.01
    low, high = bootstrap_interval(sparse.csr_array(counts), tokens)
    rate, error = ratio_error(
        *(x.sum(axis=0) for x in (counts, counts**2, counts * tokens[:, None])),
        tokens.sum(),
        (tokens**2).sum(),
    )
    np.testing.assert_allclose((high - low) / 2, 1.96 * error, rtol=0.1)
    assert low < rate < high


def test_bootstrap_of_many_articles_by_random_groups_has_the_same_intervals(monkeypatch):
    counts, tokens = bursty(12_000, 4)
    counts[:, 1] *= np.arange(12_000) / 6000  # It rises over time, in the order of the articles.
    counts[:, 2] = 0
    counts[[5, 700, 4000, 4001, 9000, 11_000], 2] = 1
    some = sparse.csr_array(counts)
    low, high = bootstrap_interval(some, tokens)
    monkeypatch.setattr(module, "GROUPS", 20_000)
    each_low, each_high = bootstrap_interval(some, tokens)
    width = each_high - each_low
    assert (np.abs(low - each_low) < 0.1 * width).all()
    assert (np.abs(high - each_high) < 0.1 * width).all()


def test_bootstrap_of_a_constant_rate_has_no_width():
    tokens = np.array([100.0, 200, 400] * 4)
    low, high = bootstrap_interval(sparse.csr_array(tokens[:, None] / 100), tokens)
    np.testing.assert_allclose([low[0], high[0]], 0.01)


def test_intervals_never_go_below_zero_and_hold_the_rate():
    counts, tokens = bursty(12, 50, seed=5)
    low, high = bootstrap_interval(sparse.csr_array(counts), tokens)
    rate = counts.sum(axis=0) / tokens.sum()
    assert (low >= 0).all()
    assert ((low <= rate) & (rate <= high)).all()

"""Trends: what cannot be significant is not tested; tests and slopes are those of scipy and published examples."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from methods.measures.trends import adjust, can_test, kendall, steady, theil_sen, trend_table


def corpus(dates, tokens=1000.0) -> pd.DataFrame:
    ids = pd.Index([f"{i:03d}" for i in range(len(dates))], name="article_id", dtype="str")
    return pd.DataFrame({"date": pd.to_datetime(dates), "tokens": tokens}, index=ids)


def tidy(matrix, articles) -> pd.DataFrame:
    rows, cols = np.nonzero(np.asarray(matrix))
    counts = np.asarray(matrix)[rows, cols]
    return pd.DataFrame(
        {"article_id": articles.index[rows], "term": [f"t{c}" for c in cols], "count": counts}
    )


@pytest.mark.parametrize("n", [3, 4, 5, 6])
def test_smallest_p_of_kendall_is_that_of_all_orders(n):
    p = [
        stats.kendalltau(range(n), order, method="exact").pvalue for order in itertools.permutations(range(n))
    ]
    assert can_test([1] * n).smallest_p == pytest.approx(min(p))


@pytest.mark.parametrize(("n", "m"), [(1, 4), (2, 3), (3, 3), (4, 6)])
def test_smallest_p_of_the_rank_sum_is_that_of_complete_separation(n, m):
    p = stats.mannwhitneyu(np.arange(n), n + np.arange(m), method="exact").pvalue
    assert can_test([n, m]).smallest_p == pytest.approx(p)


def test_five_articles_allow_what_the_study_says():
    assert can_test([1] * 5).smallest_p == pytest.approx(0.0167, abs=5e-5)
    assert can_test([1, 4]).smallest_p == pytest.approx(0.40)
    assert can_test([1] * 5).possible
    assert not can_test([1] * 5, terms=40).possible
    assert can_test([1, 4]).sentence.startswith("not testable with 5 articles")


def test_articles_of_one_date_cannot_be_ordered():
    assert can_test([5]).smallest_p == 1
    assert can_test([2, 3]).smallest_p > can_test([1] * 5).smallest_p
    assert can_test([]).possible is False
    assert "1 article:" in can_test([1]).sentence


@given(st.lists(st.integers(1, 30), min_size=1, max_size=6), st.integers(1, 500))
def test_more_terms_never_make_a_test_possible(sizes, terms):
    assert can_test(sizes, terms).possible <= can_test(sizes, 1).possible
    assert 0 <= can_test(sizes, terms).smallest_p <= 1


def test_drawn_orders_cannot_be_more_extreme_than_one_in_all_of_them():
    assert can_test([1] * 12, terms=300, resolution=1e-4).possible
    assert not can_test([1] * 12, terms=1000, resolution=1e-4).possible
    assert can_test([1] * 12, terms=1000).possible


def test_a_million_articles_do_not_overflow():
    assert can_test([500_000, 500_000], 10_000).possible


def test_adjusted_p_of_the_published_example():
    # Y. Benjamini and Y. Hochberg (1995), section 4: fifteen p-values, four rejected at 5 %.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    p += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert (adjust(p) <= 0.05).sum() == 4


def test_what_was_not_tested_does_not_count():
    q = adjust([0.01, np.nan, 0.04])
    np.testing.assert_allclose(q[[0, 2]], adjust([0.01, 0.04]))
    assert np.isnan(q[1])
    assert np.isnan(adjust([np.nan, np.nan])).all()


def test_kendall_without_ties_is_scipys():
    rng = np.random.default_rng(1)
    x, values = rng.random(12), rng.random((12, 5))
    tau, p = kendall(x, values)
    expected = [stats.kendalltau(x, column, method="exact") for column in values.T]
    np.testing.assert_allclose(tau, [e.statistic for e in expected])
    np.testing.assert_allclose(p, [e.pvalue for e in expected])


@settings(max_examples=25)
@given(st.lists(st.integers(0, 2), min_size=4, max_size=5), st.data())
def test_kendall_with_ties_counts_all_orders(values, data):
    x = data.draw(st.lists(st.integers(0, 3), min_size=len(values), max_size=len(values)))
    tau, p = kendall(np.array(x, dtype=float), np.array(values, dtype=float)[:, None])
    observed = stats.kendalltau(x, values).statistic
    if np.isnan(observed):
        assert np.isnan(tau[0]) and np.isnan(p[0])
        return
    drawn = [stats.kendalltau(order, values).statistic for order in itertools.permutations(x)]
    assert tau[0] == pytest.approx(observed)
    assert p[0] == pytest.approx(np.mean(np.abs(drawn) >= abs(observed) - 1e-9))


def test_kendall_with_ties_in_more_articles_is_drawn_with_a_fixed_seed():
    rng = np.random.default_rng(2)
    x, values = rng.random(40), rng.integers(0, 3, (40, 4)).astype(float)
    first, again = kendall(x, values)[1], kendall(x, values)[1]
    np.testing.assert_array_equal(first, again)
    np.testing.assert_allclose(first, [stats.kendalltau(x, v).pvalue for v in values.T], atol=0.02)


def test_slope_of_the_published_example():
    # P. K. Sen (1968), section 6: the slope is 4.
    x = np.array([1.0, 2, 3, 4, 10, 12, 18])
    y = np.array([9.0, 15, 19, 20, 45, 55, 78])[:, None]
    assert theil_sen(x, y).at[0, "slope"] == pytest.approx(4)


def test_slopes_are_scipys_with_ties_and_without():
    rng = np.random.default_rng(3)
    values = rng.random((14, 3))
    for x in (np.arange(14.0), np.repeat(np.arange(7.0), 2)):
        expected = [stats.theilslopes(v, x) for v in values.T]
        table = theil_sen(x, values)
        np.testing.assert_allclose(table["slope"], [e[0] for e in expected])
        np.testing.assert_allclose(table["slope_low"], [e[2] for e in expected])
        np.testing.assert_allclose(table["slope_high"], [e[3] for e in expected])


def test_leave_one_out_range_is_the_range_of_what_is_left():
    x, y = np.arange(5.0), np.array([1.0, 2, 3, 4, 50])
    left = [stats.theilslopes(np.delete(y, k), np.delete(x, k))[0] for k in range(5)]
    table = theil_sen(x, y[:, None]).loc[0]
    assert (table["slope_min"], table["slope_max"]) == (min(left), max(left))


@pytest.mark.parametrize(
    ("periods", "given"),
    [
        (1, []),
        (2, ["slope"]),
        (3, ["slope", "slope_min", "slope_max"]),
        (10, ["slope", "slope_min", "slope_max", "slope_low", "slope_high", "slope_bound"]),
    ],
)
def test_slopes_say_only_what_the_periods_allow(periods, given):
    row = theil_sen(np.arange(periods, dtype=float), np.arange(periods, dtype=float)[:, None]).loc[0]
    assert row.dropna().index.tolist() == given


def test_bound_is_zero_where_the_interval_covers_zero():
    x, noise = np.arange(12.0), np.random.default_rng(4).normal(size=12)
    table = theil_sen(x, np.column_stack([noise, x + noise, -x + noise]))
    assert table["slope_bound"].tolist()[0] == 0
    assert 0 < table.at[1, "slope_bound"] == table.at[1, "slope_low"]
    assert 0 > table.at[2, "slope_bound"] == table.at[2, "slope_high"]


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_few_articles_give_effects_but_no_p(n):
    articles = corpus(["2019-06-22", "2023-08-24", "2024-01-11", "2024-11-15", "2025-07-05"])[:n]
    counts = tidy([[1, 1, 1, 5]] * 5, corpus(["2020-01-01"] * 5))
    table = trend_table(counts, articles)
    assert table[["p", "q"]].isna().all(axis=None)
    assert table["test"].str.startswith(f"not testable with {n} article").all()
    assert (table["articles"] == n).all()


def test_a_rise_over_twelve_articles_is_found_and_a_flat_term_is_not():
    articles = corpus(pd.date_range("2013-06-01", periods=12, freq="YS"))
    table = trend_table(tidy([[i + 1, 3] for i in range(12)], articles), articles).set_index("term")
    assert table.at["t0", "tau"] == pytest.approx(1)
    assert table.at["t0", "q"] < 0.001
    assert table.at["t0", "slope"] == pytest.approx(10, rel=0.01)
    assert table.at["t0", "slope_bound"] > 0
    assert np.isnan(table.at["t1", "tau"])


def test_a_term_in_four_articles_has_no_p():
    articles = corpus(pd.date_range("2013-06-01", periods=12, freq="YS"))
    matrix = np.zeros((12, 2), dtype=int)
    matrix[8:, 0] = matrix[7:, 1] = 1
    table = trend_table(tidy(matrix, articles), articles).set_index("term")
    assert np.isnan(table.at["t0", "p"])
    assert table.at["t1", "p"] < 0.05


def test_articles_without_a_date_are_left_out():
    articles = corpus(["2019-01-01", None, "2024-01-01"])
    assert trend_table(tidy([[1], [9], [2]], articles), articles)["count"].tolist() == [3]


def test_an_empty_article_does_not_spoil_the_others():
    articles = corpus(pd.date_range("2013-06-01", periods=13, freq="YS"), tokens=[1000.0] * 12 + [0])
    table = trend_table(tidy([[i + 1] for i in range(12)], articles), articles)
    assert table["tau"].tolist() == [pytest.approx(1)]
    assert table["articles"].tolist() == [12]


def test_many_dates_become_years():
    articles = corpus(pd.date_range("2013-01-01", periods=60, freq="60D"))
    counts = tidy(np.ones((60, 1), dtype=int), articles)
    assert trend_table(counts, articles)["periods"].tolist() == [articles["date"].dt.year.nunique()]
    own = pd.Series(np.arange(60) // 30, articles.index)
    assert trend_table(counts, articles, own)["periods"].tolist() == [2]


def test_a_formula_that_comes_late_and_stays_rises_whatever_its_slope():
    articles = corpus([f"{1980 + i}-06-01" for i in range(40)])
    counts = tidy(np.repeat([0, 1], [25, 15])[:, None], articles)
    moves = trend_table(counts, articles).assign(holds_orders=True)
    assert moves.loc[0, "slope"] == 0  # the median of the pairs' slopes sees nothing
    assert moves.loc[0, "tau"] > 0.6 and moves.loc[0, "holds_out"]
    assert steady(moves).up == ["t0"] and steady(moves).down == []


def test_nothing_is_steady_that_could_not_be_tested_unless_no_test_is_asked_for():
    articles = corpus([f"201{i}-01-01" for i in range(5)])
    moves = trend_table(tidy([[0], [0], [1], [2], [3]], articles), articles).assign(holds_orders=True)
    assert moves.loc[0, "holds_out"]
    assert steady(moves)[:3] == ([], [], 0)
    assert steady(moves, q=None).up == ["t0"]


def test_one_article_that_decides_everything_is_seen():
    articles = corpus([f"201{i}-01-01" for i in range(5)])
    moves = trend_table(tidy([[0], [0], [0], [0], [3]], articles), articles).assign(holds_orders=True)
    assert moves.loc[0, "tau"] > 0 and not moves.loc[0, "holds_out"]
    assert steady(moves, q=None).up == []
    assert steady(moves, leave_one_out=False, q=None).up == ["t0"]
    assert steady(moves.assign(holds_orders=False), leave_one_out=False, q=None).up == []


@given(st.lists(st.integers(0, 5), min_size=3, max_size=8))
def test_a_direction_holds_out_exactly_if_it_holds_in_every_smaller_table(numbers):
    articles = corpus([f"20{10 + i}-01-01" for i in range(len(numbers))])
    counts = tidy(np.array(numbers)[:, None], articles)
    if counts.empty:
        return
    whole = trend_table(counts, articles)
    signs = set()
    for one in articles.index:
        part = trend_table(counts[counts["article_id"] != one], articles.drop(index=one))
        signs.add(np.sign(np.nan_to_num(part["tau"].iloc[0])) if len(part) else 0.0)
    assert whole.loc[0, "holds_out"] == (signs == {np.sign(whole.loc[0, "tau"])} and 0.0 not in signs)


def test_steady_keeps_what_is_asked_for_in_words():
    empty = trend_table(
        tidy(np.zeros((3, 1)), corpus(["2010", "2011", "2012"])), corpus(["2010", "2011", "2012"])
    )
    found = steady(empty.assign(holds_orders=[]), all_orders=False, q=0.1)
    assert found[:3] == ([], [], 0) and found.criteria[-1] == "q is below 0.1"


def test_a_smallest_p_that_no_reader_needs_to_the_digit_is_told_as_tiny():
    assert "the smallest possible p is under 1e-12, where" in can_test([500, 500]).sentence

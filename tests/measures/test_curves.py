"""Curves and moments of series of periods."""

import numpy as np
import pandas as pd
import pytest

from methods.corpora.columns import make_columns
from methods.measures.curves import change_points, moments, smooth


def test_smoothing_and_change_points_refuse_short_series():
    with pytest.raises(ValueError, match="10 periods, not 9"):
        smooth(np.arange(9.0), np.arange(9.0))
    with pytest.raises(ValueError, match="20 periods, not 19"):
        change_points(np.arange(19.0))


def test_smoothing_keeps_a_line_and_the_order_of_its_input():
    x = np.array([3.0, 1, 2, 5, 4, 7, 6, 9, 8, 10])
    np.testing.assert_allclose(smooth(x, 2 * x), 2 * x, rtol=1e-6)


def test_a_change_of_level_is_found_where_it_is():
    noise = np.random.default_rng(5).normal(size=40)
    assert change_points(np.repeat([0.0, 5.0], 20) + noise) == [20]
    assert change_points(noise) == []
    assert change_points(np.ones(20)) == []


def test_a_formula_of_few_years_is_not_smoothed_away():
    y = np.repeat([0.0, 1.0], [25, 15])
    curve = smooth(np.arange(40.0), y)
    assert curve[:15].max() < 0.1 and curve[-5:].min() > 0.9


@pytest.mark.parametrize(
    ("by", "starts"), [("Y", [2019.0, 2019.0, 2020.0]), ("M", [2019.0, 2019.747, 2020.498])]
)
def test_a_period_is_at_its_start_and_an_undated_article_nowhere(by, starts):
    ids = pd.Index(["a", "b", "c", "d"], dtype="str")
    dates = pd.to_datetime(["2019-01-07", "2019-10-09", "2020-07-30", None])
    articles = pd.DataFrame({"date": dates, "label": ids}, index=ids)
    found = moments(articles, make_columns(articles, by, each_up_to=0))
    assert found.iloc[:3].tolist() == pytest.approx(starts, abs=2e-3)
    assert np.isnan(found["d"])
    each = moments(articles, make_columns(articles))
    assert each.iloc[0] == pytest.approx(2019 + 6 / 365.25)

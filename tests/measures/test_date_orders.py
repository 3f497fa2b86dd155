"""Orders: every order that the dates admit, and no other."""

import itertools

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from methods.measures import date_orders as module
from methods.measures import trends
from methods.measures.date_orders import orders, trend_ranges
from methods.measures.trends import trend_table

DAY = pd.Timedelta(days=1)


def corpus(*spans: tuple[str, str, str]) -> pd.DataFrame:
    ids = pd.Index([f"{i:03d}" for i in range(len(spans))], name="article_id", dtype="str")
    columns = ["date_earliest", "date_latest", "date"]
    return pd.DataFrame([list(map(pd.Timestamp, s)) for s in spans], index=ids, columns=columns)


def fixed(day: str) -> tuple[str, str, str]:
    return day, day, day


def test_known_dates_have_one_order():
    found = orders(corpus(fixed("2019-06-22"), fixed("2024-01-11"), fixed("2023-08-24")))
    assert found.iloc[0].sort_values().index.tolist() == ["000", "002", "001"]
    assert len(found) == 1


def test_an_uncertain_article_goes_to_every_place_it_may():
    articles = corpus(fixed("2019-06-22"), fixed("2024-01-11"), ("2023-01-01", "2024-12-31", "2023-08-24"))
    found = orders(articles)
    assert {tuple(row.sort_values().index) for _, row in found.iterrows()} == {
        ("000", "002", "001"),
        ("000", "001", "002"),
    }
    assert pd.Timestamp("2023-08-24") in found["002"].tolist()


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 12)), min_size=1, max_size=5))
def test_orders_are_all_that_the_spans_admit(spans):
    # Distinct starts, so that no two known dates tie: tied ones keep their order.
    spans = [(5 * start + k, 5 * start + k + 5 * length) for k, (start, length) in enumerate(spans)]
    day = [pd.Timestamp("2020-01-01") + DAY * np.array(span) for span in spans]
    articles = corpus(*((a, b, a + (b - a) / 2) for a, b in day))
    n = range(len(spans))
    admitted = {
        order
        for order in itertools.permutations(n)
        if all(
            spans[later][1] >= spans[earlier][0]
            for k, earlier in enumerate(order)
            for later in order[k + 1 :]
        )
    }
    found = orders(articles)
    assert {
        tuple(np.argsort(row.to_numpy(), kind="stable").tolist()) for _, row in found.iterrows()
    } == admitted
    for (start, end), column in zip(day, found, strict=True):
        assert found[column].between(start, end + 4 * DAY).all()


def test_too_many_orders_are_drawn_and_stay_within_the_spans():
    articles = corpus(*[("2020-01-01", "2020-12-31", "2020-06-30")] * 8)
    found = orders(articles, limit=50)
    assert len(found) == 50
    assert found.stack().between("2020-01-01", "2020-12-31").all()
    pd.testing.assert_frame_equal(found, orders(articles, limit=50))


def test_orders_are_counted_before_they_are_made(monkeypatch):
    days = pd.date_range("2014-01-01", periods=60).astype(str)
    articles = corpus(*map(fixed, days), ("2014-01-01", "2023-12-31", "2020-01-01"))
    monkeypatch.setattr(module, "_insert", None)
    assert len(orders(articles, limit=20)) == 20


def test_ranges_are_those_of_the_trend_tables_without_their_tests(monkeypatch):
    articles = corpus(
        *(fixed(f"20{n}-05-01") for n in range(10, 18)), ("2011-01-01", "2013-12-31", "2012-07-01")
    )
    articles["tokens"] = 1000.0
    rows = [
        (i, term, k * len(term) % 4 + 1) for k, i in enumerate(articles.index) for term in ("a", "bb", "ccc")
    ]
    counts = pd.DataFrame(rows, columns=["article_id", "term", "count"])
    tables = [trend_table(counts, articles.assign(date=row)) for _, row in orders(articles).iterrows()]
    monkeypatch.setattr(trends, "_permuted_p", None)
    ranges = trend_ranges(counts, articles)
    for name in ("tau", "slope"):
        every = np.array([table[name] for table in tables])
        assert ranges[f"{name}_min"].tolist() == every.min(axis=0).tolist()
        assert ranges[f"{name}_max"].tolist() == every.max(axis=0).tolist()
    without = trend_table(counts, articles, tests=False)
    assert without[["p", "q", "slope_min"]].isna().all(axis=None)
    assert without.columns.tolist() == tables[0].columns.tolist()


def test_ranges_tell_a_trend_that_holds_from_one_that_does_not():
    articles = corpus(fixed("2019-01-01"), fixed("2022-01-01"), ("2020-01-01", "2024-01-01", "2023-01-01"))
    counts = pd.DataFrame(
        {
            "article_id": ["000", "001", "002"] * 2,
            "term": ["rises"] * 3 + ["depends"] * 3,
            "count": [1, 8, 9, 1, 2, 1],
        }
    )
    table = trend_ranges(counts, articles.assign(tokens=1000.0)).set_index("term")
    assert table["orders"].tolist() == [2, 2]
    assert table.at["rises", "holds"]
    assert table.at["rises", "tau_max"] == 1
    assert not table.at["depends", "holds"]
    assert (table["slope_min"] <= table["slope_max"]).all()


def test_known_dates_do_not_move_for_an_uncertain_one():
    articles = corpus(fixed("2024-01-11"), ("2023-12-01", "2024-02-01", "2024-01-11"), fixed("2024-01-12"))
    found = orders(articles)
    assert len(found) == 3
    assert (found["000"] == pd.Timestamp("2024-01-11")).all()
    assert sorted(found["001"]) == list(pd.to_datetime(["2024-01-10", "2024-01-12", "2024-01-13"]))


def test_articles_without_dates_have_no_place():
    articles = corpus(fixed("2024-01-11"), (None, None, None))
    assert orders(articles).columns.tolist() == ["000"]
    assert orders(articles[1:]).empty
    counts = pd.DataFrame({"article_id": ["001"], "term": ["t"], "count": [1]})
    assert trend_ranges(counts, articles[1:].assign(tokens=10.0)).empty


def test_a_constant_term_does_not_hold():
    articles = corpus(fixed("2019-01-01"), fixed("2022-01-01")).assign(tokens=1000.0)
    counts = pd.DataFrame({"article_id": ["000", "001"], "term": "t", "count": [1, 1]})
    assert trend_ranges(counts, articles)["holds"].tolist() == [False]

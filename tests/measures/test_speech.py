"""Speech by column and by formula: shares of sums, intervals if there are enough articles."""

import numpy as np
import pandas as pd
import pytest

from methods.corpora.columns import make_columns
from methods.measures.speech import speech_shares, speech_terms


def voice(n, quoted=20, characters=100):
    ids = [f"a{i:02}" for i in range(n)]
    table = pd.DataFrame({"article_id": ids, "characters": characters, "quoted": quoted, "quotations": 2,
                          "speeches": 1, "unclosed": 0})  # fmt: skip
    return table.assign(share=table["quoted"] / table["characters"])


def columns(n, by="Y", each=20):
    ids = pd.Index([f"a{i:02}" for i in range(n)], dtype="str")
    dates = pd.date_range("2019-01-01", periods=n, freq="20D")
    return make_columns(pd.DataFrame({"date": dates, "label": ids}, index=ids), by, each_up_to=each)


def test_shares_are_of_sums_and_not_means_of_shares():
    said = voice(2, [10, 90], [100, 900])
    (row,) = speech_shares(said, columns(2, each=0)).itertuples()
    assert row.share == pytest.approx(0.1) and row.articles == 2 and np.isnan(row.share_low)


def test_many_articles_have_an_interval_around_the_share():
    rng = np.random.default_rng(1)
    shares = speech_shares(voice(40, rng.integers(5, 40, 40)), columns(40, each=0))
    assert len(shares) == 3
    row = shares.iloc[0]
    assert row["share_low"] < row["share"] < row["share_high"]


def test_articles_are_in_the_order_of_columns_and_one_without_text_has_no_share():
    shares = speech_shares(voice(3, [1, 0, 3], [10, 0, 10]), columns(3))
    assert list(shares["unit"]) == ["a00", "a01", "a02"]
    assert shares["share"].isna().tolist() == [False, True, False]


def test_what_length_alone_would_give():
    said = pd.DataFrame({"article_id": ["a00", "a01", "a00"], "term": ["x", "x", "y"], "count": [4, 2, 1],
                         "quoted": [4, 0, 0]})  # fmt: skip
    table = speech_terms(said, voice(2, [20, 50])).set_index("term")
    assert table.loc["x", ["count", "quoted", "articles"]].tolist() == [6, 4, 2]
    assert table.loc["x", "expected"] == pytest.approx((4 * 0.2 + 2 * 0.5) / 6)
    assert table.loc["x", "deviation"] == pytest.approx(np.sqrt(4 * 0.2 * 0.8 + 2 * 0.5 * 0.5))
    assert list(table.index) == ["x", "y"]
    assert speech_terms(said[:0], voice(2)).empty


def test_no_interval_of_a_share_goes_beyond_all():
    said = voice(15, [1] * 14 + [4900], [100] * 14 + [5000])  # one article is all quotation
    (row,) = speech_shares(said, columns(15, each=0)).itertuples()
    assert row.share_low < row.share < row.share_high == 1

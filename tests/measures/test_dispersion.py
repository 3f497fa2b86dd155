"""Dispersion: DP of published examples, and the DP expected of as many random hits."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from methods.measures.dispersion import dispersion, dp, dp_chance, dp_norm, offsets, spread

GRIES = [
    "b a m n i b e u p",
    "b a s a t b e w q n",
    "b c a g a b e s t a",
    "b a g h a b e a a t",
    "b a h a a b e a x a t",
]
PARTS = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 50)), min_size=2, max_size=8)


def corpus(*texts: str) -> pd.DataFrame:
    ids = pd.Index([f"{i:03d}" for i in range(len(texts))], name="article_id", dtype="str")
    return pd.DataFrame({"text": list(texts)}, index=ids)


@pytest.mark.parametrize(
    ("letter", "expected", "norm"),
    [("a", 0.18, 0.2195), ("b", 0.02, 0.0244), ("i", 0.82, 1), ("q", 0.8, 0.9756), ("x", 0.78, 0.9512)],
)
def test_gries_five_parts(letter, expected, norm):
    # S. Th. Gries (2008; 2020, Analyzing dispersion); scattertext 0.2.2 has the same for all five.
    parts = [text.split() for text in GRIES]
    counts, sizes = [part.count(letter) for part in parts], [len(part) for part in parts]
    assert dp(counts, sizes) == pytest.approx(expected)
    assert dp_norm(counts, sizes) == pytest.approx(norm, abs=5e-5)


def test_lijffijt_and_gries_three_parts():
    # J. Lijffijt and S. Th. Gries (2012), table 1: two thirds and one third of the hits in three equal parts.
    assert dp([2, 1, 0], [1, 1, 1]) == pytest.approx(1 / 3)
    assert dp_norm([2, 1, 0], [1, 1, 1]) == pytest.approx(0.5)


def test_lynes_allemand_as_in_tlda():
    # A. A. Lyne (1985), by L. Soenning's R package tlda (its README): 0.4990705.
    sizes = [8143, 8058, 8271, 8125, 7959, 7941, 8146, 8001, 8003, 7930]
    assert dp([2, 0, 1, 1, 3, 0, 3, 0, 0, 0], sizes) == pytest.approx(0.4990705, abs=5e-8)


@given(PARTS)
def test_dp_lies_between_even_and_all_in_the_smallest_part(parts):
    counts, sizes = map(np.array, zip(*parts, strict=True))
    if not counts.any():
        assert np.isnan(dp(counts, sizes))
        return
    assert -1e-9 <= dp(counts, sizes) <= 1 - sizes.min() / sizes.sum() + 1e-9
    assert -1e-9 <= dp_norm(counts, sizes) <= 1 + 1e-9
    smallest = (np.arange(len(sizes)) == sizes.argmin()) * 3
    assert dp_norm(smallest, sizes) == pytest.approx(1)
    assert dp(sizes, sizes) == pytest.approx(0)


@given(st.integers(1, 60), st.lists(st.integers(1, 50), min_size=2, max_size=6))
def test_chance_is_the_mean_deviation_of_binomial_counts(hits, sizes):
    k, shares = np.arange(hits + 1), np.array(sizes) / sum(sizes)
    deviations = [(np.abs(k - hits * s) * stats.binom.pmf(k, hits, s)).sum() for s in shares]
    assert dp_chance(hits, sizes)[0] == pytest.approx(sum(deviations) / 2 / hits)


def test_items_are_measured_together_as_alone():
    counts, sizes = np.array([[1, 0, 5], [2, 0, 5], [3, 0, 0]]), [10, 20, 30]
    np.testing.assert_allclose(dp(counts, sizes)[[0, 2]], [dp(counts[:, 0], sizes), dp(counts[:, 2], sizes)])
    assert np.isnan(dp(counts, sizes)[1])
    assert np.isnan(dp_chance([0], sizes)[0])
    assert np.isnan(dp_norm([3], [10]))


def test_dispersion_over_paragraphs():
    articles = corpus("治理甲乙\n\n甲乙丙丁\n治理治理", "治理", "甲")
    table = dispersion(articles, pd.DataFrame({"term": ["治理", "平安"]}))
    first = table.iloc[0]
    assert first[["article_id", "term", "count", "paragraphs"]].tolist() == ["000", "治理", 3, 3]
    assert first["dp"] == pytest.approx(dp([1, 0, 2], [4, 4, 4]))
    assert first["dp_chance"] == pytest.approx(dp_chance(3, [4, 4, 4])[0])
    assert table["article_id"].tolist() == ["000", "001"]
    assert table.iloc[1][["dp", "dp_norm", "dp_chance"]].isna().all()


def test_no_hit_no_row():
    tracked = pd.DataFrame({"term": ["治理"]})
    assert dispersion(corpus("甲"), tracked).empty
    assert offsets(corpus("甲"), tracked).empty
    none = pd.DataFrame({"article_id": ["000"], "term": ["治理"], "count": [0]})
    assert spread(none, corpus("甲", "乙").assign(tokens=[1, 0])).empty


def test_offsets_are_positions_in_the_text():
    table = offsets(corpus("甲乙治理", "治理"), pd.DataFrame({"term": ["治理"]}))
    assert table["position"].tolist() == [0.5, 0]


def test_spread_over_articles_is_dp_of_the_same_counts():
    counts = pd.DataFrame(
        {"article_id": ["000", "001", "001"], "term": ["甲", "甲", "乙"], "count": [1, 2, 4]}
    )
    articles = corpus("", "", "").assign(tokens=[100, 200, 300])
    table = spread(counts, articles).set_index("term")
    assert table.at["甲", "dp"] == pytest.approx(dp([1, 2, 0], [100, 200, 300]))
    assert table.at["乙", "dp_norm"] == pytest.approx(dp_norm([0, 4, 0], [100, 200, 300]))
    assert table.at["甲", "dp_chance"] == pytest.approx(dp_chance(3, [100, 200, 300])[0])
    assert table["articles_with"].to_dict() == {"甲": 2, "乙": 1}
    assert spread(counts, articles[:1])["dp"].isna().all()

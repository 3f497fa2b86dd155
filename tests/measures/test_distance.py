"""Distance between vocabularies: known values, equal sizes, and yardsticks that tell one source from two."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from methods.measures import distance
from methods.measures.distance import (
    article_units,
    jensen_shannon,
    measure_distances,
    permutation_null,
    sentence_units,
    size_matched,
)

COUNTS = st.lists(st.integers(0, 50), min_size=3, max_size=3).filter(any)


def units(*groups: tuple[str, np.ndarray, int], seed: int = 1) -> pd.DataFrame:
    """Forty words a unit, drawn with the shares of its group."""
    rng = np.random.default_rng(seed)
    rows = [
        (name, f"{name}{unit}", f"w{word}", count)
        for name, shares, n in groups
        for unit in range(n)
        for word, count in enumerate(rng.multinomial(40, shares))
        if count
    ]
    return pd.DataFrame(rows, columns=["group", "unit", "word", "count"])


EVEN = np.full(30, 1 / 30)
STEEP = np.arange(1, 31) ** 2 / (np.arange(1, 31) ** 2).sum()


def test_distance_of_scipys_documented_example_in_bits():
    # scipy.spatial.distance.jensenshannon: 0.46450140402245893 with natural logarithms.
    assert jensen_shannon([1, 0], [1, 1]) == pytest.approx(0.46450140402245893 / np.sqrt(np.log(2)))


@given(COUNTS, COUNTS)
def test_distance_is_symmetric_and_between_none_and_all(a, b):
    assert jensen_shannon(a, b) == pytest.approx(jensen_shannon(b, a))
    assert -1e-9 <= jensen_shannon(a, b) <= 1 + 1e-9
    assert jensen_shannon(a, np.multiply(a, 3)) == pytest.approx(0, abs=1e-7)


def test_no_word_in_common_is_distance_one():
    assert jensen_shannon([3, 0], [0, 5]) == pytest.approx(1)


def test_one_source_is_as_far_as_its_halves_and_another_is_farther():
    table = size_matched(units(("a", EVEN, 40), ("b", EVEN, 60), ("c", STEEP, 40))).set_index(["a", "b"])
    same, other = table.loc[("a", "b")], table.loc[("a", "c")]
    assert table.loc[("a", "a"), "low"] < same["distance"] < table.loc[("a", "a"), "high"]
    assert other["low"] > table.loc[("a", "a"), "high"]
    assert table["tokens"].unique().tolist() == [int(0.45 * 40 * 40)]


def test_distances_shrink_with_size_which_is_why_sizes_must_match():
    small = size_matched(units(("a", EVEN, 10), ("b", EVEN, 10)))
    large = size_matched(units(("a", EVEN, 200), ("b", EVEN, 200)))
    assert (large["distance"] < small["distance"] / 2).all()


def test_a_group_of_one_unit_cannot_be_halved():
    table = size_matched(units(("a", EVEN, 1), ("b", EVEN, 5))).set_index(["a", "b"])["distance"]
    assert np.isnan(table[("a", "a")])
    assert np.isfinite(table[("a", "b")])


def test_null_knows_one_source_from_two():
    table = permutation_null(units(("a", EVEN, 20), ("b", EVEN, 10), ("c", STEEP, 20)), draws=99)
    table = table.set_index(["a", "b"])
    assert table.at[("a", "c"), "share_above"] == pytest.approx(0.01)
    assert table.at[("a", "c"), "distance"] > table.at[("a", "c"), "null_high"]
    assert table.at[("a", "b"), "share_above"] > 0.05
    assert table.loc[("a", "b"), ["units_a", "units_b"]].tolist() == [20, 10]


def test_yardsticks_are_the_same_each_time_and_empty_for_nothing():
    drawn = units(("a", EVEN, 5), ("b", EVEN, 5))
    pd.testing.assert_frame_equal(size_matched(drawn, draws=5), size_matched(drawn, draws=5))
    pd.testing.assert_frame_equal(permutation_null(drawn, draws=5), permutation_null(drawn, draws=5))
    assert size_matched(drawn[:0]).empty
    assert permutation_null(units(("a", EVEN, 5))).empty


def test_units_of_articles_and_of_sentences():
    ids = pd.Index(["000", "001", "002"], name="article_id")
    articles = pd.DataFrame(
        {"text": ["社区治理。法治。", "社区。", ""], "province": ["甲", "乙", None]}, index=ids
    )
    found = sentence_units(articles, stopwords=["法治"])
    assert found["group"].unique().tolist() == ["000", "001"]
    assert set(found["word"]).isdisjoint({"法治", "。"})
    counts = pd.DataFrame({"article_id": ["000", "002"], "word": ["社区", "社区"], "count": [1, 1]})
    units = article_units(counts, articles["province"])
    assert units.matrix.toarray().tolist() == [[0], [1]]  # the groups follow one another
    assert {group: rows.tolist() for group, rows in units.groups.items()} == {"甲": [1], "乙": [0]}


def test_one_group_has_no_distance_and_all_columns() -> None:
    units = pd.DataFrame({"group": "a", "unit": ["a:0", "a:1"], "word": ["甲", "乙"], "count": 1})
    near = measure_distances(units.assign(shuffled="sentences"))
    assert near.empty
    assert {"tokens", "shuffled"} <= set(near)  # the notebook asks for the least number of tokens


@pytest.mark.parametrize(("rows", "shared"), [([1, 2], True), ([2, 1], False), ([0, 2], False), ([], False)])
def test_rows_that_follow_one_another_are_not_copied(rows: list[int], shared: bool) -> None:
    matrix = sparse.csr_array(np.arange(12).reshape(4, 3))
    found = distance._rows(matrix, np.array(rows, int))
    assert found.toarray().tolist() == matrix.toarray()[rows].tolist()
    assert np.shares_memory(found.data, matrix.data) == shared


def test_many_units_are_drawn_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(distance, "UNITS", 4)
    monkeypatch.setattr(
        distance, "size_matched", lambda units, draws: asked.append(draws) or size_matched(units, 1)
    )
    distance.measure_distances(units(("a", EVEN, 4), ("b", EVEN, 4)))
    assert asked == [50]


@pytest.mark.parametrize(("groups", "each"), [(12, (100, 199)), (13, (84, 168)), (52, (39, 39))])
def test_many_pairs_are_drawn_less_often(monkeypatch, groups: int, each: tuple[int, int]) -> None:
    asked = []
    monkeypatch.setattr(
        distance, "size_matched", lambda units, draws: asked.append(draws) or size_matched(units, 1)
    )
    monkeypatch.setattr(
        distance, "permutation_null", lambda units, draws: asked.append(draws) or permutation_null(units, 1)
    )
    names = [f"g{n:02}" for n in range(groups)]
    units = pd.DataFrame({"group": names * 2, "unit": [f"{n}:{k}" for k in "ab" for n in names]})
    distance.measure_distances(units.assign(word="甲", count=5, shuffled="sentences"))
    assert tuple(asked) == each

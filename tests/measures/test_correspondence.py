"""Correspondence analysis: chi-square distances kept, a published example, and what cannot be mapped."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from methods.measures.correspondence import correspondence


def tidy(table: np.ndarray) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows, cols = np.nonzero(table)
    ids = pd.Index([f"{i:03d}" for i in range(len(table))], name="article_id")
    counts = pd.DataFrame(
        {"article_id": ids[rows], "word": [f"w{c}" for c in cols], "count": table[rows, cols]}
    )
    return counts, pd.DataFrame({"province": list("东南西北中")[: len(table)]}, index=ids)


def test_correspondence_keeps_chi_square_distances_of_three_groups():
    table = np.array([[9, 3, 1, 7], [2, 8, 4, 6], [1, 2, 12, 5]])
    found = correspondence(*tidy(table), "province")
    at = found.query("kind == 'group'")[["x", "y"]].to_numpy()
    profiles, mass = table / table.sum(axis=1, keepdims=True), table.sum(axis=0) / table.sum()
    for i, j in [(0, 1), (0, 2), (1, 2)]:
        expected = np.sqrt(((profiles[i] - profiles[j]) ** 2 / mass).sum())
        assert np.linalg.norm(at[i] - at[j]) == pytest.approx(expected)
    inertia = (table.sum(axis=1) / table.sum() * (at**2).sum(axis=1)).sum()
    assert inertia == pytest.approx(stats.chi2_contingency(table).statistic / table.sum())
    assert found["inertia_x"].iloc[0] + found["inertia_y"].iloc[0] == pytest.approx(1)


def test_correspondence_of_greenacres_smokers():
    # M. Greenacre, Theory and Applications of Correspondence Analysis (1984), section 3.1.
    found = correspondence(
        *tidy(np.array([[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]])),
        "article_id",
    )
    at = found.set_index("label")
    assert at[["inertia_x", "inertia_y"]].iloc[0].tolist() == pytest.approx([0.8776, 0.1176], abs=5e-5)
    axes = at[["x", "y"]] * np.sign(at.loc["w0", ["x", "y"]].to_numpy(float))
    assert axes.loc["w0"].tolist() == pytest.approx([0.3933, 0.0305], abs=5e-5)
    assert axes.iloc[:5]["x"].tolist() == pytest.approx([0.0658, -0.2590, 0.3806, -0.2330, 0.2011], abs=5e-5)


def test_correspondence_maps_the_most_frequent_items_only():
    found = correspondence(*tidy(np.array([[9, 3, 1, 7], [2, 8, 4, 6], [1, 2, 12, 5]])), "province", items=3)
    assert found.query("kind == 'item'")["label"].tolist() == ["w1", "w2", "w3"]
    assert found.query("kind == 'item'")["count"].tolist() == [13, 17, 18]


@pytest.mark.parametrize("table", [[[9, 3, 1], [2, 8, 1]], [[9, 3], [2, 8], [4, 4]]])
def test_correspondence_needs_three_groups_and_three_items(table):
    with pytest.raises(ValueError, match="needs 3"):
        correspondence(*tidy(np.array(table)), "province")


def test_correspondence_leaves_out_groups_and_items_without_a_hit():
    counts, articles = tidy(np.array([[9, 3, 1, 0], [2, 8, 4, 0], [1, 2, 12, 0], [0, 0, 0, 5]]))
    found = correspondence(counts, articles.assign(province=["东", "南", "西", None]), "province")
    assert found["label"].tolist() == ["东", "南", "西", "w0", "w1", "w2"]

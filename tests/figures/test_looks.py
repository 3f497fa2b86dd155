"""Columns differ by colour and marker, and their labels never touch."""

import pandas as pd
import pytest
from matplotlib import pyplot as plt

from methods.corpora.columns import make_columns
from methods.figures import charts
from methods.figures.exhibit import Sentence
from methods.figures.saving import save_figure
from methods.figures.style import ARTICLE_COLOURS, looks

LABELS = ["Gongshu 2019", "x" * 18, "政法干部培训班学员", "2019-03"]


def columns(n, label="Place {}"):
    ids = pd.Index([f"a{i:02}" for i in range(n)], dtype="str")
    return make_columns(
        pd.DataFrame({"date": pd.NaT, "label": [label.format(i) for i in range(n)]}, index=ids)
    )


def test_no_two_columns_look_the_same():
    found = looks(columns(20))
    assert len(set(found.values())) == 20
    assert [look.colour for look in found.values()][:6] == list(ARTICLE_COLOURS)
    assert len({look.marker for look in list(found.values())[:6]}) == 6


@pytest.mark.parametrize("n", [1, 2, 5, 8, 20, 60])
@pytest.mark.parametrize("label", LABELS)
def test_labels_of_columns_never_touch(n, label, overlapping):
    fig, ax = plt.subplots(figsize=(4.6, 3))
    ax.set_xlim(0, n)
    charts.name_columns(ax, [label] * n)
    ax.set_yticks([])
    assert overlapping(fig) == []
    assert ax.get_xticklabels()


@pytest.mark.parametrize("label", ["TBD", "todo", "lorem", "alt text"])
def test_an_article_may_be_called_like_a_placeholder(label, tmp_path):
    fig, _ = plt.subplots()
    alt = Sentence("Rates of the formulas by article in date order: {one}.", {"one": label})
    save_figure(fig, "01-trends", pd.DataFrame({"n": [1]}), alt, tmp_path)
    assert (tmp_path / "01-trends.png").exists()


def test_a_template_of_ours_that_says_nothing_is_still_refused(tmp_path):
    fig, _ = plt.subplots()
    with pytest.raises(ValueError, match="alt text"):
        save_figure(fig, "01-trends", pd.DataFrame({"n": [1]}), Sentence("{a}", {"a": "x" * 50}), tmp_path)

"""Sentences and figures of a corpus that has one column, no date, or no hit, as many corpora of others have."""

import signal

import dask
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from methods.corpora.spread import _on_processors
from methods.figures import charts
from methods.figures.terms.presence import absence_finding, presence_finding
from methods.measures.absence import absent_terms

MANY = pd.DataFrame({"date": pd.NaT, "label": None}, [f"a{n}" for n in range(30)]).rename_axis("article_id")
TERMS = pd.DataFrame({"term": ["法治", "枫桥经验"], "gloss": "", "family": "law", "year": [1997, 1963]})
NONE = pd.DataFrame({"article_id": [], "term": [], "count": []})


def test_no_undated_article_is_said_to_be_later_than_a_formula():
    undated = MANY.assign(date=pd.to_datetime(MANY["date"]))
    absent = absent_terms(TERMS, NONE, undated)
    assert absent["could_hold_it"].tolist() == [0, 0]
    assert "older than" not in absence_finding(absent, {}, len(undated)).plain()
    dated = undated.assign(date=pd.Timestamp("1980-01-01"))
    absent = absent_terms(TERMS, NONE, dated)
    assert (
        "Of 2 whose earliest use is known, 1 is older than every article."
        in absence_finding(absent, {}, len(dated)).plain()
    )


def test_that_no_formula_is_older_is_said_in_words():
    young = MANY.assign(date=pd.Timestamp("1980-01-01"))
    absent = absent_terms(TERMS.assign(year=[1997, 1998]), NONE, young)
    said = absence_finding(absent.assign(could_hold_it=[1, 0]), {}, len(young)).plain()
    assert "Of 2 whose earliest use is known, none is older than every article." in said


def test_no_formula_in_a_single_article_is_said_in_words():
    counts = pd.DataFrame({"article_id": ["a0", "a1"], "term": "法治", "count": 2})
    said = presence_finding(counts, TERMS, 30).plain()
    assert (
        "Of 1 tracked formula that occurs, none occurs in a single article, and none in each of the" in said
    )
    single = presence_finding(counts.head(1), TERMS, 30).plain()
    assert "1 occurs in a single article (100%)" in single


@pytest.mark.parametrize(
    ("label", "inches", "lines"), [("venue of an article", 5.4, 1), ("venue of an article", 0.7, 2)]
)
def test_the_head_of_a_column_has_only_the_lines_that_it_needs(label, inches, lines):
    _, ax = plt.subplots()
    (tick,) = charts.name_columns(ax, [label], inches).get_xticklabels()
    assert len(tick.get_text().split("\n")) == lines


def test_a_million_at_a_bar_is_written_out():
    _, ax = plt.subplots()
    charts.bar_chart(pd.Series([1234567, 3802, 0.25]), ax)
    assert [text.get_text() for text in ax.texts] == ["1,234,567", "3,802", "0.25"]


def ignores(task):
    """Return whether this process ignores interrupts."""
    return int(signal.getsignal(signal.SIGINT) is signal.SIG_IGN), task


def test_no_worker_dies_aloud_when_its_kernel_stops():
    with dask.config.set(scheduler="processes", num_workers=2):
        assert sorted(_on_processors(ignores, [0, 1], None)) == [(1, 0), (1, 1)]

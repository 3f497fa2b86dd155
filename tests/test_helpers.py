"""The front door: loading, concordance, and that opening it is light."""

import subprocess
import sys

import pandas as pd
import pytest

import helpers


def test_load_articles_gives_five_articles(articles: pd.DataFrame) -> None:
    assert list(articles.index) == ["000", "001", "002", "003", "004"]
    assert {"title", "date", "province", "raw", "text"} <= set(articles.columns)
    assert articles["date"].dt.year.tolist() == [2019, 2024, 2023, 2025, 2024]
    assert articles["text"].str.len().gt(1000).all()


def test_concordance_leads_to_the_raw_characters(articles: pd.DataFrame) -> None:
    table = helpers.concordance(articles, "枫桥经验")
    assert list(table.columns) == [
        "article_id", "date", "place", "left", "keyword", "right", "raw_start", "raw_end",
    ]  # fmt: skip
    assert len(table) == articles["text"].str.count("枫桥经验").sum() > 5
    assert table["date"].is_monotonic_increasing
    for row in table.itertuples():
        assert articles.loc[row.article_id, "raw"][row.raw_start : row.raw_end] == "楓橋經(jīng)驗"


def test_concordance_reaches_into_broken_runs(articles: pd.DataFrame) -> None:
    row = helpers.concordance(articles, "河北秦皇岛").iloc[0]
    assert "焙颖鼻鼗蕧u" in articles.loc[row["article_id"], "raw"][row["raw_start"] : row["raw_end"]]


def test_concordance_of_an_absent_term_is_an_empty_table(articles: pd.DataFrame) -> None:
    assert helpers.concordance(articles, "两个维护").empty


def test_concordance_needs_no_places(articles: pd.DataFrame) -> None:
    bare = articles[["raw", "text", "date"]]
    assert helpers.concordance(bare, "枫桥经验")["place"].isna().all()


def test_concordance_shows_hits_that_overlap() -> None:
    articles = pd.DataFrame({"raw": ["人人人"], "text": ["人人人"], "date": pd.NaT}, ["a"])
    assert helpers.concordance(articles, "人人")["raw_start"].tolist() == [0, 1]


@pytest.mark.parametrize("term", ["", "  "])
def test_concordance_refuses_an_empty_term(articles: pd.DataFrame, term: str) -> None:
    with pytest.raises(ValueError, match="term"):
        helpers.concordance(articles, term)


def test_load_articles_names_a_missing_table(tmp_path) -> None:
    with pytest.raises(FileNotFoundError, match=r"metadata\.csv"):
        helpers.load_articles(tmp_path)


def test_opening_the_study_stays_light() -> None:
    """What takes long (matplotlib, jieba's dictionary, numba) is imported when it is needed, not before."""
    code = "import sys, helpers; print(*sorted({'matplotlib', 'numba', 'dask', 'sklearn', 'jieba'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []

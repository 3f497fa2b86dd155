"""White space around ids is not part of them, wherever they are read."""

import warnings
from pathlib import Path

import pandas as pd
import pytest

import helpers
from methods.corpora.corpus import Corpus

TEXTS = ["楼顶的菜园开张了，大家来浇水。", "图书馆的读书会在星期六举行。"]


def write(folder: Path, name: str, ids: list[object]) -> Path:
    """Write two short texts under some ids, as one table, or as files with a table of metadata."""
    rows = pd.DataFrame({"article_id": ids, "text": TEXTS})
    if name == "metadata.csv":
        (folder / "articles").mkdir()
        for number, text in enumerate(rows.pop("text")):
            (folder / "articles" / f"{number}.txt").write_text(text, encoding="utf-8")
        rows["file"] = ["0.txt", "1.txt"]
    if name.endswith(".csv"):
        rows.to_csv(folder / name, index=False)
    elif name.endswith(".xlsx"):
        rows.to_excel(folder / name, index=False)
    elif name.endswith(".parquet"):
        rows.to_parquet(folder / name)
    else:
        rows.to_json(folder / name, orient="records", lines=name.endswith("l"), force_ascii=False)
    return folder


def told(folder: Path) -> tuple[list[str], str]:
    """Return the ids of a corpus, and what is said of it."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        articles = Corpus(folder).articles
    return sorted(articles.index), "\n".join(str(one.message) for one in caught)


TABLES = [
    "articles.csv",
    "articles.xlsx",
    "articles.json",
    "articles.jsonl",
    "articles.parquet",
    "metadata.csv",
]


@pytest.mark.parametrize("is_large", [False, True])
@pytest.mark.parametrize("name", TABLES)
def test_white_space_around_ids_is_removed(tmp_path, monkeypatch, name: str, is_large: bool) -> None:
    for module in ("corpus", "chunks"):
        monkeypatch.setattr(f"methods.corpora.{module}.CHUNK_BYTES", 50 if is_large else 10_000)
    ids, said = told(write(tmp_path, name, ["2014 0901 ", "\u3000第二篇\t"]))
    assert ids == ["2014 0901", "第二篇"]
    assert "have this id" not in said


@pytest.mark.parametrize("name", TABLES)
def test_ids_that_become_equal_are_told(tmp_path, name: str) -> None:
    ids, said = told(write(tmp_path, name, ["a", " a "]))
    assert ids == ["a"]
    assert "article a: 2 rows have this id or file; the first was kept: correct the others" in said


@pytest.mark.parametrize("is_large", [False, True])
@pytest.mark.parametrize("name", ["articles.json", "articles.jsonl", "articles.parquet"])
def test_an_id_of_white_space_is_none(tmp_path, monkeypatch, name: str, is_large: bool) -> None:
    for module in ("corpus", "chunks"):
        monkeypatch.setattr(f"methods.corpora.{module}.CHUNK_BYTES", 50 if is_large else 10_000)
    ids, said = told(write(tmp_path, name, ["a", " \u3000"]))
    assert ids == ["a"]
    assert "it has no article_id; add one" in said


def test_ids_are_found_as_they_are_seen(tmp_path) -> None:
    articles = helpers.load_articles(write(tmp_path, "articles.csv", ["201409015325665 ", "b"]))
    assert articles.loc["201409015325665", "text"] == TEXTS[0]

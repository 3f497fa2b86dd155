"""Several tables in a folder of articles."""

import json
import warnings
from pathlib import Path

import dask
import pandas as pd
import pytest

from methods.corpora import chunks
from methods.corpora import corpus as corpora
from methods.corpora.corpus import Corpus
from methods.files.problems import CorpusWarning

TEXTS = [f"第{n}篇写的是{word}，各地{word}的做法不同。" for n, word in enumerate("春夏秋冬东西", 1)]


def write_tables(folder: Path, tables: dict[str, list[dict]], form: str) -> Path:
    """Write tables into `articles/`, and return the corpus."""
    (folder / "articles").mkdir(exist_ok=True)
    for name, rows in tables.items():
        path = folder / "articles" / f"{name}.{form}"
        if form == "parquet":
            pd.DataFrame(rows).to_parquet(path)
        elif form == "csv":
            pd.DataFrame(rows).to_csv(path, index=False)
        else:
            lines = [json.dumps(row, ensure_ascii=False) for row in rows]
            path.write_text("\n".join(lines) if form == "jsonl" else f"[{','.join(lines)}]", encoding="utf-8")
    return folder


@pytest.fixture(params=["csv", "json", "jsonl", "parquet", "large jsonl", "large parquet"])
def form(request, monkeypatch):
    """Each kind of table; `large` ones are read in parts."""
    size, _, form = request.param.rpartition(" ")
    if size:
        for module in (chunks, corpora):
            monkeypatch.setattr(module, "CHUNK_BYTES", 100)
    with dask.config.set(scheduler="sync"):
        yield form


def told(folder: Path) -> tuple[pd.DataFrame, str]:
    """Return the articles of a corpus with their texts, and what is said of it."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", CorpusWarning)
        corpus = Corpus(folder)
        articles = corpus.read(corpus.articles.index)
    return articles, "\n".join(str(warning.message) for warning in caught)


def test_rows_of_several_tables_without_ids_are_told_apart(tmp_path, form):
    tables = {f"part.{n}": [{"text": text} for text in TEXTS[n : n + 2]] for n in (0, 2)}
    articles, said = told(write_tables(tmp_path, tables, form))
    assert dict(articles["text"]) == dict(
        zip(["part.0-1", "part.0-2", "part.2-1", "part.2-2"], TEXTS, strict=False)
    )
    assert "problem" not in said


def test_an_id_in_two_tables_is_told_as_before(tmp_path):
    tables = {f"{n}": [{"id": "a", "text": TEXTS[n]}] for n in (0, 1)}
    articles, said = told(write_tables(tmp_path, tables, "csv"))
    assert list(articles.index) == ["a"]
    assert "2 rows have this id or file; the first was kept: correct the others" in said


def test_nobody_is_told_to_correct_the_number_of_a_row(tmp_path):
    write_tables(tmp_path, {"table": [{"text": TEXTS[0]}]}, "csv")
    (tmp_path / "articles" / "1.txt").write_text(TEXTS[1], encoding="utf-8")
    articles, said = told(tmp_path)
    assert list(articles.index) == ["1"]
    assert "give the table a column `article_id`, or rename the text" in said
    assert "correct the others" not in said


@pytest.mark.parametrize(
    "columns",
    [
        {"province": "云南省", "url": "x"},
        {"单位": "云南省教育厅", "length": 3},
        {"标题": "云南省2026年政府工作报告全文公布", "file": "1.csv"},
        {"url": "x", "length": 3},
    ],
)
def test_a_list_of_what_was_collected_is_not_read_as_articles(tmp_path, form, columns):
    tables = {
        "2024": [{"内容": text} for text in TEXTS[:2]],
        "manifest": [columns | {"n": n} for n in range(5)],
        "other": [{"话": text} for text in TEXTS[2:4]],
    }
    articles, said = told(write_tables(tmp_path, tables, form))
    assert articles["text"].tolist() == TEXTS[:4]
    assert list(articles.index) == ["2024-1", "2024-2", "other-1", "other-2"]
    assert "manifest" in said
    assert "none of its columns looks like texts, as in the tables beside it: it was not read" in said


def test_titles_and_posts_are_read_where_there_is_nothing_else(tmp_path, form):
    tables = {f"{n}": [{"标题": f"{text}{n}"} for text in TEXTS] for n in "ab"}
    assert len(told(write_tables(tmp_path, tables, form))[0]) == 12


def test_short_posts_are_read_if_they_are_called_texts(tmp_path, form):
    tables = {"a": [{"text": text} for text in TEXTS], "b": [{"内容": "好"}, {"内容": "来了"}]}
    assert len(told(write_tables(tmp_path, tables, form))[0]) == 8


def test_of_a_table_alone_it_is_said_that_no_column_looks_like_texts(tmp_path, form):
    rows = [{"单位": unit, "url": "x"} for unit in ("云南省", "贵州省", "四川省")]
    articles, said = told(write_tables(tmp_path, {"manifest": rows}, form))
    assert len(articles) == 3
    assert "none of its columns (单位, url) looks like texts: `单位`, with the most Chinese, was used" in said
    assert "rename the one with the texts to `text`" in said


def test_a_note_on_many_tables_is_made_once(tmp_path, form):
    tables = {f"{n}": [{"话": text}] for n, text in enumerate(TEXTS)}
    _, said = told(write_tables(tmp_path, tables, form))
    note = "no column is called `text`: `话`, with the most Chinese, was used"
    assert said.count(note) == 1
    assert f"0.{form}: {note} (and so of 5 more files)" in said


@pytest.mark.parametrize("is_large", [False, True])
def test_of_which_article_a_text_is_a_copy_is_said(tmp_path, monkeypatch, is_large):
    for module in (chunks, corpora):
        monkeypatch.setattr(module, "CHUNK_BYTES", 10 if is_large else 10**6)
    (tmp_path / "articles").mkdir()
    for name, text in zip("abcd", [*TEXTS[:2], TEXTS[0], TEXTS[0]], strict=True):
        (tmp_path / "articles" / f"{name}.txt").write_text(text, encoding="utf-8")
    with dask.config.set(scheduler="sync"):
        _, said = told(tmp_path)
    assert said.count("it is the same text as article a; the first is kept") == 2


def test_of_tables_in_the_wrong_folder_it_is_said_what_to_do(tmp_path):
    for name in "abcdefg":
        (tmp_path / f"{name}.csv").write_text("text\n文\n", encoding="utf-8")
    said = (
        r"7 tables \(a\.csv, .*, e\.csv, …\) itself: put those with texts into .*articles, or give the path"
    )
    with pytest.raises(FileNotFoundError, match=said):
        told(tmp_path)


def test_of_other_files_it_is_said_that_they_are_not_read(tmp_path):
    (tmp_path / "articles.js").write_text("[]", encoding="utf-8")
    with pytest.raises(
        FileNotFoundError, match=r"nothing to read \(it holds 1 other file \(articles\.js\)\)"
    ):
        told(tmp_path)

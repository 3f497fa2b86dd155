"""Small files that would fill the memory: workbooks and documents that claim or unpack to a huge size."""

import contextlib
import io
import os
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pytest

from methods.corpora import headings, rules, sheets, table_spans, tables
from methods.corpora.headings import rename_columns
from methods.corpora.sheets import read_sheet
from methods.files.problems import CorpusError, Report


def repacked(data: bytes, name: str, old: str, new: str) -> bytes:
    """Return a ZIP file with a string replaced in one entry."""
    with zipfile.ZipFile(io.BytesIO(data)) as was, io.BytesIO() as made:
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry in was.namelist():
                text = was.read(entry)
                assert entry != name or old.encode() in text
                archive.writestr(entry, text.replace(old.encode(), new.encode()) if entry == name else text)
        return made.getvalue()


def peak(work: Callable[[], object]) -> int:
    """Return the most bytes that Python used during a call."""
    tracemalloc.start()
    with contextlib.suppress(CorpusError):
        work()
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return held


def sheet(*rows: tuple[int, str]) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row, word in rows:
        book.active.cell(row, 1, word)
    book.save(file)
    return file.getvalue()


def test_a_sheet_that_claims_to_be_vast_takes_no_room():
    data = sheet((1, "text"), (1000, "基层"))
    part = "xl/worksheets/sheet1.xml"
    vast = repacked(data, part, '<dimension ref="A1:A1000"', '<dimension ref="A1:XFD1048576"')
    assert read_sheet(vast, Path("x"), Report())["text"].tolist() == ["基层"]
    assert peak(lambda: read_sheet(vast, Path("x"), Report())) < 5_000_000


def test_a_sheet_that_spans_too_many_cells_is_named(monkeypatch):
    monkeypatch.setattr(sheets, "CELLS", 1000)
    with pytest.raises(CorpusError, match=r"x\.xlsx: its sheet spans more than 1,000 cells; save it as CSV"):
        read_sheet(sheet((1, "text"), (2000, "基层")), Path("x.xlsx"), Report())


def test_a_workbook_of_one_text_over_and_over_is_named(monkeypatch):
    data = sheet((1, "text"), *((row, "基层" * 5_000) for row in range(2, 1002)))
    assert len(data) < 300_000
    assert len(read_sheet(data, Path("x.xlsx"), Report())) == 1000
    monkeypatch.setattr(sheets, "LARGEST_UNPACKED", 1_000_000)
    with pytest.raises(CorpusError, match=r"x\.xlsx: its cells hold more than"):
        read_sheet(data, Path("x.xlsx"), Report())
    assert peak(lambda: read_sheet(data, Path("x.xlsx"), Report())) < 10_000_000


def document(*cells: str) -> bytes:
    made, file = docx.Document(), io.BytesIO()
    for cell, word in zip(made.add_table(1, len(cells)).rows[0].cells, cells, strict=True):
        cell.text = word
    made.save(file)
    return file.getvalue()


def test_a_cell_that_claims_a_million_columns_is_one_cell(tmp_path):
    wide = repacked(
        document("基层"), "word/document.xml", "<w:tcPr>", '<w:tcPr><w:gridSpan w:val="1000000"/>'
    )
    (tmp_path / "x.docx").write_bytes(wide)
    assert rules.read_article(tmp_path / "x.docx", tmp_path)[0] == "基层"
    assert peak(lambda: rules.read_article(tmp_path / "x.docx", tmp_path)) < 5_000_000


def test_cells_that_are_alike_and_tables_in_cells_are_read(tmp_path):
    made = docx.Document()
    row = made.add_table(1, 2).rows[0]
    for cell in row.cells:
        cell.text = "10"
    row.cells[0].add_table(1, 1).rows[0].cells[0].text = "法治"
    made.save(tmp_path / "x.docx")
    assert rules.read_article(tmp_path / "x.docx", tmp_path)[0].split() == ["10", "法治", "10"]


def test_a_document_that_unpacks_to_more_than_memory_should_hold_is_named(tmp_path):
    bomb = repacked(document("基层"), "word/document.xml", "<w:tbl>", "<w:p/>" * 9_000_000 + "<w:tbl>")
    assert len(bomb) < 1_000_000
    (tmp_path / "x.docx").write_bytes(bomb)
    text, fault = rules.read_article(tmp_path / "x.docx", tmp_path)
    assert text == ""
    assert "it unpacks to 55 MB" in fault.remedy


def test_a_first_line_of_a_hundred_thousand_names_takes_no_time():
    names = [f"c{number}" for number in range(100_000)]
    started = time.process_time()
    with pytest.raises(CorpusError, match="it has 100,000 columns"):
        headings.check_names(Path("x.csv"), names)
    assert rename_columns([*names, "标题"]) == {"标题": "title"}
    assert time.process_time() - started < 10


def test_bytes_of_a_parquet_table_are_text_or_the_table_is_named(tmp_path):
    path = tmp_path / "articles.parquet"
    pd.DataFrame({"id": ["1"], "text": ["基层治理".encode()]}).to_parquet(path)
    assert tables.read_table(path, Report())["raw"].tolist() == ["基层治理"]
    pd.DataFrame({"id": ["1"], "text": [b"\xff\xfe"]}).to_parquet(path)
    with pytest.raises(CorpusError, match=r"articles\.parquet: it cannot be read as Parquet"):
        tables.read_table(path, Report())


def test_a_parquet_table_of_one_text_over_and_over_is_named(tmp_path, monkeypatch):
    path = tmp_path / "articles.parquet"
    pd.DataFrame({"id": range(2000), "text": ["基层" * 5_000] * 2000}).astype(
        {"text": "category"}
    ).to_parquet(path)
    assert path.stat().st_size < 100_000
    monkeypatch.setattr(tables, "LARGEST_UNPACKED", 10_000_000)
    with pytest.raises(CorpusError, match="it unpacks to more than"):
        tables.read_table(path, Report())
    monkeypatch.undo()
    assert len(tables.read_table(path, Report())) == 2000


def test_a_line_of_json_larger_than_memory_is_named_and_not_read(tmp_path):
    path = tmp_path / "articles.jsonl"
    path.write_text('{"id": 1, "text": "基层"}\n', encoding="utf-8")
    os.truncate(path, 150_000_000)
    found: list[str] = []

    def work() -> None:
        for span in table_spans.spans(path, 8_000_000):
            found.extend(table_spans.read(path, span)["what"])

    assert peak(work) < 20_000_000
    assert found == [rules.TOO_LARGE.what]

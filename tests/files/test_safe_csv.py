"""No cell of a CSV is a formula, whatever separator a spreadsheet expects."""

from pathlib import Path

import pytest

from methods.files import safe_csv
from methods.files.csv_files import defuse_file
from methods.files.lexicons import read_lexicon
from methods.files.problems import CorpusError, Report
from methods.files.safe_csv import defuse
from methods.pages.gallery import table_entry


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=cmd()", "'=cmd()"),
        ("a;=cmd()", "a;'=cmd()"),
        ("a\t=cmd()", "a\t'=cmd()"),
        ("a;  ＝cmd()", "a;  '＝cmd()"),
        ("a\n@cmd", "a\n'@cmd"),
        ("a;b;-1+1", "a;b;'-1+1"),
        ("=a;=b", "'=a;'=b"),
    ],
)
def test_what_starts_like_a_formula_is_defused(cell: str, safe: str) -> None:
    assert defuse(cell) == safe
    assert defuse(safe) == safe  # Twice is once.


@pytest.mark.parametrize("cell", ["a=b", "a; b", "x;y=z", "-3.5", "+12%", "一；＝二", "", 3.5, None])
def test_what_does_not_is_left_alone(cell: object) -> None:
    assert defuse(cell) is cell


def test_a_file_is_defused_in_every_cell() -> None:
    assert defuse_file(b"term,gloss\na;=b,c\n", Path("x.csv")) == b"term,gloss\na;'=b,c\n"
    assert defuse_file(b"term,gloss\na,b\n", Path("x.csv")) == b"term,gloss\na,b\n"


def test_a_cell_may_be_as_large_as_an_article_and_a_larger_one_is_named(tmp_path, monkeypatch) -> None:
    path, cell = tmp_path / "terms.csv", "甲" * 200_000
    path.write_text(f"term,gloss\n枫桥经验,{cell}\n", encoding="utf-8")
    data, report = path.read_bytes(), Report()
    assert defuse_file(data, path) == data
    assert table_entry("data/terms.csv", path, "")["rows"] == 1
    assert read_lexicon(path, report)["gloss"].tolist() == [cell] and not report.problems
    monkeypatch.setattr(safe_csv, "LARGEST_CELL", 1000)
    for read in (lambda: defuse_file(data, path), lambda: table_entry("data/terms.csv", path, "")):
        with pytest.raises(CorpusError, match=r"terms\.csv: it cannot be read as CSV .*; shorten the cell"):
            read()


def test_a_file_that_cannot_be_decoded_is_named() -> None:
    with pytest.raises(CorpusError, match=r"x\.csv: "):
        defuse_file(b"term\n\xff\xfe\x00\xff\xff\n", Path("x.csv"))

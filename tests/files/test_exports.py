"""Tables for other programs have the same bytes each time, and no formulas."""

import io
import time
import tracemalloc

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from methods.files import exports
from methods.files.exports import workbook, write_export

TABLE = pd.DataFrame({"term": ["枫桥经验", "=cmd()", "-1"], "=count": [1, 2, 3]})


def test_a_workbook_is_the_same_whenever_it_is_made():
    one = workbook({"a": TABLE, "b": TABLE.head(1)})
    time.sleep(2.1)  # A ZIP file tells times two seconds apart.
    assert workbook({"a": TABLE, "b": TABLE.head(1)}) == one
    sheets = pd.read_excel(io.BytesIO(one), sheet_name=None)
    assert {name: len(sheet) for name, sheet in sheets.items()} == {"a": 3, "b": 1}


@pytest.mark.parametrize("end", ["csv", "xlsx"])
def test_no_cell_is_a_formula(tmp_path, end):
    path = write_export(TABLE, tmp_path / f"t.{end}")
    read = pd.read_csv(path) if end == "csv" else pd.read_excel(path)
    assert read["term"].tolist() == ["枫桥经验", "'=cmd()", "-1"]
    assert list(read) == ["term", "'=count"]


def test_csv_begins_with_the_mark_that_excel_needs(tmp_path):
    assert write_export(TABLE, tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_sheet_too_wide_is_refused_and_nothing_written(tmp_path, monkeypatch):
    monkeypatch.setattr(exports, "MOST_COLUMNS", 1)
    with pytest.raises(ValueError, match="has 2 columns, an Excel sheet holds at most 1"):
        write_export(TABLE, tmp_path / "t.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_sheet_that_would_take_minutes_is_refused_and_nothing_written(tmp_path, monkeypatch):
    monkeypatch.setattr(exports, "MOST_CELLS", 5)
    with pytest.raises(ValueError, match=r"3 rows and 2 columns.*write \.csv or \.parquet, or count fewer"):
        write_export(TABLE, tmp_path / "t.xlsx")
    assert list(tmp_path.iterdir()) == []
    assert len(pd.read_csv(write_export(TABLE, tmp_path / "t.csv"))) == 3


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
@example("a\x07b\x00c\uffff")
def test_a_sheet_takes_any_text(text):
    (sheet,) = pd.read_excel(
        io.BytesIO(workbook({"a": pd.DataFrame({"t": [text]})})), sheet_name=None
    ).values()
    assert list(sheet) == ["t"]


def test_a_number_that_a_sheet_has_no_room_for_is_a_text():
    table = pd.DataFrame({"n": [10**400, 2**60, 5]}, dtype=object)
    found = pd.read_excel(io.BytesIO(workbook({"t": table})), dtype=object)["n"]
    assert found.tolist() == [str(10**400), str(2**60), 5]


def test_a_cell_that_a_sheet_would_cut_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    with pytest.raises(ValueError, match=r"a cell has 40,000 characters.*write \.csv or \.parquet"):
        write_export(pd.DataFrame({"title": ["中" * 40_000], "n": [1]}), path)
    assert not path.exists()


def test_a_sheet_takes_a_value_of_any_kind():
    day = pd.Timestamp("2020-02-29")
    cells = [None, float("nan"), pd.NaT, pd.NA, float("inf"), True, 0.5, day, ["一", "二"], "=1"]
    found = pd.read_excel(io.BytesIO(workbook({"t": pd.DataFrame({"v": cells}, dtype=object)})), dtype=object)
    assert found["v"][:4].isna().all()
    assert found["v"][4:].tolist() == ["inf", True, 0.5, day, "['一', '二']", "'=1"]


def test_a_sheet_needs_no_memory_for_the_rows_already_written():
    table = pd.DataFrame([range(100)] * 500)
    workbook({"t": TABLE})  # imports
    tracemalloc.start()
    workbook({"t": table})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4e6  # 50,000 cells kept until the end take 20 MB.


def test_a_time_with_a_zone_is_a_text_since_a_sheet_knows_no_zones():
    times = pd.Series(pd.to_datetime(["2024-01-31 08:00+08:00", None]))
    read = pd.read_excel(io.BytesIO(workbook({"t": times.to_frame("when").assign(n=[1, 2])})))
    assert read["when"][0] == "2024-01-31T08:00:00+08:00" and pd.isna(read["when"][1])

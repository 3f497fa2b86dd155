"""Dates in all forms, and tables whose column of dates is not called so."""

import time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import load_articles
from methods.corpora.corpus import Corpus
from methods.corpora.dates import days_of, has_form
from methods.corpora.facts import check_metadata, named_dates
from methods.files.problems import CorpusWarning, Report

FORMS = {
    "民国八年十月": ("1919-10-01", "1919-10-31"),
    "民國八年十月五日": ("1919-10-05", "1919-10-05"),
    "中華民國一百零六年三月二十四日": ("2017-03-24", "2017-03-24"),
    "民国8年10月": ("1919-10-01", "1919-10-31"),
    "民國一一〇年三月五號": ("2021-03-05", "2021-03-05"),
    "民國一百年": ("2011-01-01", "2011-12-31"),
    "民国元年元月一日": ("1912-01-01", "1912-01-01"),
    "一九二五年三月十一日": ("1925-03-11", "1925-03-11"),
    "二○二四年元月": ("2024-01-01", "2024-01-31"),
    "2019年三月": ("2019-03-01", "2019-03-31"),
    "2019年三月五日": ("2019-03-05", "2019-03-05"),
    "二〇一九年3月": ("2019-03-01", "2019-03-31"),
    "Tue Aug 23 09:18:26 2016": ("2016-08-23", "2016-08-23"),
    "Sat Aug  6 09:18:26 CST 2016": ("2016-08-06", "2016-08-06"),
    "Tue Aug 23 09:18:26 +0800 2016": ("2016-08-23", "2016-08-23"),
    "Tue, 23 Aug 2016 09:18:26 +0800": ("2016-08-23", "2016-08-23"),
    "Tue, 23 Aug 2016 23:18:26 +0000 (UTC)": ("2016-08-23", "2016-08-23"),
    "6 Aug 2016 09:18 GMT": ("2016-08-06", "2016-08-06"),
}
NONE = [
    "民国前三年",
    "民国",
    "二四年三月",
    "十月五日",
    "三月",
    "Tue Foo 23 09:18:26 2016",
    "Aug 2016",
    "一" * 9000 + "年",
]
IMPOSSIBLE = [
    "民國八年十三月",
    "2019年三月三十二日",
    "Tue, 30 Feb 2016 09:18:26 +0800",
    "二〇一九年二月三十日",
]


@pytest.mark.parametrize("word", FORMS)
def test_dates_in_numerals_and_of_mails_are_read(word):
    assert tuple(f"{day:%Y-%m-%d}" for day in days_of(word)) == FORMS[word]


@pytest.mark.parametrize("word", [*NONE, *IMPOSSIBLE])
def test_other_words_are_no_dates_and_impossible_ones_are_known_as_such(word):
    assert days_of(word) == (None, None)
    assert has_form(word) is (word in IMPOSSIBLE)


@given(st.text("一二三四五六七八九十百千零〇○元民国年月日号 ADEFTegu,:+0123456789", max_size=90))
def test_no_word_breaks_the_reading_of_dates(word):
    first, last = days_of(word)
    assert (first is None) == (last is None) and (first is None or first <= last)


def test_texts_are_not_searched_for_dates():
    started = time.process_time()
    assert days_of("一" * 3_000_000) == (None, None)
    assert time.process_time() - started < 0.1


DAYS = ["2021-03-06", "2021/4/7", "2021年5月8日", "2021-06"]


def checked(**columns: list) -> tuple[pd.DataFrame, str]:
    rows, report = pd.DataFrame(columns), Report()
    where = pd.Series([f"row {number}" for number in rows.index], rows.index)
    return check_metadata(rows, where, report), str(report)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("最新異動日期", ["20191122", "20210306", "20240131"]),
        ("入住日期", ["2014-02", "2014年3月", "2014-05"]),
        ("当选年份", ["2014", "2015", "2016"]),
        ("Report Year", [2014, 2015, 2016]),
        ("created", ["Tue Aug 23 09:18:26 2016", None, "Wed Aug 24 09:18:26 2016"]),
        ("何时", ["民国八年十月", "民国九年", "民国十年三月五日"]),
        ("when", pd.to_datetime(["2021-03-06", "2021-03-07", None])),
        ("update_time", [1707436800, 1707536800, 1707636800]),
        ("说", [*DAYS[:3] * 3, "不详"]),
    ],
)
def test_the_only_column_of_dates_is_the_date(name, values):
    rows, report = checked(**{name: values, "channel": ["x"] * len(values)})
    assert rows["date"].notna().mean() > 0.6 and name in rows
    assert f"no column is called `date`: `{name}`, whose values are dates, was used" in report


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("阅读数", ["2014", "2015", "2016"]),
        ("score", [1999, 2001, 2003]),
        ("用户", ["1707436800", "1707536800", "1707636800"]),
        ("说", [*DAYS[:2] * 2, "不详"]),
        ("说", ["2021-03-06", None, None]),
        ("期限", ["2999-01-01", "2999-01-02"]),
        ("date_words", ["2021年3月6日", "2021年3月7日"]),
        ("title", ["2021年3月6日", "2021年3月7日"]),
        ("说", [None, None]),
    ],
)
def test_other_columns_are_not_the_date(name, values):
    rows, report = checked(**{name: values})
    assert rows["date"].isna().all() and report == ""


def test_several_columns_of_dates_are_named_and_none_is_used():
    rows, report = checked(**{"起": DAYS, "止": DAYS})
    assert rows["date"].isna().all()
    assert "no column is called `date`, and none was used: dates are in `起`, `止`; call one `date`" in report


def test_dates_that_few_articles_have_do_not_compete_and_a_date_needs_no_other():
    rows, _ = checked(**{"異動": DAYS * 2, "生效": ["2021-01-01", "2021-01-02"] + [None] * 6})
    assert rows["date"].notna().all() and rows["生效"].count() == 2
    rows, report = checked(date=["2020-01-01"] * 4, 起=DAYS)
    assert rows["date"].dt.year.eq(2020).all() and report == ""


TEXTS = [
    f"第{n}天，社区的干部和群众在议事厅讨论花园和停车的事情。{n * n * n}" + "社区" * n for n in range(40)
]


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_a_column_of_dates_is_found_at_either_size(tmp_path, monkeypatch, form):
    table = pd.DataFrame({"content": TEXTS, "上线": [f"2021年{n % 12 + 1}月" for n in range(40)]})
    if form == "jsonl":
        table.to_json(tmp_path / "articles.jsonl", orient="records", lines=True, force_ascii=False)
    else:
        table.to_parquet(tmp_path / "articles.parquet")
    with pytest.warns(CorpusWarning, match="`上线`, whose values are dates, was used"):
        small = load_articles(tmp_path)
    monkeypatch.setattr("methods.corpora.corpus.CHUNK_BYTES", 2000)
    monkeypatch.setattr("methods.corpora.chunks.CHUNK_BYTES", 2000)
    large = Corpus(tmp_path)
    with pytest.warns(CorpusWarning, match="`上线`, whose values are dates, was used"):
        assert large.is_large and len(large.articles)
    named = named_dates(small)
    pd.testing.assert_series_equal(named_dates(large.articles), named.loc[large.articles.index])
    assert named.iloc[0] == "2021-01"


@pytest.mark.parametrize(
    ("heading", "column"),
    [("法規名稱", "title"), ("法规名称", "title"), ("公众号", "outlet"), ("公眾號", "outlet")],
)
def test_headings_of_laws_and_of_accounts_are_known(tmp_path, heading, column):
    pd.DataFrame({heading: ["甲", "乙"], "text": TEXTS[:2]}).to_csv(tmp_path / "articles.csv", index=False)
    with pytest.warns(CorpusWarning, match=f"{heading} as {column}"):
        assert load_articles(tmp_path)[column].tolist() == ["甲", "乙"]

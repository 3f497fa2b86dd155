"""Dates in all forms."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.corpora.dates import days_of, has_form

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

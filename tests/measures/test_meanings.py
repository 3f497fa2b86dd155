"""Meanings coded by hand find their hit."""

import pandas as pd

from methods.measures.meanings import attach_meanings

LINES = pd.DataFrame(
    {"article_id": ["001", "001", "002"], "left": "", "keyword": "枫桥", "right": ["a", "b", "c"]}
)


def test_each_hit_has_the_meaning_of_its_number():
    coding = pd.DataFrame({"article_id": ["001", "001"], "hit": ["2", "1"], "meaning": ["award", "method"]})
    assert attach_meanings(LINES, coding)["meaning"].tolist() == ["method", "award", ""]


def test_no_coding_and_a_bad_one_leave_the_lines_as_they_are():
    bad = pd.DataFrame(
        {"article_id": ["001", None, "001"], "hit": ["x", "1", "1"], "meaning": ["m", "m", None]}
    )
    for coding in (pd.DataFrame(), bad):
        found = attach_meanings(LINES, coding)
        assert found["meaning"].tolist() == ["", "", ""] and len(found) == len(LINES)


def test_a_hit_coded_twice_is_one_line():
    coding = pd.DataFrame({"article_id": ["001", "001"], "hit": ["1", "1"], "meaning": ["award", "method"]})
    assert attach_meanings(LINES, coding)["meaning"].tolist() == ["award", "", ""]


def test_a_meaning_is_given_in_words():
    coding = pd.DataFrame({"article_id": ["001"], "hit": [1], "meaning": ["mass_line"]})
    assert attach_meanings(LINES, coding)["meaning"].tolist() == ["mass line", "", ""]

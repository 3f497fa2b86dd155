"""Queries are one or several strings or patterns; Traditional ones find Simplified text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.text.queries import name_query, near_words, occurrences, read_query


def test_traditional_terms_become_simplified_and_double_ones_one():
    assert read_query(["楓橋經驗", "枫桥经验", " 群众 "]) == ["枫桥经验", "群众"]
    assert name_query(["法治", "党建"]) == "法治、党建"


@pytest.mark.parametrize("query", ["", "  ", [], ["法治", ""], re.compile("x*")])
def test_nothing_to_look_for_is_refused(query):
    with pytest.raises(ValueError, match="empty"):
        read_query(query)


@given(st.text("ab", max_size=20), st.lists(st.text("ab", min_size=1, max_size=3), min_size=1, max_size=3))
def test_every_occurrence_is_found_once_for_each_term(text, terms):
    found = list(occurrences(text, read_query(terms)))
    expected = sorted((i, i + len(t)) for t in set(terms) for i in range(len(text)) if text.startswith(t, i))
    assert found == expected


def test_patterns_match_as_they_do_elsewhere():
    text = "社区治理和基层治理"
    assert list(occurrences(text, read_query(re.compile("..治理")))) == [(0, 4), (5, 9)]


def test_similar_words_are_proposed():
    assert near_words("枫桥经念", ["枫桥经验", "群众路线", "天气"]) == ["枫桥经验"]
    assert near_words("枫桥", []) == []


@pytest.mark.parametrize("query", [5, None, float("nan"), True, b"x", [1], "\ud83d", re.compile(b"x")])
def test_what_is_no_string_is_named(query):
    with pytest.raises(ValueError, match=r"is not$|is of bytes: compile a string"):
        read_query(query)

"""A search for words first finds the same as the patterns alone."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from methods.mentions import people, posts
from methods.mentions.person_names import SPEECH, SPEECH_HEADS, speech_starts
from methods.mentions.posts import POST, PROVINCES, TITLE
from methods.text.scan import Heads, Words, matches

PIECES = [
    *posts.POST_HEADS.split(),
    *SPEECH_HEADS.split(),
    *PROVINCES.split("|"),
    *(
        "大家",
        "学员",
        "居民",
        "群众",
        "们",
        "的",
        "、",
        "着",
        "地",
        "笑",
        "负责",
        "领导",
        "医师",
        "会",
        "讲话",
        "张",
        "说明",
        "年",
        "。",
        "\n",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
PATTERNS = {"post": POST, "title": TITLE, "speech": SPEECH, "group": people._GROUP}


@pytest.mark.parametrize("kind", PATTERNS)
@settings(max_examples=200, deadline=None)
@given(text=TEXTS)
def test_heads_miss_no_match(kind, text):
    places = people._heads().starts(text)[kind]
    places = speech_starts(text, places) if kind == "speech" else places
    found = [hit.span() for hit in matches(PATTERNS[kind], text, places)]
    assert found == [hit.span() for hit in PATTERNS[kind].finditer(text)]


@pytest.mark.parametrize("kind", PATTERNS)
def test_a_word_that_is_missing_would_be_noticed(kind):
    """Every match begins with a listed word, so nothing is found without the list."""
    text = "副书记张三在浙江、江西的学员们说，大家笑着说"
    hits = [hit.span() for hit in PATTERNS[kind].finditer(text)]
    assert hits
    assert list(matches(PATTERNS[kind], text, [])) == []


@given(text=st.text("中国人\ud800𠀀a", max_size=12))
def test_occurrences_are_those_of_each_word(text):
    words = ["中国", "中", "国人", "中国人", "a"]
    expected = {(hit.start(), word) for word in words for hit in re.finditer(f"(?={word})", text)}
    found = list(Words(words).occurrences(text))
    assert {(start, word) for start, here in found for word in here} == expected
    assert [start for start, _ in found] == sorted({start for start, _ in expected})
    assert all(here == sorted(here, key=len, reverse=True) for _, here in found)


def test_a_word_of_two_kinds_is_of_both():
    assert Heads({"a": "中 国", "b": "中"}).starts("国中中") == {"a": [0, 1, 2], "b": [1, 2]}


def test_an_automaton_takes_time_in_proportion_to_its_words():
    start = time.process_time()
    assert Words(["法" * 50_000]).hits("法" * 50_001) == [(0, 0, 50_000), (0, 1, 50_001)]
    assert len(Words(f"词{n}语" for n in range(50_000)).words) == 50_000
    assert time.process_time() - start < 3

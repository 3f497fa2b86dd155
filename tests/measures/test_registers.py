"""Registers: each hit of a seed belongs to the longest string around it, and none is lost."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.measures.registers import count_registers, seeds

LISTED = pd.DataFrame(
    [("party", "党", "bare"), ("party", "党员", "member"), ("party", "共产党员", "member"), ("party", "政党", "accident"),
     ("party", "党的党建", "work"), ("law", "法治化", "work"), ("law", "法治", "bare"), ("law", "依法治", "accident")],
    columns=["register", "term", "counts_as"],
)  # fmt: skip


def corpus(*texts):
    ids = pd.Index([f"a{i}" for i in range(len(texts))], name="article_id", dtype="str")
    return pd.DataFrame({"text": texts, "tokens": 10}, index=ids)


def parts(text):
    table = count_registers(corpus(text), LISTED)
    return {item: n for item, n in zip(table["item"], table["count"], strict=True) if n}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("党员和共产党员", {"party: member": 2}),
        ("坚持党的领导", {"party: bare": 1}),
        ("政党", {"party: accident": 1}),
        ("党的党建", {"party: work": 2}),
        ("依法治国、法治、法治化", {"law: accident": 1, "law: bare": 1, "law: work": 1}),
        ("天气好", {}),
    ],
)
def test_the_longest_string_decides(text, found):
    assert parts(text) == found


@given(st.lists(st.sampled_from([*LISTED["term"], "的", "。", "治"]), max_size=12).map("".join))
def test_the_parts_add_up_to_the_hits_of_the_seed(text):
    table = count_registers(corpus(text), LISTED)
    sums = table.groupby("register")["count"].sum()
    assert sums.to_dict() == {"party": text.count("党"), "law": text.count("法治")}


def test_the_seed_is_the_shortest_term_wherever_it_is_listed():
    assert list(seeds(LISTED).items()) == [("party", "党"), ("law", "法治")]
    assert seeds(pd.DataFrame()) == {}


def test_without_a_lexicon_there_is_nothing_and_signs_are_only_signs():
    assert count_registers(corpus("党"), pd.DataFrame()).empty
    signs = pd.DataFrame(
        [("x", ".*", "bare"), ("x", "(.*", "work")], columns=["register", "term", "counts_as"]
    )
    table = count_registers(corpus("abc .* (.*"), signs)
    assert dict(zip(table["counts_as"], table["count"], strict=True)) == {"bare": 1, "work": 1}

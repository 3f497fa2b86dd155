"""The registers follow their rule, and each hit of a seed counts exactly once."""

import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import helpers

LEXICONS = Path(__file__).resolve().parents[2] / "corpus" / "lexicons"
SEEDS = {"party": "党", "law": "法治"}
KINDS = {"bare", "principle", "work", "organ", "member", "accident"}


def read(name):
    return pd.read_csv(LEXICONS / f"{name}.csv", dtype=str, keep_default_na=False)


REGISTERS = read("registers")


def told_apart(text, register):
    """Hits of a register's seed by what they count as: each belongs to the longest listed string around it.

    Strings are looked for from the left, the longest first, and do not overlap.
    """
    rows = REGISTERS[REGISTERS["register"] == register].set_index("term")["counts_as"]
    longest_first = "|".join(map(re.escape, sorted(rows.index, key=len, reverse=True)))
    found = Counter()
    for hit in re.finditer(longest_first, text):
        found[rows[hit[0]]] += hit[0].count(SEEDS[register])
    return found


def test_columns_and_vocabulary():
    assert list(REGISTERS.columns) == ["register", "term", "counts_as", "gloss", "source"]
    assert set(REGISTERS["register"]) == set(SEEDS)
    assert set(REGISTERS["counts_as"]) == KINDS
    assert not REGISTERS["term"].duplicated().any()
    assert (REGISTERS != "").all(axis=None)


def test_every_string_holds_the_seed_of_its_register():
    assert all(SEEDS[row.register] in row.term for row in REGISTERS.itertuples())
    assert all((row.term in SEEDS.values()) == (row.source == "seed") for row in REGISTERS.itertuples())


@pytest.mark.parametrize("name", ["terms", "themes"])
def test_every_lexicon_term_with_a_seed_is_told_apart(name):
    """The rule: what another lexicon counts is not left among the bare hits."""
    with_seed = {t for t in read(name)["term"] for s in SEEDS.values() if s in t and "依法治" not in t}
    assert with_seed <= set(REGISTERS["term"])


@pytest.mark.parametrize(
    ("text", "register", "found"),
    [
        ("坚持党的绝对领导", "party", {"bare": 1}),
        ("社区党组织和党组", "party", {"organ": 2}),
        ("基层党组织带头人、共产党员", "party", {"organ": 1, "member": 1}),
        ("民主党派", "party", {"accident": 1}),
        ("法治思维、法治为民", "law", {"principle": 1, "bare": 1}),
        ("全面依法治国，建设法治国家", "law", {"accident": 1, "principle": 1}),
        ("习近平法治思想", "law", {"principle": 1}),
        ("依法办事", "law", {}),
    ],
)
def test_nested_hits_are_told_apart(text, register, found):
    assert told_apart(text, register) == found


@given(st.lists(st.sampled_from([*REGISTERS["term"], "的", "。"]), max_size=12).map("".join))
def test_no_hit_of_a_seed_is_lost_or_counted_twice(text):
    for register, seed in SEEDS.items():
        assert sum(told_apart(text, register).values()) == text.count(seed)


def test_the_registers_of_the_five_in_the_order_of_their_dates():
    texts = helpers.load_articles().sort_values("date")["text"]
    party, law = ([sum(told_apart(text, name).values()) for text in texts] for name in SEEDS)
    assert party == [6, 68, 2, 18, 15]
    assert law == [0, 0, 0, 13, 8]

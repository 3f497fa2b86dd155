"""The guarantees of a ledger about texts and offsets."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.repair.ledger import COLUMNS, Change, Ledger


@st.composite
def ledgers(draw):
    raw = draw(st.text("abc中文。", max_size=30))
    places = sorted(draw(st.lists(st.integers(0, len(raw)), max_size=10)))
    changes = [
        Change(start, end, draw(st.text("xy字", max_size=4)), "test")
        for start, end in zip(places[::2], places[1::2], strict=False)
    ]
    return Ledger.of(raw, changes)


def test_an_example():
    ledger = Ledger.of(
        "網(wǎng)絡?好", [Change(1, 7, "", "gloss"), Change(8, 9, "", "stray mark", "inferred", "?", 2.0)]
    )
    assert ledger.text == "網絡好"
    assert ledger.raw_span(0, 3) == (0, 10)
    assert ledger.raw_span(1, 2) == (7, 8)
    assert ledger.steps[["before", "status"]].to_numpy().tolist() == [["(wǎng)", "proven"], ["?", "inferred"]]


def test_a_place_inside_a_change_counts_as_the_whole_of_it():
    ledger = Ledger.of("ab?cd", [Change(2, 3, "xyz", "test")])
    assert ledger.raw_span(3, 4) == (2, 3)
    assert ledger.raw_span(1, 6) == (1, 4)


def test_of_two_changes_that_overlap_the_first_counts():
    assert Ledger.of("abcd", [Change(1, 3, "x", "test"), Change(2, 4, "y", "test")]).text == "axd"


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (2, 1), (0, 9)])
def test_places_outside_the_text_are_refused(start, end):
    with pytest.raises(ValueError, match="is not in the text"):
        Ledger.of("abc", []).raw_span(start, end)


def test_an_empty_ledger_has_its_columns_and_types():
    steps = Ledger.of("abc", []).steps
    assert list(steps.columns) == COLUMNS
    assert steps.dtypes.astype(str).tolist() == ["int64"] * 4 + ["str"] * 5 + ["float64"]


@given(ledgers())
def test_the_raw_text_can_be_rebuilt_from_text_and_steps(ledger):
    raw = ledger.text
    for step in ledger.steps.iloc[::-1].itertuples():
        assert raw[step.new_start : step.new_end] == step.after
        raw = raw[: step.new_start] + step.before + raw[step.new_end :]
    assert raw == ledger.raw


@given(ledgers())
def test_places_keep_their_order(ledger):
    spans = [ledger.raw_span(at, at + 1) for at in range(len(ledger.text))]
    assert all(a <= c and b <= d for (a, b), (c, d) in pairwise(spans))


@given(ledgers())
def test_what_was_not_changed_is_where_its_span_says(ledger):
    changed = {at for step in ledger.changes for at in range(step.start, step.end)}
    for at, char in enumerate(ledger.text):
        start, end = ledger.raw_span(at, at + 1)
        if (
            end == start + 1
            and start not in changed
            and not any(step.start <= start < step.end for step in ledger.changes)
        ):
            inserted = any(step.start == step.end and step.start in (start, end) for step in ledger.changes)
            assert ledger.raw[start] == char or inserted


def test_what_is_shown_are_counts_by_kind_and_what_is_more_than_a_gloss():
    glosses = [Change(n * 4, n * 4 + 3, "", "gloss") for n in range(40)]
    broken = Change(200, 203, "<b>", "dropped pair", "inferred", "党", 1.5)
    page = Ledger.of("(a)x" * 60, [*glosses, broken])._repr_html_()
    assert "240 characters, 41 changes" in page
    assert "<th>gloss</th>" in page and "<td>40</td>" in page
    assert page.count("<tr") < 10 and "&lt;b&gt;" in page and "<b>" not in page
    assert Ledger.of("甲", [])._repr_html_() == "<p>1 characters, 0 changes</p>"

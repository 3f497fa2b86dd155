"""Text in the wrong encoding: what is certain comes back, what is not is flagged, what is right stays."""

import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from methods.repair.article import repair_text
from methods.repair.ledger import Ledger
from methods.repair.mojibake import changes

TEXT = "中国社会治理的新格局。我们要坚持，加强培训"
NEGATIVE = json.loads((Path(__file__).parent / "negative.json").read_text(encoding="utf-8"))


def undo(raw):
    return Ledger.of(raw, changes(raw))


@pytest.mark.parametrize("wrong", ["latin-1", "cp1252"])
def test_gbk_read_as_latin_1(wrong):
    ledger = undo("Title: " + TEXT.encode("gbk").decode(wrong) + "\n第二段。")
    assert ledger.text == f"Title: {TEXT}\n第二段。"
    assert [(step.kind, step.status) for step in ledger.changes] == [("GBK read as Latin-1", "proven")]


def test_utf_8_read_as_latin_1():
    assert undo(TEXT.encode().decode("latin-1")).text == TEXT


def test_utf_8_read_as_gbk_comes_back_where_no_byte_is_lost():
    whole = "社会治理，人民的生活"  # an even number of bytes, each pair of which is assigned
    found = whole.encode().decode("gbk", "replace")
    assert "\ufffd" not in found
    assert undo(found).text == whole


def test_utf_8_read_as_gbk_is_flagged_where_bytes_are_lost():
    found = "中国社会治理，加强培训。".encode().decode("gbk", "replace")
    assert "\ufffd" in found
    ledger = undo(found)
    assert ledger.text == found
    assert [step.status for step in ledger.changes] == ["flagged"]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("他说&ldquo;好&rdquo;&hellip;", "他说“好”…"),
        ("&#20013;&#x56fd;", "中国"),
        ("甲&amp;乙", "甲&乙"),
        ("空&nbsp;格", "空\xa0格"),
    ],
)
def test_entities(raw, text):
    assert undo(raw).text == text


@pytest.mark.parametrize(
    "raw", ["http://a.cn/?a=1&amp;b=2", "AT&T;", "&copy=1", "&#0;x&unknown;", "R&D; A&B", "&notice;&centre;"]
)
def test_what_is_no_entity_or_stands_in_an_address_stays(raw):
    assert undo(raw).text in (raw, raw.replace("&#0;", "\ufffd"))


def test_entities_that_a_text_speaks_of_are_flagged():
    ledger = undo("HTML 中用 &nbsp; 表示空格")
    assert ledger.text == ledger.raw
    assert [step.status for step in ledger.changes] == ["flagged"]


def test_entities_in_a_damaged_article_are_put_right_too():
    assert repair_text("網(wǎng)絡(luò)的網(wǎng)絡(luò)&ldquo;好&rdquo;").text == "網絡的網絡“好”"


@pytest.mark.parametrize("case", NEGATIVE, ids=lambda case: case["why"])
def test_right_text_stays(case):
    assert undo(case["text"]).text == case["text"]


@given(st.text(st.sampled_from("äöüßÄÖÜéèêëàâçñøåæÆØÅ «»“”…—·×°ab ."), max_size=40))
def test_no_european_text_is_taken_for_chinese(text):
    assert undo(text).text == text


@given(
    st.text(
        st.sampled_from("的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年"),
        min_size=6,
    )
)
def test_gbk_read_as_latin_1_always_comes_back(text):
    assume(len(set(text)) >= 4)
    assert undo(text.encode("gbk").decode("latin-1")).text == text

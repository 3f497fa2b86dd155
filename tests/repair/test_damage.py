"""The process of damage, on examples that can be followed byte by byte, and GBK's tables."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.repair import gbk
from methods.repair.damage import CUT_MARKS, cut_places, damage, gloss, read_stream
from methods.repair.pinyin import common_list, has_reading

LIST = [("數", "shù"), ("當", "dāng"), ("學", "xué"), ("現", "xiàn"), ("個", "gè")]
SHU = LIST[:1]
#: What PHP 8.2 reads in all pairs of a lead and any byte: `benchmarks/php_gbk.py` compares them one by one.
PHP_TABLE = "0ca584a139adfc011dcc19a2d9e1e396020a54aa5981375888462391ccdf7d8a"


@pytest.mark.parametrize(
    ("text", "found", "how"),
    [
        ("適當的雨水", "適當(dāng)?shù)挠晁?", {}),  # no cut: the run goes on to the end
        ("適當的雨水", "適當(dāng)?shù)挠晁", {"lone": ""}),  # PHP 5 and 7
        ("貓學校現在睡", "貓學(xué)?，F(xiàn)在睡", {"cut": True}),  # ， found in 校現
        ("他笑了。”貓走了", "他笑了?！必堊吡?", {"cut": True}),  # ！ found in 。”
        ("晴。或雨，貓睡", "晴?；蛴辏\ue0f3埶?", {"cut": {2, 3}}),  # ； found, the real ， not
        ("晴。或雨，貓睡", "晴?;蛴辏埶?", {"cut": {2, 3}, "width": "half", "private": "drop"}),
        ("好啊！貓", "好??！貓", {"cut": True}),  # 。 found in 啊！, then the real ！
        ("餘裕。貓", "餘裕。貓", {"cut": True}),  # ！ is lost once 。 was cut off
        ("運輸等多個貓", "運輸?shù)榷鄠€(gè)貓", {}),  # 80 is €, which swallows nothing
        ("甲\u00a0乙", "甲?乙", {}),
        ("適當", "適當(dāng )", {"space": " "}),
        ("擔當的貓", "擔當(dāng)(shù)呢?", {"wrong": "skip"}),
    ],
)
def test_worked_examples(text, found, how):
    assert damage(text, LIST, **how) == found


def test_a_gloss_follows_the_whole_character():
    assert damage("人數多", SHU) == "人數(shù)多"


def test_the_order_of_the_list_decides_where_characters_overlap():
    first, second = ("當", "dāng"), SHU[0]
    assert damage("當的鮮", [first, second]) == "當(dāng)的鮮"
    assert damage("當的鮮", [second, first]) == "當(dāng)?shù)孽r"


def test_cuts_may_be_chosen_place_by_place():
    assert damage("。”東。”東", [], cut=lambda place: place > 4) == "。”東?！睎|"
    assert damage("。”東。”東", [], cut=False) == "。”東。”東"


def test_a_probability_cuts_some_places_and_a_seed_says_which():
    text = "。”東" * 200
    pages = {seed: damage(text, [], cut=0.75, seed=seed).count("?") for seed in range(5)}
    assert all(110 < count < 190 for count in pages.values()) and len(set(pages.values())) > 1
    assert damage(text, [], cut=0.75, seed=1) == damage(text, [], cut=0.75, seed=1)


def test_a_mark_that_a_cut_parts_is_not_found_any_more():
    stream = "餘裕。貓".encode("gbk")
    assert cut_places(stream) == [4]
    assert cut_places(stream, "：（") == []


def test_a_lead_byte_swallows_what_cannot_follow_it():
    assert gbk.read(b"\xd6\xd0\xb9(") == "中?"
    assert gbk.read(b"\xb5<p>") == "?p>"


@pytest.mark.parametrize(
    "data", [b"\xb9", b"\xd6\xd0\xb9", b"a\xb9", b"\xffA\xb9", b"\x80\xb9", b"\xb9(\xb9"]
)
def test_a_lone_lead_leaves_a_question_mark_or_nothing(data):
    assert gbk.read(data) == gbk.read(data, lone="") + "?"


@pytest.mark.parametrize("data", [b"", b"\xd6\xd0", b"\xb9(", b"\xb9?", b"\xd6\xff", b"\xffAB", b"a?"])
def test_what_ends_otherwise_is_the_same_to_both(data):
    assert gbk.read(data) == gbk.read(data, lone="")


def test_every_pair_of_bytes_is_read_as_php_reads_it():
    table = "".join(gbk.read(bytes((a, b))) + "|" for a in range(256) for b in range(256))
    assert hashlib.sha256(table.encode()).hexdigest() == PHP_TABLE


@pytest.mark.parametrize(
    ("pair", "char"),
    [(0xAAA1, "\ue000"), (0xF8FE, "\ue291"), (0xA140, "\ue4c6"), (0xA1A0, "\ue525"), (0xFE50, "\ue815")],
)
def test_a_pair_without_a_character_is_private(pair, char):
    assert gbk.read(pair.to_bytes(2)) == char
    assert gbk.private_codes()[char] == (pair >> 8, pair & 0xFF)
    assert damage("中", [], private="drop") + read_stream(pair.to_bytes(2), [], private="drop") == "中"


def test_every_pair_is_assigned_or_private_and_never_both():
    assert len(gbk.private()) == 2149
    assert all(
        (lead << 8 | trail in gbk.pairs()) != gbk.is_dropped(lead, trail)
        for lead in gbk.LEADS
        for trail in gbk.TRAILS
    )


def test_full_width_ascii_becomes_half_width_and_other_marks_stay():
    assert damage("（Ａ），！？：；“。”、", [], width="half") == "(A),!?:;“。”、"


def test_what_gbk_lacks_becomes_a_question_mark():
    assert damage("的\u200b偉大", []) == "的?偉大"


def test_glossing_ignores_boundaries_and_keeps_every_byte():
    stream = "擔當的".encode("gbk")
    assert gloss(stream, SHU).replace("(shù)".encode("gbk"), b"") == stream


def test_the_common_list_has_one_reading_for_each_of_its_characters():
    chars = [char for char, _ in common_list()]
    assert chars[:5] == list("戰區據優數") and len(chars) == len(set(chars)) == 153
    assert all(has_reading(char, reading) and char in gbk.codes() for char, reading in common_list())
    assert chars.index("數") < chars.index("當")


@given(st.binary(max_size=40), st.sets(st.integers(0, 38), max_size=4))
def test_any_bytes_can_be_read(data, cuts):
    assert "\ufffd" not in gbk.read(data)
    assert isinstance(read_stream(data, sorted(cut for cut in cuts if cut <= len(data))), str)


@given(st.text(st.sampled_from(sorted(gbk.codes())), max_size=40), st.booleans())
def test_without_glosses_and_cuts_only_the_width_changes(text, half):
    assert damage(text, [], width="half" if half else "full") == (
        text.translate(gbk.HALF_WIDTH) if half else text
    )


def test_the_marks_that_are_looked_for_are_those_of_the_datasheet():
    assert CUT_MARKS == "，、。！？；"

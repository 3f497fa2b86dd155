"""The process forwards, on examples that can be followed byte by byte, and GBK's tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.repair import gbk
from methods.repair.damage import damage, gloss, read_stream

SHU = [("數", "shù")]


def test_a_gloss_stands_behind_the_whole_character():
    assert damage("人數多", SHU) == "人數(shù)多"


def test_a_gloss_tears_two_characters_whose_inner_bytes_are_the_listed_one():
    # 擔當的 is 93FA AE94 B5C4, and 94B5 is 數
    assert damage("擔當的鮮明", SHU) == "擔當?shù)孽r明"


def test_the_order_of_the_list_decides_where_characters_overlap():
    first, second = ("當", "dāng"), SHU[0]
    assert damage("當的鮮", [first, second]) == "當(dāng)的鮮"
    assert damage("當的鮮", [second, first]) == "當(dāng)?shù)孽r"


def test_a_cut_tears_a_full_stop_from_its_quotation_mark():
    # 。”東 is A1A3 A1B1 967C, and A3A1 is ！
    assert damage("。”東", [], cut=True) == "?!睎|"
    assert damage("。”東", [], cut=False) == "。”東"


def test_cuts_may_be_chosen_place_by_place():
    assert damage("。”東。”東", [], cut=lambda place: place > 4) == "。”東?!睎|"


def test_a_lead_byte_swallows_what_cannot_follow_it():
    assert gbk.read(b"\xd6\xd0\xb9(") == "中?"
    assert gbk.read(b"\xb5<p>") == "?p>"


def test_pairs_of_the_user_defined_zones_vanish():
    assert gbk.read(b"\xaa\xa1\xd6\xd0\xf8\xfe\xa1\x40") == "中"


@pytest.mark.parametrize("byte", [0x80, 0xFF])
def test_a_byte_that_is_no_lead_is_read_by_itself(byte):
    assert gbk.read(bytes((byte,)) + b"a") == "?a"


def test_full_width_ascii_becomes_half_width_and_other_marks_stay():
    assert damage("（Ａ），！？：；“。”、", []) == "(A),!?:;“。”、"


def test_what_gbk_lacks_becomes_a_question_mark():
    assert damage("的\u200b偉大", []) == "的?偉大"


def test_glossing_ignores_boundaries_and_keeps_every_byte():
    stream = "擔當的".encode("gbk")
    assert gloss(stream, SHU).replace("(shù)".encode("gbk"), b"") == stream


def test_every_pair_is_assigned_or_dropped_and_never_both():
    assert all(
        (lead << 8 | trail in gbk.pairs()) != gbk.is_dropped(lead, trail)
        for lead in gbk.LEADS
        for trail in gbk.TRAILS
    )


@given(st.binary(max_size=40), st.lists(st.integers(0, 38), max_size=4))
def test_any_bytes_can_be_read(data, cuts):
    assert "\ufffd" not in gbk.read(data)
    places, last = [], 0
    for cut in sorted(cuts):
        if cut >= last:
            places.append(cut)
            last = cut + 2
    assert isinstance(read_stream(data, places), str)


@given(st.text(st.sampled_from(sorted(gbk.codes())), max_size=40))
def test_without_glosses_and_cuts_only_the_width_changes(text):
    assert damage(text, []) == text.translate(gbk.HALF_WIDTH)

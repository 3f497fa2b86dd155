"""Damage that is not repaired is flagged and reported, and other kinds of glosses are recognised."""

import pytest

from methods.repair.article import repair_text
from methods.repair.damage import damage
from methods.repair.leftovers import SENTENCES
from methods.repair.page import read_page
from methods.repair.pinyin import common_list

START = "網絡時代的人們在學校學習經濟與實踐，大家都說好，我們要發展經濟，關系到國家的發展。"
PAGE = damage(START, common_list()[:60])


def flagged(text):
    ledger = repair_text(text)
    return {
        change.kind: ledger.raw[change.start : change.end]
        for change in ledger.changes
        if change.status == "flagged"
    }


@pytest.mark.parametrize(
    ("kind", "left", "place"),
    [
        ("doubled mark", "我們在家,，你們在校,，他們在外,。大家都好。", ","),
        ("lost text", "我們\ufffd\ufffd在家。", "\ufffd\ufffd"),
        ("question marks", "我們????在家。", "????"),
        ("nonsense", "我們在家。轰簬鏁版嵁，他們在外。", "轰簬鏁版嵁"),
    ],
)
def test_what_is_left_is_flagged_and_stays(kind, left, place):
    found = repair_text(f"{PAGE}\n{left}")
    assert left in found.text
    kinds = flagged(f"{PAGE}\n{left}")
    assert place in kinds.get(kind, kinds.get("stray mark"))
    assert kind in SENTENCES


@pytest.mark.parametrize(
    "text",
    [
        "我们，，你们。",
        "汤很咸,,面很硬,,等了很久,,不再来。",
        "他问：什么？？？",
        "甲,,乙",
        "Café ???? non",
        "喆字很少見。",
        "乾隆、昶、喆、堃三字",
    ],
)
def test_a_slip_of_the_author_is_not_flagged(text):
    assert not flagged(text)


def test_a_page_that_is_cut_and_has_no_gloss_is_read():
    text = f"{START}他笑了。”大家都走了。感謝。基于事實，大家說好。他說：“我們都好。”北京的人來了。{START}"
    found = damage(text, (), True, width="half", private="keep")
    assert "(" not in found and "?!" in found and read_page(found)
    changes = repair_text(found).changes
    assert "。”大家" in repair_text(found).text and "。”北京" in repair_text(found).text
    assert all(change.status != "proven" for change in changes)


@pytest.mark.parametrize(
    "text", ["他问？，好。真的？。嗯。", "為什麼?，這是真的?。不是?！", "what?, yes?; no?."]
)
def test_questions_before_marks_are_no_cuts(text):
    assert read_page(text) is None
    assert repair_text(text).text == text


REPEATED = "系(xi)(xi)統(tong)由(you)(you)(you)顆粒物監測(ce)子系(xi)(xi)統、氣(qi)態污染(ran)(ran)物組成(cheng)，用(yong)(yong)于測量。"
FOURTH = (
    "我們利用(yong)法拉第電(dian)磁感應定(dìng)律制成的(de)一種測量(liàng)導電液體(tǐ)體積流量(liang)的儀表。"
)


@pytest.mark.parametrize("text", [REPEATED, FOURTH])
def test_glosses_by_repetition_or_by_count_are_taken_out(text):
    ledger = repair_text(text)
    assert "(" not in ledger.text
    assert {(change.kind, change.status) for change in ledger.changes} == {("other gloss", "inferred")}


@pytest.mark.parametrize(
    "text",
    [
        "我(wo)們(men)去(qu)學(xue)校(xiao)，學(xue)習(xi)中(zhong)文(wen)。",
        "北京(beijing)、上海(shanghai)、廣州(guangzhou)、天津(tianjin)、重慶(chongqing)、成都(chengdu)。",
        "第一(A)第二(B)第三(C)第四(D)第五(E)第六(F)第七(G)。",
    ],
)
def test_brackets_of_an_author_stay(text):
    assert repair_text(text).text == text

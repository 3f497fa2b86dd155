"""Each kind of error that broken runs of real pages showed is mended on invented sentences."""

from dataclasses import replace

import pytest

from methods.repair.article import repair_text
from methods.repair.damage import damage, read_stream
from methods.repair.gbk import HALF_WIDTH
from methods.repair.lattice import Reader
from methods.repair.page import read_page
from methods.repair.pinyin import common_list

LIST = common_list()
START = "網絡時代的人們在學校學習經濟與實踐，大家都說好，我們要發展經濟，關系到國家的發展。"


@pytest.mark.parametrize("tag", ["BR", "br/", "/P"])
def test_a_tag_in_capitals_that_lost_its_bracket_is_a_tag(tag):
    found = damage(f"{START}他說：“大家都走了。”<{tag}>{START}", LIST[:60], True)
    assert f"?{tag}>" in found
    assert repair_text(found).text.replace("\n", "") == f"{START}他說：“大家都走了。”{START}"


def test_a_euro_sign_that_the_site_dropped_is_told_by_its_gloss():
    text = f"{START}因為一個人的原因。"
    found = damage(text, LIST[:116], private="drop")
    assert "€(gè)" in found
    ledger = repair_text(found.replace("€", ""))
    assert ledger.text == text
    assert all(change.status != "proven" for change in ledger.changes if "一" in change.after)


def test_an_ideographic_space_that_the_collection_narrowed_is_read_in_a_run():
    text = f"{START}\n他說：“當地人好！”\n大家都來。"
    found = damage(text, LIST[:116], width="half")
    assert "\u3000?" in found
    text = text.replace("：", ":").replace("！", "!").replace("，", ",")
    assert repair_text(found.replace("\u3000", " ")).text == text


def test_a_torn_gloss_that_cannot_be_read_is_flagged():
    found = f"{damage(START, LIST[:60])}我們?xuáng)Г在。"
    ledger = repair_text(found)
    place = found.index("?xuáng)")
    assert any(c.status == "flagged" and c.start <= place < c.end for c in ledger.changes)


def test_a_silent_site_is_known_by_one_run_of_common_characters():
    text = f"{START}三年說短不短。回眸過往，大家都好。"
    found = damage(text, LIST[:100], True, width="half", private="drop", lone="")
    assert ";仨^往" in found
    assert repair_text(found).text == text.replace("，", ",")


def test_an_uncut_page_is_not_silent():
    found = damage(f"{START}我們，適當的人。發展經濟。", LIST[:100], width="half", private="drop")
    assert "?shù)" in found
    assert not read_page(found).is_silent


def test_a_page_without_glosses_is_known_by_one_cut():
    text = "這是一次極為重要的大會。“開好大會，是我們的共同責任。”他說，大家都要努力。"
    found = damage(text, cut=lambda place: place == text.index("。") * 2 + 1)
    assert "?！伴_好" in found
    assert repair_text(found).text == text


@pytest.mark.parametrize("text", ["真的?!我用A級的，好嗎?，他用j鍵。", "為什麼?，我看B超；他買a股，好嗎?"])
def test_letters_after_a_question_are_not_taken_for_a_cut(text):
    assert repair_text(text).text == text


def test_a_digit_before_grouped_thousands_is_flagged():
    found = damage(f"{START}患者全球將近1 930萬，當地好。", LIST[:136])
    assert "? 930" in found
    ledger = repair_text(found)
    assert "將近? 930萬" in ledger.text
    assert "flagged" in {change.status for change in ledger.changes}


def test_a_reading_ends_near_its_run_however_often_marks_follow():
    raw = damage(START, LIST[:116]) + "東，" * 3_000
    reader = Reader(replace(read_page(raw), is_silent=True), lambda at: (0.0, 0.0))
    lattice, places = reader.lattice(raw.index("東，東") + 1, "大家", 2)
    assert max(place[0] for place in places) < len(raw) / 2
    assert len(lattice) < 400


def last_line(text, prefix=139):
    """Return a damaged line at the end of a page, and the ledger of the page."""
    found = damage(text, LIST[:prefix], True, width="half", private="drop")
    return found, repair_text(f"{damage(START, LIST[:prefix], width='half', private='drop')}\n{found}")


@pytest.mark.parametrize("text", ["大家的青春啊;永遠是美好的。", "這是我的家鄉啊;我愛她。"])
def test_no_other_mark_follows_one_that_is_cut_twice(text):
    found, ledger = last_line(text.replace(";", "；"))
    assert "??;" in found
    assert ledger.text.endswith(text)


def test_a_paragraph_does_not_end_with_a_comma():
    found, ledger = last_line("今天的工作有這些，因為：</p>")
    assert "椋?/p>" in found
    assert ledger.text[-1] not in ",、("
    assert ledger.changes[-1].status == "inferred"


@pytest.mark.parametrize("text", ["他們(包括當地的老師)都來了", "大家(除了當地的老師)都說好"])
def test_an_open_bracket_is_closed_by_what_a_lone_lead_swallowed(text):
    found, ledger = last_line(text)
    assert "?都" in found
    assert ledger.text.endswith(text)
    assert "proven" not in {c.status for c in ledger.changes if ")" in c.after}


def test_a_bracket_that_is_closed_later_is_not_closed_before():
    _, ledger = last_line("他們(包括當地的老師 和學生)都來了")
    assert ")" not in ledger.text.rpartition("老師")[2].partition("和")[0]


@pytest.mark.parametrize("tag", ['div id="a1" class="left">\n', 'p class="b">\n\n'])
def test_a_tag_that_a_site_put_in_at_a_cut_is_taken_out(tag):
    page = damage(START, LIST[:118], width="half", private="drop")
    stream = "這件事情要靠大家去爭取，我們一起努力。".encode("gbk")
    cut = stream.index("。".encode("gbk"))  # Torn from 取，.
    found = read_stream(stream[:cut] + f"<{tag}".encode() + stream[cut:] + b"</div>", [], private="drop")
    assert f"爭?{tag}。" in found and "?/div>" in found
    ledger = repair_text(f"{page}\n{found.translate(HALF_WIDTH)}\n大家都來。")
    assert ledger.text.splitlines()[1:] == ["這件事情要靠大家去爭取,我們一起努力。", "大家都來。"]
    assert {c.status for c in ledger.changes if c.kind != "gloss"} == {"inferred"}


@pytest.mark.parametrize(
    "text",
    [
        '這樣對嗎?div class="a">大家都來。',
        "真的嗎?h版的好。他來了!;我們走。",
        "你好!;大家好。這是為什麼?p圖的人(都是好人)。",
    ],
)
def test_healthy_marks_of_a_damaged_page_stay(text):
    ledger = repair_text(f"{damage(START, LIST[:118])}\n{text}")
    assert ledger.text.splitlines()[1] == text

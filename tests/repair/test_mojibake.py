"""Text in the wrong encoding is restored if this is certain, else flagged; correct text stays."""

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
def test_what_is_not_an_entity_or_is_in_an_address_stays(raw):
    assert undo(raw).text in (raw, raw.replace("&#0;", "\ufffd"))


def test_entities_that_a_text_speaks_of_are_flagged():
    ledger = undo("HTML 中用 &nbsp; 表示空格")
    assert ledger.text == ledger.raw
    assert [step.status for step in ledger.changes] == ["flagged"]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("实体经济&ldquo;回暖&rdquo;", "实体经济“回暖”"),  # 实体 is no entity
        ("他累坏了&gt;.&lt; 见 http://a.cn/b.html", "他累坏了>.< 见 http://a.cn/b.html"),
        ("<p>在代码中：<br>x &lt; y &amp;&amp; y &gt; z</p>", "<p>在代码中：<br>x < y && y > z</p>"),
        ("<p>用 &amp;lt; 表示。</p>", "<p>用 < 表示。</p>"),
    ],
)
def test_entities_of_a_text_that_only_mentions_a_page_are_decoded(raw, text):
    assert undo(raw).text == text


@pytest.mark.parametrize(
    "raw",
    [
        "<p>用 &lt;b&gt;粗体&lt;/b&gt; 表示。</p>",
        "<p>放在 &amp;lt;head class=&quot;a&quot;&amp;gt; 里。</p>",
        "<p>插入 &lt;?php echo 1; ?&gt; 即可。</p>",
    ],
)
def test_a_tag_that_a_page_shows_is_flagged_and_stays(raw):
    ledger = undo(raw)
    assert ledger.text == raw
    assert {step.status for step in ledger.changes} == {"flagged"}


def test_tags_of_a_text_that_is_escaped_as_a_whole_are_decoded():
    assert undo("&lt;p&gt;正文&lt;/p&gt;").text == "<p>正文</p>"


@pytest.mark.parametrize("piece", ["&amp;", "&lt;", "&lt;b", "&amp;amp;gt;", "&#38;#38;", "<b>&lt;"])
def test_escapes_take_time_in_proportion(piece, in_proportion):
    assert in_proportion(lambda text: list(changes(f"<b>{text}")), piece, 100_000)


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


def partly_utf_8(data):
    """Read bytes as Latin-1, except pairs that are valid UTF-8."""
    text, at = "", 0
    while at < len(data):
        size = 2 if 0xC4 <= data[at] <= 0xDF and data[at + 1 : at + 2] and 0x80 <= data[at + 1] <= 0xBF else 1
        text += data[at : at + size].decode("utf-8" if size == 2 else "latin-1")
        at += size
    return text


def test_gbk_read_partly_as_utf_8_comes_back():
    found = partly_utf_8(f"{TEXT}，信息工作".encode("gbk"))
    assert max(found) > "\xff"
    assert undo(found).text == f"{TEXT}，信息工作"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("习近平#183;讲话", "习近平·讲话"),
        ("甲#8220;乙#8221;", "甲“乙”"),
        ("甲&amp;nbsp;乙", "甲\xa0乙"),
        ("甲&amp;amp;#183;乙", "甲·乙"),
        ("甲&amp;amp;amp;amp;amp;amp;gt;乙", "甲>乙"),
        ("甲&#38;amp;#x26;gt;乙", "甲>乙"),
    ],
)
def test_entities_without_ampersand_or_escaped_twice(raw, text):
    assert undo(raw).text == text


@pytest.mark.parametrize("raw", ["color:#183;", "第#99;号", "x#183;", "见#183号", "##160;"])
def test_what_only_resembles_a_bare_entity_stays(raw):
    assert undo(raw).text == raw


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("前文锟斤拷锟斤拷后文", "lost text"),
        ("中国社会治理，加强培训，工作。".encode().decode("cp950", "replace"), "UTF-8 read as Big5"),
    ],
)
def test_what_lost_bytes_is_flagged_and_left(raw, kind):
    ledger = undo(raw)
    assert ledger.text == raw
    assert {(step.kind, step.status) for step in ledger.changes} == {(kind, "flagged")}


@pytest.mark.parametrize(
    "text", ["Τ ぃ", "他銝毫不差", "一斤拷贝纸", "Χαῖρε, ὦ κόσμε, ΑΒΓΔΕΖΗΘ", "ΑΒΓΔΕΖΗΘΙΚΛΜΝ"]
)
def test_signs_of_misreading_alone_change_nothing(text):
    assert undo(text).text == text and not undo(text).changes

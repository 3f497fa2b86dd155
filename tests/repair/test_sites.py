"""Each change that sites and collections make to a page is made and undone on invented sentences."""

import random
import re
import unicodedata

import pytest

from methods.repair import count
from methods.repair.article import repair_text
from methods.repair.damage import damage, read_stream
from methods.repair.gbk import HALF_WIDTH
from methods.repair.page import read_page
from methods.repair.pinyin import common_list

LIST = common_list()
#: As the sites convert it: 于 系 后 里 制 范 并 采 as they are.
START = "網絡時代的人們在學校學習經濟與實踐，大家都說好，我們要發展經濟，關系到國家的發展。"
RUNS = (
    "適當的雨水對農業有好處。他笑了。”大家都走了。感謝。現在，大家學習。基于事實，我們認識到運輸等多個問題。"
)
TEXT = f"{START}\n“{RUNS}\n{START}"
FORMS = [(width, private) for width in ("full", "half") for private in ("keep", "drop")]


def expected(text, width):
    return text.translate(HALF_WIDTH) if width == "half" else text


@pytest.mark.parametrize(("width", "private"), FORMS)
@pytest.mark.parametrize("cut", [False, True, 0.75])
@pytest.mark.parametrize("prefix", [60, 100, 153])
def test_a_page_of_the_common_list_comes_back_in_every_form(width, private, cut, prefix):
    found = damage(TEXT, LIST[:prefix], cut, width=width, private=private, seed=prefix)
    assert repair_text(found).text == expected(TEXT, width)


@pytest.mark.parametrize(("width", "private"), FORMS)
def test_a_page_with_a_list_of_its_own_comes_back(width, private):
    own = [
        ("網", "wǎng"),
        ("們", "men"),
        ("與", "yǔ"),
        ("數", "shù"),
        ("當", "dāng"),
        ("為", "wéi"),
        ("題", "tí"),
    ]
    random.Random(3).shuffle(own)
    found = damage(TEXT, own, True, width=width, private=private)
    assert "們(men)" in found and not read_page(found).ranks
    assert repair_text(found).text == expected(TEXT, width)


@pytest.mark.parametrize(("prefix", "last"), [(60, "當"), (100, "動")])
def test_the_prefix_is_read_off_the_page(prefix, last):
    page = read_page(damage(TEXT + "動員他。當地。", LIST[:prefix]))
    glossed = set(page.glosses)
    assert last in glossed and {"戰", "區"} <= glossed  # which the text does not have
    assert not glossed & {char for char, _ in LIST[prefix:]}


def test_a_site_that_leaves_nothing_for_a_lone_lead():
    found = damage(TEXT, LIST[:100], True, lone="")
    assert "?！" not in found
    ledger = repair_text(found)
    assert ledger.text == TEXT


@pytest.mark.parametrize(("width", "private"), FORMS)
@pytest.mark.parametrize("wrong", ["swallow", "skip"])
@pytest.mark.parametrize(
    "line",
    [
        "他大聲說：“快把他們都叫來！”老師耐心解釋，這是正常的工作。",
        "　　（一）內部工作的情況和現狀，都是好的。",
        "保康縣的農業生產發展很快。",
        "這項工作對推動經濟發展至關重要。《中國制造2025》規劃要求加快發展。",
        "這就是自然環境的作用。現代城市的景觀很多。",
    ],
)
def test_a_single_cut_that_leaves_nothing_is_found(line, wrong, width, private):
    text = f"{START}\n{line}\n{START}"
    found = damage(text, LIST[:100], True, lone="", wrong=wrong, width=width, private=private)
    ledger = repair_text(found)
    assert ledger.text.split() == expected(text, width).replace("\u3000", " ").split() or (
        ledger.text.split() == expected(text, width).split()
    )


@pytest.mark.parametrize(
    "line", ["至關重要。《中國制造2025》規劃要求", "這就是自然環境的意向。現代城市的景觀"]
)
def test_a_single_cut_of_a_page_without_glosses_is_found(line):
    text = f"物流產業是改善民生的先導性產業,對推動我國經濟的可持續發展{line}很多。"
    found = damage(text, (), True, width="half", private="drop")
    assert "?" in found.replace("?。", "") and repair_text(found).text == text.translate(HALF_WIDTH)


def test_a_gloss_that_the_end_of_an_excerpt_cuts_off_hides_no_list():
    found = damage(TEXT, LIST[:100], width="half", private="drop")
    for end in range(1, 5):
        ledger = repair_text(f"{found}發(fā)展的夢想，網(wǎng)"[:-end])
        assert ledger.text.startswith(expected(TEXT, "half")) and "(" not in ledger.text


def test_a_site_that_keeps_the_byte_after_a_lone_lead():
    text = f"{START}適當的雨水。{START}"
    found = damage(text, LIST[:100], wrong="skip")
    assert "當(dāng)(shù)" in found
    assert repair_text(found).text == text


@pytest.mark.parametrize(
    "change",
    [
        lambda found: found.replace("(", "（").replace(")", "）"),
        lambda found: unicodedata.normalize("NFD", found),
        lambda found: found.replace("wǎng", "wang3").replace("jīng", "jing1").replace("xué", "xue2"),
        lambda found: found.replace("(", "&#40;").replace(")", "&#41;"),
        lambda found: found.replace("uò)", "uò )").replace("é)", "é )"),
    ],
)
def test_glosses_come_in_other_forms(change):
    assert repair_text(change(damage(START, LIST[:60]))).text == START


def test_a_space_in_the_glosses_breaks_no_run():
    found = damage(TEXT, LIST[:100], True, space=" ")
    assert "(wǎng )" in found
    assert repair_text(found).text == TEXT


@pytest.mark.parametrize("letters", ["", "n", "nó"])
def test_a_gloss_broken_off_at_the_end_is_taken_out(letters):
    assert repair_text(f"{damage(START + '農業。', LIST[:60])}農({letters}").text == START + "農業。農"


@pytest.mark.parametrize(("tags", "left"), [("</p><p>", "\n"), ("</span>", ""), ("</strong>", "")])
def test_a_tag_that_a_run_touches(tags, left):
    text = f"{START}他說：“大家都走了。”{{}}{START}"
    found = damage(text.format(tags), LIST[:60], True)
    assert "?/" in found
    assert repair_text(found).text == text.format(left)


def test_a_no_break_space_comes_back_as_a_space_and_a_sign_as_nothing():
    text = f"{START}摘\u00a0 要：大家。G64\u00a0公路。我們\u200b的學校。"
    assert repair_text(damage(text, LIST[:60])).text == f"{START}摘  要：大家。G64 公路。我們的學校。"


@pytest.mark.parametrize("right", ["校", "停"])
@pytest.mark.parametrize(("width", "private"), FORMS)
def test_no_step_before_a_cut_is_proven_since_a_byte_is_lost(right, width, private):
    text = {"校": "1.學校“黨代會”召開。", "停": "他停“擺”了。"}[right]
    whole = f"網絡技術，網絡經濟。{text}"
    ledger = repair_text(damage(whole, [("網", "wǎng"), ("絡", "luò"), ("術", "shù"), ("經", "jīng"), ("濟", "jì")], True,
                                width=width, private=private))  # fmt: skip
    broken = [change for change in ledger.changes if change.kind != "gloss"]
    assert broken and all(change.status != "proven" for change in broken)


def test_a_result_that_all_readings_found_share_is_not_proven_by_that():
    found = damage(f"{START}股市、債市、貸款，“股貸債保”聯動。", LIST[:60], True)
    ledger = repair_text(found)
    assert all(change.status != "proven" for change in ledger.changes if "”" in change.after)


def test_the_ledger_says_that_the_process_decided_against_the_likelier_reading():
    ledger = repair_text(damage(TEXT, LIST[:100], True, width="half", private="drop"))
    rows = [change for change in ledger.changes if change.margin < 0]
    assert all(change.status == "inferred" and change.runner_up for change in rows)


def test_nonsense_that_nothing_explains_is_flagged_and_left():
    ledger = repair_text(f"{damage(START, LIST[:60])}他?睎翲咝錍癵卥鄠。")
    assert "他?睎翲咝錍癵卥鄠" in ledger.text
    assert "flagged" in {change.status for change in ledger.changes}


@pytest.mark.parametrize(
    "text",
    [
        "生詞：學(xué)校、網(wǎng)絡。學校在哪裡？網絡是什麼？",
        "他的名字叫張喆(zhé)，不是張哲。",
        "if (a > b) return (a) ? x : y; // (see below)?",
        "問：真的嗎? 答：(笑)是的! 又問：(A)還是(B)?",
        "漢(hàn)字。",
        "（一）總則（二）分則？？？",
        "這(zhè)是(shì)學(xué)習(xí)中(zhōng)文(wén)的(de)書(shū)。",
    ],
)
def test_healthy_text_stays(text):
    assert repair_text(text).text == text


def test_toneless_doubled_glosses_are_taken_out():
    text = "我們在學校學習新的知識"
    found = "".join(
        c + {"學": "(xue)(xue)", "新": "(xin)(xin)", "識": "(shi)(shi)", "校": "(xiao)(xiao)"}.get(c, "")
        for c in text
    )
    ledger = repair_text(found * 3)
    assert ledger.text == text * 3
    assert {change.kind for change in ledger.changes} == {"other gloss"}


def test_glosses_of_another_kind_that_do_not_all_fit_are_flagged_as_a_whole():
    found = "學(xue)(xue)新(xin)(xin)校(xiao)(xiao)" * 3 + "他(shui)"
    ledger = repair_text(found)
    assert ledger.text == found
    assert [(change.status, change.start, change.end) for change in ledger.changes] == [
        ("flagged", 0, len(found))
    ]


def test_a_corpus_of_its_own_prose_teaches_its_words(tmp_path):
    text = f"{START}我們都愛。貓頭鷹們。可控硅，我們都好。"
    found = damage(text, LIST[:60], True)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/a.txt").write_text("可控硅，我们都来。\n" * 200, encoding="utf-8")
    assert repair_text(found).text != text
    assert count.main([str(tmp_path)]) == 0
    language = tmp_path / "lexicons/language.npz"
    assert repair_text(found, language).text == text
    assert repair_text(found, tmp_path / "none.npz").text == repair_text(found).text


def test_a_cut_may_be_within_a_word():
    text = f"{START}\n旅行以后，你需要對停靠港的旅游景點事先做好計劃。"
    found = damage(text, LIST[:105], True, width="half", private="drop")
    assert "停" not in found
    assert repair_text(found).text == text.translate(HALF_WIDTH)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\n\n"])
def test_a_torn_line_break_is_whole_again(newline):
    lines = ["“大家都來。”", "我們學習。", "“大家都好。”", "我們走。"]
    text = START + newline + newline.join(lines)
    ledger = repair_text(
        damage(text.replace("\n", "\r\n") if newline == "\n" else text, LIST[:105], True).replace(
            "\r\n" if newline == "\n" else "\0", "\n"
        )
    )
    assert ledger.text == text


SILENT = "我們學習,F(xiàn)在大家都來,經濟發展得很好,我們都愛國家。"


def test_a_cut_that_leaves_nothing_shows_by_a_letter_and_its_reading():
    assert repair_text(SILENT).text == SILENT.replace(",F(xiàn)在", "。現在")


@pytest.mark.parametrize(
    "text", ["函數在這里,f(x)是我們學習的,大家都來。", "我們學習,X(xiàn)在大家都來,經濟發展。"]
)
def test_a_letter_with_brackets_behind_a_mark_may_be_healthy(text):
    assert repair_text(text).text == text


def test_a_long_run_shows_that_a_page_without_glosses_was_cut():
    text = "組成不再簡單。化合物中非金屬元素也不一定都呈現負價,因此我們學習。"
    found = "組成不再簡單?；衔镏蟹墙饘僭匾膊灰欢ǘ汲尸F負價,因此我們學習。"
    assert repair_text(found).text == text
    assert {change.status for change in repair_text(found).changes} == {"inferred"}


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("\n3.我們來。\n他們都餘裕。\n4.大家都來。", True),
        ("他們投入了2.37億元。", True),
        ("　（新華社）大家都來。", True),
    ],
)
def test_what_begins_a_line_or_a_number_is_told(text, cut):
    found = damage(f"{START}{text}", LIST[:105], cut, width="half", private="drop")
    assert repair_text(found).text == f"{START}{text}".translate(HALF_WIDTH)


def test_a_digit_before_a_point_is_flagged_and_no_line_break():
    text = f"{START}\n當地將投入2.37億元。"
    found = damage(text, LIST[:105], width="half", private="drop")
    assert "?.37" in found
    ledger = repair_text(found)
    assert "投入?.37億元" in ledger.text
    assert "flagged" in {change.status for change in ledger.changes}


def test_pages_quote_as_the_mainland_does():
    found = damage(f"{START}\n他說我們都很好。”北京的人來了。", LIST[:60], True, width="half")
    assert "。”北京" in repair_text(found).text


def test_a_silent_site_leaves_half_a_character_before_a_question_mark():
    text = f"{START}我們住在海口方向。他笑了。”大家都走了。{START}"
    found = damage(text, LIST[:100], True, width="half", lone="")
    assert "在?诜" in found
    assert "住在海口方向" in repair_text(found).text


def test_a_letter_with_the_reading_of_the_character_that_it_ends_is_a_gloss():
    line = "大家都說：“今天走五里。”在《神農本草經》里也有這件事。"
    found = damage(line, [("農", "nóng")], True, private="drop")
    assert "r(nóng)" in found and "農(" not in found
    assert repair_text(found).text == line


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("他笑了，說：“這里真好看。”老先生畢竟是小孩子的先生，就走了。", ""),  # up to the next cut
        ("他笑了，說：“今天真高興啊。”</p>老先生走了", "?/p>"),  # of which it swallows the beginning
        ("他笑了，說：“真好，謝謝你。”然後便走向了教室。<p>老先生走了", ""),
    ],
)
def test_one_cut_of_a_page_without_glosses_is_found_by_its_end(line, shown):
    found = damage(line, [], True, private="drop")
    assert shown in found
    assert repair_text(found).text.replace("\n", "") == re.sub("<.*?>", "", line)


@pytest.mark.parametrize(
    "line", ["真的嗎?！<b>好</b>", "a?！b?>", "為什麼？！?", "他問：對嗎?!不對?,他走了。"]
)
def test_question_marks_beside_other_marks_may_be_healthy(line):
    assert repair_text(line).text == line


def test_the_brackets_of_a_run_are_counted():
    line = "他笑着說：“謝謝你。”然後便走向了教室。<p>老師走了"
    stream, cut = line.encode("gbk"), line.index("。") * 2 + 1
    found = read_stream(stream, [cut], private="drop")
    assert "?p>" in found
    assert repair_text(found).text == "他笑着說：“謝謝你。”然後便走向了教室。\n老師走了"


def test_a_comma_that_a_site_added_before_a_cut_is_no_mark_of_the_sentence():
    line = "他笑着對大家說過。”吳先生在會上這樣回答。"
    found = damage(START, LIST[:90]) + "\n“" + damage(line, [], True, marks="！", private="drop")
    assert "?！" in found
    repaired = repair_text(found.replace("?！", "，?！")).text
    assert repaired.endswith(
        "，。”吳先生在會上這樣回答。"
    )  # The comma stays, and is flagged where there are many.


@pytest.mark.parametrize("speech", ["“大家都說好的。”", "“他會沒命的。”", "“明天再來的。”"])
def test_a_short_quotation_that_begins_a_line_is_speech_and_ends_with_a_full_stop(speech):
    found = damage(f"{START}\n{speech}<p>", LIST[:100], width="half", private="drop")
    assert repair_text(found).text.splitlines()[1] == speech


@pytest.mark.parametrize(("width", "private"), FORMS)
@pytest.mark.parametrize("line", ["是詐騙錢財的活動。<p>", "將能量轉變為機械能。<p>"])
def test_a_character_whose_bytes_are_all_seen_is_read_although_the_site_glosses_it_elsewhere(
    line, width, private
):
    fewer = [(char, reading) for char, reading in LIST[:140] if char not in "動機"]
    head, tail = (
        damage(text, glosses, cut=False, width=width, private=private)
        for text, glosses in ((START, LIST[:140]), (line, fewer))
    )
    ledger = repair_text(f"{head}\n{tail}")
    assert ledger.text.splitlines()[1] == expected(line[:-3], width)
    assert [c.status for c in ledger.changes if c.kind not in ("gloss", "markup")] == ["inferred"]

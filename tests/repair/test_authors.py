"""What an author wrote stays: glosses, tags that are none, numbers; and what is odd is not called proven."""

import pytest

from methods.repair.article import repair_text
from methods.text.clean import clean_text

PAGE = "網(wǎng)絡(luò)的學(xué)習(xí)發(fā)展，"


@pytest.mark.parametrize(
    "text",
    [
        "癲(diān)癇(xián)患者",
        "區(ōu)、單(shàn)二姓。",
        "魑(chī)魅(mèi)魍(wǎng)魉(liǎng)、饕(tāo)餮(tiè)：这些字怎么读？",
        "见工单 #23456; 缺陷 #20013; 已修复",
        "甲，#30000;",
    ],
)
def test_healthy_text_with_glosses_or_numbers_of_its_author_is_left_alone(text: str) -> None:
    assert repair_text(text).text == text


@pytest.mark.parametrize(
    ("text", "right"), [("中#183;国", "中·国"), ("他说“好#8221;，又说“是#8221;", "他说“好”，又说“是”")]
)
def test_entities_without_ampersand_are_decoded_where_they_are_meant(text: str, right: str) -> None:
    assert repair_text(text).text == right


def test_a_gloss_off_the_list_of_the_site_is_not_called_proven() -> None:
    changes = repair_text(f"{PAGE}江蘇滸(hǔ)墅關很美。").changes
    assert [change.status for change in changes] == ["proven"] * 5 + ["inferred"]


def test_comparisons_on_a_damaged_page_are_no_tags() -> None:
    text = "若 x<p 且 y>q，則a<b，證畢。"
    assert repair_text(PAGE + text).text.endswith(text)
    assert repair_text(f"{PAGE}<p class='a'>好<br />。</p>").text == "網絡的學習發展，\n好\n。"


def test_question_marks_of_the_damage_do_not_make_a_page_half_width() -> None:
    page = "網(wǎng)絡(luò)的發(fā)展，這是實(shí)打?qū)崳\ue0f0\ue47f畷?huì)議開(kāi)始。"
    assert repair_text(page).text == "網絡的發展，這是實打實，政府會議開始。"


@pytest.mark.parametrize(
    "text", ["他有十(dāng)(shù)”。秦始皇統(tǒng)一六國(guó)。", "他有地?cái)、裝了路燈。"]
)
def test_a_result_that_no_site_would_have_is_not_called_proven(text: str) -> None:
    for change in repair_text(PAGE + text).changes:
        odd = [char for char in change.after if "\u2460" <= char <= "\u257f"]
        assert change.status != "proven" or not odd


def test_lone_surrogates_stay_and_the_rest_is_cleaned() -> None:
    assert clean_text("\ud800網絡") == "\ud800网络"
    assert clean_text("網\ud800絡\udfff學" * 2000) == "网\ud800络\udfff学" * 2000


@pytest.mark.parametrize(
    ("call", "piece"),
    [
        (repair_text, f"{PAGE}&nbsp;"),
        (repair_text, "&#1114112;"),
        (clean_text, "\ufffd中"),
        (clean_text, "中????"),
    ],
    ids=["entities", "one loss of many entities", "U+FFFD", "question marks"],
)
def test_many_changes_take_time_in_proportion(call, piece: str, in_proportion) -> None:
    assert in_proportion(call, piece, 20_000)


@pytest.mark.parametrize(
    "line",
    [
        "记者节快乐",
        "通讯员培训班",
        "记者走进田间",
        "审核：三日内完成",
        "校对：核对患者姓名、药名",
        "文：我到了",
        "图：略",
    ],
)
def test_a_line_that_only_begins_like_a_credit_stays(line: str) -> None:
    assert clean_text(f"{line}\n春耕正忙。") == f"{line}\n春耕正忙。"


@pytest.mark.parametrize(
    "line",
    ["记者 张三", "记者张三李四", "本报记者王小明 通讯员张丽 李强", "文/张三 图/李四", "图/新华社", "图片：资料图", "编辑：王小明",
     "（通讯员 欧阳娜娜 记者 李明）", "新华社记者阿依努尔·买买提", "文/本报记者 王芳"],
)  # fmt: skip
def test_a_credit_goes(line: str) -> None:
    assert clean_text(f"{line}\n春耕正忙。") == "春耕正忙。"


@pytest.mark.parametrize("query", ["?id=3", "?a=1&b=2", "?page_no=4"])
def test_the_query_of_an_address_on_a_damaged_page_stays(query: str) -> None:
    address = f"http://www.example.cn/news/list.php{query}"
    assert address in repair_text(f"{PAGE}見{address}網(wǎng)頁").text

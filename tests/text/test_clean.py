"""Cleaning: what is removed, what stays, and where every character was before."""

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from methods.repair.tags import markup
from methods.text.clean import clean, clean_text

LETTERS = st.text(
    st.sampled_from("的一是在不了有和人这中大为上个国党组织基层治理，。、：；！？（）“”《》0123456789abc \n"),
    max_size=200,
)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("漢水之東", "汉水之东"),
        ("⻄安⻓江⽂化⼈⺠", "西安长江文化人民"),  # from a PDF
        ("著名的論著，看著他學習", "著名的论著，看着他学习"),
        ("網絡時代。\n松原市乾安县发展。", "网络时代。\n松原市乾安县发展。"),
        ("陜西西安", "陕西西安"),  # U+965C, which OpenCC does not know
        ("東津,好嗎?好!", "东津，好吗？好！"),
        ("社區(平安)領導", "社区（平安）领导"),
        ("他說:“好。”", "他说：“好。”"),
        ("３０次，ＡＢＣ", "30次，ABC"),
        ("第一段。\n\n\n  第二段。", "第一段。\n第二段。"),
        ("根基。</p><p>新的一段。", "根基。\n新的一段。"),
        ("正文。\n【來源:新華網】", "正文。"),
        ("正文。\n編輯:白楚玄", "正文。"),
        ("正文。\n(廣西法治日報)", "正文。"),
        ("本刊記者 梁平妮 通訊員 荊華南\n正文。", "正文。"),
        ("本網訊(沈植)新年伊始。", "新年伊始。"),
        ("标题\n（人民日报）\n正文。\n（新华网）\n编辑：白楚玄", "标题\n正文。"),
        ("正文。\r\n編輯:白楚玄\r第二段。\u2028第三段。", "正文。\n第二段。\n第三段。"),
        ("令人激動不已。而\n\n參觀紀念館,受到洗禮。", "令人激动不已。而参观纪念馆，受到洗礼。"),
        ("我們保衞國家，衹有歳月。", "我们保卫国家，只有岁月。"),  # variants that OpenCC's t2s leaves
        ("零\u200b寬\ufeff字符\x00。", "零宽字符。"),
    ],
)
def test_clean_text_mends(raw: str, text: str) -> None:
    assert clean_text(raw) == text


@pytest.mark.parametrize(
    "text",
    [
        "比分是10:30，比例3,000。",
        "他说（平安）很重要。",
        "A (b) c, d: e!",
        "更宽的视野：\n现场教学坚定理想信念\n追忆历史，感悟精神。",  # headings are no cut paragraphs
        "锤炼作风勇担当 忠诚履职护安宁\n广西南宁七月。",
        "著名的论著，显著的成绩。",
        "松原市乾安县",  # 乾 is Simplified here
        "乾隆年间的干部",
        "他叫王衞国，来这里工作。",  # a name, in Simplified text
        "绀句細娌荤\ufffd锛屼汉姘戠殑鐢熸椿，銆傜殑",  # misread, with bytes lost
        "前文锟斤拷锟斤拷後文",
        "看着他，论著名家。",
        "本报记者在现场看到，秩序很好。",  # a sentence, no byline
        "编辑：这个词有两个意思。他想了想。",
        "记者手记\n正文。\n记者走基层\n正文。",
        "正文。\n【织密安全防护网】\n正文。\n（智慧平台）\n正文。",
        "若 a<b 且 c>d，则成立。",
        "不忘初心 牢记使命",
    ],
)
def test_clean_text_leaves_what_belongs(text: str) -> None:
    assert clean_text(text) == text


def test_every_zhe_of_the_mirrors_is_repaired(articles) -> None:
    """The mirrors wrote 著 for 着 fifteen times, and never meant 著."""
    damaged = articles.loc[["001", "002", "003", "004"]]
    assert damaged["raw"].str.count("著").sum() == 15
    assert damaged["text"].str.count("著").sum() == damaged["text"].str.count("著作").sum() == 1
    assert "记录着" in articles.loc["002", "text"]
    assert "着重围绕" in articles.loc["001", "text"]


def test_captions_go_and_headings_stay(articles) -> None:
    text = articles.loc["000", "text"]
    assert "学员认真上课" not in text
    assert "开班仪式" not in text
    assert "现场教学坚定理想信念" in text.split("\n")
    assert "而参观周邓纪念馆" in text


def test_headings_between_close_paragraphs_stay() -> None:
    prose = "全区政法系统深入推进平安建设，各项工作取得了新的成效。"
    headings = ["一、政策护航", "平台搭台", "三、未来可期", "（四）再出发"]
    gaps = ["\n\n", "\n\n", "\n\n\n", "\n\n\n"]
    raw = "\n".join([prose] * 5) + "".join(
        f"{gap}{heading}\n{prose}\n{prose}" for gap, heading in zip(gaps, headings, strict=True)
    )
    assert set(headings) <= set(clean_text(raw).split("\n"))


@pytest.mark.parametrize("usual", ["\n", "\n\n"])
def test_headings_that_stand_as_far_off_as_captions_stay(usual: str) -> None:
    prose = "全区政法系统深入推进平安建设，各项工作取得了新的成效。"
    headings = ["强化责任担当", "加强队伍建设", "提升服务水平"]
    parts = [prose, prose, *(f"{usual}\n\n{heading}{usual}{prose}{usual}{prose}" for heading in headings)]
    assert set(headings) <= set(clean_text(usual.join(parts)).split("\n"))


LONG = "全区政法系统深入推进平安建设，各项工作取得了新的成效，人民群众的安全感进一步提高。"
GALLERY = ["学员积极发言", "学员认真上课", "学员参观纪念馆"]
FAR, NEAR = "\n\n\n\n", "\n\n"
REPORTS = {
    "headings and a signature": [
        LONG,
        FAR,
        "关于教育改革问题",
        NEAR,
        LONG,
        FAR,
        "关于农业问题",
        NEAR,
        LONG,
        FAR,
        "国务院",
    ],
    "headings that lead to other headings": [
        *(LONG, NEAR, LONG, FAR, "关于教育改革问题", FAR, "改革的目标", NEAR, LONG),
        *(FAR, "关于农业问题", FAR, "农村的改革", NEAR, LONG),
    ],
    "a title, a subtitle and an address": [
        *(
            "政府工作报告",
            FAR,
            "在全国代表大会上",
            FAR,
            "国务院总理",
            FAR,
            "李某某",
            FAR,
            LONG,
            NEAR,
            LONG,
            NEAR,
            LONG,
        ),
    ],
    "a signature of three lines": [
        LONG,
        NEAR,
        LONG,
        NEAR,
        LONG,
        FAR,
        "中共中央",
        FAR,
        "国务院",
        FAR,
        "一月一日",
    ],
    "one line far off": [LONG, NEAR, LONG, FAR, "开班仪式", NEAR, "更宽的视野", NEAR, LONG],
    "enumerations": [LONG, NEAR, LONG, FAR, "一是", NEAR, LONG, FAR, "二是", NEAR, LONG],
    "a gallery next to a heading": [
        *(
            LONG,
            NEAR,
            LONG,
            FAR,
            GALLERY[0],
            FAR,
            GALLERY[1],
            FAR,
            GALLERY[2],
            NEAR,
            LONG,
            FAR,
            "关于农业问题",
        ),
        *(NEAR, LONG),
    ],
}


@pytest.mark.parametrize("case", REPORTS)
def test_in_doubt_a_line_stays(case: str) -> None:
    raw = "".join(REPORTS[case])
    assert clean_text(raw).split("\n") == [line for line in raw.split("\n") if line]


def test_the_captions_of_a_gallery_go() -> None:
    raw = FAR.join([NEAR.join([LONG] * 5), *GALLERY, "更宽的视野：" + NEAR + NEAR.join([LONG] * 5)])
    assert clean_text(raw).split("\n") == [*[LONG] * 5, "更宽的视野：", *[LONG] * 5]
    assert list(clean(raw).steps.query("kind == 'caption'")["before"]) == GALLERY


@pytest.mark.parametrize(
    "lines",
    [
        ["在某语言中，", "也许是可以的，我不知道-.-", "B.使用lambda"],
        ["switch ($value) {", "class a", "x = {"],
    ],
)
def test_beginnings_of_clauses_and_code_are_no_captions(lines: list[str]) -> None:
    text = clean_text(FAR.join([NEAR.join([LONG] * 5), *lines, NEAR.join([LONG] * 5)]))
    assert text.split("\n") == [*[LONG] * 5, *lines, *[LONG] * 5]


@pytest.mark.parametrize("line", ["<pre>{}</pre>", "![图](a.png)\n\n{}"])
def test_blank_lines_of_removed_markup_are_no_gaps_of_images(line: str) -> None:
    lines = ["开幕式", *GALLERY]
    raw = NEAR.join([*[LONG] * 9, *map(line.format, lines), f"<p>{LONG}</p>", LONG])
    assert clean_text(raw).split("\n") == [*[LONG] * 9, *lines, LONG, LONG]


def test_nothing_of_the_damage_is_left(articles) -> None:
    for article_id, text in articles["text"].items():
        assert not set("?()<>") & set(text), article_id
        for char in text:
            char.encode("gb18030")
        simple = opencc.OpenCC("t2s").convert(text)
        assert simple == text, article_id


def test_what_cleaning_removes_is_in_the_ledger(articles) -> None:
    steps = clean(articles.loc["002", "raw"]).steps
    credit = steps[steps["kind"] == "credit"]
    assert list(credit["before"]) == ["【來源:新華網(wǎng)】"]
    assert (
        articles.loc["002", "raw"][credit["start"].iloc[0] : credit["end"].iloc[0]]
        == credit["before"].iloc[0]
    )


@given(LETTERS)
@settings(max_examples=200)
def test_cleaning_twice_is_cleaning_once(raw: str) -> None:
    once = clean_text(raw)
    assert clean_text(once) == once


@given(LETTERS)
@settings(max_examples=200)
def test_every_character_has_a_place_in_the_raw_text(raw: str) -> None:
    cleaned = clean(raw)
    last = 0
    for place in range(len(cleaned.text)):
        start, end = cleaned.raw_span(place, place + 1)
        assert 0 <= last <= end <= len(raw)
        last = start
    for letter, width in (("党", "党"), ("A", "AＡ")):
        places = [i for i, char in enumerate(cleaned.text) if char == letter]
        for place in places:
            start, end = cleaned.raw_span(place, place + 1)
            assert raw[start:end] in width


@given(LETTERS)
@settings(max_examples=200)
def test_no_chinese_character_is_lost(raw: str) -> None:
    cleaned = clean(raw)
    removed = "".join(cleaned.steps["before"])
    for char in "党组织基层治理":
        assert raw.count(char) == cleaned.text.count(char) + removed.count(char)


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ("<blockquote cite='x'>大家都说好。</blockquote>", "大家都说好。"),
        ("<details open ontoggle='go()'><video src=x controls></video>大家都说好。", "大家都说好。"),
        ("<article><main>大家都说好。</main></article>", "大家都说好。"),
        ("<!-- 广告 <b>x</b> -->大家都说好。", "大家都说好。"),
        ("<!DOCTYPE html><?xml version='1.0'?>大家都说好。", "大家都说好。"),
        ("<script>if (a < b) { x = '</p>' }</script >大家都说好。", "大家都说好。"),
        ("<o:p>大家都说好。</o:p>", "大家都说好。"),
        ("<img src='data:image/png;base64," + "A" * 9000 + "'>大家都说好。", "大家都说好。"),
        ("<td>甲</td><td>乙</td>", "甲 乙"),
        ("<dl><dt>甲</dt><dd>乙</dd></dl>", "甲\n乙"),
    ],
)
def test_markup_of_any_element_is_removed(found, text):
    assert clean_text(found) == text


@pytest.mark.parametrize(
    "text",
    [
        "如果a<b，而且c>d。",
        "若x<a and b=c>d则停。",
        "<北京>一词，",
        "<video大家都说好。",
        "未完<!-- 注释",
        "<my-tag>大家",
    ],
)
def test_what_is_no_markup_of_html_stays(text):
    assert clean_text(text) == text


@pytest.mark.parametrize("piece", ["<!--", "<script>", "<p x=", "<video controls ", "<p><script>x", "</"])
def test_markup_without_end_takes_time_in_proportion(piece, in_proportion):
    assert in_proportion(lambda text: list(markup(text)), piece, 100_000)

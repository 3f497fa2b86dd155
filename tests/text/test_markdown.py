"""Marks of Markdown go and their text stays; what only resembles them is left alone."""

import pytest

from methods.text.clean import clean, clean_text
from methods.text.markdown import marks


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("### 第五回 贾宝玉神游太虚境\n正文。", "第五回 贾宝玉神游太虚境\n正文。"),
        ("正文。\n----\n后文。\n***\n再后。\n===\n完。", "正文。\n后文。\n再后。\n完。"),
        ("前文。\n![成品](./成品.jpg)\n后文。", "前文。\n后文。"),
        ("![图（一）](./图（一）.png)后文。", "后文。"),
        ("做法见[学习焯水](../../tips/焯水.md)一文。", "做法见学习焯水一文。"),
        ('见[维基](https://a.org/b_(c) "标题")。', "见维基。"),
        ("[![](/images/a.jpg)看图](https://a.org/)", "看图"),
        ("地址：<https://a.org/b>", "地址：https://a.org/b"),
        ("**好**。我们要**加强**治理。", "好。我们要加强治理。"),
        ("**注意**：先**炖煮**再上菜，__趁热__！", "注意：先炖煮再上菜，趁热！"),
        ("> 引文一。\n>\n> > 引文二。\n>引文三。", "引文一。\n引文二。\n引文三。"),
        ("* 虾仁\n- **牛奶**\n  + “酱”\n> - 盐", "虾仁\n牛奶\n“酱”\n盐"),
        ("代码：\n```python\n**甲** = 1\n```\n**完**。", "代码：\n**甲** = 1\n完。"),
        ("|原料|数量|\n|:---|---:|\n|油|1|", "|原料|数量|\n|油|1|"),
        ("<p># 标题</p>正文。", "标题\n正文。"),
        ('[做法][1]与![图][A]。\n\n[1]: https://a.cn/b\n[a]: ./a.png "图"\n', "做法与。"),
        ("见[菜谱][]和[这][菜谱]。\n[菜谱]: <https://a.cn/菜> (书)\n后文", "见菜谱和这。\n后文"),
        ("# 菜谱\n正文。\n\n[1]: https://a.cn/b", "菜谱\n正文。"),
        ('[#]: author: "某人"\n[#]: via: (https://a.cn)\n正文。', "正文。"),
        ('[//]: # (未完)\n正文。\n[comment]: <> "注"\n[//]: #', "正文。"),
        ("---\ntitle: 豆腐\ntags:\n  - 菜\n- 汤\n\ndraft: false\n---\n正文。", "正文。"),
        ("+++\ntitle = '豆腐'\n[extra]\n+++\n\n正文。", "正文。"),
        ("## 做法\n先看\nhttps://a.cn/b?c=d\n- <https://a.cn>\nvia: http://a.cn/\n再煮", "做法\n先看\n再煮"),
    ],
)
def test_marks_go_and_text_stays(raw: str, text: str) -> None:
    assert clean_text(raw) == text


@pytest.mark.parametrize(
    "text",
    [
        "#话题# 今天开会。",
        "#1 楼说得对。",
        "C# 语言和 # 号",
        "2**3 和 4**5 相等，(2)**3 也是。",
        "他**的，你**的。",
        "被告人张**与李**，均已到庭。",
        "原价：￥**元，会员价￥**元。",
        "- 2 度，零下。",
        "-5 度到 - 3 度。",
        "> 5 万元的，",
        ">.<我累坏了。",
        "见注[1]和[图](见第3页)，太好了![图](下页)。",
        "[男](女)和[甲](12)。",
        "姓名__张三__，年龄__",
        "def __init__(self): 中文",
        "# find / -name wish -print",
        ">>> print '中文'",
        "* / . / * ☆ 星空",
        "若 <北京> 与 a-b-c 相同。",
        "一——二 -- 三",
        "甲 | 乙 | 丙",
        "用 ``` 表示代码。",
        "正文。\n[1]: 见前文",
        "正文。\n[1]: https://a.cn/b",
        "先看\nhttps://a.cn/b\n再煮",
        "[#]: 见前文\n[//]: 说明",
        "甲[乙][1]丙，[丁][]。",
        "+++\n时间：三点\n地点：北京\n+++",
        "正文。\ntitle: 豆腐\n正文。",
        "地址 https://a.cn/b\n[1]：https://a.cn/b",
    ],
)
def test_what_resembles_a_mark_stays(text: str) -> None:
    assert not list(marks(text))


@pytest.mark.parametrize(
    "line",
    [
        "[1]: 见前文",
        "[^1]: 作者在第三页说的，",
        "见 https://a.cn/b",
        "https://a.cn/b（下）",
        "[甲][乙]",
        "`[1]: https://a.cn`",
        "via: 他",
        "[1]: https://a.cn 是他的网页",
    ],
)
def test_in_markdown_too_what_says_something_stays(line: str) -> None:
    raw = f"## 小结\n正文。\n{line}\n\n[2]: https://a.cn/2"
    assert clean_text(raw) == f"小结\n正文。\n{line}"


def test_a_line_of_dashes_is_no_sign_of_markdown() -> None:
    assert clean_text("先看。\n----\nhttps://a.cn/b\n后文。") == "先看。\nhttps://a.cn/b\n后文。"


def test_a_definition_in_code_stays() -> None:
    raw = "正文。\n```\n[1]: https://a.cn/b\n```\n[1]: https://a.cn/b"
    assert clean_text(raw) == "正文。\n[1]: https://a.cn/b"


def test_a_marked_line_is_not_joined_to_the_one_before() -> None:
    raw = "- 大火烧开。再煮五分钟\n- 盛盘\n\n第一段。讲到这里\n## 小结\n讲完了。再见\n----\n后文"
    assert clean_text(raw).split("\n") == [
        *("大火烧开。再煮五分钟", "盛盘", "第一段。讲到这里", "小结", "讲完了。再见", "后文"),
    ]


def test_places_in_the_raw_text_hold() -> None:
    raw = "# 标题\n\n- 見[漢水](http://a.cn/漢)之 **東**。\n![x](y.png)\n```\n網絡\n```\n"
    cleaned = clean(raw)
    assert cleaned.text == "标题\n见汉水之 东。\n网络"
    for new, old in zip("标题见汉水之网络", "标题見漢水之網絡", strict=True):
        start, end = cleaned.raw_span(cleaned.text.index(new), cleaned.text.index(new) + 1)
        assert raw[start:end].replace("標", "标") == old
    assert set(cleaned.steps["kind"]) <= {"line mark", "markup", "space"}


PIECES = ["**", "**a", "中**文，", "[", "](", "[中](", "](http://a", "](a.", "> ", "- 中", "```\n", "|-", "* ", "#",
          "<https://", "__中", "- -\n", "`", " ",
          "[1]: ", "[1]: ./a (", "[a]: http://b\n[c][", "][a", "[#]: a: \n", "---\na:", "https://a \n", "[//]: # ("]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_marks_without_end_take_time_in_proportion(piece: str, in_proportion) -> None:
    assert in_proportion(lambda text: list(marks(text)), piece, 100_000)


@pytest.mark.parametrize("closing", ["][]", "]", "][a]", "](http://a.cn)"])
def test_nested_brackets_take_time_in_proportion(closing: str, in_proportion) -> None:
    def nested(text: str) -> list:
        return list(marks(f"[a]: http://x.cn\n{'[' * (len(text) // len(closing))}中{text}"))

    assert in_proportion(nested, closing, 30_000)

"""Quotations: spans survive lost and doubled marks, and speech is separated from names and slogans."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import helpers
from methods.mentions.quotations import quoted_share, quoted_spans, quoted_terms

PROSE = st.text(alphabet="甲乙说“”‘’「」，。！：\n", max_size=60)


def corpus(*texts: str) -> pd.DataFrame:
    ids = pd.Index([f"{i:03d}" for i in range(len(texts))], name="article_id", dtype="str")
    return pd.DataFrame({"text": list(texts)}, index=ids)


def quotations(text: str) -> list[str]:
    return [text[row.start : row.end] for row in quoted_spans(text).itertuples()]


@pytest.mark.parametrize(
    ("text", "expected", "closed"),
    [
        ("他说：“好。”走了。", ["“好。”"], [True]),
        ("“甲”与“乙”", ["“甲”", "“乙”"], [True, True]),
        ("“他喊‘快走！’就跑。”", ["“他喊‘快走！’就跑。”"], [True]),
        ("港报用「甲『乙』丙」", ["「甲『乙』"], [True]),
        # Marks lost or doubled:
        ("“没有说完。\n下一段。", ["“没有说完。"], [False]),
        ("“对“枫桥经验”很清楚了。”他说", ["“对“枫桥经验”很清楚了。”"], [True]),
        (
            "“对“枫桥经验”及“枫桥式工作法的认识更清晰，方向更明确了”。",
            ["“对“枫桥经验”及“枫桥式工作法的认识更清晰，方向更明确了”"],
            [True],
        ),
        ("获“2023年度“金牌案例”。", ["“2023年度“金牌案例”。"], [False]),
        # No quotation:
        ("甲”乙", [], []),
        ("《枫桥经验》", [], []),
        ("", [], []),
    ],
)
def test_spans(text, expected, closed):
    assert quotations(text) == expected
    assert quoted_spans(text)["closed"].tolist() == closed


# From the five articles; which are somebody's words was decided from the text, not by the rules.
SPEECH = [
    "“听了今天的课，方向更明确了”。东津新区治保主任王某某如是说。",
    "“练就‘铁脚板’，在群众中‘移动办公’”“提供精细化服务，挖掘社区专业力量”……其他学员也畅谈起体会。",
    "“加快推进政法队伍革命化建设”“努力锻造一支高素质政法队伍”，习近平总书记发表重要讲话。",
    "局长陈岚深感振奋，“坚持旗帜鲜明讲政治，筑牢履职根基。”",
    "社区党委书记冷晓燕说：“作为新时代的社区党组织书记，我们要学习。”",
    "“我是一名党员，要永远做人民群众的服务员。”话音刚落，掌声如潮。",
    "他坦言，“最难的是让大家坐到一起”。",
    "他反问道：“不该么”，没有人回答。",
]
NAMES = [
    "政法干部“不忘初心 牢记使命”主题教育活动",
    "一场以“发扬枫桥经验，深耕社区治理”为主题的培训讲座正在进行。",
    "才能真正达到“矛盾不上交，平安不出事，服务不缺位”的时代要求。",
    "谢春涛围绕“学习贯彻习近平新时代中国特色社会主义思想和党的二十大精神”，为学员们讲授开班第一课。",
    "李峥说，今后要继续用好“小院议事厅”，多了解居民意见建议。",
    "政法委书记张良说，将以“时时放心不下”的责任心扛牢政治责任。",
    "郭永安介绍，“枫桥经验”产生于诸暨。",
    "“担当”二字，最终要落脚于“善为”。研讨班强调实战，大家表示赞同。",
    "学深悟透——“理论学习深入再深入”",
    "荣获“2023年度全省司法行政系统队伍建设“金牌案例”。",
    "被群众亲切地称为“小巷总理”。",
    "倾力打造“仲裁红蓝先锋”“温暖法援·惠民先锋”等系列子品牌。",
]


@pytest.mark.parametrize("text", SPEECH)
def test_speech(text):
    assert quoted_spans(text)["speech"].all()
    assert len(quoted_spans(text)) > 0


@pytest.mark.parametrize("text", NAMES)
def test_names_and_slogans_are_no_speech(text):
    assert not quoted_spans(text)["speech"].any()
    assert len(quoted_spans(text)) > 0


# How each quotation of the five articles that is somebody's words begins; the other hundred are not. Read from the
# text before the rules were tried, by the same hand that wrote them.
SPOKEN = {
    "000": "一走进天津 作为新时代司法 走进中新天津 基层社区的 加快推进 努力锻造 这次学习 邓国胜教授 通过培训 这些难点",
    "001": "听了今天 感谢郭站长",
    "002": "习近平新时代 习近平总书记 我们要深刻 坚持强基 要把党的 疫情袭来 培训课程 社区党组织书记 他们都是 作为新时代的社区 "
    "满头银发 开座谈会 练就 运用 提供精细化 我是一名 我要向 讲的就是",
    "003": "专题研讨班 坚持旗帜 党的中心 推动作风 此次研讨班",
    "004": "高素质队伍 我们着眼 新时代新征程",
}


def test_score_on_the_five_articles():
    found, right, spoken = 0, 0, sum(len(starts.split()) for starts in SPOKEN.values())
    for article, text in helpers.load_articles()["text"].items():
        spans = quoted_spans(text).query("speech")
        heads = [text[start + 1 : start + 15] for start in spans["start"]]
        found += len(heads)
        right += sum(any(head.startswith(start) for start in SPOKEN[article].split()) for head in heads)
    assert right / found >= 0.95, "precision"
    assert right / spoken >= 0.95, "recall"


@given(PROSE)
def test_spans_are_in_order_inside_their_paragraph_and_closed_or_not(text):
    spans = quoted_spans(text)
    assert (spans["start"].iloc[1:].to_numpy() >= spans["end"].iloc[:-1].to_numpy()).all()
    for row in spans.itertuples():
        assert "\n" not in text[row.start : row.end]
        assert text[row.start] in "“「"
        ends_paragraph = text[row.end : row.end + 1] in ("", "\n")
        assert text[row.end - 1] in "”」" if row.closed else ends_paragraph


@given(PROSE)
def test_shares_are_shares(text):
    row = quoted_share(corpus(text)).iloc[0]
    assert 0 <= row["quoted"] <= row["characters"]
    assert row["speeches"] <= row["quotations"]
    assert row["characters"] == 0 or row["share"] == row["quoted"] / row["characters"]


def test_share_counts_characters_not_marks():
    row = quoted_share(corpus("他说：“很好。走！”记“枫桥”")).iloc[0]
    assert (row["characters"], row["quoted"], row["quotations"], row["speeches"]) == (8, 3, 2, 1)


def test_terms_inside_speech_and_outside():
    articles = corpus("“社区要治理。”书记说，社区治理靠“社区”。", "社区")
    table = quoted_terms(articles, pd.DataFrame({"term": ["社区", "治理", "法治"]}))
    assert table.values.tolist() == [
        ["000", "社区", 3, 1, 2],
        ["000", "治理", 2, 1, 1],
        ["001", "社区", 1, 0, 1],
    ]
    assert quoted_terms(articles, pd.DataFrame({"term": ["法治"]})).empty


def test_no_articles_no_rows():
    none = corpus()
    assert quoted_share(none).empty
    assert quoted_terms(none, pd.DataFrame({"term": ["社区"]})).empty

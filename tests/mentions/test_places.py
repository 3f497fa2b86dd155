"""find_places: the hard cases, properties on any text, and thresholds on the hand-labelled mentions."""

import runpy
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from methods.files import gazetteer
from methods.mentions.place_roles import find_role
from methods.mentions.places import COLUMNS, find_places, places_table

ROOT = Path(__file__).resolve().parents[2]
BENCHMARK = runpy.run_path(str(ROOT / "benchmarks" / "places.py"))
FIELDS = ["province", "prefecture", "county"]


def places(text):
    """Mentions with their divisions, joined by slashes."""
    table = find_places(text)
    joined = table[FIELDS].fillna("").agg("/".join, axis=1) if len(table) else []
    return list(zip(table["mention"], joined, strict=True))


HARD = {
    "深圳龙华区的北站社区": [("深圳龙华区", "广东省/深圳市/龙华区")],
    "广东深圳市龙华区民治街道北站社区党委": [("广东深圳市龙华区民治街道北站社区", "广东省/深圳市/龙华区")],
    "海口市龙华区": [("海口市龙华区", "海南省/海口市/龙华区")],
    "论坛在深圳举办，龙华区的代表发言": [("深圳", "广东省/深圳市/"), ("龙华区", "广东省/深圳市/龙华区")],
    "北京朝阳的群众": [("北京朝阳", "北京市//朝阳区")],
    "辽宁朝阳的乡亲": [("辽宁朝阳", "辽宁省/朝阳市/")],
    "江苏南京市鼓楼区中央门街道": [("江苏南京市鼓楼区中央门街道", "江苏省/南京市/鼓楼区")],
    "在福建福州市鼓楼区考察": [("福建福州市鼓楼区", "福建省/福州市/鼓楼区")],
    "徐州鼓楼区": [("徐州鼓楼区", "江苏省/徐州市/鼓楼区")],
    "海东市平安区的平安建设": [("海东市平安区", "青海省/海东市/平安区")],
    "吉林、湖南、广西、重庆的学员们": [
        ("吉林", "吉林省//"),
        ("湖南", "湖南省//"),
        ("广西", "广西壮族自治区//"),
        ("重庆", "重庆市//"),
    ],
    "吉林市司法局": [("吉林市", "吉林省/吉林市/")],
    "吉林省吉林市": [("吉林省吉林市", "吉林省/吉林市/")],
    "黑龙江、安徽、海南、新疆": [
        ("黑龙江", "黑龙江省//"),
        ("安徽", "安徽省//"),
        ("海南", "海南省//"),
        ("新疆", "新疆维吾尔自治区//"),
    ],
    "青海的海南州": [("青海", "青海省//"), ("海南州", "青海省/海南藏族自治州/")],
    "乌海市海南区": [("乌海市海南区", "内蒙古自治区/乌海市/海南区")],
    "西藏、内蒙古、四川": [("西藏", "西藏自治区//"), ("内蒙古", "内蒙古自治区//"), ("四川", "四川省//")],
    "广西南宁七月，暑热初临": [("广西南宁", "广西壮族自治区/南宁市/")],
    "柳州市司法局党组书记": [("柳州市", "广西壮族自治区/柳州市/")],
    "百色市那坡县委常委": [("百色市那坡县", "广西壮族自治区/百色市/那坡县")],
    "北海市铁山港区委常委": [("北海市铁山港区", "广西壮族自治区/北海市/铁山港区")],
    "平安拱墅": [("拱墅", "浙江省/杭州市/拱墅区")],
    "走进中新天津生态城社区": [("天津生态城社区", "天津市//")],
    "北海市铁山港区委常委、政法委书记张良说": [("北海市铁山港区", "广西壮族自治区/北海市/铁山港区")],
    "新疆石河子": [("新疆石河子", "新疆维吾尔自治区//石河子市")],
    "新疆喀什的老城": [("新疆喀什", "新疆维吾尔自治区/喀什地区/")],
    "云南的大理州和大理市": [
        ("云南", "云南省//"),
        ("大理州", "云南省/大理白族自治州/"),
        ("大理市", "云南省/大理白族自治州/大理市"),
    ],
    "杭州市下城区": [("杭州市下城区", "浙江省/杭州市/下城区")],
    "重庆市江北区": [("重庆市江北区", "重庆市//江北区")],
    "上海闵行、宝山、徐汇三个区": [
        ("上海闵行", "上海市//闵行区"),
        ("宝山", "上海市//宝山区"),
        ("徐汇", "上海市//徐汇区"),
    ],
    "上海南京路上": [("上海", "上海市//")],
    "南京市市长和南京市长江大桥": [("南京市", "江苏省/南京市/"), ("南京市", "江苏省/南京市/")],
    "广东市场": [("广东", "广东省//")],
}
NO_PLACE = [
    "谷文昌的塑像",
    "党员要学习谷文昌同志",
    "大海阳、小海阳",
    "平安建设和平安中国，保一方平安",
    "枫桥经验与枫桥式公安派出所",
    "雷锋社区与孔繁森纪念馆",
    "高进、张良、林丹、李青、白楚玄、梁平妮、荆华南",
    "局长李长春、王海南、张吉安说",
    "中国—东盟命运共同体",
    "实现长治久安，杜绝文山会海，不搞大同小异",
    "和平年代，朝阳群众，长安街上，新华社，建设银行，绿水青山，民乐团",
    "来宾们沐浴着日照，白银般的安康",
    "提高安全意识，思想上高度重视，行政和司法，和政法干部",
    "黄河南岸、太湖南麓、沿海南下、珠江西岸",
    "延安精神、大庆精神、北京时间、平津战役、南京路、平陆运河",
    "京津冀、长三角、八桂大地、粤港澳大湾区",
    "老城区、主城区、郊区和新区",
    "建成县级中心，打下江山，守护安宁",
]


TITLES = [
    "昭阳殿",
    "南安郡王",
    "南安王府",
    "南安太妃",
    "宁国公与",
    "宁国公府",
    "宁国府",
    "临安伯",
    "临安伯府",
    "西平王爷",
    "汝南太守",
    "文成公主",
]
INSTITUTIONS = [
    "公安局",
    "公安分局",
    "公检法",
    "公司",
    "公园",
    "公租房",
    "公共服务",
    "公布",
    "宫颈癌筛查",
    "府前路",
    "府城镇",
    "王府井",
    "王女士",
    "侯先生",
    "殿堂",
]


@pytest.mark.parametrize("name", TITLES)
def test_a_palace_or_a_noble_is_no_place(name: str) -> None:
    assert places(f"他到过{name}那里。") == []


@pytest.mark.parametrize("after", INSTITUTIONS)
def test_a_county_counts_before_what_only_begins_like_a_title(after: str) -> None:
    found = [places(f"{name}市的人到{name}{after}。") for name in ("南安", "宁国", "临安")]
    assert 2 in map(len, found)  # jieba's words (宁国府) may cross the end of one.


def test_full_names_count_before_titles_and_within_them() -> None:
    found = places("聊城市东昌府区和杭州市临安区公安局，南安市公主路")
    assert [name for name, _ in found] == ["聊城市东昌府区", "杭州市临安区", "南安市"]


def test_a_surname_makes_a_person_of_a_county_and_the_end_of_a_place_does_not() -> None:
    assert places("许广平、王海阳来了") == []
    assert [name for name, _ in places("江苏高邮、浙江余姚")] == ["江苏高邮", "浙江余姚"]


@pytest.mark.parametrize("text", HARD)
def test_hard_cases(text):
    assert places(text) == HARD[text]


@pytest.mark.parametrize("text", NO_PLACE)
def test_words_and_persons_are_no_places(text):
    assert places(text) == []


def test_text_about_a_place_keeps_persons_of_that_name_apart():
    found = places("海南省文昌市的干部学习谷文昌同志，文昌的航天城也去了")
    assert [mention for mention, _ in found] == ["海南省文昌市", "文昌"]


def test_ambiguous_names_say_so_and_give_what_is_agreed():
    alone = find_places("鼓楼区率先试点").iloc[0]
    assert alone["candidates"] == 4
    assert alone[["province", "prefecture"]].isna().all()
    assert alone["county"] == "鼓楼区"
    in_jiangsu = find_places("江苏多地试点，鼓楼区率先完成").iloc[1]
    assert (in_jiangsu["province"], in_jiangsu["candidates"]) == ("江苏省", 2)
    assert pd.isna(in_jiangsu["prefecture"])
    both = find_places("兰州与拉萨都有城关区").iloc[2]
    assert both["candidates"] == 2


def test_the_paragraph_settles_what_the_text_leaves_open():
    found = find_places("南京的做法。鼓楼区先行。\n福州的做法。鼓楼区跟进。")
    assert found.loc[found["mention"] == "鼓楼区", "prefecture"].tolist() == ["南京市", "福州市"]


def test_short_form_counts_only_with_a_licence():
    assert places("大方县的干部为人大方") == [("大方县", "贵州省/毕节市/大方县")]
    assert places("龙华的夜晚") == []
    assert places("深圳的夜晚，龙华的夜晚")[1] == ("龙华", "广东省/深圳市/龙华区")


def test_new_area_is_placed_by_the_only_prefecture_named():
    text = "襄阳古城之东的东津新区。在位于东津新区的武汉理工大学襄阳示范校区，东津派出所所长说。"
    found = find_places(text).set_index("mention")
    assert found.loc["东津新区", "prefecture"].tolist() == ["襄阳市"] * 2
    assert found.loc["东津", "province"] == "湖北省"
    assert found.loc["武汉", "role"] == "institution"
    assert found.loc["襄阳", "prefecture"].tolist() == ["襄阳市"] * 2
    unplaced = find_places("东津新区很新，东津新区很大")
    assert unplaced["candidates"].tolist() == [0, 0]
    assert unplaced[FIELDS].isna().all(axis=None)


def test_community_is_known_once_the_text_gave_its_county():
    found = places("福建福州市鼓楼区东街街道军门社区很美，军门社区书记林丹说")
    assert found[1] == ("军门社区", "福建省/福州市/鼓楼区")
    assert places("军门社区书记林丹说") == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("云南昆明市五华区丰宁街道虹山中路社区党委书记、居委会主任汤晓红说", "home"),
        ("来自上海的社区书记", "home"),
        ("柳州市司法局党组书记、局长陈岚表示", "home"),
        ("聊城市司法局制定了办法", "institution"),
        ("聊城大学的学生", "institution"),
        ("走进天津平津战役纪念馆", "venue"),
        ("会议在南宁开幕", "venue"),
        ("长沙6月5日电", "venue"),
        ("为聊城发展提供保障", "subject"),
    ],
)
def test_roles(text, role):
    assert find_places(text)["role"].tolist()[0] == role


def test_roll_call_needs_three_provinces():
    assert set(find_places("吉林、湖南、广西的学员们说")["role"]) == {"roll_call"}
    assert "roll_call" not in set(find_places("吉林、湖南的学员们说")["role"])
    assert "roll_call" not in set(find_places("南京、苏州、无锡的学员们说")["role"])


def test_role_at_the_edges_of_a_text():
    assert find_role("聊城", 0, 2) == "subject"


@pytest.mark.parametrize("text", ["", " ", "北", "\0", "没有地名", "🀄" * 3, "\ud800北京", "a\r\nb"])
def test_empty_and_odd_texts_keep_the_columns_and_types(text):
    table = find_places(text)
    assert table.columns.tolist() == COLUMNS
    assert table["start"].dtype == table["candidates"].dtype == "int64"
    assert all(isinstance(table[column].dtype, pd.StringDtype) for column in ["mention", "role", *FIELDS])
    assert len(table) == text.count("北京")


NAMES = sorted(name for name in gazetteer.names().units)
PIECES = st.sampled_from([*"的在、和，。\n说 0A\0🀄", "书记", "街道", "社区", "新区", "镇", "大学", "来自"])
TEXTS = st.lists(st.one_of(st.sampled_from(NAMES), PIECES, st.text(max_size=3))).map("".join)
DIVISIONS = {unit[:3] for unit in gazetteer.units()}


@settings(max_examples=200)
@given(TEXTS)
def test_properties_of_any_text(text):
    table = find_places(text)
    ends = table["start"] + table["mention"].str.len()
    for mention, start in zip(table["mention"], table["start"], strict=True):
        assert text[start : start + len(mention)] == mention
    assert (table["start"].to_numpy()[1:] >= ends.to_numpy()[:-1]).all()
    assert set(table["role"]) <= {"roll_call", "institution", "home", "venue", "subject"}
    settled = table[table["candidates"] == 1]
    assert set(settled[FIELDS].fillna("").itertuples(index=False, name=None)) <= DIVISIONS
    assert table.loc[table["candidates"] == 0, FIELDS].isna().all(axis=None)


def test_every_full_address_in_force_is_settled():
    counties = [unit[:3] for unit in gazetteer.units() if unit.county and not unit.former]
    found = find_places("\n".join(f"来到{''.join(unit)}。" for unit in counties))
    assert list(found[FIELDS].fillna("").itertuples(index=False, name=None)) == counties


# What is not a division by itself counts only next to the one that it lies in (东区), and everyday words as well.
LOOSE = {name for name in gazetteer.words() if name in {unit.name for unit in gazetteer.units()}}
IN_FORCE = sorted({unit.name for unit in gazetteer.units() if not unit.former} - LOOSE)


def mentions_of(sentence, names):
    """Return what is found in a sentence with each of the names, by name."""
    articles = pd.DataFrame({"text": [sentence.format(name) for name in names]}, index=names)
    return places_table(articles).groupby("article_id")["mention"].agg(list)


def test_every_full_name_in_force_is_found_whole():
    found = mentions_of("地点：{}。", IN_FORCE)
    assert {name: found.get(name) for name in IN_FORCE if found.get(name) != [name]} == {}


@pytest.mark.parametrize("name", ["东区", "城区", "新市区", "解放区"])
def test_a_name_that_says_too_little_is_not_found_alone(name):
    assert places(f"在{name}。") == []


@pytest.mark.parametrize("sentence", ["石景山区老{}里居委会", "石景山区大{}里居委会", "杭州市南{}村的人"])
def test_a_name_inside_the_name_of_a_part_is_no_place(sentence):
    provinces = [name for name in gazetteer.names().short if gazetteer.level(name) == 1]
    assert len(provinces) > 30
    found = mentions_of(sentence, provinces)
    assert all(len(mentions) == 1 for mentions in found), found[found.map(len) > 1].to_dict()


@pytest.mark.parametrize("sentence", ["石景山区、{}的学员", "石景山区和{}的学员", "从石景山区来{}学习"])
def test_a_name_after_another_place_still_counts(sentence):
    provinces = [name for name in gazetteer.names().short if gazetteer.level(name) == 1]
    found = mentions_of(sentence, provinces)
    assert all(found[name] == ["石景山区", name] for name in provinces)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("台湾省台北市大安区", [("台湾省台北市大安区", "台湾省/台北市/大安区")]),
        ("台北市大安区", [("台北市大安区", "台湾省/台北市/大安区")]),
        ("自贡市大安区", [("自贡市大安区", "四川省/自贡市/大安区")]),
        ("大安区", [("大安区", "//大安区")]),
        ("新北市板桥区", [("新北市板桥区", "台湾省/新北市/板桥区")]),
        ("香港沙田区", [("香港沙田区", "香港特别行政区//沙田区")]),
        ("澳门花地玛堂区", [("澳门花地玛堂区", "澳门特别行政区//花地玛堂区")]),
        ("向将军致敬，在万里之外", []),
        ("大堂区域很宽敞，中西区域合作", []),
    ],
)
def test_divisions_of_taiwan_hong_kong_and_macao(text, found):
    assert places(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("吉林省松原市干安县", [("吉林省松原市干安县", "吉林省/松原市/乾安县")]),
        ("干安县的学员", [("干安县", "吉林省/松原市/乾安县")]),
        ("乾安县的学员", [("乾安县", "吉林省/松原市/乾安县")]),
        ("骨干县的经验", []),
    ],
)
def test_a_name_that_conversion_has_changed(text, found):
    assert places(text) == found


def work(text):
    """Return how many lines of Python run to find the places of a text, which measures time without noise."""
    lines = 0

    def trace(frame, event, argument):
        nonlocal lines
        lines += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        find_places(text)
    finally:
        sys.settrace(before)
    return lines


@pytest.mark.parametrize(
    "text", ["北京", "鼓楼区", "新区", "河南", "广东深圳市龙华区民治街道", "[", "\0", "🀄", "东津新区，"]
)
def test_hostile_text_takes_linear_work(text):
    find_places(text * 10)
    small, large = (work(text * (n // len(text))) for n in (500, 4_000))
    assert large < 9 * small


def test_gazetteer_is_sound():
    table = pd.read_csv(ROOT / "corpus" / "lexicons" / "places.csv", keep_default_na=False)
    assert not table.duplicated(["province", "prefecture", "county"]).any()
    assert (table[FIELDS].map(str.strip) == table[FIELDS]).all(axis=None)
    present = table[table["until"] == ""]
    assert present["province"].nunique() == 34
    high = set(
        present.loc[present["county"] == "", ["province", "prefecture"]].itertuples(index=False, name=None)
    )
    assert set(present[["province", "prefecture"]].itertuples(index=False, name=None)) <= high


def test_word_list_has_names_of_the_gazetteer_only():
    table = pd.read_csv(ROOT / "corpus" / "lexicons" / "place_words.csv")
    assert not table["name"].duplicated().any()
    assert set(table["name"]) <= gazetteer.names().units.keys()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("广西壮族自治区", {"广西", "广西自治区"}),
        ("内蒙古自治区", {"内蒙古", "内蒙古自治区"}),
        ("伊犁哈萨克自治州", {"伊犁", "伊犁州"}),
        ("前郭尔罗斯蒙古族自治县", {"前郭尔罗斯", "前郭尔罗斯县"}),
        ("香港特别行政区", {"香港"}),
        ("浦东新区", {"浦东"}),
        ("鄂温克族自治旗", set()),
        ("和县", set()),
        ("无类", set()),
    ],
)
def test_short_names(name, short):
    assert gazetteer.short_names(name) == short


def labelled(name):
    texts = None
    if name == "articles":
        from helpers import load_articles

        texts = load_articles()["text"]
    return BENCHMARK["locate"](BENCHMARK["read_labels"](name), texts)


@pytest.mark.parametrize("name", ["articles", "dev", "heldout"])
def test_labels_are_sound(name):
    texts, labels = labelled(name)
    some = labels[labels["mention"] != ""]
    assert (some["start"] >= 0).mean() > 0.95
    assert not some.duplicated(["text_id", "context"]).any()
    for row in some[some["start"] >= 0].itertuples():
        assert f"[{row.mention}]" in row.context
        assert texts[row.text_id].count(row.context.replace("[", "").replace("]", "")) == 1
    settled = some.loc[~some["ambiguous"], FIELDS]
    assert set(settled.itertuples(index=False, name=None)) <= DIVISIONS


def test_a_long_run_of_latin_letters_moves_nothing():
    assert find_places("a" * 999 + "，浙江省杭州市")[["mention", "start"]].values.tolist() == [
        ["浙江省杭州市", 1000]
    ]


# The rest of the labelled mentions is what the rules get wrong; benchmarks/places.csv has the exact shares.
@pytest.mark.parametrize(
    ("name", "precision", "recall", "role"),
    [("articles", 0.98, 0.98, 0.95), ("dev", 0.98, 0.98, 0.92), ("heldout", 0.95, 0.93, 0.85)],
)
def test_scores_stay(name, precision, recall, role):
    texts, labels = labelled(name)
    scores = BENCHMARK["score"](BENCHMARK["compare"](texts, labels, find_places)).set_index("measure")[
        "value"
    ]
    assert scores["precision, division right"] >= precision
    assert scores["recall, division right"] >= recall
    assert scores["role, of those found"] >= role


NAMESAKES = [
    "他买了芜湖时代的股票。",
    "绥化油田的产量",
    "他住在安阳围。",
    "三亚大酒店里",
    "书上写着韶山会谈。",
    "敦煌对话会",
    "演员金秀杰出席。",
    "涂永康说好。",
    "骆玉林任组长。",
    "她说自己叫许长沙",
    "玉林兄：见字如面。",
    "桂林女士来了。",
]
CONFIRMED = [
    ("芜湖市的芜湖时代", ["芜湖市", "芜湖"]),
    ("甘肃的玉门油田，酒泉市的骄傲", ["甘肃", "玉门", "酒泉市"]),
    ("他们在安阳围着他。", ["安阳"]),
    ("三亚市里有三亚大酒店", ["三亚市", "三亚"]),
    ("云南丽江市的丽江会谈", ["云南丽江市", "丽江"]),
    ("敦煌的时代", ["敦煌"]),
    ("金秀的杰作", ["金秀"]),
    ("经永康到杭州", ["永康", "杭州"]),
    ("骆玉林是玉林市人", ["玉林", "玉林市"]),
    ("连永康也来了", ["永康"]),
    ("玉林兄弟来了。", ["玉林"]),
    ("桂林的女士来了。", ["桂林"]),
]


@pytest.mark.parametrize("text", NAMESAKES)
def test_a_name_that_only_comes_from_a_place_is_none(text: str) -> None:
    assert places(text) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("这块地东至大路，西至河边。", 0),
        ("军东至河。", 0),
        ("院子东至墙边。", 0),
        ("安徽池州东至很远。", 1),
        ("东至县的大路", 1),
        ("池州市东至的人", 1),
    ],
)
def test_east_to_is_a_county_only_after_the_division_above(text: str, count: int) -> None:
    assert len(places(text)) == count


@pytest.mark.parametrize(("text", "found"), CONFIRMED)
def test_a_name_that_the_text_confirms_or_with_other_words_counts(text: str, found: list[str]) -> None:
    assert [mention for mention, _ in places(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("许广平写信，广平又来了。", []),
        ("张永康走进来，永康笑了。", []),
        ("孙永康到了，永康说好。", []),
        ("广平的人写信，广平又来了。", ["广平", "广平"]),
        ("浙江金华市的张永康，在永康。", ["浙江金华市", "永康"]),
        ("五万永康人，永康说好。", ["永康", "永康"]),
    ],
)
def test_the_given_name_of_a_person_in_the_text_is_no_county(text: str, found: list[str]) -> None:
    assert [mention for mention, _ in places(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("海东市民和县中川乡", "青海省/海东市/民和回族土族自治县"),
        ("云南昆明市民寻甸县", None),
        ("海东市民和县的人", "青海省/海东市/民和回族土族自治县"),
        ("上海市民和县城居民", None),
    ],
)
def test_a_longer_name_wins_after_its_superior(text: str, found: str | None) -> None:
    names = [division for _, division in places(text)]
    assert names[-1] == found if found else "和县" not in "".join(names)


CLASSICAL = "太史公曰：王者之兴也，必有其德焉。其民之来也，如水之归下，不亦盛乎？后世之君鲜能及者矣。{}"


@pytest.mark.parametrize("words", ["王益将兵来。", "信都城阳城固之间。", "昭阳曰：善。", "右广陵王策。"])
def test_a_county_in_classical_chinese_needs_a_verb(words: str) -> None:
    assert places(CLASSICAL.format(words)) == []


@pytest.mark.parametrize(
    ("words", "name"),
    [("乃攻荥阳，取之。", "荥阳"), ("还军至井陉口。", "井陉"), ("葬于丹阳。", "丹阳"), ("走邯郸。", "邯郸")],
)
def test_a_county_with_a_verb_and_any_prefecture_count_in_classical_chinese(words: str, name: str) -> None:
    assert [mention for mention, _ in places(CLASSICAL.format(words))] == [name]


@pytest.mark.xfail(strict=True, reason="known failures")
@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("大庆油田的工人", ["大庆"]),
        ("安康与汉中共建联盟", ["安康", "汉中"]),
        ("向苏州工业园区学习", ["苏州工业园区"]),
        ("平安武进、法治武进", ["武进", "武进"]),
    ],
)
def test_known_failures(text, mentions):
    assert find_places(text)["mention"].tolist() == mentions


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("在拱墅，基层治理的创新经验掀起巨浪", "subject"),
        ("在拱墅举行座谈", "venue"),
        ("代表来到拱墅，参观了社区", "venue"),
    ],
)
def test_a_place_that_only_begins_a_sentence_is_no_venue(text, role):
    assert find_role(text, text.index("拱墅"), text.index("拱墅") + 2) == role

"""A short form that its neighbours make a verb, a foreign name or a person's is no place."""

import pytest

from methods.mentions.places import find_places


def mentions(text):
    """The names found, and the counties or cities that they were taken for."""
    return find_places(text)["mention"].tolist()


@pytest.mark.parametrize(
    "text",
    [
        "巴中友谊源远流长，巴中经济走廊建设顺利。",
        "赵部长大庆会见了来宾。",
        "李副局长唐山及夫人出席。",
        "代表团团长奈永康将致辞。",
        "醋瓶开封了就要放进冰箱。",
        "牛奶尚未开封，豆浆已经开封。",
        "酱油开封后请冷藏。",
        "一夜之间花都落了。",
        "游客们乐都乐不过来。",
        "颜色都匀得很。",
        "他是远近闻名的小大连。",
        "患者服用长春西汀。",
        "她毕业于德州大学奥斯汀分校。",
    ],
)
def test_no_place_is_found(text):
    assert mentions(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("他们终于到开封了。", ["开封"]),
        ("从唐山到大庆，部长一路调研。", ["唐山", "大庆"]),
        ("巴中市和汉中关系密切。", ["巴中市"]),
        ("广州市的花都落户了一家工厂。", ["广州市", "花都"]),
        ("贵州都匀的茶叶很香。", ["贵州都匀"]),
        ("山东的聊城和德州相邻。", ["山东", "聊城", "德州"]),
        ("缩小北京与外地的差距。", ["北京"]),
        ("王局长北京之行很顺利。", ["北京"]),
        ("在长春西站上车。", ["长春"]),
        ("去上海的瑞金医院看病，再去武汉协和医院。", ["上海", "武汉"]),
    ],
)
def test_a_place_is_found_all_the_same(text, found):
    assert mentions(text) == found


@pytest.mark.parametrize("text", ["在天津逛逛杨柳青村的集市。", "到杭州拱墅区走走小河村。"])
def test_a_verb_said_twice_does_not_begin_a_village(text):
    assert not any("逛" in name or "走" in name for name in mentions(text))

"""Who is private is named nowhere, and neither is the village that would tell who it is."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.mentions.masking import mask, mask_passage, private_names


def names_in(text):
    return private_names(pd.DataFrame({"text": [text]}, pd.Index(["a"], name="article_id")))["a"]


@pytest.mark.parametrize(
    ("chain", "home"),
    [
        ("肖营村治保主任", "肖营村"),
        ("湖北武汉市青山区工人村街道青和居社区党委书记", "青和居社区"),
        ("上海黄浦区外滩街道宝兴居民区党总支书记", "宝兴居民区"),
        ("福建福州市鼓楼区军门社区党委书记", "军门社区"),
    ],
)
def test_the_village_of_a_private_person_is_masked_wherever_it_occurs(chain, home):
    text = f"{chain}张建国说：“{home}的事要办好。”大家都同意。"
    assert names_in(text) == sorted(["张建国", home], key=lambda name: (-len(name), name))
    assert home not in mask(text, names_in(text)) and "张建国" not in mask(text, names_in(text))


@pytest.mark.parametrize("chain", ["城市社区党委书记", "社区党委书记", "全国社区党委书记", "县公安局局长"])
def test_a_word_that_names_no_village_is_not_masked(chain):
    assert not any(name.endswith("社区") for name in names_in(f"{chain}张建国说：“社区的事要办好。”"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("原告张志广诉称被告施博声拖欠借款。", ["张志广", "施博声"]),
        ("上诉人王中林不服原审判决。", ["王中林"]),
        ("被告应当承担责任，原告方不同意。", []),
        ("原告席上坐着记者，被告尚未到庭。", []),
    ],
)
def test_the_parties_of_a_lawsuit_are_private(text, names):
    assert names_in(text) == names


NAMES = ["虹山中路社区", "雷锋社区", "汤晓红"]


@pytest.mark.parametrize(
    ("passage", "masked"),
    [
        ("五华区丰宁街道虹山中路", "五华区丰宁街道□□□□"),
        ("晓红说，听完课", "□□说，听完课"),
        ("社区党委书记汤晓", "社区党委书记□□"),
        ("街道雷锋社区党委书记汤", "街道□□□□党委书记汤"),
        ("中路社区党委", "□□□□党委"),
        ("雷锋", "雷锋"),
        ("社区", "社区"),
        ("", ""),
    ],
)
def test_a_name_that_the_end_of_a_passage_cuts_is_masked(passage, masked):
    assert mask_passage(passage, NAMES) == masked


@given(st.text("虹山中路社区雷锋汤晓红说", max_size=20))
def test_a_mask_keeps_all_offsets(passage):
    masked = mask_passage(passage, NAMES)
    assert len(masked) == len(passage)
    assert all(new in (old, "□") for old, new in zip(passage, masked, strict=True))
    assert mask_passage(passage, []) == passage

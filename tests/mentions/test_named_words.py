"""A word is a name if most of its occurrences are; the General Secretary's name is not."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from methods.mentions.named_words import count_named, name_words, person_words, romanize
from methods.mentions.people import actors_table


def articles(*texts):
    return pd.DataFrame({"text": texts}, pd.Index([f"a{n}" for n in range(len(texts))], name="article_id"))


def test_places_and_persons_are_names_and_national_persons_are_not():
    found = name_words(
        count_named(articles("浙江杭州市的司法局局长王建国说，习近平总书记作出指示。王建国认为好。"))
    )
    assert {"浙江", "王建国"} <= found
    assert not {"习近平", "总书记", "局长", "认为"} & found


def test_a_word_is_a_name_by_the_larger_part_of_its_occurrences():
    named = count_named(articles("深圳龙华区北站社区党委。社区是基础，社区好，社区大，办好社区的事。"))
    assert "社区" not in name_words(named)
    row = named.set_index("word").loc["社区"]
    assert (row["count"], row["named"]) == (5, 1)


def test_an_article_without_names_has_no_row():
    assert count_named(articles("长江的水流下来。", "")).empty
    assert name_words(count_named(articles(""))) == set()


def test_person_words_are_those_that_occur_only_in_names_of_persons():
    text = "社区书记王小明说：“我来。”王小明走了。社区书记走了。习近平总书记指出，杭州好。"
    words = person_words(articles(text, "郭站长来到城郭。"))
    assert {"王小明", "习近平"} <= words
    assert not {"社区", "书记", "走", "杭州", "城郭"} & words
    assert person_words(articles("社区治理。", "")) == set()


def test_the_community_of_a_private_person_is_part_of_the_name_and_its_kind_is_not():
    text = articles(
        "福州市鼓楼区军门社区党委书记林大丹说：“军门的事要办好。”社区治理靠社区，社区好，社区大。"
    )
    for words in (person_words(text), name_words(count_named(text))):
        assert "军门" in words and "社区" not in words


def test_persons_of_the_national_level_have_their_pinyin_as_gloss():
    assert romanize(actors_table(articles("习近平总书记指出，要办好。")))["习近平"] == "Xi Jinping"
    assert romanize(actors_table(articles("没有人。"))) == {}


@given(st.text("浙江省杭州市拱墅区习近平总书记说，。王建国局长\n", max_size=60))
def test_a_word_lies_in_names_no_oftener_than_it_occurs(text):
    named = count_named(articles(text))
    assert ((named["named"] > 0) & (named["named"] <= named["count"])).all()

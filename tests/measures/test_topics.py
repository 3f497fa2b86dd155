"""Topics: planted ones are found, and their number is the planted one."""

import numpy as np
import pandas as pd
import pytest

from methods.measures.topics import (
    choose_topics,
    documents,
    find_topics,
    spread_themes,
    topic_stability,
    weigh_words,
)

SUBJECTS = ["司法 法院 检察 律师 判决 诉讼", "社区 居民 物业 网格 楼栋 邻里", "经济 企业 产业 投资 市场 贸易"]


def planted(per_subject=12, seed=0):
    """Short texts, each about one of three subjects."""
    rng = np.random.default_rng(seed)
    texts = ["，".join(rng.choice(subject.split(), 5)) for subject in SUBJECTS for _ in range(per_subject)]
    return pd.Series(texts, [f"a{number}" for number in range(len(texts))], dtype="str")


def corpus(texts):
    ids = pd.Index([f"a{number}" for number in range(len(texts))], name="article_id")
    return pd.DataFrame({"text": pd.Series(texts, index=ids, dtype="str")})


def test_planted_topics_are_found():
    topics, shares = find_topics(weigh_words(planted()), 3)
    words = [set(part["word"]) for _, part in topics.groupby("topic")]
    assert sorted(map(sorted, words)) == sorted(sorted(subject.split()) for subject in SUBJECTS)
    assert shares.sum(axis=1).to_numpy() == pytest.approx(1)
    # Texts on one subject have one main topic, the same for all.
    assert shares.idxmax(axis=1).groupby(np.arange(36) // 12).nunique().tolist() == [1, 1, 1]
    assert topics.groupby("topic")["weight"].apply(lambda w: w.is_monotonic_decreasing).all()


def test_the_planted_number_is_the_most_stable():
    table = topic_stability(weigh_words(planted(30)), range(2, 7))
    assert table.loc[table["best"], "topics"].tolist() == [3]
    assert table["stability"].between(table["low"], table["high"]).all()
    assert table["high"].max() <= 1 and table["low"].min() >= 0


def test_the_same_twice():
    one, other = (find_topics(weigh_words(planted()), 3) for _ in range(2))
    pd.testing.assert_frame_equal(one[0], other[0])
    pd.testing.assert_frame_equal(one[1], other[1])
    weights = weigh_words(planted())
    pd.testing.assert_frame_equal(topic_stability(weights, [2, 3], 3), topic_stability(weights, [3, 2], 3))


def test_documents_are_paragraphs_of_few_articles_and_articles_of_many():
    texts, unit = documents(corpus(["甲\n乙\n\n丙", "丁"]))
    assert unit == "paragraphs" and texts.to_dict() == {
        ("a0", 1): "甲", ("a0", 2): "乙", ("a0", 3): "丙", ("a1", 1): "丁"
    }  # fmt: skip
    assert documents(corpus(["甲\n乙"] * 50))[1] == "articles"
    assert len(documents(corpus(["甲\n乙"] * 49))[0]) == 98


def test_words_that_do_not_count():
    texts = pd.Series(["社区，的 法院 好", "社区 法院 居民", "居民 天气"], list("abc"))
    weights = weigh_words(texts, ["居民"], most=1.0)
    assert weights.words.tolist() == ["法院", "社区"] and list(weights.documents) == list("abc")


def test_a_text_without_words_has_no_topic():
    texts = pd.concat([planted(), pd.Series(["，"], ["z"])])
    assert find_topics(weigh_words(texts), 3)[1].loc["z"].isna().all()


@pytest.mark.parametrize("texts", [["甲"], ["法院", "社区"], ["，", "。"]])
def test_nothing_to_find_topics_in(texts):
    with pytest.raises(ValueError, match="texts have no words in common"):
        weigh_words(pd.Series(texts))


@pytest.mark.parametrize("number", [0, 37])
def test_numbers_of_topics_that_make_no_sense(number):
    with pytest.raises(ValueError, match=f"no {number} topics"):
        find_topics(weigh_words(planted()), number)


def test_five_articles(articles):
    texts, unit = documents(articles)
    topics, shares = find_topics(weigh_words(texts), 5)
    assert unit == "paragraphs" and len(shares) == len(texts) > 100
    assert topics["topic"].nunique() == 5 and (topics["weight"] > 0).all()


def test_the_number_of_topics_is_the_planted_one():
    articles = corpus(planted(30).tolist())
    found = choose_topics(articles, (), range(2, 5))
    assert (found.kind, found.number, found.documents, found.words) == ("articles", 3, 90, 18)
    assert found.stability.loc[found.stability["best"], "topics"].tolist() == [3]


@pytest.mark.parametrize(
    "texts",
    [["天气。"], ["法治。\n" * 80], [f"{n}{n}{n}" for n in range(60)], ["社区，法院"] * 60],
    ids=["few", "one word", "no word twice", "words everywhere"],
)
def test_without_words_that_tell_documents_apart_there_is_no_topic(texts):
    found = choose_topics(corpus(texts), (), range(3, 5))
    assert found.number == 0 and found.top.empty and found.stability.empty
    scores = pd.DataFrame({"article_id": [], "paragraph": [], "theme": [], "count": []})
    assert spread_themes(found, scores, ["law"]).index.tolist() == [0]


def test_hits_are_spread_over_topics_and_themes_called_like_anything():
    found = choose_topics(corpus(planted(30).tolist()), (), [3])
    scores = pd.DataFrame({"article_id": found.shares.index, "paragraph": 1, "theme": "topic", "count": 2})
    table = spread_themes(found, scores, ["all", "topic"])
    assert table.columns.tolist() == ["all", "topic"] and table.loc[0].tolist() == [0, 180]
    assert table.drop(index=0)["topic"].sum() == pytest.approx(180)

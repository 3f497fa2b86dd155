"""Counting: sentences and paragraphs keep their places, terms count wherever they occur, words by the unit rule."""

import time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.measures.counts import count_families, count_terms, count_words
from methods.text.occurrences import find_terms
from methods.text.spans import count_tokens, measure, paragraphs, sentences

PROSE = st.text(alphabet="甲乙丙。！？，；…“”‘’（）《》的a1 \n", max_size=60)
SHORT = st.text(alphabet="甲乙", min_size=1, max_size=3)


def corpus(*texts: str) -> pd.DataFrame:
    ids = pd.Index([f"{i:03d}" for i in range(len(texts))], name="article_id", dtype="str")
    return pd.DataFrame({"text": list(texts)}, index=ids)


def terms(*strings: str, family: str = "f") -> pd.DataFrame:
    return pd.DataFrame({"term": list(strings), "family": family})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他来了。她走了！谁？", ["他来了。", "她走了！", "谁？"]),
        ("“好！”他说。", ["“好！”", "他说。"]),
        ("“学习‘枫桥经验’。”会上说", ["“学习‘枫桥经验’。”", "会上说"]),
        ("标题\n正文。", ["标题", "正文。"]),
        ("真的？！走。", ["真的？！", "走。"]),
        # Not the end of a sentence:
        ("“怎么办？”的问题", ["“怎么办？”的问题"]),
        ("读《谁之罪？》一书。", ["读《谁之罪？》一书。"]),
        ("讲课、讨论……紧锣密鼓。", ["讲课、讨论……紧锣密鼓。"]),
        ("一是学；二是干。", ["一是学；二是干。"]),
        ("涨了3.5%，很快。", ["涨了3.5%，很快。"]),
        ("\n \n", []),
        ("", []),
    ],
)
def test_sentences(text, expected):
    assert sentences(text)["text"].tolist() == expected


@given(PROSE)
def test_sentences_cover_the_text_in_order(text):
    found = sentences(text)
    assert all(text[row.start : row.end] == row.text for row in found.itertuples())
    assert (found["start"].iloc[1:].to_numpy() >= found["end"].iloc[:-1].to_numpy()).all()
    assert "".join(found["text"]).replace(" ", "") == text.replace("\n", "").replace(" ", "")


@given(PROSE)
def test_no_sentence_crosses_a_paragraph(text):
    starts = [(row.start, row.end) for row in paragraphs(text).itertuples()]
    for row in sentences(text).itertuples():
        assert any(start <= row.start and row.end <= end for start, end in starts)


def test_paragraphs_skip_blank_lines():
    assert paragraphs("甲\n\n  \n乙丙").to_dict("list") == {
        "start": [0, 6],
        "end": [1, 8],
        "text": ["甲", "乙丙"],
    }


def test_measure_counts_what_the_unit_rule_says():
    sizes = measure(corpus("培训班，2024年。\nOK！", ""))
    assert sizes.loc["000"].to_dict() == {"characters": 4, "tokens": 4, "sentences": 2, "paragraphs": 2}
    assert sizes.loc["001"].tolist() == [0, 0, 0, 0]


def test_punctuation_is_no_token():
    assert count_tokens("，。——……“”") == 0


def test_a_term_counts_inside_another_and_says_so():
    hits = find_terms(corpus("新时代枫桥经验，枫桥经验"), terms("枫桥经验", "新时代枫桥经验"))
    assert hits.query("term == '枫桥经验'")["nested"].tolist() == [True, False]
    assert hits.query("term == '新时代枫桥经验'")[["start", "end", "nested"]].values.tolist() == [
        [0, 7, False]
    ]


def test_a_term_beside_a_longer_one_is_not_nested():
    assert not find_terms(corpus("枫桥与枫桥经验"), terms("枫桥", "枫桥经验"))["nested"].iloc[0]


def test_a_term_is_not_nested_in_itself():
    hits = find_terms(corpus("人人人"), terms("人人"))
    assert hits["start"].tolist() == [0, 1]
    assert not hits["nested"].any()


def test_an_empty_term_is_an_error():
    with pytest.raises(ValueError, match="empty"):
        find_terms(corpus("甲"), terms("甲", ""))


@given(st.lists(st.text(alphabet="甲乙\n", max_size=12), min_size=1, max_size=3), st.sets(SHORT, max_size=4))
def test_counts_are_those_of_a_naive_search(texts, strings):
    articles = corpus(*texts).assign(tokens=10)
    table = count_terms(articles, terms(*sorted(strings)))
    assert len(table) == len(texts) * len(strings)
    for row in table.itertuples():
        text = articles.at[row.article_id, "text"]
        assert row.count == sum(text.startswith(row.term, at) for at in range(len(text)))
        longest = all(row.term not in other or row.term == other for other in strings)
        assert row.nested == 0 if longest else row.nested <= row.count


def test_chunks_add_up():
    articles = corpus("治理基层治理", "基层", "治理").assign(tokens=[4, 1, 1])
    tracked = terms("治理", "基层治理")
    parts = [count_terms(articles[:2], tracked), count_terms(articles[2:], tracked)]
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), count_terms(articles, tracked))


def test_rates_are_per_ten_thousand_tokens_and_missing_for_an_empty_article():
    table = count_terms(corpus("治理", "").assign(tokens=[4, 0]), terms("治理"))
    assert table["per_10k"].tolist()[0] == 2500
    assert table["per_10k"].isna().tolist() == [False, True]


def test_zeros_can_be_left_out_but_are_there_by_default():
    articles, tracked = corpus("治理").assign(tokens=1), terms("治理", "两个维护")
    assert count_terms(articles, tracked)["count"].tolist() == [1, 0]
    assert count_terms(articles, tracked, zeros=False)["term"].tolist() == ["治理"]


def test_tokens_come_from_the_column_or_the_text():
    articles, tracked = corpus("基层治理好"), terms("治理")
    counted = count_terms(articles, tracked)["tokens"].iloc[0]
    assert counted == measure(articles)["tokens"].iloc[0]
    assert count_terms(articles.assign(tokens=99), tracked)["tokens"].iloc[0] == 99


def test_a_family_counts_a_variant_in_a_variant_once_but_not_in_another_family():
    tracked = pd.concat([terms("共治", "共治共享"), terms("新共治共享", family="g")])
    table = count_families(corpus("新共治共享，共治").assign(tokens=5), tracked)
    assert table.set_index("family")["count"].to_dict() == {"f": 2, "g": 1}


def test_a_family_has_no_row_for_an_article_in_which_it_does_not_occur():
    tracked = pd.concat([terms("共治", "共治共享"), terms("共治共享", family="g")])
    table = count_families(corpus("共治", "天气").assign(tokens=5), tracked)
    assert list(zip(table["article_id"], table["family"], table["count"], strict=True)) == [("000", "f", 1)]


def test_no_family_gives_an_empty_table_of_the_same_kind():
    articles = corpus("共治").assign(tokens=5)
    none = count_families(articles, terms("共治", family=None))
    pd.testing.assert_frame_equal(none, count_families(articles, terms("共治"))[:0])


def test_words_leave_out_stopwords_and_punctuation():
    words = count_words(corpus("我们的社区，我们的家。"), stopwords=["的"])
    assert set(words["word"]).isdisjoint({"的", "，", "。"})
    assert words.set_index("word").at["我们", "count"] == 2


def test_without_stopwords_words_add_up_to_the_tokens():
    articles = corpus("我们的社区，我们的家。", "", "2024年")
    counted = count_words(articles).groupby("article_id")["count"].sum().reindex(articles.index, fill_value=0)
    assert counted.tolist() == measure(articles)["tokens"].tolist()


def test_no_articles_give_tables_that_can_be_put_to_others():
    none, some, tracked = corpus(), corpus("治理"), terms("治理")
    for count in (measure, count_words, lambda a: count_terms(a, tracked), lambda a: find_terms(a, tracked)):
        assert count(none).empty
        assert pd.concat([count(none), count(some)]).dtypes.equals(count(some).dtypes)


def test_thousands_of_terms_are_nested_in_reasonable_time():
    terms = pd.DataFrame({"term": [f"第{n}条" for n in range(8000)] + ["条", "第1条规定"]})
    articles = pd.DataFrame({"text": ["第1条规定。"]}, index=pd.Index(["a"], name="article_id"))
    start = time.process_time()
    found = count_terms(articles, terms, zeros=False).set_index("term")
    assert time.process_time() - start < 5
    assert found["nested"].to_dict() == {"第1条": 1, "条": 1, "第1条规定": 0}

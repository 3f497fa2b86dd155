"""Network: what occurs together in a sentence, scored as published."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import ROOT
from methods.measures.cooccurrence import (
    _apart,
    count_pairs,
    expected_pairs,
    find_edges,
    log_dice,
    make_network,
    sentences_with,
)
from methods.measures.themes import find_theme_hits
from methods.text.occurrences import find_terms
from methods.text.spans import sentences

TERMS = pd.DataFrame({"term": ["法治", "平安", "社区"]})


def corpus(*texts):
    ids = pd.Index([f"a{number}" for number in range(len(texts))], name="article_id")
    return pd.DataFrame({"text": pd.Series(texts, index=ids, dtype="str")})


def pairs_of(*texts):
    articles = corpus(*texts)
    return count_pairs(articles, find_terms(articles, TERMS), "term")


def test_pairs_in_sentences():
    table = pairs_of("法治与平安，法治。社区平安。\n法治", "社区").set_index(["article_id", "a", "b"])[
        "count"
    ]
    assert table.to_dict() == {
        ("a0", "平安", "法治"): 1,
        ("a0", "平安", "社区"): 1,
        ("a0", "法治", "法治"): 2,
        ("a0", "平安", "平安"): 2,
        ("a0", "社区", "社区"): 1,
        ("a1", "社区", "社区"): 1,
    }


def test_hits_that_overlap_do_not_meet():
    book = pd.DataFrame({"theme": ["skill", "law"], "term": ["治理能力", "能力建设"]})
    met = []
    for text in ("治理能力建设", "治理能力建设和能力建设"):
        articles = corpus(text)
        table = count_pairs(articles, find_theme_hits(articles, book), "theme")
        met.append((table["a"] != table["b"]).sum())
    assert met == [0, 1]


def test_edges_need_two_articles():
    edges = find_edges(pairs_of("法治平安。", "平安法治。平安。", "法治社区。法治社区。"))
    (edge,) = edges.to_dict("records")
    assert (edge["a"], edge["b"], edge["count"], edge["articles"]) == ("平安", "法治", 2, 2)
    assert edge["log_dice"] == pytest.approx(14 + np.log2(2 * 2 / (3 + 4)))
    assert len(find_edges(pairs_of("法治平安。", "法治社区。"), min_articles=1)) == 2


@pytest.mark.parametrize("texts", [[], [""], ["法治。平安。", "法治。平安。"], ["法治平安", "社区"]])
def test_what_makes_no_edge(texts):
    assert find_edges(pairs_of(*texts)).empty


@pytest.mark.parametrize(
    ("both", "one", "other", "score"),
    [(10, 10, 10, 14), (10, 20, 20, 13), (10, 10, 30, 13), (1, 16384, 16384, 0), (1, 32768, 32768, -1)],
)
def test_log_dice_as_defined(both, one, other, score):
    # Rychlý (2008): at most 14, one point less is half as often, 0 is one meeting in 16,000.
    assert log_dice(both, one, other) == pytest.approx(score)


def test_chunks_join():
    texts = ["法治平安。", "平安法治。", "社区平安。"]
    parts = [pairs_of(*texts[:2]), pairs_of("", "", *texts[2:])]
    pd.testing.assert_frame_equal(find_edges(pd.concat(parts)), find_edges(pairs_of(*texts)))


def test_five_articles(articles):
    book = pd.read_csv(ROOT / "corpus" / "lexicons" / "themes.csv", keep_default_na=False)
    pairs = count_pairs(articles, find_theme_hits(articles, book), "theme")
    edges = find_edges(pairs)
    assert len(edges) >= 10 and edges["articles"].min() >= 2 and edges["log_dice"].max() <= 14
    total = sum(len(sentences(text)) for text in articles["text"])
    assert pairs.groupby(["a", "b"])["count"].sum().max() <= total


@settings(max_examples=60)
@given(st.lists(st.text(alphabet="法治平安社区。\n", max_size=40), min_size=1, max_size=3))
def test_a_pair_is_never_more_frequent_than_its_parts(texts):
    pairs = pairs_of(*texts)
    single = pairs[pairs["a"] == pairs["b"]].set_index(["article_id", "a"])["count"]
    for row in pairs[pairs["a"] != pairs["b"]].itertuples():
        assert row.a < row.b
        assert 0 < row.count <= min(single[row.article_id, row.a], single[row.article_id, row.b])
    assert (find_edges(pairs)["log_dice"] <= 14).all()


def test_what_is_expected_by_chance_adds_up():
    # Two sentences of equal length, each item in one: they meet in half of all cases.
    single = pd.DataFrame({"article_id": "a", "a": ["x", "y"], "count": [1, 1]})
    spans = {"a": np.array([[0, 10], [10, 20]])}
    chance = expected_pairs(spans, pd.Series({"a": 20}), single)
    assert chance.at["x", "y"] == chance.at["y", "x"] == pytest.approx(0.5, rel=1e-3)


def test_an_item_in_every_sentence_meets_the_other_wherever_it_is():
    single = pd.DataFrame({"article_id": "a", "a": ["x", "y"], "count": [4, 1]})
    spans = {"a": np.array([[0, 5], [5, 10], [10, 15], [15, 20]])}
    assert expected_pairs(spans, pd.Series({"a": 20}), single).at["x", "y"] == pytest.approx(1, rel=1e-2)


def test_blocks_of_sentences_add_up(monkeypatch):
    articles = corpus("法治平安。法治。社区平安。法治社区，很长的一句。" * 5, "平安法治。社区。" * 4)
    found = find_terms(articles, TERMS)
    whole = make_network(articles, found, "term").edges
    monkeypatch.setattr("methods.measures.cooccurrence.BLOCK", 2)
    pd.testing.assert_frame_equal(make_network(articles, found, "term").edges, whole)
    assert whole["more"].equals(whole["count"] > whole["expected"])


def test_a_network_of_nothing():
    found = find_terms(corpus("天气好。", "天气。"), TERMS)
    network = make_network(corpus("天气好。", "天气。"), found, "term")
    assert network.edges.empty and network.sizes.empty and (network.sentences, network.articles) == (2, 2)


def test_the_first_sentences_of_a_pair():
    articles = corpus("天气。法治与平安。平安。", "平安法治！", "法治。平安。")
    found = find_terms(articles, TERMS)
    table = sentences_with(articles, found, "term", ("法治", "平安"))
    told = [articles.at[r.article_id, "text"][r.start : r.end] for r in table.itertuples()]
    assert told == ["法治与平安。", "平安法治！"]
    assert len(sentences_with(articles, found, "term", ("法治", "平安"), most=1)) == 1
    assert sentences_with(articles, found, "term", ()).empty


def test_overlap_is_told_from_the_ends_alone():
    spans = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4)), min_size=1, max_size=5)

    @given(spans, spans)
    def check(one, other):
        one, other = ([(start, start + size) for start, size in spans] for spans in (one, other))
        slow = any(end <= start or stop <= begin for begin, end in one for start, stop in other)
        assert _apart(one, other) == slow

    check()

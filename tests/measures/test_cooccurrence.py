"""Network: what stands together in a sentence, scored as published."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import ROOT
from methods.measures.cooccurrence import count_pairs, find_edges, log_dice
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

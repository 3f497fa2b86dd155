"""Articles against official prose: standings known by construction, and distances that tell one source from two."""

import re

import numpy as np
import pandas as pd
import pytest
import yardstick as made

from methods.files.paths import ROOT
from methods.measures.yardstick import (
    BLOCK,
    against_official,
    official_tokens,
    read_yardstick,
)
from methods.measures.yardstick_distance import place_distances
from methods.text.occurrences import starts
from methods.text.words import is_counted, tokenize


def official(*rows, documents=("A 2020", "B 2021")):
    """Two documents of one block, with these items and a filler that makes them whole."""
    table = [(d, "work report", "state", 2020, 0, *row) for d in documents for row in rows]
    return pd.DataFrame(
        table, columns=["document", "kind", "level", "year", "block", "sort", "item", "count"]
    )


def counts(item="word", **articles):
    rows = [(a, word, n) for a, words in articles.items() for word, n in words.items()]
    table = pd.DataFrame(rows, columns=["article_id", item, "count"])
    return table, pd.DataFrame({"tokens": 1000}, index=pd.Index(list(articles), name="article_id"))


def standings(table):
    return dict(zip(table.iloc[:, 0], table["standing"], strict=True))


def test_standings_are_as_made():
    base = official(("word", "发展", 12), ("word", "的", 15), ("word", "企业", 40))
    made = counts(
        a={"的": 50, "培训": 20, "拱墅": 30, "发展": 1, "罕": 1},
        b={"的": 50, "培训": 20, "发展": 0, "企业": 1},
    )
    assert standings(against_official(*made, base)) == {
        "的": "ordinary",
        "培训": "several",
        "拱墅": "one",
        "发展": "ordinary",
        "企业": "ordinary",
        "罕": "undecided",
    }


def test_rates_and_counts_are_those_of_either_side():
    base = official(("word", "发展", 12))
    row = against_official(*counts(a={"发展": 6}, b={"发展": 6}), base).iloc[0]
    assert (row["count"], row["rest"], row["articles_with"], row["documents_with"]) == (12, 24, 2, 2)
    assert (row["per_10k"], row["rest_per_10k"]) == (60, 400)
    assert official_tokens(base) == 2 * BLOCK


def test_what_one_document_alone_has_is_not_ordinary():
    base = official(("word", "的", 5), documents=("A 2020",))
    assert standings(against_official(*counts(a={"的": 5}), base)) == {"的": "undecided"}


def test_nothing_is_said_of_a_word_that_no_article_has_as_a_token():
    """The segmentation makes one word of 中国特色社会主义: 社会主义 is not lacking because of that."""
    base = official(("word", "社会主义", 40), ("word", "罕", 1))
    assert standings(against_official(*counts(a={"中国特色社会主义": 1}), base)) == {
        "中国特色社会主义": "undecided"
    }


def test_a_string_that_was_not_searched_for_is_not_counted_as_absent():
    base = official(("term", "党建引领", 0), ("word", "的", 9))
    made = counts("term", a={"党建引领": 30, "新提法": 30, "无": 0})
    table = against_official(*made, base)
    assert standings(table) == {"党建引领": "one", "新提法": "not counted"}
    assert table.set_index("term").loc["新提法", ["rest", "g2", "log_ratio"]].isna().all()


def test_a_user_word_that_the_yardstick_lacks_is_not_counted():
    base = official(("term", "党建引领", 3), ("word", "的", 30))
    made = counts(a={"党建引领": 30, "新提法": 30, "平常": 30})
    found = standings(against_official(*made, base, user_words=["党建引领", "新提法"]))
    assert found == {"党建引领": "one", "新提法": "not counted", "平常": "one"}


def drawn(shares, blocks, documents, seed):
    """Documents whose blocks are drawn with the shares of each document in `shares`."""
    rng = np.random.default_rng(seed)
    rows = [
        (f"{d} 2020", "work report", "state", 2020, block, "word", f"w{word}", count)
        for d in range(documents)
        for block in range(blocks)
        for word, count in enumerate(rng.multinomial(BLOCK, shares(d)))
        if count
    ]
    return pd.DataFrame(rows, columns=["document", "kind", "level", "year", "block", "sort", "item", "count"])


def as_articles(table, names, blocks):
    some = table[table["block"] < blocks].groupby(["document", "item"])["count"].sum().reset_index()
    some.columns = ["article_id", "word", "count"]
    some = some[some["article_id"].isin(names)]
    return some, pd.DataFrame(index=pd.Index(names, name="article_id"))


ONE = np.full(80, 1 / 80)


def test_articles_of_the_same_source_are_no_farther_apart():
    base, names = drawn(lambda d: ONE, 4, 12, seed=1), ["0 2020", "1 2020", "2 2020"]
    made = as_articles(drawn(lambda d: ONE, 4, 3, seed=2), names, 2)
    placed = place_distances(*made, base, draws=200)
    assert len(placed.pairs) == 4
    assert len(placed.draws) == 600
    assert placed.pairs["share_below"].between(0.01, 0.99).all()
    assert placed.pairs["tokens"].eq(2 * BLOCK).all()


def test_articles_of_sources_apart_are_farther():
    def shares(d):
        return np.roll(np.append(np.full(30, 1 / 30), np.zeros(50)), 25 * d)

    made = as_articles(drawn(shares, 2, 3, seed=2), ["0 2020", "1 2020", "2 2020"], 2)
    placed = place_distances(*made, drawn(lambda d: ONE, 4, 12, seed=1), draws=100)
    assert placed.pairs["share_below"].eq(1).all()


def test_the_longest_article_has_a_document_that_is_long_enough():
    base = pd.concat(
        [drawn(lambda d: ONE, 2, 4, seed=1), drawn(lambda d: ONE, 6, 1, seed=3).assign(document="long")]
    )
    words, index = as_articles(drawn(lambda d: ONE, 5, 2, seed=2), ["0 2020", "1 2020"], 5)
    words = words[(words["article_id"] == "0 2020") | (words["word"] < "w3")]
    assert place_distances(words, index, base, draws=20).draws["distance"].between(0, 1).all()
    with pytest.raises(ValueError, match="too few documents"):
        place_distances(words, index, base[base["document"] != "long"], draws=20)


def test_draws_are_seeded_and_stop_words_left_out():
    base, names = drawn(lambda d: ONE, 4, 8, seed=1), ["0 2020", "1 2020"]
    made = as_articles(drawn(lambda d: ONE, 2, 2, seed=2), names, 2)
    first, again, other = (place_distances(*made, base, draws=30, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first.draws, again.draws)
    assert not first.draws.equals(other.draws)
    without = place_distances(*made, base, stopwords=[f"w{i}" for i in range(40)], draws=30)
    assert without.pairs["tokens"].iloc[0] < 0.7 * first.pairs["tokens"].iloc[0]


def test_one_article_has_no_distance():
    made = as_articles(drawn(lambda d: ONE, 2, 1, seed=2), ["0 2020"], 2)
    with pytest.raises(ValueError, match="two articles"):
        place_distances(*made, drawn(lambda d: ONE, 2, 3, seed=1))


@pytest.mark.parametrize("data", [b"", b"no parquet", None])
def test_what_is_no_yardstick_is_refused_by_name(tmp_path, data):
    path = tmp_path / "theirs.parquet"
    if data is None:
        pd.DataFrame({"word": ["的"]}).to_parquet(path)
    else:
        path.write_bytes(data)
    with pytest.raises(ValueError, match=r"theirs\.parquet is not a yardstick"):
        read_yardstick(path)


def test_a_string_belongs_to_the_block_in_which_it_begins(monkeypatch):
    monkeypatch.setattr(made, "BLOCK", 4)
    text = "基层治理，基层治理。基层，治理基层治理；基层治理基层"
    tokens = [token for token in tokenize(text) if is_counted(token)]
    rows = pd.DataFrame(
        made.count(text, ["基层治理", "治理基层", "无"]), columns=["block", "sort", "item", "count"]
    )
    words = rows[rows["sort"] == "word"]
    assert (words.groupby("block")["count"].sum() == 4).all()
    assert words["block"].max() + 1 == len(tokens) // 4
    terms = rows[rows["sort"] == "term"].pivot_table("count", "item", "block", aggfunc="sum", fill_value=0)
    end = len("".join(tokens[: len(tokens) // 4 * 4]))
    for term in ("基层治理", "治理基层"):
        begins = [len("".join(re.findall(r"\w", text[:at]))) for at in starts(text, term)]
        assert terms.loc[term].sum() == sum(begin < end for begin in begins)
    assert terms.loc["无"].sum() == 0


def test_a_text_shorter_than_a_block_has_no_rows():
    assert list(made.count("基层治理。", ["基层治理"])) == []


@pytest.fixture(scope="module")
def ours():
    return read_yardstick(ROOT / "corpus/yardstick.parquet")


def test_our_yardstick_has_whole_blocks_up_to_2025(ours):
    words = ours[ours["sort"] == "word"]
    assert (words.groupby(["document", "block"])["count"].sum() == BLOCK).all()
    assert ours["year"].between(1978, 2025).all()
    assert set(ours["level"]) == {"Party centre", "state", "province"}
    assert ours.loc[ours["level"] == "province", "document"].nunique() == 31
    assert (ROOT / "corpus/yardstick.parquet").stat().st_size < 3e6


def test_every_document_of_our_yardstick_names_what_was_searched_for(ours):
    terms = ours[(ours["sort"] == "term") & (ours["block"] == 0)].groupby("document")["item"].agg(frozenset)
    assert len(set(terms)) == 1
    assert sorted(set(made.tracked()) - terms.iloc[0]) == []


def test_our_yardstick_has_what_is_known_of_its_documents(ours):
    terms = ours[ours["sort"] == "term"].groupby(["document", "item"])["count"].sum()
    assert terms["党代会 2017", "高质量发展"] == 1
    assert terms["党代会 2022", "枫桥经验"] == 1
    assert terms["国务院 1978", "高质量发展"] == 0

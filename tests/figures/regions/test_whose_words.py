"""02-whose-words and 02-yardstick: the origin of formulas, a column's own names, ordinary words."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from methods.corpora.word_matrix import Counts
from methods.figures.regions.shared_wording import parallels_finding, reused_finding
from methods.figures.regions.whose_words import draw_whose_words, own_list, whose_words_finding
from methods.figures.regions.yardstick import draw_yardstick, yardstick_finding
from methods.measures.origins import LEVELS, by_level, on_record, own_names, quoted_names
from methods.measures.yardstick import COLUMNS, against_official, open_yardstick
from methods.measures.yardstick_distance import place_groups

TERMS = pd.DataFrame(
    {
        "term": ["社会治理", "市域社会治理", "刀把子"],
        "level": ["Party centre", "locality", None],
        "year": [2013, 2018, None],
        "evidence": ["text", "report", "text"],
    }
)
FOUND = pd.DataFrame(
    [
        ("a000", "社会治理", 3, 2),
        ("a000", "市域社会治理", 2, 0),
        ("a001", "刀把子", 1, 0),
        ("a001", "社会治理", 1, 1),
    ],
    columns=["article_id", "term", "count", "nested"],
)
NO_NAMES = own_names(
    pd.DataFrame(),
    quoted_names(pd.DataFrame({"text": []})),
    pd.Series(dtype="str"),
    pd.Series(dtype="str"),
    pd.DataFrame({"text": []}),
)


def test_a_hit_within_a_longer_formula_belongs_to_the_longer_one(made_columns):
    table = by_level(FOUND, TERMS, made_columns(2).of)
    assert table[["group", "level", "term", "count"]].to_numpy().tolist() == [
        ["a000", "Party centre", "社会治理", 1],
        ["a000", "locality", "市域社会治理", 2],
        ["a001", "not established", "刀把子", 1],
    ]


def test_a_lexicon_without_levels_leaves_all_open(made_columns):
    table = by_level(FOUND, TERMS[["term"]], made_columns(2).of)
    assert set(table["level"]) == {"not established"} <= set(LEVELS)


def test_quoted_names_are_short_and_no_speech():
    text = "“六和塔”机制，又称“平安共同体”。他说：“六和塔真好，我很喜欢，大家都喜欢。”“2019”年，“一二三四五六七八九十一二三”。"
    assert quoted_names(pd.DataFrame({"text": [text]}, ["a000"]))["term"].tolist() == ["六和塔", "平安共同体"]


def test_a_draft_keeps_what_no_other_group_has(made_columns):
    columns = made_columns(3)
    texts = ["“六和塔”“枫桥经验”“平安”。", "六和塔。“有事来聊”“平安”。", "“云共治”"]
    sample = pd.DataFrame({"text": texts}, columns.of.index)
    own = own_names(pd.DataFrame(), quoted_names(sample), pd.Series(["枫桥经验"]), columns.of, sample)
    assert own[["group", "term"]].to_numpy().tolist() == [["a001", "有事来聊"], ["a002", "云共治"]]
    assert own["draft"].all()


def test_brands_read_by_hand_are_taken_as_they_are(made_columns):
    columns = made_columns(2)
    known = pd.DataFrame({"article_id": ["a000", "a001", "a001", "zzz"], "term": ["塔", "聊", "聊", "无"]})
    own = own_names(known, pd.DataFrame(), pd.Series(dtype="str"), columns.of, pd.DataFrame({"text": []}))
    assert own["term"].tolist() == ["塔", "聊"] and not own["draft"].any()
    assert own_list(own.head(0), columns, {})["which"].tolist() == ["", ""]
    listed = own_list(own, columns, {"塔": "pagoda"})
    assert listed["which"].tolist() == ["塔 (pagoda)", "聊"]


def test_a_name_that_others_gave_or_with_a_formula_in_it_is_nobodys_own(made_columns):
    columns = made_columns(2)
    known = pd.DataFrame(
        {
            "article_id": ["a000"] * 4,
            "term": ["六和塔", "三个如何", "社会治理", "市域社会治理工程"],
            "own": ["true", "false", "true", "true"],
        }
    )
    none = pd.DataFrame({"text": []})
    assert own_names(known, none, TERMS["term"], columns.of, none)["term"].tolist() == ["六和塔"]


def test_an_echo_shows_the_earliest_document_of_the_formulas_in_it():
    echoes = pd.DataFrame({"formula": ["推进市域社会治理", "刀把子", "别的"], "level": ["report"] * 3})
    assert on_record(echoes, TERMS)["earliest"].tolist() == [
        "社会治理: Party centre 2013; 市域社会治理: locality 2018", "刀把子: not established", ""
    ]  # fmt: skip
    assert on_record(echoes, TERMS[["term"]])["earliest"].iloc[1] == "刀把子: not established"
    assert on_record(pd.DataFrame(), TERMS).empty


@pytest.mark.parametrize("n", [1, 2, 5, 8, 20])
@pytest.mark.parametrize("kind", ["article", "genre"])
def test_no_two_texts_touch(n, kind, made_columns, overlapping):
    columns = made_columns(n, kind, label="_政法干部$培训$班学员{}")
    rows = [(key, term, 3, 0) for key in columns.of.index for term in TERMS["term"]]
    hits = by_level(pd.DataFrame(rows, columns=FOUND.columns), TERMS, columns.of)
    exhibit = draw_whose_words(hits, NO_NAMES, columns)
    assert overlapping(exhibit.figure) == []
    assert exhibit.table["count"].sum() == 3 * len(rows)


def test_the_sentence_counts_what_is_established(made_columns):
    columns = made_columns(2)
    hits = by_level(FOUND, TERMS, columns.of)
    said = whose_words_finding(hits, NO_NAMES, columns).plain()
    assert said.startswith(
        "Of 4 occurrences of tracked formulas, 3 belong to formulas for which we found an early document, or"
    )
    assert "Party centre 1, locality 2 (2 of 3 formulas). " in said
    assert "We saw the formula in the document itself for 1 of the 3." in said
    assert "No article has quoted names that no other has." in said
    own = pd.DataFrame({"group": ["a001"], "draft": [False]})
    said = whose_words_finding(hits, own, columns).plain()
    assert said.endswith("gave to their own programmes: Place 1 (1); none in Place 0.")
    said = whose_words_finding(hits, own.assign(draft=True), columns).plain()
    assert said.endswith("only one article has (a draft from quotation marks): Place 1 (1); none in Place 0.")
    untraced = by_level(FOUND, TERMS[["term"]], columns.of)
    assert "none has an early document" in whose_words_finding(untraced, own, columns).plain()
    alt = draw_whose_words(hits, own, columns).alt.plain()
    assert "by article: Place 0 3 of 3, Place 1 0 of 1." in alt
    none = by_level(FOUND.head(0), TERMS, columns.of)
    assert whose_words_finding(none, NO_NAMES, columns) is None
    assert "no tracked formula" in draw_whose_words(none, NO_NAMES, columns).why.plain()


def test_a_broadcast_on_a_document_is_not_the_document(made_columns):
    """A formula that was heard in the news was not read in the document: it has a hatching of its own."""
    columns = made_columns(2)
    heard = by_level(FOUND, TERMS.assign(evidence=["broadcast", "report", "broadcast"]), columns.of)
    assert heard["evidence"].tolist() == ["broadcast", "report", ""]
    said = whose_words_finding(heard, NO_NAMES, columns).plain()
    assert "in the document itself for none of the 3, and in a broadcast on it for 1." in said
    drawn = draw_whose_words(heard, NO_NAMES, columns).figure
    named = [text.get_text() for text in drawn.legends[0].get_texts()]
    assert named[-2:] == ["seen in a broadcast on it", "known from an account"]
    bare = by_level(FOUND, TERMS.drop(columns="evidence"), columns.of)
    assert bare["evidence"].tolist() == ["report", "report", ""]


def test_a_formula_without_a_document_that_moves_the_share_is_named(made_columns):
    columns = made_columns(2)
    said = whose_words_finding(by_level(FOUND, TERMS, columns.of), NO_NAMES, columns).plain()
    assert (
        "刀把子 alone, for which we have none, accounts for 1 of the others: with a document, the 3 would be 4."
        in said
    )
    traced = whose_words_finding(by_level(FOUND[:2], TERMS, columns.of), NO_NAMES, columns).plain()
    assert "for which we have none" not in traced


def official(documents=12, blocks=6):
    """Official prose in which 发展 is frequent, in blocks of words that differ by document."""
    rng = np.random.default_rng(0)
    rows = [
        (f"d{d}", "document", "State Council", 2000, block, "word", item, int(n))
        for d in range(documents)
        for block in range(blocks)
        for item, n in zip(["发展", "人民", "经济", "的"], rng.poisson([90, 60, 80, 70]), strict=True)
        if n
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def counts(columns):
    rows = [
        (key, word, n) for key in columns.of.index for word, n in (("人民", 60), ("培训", 80), ("发展", 2))
    ]
    rows += [(columns.of.index[0], "海上", 50)]
    return pd.DataFrame(rows, columns=["article_id", "word", "count"])


def as_counts(table):
    wide = table.pivot(index="article_id", columns="word", values="count").fillna(0).astype(int)
    return Counts(sparse.csr_array(wide.to_numpy()), list(wide.columns), list(wide.index))


def articles(columns):
    return pd.DataFrame({"tokens": 300}, columns.of.index)


def test_words_are_ordinary_the_trades_or_one_articles_own(made_columns, overlapping):
    columns = made_columns(3, label="政法干部培训班学员{}")
    words = as_counts(counts(columns))
    standing = against_official(words, articles(columns), official())
    exhibit = draw_yardstick(standing, official(), columns, {"培训": "training"}, {"的"}, words=words)
    table = exhibit.table.set_index("word")
    assert table["standing"].to_dict() == {
        "培训": "several", "海上": "one", "人民": "ordinary", "发展": "ordinary"
    }  # fmt: skip
    assert table["label"].dropna().to_dict() == {"海上": columns.shown[0]}
    assert overlapping(exhibit.figure) == []
    formulas = pd.DataFrame({"term": ["甲"], "count": [2], "standing": ["undecided"]})
    said = yardstick_finding(standing, formulas, {"培训": "training"}, {"的"}).plain()
    assert "first 培训 (training)." in said and "formulas that occur: too few to tell 1." in said


def test_without_a_yardstick_the_page_says_what_file_is_missing(made_columns, tmp_path):
    columns = made_columns(2)
    none = open_yardstick(tmp_path)
    standing = against_official(counts(columns), articles(columns), none)
    assert "yardstick.parquet" in draw_yardstick(standing, none, columns, {}).why.plain()
    assert yardstick_finding(standing, standing, {}) is None
    assert place_groups(counts(columns), columns.of, columns.names, none) is None


def test_groups_are_held_against_passages_of_the_same_size(made_columns):
    columns = made_columns(3)
    placed = place_groups(counts(columns), columns.of, columns.names, official(), size=50)
    assert placed.pairs["tokens"].eq(50).all() and len(placed.pairs) == 4
    few = official(documents=2)
    assert place_groups(counts(columns), columns.of, columns.names, few) is None  # too few documents
    assert place_groups(counts(columns), columns.of, columns.names[:1], official()) is None  # no pair


def test_a_parallel_text_has_what_the_article_has_not():
    rows = pd.DataFrame(
        {"article_id": ["a"], "relation": ["same event"], "outlet": ["新华社"], "has": ["两个确立|两个维护"]}
    ).assign(document=None)
    sample = pd.DataFrame({"text": ["别的"], "label": ["Place 0"]}, ["a"])
    said = parallels_finding(rows, sample).plain()
    assert said == (
        "We know 1 related text: same event 1. On the same event, 新华社 has words that Place 0 lacks: 两个确立, 两个维护."
    )
    assert parallels_finding(rows.assign(relation="copy"), sample).plain().endswith("text: copy 1.")
    assert parallels_finding(rows.head(0), sample) is None
    bare = parallels_finding(rows.assign(outlet=None), sample).plain()
    assert "another text has words that Place 0 lacks: 两个确立" in bare
    assert parallels_finding(rows.assign(has=None), sample).plain().endswith("text: same event 1.")
    with pytest.raises(ValueError, match=r"parallels.csv: article a has 两个维护: correct the row"):
        parallels_finding(rows, pd.DataFrame({"text": ["坚持两个维护"]}, ["a"]))


def test_wording_of_an_earlier_text_is_told_and_that_of_a_copy_is_not(made_columns):
    columns = made_columns(2)
    rows = pd.DataFrame(
        [("a000", "source", "人民日报", "2019-01-20", "多士"), ("a000", "template", "长安君", None, "量身"),
         ("a001", "copy", "一网", "2019", "多士"), ("a001", "source", "二网", "2019", None)],
        columns=["article_id", "relation", "outlet", "date", "shares"],
    )  # fmt: skip
    said = reused_finding(rows, columns).plain()
    assert said == (
        "1 article shares wording with an earlier text that it does not name: Place 0 (人民日报 2019-01-20, 长安君)."
    )
    assert reused_finding(rows[2:], columns) is None and reused_finding(pd.DataFrame(), columns) is None
    groups = made_columns(2, "genre")
    assert reused_finding(rows, groups).plain().endswith("that it does not name.")


def test_quoted_names_are_not_called_programmes_without_a_list(made_columns):
    columns = made_columns(2)
    axes = draw_whose_words(by_level(FOUND, TERMS, columns.of), NO_NAMES, columns).figure.axes
    assert [ax.get_title(loc="left") for ax in axes][1] == "Names in one article only"

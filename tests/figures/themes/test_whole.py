"""All theme figures of small corpora: whatever they are called and however little they hold."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PLAIN = "法治与平安的培训。平安法治。\n今天天气很好，培训班学习。\n社区居民开会。"
NOTHING = "长江的水从雪山上流下来。春天的花开了。"
FALSE = re.compile(
    r"\bnan\b|None(?! of)|none of the 0|\b1 (articles|pairs|themes|paragraphs)\b|\(\)|; ;|: ;|: \."
)

CORPORA = {
    "five": [PLAIN * (n + 1) for n in range(5)],
    "one": [PLAIN],
    "nothing": [NOTHING] * 3,
    "hits in one of three": [PLAIN, NOTHING, NOTHING],
    "equal": [PLAIN] * 4,
    "a title without a text": ["法治", "平安"],
    "long": [PLAIN] * 25,
}


@pytest.mark.parametrize(
    ("name", "by"), [*((name, "Y") for name in CORPORA if name != "long"), ("equal", "label"), ("long", "Y")]
)
def test_sentences_are_true_of_any_corpus(name, by, small, said):
    each_up_to = 0 if by == "label" else 20
    drawn = small.draw(small.corpus(CORPORA[name]), small.lexicon(), by=by, each_up_to=each_up_to, most=6)
    for sentence in said(drawn):
        assert not FALSE.search(sentence), sentence
    for exhibit in drawn.exhibits.values():
        assert exhibit.why is not None or not exhibit.table.empty


def test_nothing_is_drawn_and_said_of_themes_that_do_not_occur(small):
    drawn = small.draw(small.corpus([NOTHING] * 3), small.lexicon(), coders=())
    assert {name for name, exhibit in drawn.exhibits.items() if exhibit.figure} == {"articles"}
    said = {name for name, sentence in drawn.sentences.items() if sentence}
    assert said == {"overview", "periods", "articles", "missed", "network"}


def test_a_corpus_with_little_vocabulary_has_no_topics(small):
    drawn = small.draw(small.corpus(["法治。\n" * 60, "平安。\n" * 60]), small.lexicon())
    assert "too" in drawn.exhibits["topics"].why.plain() or "more" in drawn.exhibits["topics"].why.plain()
    assert drawn.sentences["topics"] is None


HOSTILE = "<img src=x onerror=alert(1)> [a](javascript:b) **c** $x$ # d"


def test_strangers_words_come_out_escaped(small):
    articles = small.corpus([PLAIN] * 3, label=[f"{HOSTILE} {n}" for n in range(3)])
    names = [f"{HOSTILE} {n}" for n in range(3)]
    define = small.define(names, label=[f"{HOSTILE} {n}" for n in range(3)], label_zh=HOSTILE)
    drawn = small.draw(
        articles, small.lexicon(names), definitions=define, coders=(HOSTILE, "B"), glosses={"法治": HOSTILE}
    )
    for sentence in drawn.sentences.values():
        if sentence is not None:
            bare = re.sub(r"</?span>", "", sentence.markdown())
            assert "<" not in bare
            assert "](" not in bare
            assert "**c**" not in bare
            assert "$" not in bare


#: Every name that a column of a table of ours has in this notebook, and what else code may treat apart.
OURS = [
    "all", "topic", "theme", "term", "unit", "group", "label", "count", "share", "article_id", "article",
    "paragraph", "start", "end", "characters", "position", "tokens", "articles", "a", "b", "item", "expected",
    "more", "lift", "word", "words", "gloss", "hits", "documents", "coder", "with", "coded", "by_coder", "both",
    "compared", "kappa", "per_10k", "date", "text", "raw", "index", "level_0", "all documents", "year", "0",
]  # fmt: skip


COLUMN = st.sampled_from(["genre", *(name for name in OURS if name not in {"date", "text", "raw", "tokens"})])


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(st.sampled_from(OURS), min_size=3, max_size=3, unique=True),
    labels=st.lists(st.sampled_from(OURS), min_size=4, max_size=4, unique=True),
    column=COLUMN,
    grouped=st.booleans(),
)
def test_nothing_depends_on_what_themes_labels_groups_and_columns_are_called(
    small, names, labels, column, grouped
):
    articles = small.corpus([PLAIN] * 4, label=labels, **({column: labels} if column != "label" else {}))
    drawn = small.draw(articles, small.lexicon(names), by=column, each_up_to=0 if grouped else 20)
    assert {name for name, exhibit in drawn.exhibits.items() if exhibit.figure is None} <= {
        "periods",
        "topics",
    }
    assert drawn.shares.groupby("theme")["count"].sum().tolist() == [8, 8, 8]

"""The persons and groups of the five articles, read by hand: their words are in the texts, and other labels agree."""

import re
from pathlib import Path

import pandas as pd
import pytest

import helpers

TESTS = Path(__file__).resolve().parents[1]
CORPUS = TESTS.parent / "corpus"
COLUMNS = "article_id,person,who,post,system,level,kind,inside,private,words,said"
ORDER = ["named", "reported", "quoted"]
# The lecturer by his name and, in his listener's mouth, by his post.
SAME = {"郭": "郭永安"}
# Of history, and not of the course.
DEAD = {"周", "周恩来"}
QUOTED = re.compile("“[^“”]*”")


def read(path):
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def places(words, text):
    """Where some words occur in a text; □ is any character of a private person's name."""
    return [hit.span() for hit in re.finditer(re.escape(words).replace("□", "[\u4e00-\u9fff]"), text)]


def in_quotation(span, text):
    return any(
        start <= span[0] and span[1] <= end for start, end in (hit.span() for hit in QUOTED.finditer(text))
    )


def problems(speakers, texts):
    """What is wrong with the rows, as `(person, column)`."""
    bad = []
    for row in speakers.itertuples():
        text = texts[row.article_id]
        found = [places(cell, text) for cell in filter(None, [*row.words.split("|"), row.said])]
        if not row.words or any(len(spans) != 1 for spans in found):
            bad.append((row.person, "words"))
            continue
        if row.kind not in ORDER or (row.kind == "named") != (row.said == ""):
            bad.append((row.person, "kind"))
        if row.kind == "quoted" and not in_quotation(found[-1][0], text) and row.said[0] not in "‘“":
            bad.append((row.person, "said"))
        if (row.inside == "true") != in_quotation(found[0][0], text):
            bad.append((row.person, "inside"))
        if (row.private == "true") != (set(row.person) == {"□"}):
            bad.append((row.person, "private"))
        if row.post and row.post not in text:
            bad.append((row.person, "post"))
    return bad


@pytest.fixture(scope="module")
def speakers():
    return read(CORPUS / "speakers.csv")


@pytest.fixture(scope="module")
def texts():
    return helpers.load_articles()["text"]


def test_speakers_are_sound(speakers, texts):
    assert ",".join(speakers.columns) == COLUMNS
    assert set(speakers["who"]) == {"person", "group"}
    assert not speakers.loc[speakers["private"] == "false", ["article_id", "person"]].duplicated().any()
    assert problems(speakers, texts) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("words", "区司法局局长杨旭"),
        ("words", "区"),
        ("kind", "named"),
        ("kind", "whispered"),
        ("said", "亲身观展"),
        ("inside", "true"),
        ("private", "true"),
        ("post", "市司法局副局长"),
    ],
)
def test_an_unsound_speaker_is_seen(speakers, texts, column, value):
    broken = speakers.copy()
    broken.loc[0, column] = value
    assert ("杨旭", column) in problems(broken, texts)


def test_how_many_speak(speakers):
    assert len(speakers) == 46
    assert speakers["kind"].value_counts().to_dict() == {"quoted": 28, "reported": 14, "named": 4}
    assert (speakers["who"] == "group").sum() == 9


def test_two_who_teach_are_of_one_kind(speakers):
    teachers = speakers.set_index("person").loc[["谢春涛", "郭永安"], "kind"]
    assert set(teachers) == {"reported"}


def test_labels_of_mentions_agree(speakers):
    """A person's kind is the most that any labelled mention of them says."""
    labels = read(next(TESTS.rglob("actors/articles.csv")))
    labels = labels[(labels["post"] != "") | (labels["mode"] != "named")]
    labels = labels[(labels["private"] == "False") & ~labels["name"].eq("")]
    labels = labels[~labels["name"].isin(DEAD)].copy()
    labels["name"] = labels["name"].replace(SAME)
    labels["rank"] = labels["mode"].map(ORDER.index)
    most = labels.groupby(["article_id", "name"])["rank"].max().map(ORDER.__getitem__)
    coded = speakers[speakers["private"] == "false"].set_index(["article_id", "person"])["kind"]
    assert most.to_dict() == coded.to_dict()


def test_no_private_person_of_a_dispute_is_shown_beside_it(speakers):
    private = speakers[speakers["private"] == "true"]
    shown = private[["post", "words", "said"]].agg("".join, axis=1)
    assert not shown.str.contains("信访|受损|纠纷|投资|高铁").any()


SHORT = ["北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆"]  # fmt: skip


def test_who_speaks_in_the_national_course_is_a_roll_call_of_the_provinces(speakers, texts):
    """Twelve officials from twelve provinces, and five groups that name exactly the other nineteen."""
    here, text = speakers.query("article_id == '002'"), texts["002"]
    spoke = here[(here["private"] == "true") & (here["kind"] == "quoted")]
    before = [text[: places(words, text)[0][0]] for words in spoke["words"]]
    homes = [max(SHORT, key=lambda name, head=head: head.rfind(name)) for head in before]
    groups = [name for name in SHORT if name in here.loc[here["person"] == "学员们", "words"].iloc[0]]
    assert (len(homes), len(set(homes)), len(groups)) == (12, 12, 19)
    assert sorted([*homes, *groups]) == sorted(SHORT) and len(SHORT) == 31

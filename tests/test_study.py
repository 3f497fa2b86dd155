"""The study of a notebook: settings, samples, and findings that a second call does not double."""

import pandas as pd
import pytest

import helpers
from methods.corpora.corpus import sample_size
from methods.figures.exhibit import Sentence
from methods.study import open_study, setting


@pytest.fixture
def corpus(tmp_path):
    rows = [
        (f"{i:02}", f"2020-{1 + i % 12:02}-03", "ab"[i % 2], f"第{i}篇：社区治理培训班开班。")
        for i in range(24)
    ]
    pd.DataFrame(rows, columns=["article_id", "date", "channel", "text"]).to_csv(
        tmp_path / "articles.csv", index=False
    )
    return tmp_path


def test_the_command_line_comes_before_the_file_and_the_file_before_the_default(corpus, monkeypatch):
    monkeypatch.delenv("GROUP", raising=False)
    assert setting(corpus, "GROUP", "province") == "province"
    (corpus / "study.toml").write_text('GROUP = "channel"\n')
    assert setting(corpus, "GROUP", "province") == "channel"
    assert setting(corpus, "PERIOD", "period") == "period"
    monkeypatch.setenv("GROUP", "genre")
    assert setting(corpus, "GROUP", "province") == "genre"


@pytest.mark.parametrize("broken", ["GROUP = channel\n", f"a = {'[' * 5000}"])
def test_a_broken_file_of_settings_is_named(broken, corpus, monkeypatch):
    monkeypatch.delenv("GROUP", raising=False)
    (corpus / "study.toml").write_text(broken)
    with pytest.raises(ValueError, match=r"study\.toml: .*write lines like GROUP = "):
        setting(corpus, "GROUP", "province")


def test_a_sample_is_the_same_each_time_and_in_the_order_of_dates(corpus):
    table = pd.read_csv(corpus / "articles.csv", dtype="str")
    longer = [text + f"第{n}段。{n * 7}号居民来了。" * 200 for n, text in enumerate(table["text"])]
    table.assign(text=longer).to_csv(corpus / "articles.csv", index=False)
    one, two = (open_study(corpus, columns="channel", sample=10) for _ in range(2))
    assert one.sample.index.tolist() == two.sample.index.tolist()
    assert len(one.sample) == 10 < len(one.articles)
    assert one.sample["date"].is_monotonic_increasing
    assert one.columns.names == ("a", "b")


def test_a_sample_of_short_texts_has_more_of_them(corpus):
    assert len(open_study(corpus, columns="channel", sample=10).sample) == 24
    assert sample_size(pd.Series([25] * 90_000), 300) == 3000 == sample_size(pd.Series([25]), 3000)


def test_saying_again_changes_nothing(corpus):
    study = open_study(corpus)
    for _ in range(2):
        study.say("01-trends", Sentence("{n} rise.", {"n": 3}))
    assert list(study.findings) == ["01-trends"]
    study.say("01-trends", None)
    assert list(study.findings) == ["01-trends"]


def test_an_unknown_group_is_named_with_the_columns_there_are(corpus):
    with pytest.raises(ValueError, match=r"no column 'genus'.*channel"):
        open_study(corpus, columns="genus")


def test_a_column_of_the_metadata_may_be_called_like_one_of_ours(corpus):
    table = pd.read_csv(corpus / "articles.csv", dtype="str").assign(
        tokens="x", paragraphs="y", unit="z", count=1
    )
    table.to_csv(corpus / "articles.csv", index=False)
    study = open_study(corpus, columns="unit")
    assert study.articles["tokens"].min() > 1 and study.articles["paragraphs"].eq(1).all()


def test_passages_are_the_first_of_each_article_with_their_context(corpus):
    lines = open_study(corpus).passages("社区", each=1, most=3)
    assert lines["keyword"].tolist() == ["社区"] * 3 and lines["article_id"].is_unique
    assert lines["right"].tolist() == ["治理培训班开班。"] * 3
    assert open_study(corpus).passages("枫桥").empty


def test_a_passage_that_is_longer_than_a_page_is_cut(corpus):
    study = open_study(corpus)
    spots = pd.DataFrame({"article_id": ["00", "01"], "start": [0, 4], "end": [12, 6], "theme": ["x", "y"]})
    quoted = study.quoted(spots, most=6)
    assert quoted["text"].tolist() == ["第0篇：社区…", "社区"]
    assert quoted.columns.tolist() == ["article_id", "theme", "text"]
    assert study.quoted(spots.head(0)).empty


def test_private_persons_are_masked_in_passages(tmp_path):
    text = "居民王小明与邻居有纠纷。居民王小明说：“社区帮了忙。”社区治理。"
    table = pd.DataFrame({"article_id": ["a"], "date": "2020-01-01", "text": [text]})
    table.to_csv(tmp_path / "articles.csv", index=False)
    study = open_study(tmp_path)
    quoted = study.quoted(pd.DataFrame({"article_id": ["a"], "start": [0], "end": [12]}))
    assert "王小明" not in quoted["text"][0] and "□" in quoted["text"][0]
    assert not study.passages("社区")["left"].str.contains("王小明").any()


def test_a_name_at_the_end_of_a_context_is_masked(tmp_path):
    text = "社区" + "好" * (helpers.WIDTH - 8) + "。杭州市虹山中路社区党委书记王小明说：“社区帮了忙。”"
    pd.DataFrame({"article_id": ["a"], "date": "2020-01-01", "text": [text]}).to_csv(
        tmp_path / "articles.csv", index=False
    )
    lines = open_study(tmp_path).passages("社区", each=1)
    assert not lines["right"].str.contains("虹").any()


@pytest.mark.parametrize(("period", "noun", "columns"), [("period", "quarter", 4), ("M", "month", 12)])
def test_the_period_asked_for_stands_in_for_groups(corpus, period, noun, columns):
    study = open_study(corpus, columns="province", period=period, most=6)
    assert (study.columns.noun, len(study.columns.names)) == (noun, columns)

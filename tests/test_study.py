"""What a notebook opens once: settings, samples, findings that saying again does not double."""

import pandas as pd
import pytest

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


def test_a_broken_file_of_settings_is_named(corpus, monkeypatch):
    monkeypatch.delenv("GROUP", raising=False)
    (corpus / "study.toml").write_text("GROUP = channel\n")
    with pytest.raises(ValueError, match=r"study\.toml: .*write lines like GROUP = "):
        setting(corpus, "GROUP", "province")


def test_a_sample_is_drawn_the_same_each_time_and_stands_in_the_order_of_dates(corpus):
    one, two = (open_study(corpus, columns="channel", sample=10) for _ in range(2))
    assert one.sample.index.tolist() == two.sample.index.tolist()
    assert one.is_sampled and len(one.sample) == 10
    assert one.sample["date"].is_monotonic_increasing
    assert one.columns.names == ("a", "b")


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

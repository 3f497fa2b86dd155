"""Notebook 01's cells on corpora of other kinds: what they say is true, and none stops."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from methods import study as studies
from methods.files.paths import ROOT

NOTEBOOK = ROOT / "notebooks" / "01-term-trends.ipynb"
PROSE = [
    "河边的柳树绿了，孩子们在放风筝。",
    "晚饭后大家围着桌子喝茶聊天。",
    "火车开得很慢，窗外是麦田。",
    "小猫睡在窗台上。",
]
FORMULAS = [
    "学习枫桥经验。",
    "坚持党的领导，建设法治社会。",
    "“推动高质量发展，要靠大家。”他说。",
    "走群众路线。",
]
MISSING = re.compile(r"\b(nan|NaN|NaT|None)\b")
HOSTILE = "_<img src=x onerror=y>$a$*b*\n# c"


def write(
    folder: Path, sentences: list[str], n: int, label: str = "Report {}", date: str = "20{:02}-0{}-11"
) -> Path:
    """Write a table of `n` articles, each of three of the sentences, from its own on."""
    rows = [
        {"article_id": f"x{i:02}", "label": label.format(i), "genre": ["news", "TBD", HOSTILE][i % 3],
         "date": date.format(10 + i % 15, 1 + i % 9), "outlet": HOSTILE,
         "text": "\n".join(sentences[(i + k) % len(sentences)] + f"第{i}次，第{k}句。" for k in range(3))}
        for i in range(n)
    ]  # fmt: skip
    pd.DataFrame(rows).to_csv(folder / "articles.csv", index=False)
    return folder / "articles.csv"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Iterator:
    """Return a function that runs all cells on a corpus and returns all that is displayed, as Markdown."""

    def running(corpus: Path, **settings: str) -> tuple[dict, str]:
        said: list[str] = []
        monkeypatch.setenv("CORPUS", str(corpus))
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("WRITE_FIGURES", raising=False)
        monkeypatch.setattr(
            studies, "display_markdown", lambda *each, bullet="": said.extend(one.markdown() for one in each)
        )
        names: dict = {}
        for cell in nbformat.read(NOTEBOOK, as_version=4).cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, cell.id, "exec"), names)
        return names, "\n".join(said)

    yield running
    plt.close("all")
    assert os.environ.get("CORPUS") is not None


@pytest.mark.parametrize("n", [1, 22])
def test_prose_without_a_formula_stops_nowhere(n, run, tmp_path):
    _, said = run(write(tmp_path, PROSE, n))
    assert "No tracked formula occurs" in said and "no trend to show" in said
    assert not MISSING.search(said)


def test_many_reports_are_compared_by_any_column_of_the_metadata(run, tmp_path):
    names, said = run(write(tmp_path, PROSE + FORMULAS, 45), GROUP="genre", PERIOD="M")
    study = names["study"]
    assert (study.columns.kind, study.times.kind, study.times.noun) == ("group", "period", "month")
    plain = sum(text.count("枫桥经验") for text in pd.read_csv(tmp_path / "articles.csv")["text"])
    assert names["found"].query("term == '枫桥经验'")["count"].sum() == plain > 0
    assert "<img" not in said and "\n# c" not in said
    figures = {path.stem for path in tmp_path.rglob("01-*.png")}
    assert {"01-presence", "01-trends", "01-voice", "01-robustness", "01-dispersion"} <= figures


def test_a_column_that_is_asked_for_divides_few_articles_too(run, tmp_path):
    names, said = run(write(tmp_path, PROSE + FORMULAS, 5), GROUP="genre")
    assert names["study"].columns.kind == "group" and not MISSING.search(said)


def test_labels_of_a_stranger_are_never_obeyed_and_without_dates_there_is_no_trend(run, tmp_path):
    names, said = run(write(tmp_path, PROSE + FORMULAS, 6, label=HOSTILE + "{}", date=""))
    assert names["study"].columns.kind == "article"
    assert "<img" not in said and "\n# c" not in said and not MISSING.search(said)
    assert "No formula occurs in two dated articles or more" in said


def test_what_prose_says_of_the_words_of_the_five_articles(articles):
    """The report of 2019 on a course for political-legal officials never says 法治, and what it says instead."""
    before = articles[articles["date"] < "2020-11"]
    assert list(before.index) == ["000"] and before["system"].item() == "political-legal"
    text = before["text"].item()
    assert "法治" not in text and "法律服务" in text and "公平正义" in text
    assert all(term in articles.at["003", "text"] for term in ("习近平法治思想", "法治思维"))
    assert articles["text"].str.contains("新时代").all() and len("新时代") == 3


def test_what_prose_says_of_province_allegiance_and_one_speaker_of_the_five_articles(articles):
    terms = pd.read_csv(ROOT / "corpus" / "lexicons" / "terms.csv", dtype="str").query(
        "family == 'centre_slogans'"
    )
    assert articles["province"].isna().sum() == 1
    assert len(terms) > 3 and not articles["text"].str.contains("|".join(terms["term"])).any()
    assert articles["text"].str.contains("忠诚").any()
    quoted = re.findall("“[^”]*”", articles.at["000", "text"])
    assert 3 in [said.count("新时代") for said in quoted]


def test_what_prose_says_of_the_hits_of_the_party_in_the_five_articles():
    table = pd.read_csv(ROOT / "figures" / "01-registers.csv").query(
        "register == 'party' and counts_as != 'accident'"
    )
    assert all(
        table.groupby(by)["count"].sum().max() > table["count"].sum() / 2 for by in ("unit", "counts_as")
    )
    assert table.groupby("counts_as")["count"].sum().idxmax() == "organ"


def test_what_prose_says_of_the_campaigns_of_the_five_articles(articles):
    """Two courses named after their campaign, and the only hit after one: a parallel of the writer's."""
    facts = pd.read_csv(ROOT / "corpus" / "trainings.csv", dtype="str").query("kind == 'course'")
    courses = facts.groupby("article_id")["words"].agg(" ".join)
    campaigns = pd.read_csv(ROOT / "corpus" / "lexicons" / "campaigns.csv", dtype="str")
    own = campaigns.set_index("short")["formulas"].str.split("|")
    named = {
        one for one, words in courses.items() for formulas in own if any(term in words for term in formulas)
    }
    assert named == {"000", "003"}
    assert "以训促学、以学促干" in articles.at["004", "text"]
    assert sum(articles.at["004", "text"].count(term) for term in own.explode()) == 1

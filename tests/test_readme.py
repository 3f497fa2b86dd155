"""The paths in README exist, and the numbers of its finding are those of the data."""

import re

import pandas as pd

import helpers
from helpers import ROOT
from methods.figures.regions.shared_wording import EARLIER

README = (ROOT / "README.md").read_text(encoding="utf-8")
FIGURES = (ROOT / "figures" / "README.md").read_text(encoding="utf-8")


def test_it_is_short_enough_to_be_read():
    assert len(README.splitlines()) <= 110
    assert len(README.split()) <= 1100


def test_every_path_in_the_readme_exists():
    linked = set(re.findall(r"\]\(([^)#:]+)\)", README))
    named = set(re.findall(r"`((?:methods|corpus|figures|notebooks|benchmarks|tests)/[\w./-]*)`", README))
    assert len(linked | named) > 10
    assert sorted(path for path in linked | named if not (ROOT / path).exists()) == []


def test_every_figure_is_in_the_list_of_figures():
    missing = [path.name for path in (ROOT / "figures").glob("*.csv") if f"({path.name})" not in FIGURES]
    assert missing == []
    linked = re.findall(r"\]\(([^)#:]+)\)", FIGURES)
    assert [path for path in linked if not (ROOT / "figures" / path).exists()] == []


def facts(kind: str) -> pd.DataFrame:
    table = pd.read_csv(ROOT / "corpus" / "trainings.csv", dtype="str")
    return table[table["kind"] == kind]


def test_the_finding_has_the_numbers_of_the_data():
    finding = " ".join(README.partition("**What it finds.**")[2].partition("\n\n")[0].split())
    assert len(finding.split()) <= 120
    reach = facts("form").groupby("value")["article_id"].nunique()
    missing = facts("not_reported")["value"].value_counts()
    assert facts("teacher")["article_id"].nunique() == 5 and "All five reports tell who teaches" in finding
    assert (missing["organiser"], missing["number of trainees"]) == (2, 2)
    assert "two reports name no organiser, two no number of trainees" in finding
    assert reach["lecture"] == 5 and reach["discussion"] == 4
    assert f"{(reach == 1).sum()} of {len(reach)} forms occur in one only" in finding
    durations = facts("duration").assign(
        hours=lambda t: t["value"].astype(float) * t["unit"].map({"days": 24.0, "hours": 1.0})
    )
    assert durations["article_id"].nunique() == 4 and "Four give a duration" in finding
    assert (durations["hours"].min(), durations["hours"].max()) == (2.5, 7 * 24)
    organisers = facts("organiser").groupby("article_id")["value"].count()
    assert organisers["002"] == 3 and "Three central bodies train" in finding
    traced = pd.read_csv(ROOT / "figures" / "02-whose-words.csv").groupby("level")["count"].sum()
    known, centre = traced.drop("not established").sum(), traced["Party centre"]
    assert (
        f"Of {traced.sum()} formulas used, {known} have a document on record, {centre} of the Party centre"
        in finding
    )


def test_the_campaigns_are_those_of_the_figure():
    table = pd.read_csv(ROOT / "figures" / "01-campaigns.csv")
    within = table[table["articles_during"] > 0]
    assert within["unit"].nunique() == 5
    assert "All report days of a study campaign; two bear its name" in " ".join(README.split())


def test_three_articles_have_wording_of_texts_that_they_do_not_name():
    parallels = pd.read_csv(ROOT / "corpus" / "parallels.csv", dtype="str").dropna(subset="shares")
    assert parallels.loc[parallels["relation"].isin(EARLIER), "article_id"].nunique() == 3
    assert "Three share wording with texts that they do not name" in " ".join(README.split())


def test_a_string_occurs_as_often_and_as_a_word_as_seldom_as_it_says():
    articles = helpers.load_articles()
    words = helpers.words(articles, stopwords=False)
    strings, tokens = articles["text"].str.count("党").sum(), words.loc[words["word"] == "党", "count"].sum()
    assert f"党 occurs {strings} times as a string and {tokens} times as a word of its own" in README

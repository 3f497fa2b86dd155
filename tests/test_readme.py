"""README says what is so: its paths exist, and the numbers of its finding are those of the figures."""

import re

import pandas as pd

from helpers import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_path_in_the_readme_exists() -> None:
    linked = set(re.findall(r"\]\(([^)#:]+)\)", README))
    named = set(
        re.findall(r"`((?:methods|corpus|figures|notebooks|benchmarks|tests)/[\w./-]+\.\w+)`", README)
    )
    assert len(linked) > 20
    assert sorted(path for path in linked | named if not (ROOT / path).exists()) == []


def test_every_figure_is_in_the_readme() -> None:
    missing = [path.name for path in (ROOT / "figures").glob("*.csv") if f"figures/{path.name}" not in README]
    assert missing == []


def test_the_finding_has_the_numbers_of_the_figures() -> None:
    finding = README.partition("**What it finds.**")[2].partition("\n\n")[0]
    hits = pd.read_csv(ROOT / "figures/01-presence.csv").query("count > 0")
    spread = hits.groupby("term")["unit"].nunique()
    tracked = pd.read_csv(ROOT / "corpus/lexicons/terms.csv")["track"].sum()
    shares = pd.read_csv(ROOT / "figures/03-themes.csv").groupby("theme")["share"].mean()
    expected = [
        tracked,
        len(spread),
        (spread == 1).sum(),
        spread.max(),
        round(100 * shares["training_capability"]),
    ]
    assert [int(number) for number in re.findall(r"\b\d+\b", finding)] == [int(n) for n in expected]

"""benchmarks/README.md gives the numbers of benchmarks/repair.csv."""

import re
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "benchmarks/README.md").read_text(encoding="utf-8")
TABLE = pd.read_csv(ROOT / "benchmarks/repair.csv").set_index("measure")
FORMS = ("full width, private use keep", "full width, private use drop", "half width, private use drop")
KINDS = {"newspaper": "newspaper", "television": "television", "work reports": "work report"}
PARTS = {
    "broken sentences": "broken sentences restored",
    "those that lost no digit": "broken sentences restored that lost no digit",
    "all sentences": "all sentences restored",
}


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("part", PARTS)
def test_a_row_of_the_table_is_what_was_measured(name, part):
    (row,) = re.findall(rf"^\| {name}, {part} \(([\d,]+)\) \| (.*) \|$", README, re.M)
    measures = [f"{PARTS[part]}, {KINDS[name]}, {form}" for form in FORMS]
    assert row[0] == f"{TABLE.loc[measures[0], 'n']:,}"
    assert row[1].split(" | ") == [f"{100 * TABLE.loc[measure, 'value']:.1f} %" for measure in measures]


def test_the_text_gives_proven_steps_and_speed():
    proven, speed = TABLE.loc["proven steps that are wrong"], TABLE.loc["speed, damaged"]
    assert f"Of {proven['n']:,} steps beyond glosses that were called proven {proven['value']:.0f} " in README
    assert f"{speed['value']:.2f} MB/s on damaged texts" in README
    assert f"{TABLE.loc['speed, undamaged', 'value']:.0f} MB/s on undamaged ones" in README

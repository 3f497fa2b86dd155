"""Broken runs of real pages, fragments of at most thirty characters, read by hand before the repair was run.

The runs of a site with the same gloss list form one page. Those of sites 17 to 44 with even numbers, and of the
sites that were found last, are for measuring; the others for learning, some after they had measured the code before.
Those of sites 218 to 250 were all seen while the kinds of their damage were mended; those of later sites, in no case.
A run to learn from is `lost` if the model of the language fills in its lost bytes wrongly, if it shows too little by
itself, or if the process does not explain it.
"""

import json
import re
from itertools import groupby
from pathlib import Path

import pytest

from methods.repair.article import repair_text
from methods.repair.candidates import simplify
from methods.repair.damage import damage
from methods.repair.pinyin import common_list

RUNS = json.loads((Path(__file__).parent / "real_runs.json").read_text(encoding="utf-8"))
#: A digit that is open.
LOST_DIGIT = re.compile(r"\? ?[.\d]")
SPACE = re.compile(r"\s")
#: The least share of the runs to measure.
MEASURED = 0.85
START = "網絡時代的人們在學校學習經濟與實踐，大家都說好，我們要發展經濟，關系到國家的發展。"


def read(runs):
    """Yield each run of a page with the text that the repair gives it and its changes but glosses."""
    raw = damage(START, common_list()[: runs[0]["prefix"]], width="half", private="drop")
    spans = []
    for run in runs:
        quoted = "”" in run["right"] and "“" not in run["right"]
        raw += "\n" + "“" * quoted + run["found"]
        spans.append((len(raw) - len(run["found"]), len(raw)))
    ledger = repair_text(raw)
    for run, (start, end) in zip(runs, spans, strict=True):
        changes = [c for c in ledger.changes if c.kind != "gloss" and start <= c.start < end]
        a, b = ledger.new_span(start, end)
        yield (
            run,
            SPACE.sub("", simplify(ledger.text[a:b])) == SPACE.sub("", simplify(run["right"])),
            changes,
            ledger.text[a:b],
        )


def page_of(run):
    """Return the number of the site of a run, and the length of its gloss list."""
    return run["site"], run["prefix"]


def results(use):
    """Return the results of all runs for one use."""
    some = [run for run in RUNS if run["use"] == use]
    return [result for _, page in groupby(some, page_of) for result in read(list(page))]


@pytest.fixture(scope="module")
def found():
    """Return the results of all runs, by their use."""
    return {use: results(use) for use in ("learn", "measure")}


def test_runs_to_learn_from_come_back_unless_a_lost_byte_hides_an_unlikely_word(found):
    assert [run["found"] for run, is_right, *_ in found["learn"] if is_right == run.get("lost", False)] == []


def test_a_swallowed_digit_is_flagged(found):
    lost = [changes for run, _, changes, _ in found["learn"] if LOST_DIGIT.search(run["right"])]
    assert lost and all(changes[-1].status == "flagged" for changes in lost)


def test_runs_to_measure_come_back_as_often_as_the_readme_of_the_benchmarks_says(found):
    assert sum(is_right for _, is_right, *_ in found["measure"]) >= MEASURED * len(found["measure"])


@pytest.mark.parametrize("use", ["learn", "measure"])
def test_no_wrong_run_is_proven(found, use):
    wrong = [changes for _, is_right, changes, _ in found[use] if not is_right]
    assert wrong and not [c for changes in wrong for c in changes if c.status == "proven"]


def test_fragments_are_short():
    assert all(len(run["found"]) <= 30 for run in RUNS)


def test_no_site_is_both_learnt_from_and_measured():
    learnt, measured = ({run["site"] for run in RUNS if run["use"] == use} for use in ("learn", "measure"))
    assert learnt.isdisjoint(measured)

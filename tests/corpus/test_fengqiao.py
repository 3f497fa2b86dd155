"""Every hit of Fengqiao in the articles has one meaning, in words that hold this hit."""

from pathlib import Path

import pandas as pd
import pytest

import helpers

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
MEANINGS = {"award", "theme", "history", "practice", "method", "mass_line", "settlement"}
PLACE = "枫桥"


@pytest.fixture(scope="module")
def coded():
    return pd.read_csv(CORPUS / "fengqiao.csv", dtype={"article_id": "str"}, keep_default_na=False)


@pytest.fixture(scope="module")
def texts():
    return helpers.load_articles()["text"]


def hits(texts):
    """Every hit of the place's name, as `(article, number in the article, start)`."""
    found = []
    for article, text in texts.items():
        starts = [at for at in range(len(text)) if text.startswith(PLACE, at)]
        found += [(article, number, start) for number, start in enumerate(starts, 1)]
    return found


def problems(coded, texts):
    """What is wrong with the coding, as `(article, hit)`."""
    starts = {(article, number): start for article, number, start in hits(texts)}
    keys = list(zip(coded["article_id"], coded["hit"], strict=True))
    bad = [key for key in keys if keys.count(key) > 1 or key not in starts]
    bad += [key for key in starts if key not in keys]
    for key, row in zip(keys, coded.itertuples(), strict=True):
        text = texts[row.article_id]
        held = (
            text.count(row.words) == 1
            and key in starts
            and text.startswith(row.term, starts[key])
            and text.index(row.words) <= starts[key] < text.index(row.words) + len(row.words)
        )
        if not held or row.meaning not in MEANINGS:
            bad.append(key)
    return bad


def test_every_hit_is_coded_once(coded, texts):
    assert list(coded.columns) == ["article_id", "hit", "term", "meaning", "words", "note"]
    assert len(coded) == len(hits(texts)) == 14
    assert problems(coded, texts) == []


def test_a_new_hit_is_missed(coded, texts):
    longer = texts.copy()
    longer["003"] += "枫桥经验"
    assert problems(coded, longer) == [("003", 1)]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("hit", 2),
        ("hit", 99),
        ("term", "枫桥经验"),
        ("meaning", "bridge"),
        ("words", "以“发扬枫桥经验，深耕社区治理”为主题"),
    ],
)
def test_a_wrong_code_is_seen(coded, texts, column, value):
    broken = coded.copy()
    broken.loc[0, column] = value
    assert problems(broken, texts) != []

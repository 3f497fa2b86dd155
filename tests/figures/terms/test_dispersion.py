"""01-dispersion: ticks of few articles, tenths of many, and a null result called one."""

import numpy as np
import pandas as pd
import pytest

from methods.figures.terms.dispersion import dispersion_finding, draw_dispersion
from methods.measures.dispersion import lines

TEXT = "枫桥0在这里。\n枫桥1，枫桥0，枫桥0。\n枫桥0与枫桥1、枫桥1。\n没有别的。"


def drawn(made):
    articles = made.articles.assign(text=TEXT)
    terms = ["枫桥0", "枫桥1"]
    even = lines(articles, made.found, terms, made.columns, 3)
    places = pd.DataFrame({"article_id": articles.index.repeat(3), "term": "枫桥0"})
    return draw_dispersion(
        even.head(16), places.assign(position=np.linspace(0, 1, len(places))), made.columns, {}
    ), even


@pytest.mark.parametrize(
    ("n", "by"), [(1, "article"), (5, "article"), (20, "article"), (60, "Y"), (40, "genre")]
)
@pytest.mark.parametrize("label", ["Place {}", "_政法干部培训班学员{}"])
def test_no_two_texts_touch(n, by, label, make, overlapping, whole):
    exhibit, even = drawn(make(n, by, label=label))
    assert overlapping(exhibit.figure) == []
    whole(exhibit.alt, dispersion_finding(even))


def test_lines_are_articles_if_these_are_columns_and_in_the_order_of_terms(make):
    _, even = drawn(make(3))
    assert even["term"].tolist() == ["枫桥0"] * 3 + ["枫桥1"] * 3 and "article_id" in even
    _, even = drawn(make(60, "Y"))
    assert even["term"].tolist() == ["枫桥0", "枫桥1"] and "article_id" not in even


@pytest.mark.parametrize(("more", "of", "words"), [(6, 12, "which is what chance gives"), (12, 12, "The hits cluster"),
                                                   (0, 12, "spread more evenly"), (1, 1, "what chance gives")])  # fmt: skip
def test_half_of_the_lines_is_chance(more, of, words, whole):
    even = pd.DataFrame({"dp": [0.9] * more + [0.1] * (of - more), "dp_chance": 0.5})
    assert words in dispersion_finding(even).plain()
    whole(dispersion_finding(even))


def test_nothing_to_show(make):
    made = make(5)
    assert draw_dispersion(pd.DataFrame(), pd.DataFrame(), made.columns, {}).why is not None
    assert dispersion_finding(pd.DataFrame({"dp": [np.nan], "dp_chance": [np.nan]})) is None

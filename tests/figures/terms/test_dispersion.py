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


@pytest.mark.parametrize(("more", "of", "words"), [(6, 12, "which is what chance gives"), (12, 12, "are concentrated in single articles"),
                                                   (0, 12, "more evenly than by chance over the articles"), (1, 1, "what chance gives")])  # fmt: skip
def test_half_of_the_lines_is_chance(more, of, words, whole):
    even = pd.DataFrame({"dp": [0.9] * more + [0.1] * (of - more), "dp_chance": 0.5})
    assert words in dispersion_finding(even).plain()
    whole(dispersion_finding(even))


def test_nothing_to_show(make):
    made = make(5)
    assert draw_dispersion(pd.DataFrame(), pd.DataFrame(), made.columns, {}).why is not None
    assert dispersion_finding(pd.DataFrame({"dp": [np.nan], "dp_chance": [np.nan]})) is None


def test_a_text_with_many_more_paragraphs_than_hits_is_not_judged(make):
    """Hits in neighbouring paragraphs, each in one of its own, are close: nobody may call them even."""
    made = make(1)
    text = "\n".join(
        f"第{n}段很短。"
        if n % 2
        else f"第{n}段" + "说得很长" * 20 + "枫桥0枫桥1" * (n in (40, 42, 44)) + "。"
        for n in range(400)
    )
    even = lines(made.articles.assign(text=text), made.found, ["枫桥0", "枫桥1"], made.columns, 3)
    assert (even["dp"] < even["dp_chance"]).all()
    said = dispersion_finding(even).plain()
    assert said == "All lines have too few hits for so many paragraphs to tell whether they cluster."
    some = pd.concat([even, even.assign(dp=0.6, dp_chance=0.5)])
    assert "2 of 2 lines are more concentrated in single paragraphs" in dispersion_finding(some).plain()
    assert "In 2 further lines the hits are too few" in dispersion_finding(some).plain()

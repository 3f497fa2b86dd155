"""Sentences escape what they are given; an exhibit is a figure or a reason, never neither."""

import pandas as pd
import pytest
from matplotlib.figure import Figure

from methods.figures.exhibit import Exhibit, Sentence, counted, joined, listing, nothing

HOSTILE = "<img src=x onerror=y> **b** [c](javascript:d) $e$\n# f"


def test_values_are_escaped_and_the_template_is_not():
    said = Sentence("**{term}** has {n:,} hits.", {"term": HOSTILE, "n": 1234}).markdown()
    assert said.startswith("**&#60;img") and said.endswith("has 1,234 hits.")
    assert "\n" not in said and "javascript:" not in said


def test_formats_of_numbers_are_kept_and_those_of_words_obeyed():
    values = {"share": 0.256, "word": "a*b", "missing": float("nan")}
    assert Sentence("{share:.0%} {word} {missing}", values).markdown() == "26% a&#42;b nan"


def test_sentences_join_in_order_and_none_adds_nothing():
    one, two = Sentence("One {a}.", {"a": 1}), Sentence("Two {a}.", {"a": "x"})
    assert (one + two + None).markdown() == "One 1. Two x."
    assert (one + (two + Sentence("Three."))).plain() == "One 1. Two x. Three."


def test_plain_text_has_no_markup_and_no_control_characters():
    assert Sentence("**{a}**", {"a": "x\x1b"}).plain() == "x\\x1b"


def test_an_exhibit_is_whole_or_says_why_not():
    figure, table, alt = Figure(), pd.DataFrame({"n": [1]}), Sentence("An alt text.")
    assert Exhibit(figure, table, alt).why is None
    assert nothing("No {what}.", what="date").why.markdown() == "No date."
    for wrong in ({}, {"figure": figure}, {"figure": figure, "table": table, "alt": alt, "why": alt}):
        with pytest.raises(ValueError, match="an exhibit needs a figure"):
            Exhibit(**wrong)


def test_words_of_sentences():
    assert (listing([]), listing(["a", "b"])) == ("none", "a, b")
    assert [counted(n, "article") for n in (0, 1, 1000)] == ["0 articles", "1 article", "1,000 articles"]


def test_of_many_words_the_first_are_listed_and_the_others_counted():
    assert listing("abcdefghijkl").count(",") == joined("abcdefghijkl").count(",") + 1 == 11
    assert listing(range(53), by="; ") == "0; 1; 2; 3; 4; and 48 more"
    assert listing("abcdefghijklm") == "a, b, c, d, e, and 8 more"
    assert joined(range(53)) == "0, 1, 2, 3, 4 and 48 more"
    assert (joined([]), joined("a"), joined("abc")) == ("", "a", "a, b and c")


@pytest.mark.parametrize(
    ("share", "spec", "said"),
    [(0.998, ".0%", "over 99%"), (0.002, ".0%", "under 1%"), (0.0002, ".1%", "under 0.1%"),
     (0.9999, ".1%", "over 99.9%"), (1.0, ".0%", "100%"), (0.0, ".0%", "0%"), (0.006, ".0%", "1%"),
     (0.994, ".0%", "99%"), (0.5, ".1%", "50.0%")],
)  # fmt: skip
def test_no_share_is_rounded_to_nothing_or_to_all(share, spec, said):
    sentence = Sentence(f"{{n:{spec}}} of them", {"n": share})
    assert sentence.plain() == sentence.markdown() == f"{said} of them"

"""01-voice: shares of speech, and that chance is called chance."""

import pandas as pd
import pytest

from methods.figures.terms.voice import draw_voice, voice_finding

INSIDE = pd.DataFrame({"term": ["枫桥1", "枫桥2"], "articles": [2, 1], "count": [30, 10], "quoted": [6, 3],
                       "share": [0.2, 0.3], "expected": [0.25, 0.2], "deviation": [2.4, 1.3]})  # fmt: skip


def shares(columns, quotations=3):
    table = pd.DataFrame({"unit": columns.shown, "articles": 1, "characters": 100, "quoted": range(1, len(columns.shown) + 1),
                          "quotations": quotations, "speeches": 1, "unclosed": 1})  # fmt: skip
    return table.assign(share=table["quoted"] / 100, share_low=float("nan"), share_high=float("nan"))


@pytest.mark.parametrize(("n", "by"), [(1, "article"), (2, "article"), (5, "article"), (8, "article"),
                                       (20, "article"), (60, "Y"), (300, "M"), (40, "genre")])  # fmt: skip
@pytest.mark.parametrize("label", ["Place {}", "_政法干部培训班学员{}"])
def test_no_two_texts_touch(n, by, label, make, overlapping, whole):
    columns = make(n, by, label=label).columns
    exhibit = draw_voice(shares(columns), INSIDE, columns, {"枫桥1": "the Fengqiao experience of years"})
    assert overlapping(exhibit.figure) == []
    whole(exhibit.alt, voice_finding(shares(columns), INSIDE))


def test_a_formula_and_its_gloss_are_not_cut(make):
    columns = make(5).columns
    gloss = {"枫桥1": "perform one's duties to the full"}
    labels = draw_voice(shares(columns), INSIDE, columns, gloss).figure.axes[1].get_yticklabels()
    assert labels[0].get_text() == "枫桥1 perform one's duties to the full (6 of 30)"


def test_chance_is_called_chance_and_more_than_chance_is_not(make, whole):
    columns = make(5).columns
    said = whole(voice_finding(shares(columns), INSIDE))
    assert "**Formulas occur in speech neither more nor less often than by chance**" in said
    assert (
        "9 of 40 hits of the 2 most frequent formulas, 9.5 by length alone"
        in voice_finding(shares(columns), INSIDE).plain()
    )
    loud = voice_finding(shares(columns), INSIDE.assign(quoted=[29, 10])).plain()
    assert "39 are in speech; by length alone, 9.5 would be" in loud and "not a test" in loud


def test_no_quotation_and_no_formula_are_said(make, whole):
    columns = make(3).columns
    assert "no quotation mark" in draw_voice(shares(columns, 0), INSIDE, columns, {}).why.plain()
    assert voice_finding(shares(columns, 0), INSIDE) is None
    assert "speech no more" not in whole(voice_finding(shares(columns), INSIDE[:0]))
    assert draw_voice(shares(columns), INSIDE[:0], columns, {}).figure is not None


def test_a_range_of_one_value_is_none_and_a_trace_of_speech_no_long_bar(make):
    columns = make(3).columns
    trace = shares(columns).assign(quoted=0, share=0.00001)
    said = voice_finding(trace, INSIDE).plain()
    assert said.startswith("Quoted speech makes up 0% of all characters. Quotations")
    assert "0% of all characters" in draw_voice(trace, INSIDE, columns, {}).why.plain()
    few = trace.assign(characters=1e6, quoted=100, share=0.0001)
    assert "less than 1%" in voice_finding(few, INSIDE).plain()
    some = trace.assign(quoted=1, share=0.01)
    assert len(draw_voice(some, INSIDE.head(0), columns, {}).figure.axes) == 1  # no formula, no panel

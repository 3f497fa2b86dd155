"""01-damage: repairs, removals and sentences, of no damage, of some, of a sample."""

import pandas as pd
import pytest

from methods.corpora.columns import make_columns
from methods.figures.terms.damage import damage_finding, draw_damage, removed_finding

STEPS = ["article_id", "kind", "status", "before", "after", "new_start", "new_end", "margin"]


def corpus(n, label="Place {}"):
    ids = pd.Index([f"a{i:02}" for i in range(n)], name="article_id", dtype="str")
    table = pd.DataFrame(
        {"date": pd.date_range("2015", periods=n), "label": [label.format(i) for i in range(n)]}, ids
    )
    graded = pd.DataFrame({"article_id": ids.repeat(4), "grade": list(range(4)) * n, "text": "一句。"})
    rows = [(one, kind, status, "當(dāng)", "当", 0, 1, 2.0)
            for one in ids for kind, status in (("gloss", "proven"), ("lone lead", "inferred"))]  # fmt: skip
    rows += [(one, "credit", "proven", "本报记者 □", "", 0, 0, float("nan")) for one in ids[:3]]
    steps = pd.DataFrame(rows, columns=STEPS)
    return table.assign(raw="當(dāng)" * 10), make_columns(table, each_up_to=100), steps, graded


@pytest.mark.parametrize("n", [1, 2, 5, 8, 20, 60])
@pytest.mark.parametrize("label", ["Place {}", "_政法干部培训班学员{}"])
def test_no_two_texts_touch(n, label, overlapping, whole):
    articles, columns, steps, graded = corpus(n, label)
    exhibit = draw_damage(steps, graded, columns)
    assert overlapping(exhibit.figure) == []
    whole(exhibit.alt, damage_finding(steps, graded, articles, n), removed_finding(steps, n, n))


def test_the_table_has_repairs_removals_and_shares():
    _, columns, steps, graded = corpus(5)
    table = draw_damage(steps, graded, columns).table.set_index("unit")
    assert table["gloss, proven"].tolist() == [1] * 5
    assert table["characters removed: credit"].tolist() == [5, 5, 5, 0, 0]
    assert table.filter(like="share of sentences").sum(axis=1).tolist() == [1.0] * 5


def test_removed_characters_have_no_colour_and_repairs_have_one():
    _, columns, steps, graded = corpus(3)
    long = steps.assign(before=steps["before"].where(steps["kind"] != "credit", "字" * 9999))
    repaired, removed = (ax.collections[0] for ax in draw_damage(long, graded, columns).figure.axes[:2])
    shades = [mesh.to_rgba(mesh.get_array().ravel())[:, :3].min() for mesh in (repaired, removed)]
    assert shades[0] < 0.5 and shades[1] > 0.95


def test_what_is_not_repaired_is_said_and_not_drawn(whole):
    articles, columns, steps, graded = corpus(3)
    assert draw_damage(steps[steps["kind"] == "credit"], graded.assign(grade=0), columns).why is not None
    flagged = steps[steps["kind"] == "lone lead"].assign(kind="question marks", status="flagged")
    assert draw_damage(flagged, graded, columns).why is not None
    assert (
        "Flagged and left as found: question marks 3" in damage_finding(flagged, graded, articles, 3).plain()
    )
    assert draw_damage(steps[:0], graded, columns).why is not None
    assert damage_finding(steps[:0], graded, articles, 3) is None
    assert "nothing" in whole(removed_finding(steps[:0], 3, 3))


def test_the_finding_says_how_sure_and_names_a_sample():
    articles, _, steps, graded = corpus(5)
    said = damage_finding(steps, graded, articles, 5000).plain()
    assert "a random sample of 5 of 5,000 articles" in said
    assert (
        "5 glosses; removing them loses nothing. Of 5 places where bytes were misread or lost, 0 are" in said
    )
    assert "0 are proven, 5 inferred and 0 flagged. Of the inferred ones," in said
    assert "as the next reading. In damaged articles, 25% of 20 sentences" in said
    close = damage_finding(steps.assign(margin=2.3), graded, articles, 5).plain()
    assert "Of the inferred ones, 5 are less than ten times as likely as the next reading." in close


def test_the_finding_counts_sentences_of_damaged_articles_only():
    articles, _, steps, graded = corpus(5)
    some = steps[steps["article_id"] != articles.index[0]]
    whole = graded["grade"].where(graded["article_id"] != articles.index[0], 0)
    assert "of 16 sentences" in damage_finding(some, graded.assign(grade=whole), articles, 5).plain()
    assert "credit 15 in 3 places" in removed_finding(steps, 5, 5).plain()


def test_a_text_without_a_gloss_has_none_that_could_be_removed():
    articles, _, steps, graded = corpus(3)
    said = damage_finding(steps[steps["kind"] != "gloss"], graded, articles, 3).plain()
    assert "has no gloss. Of " in said and "loses nothing" not in said

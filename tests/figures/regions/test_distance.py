"""02-distance and 02-correspondence: never "nan", one quantity in number and colour, equal texts said to be equal."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from methods.figures.regions.correspondence import correspondence_finding, draw_correspondence, map_table
from methods.figures.regions.distance import (
    distance_finding,
    draw_distance,
    null_note,
    official_finding,
    order_note,
)
from methods.measures.correspondence import map_groups
from methods.measures.distance import MEASURED, measure_distances, shuffled_units, size_matched

WORDS = [a + b for a in "法社培平党" for b in "治区训安员"]


def near_of(columns, seed=0):
    """Columns of ten articles or ten sentences each, each with words that it prefers."""
    rng = np.random.default_rng(seed)
    rows = [
        (key, f"{key}-{unit}", word, int(rng.poisson(1 + 4 * (w % 7 == n % 7))))
        for n, key in enumerate(columns.names)
        for unit in range(10)
        for w, word in enumerate(WORDS)
    ]
    units = pd.DataFrame(rows, columns=["group", "unit", "word", "count"]).query("count > 0")
    shuffled = "sentences" if columns.kind == "article" else "articles"
    return measure_distances(units.assign(shuffled=shuffled), draws=10), units


def apart(near):
    """The same distances with draws that do not vary."""
    return near.assign(low=near["distance"], high=near["distance"])


@pytest.mark.parametrize("n", [2, 5, 8, 20])
@pytest.mark.parametrize("kind", ["article", "genre"])
def test_all_pairs_are_drawn_and_no_text_touches_another(n, kind, made_columns, overlapping):
    columns = made_columns(n, kind, label="政法干部培训班学员{}")
    near, _ = near_of(columns)
    exhibit = draw_distance(apart(near), columns)
    assert overlapping(exhibit.figure) == []
    assert len(exhibit.table) == n * (n + 1) // 2
    said = distance_finding(near, columns) + null_note(near, columns)
    assert "nan" not in said.plain() and "nan" not in exhibit.alt.plain()
    # Sentences of one article are not independent draws, so nothing is said about shuffling them.
    assert (null_note(near, columns) is None) == (kind == "article")


def test_number_and_colour_of_a_cell_are_the_distance(made_columns):
    columns = made_columns(3)
    near, _ = near_of(columns)
    ax = draw_distance(apart(near), columns).figure.axes[0]
    shown = {float(text.get_text()) for text in ax.texts}
    assert {round(float(value), 2) for value in np.ravel(ax.collections[0].get_array())} == shown


def test_groups_of_one_article_are_compared_by_their_sentences(made_columns):
    columns = made_columns(3)
    texts = [f"{word}好。{word}大，{word}多。" * 30 for word in ("法治", "社区", "培训")]
    sample = pd.DataFrame({"text": texts}, columns.of.index)
    counts = pd.DataFrame(
        [(key, word, 60) for key in columns.of.index for word in ("法治", "社区", "培训", "好", "多")],
        columns=["article_id", "word", "count"],
    )
    units = shuffled_units(counts, sample, columns.of, columns.names)
    assert units.shuffled == "sentences"
    near = measure_distances(units, draws=5)
    assert near["distance"].notna().all() and near["excess"].notna().all()
    assert "nan" not in distance_finding(near, columns).plain()


def test_groups_of_several_articles_are_compared_by_articles(made_columns):
    columns = made_columns(2, "genre")
    counts = pd.DataFrame({"article_id": columns.of.index, "word": "法治", "count": 60})
    units = shuffled_units(counts, pd.DataFrame({"text": []}), columns.of, columns.names)
    assert units.shuffled == "articles" and units.matrix.shape[0] == 24


def test_what_cannot_be_halved_has_no_half_and_no_nan(made_columns):
    columns = made_columns(2)
    units = pd.DataFrame(
        [("a000", "u", "法治", 9), ("a001", "v", "社区", 9)], columns=["group", "unit", "word", "count"]
    )
    near = measure_distances(units.assign(shuffled="sentences"), draws=3)
    exhibit = draw_distance(near, columns)
    texts = " ".join(text.get_text() for text in exhibit.figure.findobj(Text))
    assert "nan" not in texts and "halves of\none" not in texts
    said = distance_finding(near, columns).plain()
    assert said.startswith(
        "Between articles the distance is 1.00. Whether the vocabularies are far apart for prose"
    )
    assert "Farthest" not in said


def test_farthest_and_nearest_are_named_only_if_their_draws_do_not_overlap(made_columns):
    columns = made_columns(3)
    near, _ = near_of(columns)
    pair = near["a"] != near["b"]
    apart = near.assign(distance=near["distance"].where(~pair, [0.5 + i / 10 for i in range(len(near))]))
    sure = apart.assign(low=apart["distance"] - 0.01, high=apart["distance"] + 0.01)
    assert "Farthest apart: " in distance_finding(sure, columns).plain()
    vague = apart.assign(low=apart["distance"] - 0.4, high=apart["distance"] + 0.4)
    assert "Farthest" not in distance_finding(vague, columns).plain()
    assert (
        "draws of the farthest and of the nearest pair overlap" in draw_distance(vague, columns).why.plain()
    )
    assert draw_distance(vague.assign(shuffled="articles"), columns).figure is not None


def test_a_single_column_has_no_distance(made_columns):
    columns = made_columns(1)
    near, _ = near_of(columns)
    assert near.empty and list(near) == MEASURED
    assert "no distance" in draw_distance(near, columns).why.plain()
    assert distance_finding(near, columns) is null_note(near, columns) is None


def test_other_words_may_change_the_order(made_columns):
    columns = made_columns(4)
    near, units = near_of(columns)
    again = size_matched(units, draws=10)
    assert "(Spearman" in order_note(near, again, 4, 4).plain()
    turned = near.assign(distance=1 - near["distance"])
    assert "With stop words, the 6 pairs have a different order (" in order_note(near, turned, 4, 4).plain()
    assert "have nearly the same order (Spearman 1.00)" in order_note(near, near, 4, 4).plain()
    assert (
        order_note(near.assign(distance=0.5), again, 4, 4)
        .plain()
        .endswith("all pairs are equally far apart, or nearly so.")
    )
    assert order_note(near.head(2), again, 4, 4) is None
    assert (
        "With stop words, in a sample of 3,000 articles, the 6 pairs"
        in order_note(near, near, 3000, 9000).plain()
    )


def test_without_a_yardstick_the_file_is_named(made_columns):
    assert "yardstick.parquet" in official_finding(0.9, None, made_columns(2)).markdown()


def map_of(columns):
    _, units = near_of(columns)
    counts = units.rename(columns={"unit": "article_id"})[["article_id", "word", "count"]]
    of = units.drop_duplicates("unit").set_index("unit")["group"]
    articles = pd.DataFrame({"tokens": 50}, of.index)
    return map_table(map_groups(counts, articles, of, columns.names), columns, {"法治": "rule of law"})


def test_the_words_of_an_axis_are_those_that_pull_on_it_alone():
    rows = [
        ("group", "A", 1.0, 0.1, 9), ("group", "B", -0.5, 0.1, 9),
        ("item", "上", 0.1, 5.0, 9), ("item", "右", 1.0, 0.0, 9), ("item", "左", -1.0, 0.0, 9),
        *(("item", f"右{n}", 0.9, 0.0, 9) for n in range(4)),
    ]  # fmt: skip
    points = pd.DataFrame(rows, columns=["kind", "label", "x", "y", "count"])
    points = points.assign(inertia_x=0.4, inertia_y=0.3, name=points["label"], pull=points["count"])
    points["pull"] *= points["x"] ** 2 + points["y"] ** 2
    said = correspondence_finding(points, {}).plain()
    assert "右3" in said and "上" not in said and "左" not in said


@pytest.mark.parametrize("n", [3, 5, 8])
def test_the_map_labels_what_has_room(n, made_columns, overlapping):
    columns = made_columns(n, "genre", label="政法干部培训班学员{}")
    points = map_of(columns)
    exhibit = draw_correspondence(points, columns, {})
    assert overlapping(exhibit.figure) == []
    assert (exhibit.table["kind"] == "group").sum() == n
    assert "contrasts 政法干部培训" in correspondence_finding(points, {}).plain()


def covered(figure):
    """Return the labels of words that cover the dot of a word, with a pixel of tolerance."""
    figure.canvas.draw()
    ax = figure.axes[0]
    dots = ax.transData.transform(ax.collections[0].get_offsets())
    boxes = {text.get_text(): text.get_window_extent() for text in ax.texts}
    return [
        label
        for label, box in boxes.items()
        if any(box.x0 + 1 < x < box.x1 - 1 and box.y0 + 1 < y < box.y1 - 1 for x, y in dots)
    ]


@pytest.mark.parametrize("n", [3, 8])
def test_no_label_covers_a_dot(n, made_columns, overlapping):
    columns, rng = made_columns(n, "genre"), np.random.default_rng(n)
    groups = [("group", key, *rng.normal(size=2), 99) for key in columns.names]
    items = [("item", f"词语{i}", *rng.normal(size=2), 99 - i) for i in range(150)]
    points = pd.DataFrame([*groups, *items], columns=["kind", "label", "x", "y", "count"])
    points = map_table(points.assign(inertia_x=0.4, inertia_y=0.3), columns, {"词语1": "a word with a gloss"})
    figure = draw_correspondence(points, columns, {}).figure
    assert covered(figure) == [] and overlapping(figure) == []
    assert len(figure.axes[0].texts) > 5


def test_groups_are_contrasted_by_what_they_contribute():
    def said(xs):
        rows = [("group", f"G{n}", x, 9) for n, x in enumerate(xs)] + [("item", "右", 1.0, 9)]
        points = pd.DataFrame(rows, columns=["kind", "label", "x", "count"]).assign(y=0.0)
        points = points.assign(name=points["label"], inertia_x=0.4, inertia_y=0.3)
        return correspondence_finding(points, {}).plain()

    two = said([1.0, -0.8, -0.1, 0.1])
    assert two.startswith(
        "Axis 1 (40% of the inertia) contrasts G0 (60% of the axis) with G1 (39%); both axes"
    )
    assert two.endswith("Words that contribute most on the side of G0: 右.")
    assert "contrasts G0 (68% of the axis) with the others;" in said([1.0, -0.4, -0.4, -0.4])
    eight = said([1.0] * 4 + [-1.0] * 4)
    assert "contrasts G0 (12% of the axis), G1 (12%), G2 (12%) and 1 more with G4 (12%), G5" in eight


def test_a_few_articles_make_no_map(made_columns):
    columns = made_columns(5)
    why = draw_correspondence(map_of(columns), columns, {}).why.plain()
    assert why == "Not shown: a map of 5 articles repeats the distances between them."
    columns = made_columns(10)
    assert draw_correspondence(map_of(columns), columns, {}).figure is not None


def test_two_groups_make_no_map(made_columns):
    columns = made_columns(2)
    points = map_of(columns)
    assert (
        "a map needs 3 articles with different words, and figures show 2"
        in draw_correspondence(points, columns, {}).why.plain()
    )
    assert correspondence_finding(points, {}) is None


def test_a_group_of_a_few_words_is_left_out_and_that_is_said(made_columns):
    columns = made_columns(4)
    _, units = near_of(columns)
    tiny = columns.names[0]
    few = units[
        (units["group"] != tiny) | (units["unit"] == units.loc[units["group"] == tiny, "unit"].iloc[0])
    ]
    few = few.assign(count=few["count"].where(few["group"] == tiny, few["count"] * 100))
    near = measure_distances(few.assign(shuffled="sentences"), draws=5)
    assert tiny not in set(near["a"]) | set(near["b"])
    assert near["tokens"].min() > few.loc[few["group"] == tiny, "count"].sum()
    said = distance_finding(near, columns).plain()
    assert f"Too short to be compared: {columns.labels[tiny]}." in said


def test_official_prose_is_spoken_of_only_if_it_is_drawn(made_columns):
    columns = made_columns(3)
    figure = draw_distance(apart(near_of(columns)[0]), columns).figure
    assert "fficial prose" not in " ".join(text.get_text() for text in figure.findobj(Text))


def test_a_single_pair_is_not_counted_as_one_of_one(made_columns):
    columns = made_columns(2, "genre")
    near, _ = near_of(columns)
    assert null_note(near, columns).plain().startswith("The two genres d")

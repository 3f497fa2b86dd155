"""02-places and 02-place-roles: what is named and by whom, and no false sentence."""

import pandas as pd
import pytest
from matplotlib.text import Text

from methods.figures.regions.place_roles import draw_place_roles, place_roles_finding
from methods.figures.regions.places import draw_places, places_finding
from methods.figures.tilemap import tiles
from methods.measures.place_counts import by_province, by_role, roll_calls


def found(rows):
    table = pd.DataFrame(rows, columns=["article_id", "start", "province", "role"])
    return table.astype({"province": "str", "article_id": "str", "role": "str"})


def articles(columns, province="浙江省"):
    return pd.DataFrame({"province": province, "label": "A"}, columns.of.index)


SOME = [("a000", 0, "浙江省", "venue"), ("a000", 5, "天津市", "home"), ("a001", 1, "浙江省", "venue")]


@pytest.mark.parametrize("kind", ["article", "genre"])
def test_few_articles_map_mentions_and_many_the_articles(kind, made_columns):
    columns = made_columns({"article": 10, "genre": 2}[kind], kind)
    rows = [*SOME, ("a001", 9, "浙江省", "home")]
    exhibit = draw_places(by_province(found(rows), articles(columns)), columns)
    assert exhibit.table.loc["浙江省", ["mentions", "articles_naming"]].tolist() == [3, 2]
    drawn = {text.get_text() for text in exhibit.figure.findobj(Text)}
    assert ("3" if kind == "article" else "2") in drawn
    assert len(exhibit.table) == 34 and "share_low" in exhibit.table


def test_the_figure_counts_and_says_what_it_leaves_out(made_columns):
    columns = made_columns(10)
    provinces = by_province(found(SOME), articles(columns))
    whole, part = draw_places(provinces, columns), draw_places(provinces, columns, left_out=1)
    assert whole.alt.plain().startswith("Named in 10 articles: 2 of 34 province-level units.")
    assert part.alt.plain().startswith("Named in 9 articles: 2 of 34 province-level units.")
    notes = [" ".join(text.get_text() for text in one.figure.findobj(Text)) for one in (whole, part)]
    assert ["roll call" in note for note in notes] == [False, True]


def test_nothing_named_is_said_in_plain_words(made_columns):
    columns = made_columns(10)
    data, rows = articles(columns, None), found([])
    provinces = by_province(rows, data)
    exhibit = draw_places(provinces, columns)
    assert exhibit.figure is not None
    assert exhibit.alt.plain().startswith("Named in 10 articles: 0 of 34 province-level units.")
    exhibit = draw_place_roles(by_role(rows, data, columns.of), columns)
    assert exhibit.figure is None and "no place is named" in exhibit.why.plain()
    assert places_finding(roll_calls(rows), data).plain() == (
        "No article is a roll call of the country. They name no province."
    )


def test_a_roll_call_is_named_and_its_label_escaped(made_columns):
    columns = made_columns(2)
    data = articles(columns).assign(label="<b>*x*</b>")
    rows = found([("a000", 9 * n, name, "roll_call") for n, name in enumerate(tiles().index[:12])])
    said = places_finding(roll_calls(rows), data)
    assert (
        "names **12 of 34** province-level units or a place in them, 12 of them exactly once."
        in said.markdown()
    )
    assert "<b>" not in said.markdown() and "(article a000)" not in said.plain()
    assert said.plain().endswith("not a text about these provinces.")
    said = places_finding(roll_calls(rows), articles(made_columns(10)))
    assert "1 of 10 articles is a roll call of the country. The others name no province." in said.plain()


def test_a_few_articles_make_no_figure_of_places(made_columns):
    columns = made_columns(5)
    exhibit = draw_places(by_province(found(SOME), articles(columns)), columns)
    assert (
        exhibit.why.plain()
        == "Not shown: a map of the places in only 5 articles shows where these come from."
    )
    roles = draw_place_roles(by_role(found(SOME), articles(columns), columns.of), columns)
    assert roles.why.plain() == (
        "Not shown: in only 5 articles, the roles of the 3 places named are those of single texts."
    )


@pytest.mark.parametrize(
    ("n", "kind"), [(10, "article"), (20, "article"), *((n, "genre") for n in (1, 2, 5, 8, 20))]
)
def test_no_two_texts_touch_in_the_roles(n, kind, made_columns, overlapping):
    columns = made_columns(n, kind, label="政法干部培训班学员{}")
    roles = ["venue", "home", "institution", "subject", "roll_call"]
    rows = [(key, i, "浙江省", roles[i % 5]) for key in columns.of.index for i in range(7)]
    homes = ["浙江省" if i % 2 else "江西省" for i in range(len(columns.of))]
    exhibit = draw_place_roles(by_role(found(rows), articles(columns, homes), columns.of), columns)
    assert overlapping(exhibit.figure) == []
    assert exhibit.table["mentions"].sum() == len(rows)


def test_equal_roles_are_named_together(made_columns):
    columns = made_columns(1)
    rows = found([("a000", 0, "浙江省", "venue"), ("a000", 5, "天津市", "home")])
    said = place_roles_finding(by_role(rows, articles(columns), columns.of), columns).plain()
    assert said == "Most frequent role by article. Place 0: home and venue (1 each of 2)."


def test_roles_are_rows_in_words(made_columns):
    columns = made_columns(10)
    rows = found([("a000", 0, "浙江省", "institution"), ("a001", 5, "天津市", "home")])
    figure = draw_place_roles(by_role(rows, articles(columns), columns.of), columns).figure
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert [label.split(", ")[0] for label in labels] == ["home of a person"] * (len(labels) - 1) + [
        "in an institution's name"
    ]
    assert figure.get_supxlabel().startswith("n = 2 mentions. Colour: share of the mentions of one article")


def test_three_provinces_in_a_row_are_an_enumeration_and_no_roll_call(made_columns):
    columns = made_columns(10)
    rows = found(
        [("a000", 9 * n, name, "roll_call") for n, name in enumerate(("云南省", "青海省", "海南省"))]
    )
    roles = by_role(rows, articles(columns), columns.of)
    exhibit = draw_place_roles(roles, columns)
    shown = " ".join(text.get_text() for text in exhibit.figure.findobj(Text))
    said = place_roles_finding(roles, columns).plain()
    assert "roll call" not in shown + said + exhibit.alt.plain()
    assert "in an enumeration" in shown and "Place 0: enumeration (3 of 3)" in said


def test_national_articles_are_spoken_of_if_there_are_any(made_columns):
    columns = made_columns(10)
    roles = by_role(found(SOME), articles(columns), columns.of)
    levels = [None, pd.Series(["county", None]), pd.Series(["county", "national"])]
    notes = [draw_place_roles(roles, columns, level).figure.get_supxlabel() for level in levels]
    assert ["National" in note for note in notes] == [False, False, True]


def test_of_many_columns_a_sentence_names_the_first_and_counts_the_others(made_columns):
    columns = made_columns(53)
    named = found([(one, 0, "浙江省", "venue") for one in columns.of.index])
    said = place_roles_finding(by_role(named, articles(columns), columns.of), columns).plain()
    assert said.count("venue (1 of 1)") == 5 and said.endswith("; and 48 more.")

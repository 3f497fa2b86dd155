"""Pages leave out what is about other articles, and sections that have nothing to show."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from methods.pages.sections import LAB, OTHERS, OURS, SAYS, fitting, published

TABLE = new_output("display_data", {"text/html": "<table><tr><td>1</td></tr></table>"})
EMPTY = new_output("display_data", {"text/html": "<table><tr><th>a</th></tr></table>"})
FIGURE = new_output("display_data", {"image/png": "AAAA"})
SENTENCE = new_output("display_data", {"text/markdown": "No term occurs."})


def code(*outputs, tags=()):
    return new_code_cell("x", outputs=list(outputs), metadata={"tags": list(tags)})


def shown(*cells):
    return [cell.source for cell in fitting(list(cells))]


def test_a_section_without_figure_and_row_is_left_out_and_named():
    cells = [
        new_markdown_cell("# Title"),
        code(SENTENCE),
        new_markdown_cell("## One\n\nText."),
        code(SENTENCE, EMPTY),
        new_markdown_cell("Threats.\n\n## Two\n\nMore."),
        code(FIGURE),
        new_markdown_cell("### Three"),
        code(SENTENCE),
        code(TABLE),
    ]
    *kept, last = shown(*cells)
    assert kept == ["# Title", "x", "## Two\n\nMore.", "x", "### Three", "x", "x"]
    assert "nothing to show there (*One*)." in last


def test_a_section_that_gives_a_reason_is_left_out_for_that_one():
    why = new_output("display_data", {"text/markdown": "Not shown: a map of 4 articles."})
    named = [new_markdown_cell("## Where?"), code(why), code(SENTENCE)]
    last = shown(new_markdown_cell("# T"), *named)[-1]
    assert "nothing to show" not in last
    assert "Left out, for the reason in brackets: *Where?* (a map of 4 articles)." in last
    last = shown(new_markdown_cell("# T"), *named, new_markdown_cell("## One"), code(SENTENCE))[-1]
    assert "nothing to show there (*One*). Left out, too, for the reason in brackets: *Where?* (a" in last


@pytest.mark.parametrize("tag", sorted(SAYS))
def test_a_section_of_words_and_one_of_conclusions_stay(tag):
    words, end = new_markdown_cell("## Words\n\nOnly."), new_markdown_cell("## What was found?")
    cells = [new_markdown_cell("# T"), words, end, code(SENTENCE, tags=[tag])]
    assert shown(*cells) == ["# T", "## Words\n\nOnly.", "## What was found?", "x"]


@pytest.mark.parametrize(("tag", "is_ours"), [(OURS, False), (OTHERS, True)])
def test_cells_about_other_articles_are_left_out_without_a_word(tag, is_ours):
    cells = [new_markdown_cell("# T"), new_markdown_cell("Some.", metadata={"tags": [tag]}), code(FIGURE)]
    assert [cell.source for cell in published(cells, is_ours)] == ["# T", "x"]
    assert [cell.source for cell in published(cells, not is_ours)] == ["# T", "Some.", "x"]


def test_a_hash_in_a_line_or_in_code_begins_no_section():
    cell = new_code_cell("## a comment", outputs=[SENTENCE])
    assert shown(new_markdown_cell("# T\n\n#话题# and ## no"), cell) == [
        "# T\n\n#话题# and ## no",
        "## a comment",
    ]


def test_cells_for_those_who_run_the_notebook_are_on_no_page():
    cells = [
        new_markdown_cell("# T"),
        new_markdown_cell("Run all.", metadata={"tags": [LAB]}),
        code(SENTENCE),
    ]
    for is_ours in (True, False):
        assert [cell.source for cell in published(cells, is_ours)] == ["# T", "x"]


def test_a_heading_of_nothing_but_such_sections_is_left_out():
    nothing = [new_markdown_cell("### One"), code(SENTENCE), new_markdown_cell("### Two"), code(EMPTY)]
    more, something = new_markdown_cell("## More\n\nText."), [new_markdown_cell("### Three"), code(FIGURE)]
    assert shown(new_markdown_cell("# T"), more, *nothing)[:-1] == ["# T"]
    *kept, _ = shown(new_markdown_cell("# T"), more, *nothing, *something)
    assert kept == ["# T", "## More\n\nText.", "### Three", "x"]


def test_a_heading_with_words_of_its_own_before_another_heading_stays():
    cells = [new_markdown_cell("# T"), new_markdown_cell("## Words"), new_markdown_cell("## More")]
    assert shown(*cells) == ["# T", "## Words", "## More"]


def test_a_table_without_rows_goes_with_the_line_that_announces_it():
    cells = [
        new_markdown_cell("# T"),
        code(FIGURE),
        new_markdown_cell("Text.\n\nThe shortest of each:"),
        code(EMPTY),
        new_markdown_cell("The first:"),
        code(EMPTY, SENTENCE),
        new_markdown_cell("All of them:"),
        code(TABLE),
    ]
    kept = fitting(cells)
    expected = ["# T", "x", "Text.", "x", "The first:", "x", "All of them:", "x"]
    assert [cell.source for cell in kept] == expected
    assert [len(cell.outputs) for cell in kept if cell.cell_type == "code"] == [1, 0, 1, 1]

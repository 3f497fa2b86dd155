"""The pieces that pages are made of: marked-up text, sanitised HTML, tables, fonts, JSON."""

import io
import json

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from nbformat import v4

from methods.pages import gallery, markup, render, webfont


@given(st.text())
def test_marked_up_text_reads_the_same(text):
    html = f"<pre>{markup.mark_up(text)}</pre>"  # where a parser keeps blanks
    shown = BeautifulSoup(html.replace("\r", ""), "html.parser").get_text()
    assert shown == markup.CONTROL.sub(lambda m: f"U+{ord(m[0]):04X}", text.replace("\r", ""))


@given(st.text(alphabet=st.sampled_from("<>/\"'=& abconiscrptjvu:lert()\n\t-!")))
def test_sanitised_html_holds_nothing_that_runs(text):
    clean = BeautifulSoup(markup.sanitise(text), "html.parser")
    for tag in clean.find_all(True):
        assert tag.name in markup.TAGS
        assert not [name for name in tag.attrs if name.startswith("on") or name in ("style", "src")]
        assert not tag.get("href", "").lower().startswith(("javascript", "data", "vbscript"))


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_json_cannot_leave_its_element(value):
    text = render.json_for_html(value)
    assert "<" not in text
    assert json.loads(text) == value


def test_chinese_is_tagged_once():
    assert markup.tidy('<p lang="zh">治理</p>') == '<p lang="zh">治理</p>'
    assert markup.tidy("<p>a 治理 b</p>") == '<p>a <span lang="zh">治理</span> b</p>'
    assert markup.mark_up("全区“枫桥经验”6月16日") == '<span lang="zh">全区“枫桥经验”6月16日</span>'


def test_long_tables_fold_and_numbers_are_aligned():
    rows = "".join(f"<tr><th>r{i}</th><td>{i}.5</td><td>a</td></tr>" for i in range(40))
    table = f'<table border="1" class="dataframe"><thead><tr><th></th><th>rate</th><th>x</th></tr></thead><tbody>{rows}</tbody></table>'
    page = BeautifulSoup(markup.tidy(table), "html.parser")
    assert page.select_one(".fold summary").get_text() == "All 40 rows"
    assert page.select_one(".scroll")["aria-label"].startswith("Table 1")
    assert [cell.get("class") for cell in page.select("tbody tr")[0].find_all(["th", "td"])] == [
        None,
        ["number"],
        None,
    ]
    assert page.select("thead td")
    assert page.select_one("tbody th")["scope"] == "row"


def test_names_of_an_index_move_up():
    table = "<table><thead><tr><th></th><th>n</th></tr><tr><th>term</th><th></th></tr></thead><tbody><tr><th>a</th><td>1</td></tr></tbody></table>"
    page = BeautifulSoup(markup.tidy(table), "html.parser")
    assert [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in page.select("thead tr")] == [
        ["term", "n"]
    ]


def test_font_holds_what_is_asked_for_and_its_licence():
    from fontTools.ttLib import TTFont

    data = webfont.subset(webfont.wanted("治理 abc，治"))
    font = TTFont(io.BytesIO(data))
    assert set(font.getBestCmap()) == {ord(c) for c in "治理，"}
    assert "SIL Open Font License" in font["name"].getDebugName(13)
    assert data == webfont.subset([ord(c) for c in "，理治"])


def test_a_page_without_chinese_needs_no_font():
    assert webfont.font_face("only Latin, “quotes” aside") != ""
    assert webfont.font_face("only Latin") == ""


def test_data_are_counted_in_any_encoding(tmp_path):
    for text, size in (("题目,社会\n治理,新格局\n", (1, 2)), ("", (0, 0))):
        (tmp_path / "a.csv").write_bytes(text.encode("gb18030"))
        entry = gallery.table_entry("data/a.csv", tmp_path / "a.csv", "")
        assert (entry["rows"], entry["columns"]) == size


def test_a_picture_that_did_not_go_through_save_figure_is_refused():
    output = v4.new_output("display_data", {"image/png": "iVBORw0KGgo="}, metadata={})
    notebook = v4.new_notebook(cells=[v4.new_code_cell("plt.show()", outputs=[output])])
    with pytest.raises(ValueError, match="cell 1 shows a picture"):
        render.figures(notebook)


@pytest.mark.parametrize(("columns", "crowded"), [(3, False), (4, True)])
def test_many_columns_of_prose_are_narrow_and_names_of_columns_are_words(columns, crowded):
    names = "".join(f"<th>could_hold_{n}</th>" for n in range(columns))
    cells = f"<td>{'基层治理现代化' * 5}</td>" * columns
    soup = BeautifulSoup(
        f"<table><thead><tr>{names}</tr></thead><tbody><tr>{cells}</tr></tbody></table>", "html.parser"
    )
    markup.tidy_table(soup.table, 1, soup)
    assert ("crowded" in soup.table.get_attribute_list("class")) == crowded
    assert soup.th.get_text() == "could hold 0"


@pytest.mark.parametrize(
    ("frame", "kept"),
    [
        (pd.DataFrame({"a": ["x", "y"]}), False),
        (pd.DataFrame({"a": ["x", "y"]}, index=[848, 3]), False),
        (pd.DataFrame({"a": ["x", "y"]}, index=pd.Index([1, 2], name="unit")), True),
        (pd.DataFrame({"a": ["x", "y"]}, index=["p", "q"]), True),
        (pd.DataFrame({"a": ["x", "y"]}, index=["1", "q"]), True),
    ],
)
def test_numbers_of_rows_are_not_shown_and_other_indices_are(frame, kept):
    page = markup.tidy(frame.to_html())
    assert page.count("<tr") == 3 and all(word in page for word in ("a", "x", "y"))
    assert ("<th" in page.partition("<tbody>")[2]) == kept

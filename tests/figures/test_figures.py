"""Figures: the files that they become, and what may not become one."""

import functools
import hashlib
import io
import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.ticker import StrMethodFormatter
from PIL import Image

import helpers
from methods.corpora.columns import article_names
from methods.figures import charts, saving, style, tilemap
from methods.figures.exhibit import Sentence
from methods.files import atomic, csv_files, paths, safe_csv
from methods.files.exports import BOM

mpl.use("agg")
import matplotlib.pyplot as plt

ALT = "Bars of two terms: the one occurs three times, the other five times."
TABLE = pd.DataFrame({"term": ["治理", "平安"], "count": [3, 5]})


@pytest.fixture(autouse=True)
def house_style():
    style.use_style()
    yield
    plt.close("all")


def draw(label="枫桥经验 Fengqiao experience", size=(4, 2)):
    fig, ax = plt.subplots(figsize=size)
    ax.barh([label, "平安 safety"], [3, 5])
    return fig


def test_figure_becomes_three_files(tmp_path):
    saving.save_figure(draw(), "01-terms", TABLE, ALT, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "01-terms.csv",
        "01-terms.png",
        "01-terms.svg",
    ]
    assert (tmp_path / "01-terms.csv").read_text(encoding="utf-8") == f"{BOM}term,count\n治理,3\n平安,5\n"
    with Image.open(tmp_path / "01-terms.png") as image:
        assert image.size == (800, 400)
        assert round(image.info["dpi"][0]) == 200
    assert not plt.get_fignums()


def test_same_figure_same_bytes(tmp_path):
    for folder in ("one", "two"):
        with mpl.rc_context({"svg.hashsalt": None}):  # whatever style the figure is drawn in
            saving.save_figure(draw(), "01-terms", TABLE, ALT, tmp_path / folder)
    for suffix in ("csv", "png", "svg"):
        one, two = ((tmp_path / folder / f"01-terms.{suffix}").read_bytes() for folder in ("one", "two"))
        assert one == two


def test_chinese_is_drawn_and_not_as_boxes():
    pictures = []
    for label in ("枫", "桥"):
        fig = plt.figure(figsize=(1, 1))
        fig.text(0.5, 0.5, label)
        pictures.append(np.asarray(Image.open(io.BytesIO(saving.draw(fig, "png", "01-x")))))
    assert (pictures[0] != pictures[1]).any()
    assert (pictures[0] < 128).any()


@pytest.mark.parametrize(
    "name", ["terms", "1-terms", "01-Terms", "01-../../x", "../01-x", "01-a b", "01-", "01-a/b", ""]
)
def test_bad_name_is_refused(name, tmp_path):
    with pytest.raises(ValueError, match="two digits"):
        saving.save_figure(draw(), name, TABLE, ALT, tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "alt",
    [
        "",
        "   ",
        "A chart.",
        "Figure",
        "No description has been provided for this image",
        "TODO: describe this figure later on, please",
    ],
)
def test_bad_alt_text_is_refused(alt, tmp_path):
    with pytest.raises(ValueError, match="alt text"):
        saving.save_figure(draw(), "01-terms", TABLE, alt, tmp_path)


def test_words_that_hold_a_placeholder_are_none():
    said = Sentence("Rates of {n} by year.", {"n": "12 themes"}) + Sentence(
        "In no year did any theme move.", {}
    )
    saving.check_words("01-terms", said.plain(), said.template)
    with pytest.raises(ValueError, match="alt text must say"):
        saving.check_words("01-terms", said.plain(), "TBD {n}")
    saving.check_words("01-terms", *["Posts on Mastodon by month: 12 in January, 40 in June."] * 2)


def test_empty_table_is_refused(tmp_path):
    with pytest.raises(ValueError, match="empty"):
        saving.save_figure(draw(), "01-terms", TABLE.iloc[:0], ALT, tmp_path)


def test_a_legend_has_as_many_columns_as_fit():
    assert charts.legend_columns(["Gongshu 2019"] * 5) == 5
    assert charts.legend_columns(["Gongshu 2019"] * 8) == 5
    assert charts.legend_columns(["枫桥经验培训班"] * 20) == 5
    assert charts.legend_columns(["s01"] * 12) == 10
    assert charts.legend_columns(["a" * 300]) == 1
    assert charts.legend_columns([]) == 1


def test_small_and_large_fractions_keep_three_digits():
    table = pd.DataFrame({"x": [0.00123456, -15.6789, 1988.0, 0.0, float("nan")], "n": [1, 2, 3, 4, 5]})
    assert charts.rounded(table)["x"].tolist()[:4] == [0.00123, -15.7, 1988.0, 0.0]
    assert charts.rounded(table)["n"].tolist() == [1, 2, 3, 4, 5]
    years = pd.DataFrame({2019: [0.12345], "n": [1], 2020: [float("nan")]})
    pd.testing.assert_frame_equal(charts.rounded(years), years.assign(n=1).replace(0.12345, 0.123))
    pd.testing.assert_frame_equal(charts.rounded(table[["n"]]), table[["n"]])


SIGN = "\U00012000"  # cuneiform, which no font of ours has


def test_a_character_that_no_font_has_is_spelt_out(tmp_path):
    fig = draw(f"{SIGN} a cuneiform sign")
    fig.axes[0].set_xticks([0, 1], [f"{SIGN}a", "b"])
    fig.axes[0].annotate(SIGN, (0, 0))
    fig.axes[0].plot([0, 1], [0, 1], label=SIGN)
    fig.legend(loc="outside lower left")
    saving.save_figure(fig, "01-terms", TABLE, ALT, tmp_path)
    written = [text.get_text() for text in fig.findobj(lambda artist: hasattr(artist, "get_text"))]
    spelt = {"U+12000 a cuneiform sign", "U+12000a", "U+12000"}
    assert {text for text in written if "U+12000" in text} == spelt
    assert not any(SIGN in text for text in written)


def test_a_character_that_cannot_be_spelt_out_is_refused(tmp_path):
    fig = draw()
    fig.axes[0].xaxis.set_major_formatter(StrMethodFormatter(SIGN))
    with pytest.raises(ValueError, match=r"01-terms: no font has .*U\+12000"):
        saving.save_figure(fig, "01-terms", TABLE, ALT, tmp_path)
    assert not list(tmp_path.iterdir())


def test_small_text_is_refused(tmp_path):
    fig = draw()
    fig.axes[0].set_title("tiny", fontsize=5)
    with pytest.raises(ValueError, match="under 7 points"):
        saving.save_figure(fig, "01-terms", TABLE, ALT, tmp_path)


def test_wide_figure_is_refused(tmp_path):
    with pytest.raises(ValueError, match="inches wide"):
        saving.save_figure(plt.figure(figsize=(12, 3)), "01-terms", TABLE, ALT, tmp_path)


def test_text_outside_the_figure_is_refused(tmp_path):
    fig = draw()
    fig.text(0.95, 0.5, "this runs out of the figure on the right")
    with pytest.raises(ValueError, match="beyond the figure"):
        saving.save_figure(fig, "01-terms", TABLE, ALT, tmp_path)


def test_dollar_signs_in_a_label_are_text(tmp_path):
    saving.save_figure(draw(r"$\frac{x}$ $"), "01-terms", TABLE, ALT, tmp_path)
    assert (tmp_path / "01-terms.png").exists()


def test_hostile_label_is_escaped_in_svg(tmp_path):
    saving.save_figure(draw("<script>alert(1)</script> --> ]]>"), "01-terms", TABLE, ALT, tmp_path)
    assert "<script" not in (tmp_path / "01-terms.svg").read_text(encoding="utf-8")


def test_numbers_have_six_digits_and_stay_numbers():
    table = pd.DataFrame({"x": [1 / 3, -1234567.8, np.nan], "n": [-1, 2, 10**9]})
    assert safe_csv.csv_text(table) == "x,n\n0.333333,-1\n-1.23457e+06,2\n,1000000000\n"


def test_whole_numbers_keep_their_digits_beside_missing_ones():
    table = pd.DataFrame({"x": [12345678.0, np.nan, -0.5, np.inf, 1e300]})
    assert safe_csv.csv_text(table) == 'x\n12345678\n""\n-0.5\ninf\n1e+300\n'


def test_named_index_is_written_and_unnamed_is_not():
    table = pd.DataFrame({"n": [1]}, index=["a"])
    assert safe_csv.csv_text(table) == "n\n1\n"
    assert safe_csv.csv_text(table.rename_axis("term")) == "term,n\na,1\n"


def test_dates_are_written_without_time():
    table = pd.DataFrame({"date": pd.to_datetime(["2019-06-22", None])})
    assert safe_csv.csv_text(table) == 'date\n2019-06-22\n""\n'


@pytest.mark.parametrize(
    "cell", ["=cmd()", "+1+2", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝cmd()", "-", "-a"]
)
def test_formulas_are_defused(cell):
    assert safe_csv.defuse(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["-5", "+0.25", "-1.5e-3", "-12%", "治理=x", "", "'=1", -5, -0.25, None, float("inf")]
)
def test_what_is_no_formula_stays(cell):
    assert safe_csv.defuse(cell) is cell


@given(st.text())
def test_no_cell_starts_like_a_formula_unless_it_is_a_number(text):
    safe = safe_csv.defuse(text)
    assert safe.replace("'", "") == text.replace("'", "")
    for part in re.split(r"[;\t\r\n]", safe):
        if part.lstrip()[:1] in set("=+-@"):
            assert isinstance(float(safe.rstrip("%")), float)


def test_headers_and_index_are_defused_too():
    table = pd.DataFrame({"=a": [1]}, index=pd.Index(["@b"], name="+c"))
    assert safe_csv.csv_text(table) == "'+c,'=a\n'@b,1\n"


def test_a_harmless_file_stays_as_it_is_and_another_is_defused():
    harmless = "\ufefftitle,n\r\n治理,-1\r\n".encode()
    assert csv_files.defuse_file(harmless, Path("x.csv")) == harmless
    assert csv_files.defuse_file("title\n=cmd()\n".encode("gb18030"), Path("x.csv")) == b"title\n'=cmd()\n"
    assert (
        csv_files.defuse_file("题目\n社会治理的新格局\n".encode("gb18030"), Path("x.csv")).decode()
        == "题目\n社会治理的新格局\n"
    )


def test_own_corpus_has_its_own_figures(tmp_path, monkeypatch):
    monkeypatch.delenv("CORPUS", raising=False)
    assert paths.figures_folder() == paths.ROOT / "figures"
    assert paths.figures_folder(paths.ROOT / "corpus") == paths.ROOT / "figures"
    assert paths.figures_folder(tmp_path) == tmp_path.resolve() / "figures"
    monkeypatch.setenv("CORPUS", str(tmp_path))
    assert paths.figures_folder() == tmp_path.resolve() / "figures"


def test_only_a_build_of_the_pages_writes_the_published_figures(tmp_path, monkeypatch):
    monkeypatch.delenv("WRITE_FIGURES", raising=False)
    monkeypatch.setenv("CORPUS", str(tmp_path))
    helpers.save_figure(draw(), "01-terms", TABLE, ALT)
    assert not (tmp_path / "figures").exists()
    assert (tmp_path / ".cache" / "figures" / "01-terms.svg").exists()
    monkeypatch.setenv("WRITE_FIGURES", "1")
    helpers.save_figure(draw(), "01-terms", TABLE, ALT)
    assert (tmp_path / "figures" / "01-terms.svg").exists()


def test_colours_are_stable_and_distinct():
    assert style.colour_map(["b", "a", "b"]) == {
        "b": style.ARTICLE_COLOURS[0],
        "a": style.ARTICLE_COLOURS[1],
    }
    themes = style.theme_colours([f"theme {i}" for i in range(12)])
    assert len(set(themes.values())) == 11
    assert themes["theme 10"] == themes["theme 11"] == style.OTHER_COLOUR


def simulate(colour, matrix):
    """How a colour looks to a dichromat or to normal sight, in CIELAB."""
    import matplotlib.colors as mc

    linear = np.array(
        [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in mc.to_rgb(colour)]
    )
    linear = np.clip(matrix @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ linear
    f = np.cbrt(np.maximum(xyz / [0.9505, 1, 1.089], 0.008856))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


# Viénot, Brettel & Mollon 1999 for linear sRGB: protanopia, deuteranopia; and normal sight.
SIGHTS = {
    "normal": np.eye(3),
    "protan": np.array([[0.1124, 0.8876, 0], [0.1124, 0.8876, 0], [0.0040, -0.0040, 1]]),
    "deutan": np.array([[0.2927, 0.7073, 0], [0.2927, 0.7073, 0], [-0.0223, 0.0223, 1]]),
}


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("palette", ["ARTICLE_COLOURS", "THEME_COLOURS"])
def test_colours_can_be_told_apart(palette, sight):
    seen = [simulate(colour, SIGHTS[sight]) for colour in getattr(style, palette)]
    pairs = [np.linalg.norm(a - b) for i, a in enumerate(seen) for b in seen[:i]]
    assert min(pairs) > 15  # CIE76; about 2 can just be told apart side by side


def test_heatmap_letters_what_is_there():
    matrix = pd.DataFrame([[0, 2.0], [np.nan, 8]], index=["a", "b"], columns=["x", "y"])
    _, ax = plt.subplots()
    charts.heatmap(matrix, ax)
    assert [t.get_text() for t in ax.texts] == ["2", "8"]
    assert ax.texts[0].get_color() == charts.INK
    assert ax.texts[1].get_color() == "white"


def test_bar_chart_names_its_numbers():
    _, ax = plt.subplots()
    charts.bar_chart(pd.Series([3, 1], index=["a", "b"], name="count"), ax)
    assert [t.get_text() for t in ax.texts] == ["3", "1"]
    assert ax.get_xlabel() == "count"


def test_gloss_labels():
    assert charts.gloss_labels(["平安", "初心"], {"平安": "safety"}) == ["平安 safety", "初心"]


def test_tile_map_has_every_unit_once():
    tiles = tilemap.tiles()
    assert len(tiles) == 34
    assert not tiles.duplicated(["row", "column"]).any()
    assert tiles.notna().all(axis=None)


def test_tile_map_fits_and_refuses_what_is_no_province(tmp_path):
    fig, ax = plt.subplots(figsize=(7, 5))
    tilemap.tile_map(pd.Series({"湖北省": 3, "山东省": 0}), ax)
    saving.save_figure(fig, "02-tiles", TABLE, ALT, tmp_path)
    with pytest.raises(ValueError, match=r"湖北$"):
        tilemap.tile_map(pd.Series({"湖北": 3}), ax)


def test_writing_leaves_old_or_new(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    atomic.write_atomic(path, "old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        atomic.write_atomic(path, "new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


def test_sweep_takes_only_what_dead_runs_left(tmp_path):
    dead, alive = (f".a.png.{atomic.HOST}-{number}-0123abcd~" for number in (999_999_999, os.getpid()))
    others = [alive, ".a.png.00000000-999999999-0123abcd~", ".keep~"]
    for name in (dead, *others):
        (tmp_path / name).touch()
    atomic.sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(others)


def test_names_of_articles_fit_and_differ():
    labels = [
        "东津新区",
        None,
        "同名",
        "同名",
        "李强主持召开国务院常务会议一",
        "李强主持召开国务院常务会议二",
    ]
    names = article_names(pd.DataFrame({"label": labels}, [f"a{n}" for n in range(6)]))
    assert names.tolist() == [
        "东津新区",
        "a1",
        "a2 同名",
        "a3 同名",
        "李强主持召开国… 5",
        "李强主持召开国… 6",
    ]


def test_a_figure_of_another_corpus_that_is_not_legible_is_saved_with_a_warning(tmp_path, monkeypatch):
    monkeypatch.setenv("WRITE_FIGURES", "1")
    monkeypatch.setenv("CORPUS", str(tmp_path))
    with pytest.warns(UserWarning, match="7.4 inches wide, a page is 7; shorten the labels"):
        helpers.save_figure(draw(size=(7.4, 2)), "01-terms", TABLE, ALT)
    assert (tmp_path / "figures" / "01-terms.png").exists()


def test_threads_that_write_one_file_at_once_leave_a_whole_one(tmp_path):
    path, contents = tmp_path / "a.csv", [letter * 200_000 for letter in "abcd"]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(functools.partial(atomic.write_atomic, path), contents * 8))
    assert path.read_text() in contents
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


@given(st.binary())
def test_written_bytes_come_back(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / hashlib.sha256(data).hexdigest()[:8]
    atomic.write_atomic(path, data)
    assert path.read_bytes() == data


@pytest.mark.parametrize("label", ["TBD", "todo", "lorem ipsum", "_Gongshu", "Figure"])
def test_a_label_may_be_called_what_a_placeholder_is(tmp_path, label):
    alt = Sentence("Bars of the hits of the terms in the articles, {label} first.", {"label": label})
    saving.save_figure(draw(), "01-terms", TABLE, alt, tmp_path)
    with pytest.raises(ValueError, match="the alt text must say"):
        saving.save_figure(
            draw(), "01-terms", TABLE, Sentence("TODO: {n} bars, and what they are of.", {"n": 40}), tmp_path
        )

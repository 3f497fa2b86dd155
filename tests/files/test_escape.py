"""Untrusted strings are shown as they are, and never interpreted, in Markdown and in HTML."""

import html
import io
import re

import mistune
import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st

from methods.files.escape import escape, spell_out_unprintable, visible

RENDER = mistune.create_markdown(escape=False, plugins=["url", "table", "strikethrough", "footnotes", "math"])
SIGNS = st.text(st.sampled_from("a *_`#[]()!<>&;$\\|~-+.:/\n\r\t1@^={}\"'x字\x1b\u202e"), max_size=40)


@given(SIGNS)
@example("# heading\n# another")
@example("<details open ontoggle=x><video src=x onerror=y>")
@example("[a](javascript:x) ![b](http://c/d.png) http://e.f www.g.hi j@k.lm")
@example("$\\alpha$ \\(x\\) $$y$$ `code` ~~z~~ [^1] | a | b |")
@example("&lt;b&gt; &amp;#42;")
def test_markdown_shows_it_and_makes_nothing_of_it(text):
    page = BeautifulSoup(RENDER(f"Before {escape(text)} after"), "html.parser")
    line = re.sub(r"\s+", " ", text)
    assert re.sub(r"\s+", " ", page.get_text()).strip() == re.sub(
        r"\s+", " ", f"Before {visible(line)} after"
    )
    assert {tag.name for tag in page.find_all()} <= {"p", "span"}


@given(SIGNS)
def test_it_may_begin_a_line_and_stand_in_an_attribute(text):
    page = BeautifulSoup(RENDER(f"{escape(text)} x"), "html.parser")
    assert {tag.name for tag in page.find_all()} <= {"p", "span"}
    attribute = re.sub("</?span>", "", escape(text))
    assert html.unescape(attribute) == visible(re.sub(r"\s+", " ", text))
    assert not set("<>\"'") & set(attribute)


@pytest.mark.parametrize("text", ["枫桥经验", "党建 引领", "2024年1月", "《社会冲突管理》，。！？"])
def test_plain_chinese_stays_as_it_is(text):
    assert escape(text) == text


def test_a_dollar_sign_opens_no_formula():
    assert escape("$x$") == "<span>&#36;</span>x<span>&#36;</span>"


def test_control_and_direction_marks_are_spelt_out():
    assert visible("a\x1b[31m\u202eb\u200b") == "a\\x1b[31m\\u202eb\\u200b"


@pytest.mark.parametrize("code", [0xAD, 0x61C, 0x180E, 0x200B, 0x2060, 0x2069, 0xFEFF, 0xFFFA])
def test_a_character_that_nobody_sees_is_spelt_out(code):
    assert visible(f"枫{chr(code)}桥") == f"枫\\u{code:04x}桥"


def test_output_in_another_encoding_loses_nothing(monkeypatch):
    written = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, encoding="ascii"))
    spell_out_unprintable()
    print("枫桥", flush=True)
    assert written.getvalue().decode("ascii") == "\\u67ab\\u6865\n"

"""Remove the marks of Markdown: the text of headings, lists, quotations and links stays, images go.

Source: CommonMark 0.31 (spec.commonmark.org), and GitHub's specification of tables. Authors use the same
signs for their own ends (#话题#, 他**的, - 2 度, [图](见第3页)), and so do programmers (2**3). So a mark
counts only in a form that hardly occurs otherwise: marks of lines and bold need Chinese in the line, an item
of a list begins with no digit, and the second part of a link is an address. Fenced code stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from methods.repair.ledger import Change
from methods.text.boilerplate import HAN

#: The kind of a change that removes what marks a whole line, which is then a paragraph of its own.
LINE_MARK = "line mark"
FENCE = re.compile(r"^[ \t]*+`{3,}+[!-_a-~ \t]*+$", re.MULTILINE)
#: What may begin the text after a mark, apart from other marks.
_TEXT = r"(?:[^\W\d_]|[“‘《【（「『\[*!`])"
_QUOTE = rf"(?:>[ \t]*+){{1,2}}(?!>)(?=[{HAN}“‘《【（「『\[*!`#-]|(?<=[ \t])[A-Za-z])"
_ITEM = rf"[-*+][ \t]++(?={_TEXT})"
_HEADING = r"#{1,6}[ \t]++(?=\S)"
#: One of these is in every line that `LINE` finds.
SIGNS = "#>*+-_=|"
LINE = re.compile(
    r"^[ \t]*+(?:"
    r"([-*_=])(?:[ \t]*+\1){2,}[ \t]*+$"
    r"|(?=[^\n]*\|)(?=[^\n]*-)[|: \t-]++$"
    r"|(?:>[ \t]*+){1,2}$"
    rf"|(?=[>#*+-][^\n]*[{HAN}])(?:{_QUOTE}(?:{_ITEM})?(?:{_HEADING})?|{_ITEM}(?:{_HEADING})?|{_HEADING})"
    r")",
    re.MULTILINE,
)
_STARS = r"\*{2,3}+(?=[^\s*，。、；：！？])[^*\n]++(?<=\S)\*{2,3}+"
#: Bold text between marks or spaces; masked names are not: 张**与李**.
BOLD = re.compile(
    rf"(?<![^\s，。、；：！？“‘（《【「『,.;:!?\"'(>|~…—-]){_STARS}(?!\w)|(?<!\w)__(?=[^\s_])[^_\n]++(?<=\S)__(?!\w)"
)
#: Bold text in an article that has such text anyway: its author would have escaped what masks a name.
BOLD_ANYWHERE = re.compile(rf"(?<![0-9A-Za-z)*]){_STARS}|{BOLD.pattern}")
_EDGE = re.compile("^[*_]+|[*_]+$")
_IS_CHINESE = re.compile(f"[{HAN}]")
_CHAR = "[^\\s()，。]"
_ADDRESS = (
    rf"(?:(?:[A-Za-z]+://|mailto:|\.{{0,2}}/(?=[!-~])){_CHAR}*+(?:\({_CHAR}*+\){_CHAR}*+)*+|\#[^\s()#]++"
    rf"|{_CHAR}+\.(?:jpe?g|png|gif|svg|webp|bmp|md|html?|pdf))"
)
BRACKET = re.compile(rf"\n|!?\[|\](?:\({_ADDRESS}(?:[ \t]++(?:\"[^\"\n]*\"|'[^'\n]*'))?\))?", re.IGNORECASE)
AUTOLINK = re.compile(r"<(?:[A-Za-z]+://|mailto:)[^\s<>]*+>")


def marks(text: str) -> Iterator[Change]:
    """Yield the removal of the marks of Markdown outside fenced code.

    The address of a link goes, its text stays. An address in pointed brackets is its own text, so it stays,
    as any address does.

    Examples
    --------
    >>> [change.after for change in marks("## 第一回")], list(marks("#话题# 他**的"))
    ([''], [])
    """
    fences = [found.span() for found in FENCE.finditer(text)] if "```" in text else []
    text = _without_code(text, fences)
    lines = LINE.finditer(text) if any(sign in text for sign in SIGNS) else ()  # Most articles have none.
    for span in (*fences, *(found.span() for found in lines)):
        yield Change(*span, "", LINE_MARK)
    for span in (*_bold(text), *_links(text), *_autolinks(text)):
        yield Change(*span, "", "markup")


def _without_code(text: str, fences: list[tuple[int, int]]) -> str:
    """Return a text of the same length with blank lines between each two fences."""
    pieces, at = [], 0
    for (_, start), (end, _) in zip(fences[::2], fences[1::2], strict=False):
        pieces += [text[at:start], "\n" * (end - start)]
        at = end
    return "".join([*pieces, text[at:]])


def _bold(text: str) -> Iterator[tuple[int, int]]:
    """Yield the marks on both sides of bold text."""
    if "**" in text or "__" in text:
        is_usual = any(_IS_CHINESE.search(found[0]) for found in BOLD.finditer(text))
        for found in (BOLD_ANYWHERE if is_usual else BOLD).finditer(text):
            if _IS_CHINESE.search(found[0]):
                for edge in _EDGE.finditer(found[0]):
                    yield found.start() + edge.start(), found.start() + edge.end()


def _links(text: str) -> Iterator[tuple[int, int]]:
    """Yield whole images, and what is before and after the text of links."""
    opened: list[re.Match[str]] = []
    for found in BRACKET.finditer(text) if "](" in text else ():
        if found[0] == "\n":
            opened.clear()
        elif found[0][-1] == "[":
            opened.append(found)
        elif opened:
            first = opened.pop()
            if len(found[0]) > 1:
                is_image = first[0] == "!["
                yield from [(first.start(), found.end())] if is_image else [first.span(), found.span()]


def _autolinks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the pointed brackets around addresses."""
    for found in AUTOLINK.finditer(text) if "<" in text else ():
        yield from [(found.start(), found.start() + 1), (found.end() - 1, found.end())]

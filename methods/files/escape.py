"""Escape untrusted strings for Markdown and HTML, so that they are shown and never interpreted.

Every value from a corpus, its metadata, its lexicons and its file names passes through `escape` before it
becomes part of a page or of a notebook's output. Markup becomes numeric character references, which
CommonMark never interprets as markup (https://spec.commonmark.org/0.31.2, section 2.5). MathJax reads the
page later. So each character that opens a formula gets its own ``<span>``, and MathJax finds no end for it.
"""

import io
import re
import sys

#: First and last code points of the characters that reorder text, or that nobody sees in it.
UNSEEN = (
    *((0xAD, 0xAD), (0x61C, 0x61C), (0x180E, 0x180E), (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F)),
    *((0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xE0000, 0xE007F)),
)
#: And control characters, on which a terminal or a browser would act.
_HIDDEN = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))} | {
    code: f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    for first, last in UNSEEN
    for code in range(first, last + 1)
}
_MARKUP = {ord(sign): f"&#{ord(sign)};" for sign in "&<>\"'`*_{}[]()#+-.!|~:@^="}
_FORMULA = {ord(sign): f"<span>&#{ord(sign)};</span>" for sign in "$\\"}
_BLANK = re.compile(r"\s+")


def visible(text: str) -> str:
    """Return a text with its control and direction characters spelled out, such as ``\\x1b``.

    >>> visible("a\\x1b[31m")
    'a\\\\x1b[31m'
    """
    return text.translate(_HIDDEN)


def spell_out_unprintable() -> None:
    """Let this process print any text: what the encoding of a terminal lacks is spelled out.

    Else the first Chinese name would end a command whose output is ASCII.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def escape(value: object) -> str:
    """Return a value as one line that Markdown, HTML and MathJax show as it is.

    Parameters
    ----------
    value
        Anything; its ``str`` is used. Each run of white space, line breaks included, becomes one space, since
        a new line may begin a heading or a list.

    Returns
    -------
    str
        Source for Markdown and HTML, safe in text and in quoted attributes.

    >>> escape("*a* <b>")
    '&#42;a&#42; &#60;b&#62;'
    """
    line = _BLANK.sub(" ", str(value)).translate(_HIDDEN)
    return line.translate(_MARKUP | _FORMULA)

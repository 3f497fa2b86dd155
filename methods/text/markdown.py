"""Remove the marks of Markdown: the text of headings, lists, quotations and links stays, images go.

Source: CommonMark 0.31 (spec.commonmark.org), and GitHub's specification of tables. Authors use the same
signs for their own ends (#话题#, 他**的, - 2 度, [图](见第3页)), and so do programmers (2**3). So a mark
counts only in a form that hardly occurs otherwise: marks of lines and bold need Chinese in the line, an item
of a list begins with no digit, and the second part of a link is an address. Fenced code stays as it is.
Definitions of links, comments and lines that are an address tell nothing: they go where other marks show that
the text is Markdown.
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
RULE = re.compile(r"[ \t]*+([-*_=])(?:[ \t]*+\1){2,}[ \t]*+")
LINE = re.compile(
    rf"^{RULE.pattern}$|^[ \t]*+(?:"
    r"(?=[^\n]*\|)(?=[^\n]*-)[|: \t-]++$"
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
_FIELD = r"[A-Za-z_][\w.-]*[ \t]*"
#: What generators of web sites read before the text: its title, its author and so on, in YAML or TOML.
FRONT_MATTER = re.compile(
    rf"\A\s*+(?:---[ \t]*\n(?={_FIELD}:)(?:(?:{_FIELD}:|[ \t]|-[ \t]|#)[^\n]*\n|\n)*+(?:---|\.\.\.)"
    rf"|\+\+\+[ \t]*\n(?={_FIELD}=)(?:(?:{_FIELD}=|[ \t\[\]#])[^\n]*\n|\n)*+\+\+\+)[ \t]*$",
    re.MULTILINE,
)
#: A comment is a definition that no link can use: [//]: # (…), [comment]: <> (…), [#]: author: "…".
COMMENT = re.compile(
    r"^ {0,3}\[(?:#\]:[ \t]*+[A-Za-z_]++:[^\n]*+|(?:#|//|[^\]\[\n]{1,99})\]:[ \t]*+(?:#|<>)"
    r"(?:[ \t]++(?:\([^\n]*\)|\"[^\n]*\"|'[^\n]*'))?[ \t]*+)$",
    re.MULTILINE,
)
_TARGET = r"(?:[A-Za-z][A-Za-z0-9+.-]*+://|mailto:|www\.|\.{0,2}/|#)[!-~]"
#: Where a link leads: [1]: https://… "title".
DEFINITION = re.compile(
    rf"^ {{0,3}}\[([^\]\[\n]{{1,99}})\]:[ \t]*+<?{_TARGET}[^\s]*+"
    r"(?:[ \t]++(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\)))?[ \t]*+$",
    re.MULTILINE,
)
#: A line that is an address, perhaps in a list or with a word before it: via: https://….
ADDRESS_LINE = re.compile(
    r"^[ \t]*+(?:[-*+>][ \t]++|[A-Za-z]{1,12}:[ \t]*+)?<?https?://[!-~]++[ \t]*+$", re.MULTILINE
)
#: The title in front matter or in a comment, and headings of the first level.
_TITLE = re.compile(
    r"^(?: {0,3}\[#\]:[ \t]*+)?(?:title|subject)[ \t]*+[:=]([^\n]+)", re.MULTILINE | re.IGNORECASE
)
_FIRST_LEVEL = re.compile(
    rf"^(?=[^\n]*[{HAN}])(?:#[ \t]++([^\n]+)|([^\s#=>][^\n]*)\n={{3,}}[ \t]*$)", re.MULTILINE
)
LONGEST_NAME = 99  # Characters of a name in `DEFINITION`.
#: In brackets directly after the text of a link, the name of its definition: [text][1].
_NAME = re.compile(r"\[([^\]\[\n]{0,99})\]")


def marks(text: str) -> Iterator[Change]:
    """Yield the removal of the marks of Markdown outside fenced code.

    The address of a link goes, its text stays. An address in pointed brackets is its own text, so it stays,
    as any address within a line does.

    Examples
    --------
    >>> [change.after for change in marks("## 第一回")], list(marks("#话题# 他**的"))
    ([''], [])
    """
    fences = [found.span() for found in FENCE.finditer(text)] if "```" in text else []
    text = _blanked(text, _code(fences))
    silent, names, is_markdown = _silent(text)
    found = list(_visible(_blanked(text, silent), names))
    if is_markdown or fences or any(_is_sign(text, change) for change in found):
        yield from (Change(*span, "", LINE_MARK) for span in silent)
    elif silent:
        found = list(_visible(text, set()))
    yield from (Change(*span, "", LINE_MARK) for span in fences)
    yield from found


def title(text: str) -> str:
    """Return the title that a text in Markdown gives: in front matter, or as its only main heading.

    A title in Chinese comes first, since the front matter of a translation has that of the original.

    >>> title("---\\ntitle: '豆腐'\\n---\\n正文。"), title("# 豆腐\\n## 做法"), title("## 做法")
    ('豆腐', '豆腐', '')
    """
    text = text.replace("\r\n", "\n")
    front = FRONT_MATTER.match(text)
    fields = [front[0]] if front else []
    fields += [found[0] for found in COMMENT.finditer(text)] if "]:" in text else []
    titles = [found[1].strip() for found in _TITLE.finditer("\n".join(fields))]
    titles = [name[1:-1] if name[:1] + name[-1:] in ('""', "''", "()") else name for name in titles]
    plain = _blanked(text, _code([found.span() for found in FENCE.finditer(text)]))
    main = [(found[1] or found[2]).strip("# \t") for found in _FIRST_LEVEL.finditer(plain)]
    titles += main if len(main) == 1 else []
    return next(filter(_IS_CHINESE.search, titles), titles[0] if titles else "")


def _code(fences: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return what is between each two fences."""
    return [(start, end) for (_, start), (end, _) in zip(fences[::2], fences[1::2], strict=False)]


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """Return a text of the same length with blank lines in place of spans."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], "\n" * (end - start)]
        at = end
    return "".join([*pieces, text[at:]])


def _silent(text: str) -> tuple[list[tuple[int, int]], set[str], bool]:
    """Return what no reader of the page sees, the names of links, and whether only Markdown has them."""
    front = FRONT_MATTER.match(text)
    spans = [front.span()] if front else []
    at = front.end() if front else 0
    comments = [found.span() for found in COMMENT.finditer(text, at)] if "]:" in text else []
    definitions = list(DEFINITION.finditer(text, at)) if "]:" in text else []
    addresses = [found.span() for found in ADDRESS_LINE.finditer(text, at)] if "://" in text else []
    spans += sorted({*comments, *(found.span() for found in definitions), *addresses})
    names = {found[1].casefold() for found in definitions}
    return spans, names, bool(front or comments)


def _is_sign(text: str, change: Change) -> bool:
    """Return whether a mark shows that a text is Markdown: a line of dashes is in other texts, too."""
    return change.kind != LINE_MARK or not RULE.fullmatch(text, change.start, change.end)


def _visible(text: str, names: set[str]) -> Iterator[Change]:
    """Yield the removal of marks around and in the text; `names` are those of links."""
    lines = LINE.finditer(text) if any(sign in text for sign in SIGNS) else ()  # Most articles have none.
    for found in lines:
        yield Change(*found.span(), "", LINE_MARK)
    for span in (*_bold(text), *_links(text, names), *_autolinks(text)):
        yield Change(*span, "", "markup")


def _bold(text: str) -> Iterator[tuple[int, int]]:
    """Yield the marks on both sides of bold text."""
    if "**" in text or "__" in text:
        is_usual = any(_IS_CHINESE.search(found[0]) for found in BOLD.finditer(text))
        for found in (BOLD_ANYWHERE if is_usual else BOLD).finditer(text):
            if _IS_CHINESE.search(found[0]):
                for edge in _EDGE.finditer(found[0]):
                    yield found.start() + edge.start(), found.start() + edge.end()


def _links(text: str, names: set[str]) -> Iterator[tuple[int, int]]:
    """Yield whole images, and what is before and after the text of links; `names` are those defined."""
    opened: list[re.Match[str]] = []
    after = 0
    for found in BRACKET.finditer(text) if "](" in text or names else ():
        if found.start() < after:  # The name of a link.
            continue
        if found[0] == "\n":
            opened.clear()
        elif found[0][-1] == "[":
            opened.append(found)
        elif opened:
            first, end = opened.pop(), found.end()
            if len(found[0]) == 1 and names and (named := _NAME.match(text, end)):
                # A longer name has no definition, and to copy those of nested brackets takes their square.
                is_short = found.start() - first.end() <= LONGEST_NAME
                name = named[1] or (text[first.end() : found.start()] if is_short else "")
                after = end = named.end() if name.casefold() in names else end
            if end - found.start() > 1:
                is_image = first[0] == "!["
                yield from [(first.start(), end)] if is_image else [first.span(), (found.start(), end)]


def _autolinks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the pointed brackets around addresses."""
    for found in AUTOLINK.finditer(text) if "<" in text else ():
        yield from [(found.start(), found.start() + 1), (found.end() - 1, found.end())]

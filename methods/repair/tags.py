"""Find HTML markup in a text, and tell it from comparisons and from brackets that an author wrote.

Source: the elements and the boolean attributes of the HTML standard (html.spec.whatwg.org, "Index"), with its
obsolete elements, and those of SVG, MathML and of Word's HTML that occur in articles.
"""

import re
from collections.abc import Iterator

#: Elements that begin a new line.
LINES = (
    "address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h[1-6] head header hgroup hr html legend li main menu nav "
    "ol optgroup option p pre search section summary table tbody tfoot thead title tr ul"
)
#: Elements between which there is a gap within a line.
CELLS = "td th"
INLINE = (
    "a abbr acronym applet area audio b base basefont bdi bdo bgsound big blink button canvas cite "
    "code col colgroup data datalist del dfn em embed font frame i iframe img input ins kbd label "
    "link map mark marquee meta meter nobr noembed noframes noscript object output param picture "
    "plaintext progress q rb rp rt rtc ruby s samp script select slot small source span strike strong "
    "style sub sup svg template textarea time track tt u var video wbr xmp circle defs ellipse path "
    "polygon polyline rect math mfrac mi mn mo mrow msub msup"
)
#: Elements whose content is no text.
CODE = ("script", "style")
BOOLEAN = (
    "allowfullscreen async autofocus autoplay checked compact controls default defer disabled "
    "formnovalidate hidden inert ismap itemscope loop multiple muted nohref nomodule noshade "
    "novalidate nowrap open playsinline readonly required reversed selected"
)


def _any(names: str) -> str:
    return "|".join(names.split())


#: The first value of an attribute: in quotes, or without any Chinese, which a comparison has.
_VALUE = r"(?=\s*[\"']|[^\s<>\u2e80-\uffef]*[\s>])[^<>]*"
_ATTRIBUTES = rf"(?:\s+(?:{_any(BOOLEAN)}))*(?:\s+[A-Za-z_:@][\w:.@-]*\s*={_VALUE}|\s*/?)>"
#: What follows the ``<`` of a tag.
TAG = re.compile(
    rf"/?(?:{_any(LINES)}|{_any(CELLS)}|{_any(INLINE)}|(?:o|st1|v|w):[a-z]+){_ATTRIBUTES}", re.IGNORECASE
)
WHOLE_TAG = re.compile("<" + TAG.pattern, re.IGNORECASE)
#: Declarations and processing instructions.
_DECLARATION = r"<!doctype\b[^<>]*>|<\?(?:xml|php)\b[^<>]*\?>"
_MARKUP = re.compile(rf"<!--|{_DECLARATION}|{WHOLE_TAG.pattern}", re.IGNORECASE)
_NAME = re.compile("</?([a-z0-9]+)", re.IGNORECASE)
_BEGINS_LINE = re.compile(_any(LINES), re.IGNORECASE)


def is_markup(text: str) -> bool:
    """Return whether a text begins with a tag, a comment or a declaration."""
    return _MARKUP.match(text) is not None


def instead(tag: str) -> str:
    """Return what stands for a tag in the text without markup: a line break, a space or nothing."""
    name = _NAME.match(tag)
    if not name:
        return ""
    return "\n" if _BEGINS_LINE.fullmatch(name[1]) else " " if name[1].lower() in CELLS.split() else ""


def begins_line(tag: str) -> bool:
    """Return whether a tag begins a line of the text; the empty string does not."""
    return instead(tag) == "\n" and tag[1] != "/"


def ends_paragraph(tag: str) -> bool:
    """Return whether a tag, or what follows its ``<``, ends a line; verses have ``br``, too."""
    tag = "<" + tag.removeprefix("<")
    return instead(tag) == "\n" and _NAME.match(tag)[1].lower() != "br"


def markup(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the span of each tag, comment and script in a text, with what stands for it (see `instead`)."""
    at, ends = 0, dict[str, int]()
    if "<" not in text:  # Most articles; a search for several alternatives would look at every character.
        return
    while found := _MARKUP.search(text, at):
        start, at = found.span()
        name = _NAME.match(found[0])
        close = "-->" if found[0] == "<!--" else f"</{name[1].lower()}" if name else ""
        if close == "-->" or (close[2:] in CODE and found[0][1] != "/"):
            end = _after(text, at, close, ends)
            if end < 0 and close == "-->":
                continue
            at = max(at, end)
        yield start, at, instead(found[0])


def _after(text: str, at: int, close: str, ends: dict[str, int]) -> int:
    """Return the end of the next mark `close`; -1 if there is none, which is looked for only once."""
    if ends.get(close) == -1:
        return -1
    found = re.compile(re.escape(close) + ("" if close == "-->" else r"\s*>"), re.IGNORECASE).search(text, at)
    ends[close] = found.end() if found else -1
    return ends[close]

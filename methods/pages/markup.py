"""HTML made safe, tidy and accessible.

The outputs of notebooks contain text that strangers wrote. `sanitise` keeps only allowed tags, and nothing
that runs. `tidy` then adds ids to headings, gives tables a scroll box, header scopes and right-aligned
numbers, and marks Chinese as Chinese, for screen readers and the choice of font.
"""

import re
from html import escape
from typing import TYPE_CHECKING

from methods.files.escape import UNSEEN

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "div", "dl", "dt", "em",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "small",
    "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"lang", "title"},
    "a": {"href"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
HAN = "\u2e80-\u2fdf\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
# Quotation marks, dashes and digits between Chinese characters are Chinese, too: 的“枫桥经验”, 6月16日.
CHINESE = re.compile(f"[{HAN}]+(?:[“”‘’…—·0-9%.]+[{HAN}]+)*")
# Characters that a browser hides or obeys: control characters, marks of writing direction, private use.
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff"
    + "".join(f"{chr(first)}-{chr(last)}" for first, last in UNSEEN)
    + "]"
)
NUMBER = re.compile(r"[-+−±<>≤≥~]?\s*\d[\d,]*(\.\d+)?(e[+-]?\d+)?\s*(%|\[.*\]|\(.*\))?|nan|–|—|", re.I)
DATE = re.compile(r"\d{4}-\d\d(-\d\d)?( \d\d:\d\d:\d\d)?")
OUR_NAME = re.compile("[a-z0-9]+(_[a-z0-9]+)+")  # the name of a column, in which readers expect words
CROWDED = 3  # columns with prose; more of them are narrower, so that they fit a page
PROSE, LONG = 15, 60  # minimum Chinese characters, and characters, of a cell that is prose
FOLD = 15  # rows; a longer table is folded to its first ten


def sanitise(html: str) -> str:
    """Keep harmless tags and attributes, and escape or drop the rest.

    Styles are dropped, too: their colours would not follow light and dark mode.

    Parameters
    ----------
    html : str
        The output of a cell.

    Returns
    -------
    str
        Well-formed HTML without scripts, event handlers, images, forms, and links other than http(s), mail
        and places in the pages themselves.
    """
    import nh3

    schemes = {"http", "https", "mailto"}
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=schemes, link_rel=None)


def tidy(html: str) -> str:
    """Add ids of headings, the layout of tables and the marks of Chinese to the body of a page."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    name_headings(soup)
    for number, table in enumerate(soup.find_all("table"), start=1):
        tidy_table(table, number, soup)
    for pre in soup.select("pre.out"):
        pre["tabindex"] = "0"  # what scrolls must be reachable by keyboard
    tag_chinese(soup)
    return str(soup)


def name_headings(soup: "BeautifulSoup") -> None:
    """Add a unique id, made of its words, to each heading."""
    seen: set[str] = set()
    for heading in soup.find_all(re.compile("^h[1-6]$")):
        if heading.get("id"):
            continue
        name = re.sub(r"[^\w]+", "-", heading.get_text().lower()).strip("-") or "section"
        while name in seen:
            name += "-again"
        seen.add(name)
        heading["id"] = name


def tidy_table(table: "Tag", number: int, soup: "BeautifulSoup") -> None:
    """Align the numbers of a table, mark its headers, put it into a scroll box, and fold it if it is long."""
    merge_index_names(table)
    drop_row_numbers(table)
    align_numbers(table)
    mark_cells(table)
    scope_headers(table)
    label = table.caption.get_text(" ", strip=True) if table.caption else heading_before(table)
    role = {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": f"Table {number}: {label}"}
    box = table.wrap(soup.new_tag("div", attrs=role))
    if len({len(cell.find_previous_siblings()) for cell in table.select("td.prose")}) > CROWDED:
        table["class"] = [*table.get_attribute_list("class", []), "crowded"]
    rows = len(table.select("tbody tr"))
    if rows > FOLD:
        box.wrap(soup.new_tag("div", attrs={"class": "fold"})).append(unfolder(rows, soup))


def scope_headers(table: "Tag") -> None:
    """Mark each header cell as the header of a row or a column; an empty one becomes a plain cell."""
    for cell in table.find_all("th"):
        if not cell.get_text(strip=True):
            cell.name = "td"
        elif cell.find_parent("thead"):
            if OUR_NAME.fullmatch(cell.get_text(strip=True)):
                cell.string = cell.get_text(strip=True).replace("_", " ")
            cell["scope"] = "colgroup" if cell.get("colspan") else "col"
        else:
            cell["scope"] = "row"


def merge_index_names(table: "Tag") -> None:
    """Move the names of a pandas index from a header row of their own into the empty cells of the first."""
    rows = table.select("thead tr")
    if len(rows) != 2:
        return
    first, second = (row.find_all(["th", "td"]) for row in rows)
    named = [i for i, cell in enumerate(second) if cell.get_text(strip=True)]
    if len(first) != len(second) or any(first[i].get_text(strip=True) for i in named):
        return
    for i in named:
        first[i].string = second[i].get_text(strip=True)
    rows[1].decompose()


def drop_row_numbers(table: "Tag") -> None:
    """Remove an index without a name that consists of whole numbers: it counts rows, and says nothing."""
    heads = [row.find(["th", "td"]) for row in table.select("thead tr")]
    rows = [row.find("th", recursive=False) for row in table.select("tbody tr")]
    empty = all(cell is not None and not cell.get_text(strip=True) for cell in heads)
    if heads and rows and empty and all(cell and cell.get_text(strip=True).isdecimal() for cell in rows):
        for cell in heads + rows:
            cell.decompose()


def align_numbers(table: "Tag") -> None:
    """Mark the columns that contain only numbers, and the left context of a concordance.

    Columns are counted from the right, because cells that span rows belong to the index, at the left.
    """
    parts = (table.select(f"{part} tr") for part in ("thead", "tbody"))
    heads, body = ([row.find_all(["th", "td"]) for row in rows] for rows in parts)
    for column in range(1, min(map(len, body), default=0) + 1):
        cells = [row[-column] for row in body]
        texts = [cell.get_text(strip=True) for cell in cells]
        if any(texts) and all(NUMBER.fullmatch(text) for text in texts):
            for cell in cells + [row[-column] for row in heads if len(row) >= column]:
                cell["class"] = "number"
        elif any(row[-column].get_text(strip=True) == "left" for row in heads if len(row) >= column):
            for cell in cells:
                cell["class"] = "before"


def mark_cells(table: "Tag") -> None:
    """Mark dates, which must not break, and cells with long text; show missing values as a dash."""
    for cell in table.select("tbody :is(td, th)"):
        text = cell.get_text(strip=True)
        if DATE.fullmatch(text):
            cell["class"] = "date"
        elif text in ("NaN", "NaT", "<NA>"):
            cell.string, cell["title"] = "–", "missing"
        elif sum(map(len, CHINESE.findall(text))) >= PROSE or len(text) >= LONG:
            cell["class"] = " ".join([*cell.get_attribute_list("class", []), "prose"])


def heading_before(tag: "Tag") -> str:
    """Return the text of the last heading before `tag`; in a notebook, this is a question."""
    heading = tag.find_previous(re.compile("^h[1-6]$"))
    return heading.get_text(" ", strip=True) if heading else "the data"


def unfolder(rows: int, soup: "BeautifulSoup") -> "Tag":
    """Return the switch under a long table; the style sheet hides rows while it is closed."""
    details = soup.new_tag("details")
    summary = soup.new_tag("summary")
    summary.string = f"All {rows} rows"
    details.append(summary)
    return details


def tag_chinese(soup: "BeautifulSoup") -> None:
    """Wrap each run of Chinese in ``<span lang="zh">``, and show control characters as code points."""
    from bs4 import BeautifulSoup, NavigableString

    for node in list(soup.find_all(string=lambda text: bool(CHINESE.search(text) or CONTROL.search(text)))):
        if type(node) is NavigableString and not node.find_parent(["script", "style"]):
            node.replace_with(
                BeautifulSoup(mark_up(str(node), node.find_parent(lang="zh") is not None), "html.parser")
            )


def mark_up(text: str, already: bool = False) -> str:
    """Escape `text` for HTML, mark its Chinese (unless `already` inside such a mark), and hide nothing.

    >>> mark_up("the 枫桥 way")
    'the <span lang="zh">枫桥</span> way'
    >>> mark_up("a\\u202eb")
    'a<span class="control">U+202E</span>b'
    """
    html = escape(text, quote=False)
    if not already:
        html = CHINESE.sub(lambda match: f'<span lang="zh">{match[0]}</span>', html)
    return CONTROL.sub(lambda match: f'<span class="control">U+{ord(match[0]):04X}</span>', html)

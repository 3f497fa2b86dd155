"""Render an executed notebook as a page that needs only a browser.

nbconvert makes the body, with the template in ``templates/study``; this module adds the rest of a page: head,
navigation, style, font, and a policy that forbids all requests. A page is one file that contains its figures,
style and font, so it can be sent by mail and read offline.
"""

import io
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from methods.pages.markup import mark_up, sanitise, tidy
from methods.pages.webfont import font_face

if TYPE_CHECKING:
    from jinja2 import Environment
    from nbformat import NotebookNode

TEMPLATES = Path(__file__).parent / "templates"
POLICY = "default-src 'none'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True)
class Figure:
    """A figure in a notebook: its file name, its alt text, and the question (heading) above it."""

    name: str
    alt: str
    question: str


def headings(nb: "NotebookNode", level: int) -> list[str]:
    """Return the headings of a level in a notebook, as written."""
    pattern = re.compile(rf"^#{{{level}}}\s+(.+?)\s*#*$", re.M)
    cells = (cell.source for cell in nb.cells if cell.cell_type == "markdown")
    return [heading for source in cells for heading in pattern.findall(without_code(source))]


def without_code(source: str) -> str:
    """Remove fenced blocks from Markdown: a # in them starts a comment, not a heading."""
    return re.sub(r"^```.*?^```", "", source, flags=re.M | re.S)


def title(nb: "NotebookNode", stem: str) -> str:
    """Return the title of a notebook: its first heading, or else its file name."""
    return next(iter(headings(nb, 1)), stem)


def lede(nb: "NotebookNode") -> str:
    """Return the first paragraph below the title, without Markdown; an empty string if there is none."""
    paragraphs = [
        p.strip() for cell in nb.cells if cell.cell_type == "markdown" for p in cell.source.split("\n\n")
    ]
    plain = next((p for p in paragraphs if p and not p.startswith(("#", "|", "-", ">", "```"))), "")
    return re.sub(r"\[([^\]]*)\]\([^)]*\)|[*_`]", r"\1", " ".join(plain.split()))


def figures(nb: "NotebookNode") -> list[Figure]:
    """List the figures that an executed notebook shows.

    Raises
    ------
    ValueError
        If a cell shows a picture that did not go through `save_figure`, and so has neither a file nor an alt
        text.
    """
    found, question = [], ""
    for number, cell in enumerate(nb.cells, start=1):
        if cell.cell_type == "markdown":
            question = last_heading(cell.source, question)
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                about = output.metadata.get("image/png", {})
                if not (about.get("figure") and about.get("alt")):
                    raise ValueError(f"cell {number} shows a picture: draw and save it in one cell")
                found.append(Figure(about["figure"], about["alt"], question))
    return found


@dataclass(frozen=True)
class Finding:
    """The text of a cell tagged ``finding``, as HTML, with its question and the last figure before it.

    `leads` says whether the cell is also tagged ``headline`` and comes first on the first page.
    """

    html: str
    question: str
    figure: str | None
    leads: bool


def findings(nb: "NotebookNode", tag: str) -> list[Finding]:
    """Return the findings: the text, or the displayed Markdown, of cells with a tag."""
    from nbconvert.filters import markdown2html

    found, question, figure = [], "", None
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            question = last_heading(cell.source, question)
        outputs = cell.get("outputs", [])
        abouts = (output.get("metadata", {}).get("image/png", {}) for output in outputs)
        figure = next((about["figure"] for about in abouts if "figure" in about), figure)
        tags = cell.metadata.get("tags", [])
        if tag in tags:
            shown = [output.get("data", {}).get("text/markdown") for output in outputs]
            texts = [cell.source] if cell.cell_type == "markdown" else list(filter(None, shown))
            html = "".join(sanitise(markdown2html(text)) for text in texts)
            found += [Finding(html, question, figure, "headline" in tags)] if texts else []
    return found


def last_heading(source: str, before: str) -> str:
    """Return the last heading in a text cell, or `before` if it has none."""
    return next(reversed(re.findall(r"^#{1,3}\s+(.+?)\s*#*$", without_code(source), re.M)), before)


def notebook_body(nb: "NotebookNode") -> str:
    """Return the cells of an executed notebook as HTML."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        template_name="study",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_anchor_links=True,
        filters={"sanitise": sanitise, "figure": figure_html},
    )
    return exporter.from_notebook_node(nb)[0]


def link_data(html: str, data: Mapping[str, str]) -> str:
    """Link names of files in code style to the files that the pages offer, by their addresses in `data`.

    >>> link_data("<p>see <code>a.csv</code></p>", {"a.csv": "data/a.csv"})
    '<p>see <a href="data/a.csv"><code>a.csv</code></a></p>'
    """
    named = re.compile(rf"<code>({'|'.join(map(re.escape, data)) or '(?!)'})</code>")
    return named.sub(lambda match: f'<a href="{data[match[1]]}">{match[0]}</a>', html)


def figure_html(output: Mapping[str, Any]) -> str:
    """Return the HTML of a figure: the embedded picture, with links to its files below."""
    from markupsafe import Markup
    from PIL import Image

    png = output["data"]["image/png"].strip()
    about = output["metadata"]["image/png"]
    with Image.open(io.BytesIO(b64decode(png))) as picture:
        width, height = picture.size
    links = Markup(" ").join(
        Markup('<a href="figures/{0}.{1}" aria-label="{2} of {0}">{2}</a>').format(
            about["figure"], suffix, what
        )
        for suffix, what in (("csv", "Numbers (CSV)"), ("png", "Picture (PNG)"))
    )
    return Markup(
        '<figure id="figure-{}"><img src="data:image/png;base64,{}" alt="{}" width="{}" height="{}">'
        "<figcaption>{}</figcaption></figure>"
    ).format(about["figure"], png, about["alt"], width // 2, height // 2, links)


@cache
def environment() -> "Environment":
    """Return the Jinja environment of the pages, which escapes everything that is not marked safe."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    made = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    made.filters["zh"] = lambda text: Markup(mark_up(text))
    return made


def fill(template: str, **context: object) -> str:
    """Return one of the templates of the pages, filled."""
    return environment().get_template(template).render(**context)


def page(body: str, context: Mapping[str, Any], script: str = "", data: str = "", letters: str = "") -> str:
    """Return a complete page around a body.

    Parameters
    ----------
    body : str
        HTML of the main part, with hostile text escaped or sanitised.
    context : mapping
        ``study, title, description, href, pages`` for the layout, and optional values of the template; with
        ``contents=True`` the page gets a list of its second-level headings.
    script, data : str
        JavaScript, and the JSON that it reads.
    letters : str
        Additional Chinese characters in the font of the page, so that several pages can share a font.

    Returns
    -------
    str
        HTML with a policy that lets the browser load nothing and run only this script.
    """
    heading, end, rest = tidy(body).partition("</h1>")
    layout = {"contents": (), "wide": False, "previous": None, "following": None, **context}
    layout |= {"heading": heading + end, "body": rest} if end else {"heading": "", "body": heading}
    if layout["contents"]:
        layout["contents"] = contents(rest)
    draft = fill("layout.html.j2", **layout, style="", policy="", script=script, data=data)
    style = font_face(draft + letters) + (TEMPLATES / "style.css").read_text(encoding="utf-8")
    policy = f"{POLICY}; style-src {fingerprint(style)}; script-src {fingerprint(script)}"
    return fill("layout.html.j2", **layout, style=style, policy=policy, script=script, data=data)


def contents(body: str) -> list[dict[str, str]]:
    """Return the second-level headings of a tidied body: ``id``, and ``html`` without links."""
    found = re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', body, re.S)
    return [{"id": name, "html": re.sub(r"</?a\b[^>]*>", "", inner)} for name, inner in found]


def json_for_html(value: object) -> str:
    """Return JSON for a ``<script>`` element; no text in it can end the element or start another."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def fingerprint(text: str) -> str:
    """Return the hash of an inline style or script for the policy, or ``'none'`` if it is empty."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" if text else "'none'"

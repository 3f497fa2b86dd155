"""The first page: the findings, the other pages, every figure with its question, and the data."""

import io
from base64 import b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from methods.figures.terms.articles import left_out_sentence
from methods.files.csv_files import read_rows
from methods.files.folders import read_regular
from methods.pages import render, sources

if TYPE_CHECKING:
    from methods.pages.execute import Notebook
    from methods.pages.site import Layout

THUMBNAIL, FINDING = 640, 1280  # pixels: twice what the gallery and a finding show, for sharp screens


def index_body(notebooks: Sequence["Notebook"], explorer: Mapping[str, str], study: "Layout") -> str:
    """Return the main part of the first page.

    Parameters
    ----------
    notebooks : sequence of Notebook
        The executed notebooks.
    explorer : mapping
        ``href`` and ``title`` of the explorer page.
    study : Layout

    Returns
    -------
    str
        HTML, before `methods.pages.markup.tidy`.
    """
    # Of a corpus whose trainings nobody has read, what holds of any: a draft of facts is no finding.
    tag = "finding" if (study.corpus / "trainings.csv").is_file() else "general-finding"
    pairs = [(notebook, one) for notebook in notebooks for one in render.findings(notebook.nb, tag)]
    found = [finding_entry(*pair) for pair in sorted(pairs, key=lambda pair: not pair[1].leads)]
    books = [{"href": f"data/{n.stem}.xlsx", "title": n.title} for n in notebooks if n.figures]
    cards = [{"href": n.href, "title": n.title, "lede": render.lede(n.nb)} for n in notebooks]
    cards.append(
        {
            **explorer,
            "lede": "Every line with a tracked term or one of the codebook, with its place in the raw file.",
        }
    )
    figures = [gallery_entry(notebook, figure) for notebook in notebooks for figure in notebook.figures]
    numbers = [
        table_entry(f"figures/{one.name}.csv", notebook.folder / f"{one.name}.csv", question(notebook, one))
        for notebook in notebooks
        for one in notebook.figures
    ]
    offered, left_out = sources.published(study), left_out_sentence(study.source)
    numbers += [table_entry(href, *one) for href, one in offered.items() if href.endswith(".csv")]
    return render.fill(
        "index.html.j2",
        study=study.title,
        subtitle=study.subtitle,
        left_out=left_out.plain().replace("`", "") if left_out else "",
        articles=sources.bibliography(study),
        datasheet=next((href for href in offered if href.endswith(".md")), ""),
        citation=sources.citation(study),
        findings=found,
        cards=cards,
        figures=figures,
        data=numbers,
        books=books,
    )


def finding_entry(notebook: "Notebook", finding: render.Finding) -> dict[str, Any]:
    """Return a finding with its question and, if there is one, its figure."""
    shown = {figure.name: figure for figure in notebook.figures}
    figure = gallery_entry(notebook, shown[finding.figure], FINDING) if finding.figure in shown else None
    href = figure["href"] if figure else notebook.href
    return {"html": finding.html, "title": finding.question or notebook.title, "href": href, "figure": figure}


def gallery_entry(notebook: "Notebook", figure: render.Figure, size: int = THUMBNAIL) -> dict[str, Any]:
    """Return a figure of the gallery: thumbnail, question and link."""
    picture, width, height = thumbnail(notebook.folder / f"{figure.name}.png", size)
    place = f"{notebook.href}#figure-{figure.name}"
    about = {"alt": figure.alt, "question": question(notebook, figure)}
    return {"thumbnail": picture, "width": width, "height": height, "href": place, **about}


def question(notebook: "Notebook", figure: render.Figure) -> str:
    """Return the question of a figure, with the figure's name if another one has the same question."""
    asked = figure.question or notebook.title
    names = [other.name.partition("-")[2] for other in notebook.figures if other.question == figure.question]
    if len(names) < 2:
        return asked
    first, own = names[0].partition("-")[0] + "-", figure.name.partition("-")[2]
    if all(name.startswith(first) for name in names):  # clouds-articles and clouds-themes
        own = own.removeprefix(first)
    own = own.replace("-", " ")
    return f"{asked} ({own.replace('chinese', 'Chinese')})"


def thumbnail(png: Path, size: int) -> tuple[str, int, int]:
    """Return a figure as a data URI of a small WebP, with its width and height in pixels."""
    from PIL import Image

    with Image.open(png) as picture:
        small = picture.convert("RGB")
    small.thumbnail((size, size), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    small.save(file, "WEBP", quality=82, method=6)
    return f"data:image/webp;base64,{b64encode(file.getvalue()).decode()}", *small.size


def table_entry(href: str, path: Path, what: str) -> dict[str, Any]:
    """Return a row of the list of data files: link, name, content, numbers of rows and columns."""
    rows, _ = read_rows(read_regular(path), path)
    head, *rows = rows or [[]]
    return {"href": href, "name": path.name, "what": what, "rows": len(rows), "columns": len(head)}

"""Leave out of a page what is about other articles than its own, and sections that have nothing to show."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

OURS = "this-corpus"  # tag of cells about this project's articles, which pages of another corpus omit
OTHERS = "other-corpora"  # tag of cells about corpora that are larger or whose columns are groups
LAB = "lab"  # tag of cells for those who run the notebook, which no page shows
#: Tags of cells whose sentences always stay: conclusions, and findings that may be null results.
SAYS = {"conclusion", "general-finding", "null-result"}
WHY = "Not shown: "  # begins the reason for a missing figure; it need not be that there is nothing to show
BEGINS, HEADING = re.compile(r"(?m)^(?=#{2,6} )"), re.compile("#+(?= )")


def published(cells: "list[NotebookNode]", is_ours: bool) -> "list[NotebookNode]":
    """Return the `fitting` cells but those for JupyterLab only, and those about other articles."""
    hidden = {LAB, OTHERS if is_ours else OURS}
    return fitting([cell for cell in cells if hidden.isdisjoint(_tags(cell))])


def fitting(cells: "list[NotebookNode]") -> "list[NotebookNode]":
    """Return the cells of sections that have something to show.

    A section reaches from a heading to the next one, which may be in the middle of a cell. If it has code,
    and that shows neither a figure nor a row of a table, the section is left out; what it says of that is
    among the findings. A last line names these sections, with the reason that they give ("Not shown: …").
    A heading of nothing but such sections is left out, too, and so is a table without rows, with the line
    that ends in a colon before it.

    Parameters
    ----------
    cells : list of NotebookNode
        The cells of an executed notebook.
    """
    kept, parents = list["NotebookNode"](), list[list["NotebookNode"]]()
    left = list[tuple[str, str]]()
    sections = list(_sections(cells))
    for section, following in zip(sections, [*sections[1:], []], strict=True):
        parents = [parent for parent in parents if _level(parent) < _level(section)]
        code = [cell for cell in section if cell.cell_type == "code" and cell.outputs]
        if kept and code and not any(map(_shows, code)):  # The first section has the title.
            left.append((section[0].source.partition("\n")[0].lstrip("# "), _reason(code)))
        elif kept and not code and _level(section) < _level(following):
            parents.append(section)
        else:
            kept += [cell for some in (*parents, section) for cell in _without_empty_tables(some)]
            parents = []
    if left:
        from nbformat.v4 import new_markdown_cell

        names = "; ".join(f"*{name}*" for name, reason in left if not reason)
        given = "; ".join(f"*{name}* ({reason})" for name, reason in left if reason)
        lines = [f"Left out, since these articles have nothing to show there ({names})."] if names else []
        lines += [f"Left out{', too' * bool(names)}, for the reason in brackets: {given}."] if given else []
        lines.append("`corpus/README.md` says which files sections read.")
        kept.append(new_markdown_cell(" ".join(lines), id="left-out"))
    return kept


def _reason(code: "list[NotebookNode]") -> str:
    """Return the first sentence of why a figure is not shown; an empty string if no cell gives a reason."""
    said = (
        output.get("data", {}).get("text/markdown", "").strip() for cell in code for output in cell.outputs
    )
    return next(
        (text.removeprefix(WHY).partition(". ")[0].rstrip(".") for text in said if text.startswith(WHY)), ""
    )


def _tags(cell: "NotebookNode") -> list[str]:
    return cell.metadata.get("tags", [])


def _sections(cells: "list[NotebookNode]") -> "Iterator[list[NotebookNode]]":
    """Yield the cells of each section; a cell with several headings is divided."""
    section = list["NotebookNode"]()
    for cell in cells:
        parts = BEGINS.split(cell.source) if cell.cell_type == "markdown" else [cell.source]
        for number, part in enumerate(filter(None, parts)):
            piece = cell.copy()
            piece.source, piece.id = part.strip(), f"{cell.id}-{number}" if number else cell.id
            if cell.cell_type == "markdown" and part.startswith("##") and section:
                yield section
                section = []
            section.append(piece)
    yield section


def _level(section: "list[NotebookNode]") -> int:
    """Return the level of a section's heading; 0 if it has none."""
    found = HEADING.match(section[0].source) if section else None
    return len(found[0]) if found else 0


def _without_empty_tables(section: "list[NotebookNode]") -> "list[NotebookNode]":
    """Return the cells of a section without tables of no rows, and without what only announces these."""
    kept = list["NotebookNode"]()
    for cell in section:
        if cell.cell_type == "code" and any(map(_is_empty_table, cell.outputs)):
            cell = cell.copy()
            cell.outputs = [output for output in cell.outputs if not _is_empty_table(output)]
            announced = bool(kept) and kept[-1].cell_type == "markdown" and kept[-1].source.endswith(":")
            if announced and not cell.outputs:
                rest = kept.pop().copy()
                rest.source = rest.source.rpartition("\n\n")[0]
                kept += [rest] if rest.source else []
        kept.append(cell)
    return kept


def _is_empty_table(output: "NotebookNode") -> bool:
    """Return whether an output is a table without rows."""
    text = output.get("data", {}).get("text/html", "")
    return "<table" in text and "<td" not in text


def _shows(cell: "NotebookNode") -> bool:
    """Return whether a cell of code shows a figure or a row of a table, or may show sentences only."""
    data = [output.get("data", {}) for output in cell.outputs]
    return not SAYS.isdisjoint(_tags(cell)) or any(
        kind.startswith("image/") or (kind == "text/html" and "<td" in text)
        for some in data
        for kind, text in some.items()
    )

"""Rooms import only from rooms below them, without circles, and each has the face that it promises."""

import ast
import importlib
from pathlib import Path

import pytest

from methods.files.paths import ROOT

METHODS = ROOT / "methods"
#: From the ground up; a room may import those before it.
FLOORS = ["files", "repair", "text", "mentions", "corpora", "measures", "figures", "draft", "study", "pages"]
FACES = {
    "methods.files.atomic": ["write_atomic"],
    "methods.files.encodings": ["decode"],
    "methods.files.lexicons": ["read_lexicon"],
    "methods.files.paths": ["ROOT"],
    "methods.files.problems": ["Report"],
    "methods.repair": ["repair_text"],
    "methods.repair.ledger": ["Ledger"],
    "methods.text.clean": ["clean", "clean_text"],
    "methods.text.occurrences": ["find_terms"],
    "methods.text.spans": ["paragraphs", "sentences"],
    "methods.text.words": ["tokenize"],
    "methods.mentions.people": ["find_actors"],
    "methods.mentions.places": ["find_places"],
    "methods.mentions.quotations": ["quoted_spans"],
    "methods.figures.saving": ["save_figure"],
}
MODULES = sorted(METHODS.rglob("*.py"))


def dotted(path: Path) -> str:
    """Return the name by which a module is imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> set[str]:
    """Return the modules of this project that a module imports, at its top or later."""
    names = {dotted(each) for each in MODULES} | {"helpers"}
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in names else node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found & names - {"methods"} - {dotted(path)}


def floor(name: str) -> int:
    """Return the floor of a module; the front door, `helpers`, is below the pages alone."""
    return FLOORS.index("study") if name == "helpers" else FLOORS.index(name.split(".")[1])


GRAPH = {dotted(path): imports(path) for path in MODULES if dotted(path) != "methods"}


def test_the_top_shows_rooms_and_nothing_else():
    shown = {p.name for p in METHODS.iterdir() if p.name != "__pycache__"}
    rooms = {"files", "repair", "text", "mentions", "corpora", "measures", "figures", "pages"}
    assert shown <= rooms | {"study.py", "draft.py", "__init__.py"}
    assert rooms <= shown


@pytest.mark.parametrize("module", GRAPH)
def test_no_import_runs_upward(module):
    assert [name for name in GRAPH[module] if floor(name) > floor(module)] == []


def test_no_import_runs_in_a_circle():
    done, path = set(), []

    def visit(module):
        assert module not in path, " -> ".join([*path, module])
        if module not in done:
            path.append(module)
            for name in sorted(GRAPH.get(module, ())):
                visit(name)
            done.add(path.pop())

    for module in GRAPH:
        visit(module)


@pytest.mark.parametrize("module", FACES)
def test_each_room_has_its_face(module):
    assert [name for name in FACES[module] if not hasattr(importlib.import_module(module), name)] == []


@pytest.mark.parametrize("path", [p for p in METHODS.rglob("__init__.py") if p.parent.name != "repair"])
def test_packages_hold_a_docstring_and_nothing_else(path):
    assert len(ast.parse(path.read_text(encoding="utf-8")).body) == 1


def test_modules_fit_one_sitting():
    paths = [*MODULES, ROOT / "helpers.py"]
    long = {p.name: n for p in paths if (n := len(p.read_text(encoding="utf-8").splitlines())) > 300}
    assert not long, long

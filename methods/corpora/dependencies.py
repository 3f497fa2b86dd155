"""Find what a result depends on: code that its function can reach, data that it names, libraries it uses.

A kept table is found again by a hash. If the hash missed a module two folders down, a table would become
stale without an error. So every import in a module counts, even one inside a function, and so does every
package that an import passes through.
"""

import ast
import functools
import importlib.metadata
import sys
from pathlib import Path

from methods.files.paths import LEXICONS, ROOT

#: First parts of the names of this project's own modules.
OURS = ("methods", "helpers")
DATA = (".csv", ".npz")


def project_files() -> list[Path]:
    """Return the modules of this project and its data files, without what is cached beside them."""
    kinds = (".py", *DATA)
    found = (path for path in (ROOT / "methods").rglob("*") if path.suffix in kinds)
    return sorted(path for path in found if "__pycache__" not in path.parts)


@functools.cache
def reachable(module: str) -> tuple[Path, ...]:
    """Return the files on which a module of this project depends: modules, and data files that they name.

    Parameters
    ----------
    module : str
        A dotted name, ``methods.measures.counts`` or ``helpers``.

    Returns
    -------
    tuple of Path
        Sorted, with the module's own file. A data file counts as named if a string in a module is its name
        and it is in ``corpus/lexicons/`` or beside the module.
    """
    found: set[Path] = set()
    todo = set(_files(module))
    while todo:
        path = todo.pop()
        found.add(path)
        if path.suffix == ".py":
            named = {file for name in _imports(path) if name.split(".")[0] in OURS for file in _files(name)}
            todo |= (named | _data(path)) - found
    return tuple(sorted(found))


@functools.cache
def versions(files: tuple[Path, ...]) -> tuple[str, ...]:
    """Return the libraries that some modules import, sorted, each with its version: ``jieba 0.42.1``."""
    tops = {name.split(".")[0] for path in files if path.suffix == ".py" for name in _imports(path)}
    known = _distributions()
    used = {one for top in tops - set(sys.stdlib_module_names) - set(OURS) for one in known.get(top, ())}
    return tuple(sorted(f"{name} {importlib.metadata.version(name)}" for name in used))


@functools.cache
def _distributions() -> dict[str, list[str]]:
    return dict(importlib.metadata.packages_distributions())


@functools.cache
def _files(module: str) -> tuple[Path, ...]:
    """Return the files of a module and of its packages; the last part may be a name inside a module."""
    parts = module.split(".")
    bases = [ROOT.joinpath(*parts[:size]) for size in range(1, len(parts) + 1)]
    paths = (path for base in bases for path in (base.with_name(f"{base.name}.py"), base / "__init__.py"))
    return tuple(path for path in paths if path.is_file())


@functools.cache
def _nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return the imports and the constants of a module."""
    nodes = ast.walk(ast.parse(path.read_bytes()))
    return tuple(node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom | ast.Constant))


@functools.cache
def _imports(path: Path) -> frozenset[str]:
    """Return the dotted names of the modules that a module imports, and of the names it imports from them."""
    names: set[str] = set()
    for node in _nodes(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = path.relative_to(ROOT).with_suffix("").parts[: -node.level] if node.level else ()
            base = ".".join([*package, *filter(None, [node.module])])
            names |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return frozenset(names)


def _data(path: Path) -> set[Path]:
    """Return the data files that a module names: lexicons of this project, and files beside the module."""
    words = (node.value for node in _nodes(path) if isinstance(node, ast.Constant))
    names = {word.rpartition("/")[2] for word in words if isinstance(word, str) and word.endswith(DATA)}
    return {file for name in names for file in (LEXICONS / name, path.parent / name) if file.is_file()}

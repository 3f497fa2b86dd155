"""A kept result depends on code two folders down, on the data that it names, and on libraries."""

import pytest

from methods.corpora import dependencies, engine


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A small project: a method in a room, what it reaches two folders down, and what it does not."""
    files = {
        "helpers.py": "",
        "methods/__init__.py": "",
        "methods/measures/__init__.py": "",
        "methods/measures/rates.py": "from methods.text.words import tokenize",
        "methods/text/__init__.py": "",
        "methods/text/words.py": 'def tokenize():\n    import jieba\n    from ..files import paths\n    return "terms.csv"',
        "methods/files/__init__.py": "",
        "methods/files/paths.py": "TABLE = 'table.npz'",
        "methods/files/table.npz": "",
        "methods/figures/__init__.py": "",
        "methods/figures/charts.py": "",
        "corpus/lexicons/terms.csv": "term\n",
        "corpus/lexicons/themes.csv": "theme\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(dependencies, "ROOT", tmp_path)
    monkeypatch.setattr(dependencies, "LEXICONS", tmp_path / "corpus" / "lexicons")
    forget()
    yield tmp_path
    forget()


def forget():
    for each in (
        engine._code,
        dependencies.reachable,
        dependencies._files,
        dependencies._nodes,
        dependencies._imports,
        dependencies.versions,
    ):
        each.cache_clear()


@pytest.mark.parametrize(
    ("name", "is_reached"),
    [
        ("methods/measures/rates.py", True),
        ("methods/text/words.py", True),
        ("methods/text/__init__.py", True),
        ("methods/files/paths.py", True),
        ("methods/files/table.npz", True),
        ("corpus/lexicons/terms.csv", True),
        ("methods/figures/charts.py", False),
        ("corpus/lexicons/themes.csv", False),
    ],
)
def test_results_depend_on_what_their_code_can_reach(project, name, is_reached):
    before = engine._code("methods.measures.rates")
    with (project / name).open("a") as file:
        file.write("# changed\n")
    forget()
    assert (engine._code("methods.measures.rates") != before) == is_reached


def test_results_depend_on_the_libraries_that_their_code_imports(project):
    found = dependencies.versions(dependencies.reachable("methods.measures.rates"))
    assert [each.split()[0] for each in found] == ["jieba"]


def test_the_repair_depends_on_the_names_of_places():
    names = {path.name for path in dependencies.reachable("methods.corpora.chunks")}
    assert {"places.csv", "clean.py", "article.py"} <= names
    assert not {"themes.csv", "charts.py"} & names


def test_what_is_cached_beside_the_code_is_no_part_of_it(project):
    before = dependencies.project_files()
    assert project / "methods" / "measures" / "rates.py" in before
    cache = project / "methods" / "files" / "__pycache__"
    cache.mkdir(parents=True, exist_ok=True)
    (cache / "words-0123.npz").touch()
    assert dependencies.project_files() == before

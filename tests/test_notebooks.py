"""Every notebook: its form as committed, and what it computes when it is run."""

import ast
import json
import os
import re
import subprocess
import sys

import nbformat
import pandas as pd
import pytest

from methods.pages.build import ROOT
from methods.pages.execute import warnings_of

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
CSVS = sorted((ROOT / "figures").glob("*.csv"))
each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def test_there_are_three_in_sequence():
    assert [path.stem[:2] for path in NOTEBOOKS] == ["01", "02", "03"]


@each
def test_is_valid_and_of_the_plain_kernel(path):
    notebook = read(path)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"


@each
def test_is_committed_without_outputs(path):
    for cell in code_cells(path):
        assert cell.outputs == []
        assert cell.execution_count is None


@each
def test_no_cell_is_longer_than_twenty_lines(path):
    long = [cell.source for cell in code_cells(path) if len(cell.source.strip().splitlines()) > 20]
    assert not long


@each
def test_first_code_cell_imports(path):
    body = ast.parse(code_cells(path)[0].source).body
    assert body
    assert all(isinstance(node, ast.Import | ast.ImportFrom) for node in body)


@each
def test_second_code_cell_holds_the_parameters(path):
    cell = code_cells(path)[1]
    names = [
        name.id
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for name in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    assert "parameters" in cell.metadata.get("tags", [])
    assert "CORPUS" in names
    assert all(name.isupper() for name in names)


@each
def test_imports_stand_in_the_first_cell_only(path):
    for cell in code_cells(path)[1:]:
        assert not re.search(r"^\s*(import|from)\s", cell.source, re.M), cell.source


@each
def test_reads_as_an_argument(path):
    cells = read(path).cells
    assert cells[0].cell_type == "markdown"
    assert cells[0].source.startswith("# ")
    questions = re.findall(
        r"^## (.+)$", "\n".join(c.source for c in cells if c.cell_type == "markdown"), re.M
    )
    assert len(questions) >= 3


@each
def test_names_its_findings_for_the_first_page(path):
    assert 1 <= sum("finding" in cell.metadata.get("tags", []) for cell in read(path).cells) <= 4


@each
def test_runs_without_warnings(path, study):
    executed = nbformat.read(study.cache / path.name, as_version=4)
    assert not [line for line in warnings_of(executed) if "warning" in line.lower()]
    assert any(cell.get("outputs") for cell in executed.cells)


def render(corpus, folder):
    """Let plain nbconvert make a page of each notebook, all at once; give what it says, by name, if it fails."""
    options = ["--to", "html", "--execute", f"--output-dir={folder}"]
    runs = {
        path.stem: subprocess.Popen(
            [sys.executable, "-m", "nbconvert", *options, str(path)],
            cwd=ROOT / "notebooks",
            env={**os.environ, "CORPUS": str(corpus)},
            stderr=subprocess.PIPE,
            text=True,
        )
        for path in NOTEBOOKS
    }
    said = {name: run.communicate()[1] for name, run in runs.items()}
    return {name: said[name][-3000:] for name, run in runs.items() if run.returncode}


def test_renders_with_plain_nbconvert(study, tmp_path):
    assert render(study.corpus, tmp_path) == {}
    assert all((tmp_path / f"{path.stem}.html").stat().st_size > 10_000 for path in NOTEBOOKS)


def test_runs_where_nothing_is_found(tmp_path):
    texts = ["长江的水从雪山上流下来。", "“我爱花。”小红说，春天的花开了。", "面条要煮五分钟，再放盐和葱。"]
    rows = "".join(f"{number},{text * 3},202{number}-03-04\n" for number, text in enumerate(texts))
    (tmp_path / "articles.csv").write_text(f"article_id,text,date\n{rows}", encoding="utf-8")
    (tmp_path / "lexicons").mkdir()
    for name, lines in {"terms": "term\n枫桥经验\n", "themes": "theme,term\nlaw,法治\n"}.items():
        (tmp_path / "lexicons" / f"{name}.csv").write_text(lines, encoding="utf-8")
    assert render(tmp_path, tmp_path) == {}


def test_the_committed_figures_are_those_that_the_notebooks_make(study):
    made = sorted(path.name for path in study.figures.iterdir())
    committed = sorted(
        path.name for path in (ROOT / "figures").iterdir() if path.suffix in (".csv", ".png", ".svg")
    )
    assert committed == made
    assert len(CSVS) >= 12


@pytest.mark.parametrize("committed", CSVS, ids=lambda path: path.stem)
def test_committed_numbers_come_out_again(committed, study):
    old, new = (pd.read_csv(folder / committed.name) for folder in (ROOT / "figures", study.figures))
    # Not byte by byte: another processor may round the sixth digit the other way.
    pd.testing.assert_frame_equal(old, new, rtol=2e-5, atol=1e-9)


def test_nothing_of_this_machine_stands_in_the_outputs(study):
    for path in NOTEBOOKS:
        text = json.dumps(nbformat.read(study.cache / path.name, as_version=4).cells)
        assert str(study.corpus) not in text
        assert str(ROOT) not in text
        assert not re.search(r"\bat 0x[0-9a-f]{6,}", text)

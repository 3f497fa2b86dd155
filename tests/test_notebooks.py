"""Every notebook: its form as committed, what it computes when it is run, and that any cell can be run again."""

import ast
import json
import re
import shutil

import nbformat
import pandas as pd
import pytest
from jupyter_client.kernelspec import get_kernel_spec
from nbclient import NotebookClient
from nbclient.util import run_sync

from methods.files.paths import ROOT
from methods.pages.execute import channels, warnings_of

NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))
CSVS = sorted((ROOT / "figures").glob("*.csv"))
each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


# Form


def test_there_are_three_in_sequence():
    assert [path.stem[:2] for path in NOTEBOOKS] == ["01", "02", "03"]


@each
def test_is_valid_of_the_plain_kernel_and_without_outputs(path):
    notebook = read(path)
    nbformat.validate(notebook)
    kernel = get_kernel_spec("python3")  # whose names JupyterLab writes on saving
    assert notebook.metadata.kernelspec == {
        "display_name": kernel.display_name,
        "language": "python",
        "name": "python3",
    }
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code_cells(path))


@each
def test_first_code_cell_imports_and_no_other_does(path):
    first, *others = (ast.parse(cell.source) for cell in code_cells(path))
    assert all(isinstance(node, ast.Import | ast.ImportFrom) for node in first.body)
    assert not [
        node for tree in others for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)
    ]


@each
def test_second_code_cell_holds_the_parameters(path):
    cell = code_cells(path)[1]
    names = [name for node in ast.parse(cell.source).body for name in bound(node)]
    assert "parameters" in cell.metadata.get("tags", [])
    assert "CORPUS" in names
    assert all(name.isupper() for name in names)


@each
def test_reads_as_an_argument(path):
    cells = read(path).cells
    assert cells[0].cell_type == "markdown"
    assert cells[0].source.startswith("# ")
    prose = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    main, _, _ = prose.partition("\n## Further views")
    questions = re.findall(r"^## (.+)$", main, re.M)
    assert 3 <= len(questions) <= 8
    assert [q for q in questions if not q.endswith("?")] == []


@pytest.mark.parametrize("tag", ["finding", "general-finding"])
def test_three_findings_are_named_for_the_first_page_of_ours_and_of_any_corpus(tag):
    tagged = [cell for path in NOTEBOOKS for cell in read(path).cells if tag in cell.metadata.get("tags", [])]
    assert len(tagged) == 3


def bound(node):
    """Return the names that a statement binds."""
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return [
        leaf.id for target in targets if target for leaf in ast.walk(target) if isinstance(leaf, ast.Name)
    ]


BRANCHES = (ast.If, ast.IfExp, ast.For, ast.While, ast.Try)


def branches(tree):
    """Count what decides: each `if`, `else` of a loop, loop, `try`, condition, `and` and `or`."""
    count = 0
    for node in ast.walk(tree):
        count += isinstance(node, BRANCHES)
        count += len(node.ifs) if isinstance(node, ast.comprehension) else 0
        count += len(node.values) - 1 if isinstance(node, ast.BoolOp) else 0
    return count


@each
def test_decides_and_leaves_the_craft_to_the_methods(path):
    trees = [ast.parse(cell.source) for cell in code_cells(path)]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    assert not [
        n for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda)
    ]
    # The parameters take what the command line sets: `os.environ.get(…) or …`.
    assert sum(map(branches, [trees[0], *trees[2:]])) <= 10


@each
def test_the_group_of_the_command_line_counts_in_a_small_corpus_too(path, tmp_path, monkeypatch):
    rows = [(f"{i}", f"2020-0{1 + i}-03", "ab"[i % 2], f"第{i}篇：社区治理培训班开班。") for i in range(6)]
    table = pd.DataFrame(rows, columns=["article_id", "date", "channel", "text"])
    table.to_csv(tmp_path / "articles.csv", index=False)
    monkeypatch.setenv("CORPUS", str(tmp_path))
    monkeypatch.setenv("GROUP", "channel")
    space = {}
    for cell in code_cells(path):
        exec(cell.source, space)
        if "study" in space:
            break
    assert space["study"].columns.names == ("a", "b")


@each
def test_lines_fit(path):
    lines = [line for cell in code_cells(path) for line in cell.source.split("\n")]
    assert [line for line in lines if len(line) > 110] == []


def test_the_three_are_no_longer_than_a_reader_can_bear():
    cells = [cell for path in NOTEBOOKS for cell in code_cells(path)]
    lines = [line for cell in cells for line in cell.source.split("\n") if line.strip()]
    assert len(cells) <= 125
    assert len(lines) <= 700


@each
def test_no_cell_touches_what_another_bound(path):
    owner = {}
    for number, cell in enumerate(code_cells(path)):
        own = set()
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.NamedExpr | ast.For):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                wrong = [
                    t
                    for target in targets
                    for t in ast.walk(target)
                    if isinstance(t, ast.Subscript | ast.Attribute)
                ]
                assert not wrong, cell.source
                own |= set(bound(node))
            if isinstance(node, ast.keyword):
                assert node.arg != "inplace", cell.source
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in ("append", "extend", "update", "insert", "setdefault"), (
                    cell.source
                )
        twice = own & set(owner)
        assert not twice, f"cells {[owner[name] for name in twice]} and {number} bind {sorted(twice)}"
        owner |= dict.fromkeys(own, number)


@each
def test_shows_words_from_data_by_the_study_alone(path):
    called = [
        node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        for cell in code_cells(path)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Call)
    ]
    assert not {"Markdown", "HTML", "Latex", "display", "print", "display_html", "display_markdown"} & set(
        called
    )


WRITERS = sorted({*(ROOT / "methods" / "figures").rglob("*.py")} - {ROOT / "methods/figures/exhibit.py"})


@pytest.mark.parametrize("path", WRITERS, ids=lambda path: path.stem)
def test_sentences_are_templates_of_ours(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    ours = {name: n.value for n in tree.body if isinstance(n, ast.Assign) for name in bound(n)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Sentence", "nothing"):
            assert node.args, ast.unparse(node)
            parts = [node.args[0]]
            while parts:
                part = parts.pop()
                if isinstance(part, ast.Name) and part.id.isupper():
                    part = ours.get(part.id, part)
                if isinstance(part, ast.IfExp):
                    parts += [part.body, part.orelse]
                else:
                    assert isinstance(part, ast.Constant) and isinstance(part.value, str), ast.unparse(node)


# What they compute


@each
def test_runs_without_warnings(path, study):
    executed = nbformat.read(study.cache / path.name, as_version=4)
    assert not [line for line in warnings_of(executed) if "warning" in line.lower()]
    assert any(cell.get("outputs") for cell in executed.cells)


def shown(cell):
    """Return what a cell shows, without what differs from run to run by its nature."""
    return json.dumps(
        [{k: v for k, v in o.items() if k != "execution_count"} for o in cell.get("outputs", [])],
        sort_keys=True,
    )


@each
def test_any_cell_can_be_run_again(path, study, tmp_path, monkeypatch):
    """Run all as JupyterLab does, on a copy; compare with the build; run each cell again, from last to first.

    This is the second run of all notebooks: outputs, numbers and pictures are those of the first, byte by byte.
    """
    corpus = shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    monkeypatch.setenv("CORPUS", str(corpus))
    monkeypatch.delenv("WRITE_FIGURES", raising=False)
    cells = read(study.cache / path.name).cells
    built = {cell.id: shown(cell) for cell in cells if cell.cell_type == "code"}
    published = {p.name: p.read_bytes() for p in study.figures.glob(f"{path.stem[:2]}-*")}
    notebook = read(path)
    client = NotebookClient(
        notebook,
        timeout=None,
        record_timing=False,
        resources={"metadata": {"path": path.parent}},
        config=channels(tmp_path),
    )

    def saved():
        return {p.name: p.read_bytes() for p in (corpus / ".cache" / "figures").iterdir()}

    async def run():
        async with client.async_setup_kernel():
            await each_cell(range(len(notebook.cells)))
            ran = {cell.id: shown(cell) for cell in notebook.cells if cell.id in built}
            assert ran == built
            assert saved() == published
            await each_cell(reversed(range(len(notebook.cells))))
            assert {cell.id: shown(cell) for cell in notebook.cells if cell.id in built} == built
            assert saved() == published

    async def each_cell(numbers):
        for number in numbers:
            if notebook.cells[number].cell_type == "code":
                await client.async_execute_cell(notebook.cells[number], number)

    run_sync(run)()
    assert not (corpus / "figures").exists()


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


def test_nothing_of_this_machine_is_in_the_outputs(study):
    for path in NOTEBOOKS:
        text = json.dumps(nbformat.read(study.cache / path.name, as_version=4).cells)
        assert str(study.corpus) not in text
        assert str(ROOT) not in text
        assert not re.search(r"\bat 0x[0-9a-f]{6,}", text)

"""JupyterLab as `make lab` opens it in a fresh clone: what running, changing and saving leave for git."""

import os
import shutil
import subprocess

import nbformat
import pytest

from methods.files.paths import ROOT

NAME = "notebooks/01-term-trends.ipynb"
CACHE = "methods/repair/__pycache__"
WIDGET = "jupyterapp.shell.currentWidget"
OPENED = (
    f"globalThis.jupyterapp && {WIDGET}?.sessionContext?.session?.kernel?.connectionStatus == 'connected'"
)
RUN = f"""async () => {{
    await {WIDGET}.sessionContext.session.kernel.info;
    const panel = {WIDGET}.content;
    panel.activeCellIndex = panel.widgets.findIndex(cell => cell.model.id == 'damage-finding');
    await jupyterapp.commands.execute('notebook:run-all-above');
}}"""
SAVE = "jupyterapp.commands.execute('docmanager:save')"
CHANGES = {"TERMS = 12": "TERMS = 5", '"八项规定"': '"平安"', "q=0.05": "q=0.1"}
CHANGE = f"""changes => {{
    for (const cell of {WIDGET}.content.model.cells)
        for (const [old, other] of Object.entries(changes))
            cell.sharedModel.setSource(cell.sharedModel.getSource().replace(old, other));
}}"""


@pytest.fixture
def clone(tmp_path):
    """A fresh clone, with the packages that are installed here."""
    folder = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    (folder / ".git" / "info" / "exclude").write_text(".venv\n")  # .gitignore means a folder, not a link.
    for path in (ROOT / "methods" / "repair").glob("*.py"):  # What is compiled is kept by a source's time.
        own = folder / path.relative_to(ROOT)
        if own.exists() and own.read_bytes() == path.read_bytes():
            shutil.copystat(path, own)
    shutil.copytree(ROOT / CACHE, folder / CACHE, dirs_exist_ok=True)
    return folder


def test_running_and_saving_changes_nothing_and_three_changes_are_three_lines(
    clone, tmp_path, serve_lab, browser
):
    def git(*words):
        return subprocess.run(["git", *words], cwd=clone, capture_output=True, text=True, check=True).stdout

    command = ["make", "--old-file=.venv/ready", "lab"]
    path = os.pathsep.join([str(clone), os.environ["PYTHONPATH"]])
    with serve_lab(command, tmp_path / "home", cwd=clone, PYTHONPATH=path) as address:
        page = browser.new_page()
        page.goto(f"{address}lab/tree/{NAME}?token=t")
        page.wait_for_function(OPENED, timeout=120_000)
        page.evaluate(RUN)
        page.evaluate(SAVE)
        cells = nbformat.read(clone / NAME, 4).cells
        shown = [output.output_type for cell in cells for output in cell.get("outputs", [])]
        assert "display_data" in shown and "error" not in shown
        assert (clone / ".cache" / "figures" / "01-damage.png").exists()
        assert git("status", "--porcelain") == ""
        page.evaluate(CHANGE, CHANGES)
        page.evaluate(SAVE)
        assert git("diff", "--numstat") == f"3\t3\t{NAME}\n"
        page.close()

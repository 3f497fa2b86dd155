"""Is a build that was killed, and then run again, the same as one that never was?

    python benchmarks/kill.py [short|whole] [times]

Each time a build of a fresh copy of the study, with all its processes, is killed at a random moment (SIGKILL,
which nothing can catch) and run again to its end; figures and pages are then compared, byte by byte, with
those of a build left alone, and half-written files are looked for. ``short`` is one article and a notebook of
three figures, ``whole`` this study. Writes a row of `kill.csv`.
"""

import contextlib
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import pandas as pd
import psutil
from made import HERE, write
from nbformat import v4

from methods.pages.build import ROOT, Layout

BUILD = """
import sys
from pathlib import Path
from methods.pages.build import Layout, build
build(Layout(*map(Path, sys.argv[1:])))
"""
CELLS = [
    "# One article\n\nHow long are its paragraphs?",
    "import matplotlib.pyplot as plt\nfrom helpers import load_articles, save_figure\nfrom methods.files.paths import figures_folder",
    "lengths = load_articles(figures_folder().parent)['text'].str.split('\\n')",
    "table = lengths.explode().str.len().reset_index(name='characters')",
    *(
        f"fig, ax = plt.subplots(figsize=(5, 3))\nax.barh(table.index, table['characters'] ** {power})\n"
        f"save_figure(fig, '01-power-{power}', table, 'Bars of the lengths of the paragraphs to the power {power}')"
        for power in (1, 2, 3)
    ),
]


def short_study(folder: Path) -> Layout:
    """Write a corpus of one article and a notebook of three figures."""
    study = Layout(folder / "corpus", folder / "notebooks", folder / "cache")
    (study.corpus / "articles").mkdir(parents=True)
    study.notebooks.mkdir()
    name = "000_28db9e30412c6cfe.txt"
    shutil.copy(ROOT / "corpus" / "articles" / name, study.corpus / "articles")
    table = pd.read_csv(ROOT / "corpus" / "metadata.csv", dtype="str")
    table[table["file"] == name].to_csv(study.corpus / "metadata.csv", index=False)
    cells = [v4.new_markdown_cell(CELLS[0]), *map(v4.new_code_cell, CELLS[1:])]
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(
        v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), study.notebooks / "01-one.ipynb"
    )
    return study


def whole_study(folder: Path) -> Layout:
    """Copy the corpus, so that its results come to lie beside the copy."""
    shutil.copytree(ROOT / "corpus", folder / "corpus", ignore=shutil.ignore_patterns(".cache"))
    return Layout(folder / "corpus", caches=folder / "cache")


def start(study: Layout, **options: object) -> psutil.Popen:
    """Start a build in a process of its own."""
    command = [sys.executable, "-c", BUILD, study.corpus, study.notebooks, study.caches]
    return psutil.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)


def finish(build: psutil.Popen) -> None:
    """Wait for a build, which must succeed."""
    _, words = build.communicate()
    if build.returncode:
        raise RuntimeError(words.decode()[-2000:])


def kill(build: psutil.Popen, seconds: float) -> None:
    """Kill a build and the kernels that it has started, after some seconds."""
    time.sleep(seconds)
    family = [build, *build.children(recursive=True)]
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(family)
    build.communicate()


def contents(study: Layout) -> dict[str, bytes]:
    """Every file in the folders of figures and pages."""
    paths = (path for folder in (study.figures, study.site) for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(study.figures.parent)): path.read_bytes() for path in paths}


def main(kind: str = "short", times: str = "50") -> None:
    make, rng, differ, left = {"short": short_study, "whole": whole_study}[kind], random.Random(1), 0, 0
    with tempfile.TemporaryDirectory() as name:
        for alone in ("first", "second"):  # The first compiles, and takes longer than all that follow.
            study, began = make(Path(name) / alone), time.monotonic()
            finish(start(study))
        seconds, expected = time.monotonic() - began, contents(study)
        for number in range(int(times)):
            folder = Path(name) / str(number)
            study = make(folder)
            moment = rng.uniform(0, seconds)
            kill(start(study), moment)
            seen = contents(study)
            finish(start(study))
            differ += contents(study) != expected
            left += len(list(folder.rglob(".*~")))
            print(
                f"{number}: killed after {moment:.1f} s with {len(seen)} of {len(expected)} files", flush=True
            )
            shutil.rmtree(folder)
    row = {"study": kind, "kills": times, "files": len(expected), "builds_that_differ": differ}
    old = HERE / "kill.csv"
    rows = [r for r in (pd.read_csv(old).to_dict("records") if old.exists() else []) if r["study"] != kind]
    rows.append(row | {"temporary_files_left": left, "seconds_of_a_build": seconds})
    write("kill", [{key: r[key] for key in rows[-1]} for r in rows])


if __name__ == "__main__":
    main(*sys.argv[1:])

"""What the study is built from: everything pinned, everything under a licence that goes with ours."""

import re
import shutil
import subprocess

import licences
import pandas as pd
import pytest

ROOT = licences.ROOT
PINNED = re.compile(r"[a-z0-9._-]+==[\w.!+-]+( ; [^;]+)?")
#: Permissive, or copyleft for the package alone.
COMPATIBLE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|Zlib|CC0|CNRI|OFL|Open Font|LLVM", re.I
)
TABLE = pd.read_csv(ROOT / "benchmarks" / "licences.csv", keep_default_na=False)


def lines(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith(("#", "-"))]


def test_the_lock_pins_one_version_of_everything():
    assert [line for line in lines("constraints.txt") if not PINNED.fullmatch(line)] == []
    wanted = [*lines("requirements.txt"), *lines("requirements-dev.txt")]
    assert sorted(set(wanted) - set(lines("constraints.txt"))) == []


def test_every_package_of_the_lock_is_listed():
    assert TABLE["package"].tolist() == licences.locked()


@pytest.mark.parametrize("package", licences.locked())
def test_licence_is_compatible_and_as_listed(package):
    listed = TABLE.set_index("package").loc[package]
    assert all(COMPATIBLE.search(part) for part in re.split(r" AND |; ", listed["licence"]))
    assert licences.licence(package) == (listed["licence"], listed["note"])


def test_the_font_is_under_the_open_font_licence():
    assert "OFL" in TABLE.set_index("package").loc["pylopdf-fonts-zh-cn", "licence"]


@pytest.mark.parametrize("target", ["all", "clean"])
@pytest.mark.parametrize("name", ["a$(shell touch RAN)b", "a`touch RAN`b", '"; touch RAN; "', "a'b c"])
def test_make_takes_a_name_as_it_is_and_runs_nothing_in_it(tmp_path, target, name):
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    python = tmp_path / ".venv" / "bin" / "python"
    python.write_text('#!/bin/sh\necho "corpus=[$CORPUS] group=[$GROUP]"\n')
    python.chmod(0o755)
    for file in ("requirements.txt", "constraints.txt", "pyproject.toml", ".venv/ready"):
        (tmp_path / file).touch()
    done = subprocess.run(
        ["make", "--no-print-directory", target, f"CORPUS={name}", f"GROUP={name}"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not (tmp_path / "RAN").exists()
    assert target == "clean" or f"corpus=[{name}] group=[{name}]" in done.stdout

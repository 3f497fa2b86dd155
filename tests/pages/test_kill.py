"""Builds that are killed, that run side by side, and that find the disk full, on a study of one short notebook."""

import resource
import shutil

import kill
import pytest
from kill import contents, finish, short_study, start

from methods.files.atomic import HOST


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The study built in peace."""
    study = short_study(tmp_path_factory.mktemp("whole"))
    finish(start(study))
    return study


def test_killed_builds_and_two_side_by_side_come_out_the_same(whole, tmp_path):
    study = short_study(tmp_path)
    for seconds in (2, 4):
        kill.kill(start(study), seconds)
    (study.site / "figures").mkdir(parents=True, exist_ok=True)
    (study.site / "figures" / f".01-power-1.png.{HOST}-999999999-00000000~").write_bytes(b"half a pict")
    for build in [start(study), start(study)]:
        finish(build)
    assert contents(study) == contents(whole)
    assert not list(tmp_path.rglob(".*~"))


def limit_files() -> None:
    """Let no file grow over 12 kB, as a disk does that has no more room."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, 12_000))


def test_a_full_disk_is_an_error_and_leaves_what_was_there(whole, tmp_path):
    study = short_study(tmp_path)
    shutil.copytree(whole.figures, study.figures)
    shutil.copytree(whole.site, study.site)
    before = contents(study)
    path = study.notebooks / "01-one.ipynb"
    path.write_text(
        path.read_text(encoding="utf-8").replace("figsize=(5, 3)", "figsize=(5, 4)"), encoding="utf-8"
    )
    with pytest.raises(RuntimeError, match=r"File too large: '[^']*01-power-1\.svg'"):
        finish(start(study, preexec_fn=limit_files))
    assert contents(study) == before
    assert not list(tmp_path.rglob(".*~"))

"""All three notebooks on corpora with little in them: every figure's sentences stay sentences, and labels apart.

A figure that a notebook shows is tried here without being named, so that a new one cannot be forgotten.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from methods import study as studies
from methods.figures.saving import check_legible
from methods.files.paths import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
ROOMS = [ROOT / "methods" / "figures" / room for room in ("terms", "regions", "themes")]
SAYING = [
    "学习枫桥经验，推动基层治理。",
    "坚持党的领导，建设法治社会。",
    "“推动高质量发展，要靠大家。”区司法局局长王建国说。",
    "走群众路线，杭州市干部参加培训班，共50人参加。",
    "浙江省杭州市的学员认真学习，新时代新征程。",
]
PLAIN = ["河边的柳树绿了，孩子们在放风筝。", "晚饭后大家围着桌子喝茶聊天。", "小猫睡在窗台上。"]
NOUNS = "articles|pairs|themes|paragraphs|formulas|hits|terms|groups|passages|documents|provinces|persons"
WRONG = re.compile(
    rf"\bnan\b|NaN|NaT|\bNone\b(?! of)|never none|\(; |; ;|: ;|: \.|\(\)|, \.|\bwith none\b|\b0 of (the )?0\b"
    rf"|\b1 ({NOUNS})\b|from (\S+) \([^)]*\) to \3 \(|\b(\w+ \d{{4}}) to \4\b"
)
ONE_TERM = {"terms": "term\n枫桥经验\n", "themes": "theme,term\nlaw,法治\n"}


def corpus(folder, sentences, n, *, turn=True, groups=3, label="Report {}", lexicons=()):
    """Write a table of articles of four sentences each; without `turn` they differ in their label only."""
    rows = [
        {
            "article_id": f"x{i:02}",
            "label": label.format(i),
            "date": f"20{10 + i % 15}-0{1 + i % 9}-11" if turn else "2020-01-01",
            "province": ["浙江省", "湖北省", "山东省"][i % groups],
            "text": "\n".join(sentences[(i * turn + k) % len(sentences)] + f"第{i}次。" for k in range(4)),
        }
        for i in range(n)
    ]
    pd.DataFrame(rows).to_csv(folder / "articles.csv", index=False)
    for name, text in dict(lexicons).items():
        (folder / "lexicons").mkdir(exist_ok=True)
        (folder / "lexicons" / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


CORPORA = {
    "one article": {"sentences": SAYING, "n": 1},
    "all alike": {"sentences": SAYING, "n": 3, "turn": False},
    "no hit": {"sentences": PLAIN, "n": 2},
    "no hit of lists of its own": {"sentences": PLAIN, "n": 3, "lexicons": ONE_TERM},
    "one term in one group": {"sentences": SAYING, "n": 22, "groups": 1, "lexicons": ONE_TERM},
}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Iterator:
    """Return a function that runs the cells of a notebook and returns its sentences and its exhibits by name."""
    said, exhibits = [], {}
    monkeypatch.delenv("WRITE_FIGURES", raising=False)
    monkeypatch.setattr(studies, "display_markdown", lambda *each, bullet="": said.extend(each))
    monkeypatch.setattr(studies.Study, "show", lambda self, name, exhibit: exhibits.update({name: exhibit}))

    def running(path: Path, folder: Path) -> tuple[list, dict]:
        monkeypatch.setenv("CORPUS", str(folder))
        names: dict = {}
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, cell.id, "exec"), names)
        return said, exhibits

    yield running
    plt.close("all")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.parametrize("kind", CORPORA)
def test_sentences_are_sentences(kind, path, run, tmp_path):
    said, exhibits = run(path, corpus(tmp_path, **CORPORA[kind]))
    sentences = [each.plain() for each in said]
    sentences += [(exhibit.alt or exhibit.why).plain() for exhibit in exhibits.values()]
    assert len(sentences) > len(exhibits) > 5
    assert [sentence for sentence in sentences if WRONG.search(sentence)] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_long_labels_touch_nothing(path, run, tmp_path, overlapping):
    _, exhibits = run(path, corpus(tmp_path, SAYING, 8, label="政法干部培训班的讲话{:03}"))
    drawn = {name: exhibit.figure for name, exhibit in exhibits.items() if exhibit.figure}
    assert {name: found for name, figure in drawn.items() if (found := overlapping(figure))} == {}
    for name, figure in drawn.items():
        check_legible(figure, name)


def test_what_draws_or_says_is_used_by_a_notebook_or_another_figure():
    paths = [path for room in ROOMS for path in room.glob("*.py")]
    cells = [cell.source for path in NOTEBOOKS for cell in nbformat.read(path, as_version=4).cells]
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    made = {node.name for tree in trees.values() for node in tree.body if isinstance(node, ast.FunctionDef)}
    users = [ROOT / "helpers.py", *paths]
    written = "\n".join([*cells, *(path.read_text(encoding="utf-8") for path in users)])
    called = set(re.findall(r"(?<!def )\b\w+", written))
    assert len(made) > 100
    assert sorted(made - called) == []

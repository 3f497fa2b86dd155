"""Which changes of a corpus's files end a pass that reads some of them."""

import os

import pytest

from methods.corpora.states import changed, stats


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "articles").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "articles" / name).write_text("枫桥经验。", encoding="utf-8")
    (tmp_path / "metadata.csv").write_text("article_id,file\na,a.txt\nb,b.txt\n", encoding="utf-8")
    return tmp_path


def rewrite(path):
    path.write_text("桥枫经验。", encoding="utf-8")
    os.utime(path, ns=(0, 0))


@pytest.mark.parametrize(
    ("change", "ends"),
    [
        (lambda folder: None, False),
        (lambda folder: (folder / "articles/c.txt").write_text("新"), False),
        (lambda folder: (folder / "articles/b.txt").unlink(), False),
        (lambda folder: rewrite(folder / "articles/a.txt"), True),
        (lambda folder: (folder / "articles/a.txt").unlink(), True),
        (lambda folder: (folder / "metadata.csv").write_text("file\na.txt\n"), True),
        (lambda folder: (folder / "metadata.csv").unlink(), True),
        (lambda folder: (folder / "articles.jsonl").write_text("{}"), True),
    ],
)
def test_only_a_change_of_what_was_read_ends_a_pass(corpus, change, ends):
    before = stats(corpus)
    change(corpus)
    assert changed(corpus, [corpus / "articles/a.txt"], before) == ends

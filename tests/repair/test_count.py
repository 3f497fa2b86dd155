"""A researcher's corpus is counted into lexicons/language.npz."""

import subprocess
import sys

import numpy as np
import pytest

from methods.files.paths import ROOT
from methods.repair import bigrams, count
from methods.repair.likelihood import dictionary

DAMAGED = "網(wǎng)格員走訪群眾。他們解決難題。學(xué)習(xí)法規(guī)。\n大家都說好。\n"


def words_of(path):
    return set(bigrams.read(path)[0].words)


def test_only_sentences_without_damage_are_counted():
    assert count.undamaged(DAMAGED) == "\n他们解决难题。\n\n大家都说好。\n"


def test_a_sound_text_is_counted_whole():
    text = "他问：“去吗？”我们走。\n（一）网格员 (wang) 到了！\n没有句号"
    assert count.undamaged(text) == count.simplify(text)


def test_a_part_at_a_time_gives_the_same_counts(monkeypatch):
    words, texts = dictionary(), ["基层治理。", "", "治理能力。", "基层治理。"]
    whole = count.count_all(texts, words)
    monkeypatch.setattr(count, "PART", 1)
    parts = count.count_all(texts, words)
    assert np.array_equal(whole.pairs, parts.pairs)
    assert np.array_equal(whole.counts, parts.counts)
    assert whole.counts.sum() == sum(count.tokens(text + "\n", words).size for text in texts if text)


def test_the_command_makes_the_table_of_a_corpus(tmp_path):
    articles = tmp_path / "articles"
    (articles / "2024").mkdir(parents=True)
    (articles / "a.txt").write_text("鹅湖论坛开幕。", encoding="gb18030")
    (articles / "2024/b.txt").write_text("老师讲鹅湖论坛。", encoding="utf-8")
    (articles / "c.txt").write_bytes(bytes(range(128, 256)) * 4)
    (articles / "d.csv").write_text("豹纹", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "methods.repair.count", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "language.npz" in done.stdout
    assert "c.txt: skipped" in done.stderr
    assert {"鹅湖", "论坛", "老师"} <= words_of(tmp_path / "lexicons/language.npz")
    assert "豹纹" not in words_of(tmp_path / "lexicons/language.npz")
    first = (tmp_path / "lexicons/language.npz").read_bytes()
    assert count.main([str(tmp_path)]) == 0
    assert (tmp_path / "lexicons/language.npz").read_bytes() == first


@pytest.mark.parametrize("texts", [{}, {"a.txt": ""}, {"a.txt": "網(wǎng)格員學(xué)習(xí)。"}])
def test_a_corpus_of_nothing_is_told_so(tmp_path, texts, capsys):
    (tmp_path / "articles").mkdir()
    for name, text in texts.items():
        (tmp_path / "articles" / name).write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit):
        count.main([str(tmp_path)])
    assert "nothing was counted" in capsys.readouterr().err
    assert not (tmp_path / "lexicons").exists()

"""The table of word bigrams: its probabilities, its file, and the files that it rejects."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from methods.files.folders import OpeningError
from methods.repair import bigrams, count
from methods.repair.bigram_table import STEP, Table, pack, unpack
from methods.repair.likelihood import codes, dictionary
from methods.repair.trie import find

ROOT = Path(__file__).parents[2]
CLEAN = "基层治理是国家治理的基石，要加强基层治理队伍建设。\n培训班共7天，学员350人。\n"


@pytest.fixture(scope="module")
def words():
    return dictionary()


@pytest.fixture(scope="module")
def ours(words):
    return bigrams.bind(bigrams.load(), words)


def node(words, text):
    found = find(words, codes(text))
    assert found, text
    return found


def small(words, text=CLEAN, most=1000):
    return count.table({"made": (count.count(count.tokens(text, words)), 1)}, words, most)


def in_model(ours, words, before, after):
    return bigrams.after_word(ours, ours.node_ids[node(words, before)], node(words, after))


def test_the_table_is_small_enough_to_keep_and_large_enough_to_help():
    assert 1e6 < bigrams.OURS.stat().st_size < 4e6
    table = bigrams.load()
    assert len(table.words) == len(set(table.words))
    rows = np.repeat(np.arange(table.first.size - 1), np.diff(table.first))
    assert np.all(np.diff(table.second)[np.diff(rows) == 0] > 0)


@pytest.mark.parametrize(
    ("before", "right", "wrong"),
    [("基层", "治理", "质量"), ("工作", "报告", "豹纹"), ("坚强", "领导", "领口"), ("全面", "贯彻", "观测")],
)
def test_what_goes_together_is_likelier(ours, words, before, right, wrong):
    assert in_model(ours, words, before, right) > in_model(ours, words, before, wrong) + 3
    assert in_model(ours, words, before, right) > ours.node_logp[node(words, right)]


@pytest.mark.parametrize("before", ["。", "的", "我们", "\n", "基层"])
def test_the_words_after_a_word_share_one(ours, words, before):
    history = ours.code_ids[ord(before)] if len(before) == 1 else ours.node_ids[node(words, before)]
    assert history
    chars = [bigrams.after_char(ours, history, code) for code in range(ours.code_ids.size - 1)]
    nodes = np.flatnonzero(np.isfinite(words.logp) & ~np.isin(np.arange(words.logp.size), words.first))
    total = np.exp(chars).sum() + np.exp([bigrams.after_word(ours, history, n) for n in nodes]).sum()
    assert total == pytest.approx(1, abs=0.05)


def test_digits_are_one_class_and_so_are_letters(ours):
    assert len(set(ours.code_ids[ord("0") : ord("9") + 1])) == 1
    assert len({bigrams.after_char(ours, 0, ord(char)) for char in "0379"}) == 1
    assert len({int(ours.code_ids[ord(char)]) for char in "azAZ"}) == 1
    assert ours.code_ids[ord("3")] != ours.code_ids[ord("a")] != ours.code_ids[ord(",")]


def test_an_unknown_word_backs_off_to_the_word_by_itself(ours, words):
    assert bigrams.after_word(ours, 0, node(words, "治理")) == ours.node_logp[node(words, "治理")]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="基层治理的工作,。，：“”」0７aＺ \n　乾\U00020000", max_size=40))
def test_tokens_spell_the_text(text):
    words = dictionary()
    spelt = "".join(count.spell(words, int(token)) for token in count.tokens(text, words))
    folded = text.translate(count.FOLD)
    for old, new in (("7", "0"), ("a", "A"), ("Z", "A"), ("\U00020000", "\uffff")):
        folded = folded.replace(old, new)
    assert spelt == folded


def test_words_are_the_likeliest(words):
    spelt = [count.spell(words, int(token)) for token in count.tokens("基层治理，350人", words)]
    assert spelt == ["基层", "治理", ",", "0", "0", "0", "人"]


def test_pairs_begin_after_a_line_break(words):
    counts = count.count(count.tokens("基层基层", words))
    assert counts.counts.tolist() == [1, 1]
    assert counts.pairs[0] >> 32 == bigrams.BREAK


def test_a_table_of_nothing_is_refused(words):
    with pytest.raises(ValueError, match="nothing was counted"):
        small(words, "")


def test_what_costs_least_is_left_out(words):
    whole, part = small(words), small(words, most=5)
    assert part.second.size == 5 < whole.second.size
    assert part.tokens == whole.tokens


def test_weights_make_no_singleton_certain(words):
    table = count.table({"made": (count.count(count.tokens("基层治理", words)), 50)}, words, 10)
    assert table.logp.max() < np.log(0.7)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.sampled_from(["基层治理", "治理能力，", "工作队。\n", "1月2日", "（abc）"]),
        min_size=1,
        max_size=12,
    )
)
def test_packing_keeps_a_table_to_half_a_step(pieces):
    table = small(dictionary(), "".join(pieces))
    again = unpack(pack(table))
    assert (again.words, again.tokens) == (table.words, table.tokens)
    assert np.array_equal(again.first, table.first)
    assert np.array_equal(again.second, table.second)
    for name in ("logp", "backoff", "alone"):
        assert np.abs(getattr(again, name) - getattr(table, name)).max() <= STEP / 2 + 1e-4
    assert pack(again) == pack(unpack(pack(again)))


def test_wide_gaps_are_kept():
    n = 70_000
    words = [chr(0x4E00 + i // 300) + chr(0x4E00 + i % 300) for i in range(n)]
    first = np.append([0, 0, 3], np.full(n - 1, 3))
    second = np.array([1, 300, n], np.int32)
    flat = np.zeros(n + 1, np.float32)
    table = Table(words, 3, first, second, np.full(3, -1, np.float32), flat, flat)
    assert unpack(pack(table)).second.tolist() == [1, 300, n]


def bent(**others):
    with np.load(io.BytesIO(pack(small(dictionary())))) as kept, io.BytesIO() as file:
        np.savez_compressed(file, **(dict(kept) | others))
        return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no archive",
        lambda: bent()[:300],
        lambda: bent(logp=np.zeros(3, np.uint8)),
        lambda: bent(words=np.frombuffer("治\0".encode(), np.uint8)),
        lambda: bent(words=np.frombuffer(b"\xff\0", np.uint8)),
        lambda: bent(gaps=np.zeros_like(np.load(io.BytesIO(bent()))["gaps"])),
        lambda: bent(tokens=np.array([{}], object)),
        lambda: bent(more=np.zeros(80 << 20, np.uint8)),
    ],
    ids=["empty", "no zip", "cut off", "too few", "too few words", "no UTF-8", "no ids", "pickled", "bomb"],
)
def test_what_is_no_table_is_refused_by_name(data):
    with pytest.raises(ValueError, match=r"theirs\.npz is not a table of bigrams .* or remove it"):
        unpack(data() if callable(data) else data, "theirs.npz")


def test_a_mixture_has_the_words_and_bigrams_of_both(words):
    one, other = small(words, "基层治理。"), small(words, "基层豹纹。")
    mixed = bigrams.mix(one, other, 0.25)
    assert set(mixed.words) == {*one.words, *other.words}
    model, first = bigrams.bind(mixed, words), bigrams.bind(one, words)
    both = [np.exp(in_model(model, words, "基层", word)) for word in ("治理", "豹纹")]
    assert both[0] > both[1] > 0.1
    assert both[0] == pytest.approx(0.75 * np.exp(in_model(first, words, "基层", "治理")), rel=0.1)


@pytest.mark.parametrize(("share", "which"), [(0.0, 0), (1.0, 1)])
def test_a_mixture_of_one_is_that_one(words, share, which):
    tables = small(words, "基层治理。"), small(words, "治理基层。")
    mixed = bigrams.bind(bigrams.mix(*tables, share), words)
    alone = bigrams.bind(tables[which], words)
    for pair in (("基层", "治理"), ("治理", "基层")):
        assert in_model(mixed, words, *pair) == pytest.approx(in_model(alone, words, *pair), abs=0.02)


def test_of_what_follows_a_word_only_a_table_that_knows_it_says_something(words):
    one, other = small(words, "基层治理。"), small(words, "豹纹领口。")
    mixed, first = bigrams.bind(bigrams.mix(one, other, 0.25), words), bigrams.bind(one, words)
    last = bigrams.bind(other, words)
    assert in_model(mixed, words, "基层", "治理") == pytest.approx(
        in_model(first, words, "基层", "治理"), abs=0.02
    )
    assert in_model(mixed, words, "豹纹", "领口") == pytest.approx(
        in_model(last, words, "豹纹", "领口"), abs=0.02
    )


def test_a_corpus_without_a_table_has_ours(tmp_path):
    assert bigrams.load(tmp_path / "language.npz") is bigrams.load()
    assert bigrams.digest(tmp_path / "language.npz") == bigrams.digest()


def test_a_corpus_of_its_own_is_mixed_in_and_named_in_the_hash(tmp_path, words):
    path = tmp_path / "language.npz"
    path.write_bytes(pack(small(words, "鹅湖论坛鹅湖论坛。" * 5000)))
    first = bigrams.digest(path)
    assert len({first, bigrams.digest()}) == 2
    model, ours = bigrams.bind(bigrams.load(path), words), bigrams.bind(bigrams.load(), words)
    assert in_model(model, words, "鹅湖", "论坛") > in_model(ours, words, "鹅湖", "论坛") + 2
    assert in_model(model, words, "基层", "治理") > in_model(ours, words, "基层", "治理") - 1
    path.write_bytes(pack(small(words, "换了。")))
    assert bigrams.digest(path) != first


def test_a_link_out_of_the_corpus_is_not_followed(tmp_path, words):
    (tmp_path / "secret.npz").write_bytes(pack(small(words)))
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons/language.npz").symlink_to(tmp_path / "secret.npz")
    with pytest.raises(OpeningError, match=r"language\.npz"):
        bigrams.load(tmp_path / "lexicons/language.npz")


def test_texts_for_measuring_were_not_learnt_from():
    with (ROOT / "benchmarks/prose.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["use"] for row in rows} == {"train", "tune", "measure"}
    assert all(int(row["year"]) < 2026 for row in rows if row["use"] == "train")
    assert all(row["use"] == "measure" for row in rows if int(row["year"]) >= 2026)

"""jieba is the oracle: every token must be its own, whatever the text and the user words."""

import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from methods.text.recut import BLOCK, Kinds, recurs, recut
from methods.text.words import Segmenter, is_counted, segmenter, tokenize, tokenizer, user_words

ROOT = Path(__file__).parents[2]
RAW = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus" / "articles").glob("*.txt"))]
# Words of every sort: new, known, overlapping, mixed with ASCII, with what jieba never looks up, and very frequent.
WORDS = (
    ("共建共治共享", None),
    ("基层治理", None),
    ("治理", 5),
    ("的", 900_000),
    ("A股", None),
    ("C++", None),
    ("12345热线", 3),
    ("x-y_z.9", 40_000),
    ("两学一做”", None),
    ("㐀中", None),
    ("𠀀", None),
    ("矛盾不上交平安不出事服务不缺位", None),
    ("一" * 60, 7),
)
PIECES = (
    "共建共治共享",
    "12345热线",
    "x-y_z.9",
    "25.5%",
    "1.2.3",
    "a-b",
    "C++",
    "%%",
    "--",
    "\r\n",
    "\r",
    "\n",
    "\0",
    "张三丰",
)
CHARACTERS = "中国人民的一是在不了有和治理基层干部培训班学习龥龦鿕鿖㐀䶵𠀀豈０９ＡaZ09+#&._%-，。“”（） \t\u3000\x85\x1c\ud800é١²"


@pytest.fixture(scope="module", autouse=True)
def dictionary_read_once():
    """jieba's dictionary takes most of a second to read, and is the same for every tokenizer."""
    import jieba

    words, total = jieba.Tokenizer.gen_pfdict(jieba.Tokenizer().get_dict_file())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            jieba.Tokenizer, "gen_pfdict", staticmethod(lambda file: (file.close(), dict(words), total)[1:])
        )
        yield


@pytest.fixture(scope="module")
def plain():
    return Segmenter()


@pytest.fixture(scope="module")
def with_words():
    return Segmenter(WORDS)


def same(own, text):
    for hmm in (True, False):
        assert own.tokens(text, hmm) == own.jieba.lcut(text, HMM=hmm)


@pytest.mark.parametrize("raw", RAW)
def test_articles_are_cut_as_jieba_cuts_them(raw, plain, with_words):
    same(plain, raw)
    same(with_words, raw)
    same(segmenter(), raw)


@settings(max_examples=150)
@given(text=st.text())
def test_any_text(plain, text):
    same(plain, text)


@settings(max_examples=300)
@given(
    text=st.lists(st.one_of(st.sampled_from(PIECES), st.text(CHARACTERS, min_size=1)), max_size=30).map(
        "".join
    )
)
def test_text_made_to_be_difficult(plain, with_words, text):
    same(plain, text)
    same(with_words, text)


@settings(max_examples=300)
@given(text=st.text("aZ1.-_%+中", max_size=9))
def test_signs_between_letters_and_digits(plain, text):
    same(plain, text)


@settings(max_examples=300)
@given(codes=st.lists(st.integers(0x4E00, 0x9FD6), max_size=40))
def test_rare_characters_where_the_model_ties(plain, codes):
    same(plain, "".join(map(chr, codes)))


@settings(max_examples=300)
@given(text=st.text("人大发不一这经学髮國", max_size=14))
def test_characters_that_recur_and_tie(plain, text):
    same(plain, text)


@pytest.mark.parametrize(
    ("text", "ties"),
    [
        ("不这人人人發", True),
        ("发人大人大中自", True),
        ("發髮發髮發髮", True),
        ("发人大中人自", False),
        ("人人發", False),
        ("22222", False),
        ("，，，，", False),
        ("", False),
    ],
)
def test_where_readings_can_tie(text, ties):
    assert recurs(text) == ties


def test_differences_are_rare_in_real_text(plain):
    """Otherwise jieba itself would cut most of the text, slowly."""
    blocks = [block for raw in RAW for block in BLOCK.findall(raw)]
    kinds = Kinds(plain.jieba)
    assert sum(kinds.may_differ(plain.rjieba.cut(block)) for block in blocks) < len(blocks) / 200


def test_a_word_less_likely_than_its_characters_may_come_from_the_model():
    own = Segmenter((("的", 10**9), ("一", 10**9), ("的一", 1)))
    assert Kinds(own.jieba)["的一"] == 2
    same(own, "的一的一的一，一的一的一的")


@settings(max_examples=100)
@given(text=st.text("人大发不一髮，-2.5%a", max_size=20))
def test_jiebas_own_way_of_cutting_a_block(plain, text):
    for block in BLOCK.findall(text):
        assert list(recut(block, plain.jieba)) == plain.jieba.lcut(block)


def test_frequencies_add_up_as_in_jieba(with_words):
    """jieba's total includes the frequencies that it replaces, which lowers all probabilities a little."""
    again = Segmenter((("的", 10**12), ("的", 5), *WORDS))
    same(again, RAW[1])
    same(again, "的确切的一目的是的中国的")


def test_words_of_the_dictionary_in_any_order(plain):
    words = [word for word, freq in plain.jieba.FREQ.items() if freq]
    same(plain, "".join(words[(i * 7919) % len(words)] for i in range(20_000)))


@pytest.mark.parametrize("unit", ["一", "a", "-", "的", "鿕", "鿖", "\0", "\n", "a.1%", "中a", "“", "𠀀"])
def test_long_runs(unit, with_words):
    same(with_words, unit * 3000)


@pytest.mark.parametrize("unit", ["髮", "一", "髮發", "发-5", "㐀中", "a", "2.5%", "\ud800"])
def test_time_is_linear_in_the_length_of_a_run(unit, plain):
    """jieba takes ten seconds for 33,000 times one character."""
    text = unit * (33_000 // len(unit))
    start = time.process_time()
    assert "".join(plain.tokens(text)) == text
    assert time.process_time() - start < 3


@settings(max_examples=2)
@given(
    words=st.lists(
        st.tuples(st.text(CHARACTERS, min_size=1, max_size=6), st.none() | st.integers(1, 10**9)), max_size=8
    )
)
def test_any_user_words(words):
    own = Segmenter(tuple(words))
    same(
        own,
        "".join(word for word, _ in words)
        + "，"
        + "".join(word for word, _ in reversed(words))
        + RAW[0][:300],
    )


def test_tokens_joined_give_the_text_back():
    assert "".join(tokenize(RAW[2])) == RAW[2]
    assert tokenize("") == []


def test_counts_are_those_of_jieba(with_words):
    texts = [*RAW, "", "\0a\0", "，。", RAW[0]]
    counts, words = with_words.count(texts)
    expected = [
        Counter(token for token in with_words.jieba.lcut(text) if is_counted(token)) for text in texts
    ]
    got = [{words[i]: n for i, n in enumerate(row) if n} for row in counts.toarray().tolist()]
    assert got == expected
    assert words == list(dict.fromkeys(word for row in expected for word in row))
    assert counts.dtype == "int32"


def test_no_texts_have_no_counts(plain):
    counts, words = plain.count([])
    assert counts.shape == (0, 0)
    assert words == []


def test_words_that_someone_forces_jieba_to_split(plain):
    from jieba import finalseg

    text = "来到杭研大厦"
    assert plain.tokens(text) == ["来到", "杭研", "大厦"]
    finalseg.add_force_split("杭研")
    try:
        assert plain.tokens(text) == plain.jieba.lcut(text) == ["来到", "杭", "研", "大厦"]
    finally:
        finalseg.Force_Split_Words.clear()


def test_the_shared_temporary_folder_is_neither_read_nor_written(tmp_path):
    code = f"import tempfile; tempfile.tempdir = {str(tmp_path)!r}; from methods.text.words import tokenize; tokenize('基层治理')"
    before = b"not a dictionary"
    (tmp_path / "jieba.cache").write_bytes(before)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == done.stderr == ""
    assert [path.name for path in tmp_path.iterdir()] == ["jieba.cache"]
    assert (tmp_path / "jieba.cache").read_bytes() == before


def test_importing_is_light_and_silent():
    code = "import sys, methods.text.words; print([m for m in ('rjieba', 'jieba', 'scipy', 'pandas') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def lexicon(tmp_path, text):
    path = tmp_path / "terms.csv"
    path.write_text(text, encoding="utf-8-sig")
    return path


def test_lexicon_with_and_without_frequencies(tmp_path):
    path = lexicon(tmp_path, "gloss,term,freq\na,驻村第一书记,\nb, 五治融合 ,12\nc,,\nd,C++,007\n")
    assert user_words(path) == (("驻村第一书记", None), ("五治融合", 12), ("C++", 7))
    assert tokenize("驻村第一书记讲五治融合", path) == ["驻村第一书记", "讲", "五治融合"]
    assert tokenizer(path).FREQ["五治融合"] == 12


def test_a_changed_lexicon_is_noticed(tmp_path):
    path = lexicon(tmp_path, "term\n驻村第一书记\n")
    first = segmenter(path)
    assert segmenter(path) is first
    assert tokenize("驻村第一书记", path) == ["驻村第一书记"]
    lexicon(tmp_path, "term\n驻村第一\n")
    assert tokenize("驻村第一书记", path) == ["驻村第一", "书记"]
    assert segmenter(lexicon(tmp_path, "term,gloss\n驻村第一书记,x\n")) is first


def test_without_a_lexicon_there_are_no_user_words(tmp_path):
    assert user_words(None) == user_words(tmp_path / "missing.csv") == ()


@pytest.mark.parametrize("freq", ["0", "-1", "1.5", "many", "²", "1" + "0" * 12])
def test_a_frequency_that_is_none(tmp_path, freq):
    with pytest.raises(ValueError, match=r"terms\.csv.*五治融合"):
        user_words(lexicon(tmp_path, f"term,freq\n五治融合,{freq}\n"))


def test_a_lexicon_without_terms(tmp_path):
    with pytest.raises(ValueError, match=r"terms\.csv: its first line lacks the column term"):
        user_words(lexicon(tmp_path, "word\n五治融合\n"))


@pytest.mark.parametrize("token", ["治", "㐀", "𠀀", "a", "7", "７", "é", "a-", "-1%", "C++"])
def test_counted(token):
    assert is_counted(token)


@pytest.mark.parametrize(
    "token", ["", "，", "“", "--", "_", "%", " ", "\u3000", "\r\n", "\0", "·", "\ud800", "___"]
)
def test_not_counted(token):
    assert not is_counted(token)

"""Encodings are detected from the bytes, and no byte is ever replaced by a guess."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from methods.files.encodings import UndecodableError, decode
from methods.files.paths import ROOT

TEXTS = (
    "社区党组织书记参加了培训。大家认真听课，收获很大，表示要把学到的东西用到工作中去。",
    "平安建设要依靠群众。派出所的民警走访了每一户人家，听取居民的意见和建议。",
)
METADATA = (ROOT / "corpus" / "metadata.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_told_apart(name: str) -> None:
    for text in TEXTS:
        assert decode(text.encode(name))[0] == text


def test_big5_is_told_from_gb18030() -> None:
    text = "社區黨組織書記參加了培訓。大家認真聽課,收穫很大,表示要把學到的東西用到工作中去。"
    assert decode(text.encode("big5"))[0] == text
    assert decode(text.encode("gb18030"))[0] == text


@pytest.mark.parametrize(
    "text",
    [
        METADATA,
        "https://example.org/0123456789abcdef\n" * 99 + "枫桥",
        "枫桥经验",
        "张三李四",
        "张三\n李四\n",
    ],
)
def test_a_short_text_and_one_that_is_mostly_ascii_are_decoded(text: str) -> None:
    assert decode(text.encode("gb18030"))[0] == text


@pytest.mark.parametrize("name", ["gb18030", "utf-16-le", "utf-16-be"])
def test_a_table_that_is_mostly_ascii_is_decoded(name: str) -> None:
    assert decode(METADATA.encode(name))[0] == METADATA


@pytest.mark.parametrize("length", [12, 40, 4000])
def test_stretches_of_traditional_text_are_told_from_gb18030(length: int) -> None:
    text = "".join(OpenCC("s2t").convert(text) for text in TEXTS) * 60
    for start in range(0, len(text) - length, length):
        data = text[start : start + length].encode("big5", "ignore")
        assert decode(data) == (data.decode("big5"), "big5")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("基层治理现代化培训班开班。".encode("gbk") * 70 + b"\xff\xff", "byte 1820 is invalid in GB 18030"),
        (b"abc" * 500 + b"\xff\xff", "byte 1500 is neither UTF-8 nor ASCII"),
        ("Straße über Köln".encode("latin-1"), "is valid GB 18030 and Big5, but does not read like Chinese"),
        ("雅馴".encode("big5"), "reads like Chinese in GB 18030 and Big5"),
    ],
)
def test_what_keeps_a_file_from_being_decoded_is_said(data: bytes, words: str) -> None:
    with pytest.raises(UndecodableError, match=f"{words}.*: save the file as UTF-8"):
        decode(data)


@given(st.binary(max_size=300))
@settings(max_examples=300)
def test_decoding_never_puts_a_guess_in_place_of_a_byte(data: bytes) -> None:
    try:
        text, name = decode(data)
    except UndecodableError as error:
        assert "byte" in str(error)
    else:
        assert "\ufffd" not in text or "\ufffd".encode(name.replace("-sig", "")) in data

"""Detect the encoding of a Chinese text file, and never replace a byte by a guess.

Byte-order marks and valid UTF-8 come first. Otherwise, of the common Chinese encodings in which every byte is
valid, the one is chosen in which the file reads most like Chinese. If two score nearly the same,
charset-normalizer decides (https://github.com/jawah/charset_normalizer), unless the file is too short for it.
"""

from __future__ import annotations

import codecs
from collections import Counter
from functools import cache
from itertools import product

MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
#: Encodings of Chinese files other than UTF-8, with the names that messages give them.
CANDIDATES = {
    "gb18030": "GB 18030",
    "big5": "Big5",
    "big5hkscs": "Big5",
    "utf_16_le": "UTF-16",
    "utf_16_be": "UTF-16",
}
#: The 300 most frequent characters of jieba's dictionary, their Traditional forms, and punctuation: a wrong
#: encoding yields few of them.
FREQUENT = frozenset(
    "一是人了不在有大中国和为这上他个地年来我会以到时要出的生学说道民家子也成行下们于后就发自之对得主长可过天作分方用多你着部能市等业"
    "全里工公经本都而高政法面门动日进区事代那去心小同北定开产前其军还然起种所如现理机体表力好外与文当两实重新三么只山水关明从化平建又"
    "制南内西没此将员名手最东头者月间无安看见各城十相但已些正口通想度加第她合院物性战由位常点海意场武使次二向治因立数样身情入原问把路"
    "被并利石老教万知级量任江及应省资委务元美特期世湖回系比气汉总展电科金先声提品设或义王社很统处四首共马形己儿司太目基领队直计别女权话"
    "少流命至报米给打变果书清活几州华解议更称程今决张导术府才保交放管结师便走达族反再题色五並來個們兒內兩別動務區員問國報場學實將對導師"
    "幾張後從應戰數於時書會東業樣機權氣決沒漢無爲為現產當發種稱級結給統經總義聲與華萬處術裏裡見計設話說議變資軍這進過達還長門開間關隊電領頭"
    "題馬體麼點著，。、"
)
#: Least shares of common and of frequent characters among the characters of a Chinese text beyond ASCII.
HALF, SOME = 0.5, 0.1
#: A text with fewer characters, such as a list of names, needs no frequent one if this share is common.
SHORT, NEARLY_ALL = 50, 0.9
#: Scores that differ by less do not decide between two encodings.
CLOSE = 0.1
ENOUGH = 200_000  # Bytes that charset-normalizer gets.


class UndecodableError(ValueError):
    """A file whose encoding cannot be detected, or with bytes that are invalid in its encoding."""


def decode(data: bytes) -> tuple[str, str]:
    """Decode a file of Chinese text.

    Parameters
    ----------
    data
        The whole file.

    Returns
    -------
    tuple[str, str]
        The text, and Python's name of its encoding.

    Raises
    ------
    UndecodableError
        If no single encoding fits every byte and reads like Chinese; the message gives the byte and a remedy.
    """
    for mark, name in MARKS.items():
        if data.startswith(mark):
            return _strictly(data, name), name
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        return _guessed(data, error.start)


def _strictly(data: bytes, name: str) -> str:
    """Decode every byte, or raise an error that names the first one that is invalid."""
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise UndecodableError(f"byte {error.start} is invalid in {name}: save the file as UTF-8") from None


def _guessed(data: bytes, start: int) -> tuple[str, str]:
    """Decode a file that is invalid as UTF-8 at byte `start`, as what reads most like Chinese."""
    fitting, broken = {}, {}
    for name in CANDIDATES:
        try:
            fitting[name] = data.decode(name)
        except UnicodeDecodeError as error:
            broken[name] = error.start
    scores = {name: score for name, text in fitting.items() if (score := _score(text, name))}
    best = max(scores, key=scores.__getitem__, default=None)
    rivals = [
        name
        for name, score in scores.items()
        if CANDIDATES[name] != CANDIDATES[best] and score > scores[best] - CLOSE
    ]
    if rivals and len(data) > 2 * SHORT:
        best, rivals = _decided([best, *rivals], data), []
    if best and not rivals:
        return fitting[best], best
    if best:
        why = f"the file reads like Chinese in {_listed([best, *rivals])}"
    elif proven := [name for name in fitting if not name.startswith("utf")]:  # Any bytes may fit UTF-16.
        why = f"the file is valid {_listed(proven)}, but does not read like Chinese"
    else:
        furthest = max(("gb18030", "big5"), key=broken.__getitem__)
        why = f"byte {broken[furthest]} is invalid in {CANDIDATES[furthest]}"
    raise UndecodableError(f"byte {start} is neither UTF-8 nor ASCII, and {why}: save the file as UTF-8")


def _decided(names: list[str], data: bytes) -> str:
    """Return the most likely of some encodings with nearly equal scores."""
    from charset_normalizer import from_bytes

    found = [match.encoding for match in from_bytes(data[:ENOUGH], cp_isolation=names)]
    return next((name for name in found if name in names), names[0])


def _listed(names: list[str]) -> str:
    return " and ".join(dict.fromkeys(CANDIDATES[name] for name in names))


def _score(text: str, name: str) -> float:
    """Return how much a text reads like Chinese, from 0 (not at all) to 2.

    Printable ASCII is left out, since a table may consist mostly of addresses and numbers.
    """
    counts = Counter(text)
    for char in ("\t", "\n", "\r", *map(chr, range(32, 127))):
        del counts[char]
    whole = max(1, counts.total())
    common, frequent = (
        sum(counts[char] for char in counts.keys() & known) / whole for known in (_common(), FREQUENT)
    )
    # In UTF-16 two letters of ASCII make one character, which is often a common one.
    is_short = whole < SHORT and common >= NEARLY_ALL and not name.startswith("utf")
    return common + frequent if is_short or (common >= HALF and frequent >= SOME) else 0.0


@cache
def _common() -> frozenset[str]:
    """Return the Han characters and punctuation of GB 2312 and of the first level of Big5."""
    trails = range(0xA1, 0xFF)
    simplified = product([*range(0xA1, 0xA4), *range(0xB0, 0xF8)], trails)
    traditional = product(range(0xA1, 0xC7), [*range(0x40, 0x7F), *trails])
    return frozenset(
        bytes(pair).decode(name, "ignore")
        for name, pairs in (("gb2312", simplified), ("big5", traditional))
        for pair in pairs
    )

"""Detect Traditional text and convert it to Simplified; replace look-alike characters one for one.

Sources: OpenCC (https://github.com/BYVoid/OpenCC) for the conversion and for variants; for look-alikes,
Unicode's EquivalentUnifiedIdeograph.txt (radicals of the CJK supplement) and compatibility decompositions
(NFKC).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

import opencc

#: Radicals of the CJK supplement, each with the character that it looks like.
RADICALS = dict(
    zip(
        "⺄⺈⺊⺌⺎⺐⺒⺓⺝⺟⺠⺡⺣⺩⺫⺬⺮⺯⺰⺳⺴⺶⺷⺹⺼⻁⻃⻄⻅⻆⻈⻉⻊⻋⻌⻐⻑⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "乙刀卜小兀尢巳幺月母民氵灬王目示竹糹纟网网羊羊耂肉虎覀西见角讠贝足车辶钅長长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
#: Kangxi radicals, the supplement, and compatibility ideographs.
SURROGATES = re.compile("([\ud800-\udfff]+)")
LOOK_ALIKE = re.compile("[\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f陜]")
#: Big5's frequent characters (first level), which do not indicate Simplified text.
LEVEL_1 = range(0xA440, 0xC67F)
#: Least Traditional characters of a Traditional line, such as a quotation, in a Simplified text.
SEVERAL = 4
#: 著 stays 著 at the end of these words, which OpenCC does not know.
WORKS = re.compile("(?<=[论译专名原巨编土合遗拙显昭卓])着")


def simplified(text: str) -> str:
    """Return a text in Simplified script and without look-alike characters.

    Simplified text is not converted, since OpenCC would turn 乾安县 into 干安县. Neither is a Simplified line
    in a Traditional text. The mirror sites wrote 著 for 着, as Taiwan does, so their texts need OpenCC's
    ``tw2s``; texts with 着 need ``t2s``, which leaves 著 alone.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        The converted text, of the same length.
    """
    text = LOOK_ALIKE.sub(lambda found: _meant(found[0]), text)
    if not _traditional().search(text):
        return text
    is_traditional = _is_traditional(text, 1)
    name = "tw2s" if "著" in text and "着" not in text and is_traditional else "t2s"
    lines = text.splitlines(keepends=True)
    wanted = [_is_traditional(line, SEVERAL) or (is_traditional and not _is_simple(line)) for line in lines]
    if all(wanted):
        return _same_length(text, name)
    return "".join(
        _same_length(line, name) if want else line for line, want in zip(lines, wanted, strict=True)
    )


def _meant(char: str) -> str:
    """Return the character that a look-alike stands for."""
    if char == "陜":  # The sites write U+965C for 陝, which OpenCC does not convert.
        return "陝"
    meant = RADICALS.get(char) or unicodedata.normalize("NFKC", char)
    return meant if len(meant) == 1 else char


@cache
def _converter(name: str) -> opencc.OpenCC:
    """Return one of OpenCC's converters, made once, since it reads its dictionaries."""
    return opencc.OpenCC(name)


@cache
def _traditional() -> re.Pattern[str]:
    """Return a pattern for a character that occurs only in Traditional text."""
    return _those(lambda char, gb: not gb and _forms("t2s", char) != char)


@cache
def _simple() -> re.Pattern[str]:
    """Return a pattern for a character that occurs only in Simplified text."""
    return _those(lambda char, gb: gb and not _is_frequent(char) and _forms("s2tw", char) != char)


def _those(is_one: Callable[[str, bool], bool]) -> re.Pattern[str]:
    """Return a pattern for the characters that pass a test, which also gets whether GB 2312 has them."""
    chars = map(chr, range(0x4E00, 0x9FA6))
    return re.compile(f"[{''.join(c for c in chars if is_one(c, _in_gb(c)))}]")


@cache
def _table(name: str) -> dict[str, str]:
    chars = [chr(code) for code in range(0x4E00, 0x9FA6)]
    return dict(zip(chars, _converter(name).convert("\n".join(chars)).split("\n"), strict=True))


def _forms(name: str, char: str) -> str:
    return _table(name).get(char, char)


@cache
def _variant_forms() -> dict[str, str]:
    """Return the Simplified forms in GB 2312 of characters that ``t2s`` leaves as they are.

    ``t2s`` knows one Traditional form of each character. The others are in OpenCC's tables of variants, for
    Hong Kong and Taiwan (衞, 衹) and for Japan, whose forms are as old and occur in Chinese texts, too (歳).
    """
    found: dict[str, str] = {}
    for name in ("hk2s", "tw2s", "jp2t"):
        for char, form in _table(name).items():
            simple = _forms("t2s", form) if len(form) == 1 else ""
            if simple != char == _forms("t2s", char) and _in_gb(simple) and not _in_gb(char):
                found.setdefault(char, simple)
    return found


@cache
def _variants() -> re.Pattern[str]:
    """Return a pattern for the characters in `_variant_forms`."""
    return re.compile(f"[{''.join(_variant_forms())}]")


def _in_gb(char: str) -> bool:
    """Return whether GB 2312 has a character, as it has all that are usual in Simplified text."""
    return bool(char.encode("gb2312", "ignore"))


def _is_frequent(char: str) -> bool:
    """Return whether a character is frequent in Traditional text."""
    return int.from_bytes(char.encode("cp950", "ignore")) in LEVEL_1


def is_traditional(text: str) -> bool:
    """Return whether `simplified` converts a text as a whole."""
    return _traditional().search(text) is not None and _is_traditional(text, 1)


def _is_traditional(text: str, least: int) -> bool:
    """Return whether a text has at least `least` Traditional characters, and fewer Simplified ones."""
    number = len(_traditional().findall(text))
    return number >= least and number > len(_simple().findall(text))


def _is_simple(text: str) -> bool:
    """Return whether a text has more Simplified than Traditional characters."""
    return len(_simple().findall(text)) > len(_traditional().findall(text))


def _same_length(text: str, name: str) -> str:
    """Convert a text; by lines, or even by characters, where a phrase would change the length."""
    if SURROGATES.search(text):  # OpenCC cannot encode them; every second part consists of them.
        parts = SURROGATES.split(text)
        return "".join(part if n % 2 else _same_length(part, name) for n, part in enumerate(parts))
    converted = _variants().sub(lambda found: _variant_forms()[found[0]], _converter(name).convert(text))
    if len(converted) == len(text):
        return WORKS.sub("著", converted) if name == "tw2s" else converted
    parts = text.splitlines(keepends=True)
    if len(parts) < 2:
        parts = list(text)
    if len(parts) < 2:
        return text
    return "".join(_same_length(part, name) for part in parts)

"""Whether a text is glossed as the mirror sites gloss, and with which characters.

Source for the readings: pypinyin's table (from the Unihan database and others).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from functools import cache, lru_cache
from pathlib import Path

import opencc

#: The one list that most sites share: corpus/README.md says on what evidence.
COMMON = Path(__file__).with_name("common_glosses.csv")
LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêḿńňǹɡɑ\u0300\u0301\u0304\u0308\u030c"
#: A reading as sites and collections write it: with marks, composed or not, or a digit, and perhaps a space.
READING = rf"([{LETTERS}]{{1,9}}[1-5]?) ?"
GLOSS = re.compile(rf"[(（]{READING}[)）]")
SWALLOWED_GLOSS = re.compile(rf"\?{READING}[)）]")
GLOSSED = re.compile(rf"([^\x00-\x7f])[(（]{READING}[)）]")
#: A gloss with which an excerpt breaks off.
TRUNCATED = re.compile(rf"[(（][{LETTERS}]{{0,9}}\Z")
#: The same as `GLOSS`, each bracket by itself, since a search for one character is ten times as fast.
_GLOSSES = (("(", re.compile(rf"\({READING}[)）]")), ("（", re.compile(rf"（{READING}[)）]")))
TONE_MARKS = "\u0304\u0301\u030c\u0300"
#: A site's list has some 150 characters, so it never glosses most of a text, as a reader for learners does.
MOST = 0.7


@lru_cache(1 << 14)
def spelt(reading: str) -> str:
    """Return a reading as dictionaries spell it: composed, with a tone mark for a digit.

    >>> spelt("hui4")
    'huì'
    """
    reading = unicodedata.normalize("NFC", reading).translate(_ALIKE)
    if not reading[-1:].isdigit():
        return reading
    letters, tone = reading[:-1], int(reading[-1])
    at = next((letters.index(v) for v in ("a", "o", "e") if v in letters), -1)
    if at < 0:  # the last of i, u and ü bears it: liú, guì
        at = max(map(letters.rfind, "iuü"))
    if tone == 5 or at < 0:
        return letters
    return unicodedata.normalize("NFC", letters[: at + 1] + TONE_MARKS[tone - 1] + letters[at + 1 :])


_ALIKE = str.maketrans("ɡɑ", "ga")


@cache
def readings(char: str) -> frozenset[str]:
    """Return all pinyin readings of a character, with tone marks; none for other characters."""
    # Half a second, which a text without glosses need not wait for.
    from pypinyin.constants import PINYIN_DICT

    return frozenset(PINYIN_DICT.get(ord(char), "").split(",")) - {""}


def has_reading(char: str, reading: str) -> bool:
    """Return whether a character can be read like this."""
    return spelt(reading) in readings(char)


def has_gloss(text: str) -> bool:
    """Return whether there is anything like a gloss in a text."""
    return any(bracket in text and gloss.search(text) for bracket, gloss in _GLOSSES)


def is_traditional(chars: str) -> bool:
    """Return whether all characters are written otherwise in Simplified script."""
    simple = opencc.OpenCC("t2s").convert(chars)
    return len(simple) == len(chars) and all(a != b for a, b in zip(chars, simple, strict=True))


def gloss_list(text: str) -> dict[str, str]:
    """Return the characters that a text glosses systematically, each with its one reading.

    Systematic means: a character is followed by the same correct reading wherever it stands (up to one
    time in fifty), and there are several such characters: two that stand twice or more, or two that are
    Traditional, or five. An author who explains a rare word does so once; a reader for learners glosses
    nearly every character, the sites only the 40 to 60 of their lists.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    dict[str, str]
        Character to reading with tone marks; empty for a text that is not damaged.
    """
    if not has_gloss(text):
        return {}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for (char, reading), count in Counter(GLOSSED.findall(text)).items():
        if has_reading(char, reading):
            found[char][spelt(reading)] += count
    listed: dict[str, str] = {}
    times = Counter[str]()
    for char, counts in found.items():
        reading, count = counts.most_common(1)[0]
        if count >= 0.98 * text.count(char):
            listed[char], times[char] = reading, count
    several = sum(count > 1 for count in times.values()) >= 2 or len(listed) >= 5
    if not several and (len(listed) < 2 or not is_traditional("".join(listed))):
        return {}
    chinese = sum(map(len, re.findall("[\u4e00-\u9fff]+", text)))
    return listed if sum(times.values()) <= MOST * chinese else {}


@cache
def common_list() -> tuple[tuple[str, str], ...]:
    """Return the list of which the mirror sites gloss a prefix, in its order: characters and readings."""
    with COMMON.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["rank"]]
    return tuple((row["char"], row["reading"]) for row in sorted(rows, key=lambda row: int(row["rank"])))

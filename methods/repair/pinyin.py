"""Detect whether a text has the glosses of the mirror sites, and which characters they gloss.

Source of the readings: pypinyin's table (from the Unihan database and others).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from functools import cache, lru_cache
from pathlib import Path

import opencc

#: The list that most sites share; corpus/README.md gives the evidence.
COMMON = Path(__file__).with_name("common_glosses.csv")
LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêḿńňǹɡɑ\u0300\u0301\u0304\u0308\u030c"
#: A reading as sites and collections write it: with tone marks, composed or not, or with a digit.
READING = rf"([{LETTERS}]{{1,9}}[1-5]?) ?"
GLOSS = re.compile(rf"[(（]{READING}[)）]")
SWALLOWED_GLOSS = re.compile(rf"\?{READING}[)）]")
#: The same with a tone mark, since ``(yes?no)`` is healthy.
TORN_GLOSS = re.compile(rf"\?(?=[a-z]*[^\x00-\x7f]){READING}[)）]")
GLOSSED = re.compile(rf"([^\x00-\x7f])[(（]{READING}[)）]")
#: A gloss that the end of an excerpt cuts off, and the most characters of one.
SHORT = 12
TRUNCATED = re.compile(rf"[(（][{LETTERS}]{{0,9}}\Z")
#: `GLOSS` by opening bracket, since a search for one character is ten times as fast.
_GLOSSES = (("(", re.compile(rf"\({READING}[)）]")), ("（", re.compile(rf"（{READING}[)）]")))
TONE_MARKS = "\u0304\u0301\u030c\u0300"
#: A site's list has about 150 characters, so it does not gloss most of a text, as a reader for learners does.
MOST = 0.7


@lru_cache(1 << 14)
def spelt(reading: str) -> str:
    """Return a reading as in dictionaries: composed, with a tone mark instead of a digit.

    >>> spelt("hui4")
    'huì'
    """
    reading = unicodedata.normalize("NFC", reading).translate(_ALIKE)
    if not reading[-1:].isdigit():
        return reading
    letters, tone = reading[:-1], int(reading[-1])
    at = next((letters.index(v) for v in ("a", "o", "e") if v in letters), -1)
    if at < 0:  # The last of i, u and ü has the mark: liú, guì.
        at = max(map(letters.rfind, "iuü"))
    if tone == 5 or at < 0:
        return letters
    return unicodedata.normalize("NFC", letters[: at + 1] + TONE_MARKS[tone - 1] + letters[at + 1 :])


_ALIKE = str.maketrans("ɡɑ", "ga")


@cache
def readings(char: str) -> frozenset[str]:
    """Return all pinyin readings of a character, with tone marks; empty if it has none."""
    # This import takes half a second, and texts without glosses do not need it.
    from pypinyin.constants import PINYIN_DICT

    return frozenset(PINYIN_DICT.get(ord(char), "").split(",")) - {""}


def has_reading(char: str, reading: str) -> bool:
    """Return whether a character has a reading."""
    return spelt(reading) in readings(char)


def has_gloss(text: str) -> bool:
    """Return whether a text contains anything that looks like a gloss."""
    return any(bracket in text and gloss.search(text) for bracket, gloss in _GLOSSES)


def is_traditional(chars: str) -> bool:
    """Return whether all characters have a different form in Simplified script."""
    simple = opencc.OpenCC("t2s").convert(chars)
    return len(simple) == len(chars) and all(a != b for a, b in zip(chars, simple, strict=True))


def gloss_list(text: str) -> dict[str, str]:
    """Return the characters that a text glosses systematically, each with its reading.

    A character is glossed systematically if the same correct reading follows it in at least 98 % of its
    occurrences. There must be several of them: two that occur at least twice, two that are Traditional, or
    five. An author explains a rare word only once. A reader for learners glosses nearly every character, the
    sites only the 40 to 60 of their lists.

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
    if cut := TRUNCATED.search(text, max(0, len(text) - SHORT)):
        text = text[: max(0, cut.start() - 1)]  # An excerpt may end in a gloss, without its last bracket.
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
    common = common_readings()
    if max(times.values(), default=0) < 2 and all(common.get(char) != listed[char] for char in listed):
        return {}  # An author's: each explained once, and none of them is on the sites' list.
    several = sum(count > 1 for count in times.values()) >= 2 or len(listed) >= 5
    if not several and (len(listed) < 2 or not is_traditional("".join(listed))):
        return {}
    chinese = sum(map(len, re.findall("[\u4e00-\u9fff]+", text)))
    return listed if sum(times.values()) <= MOST * chinese else {}


@cache
def common_readings() -> dict[str, str]:
    """Return the reading of each character of the common list."""
    return dict(common_list())


@cache
def common_list() -> tuple[tuple[str, str], ...]:
    """Return the ordered list, characters and readings, of which each mirror site glosses a prefix."""
    with COMMON.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["rank"]]
    return tuple((row["char"], row["reading"]) for row in sorted(rows, key=lambda row: int(row["rank"])))

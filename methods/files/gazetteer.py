"""China's provinces, prefectures and counties, by every name that texts use for them.

Sources: corpus/lexicons/places.csv, the divisions in force and, with their last year, those abolished since
2000 (benchmarks/places_gazetteer.py names its sources); corpus/lexicons/place_words.csv, the names that are
also everyday words, mountains, rivers or regions; jieba's dictionary, for how often a name occurs as a word.
"""

import csv
import functools
import importlib.util
import re
from pathlib import Path
from typing import NamedTuple

from methods.files.paths import LEXICONS

PLACES = LEXICONS / "places.csv"
_CLASS = re.compile("(特别行政区|自治区|自治州|自治县|自治旗|地区|林区|特区|新区|省|市|盟|州|县|区|旗)$")
# Nationalities as they occur in names of autonomous divisions (伊犁哈萨克自治州 has no 族).
_NATIONALITY = re.compile(
    "(?:(?<!内)蒙古族?|维吾尔族?|哈萨克族?|柯尔克孜族?|塔吉克族?|锡伯族?|回族|藏族|苗族|彝族|壮族|布依族|"
    "朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|"
    "土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|普米族|怒族|鄂温克族|德昂族|保安族|裕固族|独龙族|"
    "鄂伦春族|各族)+$"
)
# jieba's tags for names, and the least count of an everyday word with any other tag.
_NAME_TAGS = {"ns", "nt", "nz", "nr", "nrt"}
_COMMON = 150


#: Provinces whose districts count only by their full names.
OVER_THERE = frozenset({"台湾省", "香港特别行政区", "澳门特别行政区"})


class Unit(NamedTuple):
    """An administrative division: full names from the province down, empty below its own level.

    `former` says that it has been abolished.
    """

    province: str
    prefecture: str
    county: str
    former: bool

    @property
    def level(self) -> int:
        """1 for a province, 2 for a prefecture, 3 for a county."""
        return 3 if self.county else 2 if self.prefecture else 1

    @property
    def name(self) -> str:
        """Its own full name."""
        return self.county or self.prefecture or self.province

    @property
    def superior(self) -> tuple[str, str]:
        """Its province and prefecture; the prefecture is empty unless it is a county that has one."""
        return self.province, self.prefecture if self.county else ""

    def within(self, other: "Unit") -> bool:
        """Return whether it lies in `other`, a division of a higher level."""
        same = self.province == other.province and other.prefecture in ("", self.prefecture)
        return same and other.level < self.level


class Names(NamedTuple):
    """Names to look for: the divisions that each may mean, and the names that are only short forms."""

    units: dict[str, tuple[Unit, ...]]
    short: frozenset[str]


class Dictionary(NamedTuple):
    """jieba's counts and tags of names and single characters, and the sum of all its counts."""

    counts: dict[str, int]
    tags: dict[str, str]
    total: int


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@functools.cache
def units() -> tuple[Unit, ...]:
    """Return all divisions of the gazetteer."""
    rows = _rows(PLACES)
    return tuple(Unit(row["province"], row["prefecture"], row["county"], bool(row["until"])) for row in rows)


def short_names(name: str) -> set[str]:
    """Return the short forms of a full name that have at least two characters.

    >>> sorted(short_names("恩施土家族苗族自治州"))
    ['恩施', '恩施州']
    """
    kind = _CLASS.search(name)
    if kind is None:
        return set()
    stem = name[: kind.start()]
    bare = _NATIONALITY.sub("", stem) if kind[0].startswith("自治") else stem
    forms = {bare}
    if kind[0] == "自治区":
        forms.add(bare + "自治区")
    elif kind[0].startswith("自治"):
        forms.add(bare + kind[0][-1])
    return {form for form in forms if len(form) > 1 and bare}


@functools.cache
def names() -> Names:
    """Return all full names and short forms; an abolished division loses a short form to a present one."""
    full: dict[str, set[Unit]] = {}
    short: dict[str, set[Unit]] = {}
    for unit in sorted(units(), key=lambda unit: unit.former):
        full.setdefault(unit.name, set()).add(unit)
        # Their short names are also words, or names of districts of other provinces, or of one another.
        for form in () if unit.county and unit.province in OVER_THERE else short_names(unit.name):
            taken = short.setdefault(form, set())
            if not unit.former or all(other.former for other in taken):
                taken.add(unit)
    both = {name: tuple(sorted(full.get(name, set()) | short.get(name, set()))) for name in full | short}
    return Names(both, frozenset(short.keys() - full.keys()))


@functools.cache
def level(name: str) -> int:
    """Return the level of the highest division that a full or short name may mean; 3 if there is none."""
    return min((unit.level for unit in names().units.get(name, ())), default=3)


@functools.cache
def _dictionary() -> Dictionary:
    wanted, counts, tags, total = names().units, {}, {}, 0
    # Not imported: jieba's modules raise warnings on current Python.
    path = Path(importlib.util.find_spec("jieba").origin).with_name("dict.txt")
    with path.open(encoding="utf-8") as file:
        for line in file:
            word, count, tag = line.rsplit(maxsplit=2)
            total += int(count)
            if word in wanted or len(word) == 1:
                counts[word], tags[word] = int(count), tag
    return Dictionary(counts, tags, total)


@functools.cache
def words() -> dict[str, bool]:
    """Return the names that count only next to a division that they lie in, or to a sibling.

    They are the names in place_words.csv, short forms of counties that are common words in jieba's
    dictionary, short forms of abolished counties, and full names of two characters such as 城区 and 郊区.

    Returns
    -------
    dict of str to bool
        True if any such division suffices, False if it must be the one directly above.
    """
    known, jieba = names(), _dictionary()
    counties = {name for name in known.short if level(name) == 3}
    former = {name for name in counties if all(unit.former for unit in known.units[name])}
    tagged = {name for name in counties & jieba.tags.keys() if jieba.tags[name] not in _NAME_TAGS}
    common = {name for name in tagged if jieba.counts[name] >= _COMMON}
    plain = {name for name in known.units if len(name) == 2 and name.endswith("区")}
    listed = {row["name"]: row["why"] != "everyday word" for row in _rows(LEXICONS / "place_words.csv")}
    return dict.fromkeys(former | plain | common, False) | listed


@functools.cache
def is_known(name: str) -> bool:
    """Return whether a county's short form by itself identifies one county, and is not there by chance.

    It must belong to one county in force and not be among `words`. It counts if it has more than two
    characters, or if jieba's dictionary tags it as a place or a brand (the tag for persons is unreliable).
    Two characters that are not in the dictionary count if, by chance, they are expected side by side less
    than once in a text as large as the one on which the dictionary was counted.
    """
    if len({unit for unit in names().units[name] if not unit.former}) > 1 or name in words():
        return False
    jieba = _dictionary()
    if len(name) > 2 or name in jieba.tags:
        return len(name) > 2 or jieba.tags[name] in ("ns", "nz")
    return jieba.counts.get(name[0], 0) * jieba.counts.get(name[1], 0) < jieba.total

"""Find the places that a text names: divisions down to the county, with the places directly after them.

Method: longest match against a gazetteer (`methods.files.gazetteer`), superior divisions before those in them
(`mentions.place_names`), then the context in the text. A full name (龙华区) counts wherever it occurs. A
short form (龙华) counts if it belongs to a province, a prefecture or a county that is its only meaning, or if
the same text names its full name or its superior division. A short form that is also an everyday word (平安),
a mountain or a river counts only directly after its superior division, or in an enumeration with a sibling.
One that seems to be part of another name (曾永康, 宁德时代), or a county in Classical Chinese without a verb,
counts only if the text names its full name or its superior division.
If several divisions remain possible, the row holds the names on which they agree, and their number.

Not found, on purpose: streets, rivers, battles and spirits named after places (南京路, 延安精神), persons
(谷文昌), poetic and one-character names (八桂, 京津冀), short forms of districts of Hong Kong, Macao and
Taiwan, and towns, villages and communities that are never next to their county in the text.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import pandas as pd

from methods.files.cache import remembered
from methods.files.gazetteer import Names, Unit, is_known, names, words
from methods.mentions.place_names import NO_NAME, Mention, add_tails, chain, likeliest, scan, word_ends
from methods.mentions.place_roles import find_roles, is_named_after
from methods.text.words import segmenter

COLUMNS = ["mention", "start", "province", "prefecture", "county", "role", "candidates"]
#: Particles of Classical Chinese, and those that hardly occur in other texts.
_PARTICLE = re.compile("[之也者曰矣乎焉哉兮]")
_CLASSICAL = "曰矣焉哉兮"
SEVERAL = 2  # Least number of different ones of the latter in a classical text.
PARTICLES = 0.025  # Least share of particles in its characters.
#: Before the name of a county in Classical Chinese: what one does in it, to it or on the way to it.
_MOVES = frozenset("于於在至入攻围拔取击葬守到屯徙奔伐")
_NEW = re.compile("新区")
_NEW_AREA = re.compile(
    "(?=((?:(?![的是在和与及等个有为了到赴往向去给成由自市县区省])[一-鿿]){2,4})(?<![高级型创])新区)"
)


def _named(found: Iterable[Mention]) -> set[tuple[str, str]]:
    """Return the provinces and prefectures that unambiguous mentions name or lie in."""
    units = [mention.units[0] for mention in found if len(mention.units) == 1]
    return {unit[:2] for unit in units} | {(unit.province, "") for unit in units}


def present(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Return the divisions in force, or all if none is."""
    return tuple(unit for unit in units if not unit.former) or units


def keep_licensed(text: str, found: list[Mention], given: set[str]) -> list[Mention]:
    """Drop short forms that nothing in the text confirms, and meanings that a name cannot have here.

    `given` are names that are also those of persons in the text, after their surnames.
    """
    for mention in found:
        units = present(mention.units) if mention.chained else mention.units
        barred = mention.name in words() and not mention.chained
        mention.units = () if barred else likeliest(mention.name, units)
    loose = [mention for mention in found if mention.units and not mention.chained]
    short = [mention for mention in loose if mention.name in names().short]
    counties = {mention for mention in short if mention.units[0].level == 3}
    doubtful = {mention for mention in short if mention.doubtful and mention.units[0].level > 1}
    doubtful |= {mention for mention in counties if mention.name in given}
    if is_classical(text):
        doubtful |= {mention for mention in counties if text[mention.start - 1 : mention.start] not in _MOVES}
    unsure = doubtful | counties
    full, named = {mention.name for mention in found}, _named(m for m in found if m not in unsure)
    for mention in unsure:
        near = tuple(unit for unit in mention.units if unit.superior in named or unit.name in full)
        is_sure = mention not in doubtful and is_known(mention.name)
        mention.units = near or (mention.units if is_sure else ())
    add_siblings(text, found)
    add_siblings(text, found[::-1])
    return [mention for mention in found if mention.units]


def is_classical(text: str) -> bool:
    """Return whether a text is in Classical Chinese, which knows few of today's counties.

    >>> is_classical("子曰：学而时习之，不亦说乎？其为人也孝弟，而好犯上者，鲜矣。"), is_classical("好。")
    (True, False)
    """
    particles = Counter(_PARTICLE.findall(text))
    several = sum(particle in particles for particle in _CLASSICAL) >= SEVERAL
    return several and particles.total() > PARTICLES * len(text)


def add_siblings(text: str, found: list[Mention]) -> None:
    """Give a meaning to names that are enumerated with a division of the same superior: 闵行、宝山、徐汇."""
    for sibling, mention in pairwise(found):
        first, last = (sibling, mention) if sibling.start < mention.start else (mention, sibling)
        if sibling.units and not mention.units and text[first.end : last.start] == "、":
            superiors = {unit.superior for unit in sibling.units if unit.level > 1}
            units = names().units[mention.name]
            mention.units = tuple(unit for unit in units if unit.superior in superiors and not unit.former)


def _narrow(units: tuple[Unit, ...], named: set[tuple[str, str]]) -> tuple[Unit, ...]:
    """Return the divisions whose superior is named, else those whose province is, else all."""
    near = tuple(unit for unit in units if unit.superior in named)
    return near or tuple(unit for unit in units if (unit.province, "") in named) or units


def settle(text: str, found: list[Mention]) -> None:
    """Choose between divisions with one name by what the text, then the paragraph and the phrase, name."""
    breaks = [match.start() for match in re.finditer("\n", text)]
    paragraphs: dict[int, list[Mention]] = {}
    for mention in found:
        paragraphs.setdefault(bisect_right(breaks, mention.start), []).append(mention)
    everywhere = _named(found)
    for members in paragraphs.values():
        here = _named(members)
        for last, mention in zip([None, *members], members, strict=False):
            if len(mention.units) > 1:
                units = _narrow(_narrow(mention.units, everywhere), here)
                if last and text[last.end : mention.start] == "的":
                    units = _narrow(units, _named([last]))
                mention.units = units if units != mention.units else present(units)


def new_areas(text: str) -> set[str]:
    """Return the names of new areas that are not divisions: the longest string that recurs before 新区.

    >>> sorted(new_areas("沃土东津新区。位于东津新区的校区"))
    ['东津新区']
    """
    if text.count("新区") < 2:
        return set()
    # A name can begin only two to four characters before 新区.
    places = sorted({end.start() - k for end in _NEW.finditer(text) for k in (2, 3, 4) if end.start() >= k})
    counts = Counter(match[1] for place in places if (match := _NEW_AREA.match(text, place)))
    often = {name: n for name, n in counts.items() if n > 1 and not NO_NAME.search(name)}
    parts = {name[k:] for name in often for k in (1, 2) if often.get(name[k:]) == often[name]}
    return {name + "新区" for name in often.keys() - parts if name + "新区" not in names().units}


def _only_home(text: str, found: list[Mention]) -> tuple[Unit, ...]:
    """Return the only prefecture, else the only province, that a text names outside institutions' names."""
    named = _named(mention for mention in found if not is_named_after(text, mention.end))
    for pairs in ([pair for pair in named if pair[1]], [pair for pair in named if not pair[1]]):
        if len(pairs) == 1:
            return (Unit(*pairs[0], "", False),)
    return ()


def learn(text: str, found: list[Mention]) -> Names:
    """Return the places below the county that the text puts into a division, and new areas."""
    areas = new_areas(text)
    learned = dict.fromkeys(areas, _only_home(text, found) if areas else ())
    for mention in found:
        learned.update({tail: mention.units for tail in mention.tails if len(tail) > 2})
    stems = {name[:-2] for name in learned if name.endswith("新区") and len(name) > 3}
    known, words_known = names().units, segmenter(None).rjieba
    short = {stem for stem in stems if stem not in known and not words_known.has_word(stem)}
    return Names(learned | {stem: learned[stem + "新区"] for stem in short}, frozenset(short))


def _row(text: str, mention: Mention, role: str) -> list[object]:
    """Return the values of `COLUMNS`; a name is missing where the meanings differ."""
    levels = [set(names) for names in zip(*(unit[:3] for unit in mention.units), strict=True)] or [{""}] * 3
    agreed = [min(names) or None if len(names) == 1 else None for names in levels]
    return [text[mention.start : mention.end], mention.start, *agreed, role, len(mention.units)]


def find_places(text: str) -> pd.DataFrame:
    """Find the places that a text names.

    Parameters
    ----------
    text : str
        A cleaned text: Simplified Chinese, paragraphs separated by a newline.

    Returns
    -------
    DataFrame
        One row per mention, in the order of the text, without overlaps: ``mention`` (as written, with the
        zone, township or community directly after it), ``start`` (offset), ``province, prefecture, county``
        (full names; those of an abolished division as they were; NaN where there is none or the text leaves
        it open), ``role`` (see `mentions.place_roles`) and ``candidates`` (number of divisions that it can
        mean: 1 if it is settled, more if it is ambiguous, 0 for a new area that the text does not place).

    Examples
    --------
    >>> find_places("谷文昌到过深圳龙华区。")[["mention", "province", "county"]].values.tolist()
    [['深圳龙华区', '广东省', '龙华区']]
    """
    return _table(_rows(text))


@remembered
def places_table(articles: pd.DataFrame) -> pd.DataFrame:
    """Return `find_places` of every article (index `article_id`, column `text`), `article_id` first."""
    found = {article: _rows(text) for article, text in articles["text"].items()}
    table = _table([row for rows in found.values() for row in rows])
    ids = [article for article, rows in found.items() for _ in rows]
    table.insert(0, "article_id", pd.Series(ids, dtype="str"))
    return table


def _rows(text: str) -> list[list[object]]:
    """Return the rows of `find_places`."""
    ends = word_ends(text)
    given: set[str] = set()
    found = keep_licensed(text, chain(scan(text, ends, names(), given)), given)
    settle(text, found)
    found = add_tails(text, found)
    if (new := learn(text, found)).units:
        taken = {position for mention in found for position in range(mention.start, mention.end)}
        learned = [mention for mention in scan(text, ends, new) if mention.start not in taken]
        found = add_tails(text, [*found, *learned])
    return [_row(text, mention, role) for mention, role in zip(found, find_roles(text, found), strict=True)]


def _table(rows: list[list[object]]) -> pd.DataFrame:
    # To build a table takes ten times as long as to find its rows, so all articles share one.
    types = dict.fromkeys(COLUMNS, "str") | {"start": "int64", "candidates": "int64"}
    return pd.DataFrame(rows, columns=COLUMNS).astype(types)

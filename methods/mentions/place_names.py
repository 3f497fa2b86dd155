"""Find names of places in a text: longest match at word boundaries, divisions joined to their superiors.

A name counts only where one of jieba's words begins. A short form must also end where a word ends. So
黄河南岸 does not name 河南, and 大海阳 does not name 海阳.
"""

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from methods.files.gazetteer import Names, Unit, level, names, words
from methods.mentions.person_names import is_word
from methods.mentions.place_traps import is_other, seems_other
from methods.text.scan import Words
from methods.text.surnames import COMMON, SINGLE
from methods.text.words import segmenter

# Before one of these, a short form names something else: a street, a canal, a battle, a spirit, a time zone.
_NOT_BEFORE = re.compile(
    "[东南西北中一二三四五]?(?:大街|大道|路(?![过径上线途人费网由]))|"
    "运河|精神|战役|起义|事变|会战|条约|会议精神|时间"
)
# A surname before a short form makes it a person's name, if a title or the last item of a list ends there.
_BEFORE_PERSON = re.compile(r"[长任记员官警师授士志、，。：；？！“”（）\s]?")
# After the short form of a county, the rest of the name of a palace, of a noble or of an old office.
_TITLE = re.compile(
    "太[妃后守]|刺史|节度|郡[王主守]?|[伯公侯王](?:府(?!井|大街)|爵)|公主|侯爷|王(?:爷|妃|太[妃后]|世子)|"
    "府[里中上]|[殿宫伯]|府(?![前后东西南北城谷河山院学])|公(?![检租考募管摊])"
)
# After a short form, the rest of a name that only comes from a place, or how a person is addressed.
_NAMESAKE = re.compile(
    "围(?![着绕观])|臣|油田|气田|时代|会议|会谈|对话会|大?酒店|兄(?!弟)|先生|女士|小姐|君(?!子)|"
    # Characters of given names that hardly begin a word: 金秀贤.
    "[贤杰磊婷娟娜莉琴芳倩雯彬斌浩鹏轩](?![一-鿿]?[县市区州])"
)
# Surnames that are mainly other words when they are a word by themselves.
_RARELYCOMMON = frozenset("于向时成常原那代和战习居能通从全都宿经过高白黄金来广山谷车水单边党易连方左关支后")
# After one of these, the short form of a county is part of another name: 小海阳.
_NOT_AFTER = frozenset("大小老新")
# Directly after a place, one of these begins the name of a part of it.
_ATTRIBUTES = frozenset("大小老新东南西北上下前后")
_INSTITUTIONS = ("大学", "学院", "银行", "医院", "日报", "公司", "集团", "博物馆", "电视台")
# A character that may occur in the name of a zone, a township or a community.
_PLAIN = "(?!和(?![平谐睦顺居])|[的是在与及等各个有为了把被从对将以全这那些每其该名本第届县区党委])[一-鿿]"
NO_NAME = re.compile(
    "市场|市民|市委|市政|建设|推进|基层|社会|全面|治理|创新|法治|加强|部分|试点|国家|辖|政府|公安|司法|法院|检察|"
    "美丽|城市"
)
_DOUBLED = re.compile("^(.)\\1")  # A verb said twice begins no name: 天津|尝尝|稻香村.
_TOWNSHIP_KINDS = "街道|苏木|(?<![城乡集重])镇(?![压静定守])|(?<![城家下返水老])乡(?![村镇土愁亲贤情音])"
_TOWNSHIP = rf"(?:{_PLAIN}){{1,5}}?(?:{_TOWNSHIP_KINDS})"
_COMMUNITY = rf"(?:{_PLAIN}){{1,5}}?(?:社区|居民区|(?<![农乡])村(?![民庄落级干两镇]))"
_ZONE = rf"(?:{_PLAIN}){{0,4}}?(?:新区|生态城|开发区|高新区|经开区|工业园区)(?:社区)?"
_TAIL = re.compile(f"({_ZONE})?({_TOWNSHIP})?({_COMMUNITY})?")
_ZONE_ONLY = re.compile(f"({_ZONE})?")


@dataclass(slots=True, eq=False)
class Mention:
    """A run of characters, and the divisions that it may mean.

    `name` is its last name in the gazetteer. `chained` is whether it also contains the name of a superior
    division. `doubtful` is whether it seems to be part of another name, unless the text confirms it. `tails`
    are the zone, township and community at its end.
    """

    start: int
    end: int
    name: str
    units: tuple[Unit, ...]
    chained: bool = False
    doubtful: bool = False
    tails: list[str] = field(default_factory=list)


@functools.lru_cache(maxsize=1 << 14)
def _parts(word: str) -> list[int]:
    """Return the lengths at which a word splits into a place and a part of it: 山西|大同, 武汉|理工大学."""
    known = names().units
    whole = word.endswith(_INSTITUTIONS)
    lengths = [k for k in range(2, len(word)) if word[:k] in known]
    if word.endswith("医院"):  # Hospitals are called after counties far away, too: 瑞金医院 is in Shanghai.
        lengths = [k for k in lengths if level(word[:k]) < 3]
    return [k for k in lengths if whole or word[k:] in known or level(word[:k]) == 1]


def word_ends(text: str) -> set[int]:
    """Return the offsets between words, cut without user words, since many of those contain places."""
    tokens = segmenter(None).tokens(text, hmm=False)
    stops = list(accumulate(map(len, tokens)))
    long = [(word, stop) for word, stop in zip(tokens, stops, strict=True) if len(word) > 3]
    return {0, *stops, *(stop - len(word) + k for word, stop in long for k in _parts(word))}


def _is_part(text: str, start: int, ends: set[int], county: bool) -> bool:
    """Return whether the characters before a short form make it part of another name: 谷文昌, 小海阳."""
    before = text[start - 1 : start]
    if before in COMMON and _BEFORE_PERSON.fullmatch(text[max(0, start - 2) : start - 1]):
        return True
    return county and (before in _NOT_AFTER or (before in COMMON and start - 1 in ends))


def _is_title(text: str, end: int) -> bool:
    """Return whether a name goes on after a short form: 昭阳|殿, 临安|伯, but not 南安|公安 or 昌平|宫颈."""
    found = _TITLE.match(text, end)
    return found is not None and (len(found[0]) > 1 or not is_word(text[end : end + 2]))


def _is_doubtful(text: str, start: int, end: int, ends: set[int]) -> bool:
    """Return whether a short form seems to be part of another name: 天水|围, 宁德|时代, 曾|永康."""
    if _NAMESAKE.match(text, end) or seems_other(text, start, end):
        return True
    before = text[start - 1 : start]
    is_surname = before in SINGLE and before not in _RARELYCOMMON
    return is_surname and start - 1 in ends and end - start == 2


def _counts(text: str, start: int, end: int, ends: set[int], free: int) -> bool:
    """Return whether a short form names a place here; `free` is where the previous place ends."""
    # The word 市民 may cross the beginning of 民和县 in 海东市民和县.
    is_cut = start in ends or (start == free and text[end - 1] in "县旗")
    if not is_cut or end not in ends or _NOT_BEFORE.match(text, end):
        return False
    if 0 <= free == start - 1 and text[free] in _ATTRIBUTES:  # 老山东里 in 石景山区老山东里 is one name.
        return False
    county = level(text[start:end]) == 3
    if county and _is_title(text, end):
        return False
    if start != free and is_other(text, start, end, ends):
        return False
    return start == free or not _is_part(text, start, ends, county)


def _counts_full(text: str, start: int, end: int, ends: set[int], free: int) -> bool:
    """Return whether a full name is a place here; words may cross its end: 海东市|民和县, 平安区|委."""
    if start != free and start not in ends:
        return False
    return end in ends or (end - start > 2 and text[end - 1 : end + 1] not in ("市场", "区域"))


@functools.cache
def converted() -> dict[str, str]:
    """Return full names by their form after conversion to Simplified characters: 乾安县 by 干安县."""
    import opencc

    known = names()
    full = [name for name in known.units if name not in known.short]
    written = opencc.OpenCC("t2s").convert("\n".join(full)).split("\n")
    return {new: name for new, name in zip(written, full, strict=True) if new not in known.units}


@functools.cache
def _gazetteer() -> Words:
    return Words([*names().units, *converted()])


def scan(text: str, ends: set[int], wanted: Names, given: set[str] | None = None) -> Iterator[Mention]:
    """Yield the names in a text, left to right, the longest at each place, without overlaps.

    Parameters
    ----------
    text : str
    ends : set of int
        Where words end, as `word_ends` returns it.
    wanted : Names
        Names to look for.
    given : set of str, optional
        Receives the names that follow a surname somewhere: 广平 in 许广平.
    """
    free, known = -1, _gazetteer() if wanted is names() else Words(wanted.units)
    for start, names_here in known.occurrences(text):
        before = text[start - 1 : start]
        if given is not None and before in COMMON and before not in _RARELYCOMMON and start - 1 in ends:
            given.update(names_here)
        if start < free or not (start == free or start in ends):
            continue
        for written in names_here:
            end, name = start + len(written), written if written in wanted.units else converted()[written]
            counts = _counts if name in wanted.short else _counts_full
            if counts(text, start, end, ends, free):
                mention = Mention(start, end, name, wanted.units[name])
                mention.doubtful = (
                    start != free and name in wanted.short and _is_doubtful(text, start, end, ends)
                )
                yield mention
                free = end
                break


@functools.lru_cache(maxsize=1 << 14)
def likeliest(name: str, units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Return the most likely divisions: full names before short, high levels first, present before past."""
    top = min((unit.level for unit in units), default=0)
    units = tuple(u for u in units if u.name == name) or tuple(u for u in units if u.level == top)
    present = {(unit.province, unit.name) for unit in units if not unit.former}
    return tuple(unit for unit in units if not unit.former or (unit.province, unit.name) not in present)


def _follows(child: Mention, parents: Iterable[Unit]) -> tuple[Unit, ...]:
    """Return the divisions that a name can mean directly after the name of one of their superiors."""
    strict = words().get(child.name) is False
    found = [u for u in child.units for p in parents if u.within(p) and (not strict or u.superior == p[:2])]
    return tuple(dict.fromkeys(found))


def chain(found: Iterable[Mention]) -> list[Mention]:
    """Join each name to the name directly before it, if it lies in that division: 广东 + 深圳市 + 龙华区."""
    joined: list[Mention] = []
    for mention in found:
        last = joined[-1] if joined else None
        units = _follows(mention, last.units) if last and last.end == mention.start else ()
        if last and units:
            last.end, last.name, last.units, last.chained = mention.end, mention.name, units, True
            last.doubtful = False
        else:
            joined.append(mention)
    return joined


def _tails(text: str, mention: Mention) -> list[str]:
    """Return the zone, township and community directly after a mention; after a province only a zone."""
    high = mention.units and mention.units[0].level == 1 and not mention.units[0].province.endswith("市")
    tails = []
    for tail in (_ZONE_ONLY if high else _TAIL).match(text, mention.end).groups():
        if tail and (NO_NAME.search(tail) or _DOUBLED.search(tail)):
            break
        tails += [tail] if tail else []
    return tails


def add_tails(text: str, found: Iterable[Mention]) -> list[Mention]:
    """Extend mentions by the places below the county that follow them, and drop names inside those."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda mention: mention.start):
        if not kept or mention.start >= kept[-1].end:
            tails = [] if mention.tails else _tails(text, mention)
            mention.tails += tails
            mention.end += sum(map(len, tails))
            kept.append(mention)
    return kept

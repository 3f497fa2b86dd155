"""Find where a person's name next to a post begins and ends.

Nothing marks a Chinese name. Next to a post, three facts identify it: it begins with a surname, one or two
characters follow, and a word, a clause or a verb of saying begins (or ends) at its other side. Names from
other languages contain a middle dot (阿依努尔·买买提).
"""

import functools
import re

from methods.text.surnames import COMPOUND, SINGLE
from methods.text.words import segmenter

_PREPOSITIONS = frozenset("于向")  # They are surnames, too, if no word and no time follows.
_WHEN = frozenset("本今去前当同次每近上下")
# Characters that hardly ever occur in a given name, and characters that hardly ever end one.
_NEVER = frozenset(
    "的地得着了是在与说等表称也却将对被把让就都很不没及或并至自其此该这那们个之村镇县市区乡街局院委部处组所室队站任"
)
_NEVER_LAST = frozenset("时和作从同向于以为还又已再要")
# A name ends before a character of `_AFTER`, and begins after a character of `_BEFORE`.
_AFTER = frozenset(
    "难能会要应曾正便才仍均不没只一因在对将为围向与和从以就也还却等同是被把给到来去有率带的说称讲谈作及则先又已"
)
_BEFORE = frozenset("的是向对请让跟与和由了说为将把被给随找起经据听问")
SPEECH = re.compile(
    r"(?:微信)?留言|(?:如是|\w{1,3}[着地])?说(?!明|服|法|教|.{0,2}的)|表示|介绍|认为|坦言|直言|指出|强调|谈[到道]|"
    "告诉|提出(?!的)|(?<!意见)建议(?=[，：])|要求(?=[，：])|回忆|感慨|感叹|透露|解释|呼吁|畅谈|体会到|通报|讲授|娓娓道来|"
    "发表.{0,6}讲话|(?:总结|写|补充|笑|答|问)道"
)
#: Words at which a match of `SPEECH` begins, or ends after an adverb (see `speech_starts`).
SPEECH_HEADS = (
    "微信留言 留言 如是说 说 表示 介绍 认为 坦言 直言 指出 强调 谈到 谈道 告诉 提出 建议 要求 回忆 感慨 感叹 "
    "透露 解释 呼吁 畅谈 体会到 通报 讲授 娓娓道来 发表 总结道 写道 补充道 笑道 答道 问道"
)
_EDGE = re.compile(r"[^\w]|$")
_DOTTED = re.compile("(?:[\u4e00-\u9fff]{1,7}·){1,5}(?=[\u4e00-\u9fff])")
_CHINESE = re.compile("[\u4e00-\u9fff]+")


def speech_starts(text: str, heads: list[int]) -> list[int]:
    """Return where a verb of saying may begin: at its words, or up to four characters before 着说 or 地说."""
    adverbs = {i - k for i in heads if text[i] == "说" and text[i - 1 : i] in ("着", "地") for k in (4, 3, 2)}
    return sorted(adverbs.difference(range(-4, 0)).union(heads)) if adverbs else heads


@functools.cache
def _persons() -> frozenset[str]:
    """Return the words that jieba's dictionary tags as names of persons."""
    with segmenter(None).jieba.get_dict_file() as file:
        rows = (line.decode("utf-8").split() for line in file)
        return frozenset(word for word, _, tag in rows if tag.startswith("nr"))


@functools.cache
def _frequencies() -> dict[str, int]:
    """Return the frequencies in jieba's dictionary; prefixes that are not words have the frequency 0."""
    return segmenter(None).jieba.FREQ


def is_word(string: str) -> bool:
    """Return whether a string of two or more characters is in jieba's dictionary and not a person's name."""
    return len(string) > 1 and _frequencies().get(string, 0) > 0 and string not in _persons()


def name_after(text: str, at: int, least: int = 1) -> int:
    """Return the end of the name that begins at `at`, after a post; `at` itself if there is no name.

    `least` is the least clarity of the name's end (see `_begins`), unless jieba's dictionary has the name.
    """
    if SPEECH.match(text, at):  # 书记强调, though 强 is a surname
        return at
    if dotted := _DOTTED.match(text, at):
        last, run = dotted.end(), _CHINESE.match(text, dotted.end()).end()
        return max(range(last + 1, min(last + 4, run) + 1), key=lambda end: (_begins(text, end), end))
    ends = [at + family + given for family in _family(text, at) for given in (2, 1)]
    if text[at : at + 1] in ("小", "老") and _family(text, at + 1):
        ends.append(at + 2)
    found = []
    for end in ends:
        clear, known = _begins(text, end), text[at:end] in _persons()
        if (clear >= least or known) and _is_name(text, at, end, clear):
            found.append((clear, end - at, end))
    return max(found)[2] if found else _unknown(text, at)


def name_before(text: str, at: int) -> int:
    """Return the start of the name that ends at `at`, before a title (王建国教授); `at` itself if none."""
    found = []
    for size in (4, 3, 2, 1):
        start = at - size
        family = _family(text, start) if start >= 0 else []
        if any(length + 2 >= size for length in family):
            clear = _ends(text, start)
            if clear and (size in family or _is_name(text, start, at, clear)):
                found.append((clear, size, start))
    return max(found)[2] if found else at


def _family(text: str, at: int) -> list[int]:
    """Return the lengths of the surnames that begin at `at`."""
    sizes = [2] if text[at : at + 2] in COMPOUND else []
    if text[at : at + 1] in SINGLE:
        sizes.append(1)
    return sizes


def _is_name(text: str, start: int, end: int, clear: int) -> bool:
    """Return whether a span can be a full name; if it is also a word, its end must be of clarity 3."""
    name, family = text[start:end], _family(text, start)
    given = name[max(family, default=0) if len(name) > 2 else 1 :]
    if not given or end > len(text) or not _CHINESE.fullmatch(name):
        return False
    if _NEVER & set(given) or given[-1] in _NEVER_LAST:
        return False
    if name[0] in _PREPOSITIONS and (is_word(given) or given[0] in _WHEN):
        return False
    if clear == 1 and is_word(text[end - 1 : end + 1]):  # 安全工|作 would cut a word.
        return False
    return clear >= (3 if is_word(name) else 1)


def _unknown(text: str, at: int) -> int:
    """Return the end of a name with a rare surname: two or three characters before a verb of saying.

    They must not contain a word. Without such a name, return `at`.
    """
    for end in (at + 3, at + 2):
        name = text[at:end]
        if SPEECH.match(text, end) and _CHINESE.fullmatch(name) and not _NEVER & set(name):
            words = [is_word(name), *(is_word(name[first : first + 2]) for first in range(len(name) - 1))]
            if not any(words):
                return end
    return at


def _begins(text: str, at: int, deep: bool = True) -> int:
    """Return how clearly a new unit begins at `at`.

    3 for the end of a clause or a verb of saying; 2 for a word that is followed by another beginning
    (吴倩|走进|校园, not 吴倩走|进校|园); 1 for a word or a function word; 0 for nothing.
    """
    if _EDGE.match(text, at) or SPEECH.match(text, at):
        return 3
    ends = [at + size for size in (4, 3, 2) if is_word(text[at : at + size])]
    if deep and any(_begins(text, end, False) for end in ends):
        return 2
    return int(bool(ends) or text[at] in _AFTER)


def _ends(text: str, at: int) -> int:
    """Return how clearly a unit has ended at `at`: 3 for a clause, 2 a word, 1 a function word, 0 nothing."""
    if at <= 0 or _EDGE.match(text, at - 1):
        return 3
    if any(is_word(text[max(at - size, 0) : at]) for size in (4, 3, 2)):
        return 2
    return int(text[at - 1] in _BEFORE)

"""What stands around a short form that makes it something else than a place.

Some contexts leave no doubt, and the short form does not count. Others only make it doubtful: it counts if
the text also names its full name or its superior division (`mentions.places.keep_licensed`).
"""

import re

from methods.files.gazetteer import level
from methods.mentions.posts import TITLE
from methods.text.surnames import SINGLE

# 巴中 is a city, and Pakistan (or Brazil) and China.
_RELATIONS = re.compile("关系|友谊|友好|两国|双方|双边|建交|经济走廊|自贸|全天候|互利|边境")
# After a verb that reads like a place: 开封了, 开封后; but 到开封了, 离开开封后.
_DONE, _WHEN = "了", re.compile("[后时前](?!往)")
_MOTION = frozenset("到去来往赴抵离回返进入过经开在是达")
_NOT_YET = re.compile("(?:已经?|尚?未|没有?|刚|别|一旦)$")
# Syllables of foreign names that are hardly words by themselves: 卡泰宁, 奈夫西林.
_SYLLABLES = frozenset("阿埃艾奥贝伯戴蒂菲夫弗戈赫霍卡凯柯蕾莉琳伦洛玛迈曼姆娜奈尼涅诺帕佩皮乔萨塞莎汀沃雅詹")
_SUBSTANCE = re.compile("西?[丁汀啶酮碱]")
# A title after a surname, and so before a given name: 陈部长唐山.
_TITLE_ENDS = re.compile(rf"(?P<family>[一-鿿])[前原故]?(?:{TITLE.pattern})$")
_REACH = 8  # characters of a title and the surname before it
#: Prefectures that are also a state or a city abroad.
_ABROAD = frozenset({"德州"})  # Texas


def is_other(text: str, start: int, end: int, ends: set[int]) -> bool:
    """Return whether a short form is no place here, whatever else the text names.

    `ends` is where words end, as `mentions.place_names.word_ends` returns it.
    """
    name, before = text[start:end], text[start - 1 : start]
    if name.endswith("中") and _RELATIONS.match(text, end):
        return True
    if before == "小" and start - 1 in ends:  # 小沈阳 is a person, 小上海 another town.
        return True
    if len(name) != 2 or level(name) == 1:
        return False
    if text[end : end + 1] == _DONE and before not in _MOTION:
        return True
    if level(name) == 3 and before in _SYLLABLES and start - 1 in ends:
        return True
    return _follows_title(text, start)


def _follows_title(text: str, start: int) -> bool:
    """Return whether a surname and a title stand before, as in 陈部长唐山."""
    found = _TITLE_ENDS.search(text, max(0, start - _REACH), start)
    return found is not None and found["family"] in SINGLE


def seems_other(text: str, start: int, end: int) -> bool:
    """Return whether a short form is probably no place here, unless the text confirms it."""
    name = text[start:end]
    if name in _ABROAD or _SUBSTANCE.match(text, end):
        return True
    # 花都谢了, 糖都匀不开: in two characters, 都 may be the adverb between two words.
    if len(name) == 2 and "都" in name and level(name) == 3:
        return True
    if _NOT_YET.search(text, max(0, start - 2), start):
        return True
    return _WHEN.match(text, end) is not None and text[start - 1 : start] not in _MOTION

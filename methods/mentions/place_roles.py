"""The part that a place plays in a text, by rules over the characters around it.

===========  ====================================================================================
roll_call    a province in an enumeration of three or more
institution  part of an institution's name (武汉理工大学, 聊城市司法局)
home         the place of a person or a group that is named with a post (柳州市司法局局长陈岚)
venue        where something happens or is visited: 在, 走进, 位于 before it, 举行 after it, a dateline
subject      everything else
===========  ====================================================================================

The roles are tried in this order, with three exceptions: a museum after 走进 is a venue, the office of a
person with a post is that person's home, and any other office after 在 is a venue. The rules read at most 40
characters and no syntax. benchmarks/places.py scores them.
"""

import re
from collections.abc import Sequence

from methods.mentions.place_names import Mention

_WINDOW = 40
_RUN = "[^、，。！？；：“”《》（）\n的将以把在着]"
# Institutions whose names do not say where their people belong.
_NAMED_AFTER = re.compile(
    rf"{_RUN}{{0,8}}?(?:大学|学院|日报|晚报|法治报|电视台|医院|银行|集团|公司|出版社|研究院|研究所|工作站|"
    "中学|小学|校区|兵团)"
)
_MUSEUM = re.compile(rf"{_RUN}{{0,8}}?(?:博物馆|纪念馆|图书馆|展览馆|文化馆)")
_OFFICE = re.compile(
    rf"[省市县区州]?(?:委(?![员托屈派])|人大|政协|纪委|监委)|"
    rf"{_RUN}{{0,6}}?(?:局|厅|法院|检察院|派出所|政府|委员会|政法委|海警|支队|总队)"
)
_POST = re.compile(
    rf"的?{_RUN}{{0,16}}?(?:书记|主任|局长|所长|院长|检察长|[省市县区州镇乡村处科厅部站庭会]长|"
    "党组成员|党工委委员|常委|调研员|负责人|支书)(?![们座会制级培])"
)
_GROUP = re.compile(
    r"[省市县区州]?(?:籍|的)?[\d一-鿿]{0,8}?(?:学员|代表|干部|专家|群众|居民|村民|民警|法官|书记|老师)们?"
    r"[^，。！？；\n]{0,8}?(?:说|表示|认为|发言|介绍|坦言|参会|相聚|来了)"
)
_AT = re.compile("(?:(?:走进|来到|走访|参观|考察|深入|前往|抵达|赴|地处)[一-鿿]{0,4}|[在到]|[位设建落]于)$")
_EVENT = re.compile(
    rf"\d{{1,2}}月\d{{1,2}}日[电讯]|[七八九十一二三四五六\d]{{1,2}}月，|"
    rf"{_RUN}{{0,10}}?(?:举行|举办|召开|开班|开幕|启幕|落幕)"
)


def is_named_after(text: str, end: int) -> bool:
    """Return whether the place that ends at `end` is in the name of a university, newspaper or company."""
    return _NAMED_AFTER.match(text[end : end + _WINDOW]) is not None


def find_role(text: str, start: int, end: int) -> str:
    """Return the role of the place from `start` to `end`, without a look at enumerations."""
    before, after = text[max(0, start - 10) : start], text[end : end + _WINDOW]
    # 在拱墅， begins a sentence about Gongshu, and says of no event that it was there.
    at = _AT.search(before) is not None and not (before.endswith("在") and after.startswith("，"))
    if _NAMED_AFTER.match(after) or (_MUSEUM.match(after) and not at):
        return "institution"
    if _POST.match(after) or _GROUP.match(after) or before.endswith("来自"):
        return "home"
    if at:
        return "venue"
    if _OFFICE.match(after):
        return "institution"
    return "venue" if _EVENT.match(after) else "subject"


def find_roles(text: str, found: Sequence[Mention]) -> list[str]:
    """Return the roles of the mentions of a text, in their order."""
    roles = [find_role(text, mention.start, mention.end) for mention in found]
    provinces = [bool(mention.units) and mention.units[0].level == 1 for mention in found]
    first = 0
    for i in range(1, len(found) + 1):
        goes_on = i < len(found) and provinces[i - 1] and provinces[i]
        if not (goes_on and text[found[i - 1].end : found[i].start] in ("、", "和", "及", "与", "以及")):
            if i - first > 2:
                roles[first:i] = ["roll_call"] * (i - first)
            first = i
    return roles

"""Posts: read the place, institution, system and level from the words before a person's name.

`云南昆明市五华区丰宁街道虹山中路社区党委书记、居委会主任` is a chain: places from the province down, then
institutions with posts. The level is that of the lowest place or of the institution's name. A county-level
city has a name like a prefecture's (义乌市) and counts as a prefecture.
"""

import re

from methods.files import gazetteer
from methods.mentions.person_names import is_word
from methods.text.surnames import COMMON

PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|"
    "四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_TITLE = (
    "(?:常务|执行|第一)?副?(?:总书记|书记(?!员)|治保主任|主任(?!医师)|政委|支书|总理|主席|秘书长|检察长|"
    "[大中支总]队长|[队局厅部司处科所院校会市区县省州镇乡村社站组庭馆班]长|教授|讲师|导师|老师|研究员|调研员|"
    "律师(?!事务所)|法官|检察官|(?<!负责)(?<!领导)同志|先生|女士|大爷|大妈|大叔|大娘|阿姨|老太|老汉)"
)
#: Words with which titles begin; `POST_HEADS` adds those of the other posts.
TITLE_HEADS = (
    "常务 执行 第一 副 总书记 书记 治保主任 主任 政委 支书 总理 主席 秘书长 检察长 大队长 中队长 支队长 "
    "总队长 教授 讲师 导师 老师 研究员 调研员 律师 法官 检察官 同志 先生 女士 大爷 大妈 大叔 大娘 阿姨 "
    "老太 老汉 " + " ".join(place + "长" for place in "队局厅部司处科所院校会市区县省州镇乡村社站组庭馆班")
)
POST_HEADS = (
    f"{TITLE_HEADS} 总支 支部 常委 委员 成员 代表 干部 党员 学员 负责人 村民 居民 民警 辅警 调解员 网格员 "
    "社区工作者 志愿者 发言人 当事人 教导员 指导员 原告 被告 上诉人 被上诉人 被害人 受害人 嫌疑人"
)
# Members of a group: what they do follows more often than their name.
_MEMBER = "常委|委员(?!会)|成员|代表(?!大会)|干部|党员|学员|负责人"
_OTHER = "村民(?!委员)|居民(?!区|委员)|民警|辅警|调解员|网格员|社区工作者|志愿者|发言人|当事人|[教指]导员"
# The parties of a lawsuit, but not their side or their seat in court: 原告方, 被告席.
_PARTY = "(?:原告|被告)人?(?![方席])|(?:被)?上诉人|被害人|受害人|嫌疑人"
TITLE, MEMBER = re.compile(_TITLE), re.compile(_MEMBER)
POST = re.compile(f"(?:总支|支部)?{_TITLE}|{_MEMBER}|{_OTHER}|{_PARTY}")
# A chain goes back to the beginning of its clause, and past one comma after a post (副市长，市公安局局长).
_STOP = "，。！？；：\n“”‘’…—"
_CHAIN = re.compile(f"(?:[^{_STOP}]*(?:{POST.pattern})，)?[^{_STOP}]*$")
_CUT = re.compile(
    "以及|还有|包括|邀请|请来了?|来自|时任|原任|现任|回忆起|[让由与和及是据经向对找令使为了从被把将跟]"
)
_PROVINCE = re.compile(PROVINCES)
_NAME = r"[^\W\d_局院委部厅处科]"  # The name of a place contains no institution (市司法局社区矫正科).
_PLACE = re.compile(
    f"(?P<province>(?:{PROVINCES})(?:省|(?:壮族|回族|维吾尔)?自治区)?|{_NAME}{{0,3}}省|自治区)?"
    # 城市, 市场, 区域 and 乡村 are not names of places.
    f"(?P<prefecture>(?!城市){_NAME}{{0,7}}?(?:市(?![场民域])|自治州|地区))?"
    f"(?P<county>{_NAME}{{0,8}}?(?:(?<![社小园校民治])区|县|旗)(?!域))?"
    f"(?P<township>{_NAME}{{0,8}}?(?:街道|镇|乡(?!村)))?"
    f"(?P<community>(?![乡农]村){_NAME}{{0,8}}?(?:居民区|社区|村))?"
)
_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
# Where a chain names several, the first in this list decides (区委政法委, 社区党委书记).
_SYSTEMS = (
    ("political-legal", "政法委"),
    ("public security", "公安|派出所|警|交管|禁毒"),
    ("justice", "司法"),
    ("procuratorate", "检察"),
    ("court", "法院|法官|审判"),
    ("discipline inspection", "纪委|监委|纪检"),
    ("community", "治保|网格员|调解员|社区工作者|志愿者|村民|居民(?!区)"),
    ("party organisation", "党委|党组|党工委|党总支|党支部|[县市省区镇]委|中央|党校|书记|支书"),
    ("education", "大学|学院|学校|教授|讲师|老师|校长|社科院|研究"),
    ("government", "局|厅|部长|政府|[市区县省州镇乡]长|总理"),
    ("community", "社区|村|居委会"),
)
_LEVELS = (
    ("community", "居委会|治保|网格员|调解员|社区工作者|居民|村民|支书"),
    ("township", "派出所|司法所|乡镇"),
    ("county", "[区县]委|[区县]长"),
    ("prefecture", "市委|市长"),
    ("province", f"省|自治区|{PROVINCES}"),
    ("national", "中央|全国|国家|国务院|总书记|总理"),
)
FORMER = "前"  # between a surname and a title: 李前部长
# Characters with which organs end, after which a surname begins: 外交部陈部长.
_ORGANS = frozenset("部局厅司署院委会办处校")
_WORK = re.compile("《[^《》]*》")  # The title of a work does not name an institution (《派出所工作》杂志).
PRIVATE = re.compile(f"村民|居民|当事人|群众|老乡|党员|志愿者|大爷|大妈|大叔|大娘|阿姨|老太|老汉|{_PARTY}")


def chain_start(text: str, end: int) -> int:
    """Return where the chain of places, institutions and posts that ends at `end` begins."""
    floor = max(end - 90, 0)
    start = floor + _CHAIN.search(text[floor:end]).start()
    # No cut after the name of a province: it begins the chain, and names of places may contain 和 or 为.
    province = _PROVINCE.search(text, start, end)
    for cut in _CUT.finditer(text, start, province.start() if province else end):
        after_post = any(post.end() == cut.start() for post in POST.finditer(text, start, end))
        inside = len(cut[0]) == 1 and (
            is_word(text[cut.start() - 1 : cut.end()]) or is_word(text[cut.start() : cut.end() + 1])
        )
        if not after_post and not inside:
            start = cut.end()
    return start


def posts_in(chain: str) -> str:
    """Return the posts that a chain names, joined by `、`; empty if there are none."""
    return "、".join(POST.findall(chain))


def place_in(chain: str) -> tuple[str, str]:
    """Return the words of the first place that a chain names, and its level; both empty if there is none."""
    for part in re.split("[、，（）]", chain):
        bare = part[: post.start()] if (post := POST.search(part)) else part
        found = _PLACE.match(bare)
        if found and found[0]:
            return found[0], "province" if found[0] in _MUNICIPALITIES else found.lastgroup
    return "", ""


def system_of(chain: str) -> str:
    """Return the system that a chain belongs to; empty if it names none."""
    chain = _WORK.sub("", chain)
    return next((system for system, words in _SYSTEMS if re.search(words, chain)), "")


def level_of(chain: str) -> str:
    """Return the level that a chain belongs to, from ``national`` to ``community``; empty if unknown."""
    chain = _WORK.sub("", chain)
    level = place_in(chain)[1]
    finer = next((name for name, words in _LEVELS if re.search(words, chain)), "")
    order = [name for name, _ in _LEVELS]
    return min(filter(None, (level, finer)), key=order.index, default="")


def begins_place(text: str, at: int) -> bool:
    """Return whether the last character of a post is the first of a place: 吉林省长岭县 has no 省长."""
    return text[at] == "长" and any(text[at : at + size] in gazetteer.names().units for size in (3, 4, 5))


def has_no_name(text: str, start: int, end: int) -> bool:
    """Return whether no name follows a post: a place or a longer word begins in it, or a surname precedes.

    A place begins in 吉林省长岭县, a word is 居民楼, and after 外交部陈部长 there is a given name only.
    """
    return begins_place(text, end - 1) or is_word(text[start : end + 1]) or has_surname(text, start)


def has_surname(text: str, at: int) -> bool:
    """Return whether a surname is directly before a post, so that a given name follows it: 部|陈部长|唐山."""
    at -= text[at - 1 : at] == FORMER
    before = text[at - 2 : at - 1] if at > 1 else ""
    return text[at - 1 : at] in COMMON and (before in _ORGANS or not before.isalnum())


def is_place(name: str) -> bool:
    """Return whether a name is the full name of a place: 吉林省 in 吉林省省长, although 吉 is a surname."""
    return name[-1:] in tuple("省市县区州盟旗") and name in gazetteer.names().units

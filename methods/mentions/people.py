"""Actors: who is named with a post, and who speaks, in quoted or in reported words.

The rules are ours. They follow the fixed pattern of news prose, [places][institution][post][name][verb of
saying], with the quotation before or after it. They need a post, a title or a verb of saying next to the name
and do not find a bare name (焦裕禄与谷文昌的塑像). Their errors are measured on mentions labelled by hand, in
the articles and in other sentences: tests/mentions/actors.
"""

import functools
import re
from bisect import bisect, bisect_left
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from methods.files.cache import remembered
from methods.mentions import posts
from methods.mentions.person_names import (
    SPEECH,
    SPEECH_HEADS,
    is_word,
    name_after,
    name_before,
    speech_starts,
)
from methods.mentions.posts import POST, PROVINCES, TITLE
from methods.mentions.quotations import quotations
from methods.text.scan import Heads, matches

_TYPES = dict.fromkeys(("name", "post", "chain", "place_words", "system", "level"), "str")
_TYPES |= {"start": "int64", "end": "int64", "speaks": "bool", "mode": "str", "private": "bool"}
_BRACKET = re.compile("(?:（[^（）]{1,12}）)?")
_GROUP = re.compile(
    rf"(?P<place>(?:(?:{PROVINCES})、?){{1,40}}的)?"
    r"(?<![为给向对])(?P<name>大家|(?:学员|居民|村民|群众|干部|民警|党员|代表|师生|网友)们?)"
    rf"(?:的话来)?[^\W\d_要会应须能的不没]{{0,6}}?(?:{SPEECH.pattern})"
)
# After a name, these turn it into an attribute: what follows is about the person and not said by them.
_ATTRIBUTE = re.compile("关于|的|重要")
_DISPUTE = re.compile("纠纷|信访|上访|受损|投诉|冲突|拆迁|诉讼")
_END = re.compile("[。！？\n]")
_INNER = re.compile("‘[^‘’\n]*[。！？]’")
_NO_POST = ("", "同志", "先生", "女士")
REACH = 40  # characters after a name in which a verb of saying is looked for
FAR = 200  # characters between a quotation and a person who cannot be its speaker
LONG = 14  # characters from which any quotation may be speech, if a verb of saying is next to it
NO_CLAIM = 9  # a person who has nothing to do with a quotation


#: Words that one pass over a text looks for: those with which a post, a title and so on may begin.
_KINDS = {
    "post": posts.POST_HEADS,
    "title": posts.TITLE_HEADS,
    "speech": SPEECH_HEADS,
    "group": "大家 学员 居民 村民 群众 干部 民警 党员 代表 师生 网友 " + PROVINCES.replace("|", " "),
}


class _Mention(NamedTuple):
    """A person or a group in a text: the span of the name, and the span of the chain of posts."""

    start: int
    end: int
    chain: int
    chain_end: int
    place: str = ""
    group: bool = False


def find_actors(text: str) -> pd.DataFrame:
    """Find the persons named with a post or a title, and the groups that speak.

    Parameters
    ----------
    text : str
        Cleaned text.

    Returns
    -------
    DataFrame
        One row per mention, in the order of the text; strings are empty where the text says nothing.

        - name: for a group its word (学员们);
        - post: several are joined by 、;
        - chain: all words next to the name that say who it is;
        - place_words, system, level: from the chain, the level from nation to community;
        - start, end: of the name as written (郭 in 郭站长, although the name is 郭永安);
        - speaks, mode: whether the mention speaks, and how (quoted, reported, named);
        - private: villagers, community members and their officials, and persons without a post near a
          dispute. Clouds and tables mask them.
    """
    return _table(_actors(text))


@remembered
def actors_table(articles: pd.DataFrame) -> pd.DataFrame:
    """Return `find_actors` of every article (index `article_id`, column `text`), `article_id` first."""
    found = {article: _actors(text) for article, text in articles["text"].items()}
    ids = [article for article, rows in found.items() for _ in rows]
    table = _table([row for rows in found.values() for row in rows])
    table.insert(0, "article_id", pd.Series(ids, dtype="str"))
    return table


def _table(rows: list[dict[str, object]]) -> pd.DataFrame:
    # To build a table takes a hundred times as long as to find its rows, so all articles share one.
    return pd.DataFrame(rows, columns=[*_TYPES]).astype(_TYPES)


def _actors(text: str) -> list[dict[str, object]]:
    """Return the rows of `find_actors`."""
    mentions = _mentions(text)
    following = [*(mention.chain for mention in mentions[1:]), len(text)][: len(mentions)]
    verbs = [_speaks(text, *pair) for pair in zip(mentions, following, strict=True)]
    quoted = _quoted(text, mentions, verbs) if mentions else set()
    modes = ["quoted" if n in quoted else "reported" if verb else "named" for n, verb in enumerate(verbs)]
    rows = [_row(text, *pair) for pair in zip(mentions, modes, strict=True)]
    private = _private(rows, text)
    return [row | {"private": row["name"] in private} for row in _named_fully(rows)]


def _named_fully(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return rows in which a surname with a title (郭站长) has the only full name with this post, if any."""
    holders: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        if row["post"] not in _NO_POST and len(row["name"]) > 1:
            for post in row["post"].split("、"):
                holders.setdefault((row["name"][0], post), set()).add(row["name"])
    full = [holders.get((row["name"], row["post"]), ()) for row in rows]
    return [
        row | {"name": min(names)} if len(names) == 1 else row for row, names in zip(rows, full, strict=True)
    ]


def _row(text: str, mention: _Mention, mode: str) -> dict[str, object]:
    """Return the row of one mention."""
    chain = text[mention.chain : mention.chain_end].lstrip("、和与及")
    return {
        "name": text[mention.start : mention.end],
        "post": posts.posts_in(chain),
        "chain": chain,
        "place_words": mention.place or posts.place_in(chain)[0],
        "system": posts.system_of(chain),
        "level": posts.level_of(chain),
        "start": mention.start,
        "end": mention.end,
        "speaks": mode != "named",
        "mode": mode,
    }


@functools.cache
def _heads() -> Heads:
    return Heads(_KINDS)


def _mentions(text: str) -> list[_Mention]:
    """Return the persons and groups that a text names, in order."""
    found = _heads().starts(text)
    persons = {mention.start: mention for mention in _titled(text, found["title"])}
    persons |= {mention.start: mention for mention in _after_posts(text, found["post"])}
    names = {text[mention.start : mention.end] for mention in persons.values()}
    for verb in matches(SPEECH, text, speech_starts(text, found["speech"])) if names else ():
        for start in (verb.start() - size for size in (4, 3, 2)):
            if start >= 0 and text[start : verb.start()] in names:
                persons.setdefault(start, _Mention(start, verb.start(), start, start))
    order = sorted(persons)
    for group in _groups(text, found["group"]):
        # In 学员张三说, the person between the group's word and the verb speaks, not the group.
        if bisect(order, group.start) == bisect(order, group.chain_end):
            persons[group.start] = group._replace(chain_end=group.chain)
    return _apart([persons[start] for start in sorted(persons)])


def _apart(mentions: list[_Mention]) -> list[_Mention]:
    """Return mentions whose chains end before the previous person begins (书记匡志勇、局长卓玉梅)."""
    before = [0, *(mention.end for mention in mentions)]
    return [
        mention._replace(chain=max(mention.chain, end))
        if end < mention.chain_end <= mention.start
        else mention
        for mention, end in zip(mentions, before, strict=False)
    ]


def _after_posts(text: str, heads: list[int]) -> Iterator[_Mention]:
    """Yield the names that follow a post, and further names that are joined to them by 、."""
    for post in matches(POST, text, heads):
        if posts.has_no_name(text, *post.span()):
            continue
        chain_end = at = _BRACKET.match(text, post.end()).end()
        is_member = posts.MEMBER.fullmatch(post[0]) is not None
        while (end := name_after(text, at, 3 if is_member else 1)) > at:
            if is_member and is_word(text[at:end]):  # 代表 is a verb, too: 代表欧盟.
                break
            yield _Mention(at, end, posts.chain_start(text, post.end()), chain_end)
            if text[end : end + 1] != "、" or POST.match(text, end + 1):
                break
            at = end + 1


def _titled(text: str, heads: list[int]) -> Iterator[_Mention]:
    """Yield the names before a title: 王教授, 习近平总书记."""
    for title in matches(TITLE, text, heads):
        at = title.start() - (text[title.start() - 1 : title.start()] == posts.FORMER)  # 李前部长
        start = name_before(text, at)
        is_place = posts.begins_place(text, title.end() - 1) or posts.is_place(text[start:at])
        is_organ = at - start == 1 and text[start] in title[0]  # 新闻司司长
        if start < at and not is_place and not is_organ:
            yield _Mention(start, at, *title.span())


def _groups(text: str, heads: list[int]) -> Iterator[_Mention]:
    """Yield the groups that speak; `chain_end` is where their verb ends."""
    for hit in matches(_GROUP, text, heads):
        place = (hit["place"] or "")[:-1]
        yield _Mention(*hit.span("name"), hit.start("name"), hit.end(), place, True)


def _speaks(text: str, mention: _Mention, following: int) -> bool:
    """Return whether a verb of saying follows in the mention's own sentence, before the next person."""
    begin = max(mention.end, mention.chain_end)
    if mention.group or _ATTRIBUTE.match(text, begin):
        return mention.group
    reach = min(following, begin + REACH)
    end = _END.search(text, begin, reach)
    return SPEECH.search(text, begin, end.start() if end else reach) is not None


def _quoted(text: str, mentions: list[_Mention], verbs: list[bool]) -> set[int]:
    """Return the numbers of the mentions to whom a quotation belongs."""
    outer = [one for one in quotations(text) if one.speech or one.end - one.start > LONG]
    spans = [*((one.start, one.end) for one in outer), *(hit.span() for hit in _INNER.finditer(text))]
    begins = [mention.start for mention in mentions]
    speakers = set()
    for quote in spans:
        first, last = bisect_left(begins, quote[1]), bisect_left(begins, quote[0]) - 1
        near = [number for number in (last, first, first + 1) if 0 <= number < len(mentions)]
        ranks = {number: _claim(text, quote, mentions[number], verbs[number]) for number in near}
        best = min(near, key=lambda number: ranks[number], default=None)
        if best is not None and ranks[best] < NO_CLAIM:
            speakers.add(best)
    return speakers


def _claim(text: str, quote: tuple[int, int], mention: _Mention, verb: bool) -> int:
    """Return the rank of a person as the speaker of a quotation, 0 the best, `NO_CLAIM` for no speaker.

    A person with a verb of saying beats one without, and a person after the quotation beats one before it. A
    quotation that is a whole sentence needs no verb.
    """
    start, end = quote
    if max(start - mention.end, mention.start - end) > FAR:
        return NO_CLAIM
    whole = text[end - 2] in "。！？…" and not mention.group
    if mention.end <= start:
        gap = text[mention.end : start]
        if _END.search(gap.rstrip("。")):
            return NO_CLAIM
        if gap.endswith("：") or (verb and gap.endswith("，")):
            return 1
        return 4 if whole and gap.endswith(("，", "。")) else NO_CLAIM
    gap = text[end : mention.start].lstrip("。…—")
    # A quotation may be a whole paragraph, with its speaker named in the next one.
    crosses = gap.startswith("\n") and text[start - 1 : start] in ("", "\n")
    if mention.start < end or gap[:1] in ("”", "’") or _END.search(gap[crosses:]):
        return NO_CLAIM
    if crosses:
        return 2 if verb else NO_CLAIM
    return 0 if verb else 3 if whole else NO_CLAIM


def _private(rows: list[dict[str, object]], text: str) -> set[str]:
    """Return the names of people of villages and communities, and of those near a dispute without a post."""
    lowest = [row for row in rows if row["level"] == "community" or posts.PRIVATE.search(row["chain"])]
    private = {row["name"] for row in lowest}
    without_post = [row for row in rows if row["post"] in _NO_POST]
    others = {id(row) for row in [*lowest, *without_post]}  # To compare rows would take a square of time.
    public = {row["name"] for row in rows if id(row) not in others}
    loose = [row for row in without_post if row["chain"] and row["name"] not in public | private]
    if loose and _DISPUTE.search(text):
        ends = [mark.end() for mark in _END.finditer(text)]
        for row in loose:
            at = bisect(ends, row["start"])
            sentence = (ends[at - 1] if at else 0, ends[at] if at < len(ends) else len(text))
            if _DISPUTE.search(text, *sentence):
                private.add(row["name"])
    return private

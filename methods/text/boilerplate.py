"""Find what is not the text of a Chinese web article: sources, bylines, editors' credits, captions.

The rules are ours: a line that consists of a credit is removed, and a line that may be a heading stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from methods.repair.ledger import Change
from methods.text.surnames import COMPOUND, SINGLE

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f〇"
#: A name begins with a surname, or has a dot: 记者节快乐 is a headline. It has no role of the next byline.
CHARS = rf"(?:(?!记者|通讯员)[{HAN}])"
SURNAME = f"(?:{'|'.join(sorted(COMPOUND))}|[{''.join(sorted(SINGLE))}])"
NAME = rf"(?:{SURNAME}{CHARS}{{1,2}}|{CHARS}{{1,7}}·{CHARS}{{1,7}})"
NAMES = rf"{NAME}(?:[ 、，]{{0,4}}{NAME}){{0,5}}"
#: What else may follow the name of a role, and no name: 图片：资料图.
ORIGIN = r"[^\n。]{0,20}(?:报|网|社|台|中心|部|组|提供|网络|资料图?)"
#: Words after 记者 in the title of a column, which are not names.
COLUMN = "手记|札记|日记|笔记|来信|观察|调查|述评|点评|走基层|蹲点|直击|连线|见闻|视点|视角|感言|心得|专栏"
ROLE = r"(?:本[报刊网台]|新华社|人民网)?(?:实习|见习|特约)?(?:记者|通讯员)[ ：]*+"
CREDIT = re.compile(
    r"^(?:"
    r"【?(?:文章)?来源：[^\n。]{1,40}】?"
    r"|[（【]?(?:责任编辑|责编|编辑|监制|摄影)[：/／][^\n。]{1,40}[）】]?"
    rf"|[（【]?(?:(?:审核|校对|图片?|文)[：/／ ]{{1,2}}(?:{ROLE})?(?:{NAMES}|{ORIGIN})[ ]*)+[）】]?"
    rf"|[（【]?(?:{ROLE}(?!{COLUMN}){NAMES}[ ]*){{1,4}}(?:文?/?[摄图])?[）】]?"
    r")$"
    r"|^本[报刊网台]讯[ ]*(?:（[^（）\n。]{2,20}）)?[ ]*",
    re.MULTILINE,
)
#: A source in brackets, or a heading with the same ending (【织密安全防护网】): its place tells which.
SOURCE = re.compile("[（【][^（）【】\n。，]{1,14}(?:报|网|社|台|刊|在线|客户端)[）】]")
END = frozenset("。！？；：…”’」』）】》—")
CAPTION = 30  # Most characters of a caption.
#: A caption ends with no mark, as the beginning of a clause does, and has no small letter, as code does.
CAPTION_LINE = re.compile(r"[^a-z]*\w")
#: An image leaves at least two more line breaks before its caption than there are between paragraphs.
IMAGE = 2
GALLERY = 3  # Captions in a row; there are fewer levels of headings without a number.
NUMBERED = re.compile(
    "[（(]?(?:[0-9]{1,2}|[〇零一二三四五六七八九十百]{1,3})[）)、.．]|第[一二三四五六七八九十百]+"
)


def credits(text: str, is_page: bool = False) -> Iterator[Change]:
    """Yield the removal of credits, captions and sources from a text in Simplified script.

    Where it had markup of a page, its blank lines come from that, and tell nothing of captions.
    """
    lines = [line for line in re.finditer(r"[^\n]+", text) if not line[0].isspace()]
    credit = [found.span() for found in CREDIT.finditer(text)]
    captions = [line.span() for line in ([] if is_page else _captions(text, lines))]
    rest = [line for line in lines if line.span() not in {*credit, *captions}]
    for kind, spans in ("credit", credit), ("caption", captions), ("credit", _sources(rest)):
        for start, end in spans:
            yield Change(start, end, "", kind)


def _captions(text: str, lines: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the short lines with the gap of an image before them, if they can only be captions.

    Headings, titles and signatures may have such a gap, too. So captions are found only in an article with a
    gallery (`GALLERY` of them in a row), only between its first and last paragraph, and not if a paragraph
    directly follows one of them, as it follows a heading. In case of doubt a line stays.
    """
    gaps = [text.count("\n", before.end(), after.start()) for before, after in pairwise(lines)]
    usual = sorted(gaps)[len(gaps) // 2] if gaps else 0
    paragraphs = [n for n, line in enumerate(lines) if len(line[0].strip()) > CAPTION]
    far = {n + 1 for n, gap in enumerate(gaps) if gap >= usual + IMAGE}
    found = [
        n
        for n in sorted(far)
        if paragraphs and paragraphs[0] < n < paragraphs[-1] and _is_caption(lines[n][0].strip())
    ]
    is_gallery = any(set(range(n, n + GALLERY)) <= set(found) for n in found)
    leads_over = any(n + 1 in paragraphs and n + 1 not in far for n in found)
    return [lines[n] for n in found] if is_gallery and not leads_over else []


def _is_caption(line: str) -> bool:
    return bool(CAPTION_LINE.fullmatch(line)) and not (
        _is_prose(line) or CREDIT.match(line) or SOURCE.fullmatch(line) or NUMBERED.match(line)
    )


def _is_prose(line: str) -> bool:
    return len(line) > CAPTION or line[-1] in END


def _sources(lines: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Yield where sources are: after the text, or before it, where a title may come first."""
    while lines and SOURCE.fullmatch(lines[-1][0]):
        yield lines.pop().span()
    title = ""
    for line in lines:
        if SOURCE.fullmatch(line[0]):
            yield line.span()
        elif title or _is_prose(line[0].strip()):
            return
        else:
            title = line[0]

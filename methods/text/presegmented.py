"""Recognise Chinese prose whose words are already separated by spaces, and join it again.

In such a text a term is no longer a string: 社会 治理 is not 社会治理. The rule is ours. It looks for what
only segmented prose has: spaces between about half of its Chinese characters, and small words (的) or commas
that stand alone. Lists of names, verses and lists of keywords have no such words; their spaces stay, as do
the spaces between words in Latin letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from methods.repair.ledger import Change
from methods.text.boilerplate import HAN

SPACES = " \t\xa0\u3000"
MARKS = "“”‘’《》〈〉「」『』【】、。…—·，：；！？（）"
#: A space beside a Chinese character or mark.
GAP = re.compile(f"(?<=[{HAN}{MARKS}])[{SPACES}]+(?=[^\\s])|(?<=[^\\s])[{SPACES}]+(?=[{HAN}{MARKS}])")
LINE = re.compile(r"[^\n]+")
BETWEEN = re.compile(f"(?<=[{HAN}])([{SPACES}]*)(?=[{HAN}])")
#: The commonest small words of modern and classical prose.
SMALL = "的了在是和有不也就着著为為与與之而以其这這于於"
ALONE = re.compile(f"(?<!\\S)[{SMALL}，。、；：！？](?!\\S)")
LEAST = 0.35  # Share of places between Chinese characters that have a space: 0.6 in segmented prose.
SMALL_SHARE = 0.03  # Small words and marks alone, as a share of the spaces: 0.2 to 0.4 in segmented prose.
SHORTEST = 5  # Spaces; in a shorter text nothing is certain.


def is_spaced(text: str) -> bool:
    """Return whether a text has a space between most of its Chinese words, whether it is prose or a list."""
    if sum(map(text.count, SPACES)) < len(text) // 6:
        return False
    places = BETWEEN.findall(text)
    return sum(map(bool, places)) >= max(SHORTEST, LEAST * len(places))


def is_segmented(text: str) -> bool:
    """Return whether a text is prose whose words are separated by spaces.

    >>> is_segmented("我们 要 加强 社会 治理 ， 这 是 人民 的 期待 。")
    True
    >>> is_segmented("张三 李四 王五 赵六 孙七 周八 吴九 郑十")
    False
    """
    if not is_spaced(text):
        return False
    gaps = sum(map(bool, BETWEEN.findall(text)))
    return len(ALONE.findall(text)) >= SMALL_SHARE * gaps


def joins(text: str) -> Iterator[Change]:
    """Yield the removal of the spaces beside Chinese from a segmented text, or from its segmented lines.

    Lines are looked at one by one because a PDF may space out the characters of some.

    >>> [change.start for change in joins("我们 用 Windows Office ， 这 是 最 好 的 软件")]
    [2, 4, 19, 21, 23, 25, 27, 29, 31]
    """
    if is_segmented(text):
        lines = [(0, len(text))]
    else:
        lines = [line.span() for line in LINE.finditer(text) if is_segmented(line[0])]
    for start, end in lines:
        for gap in GAP.finditer(text, start, end):
            yield Change(gap.start(), gap.end(), "", "word space")

"""What an article says about the place of a break: who asks, which marks are due, which words it has."""

from __future__ import annotations

import re
from functools import cached_property

import numpy as np

from methods.repair.candidates import simplify
from methods.repair.gbk import HALF_WIDTH
from methods.repair.likelihood import familiar, logp
from methods.repair.page import Page
from methods.repair.pinyin import GLOSS

#: How many characters after a break close its brackets, and how far back the clause of a question may begin.
AHEAD, CLAUSE = 400, 250
#: What it is worth that a kind of mark occurs nowhere in the article.
ABSENT = -3.0
#: A ``?`` before one of these ends something, and so it asks.
BEHIND_QUESTION = ("", "\n", "”", "’", "』", "」", "“", "!", "！")
ASKS = re.compile(
    r"[吗嗎呢么麼吧谁誰哪几幾何怎岂豈啥孰]|多少|是否|能否|可否|[难難]道|[还還]是|([\u4e00-\u9fff])不\1"
)
#: A mark between two characters, and how far from another one it is hardly a part of the same run.
BETWEEN, TORN = re.compile("([\u4e00-\u9fff])\\?(?=([\u4e00-\u9fff]))"), 24
#: A dictionary's word that is likelier than this does not come about by chance.
COMMON = -16.0
#: The beginning of a word or two in quotation marks, which is no speech, so that no full stop ends it.
QUOTED, NO_SPEECH = re.compile(r"(?<![:,，：。])[“‘「『][^“”‘’「」『』,，。!?：:；;\n]{1,7}$"), -4.0
SENTENCE_END = re.compile(r"[。!?;！？；\n]")


class Context:
    """What one article says about the places in it."""

    def __init__(self, page: Page) -> None:  # noqa: D107
        self.page, self.raw, self.whole = page, page.raw, frozenset(page.raw)

    @cached_property
    def plain(self) -> str:
        """The article without glosses, in Simplified script and half-width marks."""
        return simplify(GLOSS.sub("", self.raw))

    @cached_property
    def familiar(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Which neighbouring characters occur together in the article."""
        return familiar(self.plain)

    @cached_property
    def stray(self) -> float:
        """The log probability of a stray mark at any place: high if marks stand in words, or nobody asks."""
        plain, inside, asked, others = self.plain, 0, 0, 0
        for found in BETWEEN.finditer(plain):
            at = found.end(1)
            if "?" in plain[max(0, at - TORN) : at]:
                continue
            if logp(found[1] + found[2]) > COMMON:
                inside += 1
            elif _is_asked(plain[max(0, at - CLAUSE) : at]):
                asked += 1
            else:
                others += 1
        number = inside + asked + others
        is_common = inside > max(1, 0.15 * number) or (number > 2 and asked < 0.3 * number)
        return -7.5 if is_common or self.page.is_wide else -14.0

    def asks(self, at: int) -> tuple[float, float]:
        """Return the log probabilities that a ``?`` asks (beside its own), and that it is stray."""
        keep = 4.0 if self.is_asked(at) else -3.0
        if self.page.is_wide:
            keep -= 8.0  # There a question has a full-width mark.
        return keep + 5.0 * (self.raw[at + 1 : at + 2] in BEHIND_QUESTION), self.stray

    def is_asked(self, at: int) -> bool:
        """Return whether the clause before a place asks."""
        return _is_asked(GLOSS.sub("", self.raw[max(0, at - CLAUSE) : at]))

    def due(self, start: int, tail: str) -> dict[str, float]:
        """Return which marks are due, from the brackets open in front and those closed behind."""
        behind = GLOSS.sub("", self.raw[start + 1 : start + AHEAD]).translate(HALF_WIDTH)
        tail = tail.translate(HALF_WIDTH)
        bonus = {
            "、": 2.0 if "、" in tail[-15:] + behind[2:20] else -1.0,
            "　": (2 if "　" in self.whole else 3) * ABSENT if tail else 0.0,
        }
        if QUOTED.search(tail):
            bonus["。"] = NO_SPEECH
        for opener, closer in ("“”", "‘’", "「」", "『』", "《》", "()"):
            is_open = tail.rfind(opener) > tail.rfind(closer)
            opens, closes = behind.find(opener) % AHEAD, behind.find(closer) % AHEAD
            bonus[closer] = 2.5 if is_open and (opens < closes or closes == AHEAD - 1) else -1.5
            bonus[opener] = 2.5 if not is_open and closes < opens else -1.5
            if self.whole.isdisjoint(opener + closer):
                absent = 2 * ABSENT if opener in "「『" else ABSENT  # The mainland quotes like “this”.
                bonus[opener] += absent
                bonus[closer] += absent
        return bonus


def _is_asked(text: str) -> bool:
    """Return whether the last clause of a text asks."""
    return bool(ASKS.search(SENTENCE_END.split(text)[-1]))

"""Gather what an article tells about a break: whether a question ends there, which marks are due."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

import numpy as np

from methods.repair.candidates import simplify
from methods.repair.gbk import HALF_WIDTH
from methods.repair.likelihood import familiar, logp
from methods.repair.page import Page
from methods.repair.pinyin import GLOSS, SWALLOWED_GLOSS

#: Characters after a break that may close its brackets, and before it in which a question may begin.
AHEAD, CLAUSE = 400, 250
#: Bonus for a mark that occurs nowhere in the article.
ABSENT = -3.0
#: A ``?`` before one of these ends a sentence, and may be a question mark.
BEHIND_QUESTION = ("", "\n", "”", "’", "』", "」", "“", "!", "！")
ASKS = re.compile(
    r"[吗嗎呢么麼吧谁誰哪几幾何怎岂豈啥孰]|多少|是否|能否|可否|[难難]道|[还還]是|([\u4e00-\u9fff])不\1"
)
#: A mark between two characters, and the distance from which two marks are not in the same run.
BETWEEN, TORN = re.compile("([\u4e00-\u9fff])\\?(?=([\u4e00-\u9fff]))"), 24
#: A word of the dictionary that is likelier than this does not occur by chance.
COMMON = -16.0
#: Opening marks, each before the mark that closes it.
BRACKETS = "“”‘’「」『』《》【】()"
#: The beginning of one or two words quoted within a line: they are no speech, so no full stop ends them.
QUOTED, NO_SPEECH = re.compile(r"(?<=[^:,，：。])[“‘「『][^“”‘’「」『』,，。!?：:；;\n]{1,7}$"), -4.0
SENTENCE_END = re.compile(r"[。!?;！？；\n]")


class Context:
    """The context that one article gives to the places in it."""

    def __init__(self, page: Page) -> None:  # noqa: D107
        self.page, self.raw, self.whole = page, page.raw, frozenset(page.raw)

    @cached_property
    def plain(self) -> str:
        """The article without glosses, in Simplified script and half-width marks."""
        return simplify(GLOSS.sub("", self.raw))

    @cached_property
    def familiar(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Keys of the neighbouring characters in the article: see `methods.repair.likelihood.familiar`."""
        return familiar(self.plain)

    @cached_property
    def stray(self) -> float:
        """The log probability of a stray mark: high if marks are inside words, or not in questions."""
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
        """Return the bonus for a ``?`` as a question mark, and the log probability that it is stray."""
        keep = 4.0 if self.is_asked(at) else -3.0
        if self.page.is_wide:
            keep -= 8.0  # In such an article, questions end with a full-width mark.
        return keep + 5.0 * (self.raw[at + 1 : at + 2] in BEHIND_QUESTION), self.stray

    def is_asked(self, at: int) -> bool:
        """Return whether the clause before a place is a question."""
        return _is_asked(GLOSS.sub("", self.raw[max(0, at - CLAUSE) : at]))

    def due(self, start: int, tail: str) -> dict[str, float]:
        """Return the bonus of each mark, from the brackets that are open before and closed after a place."""
        # The bracket of a gloss whose other one was swallowed closes nothing.
        behind = SWALLOWED_GLOSS.sub("?", self.raw[start : start + AHEAD])[1:]
        behind = GLOSS.sub("", behind).translate(HALF_WIDTH)
        tail = tail.translate(HALF_WIDTH)
        bonus = {
            "、": 2.0 if "、" in tail[-15:] + behind[2:20] else -1.0,
            "　": (2 if "　" in self.whole else 3) * ABSENT if tail else 0.0,
        }
        if QUOTED.search(tail):
            bonus["。"] = NO_SPEECH
        for opener, closer in zip(BRACKETS[::2], BRACKETS[1::2], strict=True):
            is_open = tail.rfind(opener) > tail.rfind(closer)
            opens, closes = behind.find(opener) % AHEAD, behind.find(closer) % AHEAD
            bonus[closer] = 2.5 if is_open and (opens < closes or closes == AHEAD - 1) else -1.5
            bonus[opener] = 2.5 if not is_open and closes < opens else -1.5
            if self.whole.isdisjoint(opener + closer):
                absent = 2 * ABSENT if opener in "「『" else ABSENT  # The mainland quotes like “this”.
                bonus[opener] += absent
                bonus[closer] += absent
        return bonus

    def balance(self, hidden: str, end: int, tail: str, bonus: Mapping[str, float]) -> float:
        """Return the change of the bonus of brackets in a reading by those before them in it."""
        text, changed = hidden.translate(HALF_WIDTH), 0.0
        for at in [at for at, char in enumerate(text) if char in BRACKETS][1:]:
            changed += self.due(end - 1, tail + text[:at])[text[at]] - bonus[text[at]]
        return changed


def _is_asked(text: str) -> bool:
    """Return whether the last clause of a text is a question."""
    return bool(ASKS.search(SENTENCE_END.split(text)[-1]))

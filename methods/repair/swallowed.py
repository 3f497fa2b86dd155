"""Infer which ASCII character a lone lead byte swallowed, from the text after it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from methods.repair.pinyin import GLOSS, SWALLOWED_GLOSS

#: Ends of sentences with the blank after them, and those with a blank of two characters.
END = "[。!?！？…”’」』)）]"
LINE, PAIRED = re.compile(rf"{END}([\n\r ])"), re.compile(rf"{END}(?:\r\n|\n\n)")
FULL_YEAR = re.compile(r"(?:19|20)\d\d")
#: Characters that follow a number.
COUNTED = ")）年月日时時分%％个個多余餘万萬亿億名人岁歲架辆輛吨噸公米元条條家号號次届屆"
#: The number of an item of a list, and one at the beginning of a line.
ITEM = re.compile(r"\d{1,2}[.．、](?!\d)")
ITEM_LINE = re.compile(rf"(?:^|[\r\n　 ]){ITEM.pattern}", re.M)
#: A year, or October, without its first digit.
YEAR = re.compile(rf"[890]\d\d年|0[12]\d(?![\d{COUNTED}])")
OCTOBER = "0月"
#: Thousands in a number whose digits are grouped.
GROUPED = re.compile(r"[ ,，]\d{3}(?!\d)")
#: A bracketed text without its opening bracket.
BRACKETED = re.compile(r"[^()（）\n]{1,40}\)")
#: Characters on each side of a place in which a bracket opens that it may close.
WITHIN = 80
#: An unknown character is written as ``?`` and counts as a digit or as a comma.
UNKNOWN = ("?0", "?,")
#: Bonuses in nats: nothing was swallowed; a character that the context identifies; an unknown digit before a
#: digit or a counted noun; an unknown digit elsewhere; an unknown character of another kind.
NOTHING, TOLD, DIGIT, UNTOLD, OTHER = -9.0, 4.0, 1.0, -1.0, -8.0


class Swallowed:
    """What the lone lead bytes of one article may have swallowed, by the text after them."""

    def __init__(self, raw: str) -> None:  # noqa: D107
        self.raw = raw
        #: The separator of paragraphs, and whether it is the first of two characters.
        self.line = next((blank for blank, _ in Counter(LINE.findall(raw)).most_common(1)), "")
        self.is_paired = PAIRED.search(raw) is not None
        #: Whether some paragraphs begin with the number of an item.
        self.has_items = ITEM_LINE.search(raw) is not None

    def before(self, at: int) -> Iterator[tuple[str, float, str]]:
        """Yield the characters that may have been swallowed before a place, each with its bonus and kind."""
        raw, line = self.raw, self.line
        after = raw[at : at + 1]
        if after == "\n" and not self.is_paired:  # A carriage return, which the collection drops elsewhere.
            yield "", 0.0, "swallowed byte"
            return
        is_grouped = GROUPED.match(raw, at) is not None
        digit = (after.isdigit() and not FULL_YEAR.match(raw, at)) or is_grouped
        is_decimal = after == "." and raw[at + 1 : at + 2].isdigit()
        yield "", NOTHING, "swallowed byte"
        if line and not is_decimal:
            is_item = self.has_items and ITEM.match(raw, at)
            cost = TOLD if is_item else -9.0 if after == "0" else -3.0 if digit else 0.0
            # A blank costs a number more than it costs a new line.
            yield line, cost - (12.0 if is_grouped else 0.0), "swallowed byte"
        if YEAR.match(raw, at):
            yield "2" if after == "0" else "1", TOLD, "swallowed byte"
        elif raw.startswith(OCTOBER, at):
            yield "1", TOLD, "swallowed byte"
        elif BRACKETED.match(raw, at):
            yield "(", TOLD, "swallowed byte"
        elif self._is_open(at):
            yield ")", TOLD, "swallowed byte"
        else:
            is_number = digit or is_decimal or (after != "" and after in COUNTED)
            yield UNKNOWN[0], DIGIT if is_number else UNTOLD, "flagged"
            if not is_number:
                yield UNKNOWN[1], OTHER, "flagged"

    def _is_open(self, at: int) -> bool:
        """Return whether a bracket before a place, in the same line, is not closed."""
        before = SWALLOWED_GLOSS.sub("?", self.raw[max(0, at - WITHIN) : at]).rpartition("\n")[2]
        before, after = GLOSS.sub("", before), GLOSS.sub("", self.raw[at : at + WITHIN])
        return before.rfind("(") > before.rfind(")") and not BRACKETED.match(after)

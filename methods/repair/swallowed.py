"""Infer which ASCII character a lone lead byte swallowed, from the text after it."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
#: An unknown character is written as ``?`` and counts as a digit or as a comma.
UNKNOWN = ("?0", "?,")
#: Bonuses in nats: nothing was swallowed; a character that the context identifies; an unknown digit before a
#: digit or a counted noun; an unknown digit elsewhere; an unknown character of another kind.
NOTHING, TOLD, DIGIT, UNTOLD, OTHER = -9.0, 4.0, 1.0, -1.0, -8.0


def swallowed(raw: str, at: int, line: str, has_items: bool) -> Iterator[tuple[str, float, str]]:
    """Yield the characters that may have been swallowed before a place, each with its bonus and kind.

    Parameters
    ----------
    raw, at
        The text as found, and the place.
    line
        The separator of its paragraphs.
    has_items
        Whether some of its paragraphs begin with the number of an item.
    """
    after = raw[at : at + 1]
    digit = (after.isdigit() and not FULL_YEAR.match(raw, at)) or GROUPED.match(raw, at) is not None
    is_decimal = after == "." and raw[at + 1 : at + 2].isdigit()
    yield "", NOTHING, "swallowed byte"
    if line and not is_decimal:
        is_item = has_items and ITEM.match(raw, at)
        cost = TOLD if is_item else -9.0 if after == "0" else -3.0 if digit else 0.0
        yield line, cost, "swallowed byte"
    if YEAR.match(raw, at):
        yield "2" if after == "0" else "1", TOLD, "swallowed byte"
    elif raw.startswith(OCTOBER, at):
        yield "1", TOLD, "swallowed byte"
    elif BRACKETED.match(raw, at):
        yield "(", TOLD, "swallowed byte"
    else:
        is_number = digit or is_decimal or (after != "" and after in COUNTED)
        yield UNKNOWN[0], DIGIT if is_number else UNTOLD, "flagged"
        if not is_number:
            yield UNKNOWN[1], OTHER, "flagged"

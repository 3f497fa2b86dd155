"""What a reader must know of the texts of a corpus, from how their cleaning treats them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from methods.repair.page import read_page
from methods.text.boilerplate import HAN
from methods.text.presegmented import is_segmented, is_spaced
from methods.text.scripts import is_traditional

#: Hiragana and katakana, without the dot and the long mark, which Chinese texts use for their own ends.
KANA = re.compile("[\u3041-\u309f\u30a1-\u30fa\uff66-\uff9d]")
_IS_HAN = re.compile(f"[{HAN}]")
VARIANTS = {"妳": "你", "牠": "它"}
MUCH = 1 / 10  # Least share of kana in the kana and Chinese characters of a text that looks Japanese.
SEVERAL = 10  # Least number of kana: a name of a shop or a caption may have a few.
#: A line with which at least half of ten texts or more begin or end may be a header or a footer.
OFTEN, LEAST_TEXTS = 1 / 2, 10
EDGE, EDGES = 400, 2  # Characters, and lines, at each end of a text in which such a line is looked for.
SHOWN = 40  # Characters of such a line that are shown.
#: The number in a note that gives one.
_NUMBER = re.compile(r"(?<=: )(\d[\d,]*+)(?=; )")


def notes(texts: Iterable[str]) -> Iterator[str]:
    """Yield what a reader must know of some texts as found, each sentence once."""
    texts = list(texts)
    spaced = [text for text in texts if is_spaced(text)]
    segmented = sum(map(is_segmented, spaced))
    if segmented:
        yield (
            "some texts are segmented already (a space between the words): the spaces next to Chinese "
            "characters were removed, so that terms and sentences are found"
        )
    if len(spaced) > segmented:
        yield (
            "some texts are lists of words (a space between most words, no small words, no marks): their "
            "spaces were kept, so a term of two words is not found in them; use the original texts instead"
        )
    # The repair of damaged pages, which are Traditional too, is reported by itself.
    if any(map(_is_converted, texts)):
        yield "some texts are in Traditional characters: they were converted to Simplified"
    # To convert them would lose whom a song is for; but who counts 你 must know.
    for variant, word in VARIANTS.items():
        if number := sum(variant in text and _is_converted(text) for text in texts):
            yield f"texts with {variant}, as Taiwan writes some {word}: {number:,}; the two are counted apart"
    if japanese := sum(map(is_japanese, texts)):
        yield (
            f"texts with much kana (more than a tenth of their kana and Chinese characters): {japanese:,}; "
            "they look Japanese, and words, places and repair are made for Chinese"
        )
    for line, number in _repeated(texts).items():
        shown = line if len(line) <= SHOWN else line[:SHOWN] + "…"
        yield (
            f"texts that begin or end with one and the same line: {number:,}; “{shown}” is counted like any "
            "other line: remove it from the texts if it is not part of them"
        )


def _is_converted(text: str) -> bool:
    return is_traditional(text) and read_page(text) is None


def _repeated(texts: list[str]) -> dict[str, int]:
    """Return the lines with which many texts begin or end, and the number of these texts."""
    found: Counter[str] = Counter()
    for text in texts if len(texts) >= LEAST_TEXTS else ():
        first = [line.strip() for line in text[:EDGE].splitlines() if line.strip()]
        last = [line.strip() for line in text[-EDGE:].splitlines() if line.strip()]
        found.update({*first[:EDGES], *last[-EDGES:]})
    return {
        line: n for line, n in sorted(found.items()) if n >= OFTEN * len(texts) and re.search(r"\w", line)
    }


def is_japanese(text: str) -> bool:
    """Return whether a text has so much kana that it looks Japanese, and does not only quote some."""
    kana = sum(1 for _ in KANA.finditer(text))
    return kana >= SEVERAL and kana > MUCH * (kana + sum(1 for _ in _IS_HAN.finditer(text)))


def together(found: Iterable[str]) -> list[str]:
    """Return the notes on the parts of a corpus as those on the whole: numbers of the same are added.

    >>> together(["dates: 2; of them", "a note", "dates: 1,000; of them", "a note"])
    ['dates: 1,002; of them', 'a note']
    """
    totals: dict[tuple[str, ...], int] = {}
    for note in found:
        before, *numbers = _NUMBER.split(note, 1)
        parts = (before, *numbers[1:])
        totals[parts] = totals.get(parts, 0) + int(numbers[0].replace(",", "") if numbers else 0)
    return [f"{total:,}".join(parts) for parts, total in totals.items()]

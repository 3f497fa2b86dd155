"""What a reader must know of the texts of a corpus, from how their cleaning treats them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from methods.repair.page import read_page
from methods.text.presegmented import is_segmented, is_spaced
from methods.text.scripts import is_traditional


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
    if any(is_traditional(text) and read_page(text) is None for text in texts):
        yield "some texts are in Traditional characters: they were converted to Simplified"

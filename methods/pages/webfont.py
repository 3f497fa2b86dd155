"""A Chinese font for readers who have none: a WOFF2 subset with only the characters that a page uses."""

import io
from base64 import b64encode
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import version

from methods.files.cache import kept_arrays

FAMILY = "Study Han"
KEPT = 20  # subsets that are kept: those of the pages of some corpora
# Chinese, its punctuation, full-width forms, and marks shared with Latin text. Latin letters, including those
# of pinyin, use the reader's own font.
RANGES = (
    (0xB7, 0xB7), (0x2014, 0x2014), (0x2018, 0x2019), (0x201C, 0x201D), (0x2026, 0x2026), (0x2E80, 0x2FDF),
    (0x3000, 0x303F), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x20000,
    0x3FFFF),
)  # fmt: skip


def wanted(text: str) -> list[int]:
    """Return the sorted code points in `text` that the embedded font must cover."""
    return sorted({ord(c) for c in set(text) if any(low <= ord(c) <= high for low, high in RANGES)})


def subset(characters: Iterable[int]) -> bytes:
    """Return a subset of Noto Sans SC with some characters.

    Parameters
    ----------
    characters : iterable of int
        Code points; those that the font lacks are left out.

    Returns
    -------
    bytes
        A WOFF2 file; the same characters give the same bytes. Copyright and licence stay in its name table,
        as the SIL Open Font License requires.
    """
    from fontTools import subset as cutter
    from pylopdf_fonts_zh_cn import sans_path

    options = cutter.Options(flavor="woff2", layout_features=[], hinting=False, desubroutinize=True)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE", "GSUB", "GPOS"]  # vertical setting and variants
    font = cutter.load_font(sans_path(), options)
    knife = cutter.Subsetter(options)
    knife.populate(unicodes=characters)
    knife.subset(font)
    file = io.BytesIO()
    cutter.save_font(font, file, options)
    return file.getvalue()


def font_face(text: str) -> str:
    """Return the CSS rule with the font for the Chinese in `text`, or an empty string if there is none."""
    characters = tuple(wanted(text))
    return _rule(characters) if characters else ""


@lru_cache(maxsize=2)  # The pages of a large corpus share one font, which takes seconds to make.
def _rule(characters: tuple[int, ...]) -> str:
    import numpy as np

    ranges = ",".join(f"U+{low:X}-{high:X}" for low, high in RANGES)
    made_by = version("fonttools"), version("brotli"), version("pylopdf-fonts-zh-cn")
    # The subset of a large corpus takes ten seconds, and a page of it is often made with the same characters.
    font = kept_arrays(
        "font", (made_by, characters), lambda: {"font": np.frombuffer(subset(characters), np.uint8)}, KEPT
    )
    data = b64encode(font["font"]).decode()
    return (
        f'@font-face{{font-family:"{FAMILY}";src:url(data:font/woff2;base64,{data}) format("woff2");'
        f"unicode-range:{ranges};font-display:block}}\n"
    )

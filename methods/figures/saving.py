"""Save a figure as PNG, SVG and a CSV of its numbers, after a check of its name, alt text and legibility."""

import io
import re
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from methods.figures.exhibit import Sentence
from methods.figures.style import MAX_WIDTH, STYLE
from methods.files.atomic import write_atomic
from methods.files.exports import BOM
from methods.files.paths import ROOT, figures_folder, saving_folder
from methods.files.safe_csv import csv_text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure
    from PIL.Image import Image

MIN_TEXT = 7.0  # points: smaller text is hard to read on paper
MIN_ALT = 40  # characters: a shorter text names a figure but does not describe it
EXACT = 192  # colours of a PNG that stay exact; the other 64 approximate the rest
NAME = re.compile(r"\d\d(-[a-z0-9]+)+")
PLACEHOLDER = re.compile(
    r"(?<![a-z])(no description|todo|tbd|placeholder|lorem|alt text)(?![a-z])"
    r"|^(a |the )?(figure|chart|plot|image)\W*$",
    re.I,
)
FIELD = re.compile(r"\{[^{}]*\}")  # the place of a value in a template
MISSING = re.compile(r"Glyph (\d+) .*missing from")  # matplotlib's warning


def save_figure(
    fig: "Figure",
    name: str,
    table: "pd.DataFrame",
    alt: str | Sentence,
    folder: Path | None = None,
    strict: bool | None = None,
) -> None:
    """Write a figure as ``name.png`` (200 dpi), ``name.svg`` and ``name.csv``, show it, and close it.

    The same figure gives the same bytes on every run. Each file is written under a temporary name and moved.

    Parameters
    ----------
    fig : Figure
        At most 7 inches wide, no text under 7 points and none outside the figure.
    name : str
        Two digits of the notebook and a few words: ``01-damage-by-kind``.
    table : DataFrame
        The numbers that the figure shows; floats are written with six significant digits. A named index is
        written too.
    alt : str or Sentence
        What the figure shows, for a reader who cannot see it: at least 40 characters. In a Sentence only the
        template is searched for placeholders, not the values: an article may be called ``TBD``.
    folder : Path, optional
        Where to write; by default `saving_folder()`.
    strict : bool, optional
        Whether a figure that is not legible in print is an error. By default it is an error for this
        project's own figures and a warning for another corpus, whose labels must not stop the study.

    Raises
    ------
    ValueError
        If the name or the alt text is not acceptable, the table is empty, or the figure is not legible in
        print. Nothing is written then.

    Notes
    -----
    A character that no font has is replaced by its code point; matplotlib would draw an empty box.
    """
    import matplotlib.pyplot as plt

    strict = figures_folder() == ROOT / "figures" if strict is None else strict
    folder = saving_folder() if folder is None else Path(folder)
    words = alt if isinstance(alt, str) else alt.plain()
    check_words(name, words, words if isinstance(alt, str) else alt.template)
    if table.empty:
        raise ValueError(f"{name}: the table of the figure is empty")
    files = {"csv": BOM + csv_text(table), "svg": draw(fig, "svg", name), "png": draw(fig, "png", name)}
    try:
        check_legible(fig, name)
    except ValueError as error:
        if strict:
            raise
        warnings.warn(f"{error}; shorten the labels in the metadata", stacklevel=2)
    for suffix, data in files.items():
        write_atomic(folder / f"{name}.{suffix}", data)
    width = round(fig.get_figwidth() * 100)
    plt.close(fig)
    show(files["png"], {"alt": " ".join(words.split()), "figure": name, "width": width})


def check_words(name: str, alt: str, ours: str) -> None:
    """Raise ValueError if the name is not like ``01-some-words``, or the alt text describes nothing.

    The length is that of `alt`. The template, `ours`, is searched for placeholders (``TBD``) and must have
    words of its own.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"figure name {name!r}: use two digits and words of a-z and 0-9, joined by hyphens")
    is_bare = not re.search(r"[a-z]", FIELD.sub("", ours), re.I)
    if len(alt.strip()) < MIN_ALT or PLACEHOLDER.search(ours) or is_bare:
        raise ValueError(
            f"{name}: the alt text must say in at least {MIN_ALT} characters what the figure shows"
        )


def draw(fig: "Figure", kind: str, name: str) -> bytes:
    """Render the figure as ``png`` or ``svg``, with the same bytes on every run.

    Raises
    ------
    ValueError
        If a character that no font has is in a text that `spell_out` does not reach.
    """
    for is_again in (False, True):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            fig.set_dpi(STYLE["savefig.dpi"])
            data = (draw_png if kind == "png" else draw_svg)(fig)
        missing = {int(code) for w in caught for code in MISSING.findall(str(w.message))}
        if not missing:
            break
        if is_again:
            raise ValueError(
                f"{name}: no font has {' '.join(map(chr, sorted(missing)))}, U+{min(missing):04X}"
            )
        spell_out(fig, missing)
    for other in caught:
        warnings.warn_explicit(other.message, other.category, other.filename, other.lineno)
    return data


def spell_out(fig: "Figure", codes: Iterable[int]) -> None:
    """Replace characters by their code points, such as ``U+12000``, in all texts of a figure."""
    from matplotlib.axis import Axis
    from matplotlib.category import StrCategoryFormatter
    from matplotlib.text import Text
    from matplotlib.ticker import FixedFormatter, FuncFormatter

    table = {code: f"U+{code:04X}" for code in codes}
    for axis in fig.findobj(Axis):  # an axis writes its labels again on each draw
        words = axis.get_major_formatter()
        if isinstance(words, FixedFormatter | FuncFormatter | StrCategoryFormatter):
            spelt = FuncFormatter(lambda at, place, words=words: words(at, place).translate(table))
            axis.set_major_formatter(spelt)
    for text in fig.findobj(Text):
        text.set_text(text.get_text().translate(table))


def draw_svg(fig: "Figure") -> bytes:
    """Return the figure as SVG; `Figure.savefig` would draw it twice because of the layout."""
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    buffer = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": STYLE["svg.hashsalt"]}):  # without it, ids differ between runs
        FigureCanvasSVG(fig).print_svg(buffer, metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def draw_png(fig: "Figure") -> bytes:
    """Return the figure as PNG with 256 colours, a third of the size without a visible difference."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas = FigureCanvasAgg(fig)
    canvas.draw()
    small = io.BytesIO()
    picture = with_few_colours(np.asarray(canvas.buffer_rgba())[..., :3])
    picture.save(small, "PNG", optimize=True, dpi=(STYLE["savefig.dpi"],) * 2)
    return small.getvalue()


def with_few_colours(pixels: np.ndarray) -> "Image":
    """Return a picture with 256 colours: the most frequent ones exactly, the others for smooth edges.

    Bars, words and legend patches that are drawn in one colour have exactly that colour in the file.

    Parameters
    ----------
    pixels : array of uint8, shape (height, width, 3)
    """
    from PIL import Image
    from scipy.spatial import KDTree

    packed = pixels.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    colours, place, counts = np.unique(packed, return_inverse=True, return_counts=True)
    order = np.argsort(-counts.astype(int), kind="stable")
    shades = np.stack([colours >> 16, colours >> 8, colours], axis=1).astype(np.uint8)[order]
    palette = shades[:256]
    if len(shades) > 256:
        edges = Image.fromarray(shades[None, EXACT:]).quantize(256 - EXACT, Image.Quantize.MEDIANCUT)
        found = np.array(edges.getpalette(), np.uint8).reshape(-1, 3)[: 256 - EXACT]
        palette = np.vstack([shades[:EXACT], found])
    nearest = np.empty(len(shades), np.uint8)
    nearest[order] = KDTree(palette).query(shades)[1]
    picture = Image.fromarray(nearest[place].reshape(pixels.shape[:2]), "P")
    picture.putpalette(palette.tobytes())
    return picture


def check_legible(fig: "Figure", name: str) -> None:
    """Raise ValueError if the figure is too wide for a page, or text in it is too small or cut off."""
    from matplotlib.text import Text

    if fig.get_figwidth() > MAX_WIDTH + 0.01:
        raise ValueError(f"{name}: {fig.get_figwidth():.1f} inches wide, a page is {MAX_WIDTH:g}")
    texts = [t for t in fig.findobj(Text) if t.get_visible() and t.get_text().strip()]
    small = [t.get_text() for t in texts if t.get_fontsize() < MIN_TEXT]
    if small:
        raise ValueError(f"{name}: text under {MIN_TEXT:g} points: {small[:3]}")
    box, page = fig.get_tightbbox(), fig.bbox_inches
    over = max(page.x0 - box.x0, page.y0 - box.y0, box.x1 - page.x1, box.y1 - page.y1)
    if over > 0.02:
        raise ValueError(f"{name}: something extends {over:.2f} inches beyond the figure")


def show(png: bytes, metadata: dict[str, object]) -> None:
    """Display the saved PNG with its alt text, if this runs in a notebook."""
    from IPython import get_ipython
    from IPython.display import display

    if get_ipython() is not None:
        import base64

        data = {"image/png": base64.b64encode(png).decode(), "text/plain": metadata["alt"]}
        display(data, raw=True, metadata={"image/png": metadata})

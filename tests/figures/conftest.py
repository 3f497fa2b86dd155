"""What the tests of figures share: whether any two pieces of text in a picture touch."""

from collections.abc import Callable, Iterator
from itertools import combinations

import pytest
from matplotlib import pyplot as plt
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.text import Text

from methods.figures.style import use_style


@pytest.fixture(autouse=True)
def style() -> Iterator[None]:
    """Draw in the style of the study, whose font decides how wide text is, and leave no figure open."""
    use_style()
    yield
    plt.close("all")


def undrawn(fig: Figure) -> set[Text]:
    """Return the labels of ticks that lie outside their axes: matplotlib keeps them and draws none."""
    kept = set()
    for axis in fig.findobj(Axis):
        low, high = sorted(axis.get_view_interval())
        outside = [tick for tick in axis.majorTicks if not low - 1e-9 <= tick.get_loc() <= high + 1e-9]
        kept |= {label for tick in outside for label in (tick.label1, tick.label2)}
    return kept


@pytest.fixture
def overlapping() -> Callable[[Figure], list[tuple[str, str]]]:
    """Return the pairs of texts of a figure whose boxes overlap by more than a pixel."""

    def find(fig: Figure) -> list[tuple[str, str]]:
        fig.canvas.draw()
        texts = [t for t in fig.findobj(Text) if t.get_visible() and t.get_text().strip()]
        texts = [t for t in texts if t not in undrawn(fig) and all(a.get_visible() for a in [t.axes] if a)]
        boxes = [(t.get_text(), t.get_window_extent()) for t in texts]
        return [(a, b) for (a, one), (b, two) in combinations(boxes, 2)
                if min(one.x1, two.x1) - max(one.x0, two.x0) > 1 and min(one.y1, two.y1) - max(one.y0, two.y0) > 1]  # fmt: skip

    return find

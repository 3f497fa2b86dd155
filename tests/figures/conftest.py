"""What the tests of figures share: whether any two pieces of text in a picture touch."""

from collections.abc import Callable
from itertools import combinations

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from methods.figures.style import use_style


@pytest.fixture(autouse=True)
def style() -> None:
    """Draw in the style of the study, whose font decides how wide text is."""
    use_style()


@pytest.fixture
def overlapping() -> Callable[[Figure], list[tuple[str, str]]]:
    """Return the pairs of texts of a figure whose boxes overlap by more than a pixel."""

    def find(fig: Figure) -> list[tuple[str, str]]:
        fig.canvas.draw()
        texts = [t for t in fig.findobj(Text) if t.get_visible() and t.get_text().strip()]
        boxes = [(t.get_text(), t.get_window_extent()) for t in texts]
        return [(a, b) for (a, one), (b, two) in combinations(boxes, 2)
                if min(one.x1, two.x1) - max(one.x0, two.x0) > 1 and min(one.y1, two.y1) - max(one.y0, two.y0) > 1]  # fmt: skip

    return find

"""Labels of points on a map, placed without overlaps."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from methods.corpora.columns import text_width

Box = tuple[float, float, float]  # y, and start and end on x
LETTER = 0.009  # width of a Latin letter at 7.5 points, as a share of axes seven inches wide
LINE = 0.035  # height of a line of text, as a share of the height of the axes


def draw_labels(ax: Axes, points: pd.DataFrame, most: int, taken: Iterable[Box] = ()) -> int:
    """Label points in order, to the right or the left, and leave out labels that would overlap.

    Parameters
    ----------
    ax : Axes
        Axes with their limits set; labels stay within them.
    points : DataFrame
        `x, y, name`, the most important first.
    most : int
        Maximum number of labels.
    taken : iterable of (y, start, end)
        Boxes that are already occupied.

    Returns
    -------
    int
        Number of labels written.
    """
    boxes, (first, last), height = list(taken), ax.get_xlim(), np.ptp(ax.get_ylim())
    before = len(boxes)
    for point in points.itertuples():
        wide = (last - first) * (LETTER * text_width(point.name) + 0.02)
        for start, align in ((point.x, "left"), (point.x - wide, "right")):
            end = start + wide
            free = all(abs(point.y - y) > LINE * height or start > b or end < a for y, a, b in boxes)
            if free and first < start and end < last and len(boxes) - before < most:
                _write(ax, point, align)
                boxes.append((point.y, start, end))
                break
    return len(boxes) - before


def _write(ax: Axes, point: object, align: str) -> None:
    shift = 4 if align == "left" else -4
    ax.annotate(
        point.name, (point.x, point.y), (shift, 0), textcoords="offset points",
        ha=align, va="center", fontsize=7.5,
    )  # fmt: skip

"""Labels of points on a map, placed where they do not collide."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from methods.corpora.columns import text_width

Box = tuple[float, float, float]  # y, and from where to where on x
LETTER = 0.009  # of the width of the axes: a Latin letter at 7.5 points on a figure seven inches wide
LINE = 0.035  # of its height: a line of text


def draw_labels(ax: Axes, points: pd.DataFrame, most: int, taken: Iterable[Box] = ()) -> int:
    """Label points in their order, right or left of them, as long as labels do not collide.

    Parameters
    ----------
    ax : Axes
        With its limits set: labels are placed within them.
    points : DataFrame
        `x, y, name`, the most important first.
    most : int
        Labels that are written at most.
    taken : iterable of (y, from, to)
        What is there already.

    Returns
    -------
    int
        How many labels were written.
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

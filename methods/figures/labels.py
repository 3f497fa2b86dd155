"""Labels of points on a map, placed without overlaps."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from methods.corpora.columns import text_width

Box = tuple[float, float, float]  # y, and start and end on x
Place = tuple[float, float, str, str]  # start on x, y of the middle, and alignment on x and on y
LETTER = 0.009  # width of a Latin letter at 7.5 points, as a share of axes seven inches wide
LINE = 0.035  # height of a line of text, as a share of the height of the axes
DOT = 0.6  # of this height: a dot nearer to the middle of a line is covered by it
RISE = 0.026  # from a point to the middle of a label above or below it, as a share of the height of the axes


def draw_labels(ax: Axes, points: pd.DataFrame, most: int, taken: Iterable[Box] = ()) -> int:
    """Label points in order, beside, above or below them, and leave out labels that would overlap.

    Parameters
    ----------
    ax : Axes
        Axes with their limits set; labels stay within them.
    points : DataFrame
        `x, y, name`, the most important first. No label covers the dot of another point.
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
    before, low, high = len(boxes), *sorted(ax.get_ylim())
    for point in points.itertuples():
        wide = (last - first) * (LETTER * text_width(point.name) + 0.02)
        for start, y, across, up in _places(point, wide, RISE * height):
            end = start + wide
            free = all(abs(y - other) > LINE * height or start > b or end < a for other, a, b in boxes)
            inside = first < start and end < last and low < y - RISE * height and y + RISE * height < high
            if (
                free
                and inside
                and not _covered(points, (start, y, end), height)
                and len(boxes) - before < most
            ):
                _write(ax, point, across, up)
                boxes.append((y, start, end))
                break
    return len(boxes) - before


def _places(point: object, wide: float, rise: float) -> Iterator[Place]:
    """Return the places of a label from the best one on: right, left, above and below, and its corners."""
    yield point.x, point.y, "left", "center"
    yield point.x - wide, point.y, "right", "center"
    yield point.x - wide / 2, point.y + rise, "center", "bottom"
    yield point.x - wide / 2, point.y - rise, "center", "top"
    for y, up in ((point.y + rise, "bottom"), (point.y - rise, "top")):
        yield point.x, y, "left", up
        yield point.x - wide, y, "right", up


def _covered(points: pd.DataFrame, label: tuple[float, float, float], height: float) -> bool:
    """Return whether a label covers a dot; its own is at its edge, or outside it."""
    start, y, end = label
    edge = 0.02 * (end - start)
    in_line = (points["y"] - y).abs() < DOT * LINE * height
    return bool((in_line & points["x"].between(start + edge, end - edge)).any())


def _write(ax: Axes, point: object, across: str, up: str) -> None:
    shift = {"left": 4, "right": -4, "center": 0}[across], {"bottom": 3, "top": -3, "center": 0}[up]
    ax.annotate(
        point.name, (point.x, point.y), shift, textcoords="offset points",
        ha=across, va=up, fontsize=7.5,
    )  # fmt: skip

"""Correspondence analysis: groups and their most frequent items on one map.

Source: M. Greenacre, Correspondence Analysis in Practice, 3rd ed. (2017), appendix A.
"""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from methods.corpora.word_matrix import Counts
from methods.measures.rates import group_labels, group_sums, sparse_counts

MAPPED = 3  # minimum number of groups and of items: fewer always lie on a line


def correspondence(
    counts: pd.DataFrame | Counts,
    articles: pd.DataFrame,
    by: str | pd.Series,
    items: int = 200,
    leave_out: Collection[str] = (),
) -> pd.DataFrame:
    """Return the correspondence analysis of groups and their most frequent items.

    Parameters
    ----------
    counts : DataFrame or Counts
        Tidy: `article_id`, the item's column, `count`.
    articles : DataFrame
        Index `article_id`, and the column `by`.
    by : str or Series
        Column of `articles`, the name of its index, or labels.
    items : int
        Number of the most frequent items to map.
    leave_out : collection of str
        Items that are not mapped.

    Returns
    -------
    DataFrame
        One row per group or item: `kind` (group or item), `label, x, y` (principal coordinates), `count`, and
        `inertia_x, inertia_y`, the share of the inertia on each axis.

    Raises
    ------
    ValueError
        If there are fewer than three groups or items, or all groups have the same shares of items.
    """
    table = _crosstab(counts, articles, by, items, leave_out)
    for what, n in zip(("groups", "items"), table.shape, strict=True):
        if n < MAPPED:
            raise ValueError(f"a map of groups and items needs {MAPPED} {what}, not {n}")
    shares = table.to_numpy() / table.to_numpy().sum()
    masses = shares.sum(axis=1, keepdims=True), shares.sum(axis=0, keepdims=True)
    expected = masses[0] * masses[1]
    if np.allclose(shares, expected):
        raise ValueError("a map of groups needs groups that differ")
    left, stretch, right = np.linalg.svd((shares - expected) / np.sqrt(expected), full_matrices=False)
    groups, points = left * stretch / np.sqrt(masses[0]), right.T * stretch / np.sqrt(masses[1].T)
    # The sign of an axis is arbitrary: the outermost group goes on the positive side.
    signs = np.sign(groups[np.abs(groups).argmax(axis=0), range(len(stretch))])
    x, y = (np.concatenate([groups, points]) * signs).T[:2]
    sizes = np.concatenate([table.sum(axis=1), table.sum(axis=0)]).astype(int)
    kinds, labels = np.repeat(["group", "item"], table.shape), [*table.index, *table.columns]
    inertia = stretch**2 / (stretch**2).sum()
    columns = {"kind": kinds, "label": labels, "x": x, "y": y, "count": sizes}
    return pd.DataFrame(columns | {"inertia_x": inertia[0], "inertia_y": inertia[1]})


def map_groups(
    counts: pd.DataFrame | Counts,
    articles: pd.DataFrame,
    of: pd.Series,
    names: Sequence[object],
    items: int = 150,
    leave_out: Collection[str] = (),
) -> pd.DataFrame:
    """Return `correspondence` of some groups, or a table without rows if they cannot be mapped.

    Parameters
    ----------
    counts, articles, items, leave_out
        As for `correspondence`.
    of : Series
        The group of each article.
    names : sequence
        The groups to map.
    """
    wanted = of.where(of.isin(list(names)))
    try:
        return correspondence(counts, articles, wanted, items, leave_out)
    except ValueError:  # Too few groups or items, or all groups alike.
        return pd.DataFrame(columns=["kind", "label", "x", "y", "count", "inertia_x", "inertia_y"])


def _crosstab(
    counts: pd.DataFrame | Counts,
    articles: pd.DataFrame,
    by: str | pd.Series,
    items: int,
    leave_out: Collection[str],
) -> pd.DataFrame:
    labels = group_labels(articles, by).dropna()
    matrix, names = sparse_counts(counts, labels.index)
    codes, groups = pd.factorize(labels, sort=True)
    table = pd.DataFrame(group_sums(matrix, codes, len(groups)).count, index=groups, columns=names)
    table = table.loc[:, ~table.columns.isin(list(leave_out))]
    frequent = np.sort(np.argsort(-table.sum().to_numpy(), kind="stable")[:items])
    table = table.iloc[:, frequent]
    return table.loc[table.sum(axis=1) > 0, table.sum() > 0]

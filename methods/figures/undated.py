"""The articles that figures over time leave out."""

from methods.corpora.columns import Columns
from methods.figures.exhibit import Sentence, counted


def undated_sentence(columns: Columns) -> Sentence | None:
    """Return how many articles are in no column because they have no date; None if there are none."""
    if not columns.undated:
        return None
    return Sentence(
        "{articles} a date and so {are} in no {noun}.",
        {
            "articles": counted(columns.undated, "article lacks", "articles lack"),
            "are": "is" if columns.undated == 1 else "are",
            "noun": columns.noun,
        },
    )

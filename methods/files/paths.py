"""Where this project's own files are."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEXICONS = ROOT / "corpus" / "lexicons"


def figures_folder(corpus: Path | str | None = None) -> Path:
    """Give the folder that the figures of a corpus belong in.

    Parameters
    ----------
    corpus : Path or str, optional
        A folder or a table of articles; by default what the environment variable ``CORPUS`` says, or else the
        project's own corpus.

    Returns
    -------
    Path
        The project's ``figures/`` for the project's own corpus, ``<corpus>/figures`` for any other, so that a
        researcher's results never come to lie over the published ones; for a table ``articles.csv``,
        ``articles/figures``.
    """
    corpus = Path(corpus or os.environ.get("CORPUS") or ROOT / "corpus").resolve()
    corpus = corpus.with_suffix("") if corpus.is_file() else corpus
    return ROOT / "figures" if corpus == ROOT / "corpus" else corpus / "figures"

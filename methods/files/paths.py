"""Paths of this project's own files, and of the folders for figures."""

import os
from pathlib import Path

from methods.files.folders import own_folder

ROOT = Path(__file__).resolve().parents[2]
LEXICONS = ROOT / "corpus" / "lexicons"


def figures_folder(corpus: Path | str | None = None) -> Path:
    """Return the folder of the published figures of a corpus.

    Parameters
    ----------
    corpus : Path or str, optional
        A folder or a table of articles; by default the environment variable ``CORPUS``, or else the project's
        own corpus.

    Returns
    -------
    Path
        ``figures/`` for the project's own corpus. For any other ``<corpus>/figures``, and for a table
        ``articles.csv`` ``articles/figures``, so that a researcher never overwrites the published results.
    """
    corpus = Path(corpus or os.environ.get("CORPUS") or ROOT / "corpus").resolve()
    corpus = corpus.with_suffix("") if corpus.is_file() else corpus
    if corpus == ROOT / "corpus":
        return ROOT / "figures"
    return own_folder(corpus / "figures", corpus)


def saving_folder(corpus: Path | str | None = None) -> Path:
    """Return the folder to which this process saves figures.

    Only a build of the pages, which sets ``WRITE_FIGURES``, writes the published figures. Any other run of a
    notebook saves to ``.cache/figures``, which git ignores.
    """
    published = figures_folder(corpus)
    return published if os.environ.get("WRITE_FIGURES") else published.parent / ".cache" / "figures"

"""Where this project's own files are."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEXICONS = ROOT / "corpus" / "lexicons"


def figures_folder(corpus: Path | str | None = None) -> Path:
    """Return the folder in which the published figures of a corpus are.

    Parameters
    ----------
    corpus : Path or str, optional
        A folder or a table of articles; by default what the environment variable ``CORPUS`` says, or else the
        project's own corpus.

    Returns
    -------
    Path
        The project's ``figures/`` for the project's own corpus, ``<corpus>/figures`` for any other, so that a
        researcher's results never overwrite the published ones; for a table ``articles.csv``,
        ``articles/figures``.
    """
    corpus = Path(corpus or os.environ.get("CORPUS") or ROOT / "corpus").resolve()
    corpus = corpus.with_suffix("") if corpus.is_file() else corpus
    return ROOT / "figures" if corpus == ROOT / "corpus" else corpus / "figures"


def saving_folder(corpus: Path | str | None = None) -> Path:
    """Return the folder into which figures are saved now.

    Only a build of the pages, which sets ``WRITE_FIGURES``, writes the published figures. Whoever runs a
    notebook to try something saves into ``.cache/figures``, which git ignores.
    """
    published = figures_folder(corpus)
    return published if os.environ.get("WRITE_FIGURES") else published.parent / ".cache" / "figures"

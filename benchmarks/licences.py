"""Under which licences are the packages of the lock, the font among them?

    python benchmarks/licences.py

Reads what the installed packages say of themselves and writes `licences.csv`: package, licence and, where a
package does not say it in its metadata, where it does.
"""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
#: What the metadata do not say, or say wrongly, and packages that only other systems install.
READ = {
    "axe-playwright-python": ("MIT", "its LICENSE file; the axe-core in it is MPL-2.0"),
    "locate": ("MIT", "its LICENSE file; the metadata call it proprietary"),
    "wordfreq": ("Apache-2.0", "its word lists are CC BY-SA 4.0"),
    "appnope": ("BSD-2-Clause", "installed on macOS only; as its metadata say"),
    "colorama": ("BSD-3-Clause", "installed on Windows only; its LICENSE file"),
    "pywinpty": ("MIT", "installed on Windows only; as its metadata say"),
}


def locked() -> list[str]:
    """The names of all packages that the lock pins."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return sorted({line.partition("==")[0] for line in lines if not line.startswith("#")})


def licence(package: str) -> tuple[str, str]:
    """The licence of a package as an expression, a classifier or a line of prose; and a note."""
    if package in READ:
        return READ[package]
    try:
        about = metadata(package)
    except PackageNotFoundError:
        return "", "not installed"
    classifiers = [line for line in about.get_all("Classifier", []) if line.startswith("License ::")]
    words = about.get("License-Expression") or "; ".join(line.split(" :: ")[-1] for line in classifiers)
    return re.sub(r"\s+", " ", words or (about.get("License") or "").partition("\n")[0]), ""


def main() -> None:
    table = pd.DataFrame(
        [(name, *licence(name)) for name in locked()], columns=["package", "licence", "note"]
    )
    print(table["licence"].value_counts().to_string())
    table.to_csv(Path(__file__).with_suffix(".csv"), index=False, lineterminator="\n")


if __name__ == "__main__":
    main()

"""How long do the pages take to open, against nbconvert's default page where its CDN hangs?

The default page asks a CDN for require.js and MathJax before it shows anything. Here every name leads to a
server on this machine that accepts and is silent for ten seconds, as a blocked or overloaded CDN is. Both
kinds of page are made from the same executed notebooks (run ``make`` first) and opened with an empty cache.
Needs Chromium; writes page_load.csv.
"""

import platform
import shutil
import socket
import sys
import tempfile
import threading
from importlib.metadata import version
from pathlib import Path
from statistics import median

import nbformat
import pandas as pd
from nbconvert import HTMLExporter

from methods.pages.build import ROOT, Layout

HANGS = 10  # Seconds.
TIMES = 5


def hang(server: socket.socket) -> None:
    """Accept every connection and close it, unanswered, after ten seconds."""
    while True:
        connection = server.accept()[0]
        threading.Timer(HANGS, connection.close).start()


def open_page(browser: object, path: Path) -> float:
    """Milliseconds from the start of navigation until the page has loaded and its fonts are in use."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(path.as_uri(), wait_until="load", timeout=120_000)
    loaded = page.evaluate("document.fonts.ready.then(() => document.body.offsetHeight && performance.now())")
    context.close()
    return loaded


def pages(study: Layout, folder: Path) -> list[tuple[str, str, Path]]:
    """Every page of the study, and the default page of each executed notebook, written to `folder`."""
    found = [(path.name, "ours", path) for path in sorted(study.site.glob("*.html"))]
    for path in sorted(study.cache.glob("*.ipynb")):
        html, _ = HTMLExporter().from_notebook_node(nbformat.read(path, 4))
        default = folder / f"{path.stem}-default.html"
        default.write_text(html, encoding="utf-8")
        found.append((f"{path.stem}.html", "nbconvert's default, CDN hangs", default))
    return found


def main() -> None:
    """Open each page five times, the default ones once (silence does not vary), and write the medians."""
    from playwright.sync_api import sync_playwright

    study = Layout(ROOT / "corpus")
    server = socket.create_server(("127.0.0.1", 0), backlog=64)
    threading.Thread(target=hang, args=(server,), daemon=True).start()
    rules = f"--host-resolver-rules=MAP * 127.0.0.1:{server.getsockname()[1]}"
    rows = []
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        program = shutil.which("chromium") or sys.exit("needs Chromium: apt-get install chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", rules])
        for name, kind, path in pages(study, Path(folder)):
            times = [open_page(browser, path) for _ in range(TIMES if kind == "ours" else 1)]
            size = path.stat().st_size / 1e6
            rows.append({"page": name, "template": kind, "megabytes": size, "ms": median(times)})
            print(rows[-1], flush=True)
        versions = f"Chromium {browser.version} nbconvert {version('nbconvert')}"
        browser.close()
    table = pd.DataFrame(rows).assign(machine=f"{platform.system()} {platform.machine()}", versions=versions)
    table.to_csv(Path(__file__).with_suffix(".csv"), index=False, float_format="%.6g")


if __name__ == "__main__":
    main()

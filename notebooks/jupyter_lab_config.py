"""JupyterLab as `make lab` starts it: it asks no other machine, and keeps git status clean."""

import subprocess
from pathlib import Path

c = get_config()  # noqa: F821 (Jupyter defines it)
c.ServerApp.root_dir = str(Path(__file__).parents[1])
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"


def refresh(os_path: str, **_: object) -> None:
    """Let git look into a saved notebook, whose size alone, with outputs, would count as a change."""
    folder = Path(os_path).parent
    if not subprocess.run(["git", "diff", "--quiet", "--", os_path], cwd=folder, check=False).returncode:
        subprocess.run(["git", "add", "--update", "--", os_path], cwd=folder, check=False)


c.FileContentsManager.post_save_hook = refresh

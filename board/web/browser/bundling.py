"""Makes the bundle of Streamlit's scripts anew, after an update of Streamlit or another choice of elements (start.py).

`.venv/bin/python -m board.web.browser.bundling`; needs npx (Node.js), which fetches esbuild in the version below.
"""

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from board.web.browser import start

_ESBUILD = "esbuild@0.28.2"
_HOW = ("--bundle", "--format=esm", "--minify", "--charset=ascii", "--external:./*", "--log-level=error")


def make(file: Path) -> None:
    """Writes the bundle of the installed Streamlit into a file."""
    with TemporaryDirectory() as folder:
        command = ["npx", "--yes", _ESBUILD, str(_entry(Path(folder))), *_HOW, f"--outfile={file}"]
        subprocess.run(command, check=True)  # noqa: S603 - what stands above


def _entry(folder: Path) -> Path:
    """Writes the scripts into a folder, and beside them one that runs them all and exports what they do.

    esbuild takes in what is named by its whole path, and leaves alone what is named with ./
    """
    for name in start.bundled():
        (folder / name).write_text(start.within_bundle(start.source(name), folder), "utf-8")
    exports = [
        f'export{{{",".join(f"{each} as {prefix}{each}" for each in start.exported(name))}}}from"{folder / name}";'
        for name, prefix in start.bundled().items()
    ]
    entry = folder / "entry.mjs"
    entry.write_text("\n".join([f'import"{folder / start.first()}";', *exports]), "utf-8")
    return entry


if __name__ == "__main__":
    for old in start.bundle().parent.glob("*.js"):
        old.unlink()
    make(start.bundle())

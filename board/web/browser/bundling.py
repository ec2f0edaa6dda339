"""Makes the bundle of Streamlit's scripts anew, after an update of Streamlit or another choice of elements (start.py).

`.venv/bin/python -m board.web.browser.bundling`; needs npx (Node.js), which fetches esbuild in the version below.

Streamlit imports an element when the first of its kind is to be drawn, draws something else in its place, and draws
all anew once it has come. Those in the bundle are there at once.
"""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from board.web.browser import start

_ESBUILD = "esbuild@0.28.2"
_HOW = ("--bundle", "--format=esm", "--minify", "--charset=ascii", "--external:./*", "--log-level=error")
_ELEMENT = re.compile(r"\w+\(\(\)=>import\(`\./([^`/]+)`\),__vite__mapDeps\(\[[\d,]*\]\),import\.meta\.url\)")
_LATER = re.compile(r"\bimport\(`\./([^`/]+)`\)")
# React takes what atOnce returns as a promise that is kept already.
_MODULES = """export const modules = {};
export const atOnce = (name) => ({ then: (use) => use(modules[name]) });
export const later = async (name) => modules[name];"""
# As in asking.js: the question must be the same.
_ZONE = "Intl.DateTimeFormat().resolvedOptions().timeZone"
_SOONER = f"(globalThis.Temporal?.Now.timeZoneId()??{_ZONE})"
# Of each of Streamlit's messages, how it is made of plain objects: a fifth of their script, and nobody asks for it.
_FROM_OBJECT = re.compile(r",\w\.fromObject=function\(.*?(?=,\w\.toObject=function\()", re.DOTALL)
_ASKED = re.compile(r'\b(?:atOnce|later)\("([^"]+)"\)')


def make(file: Path) -> None:
    """Writes the bundle of the installed Streamlit into a file."""
    with TemporaryDirectory() as folder:
        command = ["npx", "--yes", _ESBUILD, str(_entry(Path(folder))), *_HOW, f"--outfile={file}"]
        subprocess.run(command, check=True)  # noqa: S603 - what stands above


def _entry(folder: Path) -> Path:
    """Writes the scripts into a folder, and beside them one that runs them all and exports what they do.

    esbuild takes in what is named by its whole path, and leaves alone what is named with ./
    """
    sources = {name: _source(name, folder) for name in start.bundled()}
    for name, text in {**sources, "modules.mjs": _MODULES}.items():
        (folder / name).write_text(text, "utf-8")
    lines = [f'import"{folder / start.first()}";', f'import{{modules}}from"{folder / "modules.mjs"}";']
    for name, prefix in start.bundled().items():
        exports = ",".join(f"{each} as {prefix}{each}" for each in start.exported(name))
        lines.append(f'export{{{exports}}}from"{folder / name}";')
    for name in sorted({name for text in sources.values() for name in _ASKED.findall(text)}):
        prefix = start.bundled()[name]
        lines.append(f'import*as {prefix} from"{folder / name}";modules["{name}"]={prefix};')
    entry = folder / "entry.mjs"
    entry.write_text("\n".join(lines), "utf-8")
    return entry


def _source(name: str, folder: Path) -> str:
    """Returns a script of the bundle that names the others by where they are in a folder."""

    def there(match: re.Match[str]) -> str:
        of = match[match.lastindex or 0]
        return match[0].replace(f"./{of}", str(folder / of))

    def asks(how: str) -> Callable[[re.Match[str]], str]:
        return lambda match: f'{how}("{match[1]}")' if match[1] in start.bundled() else match[0]

    text = start.FROM.sub(there, start.source(name))
    text = start.BARE.sub(there, f"\n{text}")
    text = _LATER.sub(asks("later"), _ELEMENT.sub(asks("atOnce"), text)).replace(_ZONE, _SOONER)
    text = _FROM_OBJECT.sub("", text)
    return f'import{{atOnce,later}}from"{folder / "modules.mjs"}";{start.listed(text)}'


if __name__ == "__main__":
    for old in start.bundle().parent.glob("*.js"):
        old.unlink()
    make(start.bundle())

"""Writes requirements.txt, requirements-lake.txt, requirements-dev.txt and tests/bench/peers.txt, every package with
its version and hashes, from the lists of names beside them: `python -m tests.lock`.

One file serves every Python and platform that the product runs on: where these need different versions, the line says
which. pip installs nothing whose hash isn't in it.
"""

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parent.parent
_LINE = re.compile(r"^(?P<name>[a-z0-9.-]+)==(?P<version>[^ ;\\]+)", re.MULTILINE)
_UV = (
    *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-config", "--no-emit-index-url", "--no-header", "--annotation-style", "line"),
)


def locked(text: str) -> dict[str, set[str]]:
    """Returns each package that a lock names → its versions: more than one where Pythons need different ones."""
    versions: dict[str, set[str]] = {}
    for match in _LINE.finditer(text):
        versions.setdefault(match["name"], set()).add(match["version"])
    return versions


def main() -> None:
    """Resolve the lists. Each file leaves out what the one before it holds, which it names."""
    _compile("requirements.in", ROOT / "requirements.txt")
    left_out: list[str] = []
    for before, name in pairwise(("requirements", "requirements-lake", "requirements-dev")):
        first, second = ROOT / f"{before}.txt", ROOT / f"{name}.txt"
        left_out += [part for each in locked(first.read_text("utf-8")) for part in ("--no-emit-package", each)]
        _compile(f"{name}.in", second, "--constraints", first.name, *left_out)
        second.write_text(f"-r {first.name}\n{second.read_text('utf-8')}", "utf-8")
    _compile("peers.in", ROOT / "tests" / "bench" / "peers.txt")


def _compile(listed: str, lock: Path, *options: str) -> None:
    subprocess.run([*_UV, listed, "--output-file", lock.name, *options], cwd=lock.parent, check=True)


if __name__ == "__main__":
    main()

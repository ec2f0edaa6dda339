"""Start on boot: the files for systemd and Windows' task scheduler that run the product without anybody signed in."""

import os
import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape

_TEMPLATES = Path(__file__).parents[2] / "data" / "templates"
_LEFT_OUT = "--no-browser"  # is always given
_ASKS = "--on-boot"


def asked(arguments: Sequence[str]) -> list[str]:
    """Returns the options to start with on boot, from the arguments of `manage.py run --on-boot FILE …`."""
    kept = list(arguments[1:])
    at = next(place for place, each in enumerate(kept) if each.partition("=")[0] == _ASKS)
    del kept[at : at + (1 if "=" in kept[at] else 2)]
    return [each for each in kept if each != _LEFT_OUT]


def unit(python: str, folder: str, options: Sequence[str], user: str) -> str:
    """A systemd unit that runs `manage.py run` in a folder, with options, as a user."""
    # In systemd % begins a specifier and $ a variable.
    command = shlex.join(_command(python, folder, options, "/")).replace("%", "%%").replace("$", "$$")
    return _template("chagai.service").substitute(user=user, folder=folder.replace("%", "%%"), command=command)


def task(python: str, folder: str, options: Sequence[str]) -> str:
    """A task for Windows' scheduler that does the same as the account for local services; to be saved in UTF-16."""
    program, *arguments = _command(python, folder, options, "\\")
    return _template("chagai-task.xml").substitute(
        program=escape(program), arguments=escape(subprocess.list2cmdline(arguments)), folder=escape(folder)
    )


def content(python: str, folder: str, options: Sequence[str], user: str, system: str = os.name) -> bytes:
    """Returns the contents of the file for this machine's system."""
    if system == "nt":
        return task(python, folder, options).encode("utf-16")
    return unit(python, folder, options, user).encode()


def _template(name: str) -> Template:
    return Template((_TEMPLATES / name).read_text("utf-8"))


def _command(python: str, folder: str, options: Sequence[str], between: str) -> list[str]:
    return [python, f"{folder}{between}manage.py", "run", _LEFT_OUT, *options]

"""The style sheet of every page, sent once as a file instead of with each run of the script."""

import hashlib
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parents[2] / "ui" / "parts" / "styles"


def of_paper() -> str:
    """Returns the rules for a page on paper."""
    return (_FOLDER / "print.css").read_text("utf-8")


@cache
def styles() -> bytes:
    """Returns the style sheet: on the screen, then on paper."""
    parts = [(_FOLDER / name).read_text("utf-8") for name in ("style.css", "fit.css", "phone.css")]
    return "\n".join([*parts, f"@media print {{{of_paper()}}}"]).encode()


@cache
def address() -> str:
    """Returns the style sheet's path, which changes with its content: browsers keep it for a year."""
    return f"/static/css/board.{hashlib.sha256(styles()).hexdigest()[:12]}.css"

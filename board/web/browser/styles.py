"""The style sheet of every page, sent once as a file instead of with each run of the script, and its icon."""

import base64
import hashlib
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parents[2] / "ui" / "parts" / "styles"


@cache
def styles() -> bytes:
    """Returns the style sheet: on the screen, then on paper."""
    names = ("style.css", "fit.css", "phone.css", "print.css")
    *on_screen, on_paper = ((_FOLDER / name).read_text("utf-8") for name in names)
    return "\n".join([*on_screen, f"@media print {{{on_paper}}}"]).encode()


@cache
def address() -> str:
    """Returns the style sheet's path, which changes with its content: browsers keep it for a year."""
    return f"/static/css/board.{hashlib.sha256(styles()).hexdigest()[:12]}.css"


@cache
def icon() -> str:
    """Returns the icon as an address that holds it: Streamlit would read a file anew in each run of the script."""
    return f"data:image/svg+xml;base64,{base64.b64encode((_FOLDER / 'icon.svg').read_bytes()).decode()}"

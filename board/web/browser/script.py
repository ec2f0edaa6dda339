"""The script that runs before Streamlit's own: it begins in the reader's display settings, says where the server is,
translates built-in words, corrects roles for screen readers and fetches the library that draws charts."""

import hashlib
from functools import cache
from pathlib import Path

from board.web.browser import library

_HERE = Path(__file__).parent


@cache
def script() -> bytes:
    """Returns the script: a function around its parts, with the Chinese words (`words.json`)."""
    words = (_HERE / "words.json").read_text("utf-8")
    names = ("looks.js", "connecting.js", "asking.js", "roles.js", "words.js", "charts.js")
    parts = [(_HERE / name).read_text("utf-8") for name in names]
    constants = f'const WORDING = {words};\nconst LIBRARY = "{library.ADDRESS}";'
    return "\n".join(["(() => {", constants, *parts, "})();"]).encode()


@cache
def address() -> str:
    """Returns the script's path, which changes with its content: browsers keep it for a year."""
    return f"/static/js/board.{hashlib.sha256(script()).hexdigest()[:12]}.js"

"""The script that runs before Streamlit's own: its built-in words in Chinese, its roles for screen readers mended."""

import hashlib
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def script() -> bytes:
    """Returns the script: a function of its own around the parts, with the Chinese words (`words.json`)."""
    words = (_HERE / "words.json").read_text("utf-8")
    parts = [(_HERE / name).read_text("utf-8") for name in ("roles.js", "words.js")]
    return "\n".join(["(() => {", f"const WORDING = {words};", *parts, "})();"]).encode()


@cache
def address() -> str:
    """Returns the path it is fetched from, another one whenever it changes: browsers keep it for a year."""
    return f"/static/js/board.{hashlib.sha256(script()).hexdigest()[:12]}.js"

"""The scripts of our own elements as files, which browsers keep compiled.

Streamlit sends an element's script and style sheet anew with every drawing of it, in each of a page's tables.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path

FILES: dict[str, Callable[[], bytes]] = {}


def module(name: str, scripts: Iterable[Path], styles: Path | None = None) -> str:
    """Serves an element's scripts as one module, and returns the script for Streamlit, which only takes it from there.

    The module has the style sheet as `STYLES`, for the element's shadow root to adopt.
    """
    parts = [path.read_text("utf-8") for path in scripts]
    if styles:
        rules = json.dumps(styles.read_text("utf-8"))
        parts.append(f"const STYLES = new CSSStyleSheet();\nSTYLES.replaceSync({rules});")
    content = "\n".join(parts).encode()
    # With a fingerprint in it: browsers keep it for a year, and an open page takes what belongs to its drawing.
    address = f"/static/js/{name}.{hashlib.sha256(content).hexdigest()[:12]}.js"
    FILES[address] = lambda: content
    # In two lines: one is taken for the name of a file.
    return f'const script = await import(location.origin + "{address}");\nexport default script.default;'

"""The elements that nearly every page has, fetched and run while the page starts.

Streamlit's own script asks for an element only when the first of its kind is to be shown, which is after the server's
first message: what is read first then waits for another fetch and for the compiler.
"""

from pathlib import Path

ELEMENTS = ("BidiComponent", "Button", "ButtonGroup", "Html", "Metric", "Selectbox")


def names(folder: Path) -> list[str]:
    """Returns the file names of the elements among Streamlit's scripts."""
    return sorted(path.name for element in ELEMENTS for path in folder.glob(f"{element}.*.js"))


def with_elements(start: Path) -> bytes:
    """Returns the script that a page starts with, made to run the elements right after itself.

    They take from it what they need, so they can't run before it.
    """
    imports = "".join(f'\nimport("./{name}");' for name in names(start.parent))
    return start.read_bytes() + imports.encode()

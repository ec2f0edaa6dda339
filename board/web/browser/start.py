"""Streamlit's scripts that a page starts with and the elements that pages have, as one file.

Streamlit's page asks for some sixty small scripts, and then, as it meets its elements, in two or three rounds for fifty
more: to look so many up took a new tab a sixth of the time until 总览 was there. The file in `vendored` has them in
one, put together by esbuild so that its elements are there at once (`bundling.py`). Streamlit's other scripts take from
it what they import from one of these.

All of them have addresses of their own: a browser that has kept Streamlit's for a year never mixes the two.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path

from streamlit import file_util

ELEMENTS = (
    "BidiComponent",
    "Button",
    "ButtonGroup",
    "Checkbox",
    "DownloadButton",
    "FileUploader",
    "Html",
    "LinkButton",
    "MenuButton",
    "Multiselect",
    "NumberInput",
    "Pagination",
    "Progress",
    "Radio",
    "Selectbox",
    "TextArea",
    "TextInput",
    "Toast",
)
_VENDORED = Path(__file__).parent / "vendored" / "streamlit"
_BUNDLE = "start.js"
FROM = re.compile(r'\b(import|export)\{([^{}]*)\}from"\./([^"/]+)"')
BARE = re.compile(r'(?<=[;}\n])import"\./([^"/]+)"')
_LISTED = re.compile(r'(?<=[\[,])"\./([^"/]+)"')
_EXPORTS = re.compile(r"export\{([^{}]*)\};?\s*$")


def folder() -> Path:
    """Returns where Streamlit's scripts are."""
    return Path(file_util.get_static_dir()) / "static" / "js"


@cache
def page() -> str:
    """Returns the page as Streamlit has it."""
    return (folder().parents[1] / "index.html").read_text("utf-8")


@cache
def first() -> str:
    """Returns the name of the script that Streamlit's page starts with."""
    (name,) = re.findall(r'<script type="module"[^>]* src="\./static/js/([^"]+)"', page())
    return str(name)


@cache
def bundled() -> dict[str, str]:
    """Returns the scripts that are in the bundle, each with what the names that it exports begin with there."""
    elements = [path.name for element in ELEMENTS for path in folder().glob(f"{element}.*.js")]
    names, waiting = set[str](), [first(), *elements]
    while waiting:
        name = waiting.pop()
        if name not in names:
            names.add(name)
            waiting += imported(source(name))
    return {name: f"m{place}_" for place, name in enumerate(sorted(names))}


def source(name: str) -> str:
    """Returns a script as Streamlit has it."""
    return (folder() / name).read_text("utf-8")


def imported(text: str) -> set[str]:
    """Returns the scripts that a script needs before it can run."""
    return {match[3] for match in FROM.finditer(text)} | set(BARE.findall(f"\n{text}"))


def exported(name: str) -> list[str]:
    """Returns the names that one of Streamlit's scripts exports."""
    match = _EXPORTS.search(source(name))
    return [each.rpartition(" as ")[2].strip() for each in match[1].split(",")] if match else []


@cache
def bundle() -> Path:
    """Returns where the bundle of the installed Streamlit is, or would be.

    The names of its scripts, which have a fingerprint of their content, are in its own.
    """
    return _VENDORED / f"{hashlib.sha256(' '.join(bundled()).encode()).hexdigest()[:12]}.js"


@cache
def served() -> dict[str, Callable[[], bytes]]:
    """Returns what is sent for Streamlit's scripts, by address; nothing where there is no bundle of this Streamlit."""
    if not bundle().exists():
        return {}
    rest = {path.name for path in folder().glob("*.js")} - {*bundled()}
    return {_address(_BUNDLE): bundle().read_bytes, **{_address(name): partial(_linked, name) for name in rest}}


def with_bundle(text: str) -> str:
    """Returns Streamlit's page with the bundle for the scripts that are in it; unchanged where there is none."""
    if not bundle().exists():
        return text
    text = re.sub(r'<link rel="modulepreload"[^>]*>\s*', "", text)
    return text.replace(f"./static/js/{first()}", f".{_address(_BUNDLE)}")


def _address(name: str) -> str:
    return f"/static/{_fingerprint()}/{name}"  # as deep as Streamlit's, whose scripts name its style sheets from there


@cache
def _fingerprint() -> str:
    return hashlib.sha256(bundle().read_bytes()).hexdigest()[:12]


def _linked(name: str) -> bytes:
    """Returns a script of Streamlit's that takes from the bundle what it imports from a script in there."""
    text = FROM.sub(_from_bundle, source(name))
    text = BARE.sub(_in_place, f"\n{text}").removeprefix("\n")
    return listed(text).encode()


def listed(text: str) -> str:
    """Returns a script that has the bundle among what is fetched before a script that is imported later."""
    return _LISTED.sub(_in_place, text)


def _from_bundle(match: re.Match[str]) -> str:
    verb, names, name = match.groups()
    prefix = bundled().get(name)
    if prefix is None:
        return match[0]
    return f'{verb}{{{",".join(_prefixed(prefix, names.split(",")))}}}from"./{_BUNDLE}"'


def _prefixed(prefix: str, names: Iterable[str]) -> Iterable[str]:
    for each in names:
        there, _, here = each.strip().partition(" as ")
        yield f"{prefix}{there} as {here or there}"


def _in_place(match: re.Match[str]) -> str:
    return match[0].replace(match[1], _BUNDLE) if match[1] in bundled() else match[0]

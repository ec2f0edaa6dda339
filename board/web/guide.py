"""使用说明 inside the product: one readable page made from `docs/使用说明.md`, for whoever may see the pages."""

import re
from functools import cache
from html import escape
from http import HTTPStatus
from itertools import pairwise
from pathlib import Path
from string import Template
from urllib.parse import quote

from markdown_it import MarkdownIt
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from board.navigation import NAVIGATION
from board.web.browser.frontend import GUIDE as PATH

DOCUMENTS = Path(__file__).parent.parent.parent / "docs"
_GUIDE = DOCUMENTS / "使用说明.md"
_SECURITY = DOCUMENTS / "安全设置.md"
_PICTURES = frozenset({".png", ".svg", ".jpg"})


def chapter_address(subject: str) -> str:
    """Returns the address of the guide's chapter on a page."""
    chapters = {entry.subject: entry.chapter for entries in NAVIGATION.values() for entry in entries}
    return f"{PATH}#{quote(anchor(chapters[subject]))}"


def anchor(heading: str) -> str:
    """Returns a heading's anchor as links write it: lower case, hyphens for blanks, no punctuation."""
    return re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-")


async def show_guide(_request: Request) -> Response:
    """The guide; the gate lets in only those who may see the pages."""
    return HTMLResponse(_page(_GUIDE), headers={"Cache-Control": "no-cache"})


async def show_beside(request: Request) -> Response:
    """The files that the guide links to: the document on security, and pictures."""
    path = DOCUMENTS / request.path_params["name"]
    if path == _SECURITY:
        return HTMLResponse(_page(path), headers={"Cache-Control": "no-cache"})
    if path.suffix in _PICTURES and path.is_file():
        return FileResponse(path)
    return PlainTextResponse("没有这个地址", HTTPStatus.NOT_FOUND)


@cache
def _page(document: Path) -> str:
    template = Template(Path(__file__).with_name("guide.html").read_text("utf-8"))
    text = _for_readers(document.read_text("utf-8"))
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    contents = "".join(f'<li><a href="#{anchor(each)}">{escape(each)}</a></li>' for each in headings)
    return template.substitute(contents=contents, chapters=_chapters(text))


def _for_readers(text: str) -> str:
    """The document without its list of chapters, which is shown beside it, and without links to unserved files."""
    text = re.sub(r"^目录：\n\n(- .*\n)+", "", text, flags=re.MULTILINE)
    text = re.sub(r"\[([^\]]+)\]\(\.\./[^)]*\)", r"\1", text)
    return text.replace(f"]({_SECURITY.name}", f"]({PATH}/{_SECURITY.name}").replace(f"]({_GUIDE.name}", f"]({PATH}")


def _chapters(text: str) -> str:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    for opening, inside in pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrSet("id", anchor(inside.content))
    html: str = markdown.renderer.render(tokens, markdown.options, {})
    return html.replace("<table>", '<div class="scroll" tabindex="0"><table>').replace("</table>", "</table></div>")


ROUTES = [Route(PATH, show_guide), Route(f"{PATH}/{{name}}", show_beside)]

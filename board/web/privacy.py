"""隐私说明 for everyone, evaluators and the public included: one plain page without a script."""

from functools import cache
from html import escape
from pathlib import Path
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from board.operating.privacy import KEPT, NEVER_KEPT, Kept

PATH = "/privacy"


async def show_privacy(_request: Request) -> Response:
    """Shows what is kept, why, who sees it and how long."""
    return HTMLResponse(_page(), headers={"Cache-Control": "max-age=3600"})


@cache
def _page() -> str:
    template = Template(Path(__file__).with_name("privacy.html").read_text("utf-8"))
    never = "\n".join(f"<li>{escape(each)}</li>" for each in NEVER_KEPT)
    return template.substitute(never=never, kept="\n".join(map(_section, KEPT)))


def _section(kept: Kept) -> str:
    facts = {"存什么": kept.holds, "为什么": kept.why, "谁能看": kept.seen_by, "存多久": kept.how_long}
    rows = "".join(f"<dt>{label}</dt><dd>{escape(value)}</dd>" for label, value in facts.items())
    return f"<section><h3>{escape(kept.what)}</h3><dl>{rows}</dl></section>"


ROUTES = [Route(PATH, show_privacy)]

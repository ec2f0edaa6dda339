"""The public page as HTML, from what was published: light, whole without its script, on a phone and in print. Pure."""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template

from board.papers.blocks import Block, Day, Heading, NewPage, Paper, Paragraph, Table, numbered, text_of
from board.public import evaluation
from board.public.drawing import Piece, bar, legend
from board.public.items import BESIDE, STATES, counts, items
from board.public.published import Issued, Published
from board.public.tables import README, titles

_HERE = Path(__file__).parent
_ENDINGS = {"pdf": "PDF", "docx": "Word"}
_LOOKS = dict(zip(STATES, ("done", "waits", "under", "still"), strict=True))
_NOT_FOR_USE = '<p class="example">示例数据，不是真实单位的，不作正式文书。</p>'


def page(shown: Published, names: Iterable[str], asked: Mapping[str, str]) -> str:
    """The page. names: of the files of open data beside it. asked: the papers whose items may be answered to → where,
    as a whole address: a folder of static files takes no answers."""
    about = shown.activity
    heading = f"{about.name}：公开"
    sections = (
        ("公开的材料", _issued(shown)),
        ("群众评议结果", "".join(map(evaluation.section, shown.results))),
        ("整改事项办到哪一步", _notice(shown.notice, asked)),
        ("数字是怎么来的", evaluation.meanings() if shown.issued else ""),
        ("核对您手里的文件", _check() if any(each.paper for each in shown.issued) else ""),
        ("公开数据", _data(names)),
    )
    return _template().substitute(
        title=escape(f"{about.unit_name} · {heading}"),
        policy=_policy(),
        style=_style(),
        unit=escape(about.unit_name),
        heading=escape(heading),
        lead=_lead(shown),
        example=_NOT_FOR_USE if about.is_example else "",
        body="\n".join(f"<section><h2>{title}</h2>{words}</section>" for title, words in sections if words),
    )


def file_name(issued: Issued, ending: str) -> str:
    """The name of a paper's file beside the page."""
    return f"files/{issued.paper_id}.{ending}"


@cache
def script() -> bytes:
    """The script that checks a file against the digests on the page."""
    return (_HERE / "check.js").read_bytes()


@cache
def _style() -> str:
    return (_HERE / "page.css").read_text("utf-8")


@cache
def _policy() -> str:
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    rules = ("default-src 'none'", "script-src 'self'", f"style-src 'sha256-{digest}'", "img-src data:")
    return "; ".join((*rules, "base-uri 'none'", "form-action 'none'"))


@cache
def _template() -> Template:
    return Template((_HERE / "page.html").read_text("utf-8"))


def _lead(shown: Published) -> str:
    if not shown.issued:
        return "还没有公开材料。"
    return f"已公开 {len(shown.issued)} 份材料，最近一次是{Day(shown.issued[0].places[0].on).text}。"


def _issued(shown: Published) -> str:
    return "".join(_card(each, is_listed=each is shown.notice) for each in shown.issued)


def _card(each: Issued, *, is_listed: bool) -> str:
    facts = [each.word, each.number, f"成文 {Day(each.written_on).text}"]
    places = "".join(
        f"<li>{Day(place.on).text}，在{escape(place.place)}，向{escape(place.audience)}公开</li>"
        for place in each.places
    )
    corrected = "".join(f'<p class="news">其中的数字有更正，见《{escape(title)}》。</p>' for title in each.corrected_by)
    return (
        f'<article><h3>{escape(each.title)}</h3><p class="quiet">{escape(" · ".join(filter(None, facts)))}</p>'
        f"{corrected}<ul>{places}</ul>{_files(each)}{_text(each.paper, is_listed=is_listed)}</article>"
    )


def _files(each: Issued) -> str:
    lines = [
        f'<p><a href="{file_name(each, ending)}">下载 {_ENDINGS[ending]}</a></p><p class="hash">指纹<br>'
        f'<code data-of="{escape(f"《{each.title}》的 {_ENDINGS[ending]}")}">{digest}</code></p>'
        for ending, digest in each.digests.items()
    ]
    return "".join(lines)


def _text(paper: Paper | None, *, is_listed: bool) -> str:
    if paper is None:
        return '<p class="quiet">原件没有放在网上，请到上面说的地方看。</p>'
    blocks = "".join(_block(number, block) for number, block in numbered(paper.blocks))
    attached = "".join(
        f"<h4>附件：{escape(each.title)}</h4>"
        + "".join(_block(number, block) for number, block in numbered(each.blocks))
        for each in paper.attachments
    )
    look = ' class="again"' if is_listed else ""  # its items stand below
    return f"<details{look}><summary>看全文</summary>{blocks}{attached}</details>"


def _block(number: str, block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h4>{number}{escape(text_of(block.parts))}</h4>"
    if isinstance(block, NewPage):
        return f"<h4>{escape(block.title)}</h4>"
    if isinstance(block, Paragraph):
        return f"<p>{number}{escape(text_of(block.parts))}</p>"
    if isinstance(block, Table):
        return _table([each.header for each in block.columns], [[text_of(cell) for cell in row] for row in block.rows])
    kind = "svg+xml" if block.form == "svg" else "png"
    content = base64.b64encode(block.content).decode()
    return f'<img alt="{escape(block.alt)}" src="data:image/{kind};base64,{content}">'


def _table(header: list[str], rows: list[list[str]]) -> str:
    head = "".join(f"<th>{escape(each)}</th>" for each in header)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="wide" tabindex="0"><table><tr>{head}</tr>{body}</table></div>'


def _notice(notice: Issued | None, asked: Mapping[str, str]) -> str:
    if notice is None or notice.paper is None:
        return ""
    found = counts(notice.paper)
    groups = "".join(
        f'<h3>{escape(state)}</h3><ul class="items">'
        + "".join(
            f'<li id="{escape(each.item_id)}"><b>{escape(each.problem)}</b><br>{escape(each.more)}</li>'
            for each in mine
        )
        + "</ul>"
        for state, mine in groupby(items(notice.paper), lambda each: each.state)
    )
    day = Day(notice.paper.as_of).text
    lead = f"截至{day}，照《{escape(notice.title)}》；以后的进展等下一次公示。"
    where = asked.get(notice.paper_id, "")
    link = f'<p><a href="{escape(where)}">改得好不好，请您评一评（不记名）</a></p>' if where else ""
    return f'<p class="quiet">{lead}</p>{link}{_states(found)}{groups}'


def _states(found: Mapping[str, int]) -> str:
    pieces = [Piece(name, found[name], _LOOKS[name], str(found[name])) for name in STATES if name in found]
    if not pieces:
        return ""
    words = "，".join(f"{piece.label} {piece.count} 件" for piece in pieces)
    beside = "；".join(f"{name} {found[name]} 件" for name in BESIDE if found.get(name))
    also = f'<p class="quiet">其中：{beside}。</p>' if beside else ""
    return f"<figure>{bar(pieces, f'整改事项：{words}')}{legend(pieces)}{also}</figure>"


@cache
def _check() -> str:
    return (_HERE / "check.html").read_text("utf-8")


def _data(names: Iterable[str]) -> str:
    known = titles(names)
    if not known:
        return ""
    lines = "".join(f'<li><a href="{name}">{name.rpartition("/")[2]}</a>　{what}</li>' for name, what in known.items())
    return f'<p>表格（CSV）可以下载，自由使用。<a href="{README}">各列的意思</a></p><ul>{lines}</ul>'

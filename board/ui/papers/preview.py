"""A paper's content as HTML, to be read on a page: its words in order, each figure a link to what it counts."""

import base64
import re
from collections.abc import Callable, Sequence
from urllib.parse import parse_qsl

from board.papers.blocks import (
    Block,
    Figure,
    Heading,
    NewPage,
    Paper,
    Paragraph,
    Parts,
    Picture,
    Table,
    numbered,
    text_of,
)
from board.ui.parts.links import address
from board.ui.parts.plain import in_html

_ITEM = re.compile(r"R-\d+")
_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def preview_html(paper: Paper) -> str:
    """The whole paper: number, title, addressee, text, unit and day, attachments."""
    head = paper.letterhead
    number = f'<p class="number">{in_html(head.number)}</p>' if head.number else ""
    to = f'<p class="to">{in_html(head.addressee.rstrip("：:"))}：</p>' if head.addressee else ""
    dated = f"{head.dated.year}年{head.dated.month}月{head.dated.day}日" if head.dated else ""
    sign = f'<p class="sign">{in_html(head.unit)}<br>{dated}</p>' if paper.is_signed else ""
    copies = f'<p class="copies">抄送：{in_html(head.copies)}</p>' if head.copies else ""
    attached = "".join(
        f"<h3>附件{place}　{in_html(each.title)}</h3>{_blocks(each.blocks)}"
        for place, each in enumerate(paper.attachments, 1)
    )
    title = f"<h2>{in_html(paper.title)}</h2>"
    return f'<article class="paper">{number}{title}{to}{_blocks(paper.blocks)}{sign}{attached}{copies}</article>'


def _blocks(blocks: Sequence[Block]) -> str:
    return "".join(_block(number, each) for number, each in numbered(blocks))


def _block(number: str, block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h3>{number}{_parts(block.parts)}</h3>"
    if isinstance(block, Paragraph):
        mine = " mine" if block.is_editable else ""
        return f'<p class="{block.style}{mine}">{number}{_parts(block.parts)}</p>'
    if isinstance(block, NewPage):
        return f"<h2>{in_html(block.title)}</h2>"
    if isinstance(block, Picture):
        content = base64.b64encode(block.content).decode()
        return f'<img alt="{in_html(block.alt)}" src="data:{_TYPES[block.form]};base64,{content}">'
    return _table(block)


def _table(table: Table) -> str:
    head = "".join(f"<th>{in_html(column.header)}</th>" for column in table.columns)
    rows = "".join(f"<tr>{''.join(f'<td>{_parts(cell)}</td>' for cell in row)}</tr>" for row in table.rows)
    return f'<div class="wide" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _parts(parts: Parts) -> str:
    return "".join(_figure(each) if isinstance(each, Figure) else in_html(text_of((each,))) for each in parts)


def _figure(figure: Figure) -> str:
    base = f"，{figure.base}" if figure.base else ""
    title = in_html(f"{figure.name or figure.ref}{base}：由记录得出，不能手改")
    place = _opens(figure.ref)
    if place is None:
        return f'<b title="{title}">{in_html(figure.text)}</b>'
    return f'<a href="{in_html(place)}" target="_blank" title="{title}">{in_html(figure.text)}</a>'


def _opens(ref: str) -> str | None:
    """The address of what a figure refers to; None where it isn't a page or an item."""
    if _ITEM.fullmatch(ref):
        return address("rectification", {"rectification_open": ref})
    subject, mark, query = ref.partition("?")
    named: Callable[[str], str] = lambda name: name if name.startswith("compare") else f"{subject}_{name}"  # noqa: E731
    return address(subject, {named(name): value for name, value in parse_qsl(query)}) if mark else None

"""The matrix of talks as a table: members down, all whom they have to talk with across. It scrolls on a phone."""

from collections.abc import Callable
from html import escape
from typing import Any

import pandas as pd

from board.store.frames import each_row
from board.ui.parts.plain import in_html

_NAME = "班子成员应当和谁谈心、谈了没有"


def matrix(cells: pd.DataFrame, members: pd.DataFrame, leads_to: Callable[[Any], str]) -> str:
    """Returns the table as HTML. Takes `talks_views.cells`, `talks_views.by_member` and a function: cell → its address.

    A cell has the day of the first talk and the number of talks, or 未谈; new talks are framed.
    """
    others = dict(zip(members["member_id"], members["member_name"], strict=True))
    partners = cells[cells["with_kind"] == "partner"].drop_duplicates("with_id")
    others |= dict(zip(partners["with_id"], partners["with_name"], strict=True))
    found = {(cell.member_id, cell.with_id): cell for cell in each_row(cells)}
    heads = "".join(f'<th scope="col">{in_html(name)}</th>' for name in others.values())
    rows = "".join(
        f'<tr><th scope="row">{in_html(member.member_name)}</th>'
        + "".join(_cell(found.get((member.member_id, other)), leads_to) for other in others)
        + f'<td class="total">{member.done_count} / {member.required_count}</td></tr>'
        for member in each_row(members)
    )
    head = f'<tr><td class="total"></td>{heads}<th scope="col">谈了 / 应谈</th></tr>'
    table = f'<table class="grid" aria-label="{_NAME}"><thead>{head}</thead><tbody>{rows}</tbody></table>'
    return f'<div class="grid-scroll">{table}</div>'


def _cell(cell: Any, leads_to: Callable[[Any], str]) -> str:
    if cell is None:
        return "<td></td>"
    address = leads_to(cell)
    if not cell.is_done:
        return f'<td class="missing">{_link(address, "未谈")}</td>'
    often = f"<br>{cell.talk_count} 次" if cell.talk_count > 1 else ""
    fresh = "<br>新登记" if cell.is_new else ""
    kind = "done new" if cell.is_new else "done"
    text = f"✓<small>{cell.first_on:%m-%d}{often}{fresh}</small>"
    return f'<td class="{kind}">{_link(address, text)}</td>'


def _link(address: str, html: str) -> str:
    return f'<a href="{escape(address)}" target="_self">{html}</a>'

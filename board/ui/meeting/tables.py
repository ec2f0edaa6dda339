"""Tables of 民主生活会 to read from a distance: papers by mirror, criticism by member."""

from collections.abc import Mapping, Sequence

import pandas as pd

from board.store.frames import each_row
from board.ui.parts.plain import in_html


def papers(cells: pd.DataFrame, questions: Mapping[str, str]) -> str:
    """Returns members down, mirrors across as HTML: number of findings and their aspects.

    Takes `outlines.coverage` and `outlines.questions`.
    """
    mirrors = list(dict.fromkeys(cells["mirror"]))
    found = {(cell.member_name, cell.mirror): cell for cell in each_row(cells)}
    rows = []
    for member in dict.fromkeys(cells["member_name"]):
        own = [found[member, mirror] for mirror in mirrors]
        filled = sum(cell.finding_count > 0 for cell in own)
        body = "".join(_paper_cell(cell.finding_count, cell.aspects) for cell in own)
        rows.append(_row(member, body, f"{filled} / {len(mirrors)}"))
    heads = {mirror: questions.get(mirror, "") for mirror in mirrors}
    return _table("四对照各写了没有", {**heads, "写了 / 应写": ""}, rows)


def duties(cells: pd.DataFrame) -> str:
    """Returns as HTML each member's duties (分工) with how many findings are about them. Takes `outlines.duties`."""
    rows = []
    for member, own in cells.groupby("member_name", sort=False):
        shown = "　".join(
            f"{in_html(cell.duty)} <b>{cell.finding_count}</b>"
            if cell.finding_count
            else f'{in_html(cell.duty)} <b class="late">没有查找</b>'
            for cell in each_row(own)
        )
        filled = int((own["finding_count"] > 0).sum())
        rows.append(_row(str(member), f"<td>{shown}</td>", f"{filled} / {len(own)}"))
    return _table("对着各自的分工查找了没有", {"各自的分工，各查找到几条": "", "查了 / 应查": ""}, rows) if rows else ""


def _paper_cell(count: int, aspects: str) -> str:
    if not count:
        return '<td class="missing">空</td>'
    return f'<td class="done">{count} 条<small>{in_html(aspects)}</small></td>'


def criticism(members: pd.DataFrame) -> str:
    """Returns as HTML how often who criticised whom, themselves on the diagonal. Takes `meeting.views.criticised`."""
    ids: dict[str, str] = dict(zip(members["member_id"], members["member_name"], strict=True))
    rows = []
    for member in members.to_dict("records"):
        cells = "".join(_criticism_cell(int(member[other]), other == member["member_id"]) for other in ids)
        text = _missing_text(int(member["self_count"]), int(member["others_count"]))
        rows.append(_row(str(member["member_name"]), cells, text))
    return _table("谁批评了谁，对角线上是自我批评", dict.fromkeys([*ids.values(), "有没有缺"], ""), rows)


def _criticism_cell(count: int, is_self: bool) -> str:
    if count:
        return f'<td class="done">{count}{"<small>自我批评</small>" if is_self else ""}</td>'
    return '<td class="missing">没有<small>自我批评</small></td>' if is_self else "<td></td>"


def _missing_text(self_count: int, others_count: int) -> str:
    missing = [word for word, count in (("自我批评", self_count), ("批评别人", others_count)) if not count]
    return f'<b class="late">还没有{"、".join(missing)}</b>' if missing else "都有"


def aspects(cells: pd.DataFrame) -> str:
    """Returns members down, aspects across as HTML: how often each spoke of each.

    Takes `meeting.views.aspects_touched`.
    """
    names = list(dict.fromkeys(cells["aspect"]))
    rows = []
    for member, own in cells.groupby("member_name", sort=False):
        counts = dict(zip(own["aspect"], own["count"], strict=True))
        body = "".join(
            f'<td class="done">{counts[each]}</td>' if counts[each] else '<td class="missing">没有</td>'
            for each in names
        )
        rows.append(_row(str(member), body, f"{sum(count > 0 for count in counts.values())} / {len(names)}"))
    return _table("每位成员各方面讲到几次", dict.fromkeys([*names, "讲到 / 该讲"], ""), rows) if rows else ""


def by_aspect(counts: Mapping[str, int]) -> str:
    """Returns the counts by aspect as one line of HTML."""
    return "　".join(f"{in_html(aspect)} <b>{count}</b>" for aspect, count in counts.items())


def _row(name: str, cells: str, total: str) -> str:
    return f'<tr><th scope="row">{in_html(name)}</th>{cells}<td class="total">{total}</td></tr>'


def _table(name: str, heads: Mapping[str, str], rows: Sequence[str]) -> str:
    """Returns a table as HTML. heads: each with what is shown below it in small."""
    small = {each: f"<br><small>{in_html(text)}</small>" if text else "" for each, text in heads.items()}
    head = "".join(f'<th scope="col">{in_html(each)}{text}</th>' for each, text in small.items())
    return (
        f'<div class="grid-scroll" role="group" aria-label="{in_html(name)}" tabindex="0">'
        f'<table class="grid" aria-label="{in_html(name)}">'
        f'<thead><tr><td class="total"></td>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    )

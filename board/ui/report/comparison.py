"""两版对照: two versions side by side by sentence, with the remarks that led to each change."""

from typing import Any

import pandas as pd
import streamlit as st

from board.report import reading as report
from board.report.diff import Piece, Row, changed_count, compared
from board.store.frames import each_row
from board.truth.versions import named, points_shown
from board.ui.parts import filters
from board.ui.parts.plain import in_html
from board.ui.parts.visit import Visit

_THEN = "这一版在对比日的样子"


def show_comparison(visit: Visit, versions: pd.DataFrame, version: pd.Series) -> None:
    """Draws the version against an earlier one, or against itself on the compared day."""
    options = _others(visit, versions, version)
    if not options:
        st.info(
            "这是第一版，还没有可以对照的。起草下一版以后，改了哪些句子、为什么改，都列在这里。",
            icon=":material/difference:",
        )
        return
    with st.container(width=360):
        chosen = filters.choose_one("与哪一版对照", "report_against", list(options))
    before, after = options[chosen], _texts(visit, version["version_id"], visit.as_of)
    rows = {section: compared(before.get(section, ""), text) for section, text in after.items()}
    changed = {section: each for section, each in rows.items() if changed_count(each)}
    total = sum(changed_count(each) for each in changed.values())
    st.markdown(
        f"**{len(changed)}** 部分改过，共 **{total}** 句；没有改的部分不列。" if changed else "两版的文字完全一样。"
    )
    points = points_shown(visit.store, visit.activity.activity_id, visit.as_of)
    points = points[points["handled_in"] == version["version_id"]]
    notes = _notes(visit, version["version_id"])
    for section, each in changed.items():
        why = _why(points[points["section"] == section], notes.get(section, ""))
        heads = (chosen, named(version["version_id"], version["stage"]))
        st.html(section_html(section, each, heads, why))


def _others(visit: Visit, versions: pd.DataFrame, version: pd.Series) -> dict[str, dict[str, str]]:
    ids = versions["version_id"].tolist()
    earlier = versions.iloc[: ids.index(version["version_id"])].iloc[::-1]
    options = {
        named(row.version_id, row.stage): _texts(visit, row.version_id, visit.as_of) for row in each_row(earlier)
    }
    if visit.compare_on is not None:
        then = _texts(visit, version["version_id"], visit.compare_on)
        options |= {_THEN: then} if then else {}
    return options


def _texts(visit: Visit, version_id: str, day: Any) -> dict[str, str]:
    sections = report.sections(visit.store, visit.activity.activity_id, day)
    mine = sections[sections["version_id"] == version_id]
    return dict(zip(mine["section"], mine["content"], strict=True))


def _notes(visit: Visit, version_id: str) -> dict[str, str]:
    sections = report.sections(visit.store, visit.activity.activity_id, visit.as_of)
    mine = sections[sections["version_id"] == version_id]
    return dict(zip(mine["section"], mine["note"], strict=True))


def _why(points: pd.DataFrame, note: str) -> str:
    reasons = [
        f"{row.point_id}（{row.heard_from or '另外提的'}）{row.content}" + (f" → {row.reason}" if row.reason else "")
        for row in each_row(points)
    ]
    lines = "".join(f"<li>{in_html(line)}</li>" for line in [*([note] if note else []), *reasons])
    return f"<p>为什么改</p><ul>{lines}</ul>" if lines else "<p>没有写为什么改。</p>"


def section_html(section: str, rows: list[Row], heads: tuple[str, str], why: str = "") -> str:
    """A part of a text in two versions, as HTML. heads: the names of the two. why: more HTML below them."""
    cells = "".join(_row_html(row) for row in rows)
    head = "".join(f"<b>{in_html(each)}</b>" for each in heads)
    count = changed_count(rows)
    title = f'<h2 class="section">{in_html(section)}　改了 {count} 句</h2>'
    below = f'<div class="why">{why}</div>' if why else ""
    return f'<section class="diff">{title}<div class="sides">{head}{cells}</div>{below}</section>'


def _row_html(row: Row) -> str:
    before = f'<div class="{row.kind}">{_pieces(row.before, "del")}</div>'
    return before + f'<div class="{row.kind}">{_pieces(row.after, "ins")}</div>'


def _pieces(pieces: tuple[Piece, ...], tag: str) -> str:
    return "".join(
        f"<{tag}>{in_html(piece.text)}</{tag}>" if piece.is_changed else in_html(piece.text) for piece in pieces
    )

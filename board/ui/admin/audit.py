"""操作记录 in 系统管理: who did what, when and from where, to search, open, export and check."""

from typing import Any

import pandas as pd
import streamlit as st

from board.activity import activities
from board.documents.table import workbook
from board.errors import BoardError
from board.store.trail import check as audit_log
from board.store.trail.words import AUDIT_SUBJECT
from board.trail_views import entries as audit_views
from board.trail_views.entries import Change, Sought
from board.ui.parts import filters
from board.ui.parts.downloads import download
from board.ui.parts.errors import show_refusal
from board.ui.parts.forms.form import show_form
from board.ui.parts.plain import in_markdown
from board.ui.parts.sheets import closing
from board.ui.parts.table import column
from board.ui.parts.table.paged import ROWS_A_PAGE, XLSX, export_notes, quiet_table, show_rows
from board.ui.parts.visit import Visit

_KEPT = "操作记录只增不减；绕过本系统改动它或台账的，核对时查得出来。网上填写的评议表不留记录。"
_MOST_EXPORTED = 100_000
_LABELS = {
    "number": "第几条",
    "happened_at": "时间",
    "who": "谁",
    "subject_word": "哪一类",
    "deed_word": "办了什么",
    "record": "哪一件",
    "address": "地址",
    "device": "设备",
}
_COLUMNS: dict[str, Any] = {
    "number": "第几条",
    "happened_at": column.moment("时间", pattern="%Y-%m-%d %H:%M:%S"),
    "who": column.name("谁"),
    "subject_word": column.text("哪一类", 130),
    "deed_word": column.text("办了什么", 180, grows=2),
    "record": column.main("哪一件"),
    "address": column.name("地址"),
    "device": column.text("设备", 120),
}
_CHANGE_COLUMNS = {word: column.text(word, 120, grows=1) for word in ("哪一栏", "原来", "后来")}
FILTERS = {"哪一类": "audit_subject", "谁": "audit_who", "从": "audit_since", "到": "audit_until", "查找": "audit_q"}


def show_audit(visit: Visit) -> None:
    """Draws the check of the whole chain, the filters, and the entries found, newest first."""
    st.caption(_KEPT)
    _show_check(visit)
    sought, filter_values = _asked(visit)
    page = int(st.session_state.get("audit_page") or 1)
    found = audit_views.found(visit.store, visit.actor, sought, most=ROWS_A_PAGE, passed=(page - 1) * ROWS_A_PAGE)
    if page > 1 and not found.count:
        st.session_state["audit_page"] = 1
        found = audit_views.found(visit.store, visit.actor, sought, most=ROWS_A_PAGE)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        filters.counted(found.count, visit.store.trail.last.number, "条", FILTERS)
        _show_export(visit, sought, filter_values, found.count)
    if not found.count:
        st.info("没有符合条件的操作记录。请放宽筛选条件。", icon=":material/search_off:")
        return
    _show_rows(found)
    _show_open(visit)


def _show_check(visit: Visit) -> None:
    if show_form("audit_check", [], {}, lambda _given: _checked(visit), "核对操作记录"):
        st.rerun()
    lines: list[str] | None = st.session_state.get("audit_checked")
    if lines:
        show = st.success if st.session_state["audit_is_sound"] else st.error
        show("  \n".join(map(in_markdown, lines)), icon=":material/verified_user:")


def _checked(visit: Visit) -> str:
    checked = audit_views.checked(visit.store, visit.actor)
    st.session_state["audit_checked"] = audit_log.report_lines(checked)
    st.session_state["audit_is_sound"] = checked.is_sound
    return "已核对"


def _asked(visit: Visit) -> tuple[Sought, dict[str, Any]]:
    named = audit_views.actors(visit.store, visit.actor)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = filters.choose("哪一类", "audit_subject", list(AUDIT_SUBJECT.values()))
        who = filters.choose("谁", "audit_who", list(dict.fromkeys(named.values())), placeholder="所有人")
        since = filters.choose_day("从", "audit_since")
        until = filters.choose_day("到", "audit_until")
        text = filters.find("查找", "audit_q", "编号、地址、办了什么")
    sought = Sought(
        subjects=tuple(code for code, word in AUDIT_SUBJECT.items() if word in words),
        actor_ids=tuple(actor_id for actor_id, name in named.items() if name in who),
        since=since,
        until=until,
        text=text,
    )
    return sought, dict(zip(FILTERS, (words, who, since, until, text), strict=True))


def _show_export(visit: Visit, sought: Sought, filter_values: dict[str, Any], count: int) -> None:
    def make() -> bytes:
        rows = audit_views.found(visit.store, visit.actor, sought, most=_MOST_EXPORTED).rows
        return workbook(rows, _LABELS, "操作记录", export_notes(visit, len(rows), filter_values))

    name = f"操作记录-{visit.as_of:%Y%m%d}.xlsx"
    download("导出 Excel", make, name, XLSX, key="audit_export", icon=":material/download:", disabled=not count)
    if count > _MOST_EXPORTED:
        st.caption(f"一次最多导出 {_MOST_EXPORTED} 条，较早的请按日期分几次导出。")


def _show_rows(found: audit_views.Found) -> None:
    numbers = found.rows["number"].tolist()

    def act(at: int) -> None:
        st.session_state["audit_open"] = str(numbers[at])

    shown = found.rows.assign(number=[str(number) for number in numbers])
    show_rows(shown, _COLUMNS, key="audit_table", button="number", name="操作记录", act=act, is_part=True)
    pages = -(-found.count // ROWS_A_PAGE)
    if pages > 1:
        st.pagination(pages, key="audit_page")


def _show_open(visit: Visit) -> None:
    chosen = filters.opened("audit_open")
    if chosen and chosen.isdecimal():
        _sheet(visit, int(chosen))


@st.dialog("操作记录", width="large", on_dismiss=closing("audit_open"))
def _sheet(visit: Visit, number: int) -> None:
    try:
        entry, changes = audit_views.entry(visit.store, visit.actor, number)
    except BoardError as problem:
        show_refusal(problem)
        return
    st.markdown(f"## 第 {number} 条　{in_markdown(entry['subject_word'])}　{in_markdown(entry['deed_word'])}")
    where = "，".join(filter(None, (entry["address"], entry["device"]))) or "服务器上"
    st.markdown(in_markdown(f"{entry['who']}，{entry['happened_at']:%Y-%m-%d %H:%M:%S}，从{where}"))
    names = activities.activities(visit.store).set_index("activity_id")["name"].to_dict()
    details = {"哪一件": entry["record"], "活动": names.get(entry["activity_id"], entry["activity_id"])}
    st.markdown("　".join(in_markdown(f"{label}：{value}") for label, value in details.items() if value))
    for change in changes:
        _show_change(change)
    if entry["event_count"] > len(changes):
        st.caption(f"一共 {entry['event_count']} 次变动，列出前面的。")
    st.caption(f"指纹 {entry['hash']}，前一条的指纹 {entry['previous']}")


def _show_change(change: Change) -> None:
    st.markdown(in_markdown(f"{change.subject_word} {change.record}　{change.deed_word}"))
    if any(before is None for _, before, _ in change.columns):
        st.caption(in_markdown(f"改动了：{'、'.join(word for word, _, _ in change.columns)}。内容由工作人员在原处看。"))
    elif change.columns:
        frame = pd.DataFrame(change.columns, columns=list(_CHANGE_COLUMNS))
        quiet_table(frame, _CHANGE_COLUMNS, "改动前后", nothing="")

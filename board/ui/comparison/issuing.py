"""方案下发: the next version of the plan is looked at and issued; who has taken over which."""

from functools import partial
from typing import Any

import streamlit as st

from board.activity.plan import kept as plans_kept
from board.activity.plan.reading import Plan
from board.assignments import handing_down
from board.comparison.figures import reporting
from board.errors import BoardError
from board.plan_versions import issuing
from board.plan_versions.shape import PLAN_DECISION
from board.plan_versions.views import NOT_RECEIVED, counted_units, of_units
from board.store.frames import as_options
from board.submissions.document import ENDING
from board.ui.parts.downloads import download
from board.ui.parts.errors import show_refusal
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.plain import in_markdown
from board.ui.parts.table import column
from board.ui.parts.table.exported import export_buttons, labels_of
from board.ui.parts.table.paged import quiet_table
from board.ui.parts.visit import Visit
from board.ui.tasks.versions import show_changes
from board.units.tree import directly_below
from board.web import serving

_LISTED = 50
_COLUMNS: dict[str, column.Column | str] = {
    "name": column.main("单位", 160),
    "tags": column.tags("最新的一版", [*PLAN_DECISION.values(), NOT_RECEIVED]),
    "taken_word": column.name("用着的"),
    "reason": column.text("为什么不接收", 160, grows=1),
}
_NOTE = Field("note", "这一版有什么不同，单位看得到", "area", wide=True, at_most=200, must=True)


def show_versions(visit: Visit) -> None:
    """Draws the versions issued, how far the units are with the newest, and what may be issued next."""
    activity_id = visit.activity.activity_id
    rows = issuing.versions(visit.store, activity_id)
    may = visit.may(issuing.PERMISSION)
    if visit.is_past or (not rows and not may):
        return
    st.header("下发的方案")
    for row in rows[::-1]:
        about = f"{row['happened_at']:%m-%d %H:%M} {in_markdown(row['actor_name'])}：{in_markdown(row['note'])}"
        st.markdown(f"**第 {row['version']} 版**　{about}")
    if rows:
        _show_units(visit, int(rows[-1]["version"]), may=may)
    if may and not visit.actor.unit_id:
        sheet = st.expander("下发新的一版", icon=":material/publish:", key="submitted_issuing", on_change="rerun")
        if sheet.open:
            with sheet:
                _show_issuing(visit)


def _show_units(visit: Visit, newest: int, *, may: bool) -> None:
    units, activity_id = reporting(visit.store, visit.as_of), visit.activity.activity_id
    kept_as = ("plan_versions.of_units", activity_id, visit.as_of)
    shown = visit.store.cached(kept_as, lambda: of_units(visit.store, activity_id, units))
    more = f"；这里列出前 {_LISTED} 个" if len(shown) > _LISTED else ""
    st.caption(f"第 {newest} 版：{counted_units(shown)}{more}")
    with st.expander("各单位接收了没有", icon=":material/checklist:"):
        quiet_table(shown.head(_LISTED), _COLUMNS, "各单位接收了没有", key="submitted_versions")
        labels = labels_of(_COLUMNS)
        export_buttons(visit, shown, labels, "各单位接收方案的情况", {}, "submitted_versions_export")
        if may:
            names = as_options(units, "unit_id", "name")
            chosen = st.selectbox(
                "网络不通的单位", list(names), None, format_func=names.__getitem__, key="submitted_version_unit"
            )
            if chosen is not None:
                make = partial(handing_down.file_for, visit.store, visit.actor, activity_id, chosen)
                key, kind = f"submitted_version_file_{chosen}", "application/octet-stream"
                name = f"下发-{directly_below(chosen)}{ENDING}"
                download("给它（或它的上级）的方案和交办文件", make, name, kind, key=key)


def _show_issuing(visit: Visit) -> None:
    known = plans_kept.usable(plans_kept.folder_of(serving.settings().data))
    st.caption("管理员在“系统管理”的“方案”里改好，在这里下发；日子从本活动开始那天算起。")
    name = st.selectbox("方案", list(known), format_func=plans_kept.title_of, key="submitted_plan")
    try:
        changes = issuing.preview(visit.store, visit.activity.activity_id, known[name])
    except BoardError as problem:
        show_refusal(problem)
        return
    show_changes(changes, "submitted_plan_changes", "和本级现在的一样。")
    if show_form("submitted_issue", [_NOTE], {}, partial(_issue, visit, known[name]), "下发"):
        st.rerun()


def _issue(visit: Visit, plan: Plan, given: dict[str, Any]) -> str:
    version = issuing.issue(visit.store, visit.actor, visit.activity.activity_id, plan, given["note"] or "")
    return f"已下发方案第 {version} 版，联网的单位一分钟内收到"

"""What 整改台账 is made of: its columns and charts, the sheet of an item, and the forms that move it."""

from typing import Any

import pandas as pd
import streamlit as st

from board import rectification
from board.access import sees_own_items_only
from board.charts.rectification import load_by_member
from board.rectification_rules import allowed_actions
from board.rectification_views import Order
from board.ui import filters
from board.ui.forms import show_form
from board.ui.pictures import show_chart
from board.ui.plain import in_html, in_markdown
from board.ui.records import SHEET_WIDTH, facts, heading, history, initial_of
from board.ui.rectification_forms import ACTION_FORMS, WHY_EDITED, item_fields, opinions_field, save_action, save_item
from board.ui.tables import tags
from board.ui.visit import Visit
from board.words import ITEM_ACTION, ITEM_KIND, ITEM_STATUS, PEOPLE_VIEW

_DAY = "YYYY-MM-DD"
TABLE_COLUMNS: dict[str, Any] = {
    "item_id": "编号",
    "tags": tags("状态", ["逾期", "临期", *ITEM_STATUS.values()], 145),
    "problem": st.column_config.TextColumn("具体问题", width=310),
    "owner_name": st.column_config.TextColumn("责任人", width=110),
    "due_on": st.column_config.DateColumn("整改时限", format=_DAY, width=102),
    "deadline": st.column_config.TextColumn("距时限", width=92),
    "percent": st.column_config.ProgressColumn(
        "进度", min_value=0, max_value=100, format="%d%%", width=115, color="gray"
    ),
    "leader_name": st.column_config.TextColumn("牵头领导", width=105),
    "kind_word": st.column_config.TextColumn("类别", width=105),
}
# What most needs a look comes first.
ORDERS: dict[str, Order] = {
    "最急的在前": (("is_closed", "is_deferred", "days_left", "item_id"), True),
    "编号": (("item_id",), True),
    "最近变动的在前": (("happened_at",), False),
    "进度低的在前": (("percent", "item_id"), True),
    "整改时限": (("due_on", "item_id"), True),
}
EXPORT_LABELS = {
    "item_id": "编号",
    "source": "问题来源",
    "aspect": "方面",
    "problem": "具体问题",
    "subjective_cause": "主观原因",
    "objective_cause": "客观原因",
    "measure": "整改措施",
    "kind_word": "类别",
    "leader_name": "牵头领导",
    "department": "责任部门",
    "owner_name": "责任人",
    "helpers": "配合部门",
    "due_on": "整改时限",
    "first_due_on": "原时限",
    "status_word": "状态",
    "deadline": "距时限",
    "progress": "进展情况",
    "percent": "进度(%)",
    "proof": "佐证材料",
    "submitted_on": "完成日期",
    "verifier_name": "验收人",
    "closed_on": "销号日期",
    "explanation": "解释说明",
    "remark": "备注",
}


def show_add_button(visit: Visit) -> None:
    """The button that registers an item, for those who may."""
    if visit.may("rectification.edit") and st.button("登记事项", icon=":material/add:", key="rectification_add"):
        st.session_state["rectification_adding"] = True
    if st.session_state.get("rectification_adding") and visit.may("rectification.edit"):
        _add_dialog(visit)


def show_charts(visit: Visit, rows: pd.DataFrame) -> None:
    """The rows by leading member; what the filters leave is what the chart counts."""
    st.subheader("各位领导牵头的事项")
    show_chart(
        visit,
        "rectification_load",
        tuple(rows["item_id"]),
        lambda dark: load_by_member(rows, dark),
        "各位领导牵头的整改事项",
    )


def _stop_adding() -> None:
    st.session_state["rectification_adding"] = False


@st.dialog("登记整改事项", width="large", on_dismiss=_stop_adding)
def _add_dialog(visit: Visit) -> None:
    fields = [*item_fields(visit), opinions_field(visit)]
    if show_form(
        "rectification_new",
        fields,
        {"found_on": visit.as_of, "kind": "dated"},
        lambda given: save_item(visit, None, given),
    ):
        _stop_adding()
        st.rerun()


def show_item(visit: Visit) -> None:
    """The sheet of the item that is open, if one is."""
    item_id = filters.opened("rectification_item")
    if not item_id or st.session_state.get("rectification_adding"):
        return
    found = rectification.items(visit.store, visit.activity.activity_id, visit.as_of)
    found = found[found["item_id"] == item_id]
    if found.empty or not _may_open(visit, found.iloc[0]):
        _close_item()
        st.toast(f"没有找到 {in_markdown(item_id)}，可能已移出台账，或不是您负责的。", icon=":material/search_off:")
        return
    _item_dialog(visit, found.iloc[0])


def _may_open(visit: Visit, item: pd.Series) -> bool:
    return not sees_own_items_only(visit.actor) or item["owner_id"] == visit.actor.person_id


def _close_item() -> None:
    st.session_state["rectification_item"] = None


@st.dialog("整改事项", width=SHEET_WIDTH, position="right", on_dismiss=_close_item)
def _item_dialog(visit: Visit, item: pd.Series) -> None:
    st.html(heading(item["item_id"], item["problem"]))
    _show_badges(item)
    if not visit.is_past:
        _show_actions(visit, item)
    st.html(_facts(item))
    events = rectification.events(visit.store, visit.activity.activity_id, item["item_id"])
    st.html(history(events, visit.as_of, ITEM_ACTION, _event_note))


def _show_badges(item: pd.Series) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        st.badge(ITEM_STATUS[item["status"]], color="green" if item["is_closed"] else "blue")
        for flag, word, color in (
            ("is_late", f"逾期 {item['days_late']:.0f} 天", "red"),
            ("is_due_soon", f"还剩 {item['days_left']:.0f} 天", "orange"),
            ("is_stale", "停滞", "orange"),
            ("is_behind", "进度滞后", "orange"),
            ("closed_late", "超期完成", "orange"),
            ("is_deferred", "创造条件整改", "violet"),
        ):
            if item[flag]:
                st.badge(word, color=color)  # type: ignore[arg-type]


def _show_actions(visit: Visit, item: pd.Series) -> None:
    """The actions this person may take on the item now, one form at a time."""
    state = initial_of(item)
    names = allowed_actions(state, visit.actor.roles, visit.actor.person_id)
    if not names:
        return
    key = f"rectification_action_{item['item_id']}"
    action = st.segmented_control("可以办理", list(names), format_func=ITEM_ACTION.__getitem__, key=key)
    if action is None:
        return
    fields = [*item_fields(visit), WHY_EDITED] if action == "edit" else ACTION_FORMS[action](visit, item)
    with st.container(border=True):
        saved = show_form(
            f"{key}.{action}",
            fields,
            state if action == "edit" else {"percent": state["percent"], "seq": state["seq"]},
            lambda given: save_action(visit, item, action, given),
            ITEM_ACTION[action],
            only_changes=action == "edit",
        )
    if saved:
        del st.session_state[key]
        st.rerun()


def _facts(item: pd.Series) -> str:
    postponed = item["first_due_on"] != item["due_on"]
    return facts(
        {
            "类别": ITEM_KIND[item["kind"]],
            "问题来源": item["source"],
            "方面": item["aspect"],
            "主观原因": item["subjective_cause"],
            "客观原因": item["objective_cause"],
            "整改措施": item["measure"],
            "目标": item["target"],
            "牵头领导": item["leader_name"],
            "责任人": f"{item['owner_name']}　{item['department']}",
            "配合部门": item["helpers"],
            "验收人": item["verifier_name"],
            "查出日期": item["found_on"],
            "整改时限": item["due_on"],
            "原时限": item["first_due_on"] if postponed else None,
            "进度": f"{item['percent']}%",
            "进展情况": item["progress"],
            "佐证材料": item["proof"],
            "完成日期": item["submitted_on"],
            "销号日期": item["closed_on"],
            "群众评价": PEOPLE_VIEW.get(item["people_view"]),
            "解释说明": item["explanation"],
            "向谁说明": item["explained_to"],
            "说明日期": item["explained_on"],
            "说明方式": item["explained_how"],
            "正在创造的条件": item["conditions"],
            "复查日期": item["review_on"],
            "备注": item["remark"],
        }
    )


def _event_note(event: Any) -> str:
    done = f"进度 {event.percent}%　" if event.action in {"report", "submit"} else ""
    moved = f"新时限 {event.due_on:%Y-%m-%d}　" if event.action == "postpone" else ""
    note = {"report": event.progress, "submit": event.proof}.get(event.action, "") or event.reason
    return done + moved + in_html(note)

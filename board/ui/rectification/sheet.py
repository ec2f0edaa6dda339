"""The sheet of a rectification item: its state, actions, thread, evidence and history."""

from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd
import streamlit as st

from board.access import sees_own_items_only
from board.activity import activities
from board.rectification import actions as rectification
from board.rectification.changes import Changed, changes, summary
from board.rectification.flags import with_flags
from board.rectification.registry import ACTIONS, ITEM_ACTION
from board.rectification.rules import allowed_actions
from board.sittings.views import about_item
from board.store.frames import each_row
from board.ui.parts import filters
from board.ui.parts.actions import action_by_button, end_by_button
from board.ui.parts.at_work import show_others, work_frame
from board.ui.parts.forms.form import show_form
from board.ui.parts.links import go
from board.ui.parts.plain import in_html, in_markdown
from board.ui.parts.proofs import item_folder, show_proofs
from board.ui.parts.records import SHEET_WIDTH, facts, heading, history, initial_of
from board.ui.parts.sheets import closing
from board.ui.parts.visit import Visit
from board.ui.rectification.assigned import show_where_from
from board.ui.rectification.assigning import show_assignments
from board.ui.rectification.carrying import show_origin
from board.ui.rectification.forms import action_fields, save_action
from board.ui.rectification.thread import show_thread
from board.words import ITEM_KIND, ITEM_STATUS, PEOPLE_VIEW

_BADGES: tuple[tuple[str, str, Literal["orange", "violet", "gray"]], ...] = (
    ("is_stale", "停滞", "orange"),
    ("is_behind", "进度滞后", "orange"),
    ("submitted_late", "逾期提交", "orange"),
    ("accepted_late", "逾期验收", "orange"),
    ("is_deferred", "创造条件整改", "violet"),
    ("review_is_due", "到复查日", "orange"),
    ("is_removed", "已移出台账", "gray"),
)


def show_item(visit: Visit) -> None:
    """Draws the sheet of the open item, if there is one and no dialog is open."""
    item_id = filters.opened("rectification_item")
    if not item_id or st.session_state.get("rectification_dialog"):
        return
    events = rectification.events(visit.store, visit.activity.activity_id, item_id)
    until = events[events["happened_at"] < pd.Timestamp(visit.as_of) + pd.Timedelta(days=1)]
    if until.empty or not _may_open(visit, until.iloc[-1]):
        _close_item()
        st.toast(f"没有找到 {in_markdown(item_id)}，或不是您负责的。", icon=":material/search_off:")
        return
    _item_dialog(visit, with_flags(until.tail(1), visit.as_of).iloc[0], until)


def _may_open(visit: Visit, item: pd.Series) -> bool:
    if sees_own_items_only(visit.actor):
        return bool(item["owner_id"] == visit.actor.person_id)
    return True


_close_item = closing("rectification_item")


@st.dialog("整改事项", width=SHEET_WIDTH, position="right", on_dismiss=_close_item)
def _item_dialog(visit: Visit, item: pd.Series, events: pd.DataFrame) -> None:
    names = activities.called(visit.store, visit.activity.activity_id)
    before, notes = _before(visit, item, events, names), _notes(events, names)
    st.html(heading(item["item_id"], item["problem"]))
    show_others(visit, f"rectification/{item['item_id']}")
    answered = _answered(visit, item["item_id"])
    _show_badges(item, is_rejected=answered is not None and bool(answered["is_rejected"]))
    st.html(facts(_head(item) | _answers(answered), before))
    if item["is_removed"]:
        st.warning(_removal(item), icon=":material/inventory_2:")
    st.html(_last_word(events))
    if not visit.is_past:
        _show_actions(visit, item, answered["view"] if answered is not None and answered["is_present"] else None)
    st.html(history(events, visit.as_of, ITEM_ACTION, lambda event: notes[event.seq]))
    show_where_from(visit, item["item_id"])
    show_assignments(visit, item)
    _show_decided(visit, item["item_id"])
    show_origin(visit, item["item_id"])
    show_thread(visit, item, names)
    show_proofs(visit, item_folder(visit, item))
    with st.expander("登记的全部内容", icon=":material/list_alt:"):
        st.html(facts(_rest(item), before))


def _show_decided(visit: Visit, item_id: str) -> None:
    """Lists what meetings decided about the item."""
    decided = about_item(visit.store, visit.activity.activity_id, item_id, visit.as_of)
    if decided.empty:
        return
    lines = "".join(
        f"<li><time>{row.held_on:%Y-%m-%d}</time>{in_html(f'{row.meeting_kind}　{row.words}（{row.state_word}）')}</li>"
        for row in each_row(decided)
    )
    st.html(f'<h3 class="section">会上议定</h3><ul class="history">{lines}</ul>')
    if visit.may("see.sittings"):
        with st.container(horizontal=True):
            for sitting_id in decided["sitting_id"].unique():
                shown = {"sittings_open": sitting_id}
                key = f"rectification_sitting_{sitting_id}"
                st.button(f"看这次会议 {sitting_id}", key=key, type="tertiary", on_click=go, args=("sittings", shown))


def _removal(item: pd.Series) -> str:
    """Returns who removed the item, when and why. Takes the item as its last event left it."""
    who, why = in_markdown(item["actor_name"]), in_markdown(item["reason"])
    return f"这个事项已由{who}在 {item['happened_at']:%Y-%m-%d %H:%M} 移出台账：{why}"


def _answered(visit: Visit, item_id: str) -> "pd.Series[Any] | None":
    """Returns what the public answered about the item once it was published; None where too few did."""
    rows = rectification.replied(visit.store, visit.activity.activity_id, visit.as_of)
    mine = rows[rows["item_id"] == item_id]
    return None if mine.empty else mine.iloc[0]


def _answers(answered: "pd.Series[Any] | None") -> dict[str, Any]:
    """Returns these answers in words; the people's view of the item itself is a person's to enter."""
    if answered is None:
        return {}
    counts = "，".join(f"{word} {answered[f'{view}_count']}" for view, word in PEOPLE_VIEW.items())
    since = "" if answered["is_present"] else "，那以后又办了"
    return {"公开以后的群众评价": f"{counts}（{answered['ended_at']:%Y-%m-%d} 结束{since}）"}


def _show_badges(item: pd.Series, *, is_rejected: bool) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        if is_rejected:
            st.badge("群众不满意，待重启" if item["is_closed"] else "群众不满意", color="red")
        st.badge(ITEM_STATUS[item["status"]], color="green" if item["is_closed"] else "blue")
        if item["is_late"]:
            st.badge(f"逾期 {item['days_late']:.0f} 天", color="red")
        if item["is_due_soon"]:
            st.badge(f"还剩 {item['days_left']:.0f} 天", color="orange")
        for flag, word, color in _BADGES:
            if item[flag]:
                st.badge(word, color=color)


def _show_actions(visit: Visit, item: pd.Series, people_view: str | None) -> None:
    """Draws the actions this person may take on the item now, one form at a time. people_view: the one suggested."""
    state = initial_of(item)
    allowed = allowed_actions(state, visit.actor.roles, visit.actor.person_id)
    names = [name for name in allowed if ACTIONS[name].has_form]
    if not names:
        return
    key = f"rectification_action_{item['item_id']}"
    action = action_by_button(key, names, ITEM_ACTION)
    if action is None:
        return
    kept = {name: state[name] for name in ("percent", "seq")}
    with work_frame(visit, f"rectification/{item['item_id']}"):
        saved = show_form(
            f"{key}.{action}",
            action_fields(visit, action, item),
            state if action == "edit" else {**kept, "people_view": people_view},
            lambda given: save_action(visit, item, action, given),
            ITEM_ACTION[action],
            only_changes=action == "edit",
        )
    if saved:
        end_by_button(key)


def _before(visit: Visit, item: pd.Series, events: pd.DataFrame, names: Mapping[str, str]) -> dict[str, str]:
    """Returns the previous values of fields that changed since the compared day, by label."""
    if visit.compare_on is None:
        return {}
    then = events[events["happened_at"] < pd.Timestamp(visit.compare_on) + pd.Timedelta(days=1)]
    if then.empty:
        return {}
    found = changes(initial_of(then.iloc[-1]), initial_of(item), names)
    return {each.label: f"{visit.compare_on:%m-%d} 时：{each.old}" for each in found}


def _head(item: pd.Series) -> dict[str, Any]:
    """Returns the item's owner, deadline and progress."""
    postponed = item["first_due_on"] != item["due_on"]
    return {
        "责任人": item["owner_name"],
        "牵头领导": item["leader_name"],
        "整改时限": item["due_on"],
        "原时限": item["first_due_on"] if postponed else None,
        "进度": f"{item['percent']}%",
    }


def _last_word(events: pd.DataFrame) -> str:
    """Returns the newest text that somebody wrote about the item, and when, as HTML."""
    for event in each_row(events.iloc[::-1]):
        text = getattr(event, ACTIONS[event.action].text)
        if text and not pd.isna(text):
            who = f"{event.happened_at:%Y-%m-%d} {in_html(event.actor_name)} {ITEM_ACTION[event.action]}"
            return f'<p class="last-word"><span>{who}</span>{in_html(text)}</p>'
    return '<p class="last-word"><span>还没有人报过进展</span></p>'


def _rest(item: pd.Series) -> dict[str, Any]:
    """Returns all other fields of the item."""
    return {
        "状态": ITEM_STATUS[item["status"]],
        "类别": ITEM_KIND[item["kind"]],
        "问题来源": item["source"],
        "方面": item["aspect"],
        "主观原因": item["subjective_cause"],
        "客观原因": item["objective_cause"],
        "整改措施": item["measure"],
        "目标": item["target"],
        "责任部门": item["department"],
        "配合部门": item["helpers"],
        "验收人": item["verifier_name"],
        "查出日期": item["found_on"],
        "进展情况": item["progress"],
        "佐证材料": item["proof"],
        "完成日期": item["submitted_on"],
        "销号日期": item["closed_on"],
        "群众评价": PEOPLE_VIEW.get(item["people_view"]),
        "解释说明": item["explanation"],
        "向谁作了说明": item["explained_to"],
        "说明日期": item["explained_on"],
        "用什么方式说明": item["explained_how"],
        "正在创造的条件": item["conditions"],
        "复查日期": item["review_on"],
        "备注": item["remark"],
    }


def _notes(events: pd.DataFrame, names: Mapping[str, str]) -> dict[int, str]:
    """Returns for each event, by seq, what it changed and the reason given, as HTML."""
    notes: dict[int, str] = {}
    before: dict[str, Any] | None = None
    for event in each_row(events):
        state = event._asdict()
        found: tuple[Changed, ...] = () if before is None else changes(before, state, names)
        lines = [summary(found), f"原因：{event.reason}" if event.reason else ""]
        notes[event.seq] = "<br>".join(in_html(each) for each in lines if each)
        before = state
    return notes

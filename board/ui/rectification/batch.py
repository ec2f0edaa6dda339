"""One action on many items: chosen, previewed, carried out as a whole, and undone as a whole."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from board.activity import activities
from board.errors import BoardError, Conflict, Invalid
from board.rectification import batch as rectification_batch
from board.rectification.batch import Change, Outcome
from board.rectification.changes import changes, summary
from board.rectification.registry import ACTIONS, ITEM_ACTION
from board.rectification.rules import allowed_actions
from board.store.frames import each_row
from board.ui.parts.errors import refusal_kept, show_kept_refusal
from board.ui.parts.forms.form import show_form
from board.ui.parts.forms.once import once_button
from board.ui.parts.plain import in_markdown
from board.ui.parts.table import column
from board.ui.parts.table.paged import quiet_table, tick_rows
from board.ui.parts.visit import Visit, refuse_if_changed
from board.ui.rectification.dialogs import MOST, close_when_done, end, go_on_from
from board.ui.rectification.forms import action_fields, edit_many_fields

# The actions that make sense with the same words for many items.
_ACTIONS = sorted(
    (name for name in ACTIONS if ACTIONS[name].place_in_batch), key=lambda name: ACTIONS[name].place_in_batch
)
_CHOSEN_COLUMNS: dict[str, Any] = {
    "item_id": column.name("编号"),
    "status_word": column.name("状态"),
    "problem": column.main("具体问题"),
    "owner_name": column.name("责任人"),
    "due_on": column.day("整改时限"),
    "deadline": column.name("距时限"),
}
_PREVIEW_COLUMNS: dict[str, Any] = {
    "item_id": column.name("编号"),
    "can": column.name("能不能办"),
    "what": column.main("变化，或者办不了的原因"),
}
_PREVIEW_HEIGHT = 320
_GONE = "移出台账"  # the only effect here that changes no cell


def actions_for_many(visit: Visit, rows: pd.DataFrame) -> list[str]:
    """Returns the actions that this person may take on at least one of the rows."""
    open_to: set[str] = set()
    for row in each_row(rows.drop_duplicates(["status", "kind", "owner_id"])):
        open_to.update(allowed_actions(row._asdict(), visit.actor.roles, visit.actor.person_id))
    return [name for name in _ACTIONS if name in open_to]


@st.dialog("批量办理", width="large", on_dismiss=end)
def show_batch(visit: Visit, actions: Sequence[str]) -> None:
    """Draws the dialog: choose items and an action, fill in its form, preview the effect, carry it out."""
    close_when_done()
    held: pd.DataFrame = st.session_state["rectification_chosen"]
    turn = st.session_state["rectification_turn"]
    if not actions:
        st.info("这些事项现在没有您能批量办理的。", icon=":material/checklist:")
        return
    chosen = _choose(held, turn)
    action = st.segmented_control(
        "办什么", list(actions), format_func=ITEM_ACTION.__getitem__, key=f"rectification_many_{turn}"
    )
    if action is None or not chosen:
        st.caption("勾选事项，再选办什么。确认之前什么都不会写进去。")
        return
    fields = edit_many_fields(visit) if action == "edit" else action_fields(visit, action)

    def look(given: Mapping[str, Any]) -> str:
        fields_given = {name: value for name, value in given.items() if action != "edit" or value not in (None, "")}
        rows = held[held["item_id"].isin(chosen)]
        seen: dict[str, int] = st.session_state["rectification_seen"]
        asked = tuple(
            Change(row.item_id, action, fields_given, seen.get(row.item_id, row.seq)) for row in each_row(rows)
        )
        st.session_state["rectification_batch"] = (action, asked)
        return ""

    if show_form(f"rectification_many_{turn}.{action}", fields, _typed(action), look, "预览"):
        st.rerun()
    planned = st.session_state.get("rectification_batch")
    if planned is not None and planned[0] == action:
        _show_preview(visit, action, [change for change in planned[1] if change.item_id in chosen])


def _choose(held: pd.DataFrame, turn: int) -> list[str]:
    ids = held["item_id"].tolist()
    key = f"rectification_choose_{turn}"
    chosen = tick_rows(held, _CHOSEN_COLUMNS, key=key, name="要办理的事项", ids=ids, tall=250, at_first=ids)
    st.caption(f"选了 **{len(chosen)}** / {len(held)} 项" + (f"（一次最多 {MOST} 项）" if len(held) == MOST else ""))
    return chosen


def _typed(action: str) -> dict[str, Any]:
    """Returns the form's initial values: those typed before the preview, which resets the form."""
    planned = st.session_state.get("rectification_batch")
    if planned is None or planned[0] != action or not planned[1]:
        return {}
    return dict(planned[1][0].given)


def _show_preview(visit: Visit, action: str, asked: Sequence[Change]) -> None:
    outcomes = rectification_batch.preview(visit.store, visit.actor, visit.activity.activity_id, asked)
    go_on_from(outcomes)
    names = activities.called(visit.store, visit.activity.activity_id)
    ready = [outcome.change for outcome in outcomes if _will_change(outcome)]
    st.html('<h3 class="section">办了以后会怎样</h3>')
    rows = pd.DataFrame([_outcome_row(outcome, names) for outcome in outcomes], columns=["item_id", "can", "what"])
    quiet_table(rows, _PREVIEW_COLUMNS, "批量办理的预览", key="rectification_preview", tall=_PREVIEW_HEIGHT)
    show_kept_refusal("rectification_batch_refusal")
    left_out = f"，跳过办不了的 {len(outcomes) - len(ready)} 项" if len(ready) < len(outcomes) else ""
    once_button(
        f"确认{ITEM_ACTION[action]} {len(ready)} 项{left_out}",
        type="primary",
        key="rectification_batch_confirm",
        disabled=not ready,
        on_click=_carry_out,
        args=(visit, ready, ITEM_ACTION[action]),
    )


def _will_change(outcome: Outcome) -> bool:
    return outcome.problem is None and outcome.after is not None and outcome.after != outcome.before


def _outcome_row(outcome: Outcome, names: Mapping[str, str]) -> tuple[str, str, str]:
    item_id = str(outcome.change.item_id)
    if outcome.problem is not None:
        return item_id, "办不了", _why(outcome.problem)
    if not _will_change(outcome):
        return item_id, "不用办", "与现在相同"
    return item_id, "可以", summary(changes(outcome.before or {}, outcome.after or {}, names)) or _GONE


def _why(problem: BoardError) -> str:
    if isinstance(problem, Invalid):
        return "；".join(problem.fields.values())
    if isinstance(problem, Conflict):
        return f"{problem.title}：{problem.message}请核对后，再按一次预览。"
    return str(problem)


def _carry_out(visit: Visit, asked: Sequence[Change], word: str) -> None:
    title = f"{word} {len(asked)} 项"
    with refusal_kept("rectification_batch_refusal"):
        refuse_if_changed(visit.actor)
        rectification_batch.carry_out(visit.store, visit.actor, visit.activity.activity_id, asked, title)
        st.session_state["notice"] = f"已{title}" + ("，可以撤销" if visit.may("rectification.edit") else "")
        end()


def show_undo(visit: Visit) -> None:
    """Draws what this person last did to many items today, with the button that undoes it."""
    show_kept_refusal("rectification_undo_refusal")
    if not visit.may("rectification.edit"):
        return
    whose, activity_id = visit.actor.account_id, visit.activity.activity_id
    last = visit.kept(
        "rectification.batch",
        lambda: rectification_batch.last_batch(visit.store, activity_id, whose, visit.as_of),
        whose,
    )
    if last is None or not last["can_undo"]:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f"{last['happened_at']:%H:%M} 批量办理：{in_markdown(last['title'])}", width="content")
        once_button(
            "撤销",
            key="rectification_undo",
            icon=":material/undo:",
            type="tertiary",
            on_click=_undo,
            args=(visit, last["batch_id"]),
        )


def _undo(visit: Visit, batch_id: str) -> None:
    with refusal_kept("rectification_undo_refusal"):
        refuse_if_changed(visit.actor)
        count = rectification_batch.undo(visit.store, visit.actor, visit.activity.activity_id, batch_id)
        st.session_state["notice"] = f"已撤销，{count} 项回到办理以前"

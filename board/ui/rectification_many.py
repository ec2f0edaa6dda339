"""Many items at once: one action on all that were chosen, or a line of progress for each."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from board import activities, rectification_batch
from board.errors import BoardError, Conflict, Invalid
from board.frames import each_row
from board.rectification_batch import Change, Outcome
from board.rectification_changes import changes, summary
from board.rectification_rules import allowed_actions
from board.ui.errors import show_refusal
from board.ui.forms import Field, show_form
from board.ui.rectification_forms import ACTION_FORMS, terms
from board.ui.visit import Visit, refuse_if_changed
from board.words import ITEM_ACTION

# What can sensibly be said of many items in the same words.
_ACTIONS = ("start", "postpone", "edit", "submit", "send_back", "close", "reopen", "remove")
_CHOSEN_COLUMNS: dict[str, Any] = {
    "item_id": st.column_config.TextColumn("编号", width=70),
    "status_word": st.column_config.TextColumn("状态", width=75),
    "problem": st.column_config.TextColumn("具体问题", width=330),
    "owner_name": st.column_config.TextColumn("责任人", width=110),
    "due_on": st.column_config.DateColumn("整改时限", format="YYYY-MM-DD", width=100),
    "deadline": st.column_config.TextColumn("距时限", width=90),
}
_KEPT = [*_CHOSEN_COLUMNS, "seq", "percent", "progress", "status", "kind", "owner_id", "is_removed"]
_MOST = 500
_PREVIEW_HEIGHT = 320
_GONE = "移出台账"  # all that can happen to an item here without a cell changing


def begin(dialog: str, rows: pd.DataFrame) -> None:
    """Open a dialog on the rows as they stand now, whoever saves what meanwhile. For callbacks."""
    st.session_state["rectification_dialog"] = dialog
    st.session_state["rectification_chosen"] = rows.reindex(columns=_KEPT).head(_MOST).reset_index(drop=True)
    st.session_state["rectification_turn"] = st.session_state.get("rectification_turn", 0) + 1
    st.session_state.pop("rectification_batch", None)
    st.session_state["rectification_seen"] = {}
    st.session_state["rectification_progress_problems"] = ()


def end() -> None:
    """Close whichever dialog is open. For callbacks."""
    st.session_state["rectification_dialog"] = None


def actions_for_many(visit: Visit, rows: pd.DataFrame) -> list[str]:
    """The actions that this person may take on at least one of the rows."""
    open_to: set[str] = set()
    for row in each_row(rows.drop_duplicates(["status", "kind", "owner_id"])):
        open_to.update(allowed_actions(row._asdict(), visit.actor.roles, visit.actor.person_id))
    return [name for name in _ACTIONS if name in open_to]


@st.dialog("批量办理", width="large", on_dismiss=end)
def show_batch(visit: Visit, actions: Sequence[str]) -> None:
    """Choose items, an action and what it needs; look at what it would do; do it."""
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
    fields = _assignment(visit) if action == "edit" else ACTION_FORMS[action](visit, pd.Series({"owner_id": None}))

    def look(given: Mapping[str, Any]) -> str:
        told = {name: value for name, value in given.items() if action != "edit" or value not in (None, "")}
        rows = held[held["item_id"].isin(chosen)]
        asked = tuple(Change(row.item_id, action, told, row.seq) for row in each_row(rows))
        st.session_state["rectification_batch"] = (action, asked)
        return ""

    if show_form(f"rectification_many_{turn}.{action}", fields, _typed(action), look, "预览"):
        st.rerun()
    planned = st.session_state.get("rectification_batch")
    if planned is not None and planned[0] == action:
        _show_preview(visit, action, [change for change in planned[1] if change.item_id in chosen])


def _choose(held: pd.DataFrame, turn: int) -> list[str]:
    event = st.dataframe(
        held,
        key=f"rectification_choose_{turn}",
        column_order=list(_CHOSEN_COLUMNS),
        column_config=_CHOSEN_COLUMNS,
        hide_index=True,
        height=min(36 * (len(held) + 1), 220),
        on_select="rerun",
        selection_mode="multi-row",
        selection_default={"selection": {"rows": list(range(len(held)))}},
        alt="要办理的事项",
    )
    places = event.selection.rows
    st.caption(f"选了 **{len(places)}** / {len(held)} 项" + (f"（一次最多 {_MOST} 项）" if len(held) == _MOST else ""))
    return [str(item_id) for item_id in held["item_id"].iloc[places]]


def _assignment(visit: Visit) -> list[Field]:
    """What of many items may be set to the same; what is left blank stays as it is."""
    people = activities.people(visit.store, visit.activity.activity_id)
    everyone = dict(zip(people["person_id"], people["name"], strict=True))
    members = {row.person_id: row.name for row in each_row(people) if row.is_member}
    return [
        Field("leader_id", "牵头领导", "choice", members, help="留空的不改"),
        Field("owner_id", "责任人", "choice", everyone, help="留空的不改"),
        Field("department", "责任部门", "choice", terms(visit, "department"), help="留空的不改"),
        Field("helpers", "配合部门", help="留空的不改"),
        Field("aspect", "方面", "choice", terms(visit, "aspect"), help="留空的不改"),
        Field("report_section", "报告章节", "choice", terms(visit, "section"), help="留空的不改"),
        Field("remark", "备注", wide=True, help="留空的不改"),
    ]


def _typed(action: str) -> dict[str, Any]:
    """What the form begins with: what was typed before the preview, which starts the form over."""
    planned = st.session_state.get("rectification_batch")
    if planned is None or planned[0] != action or not planned[1]:
        return {}
    return dict(planned[1][0].given)


def _show_preview(visit: Visit, action: str, asked: Sequence[Change]) -> None:
    outcomes = rectification_batch.preview(visit.store, visit.actor, visit.activity.activity_id, asked)
    names = activities.called(visit.store, visit.activity.activity_id)
    ready = [outcome.change for outcome in outcomes if _will_change(outcome)]
    st.html('<h3 class="section">办了以后会怎样</h3>')
    rows = pd.DataFrame([_told(outcome, names) for outcome in outcomes], columns=["item_id", "can", "what"])
    st.dataframe(
        rows,
        hide_index=True,
        height=min(36 * (len(rows) + 1), _PREVIEW_HEIGHT),
        column_config={
            "item_id": st.column_config.TextColumn("编号", width=70),
            "can": st.column_config.TextColumn("能不能办", width=80),
            "what": st.column_config.TextColumn("变化，或者办不了的原因", width=560),
        },
        alt="批量办理的预览",
    )
    problem: BoardError | None = st.session_state.pop("rectification_batch_refusal", None)
    if problem is not None:
        show_refusal(problem)
    left_out = f"，跳过办不了的 {len(outcomes) - len(ready)} 项" if len(ready) < len(outcomes) else ""
    st.button(
        f"确认{ITEM_ACTION[action]} {len(ready)} 项{left_out}",
        type="primary",
        key="rectification_batch_confirm",
        disabled=not ready,
        on_click=_carry_out,
        args=(visit, ready, ITEM_ACTION[action]),
    )


def _will_change(outcome: Outcome) -> bool:
    return outcome.problem is None and outcome.after is not None and outcome.after != outcome.before


def _told(outcome: Outcome, names: Mapping[str, str]) -> tuple[str, str, str]:
    item_id = str(outcome.change.item_id)
    if outcome.problem is not None:
        said = outcome.problem
        return item_id, "办不了", "；".join(said.fields.values()) if isinstance(said, Invalid) else str(said)
    if not _will_change(outcome):
        return item_id, "不用办", "与现在相同"
    return item_id, "可以", summary(changes(outcome.before or {}, outcome.after or {}, names)) or _GONE


def _carry_out(visit: Visit, asked: Sequence[Change], word: str) -> None:
    title = f"{word} {len(asked)} 项"
    try:
        refuse_if_changed(visit.actor)
        rectification_batch.carry_out(visit.store, visit.actor, visit.activity.activity_id, asked, title)
    except BoardError as problem:
        st.session_state["rectification_batch_refusal"] = problem
        return
    st.session_state["notice"] = f"已{title}，可以撤销"
    end()


def show_undo(visit: Visit) -> None:
    """What this person last did to many items today, with the button that takes it back."""
    problem: BoardError | None = st.session_state.pop("rectification_undo_refusal", None)
    if problem is not None:
        show_refusal(problem)
    if not visit.may("rectification.edit"):
        return
    done = rectification_batch.batches(visit.store, visit.activity.activity_id)
    mine = done[(done["actor_id"] == visit.actor.account_id) & (done["happened_at"].dt.date == visit.as_of)]
    if mine.empty or not mine.iloc[0]["can_undo"]:
        return
    last = mine.iloc[0]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f"{last['happened_at']:%H:%M} 批量办理：{last['title']}", width="content")
        st.button(
            "撤销",
            key="rectification_undo",
            icon=":material/undo:",
            type="tertiary",
            on_click=_undo,
            args=(visit, last["batch_id"]),
        )


def _undo(visit: Visit, batch_id: str) -> None:
    try:
        refuse_if_changed(visit.actor)
        count = rectification_batch.undo(visit.store, visit.actor, visit.activity.activity_id, batch_id)
    except BoardError as problem:
        st.session_state["rectification_undo_refusal"] = problem
        return
    st.session_state["notice"] = f"已撤销，{count} 项回到办理以前"


def reportable(visit: Visit, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows whose progress this person may report now."""
    running = rows[rows["status"] == "in_progress"]
    owners = [
        row.owner_id
        for row in each_row(running.drop_duplicates(["kind", "owner_id"]))
        if "report" in allowed_actions(row._asdict(), visit.actor.roles, visit.actor.person_id)
    ]
    return running[running["owner_id"].isin(owners)]


@st.dialog("录进展", width="large", on_dismiss=end)
def show_progress(visit: Visit) -> None:
    """A line for each item that runs: how far it is and what was done; only the lines that were touched are saved."""
    held: pd.DataFrame = st.session_state["rectification_chosen"]
    turn = st.session_state["rectification_turn"]
    st.caption("只填有进展的；没动过的行不会保存。进度填 0 到 99，做完了的请打开事项提交验收。")
    edited = st.data_editor(
        held.assign(said="")[["item_id", "problem", "owner_name", "percent", "said", "progress"]],
        key=f"rectification_progress_{turn}",
        hide_index=True,
        disabled=["item_id", "problem", "owner_name", "progress"],
        column_config={
            "item_id": st.column_config.TextColumn("编号", width=65),
            "problem": st.column_config.TextColumn("具体问题", width=200),
            "owner_name": st.column_config.TextColumn("责任人", width=90),
            "percent": st.column_config.NumberColumn("进度(%)", min_value=0, max_value=99, step=1, width=75),
            "said": st.column_config.TextColumn("这次做了什么", width=260, max_chars=2000),
            "progress": st.column_config.TextColumn("上次的进展", width=180),
        },
        alt="录进展",
    )
    asked = _reported(held, edited)
    problems: Sequence[tuple[str, str]] = st.session_state["rectification_progress_problems"]
    for item_id, said in problems:
        st.error(f"**{item_id}**　{said}", icon=":material/error:")
    st.button(
        f"保存 {len(asked)} 项",
        type="primary",
        key="rectification_progress_save",
        disabled=not asked,
        on_click=_save_progress,
        args=(visit, asked),
    )


def _reported(held: pd.DataFrame, edited: pd.DataFrame) -> list[Change]:
    """One report for each line that was touched."""
    seen: dict[str, int] = st.session_state["rectification_seen"]
    asked = []
    for before, after in zip(each_row(held), each_row(edited), strict=True):
        said = (after.said or "").strip()
        if said or after.percent != before.percent:
            given = {"percent": after.percent, "progress": said}
            asked.append(Change(before.item_id, "report", given, seen.get(before.item_id, before.seq)))
    return asked


def _save_progress(visit: Visit, asked: Sequence[Change]) -> None:
    activity_id = visit.activity.activity_id
    st.session_state["rectification_progress_problems"] = ()
    try:
        refuse_if_changed(visit.actor)
        outcomes = rectification_batch.preview(visit.store, visit.actor, activity_id, asked)
        wrong = [outcome for outcome in outcomes if outcome.problem is not None]
        if not wrong:
            rectification_batch.carry_out(visit.store, visit.actor, activity_id, asked, f"录了 {len(asked)} 项的进展")
    except BoardError as problem:
        st.session_state["rectification_progress_problems"] = (("没有保存", str(problem)),)
        return
    if wrong:
        st.session_state["rectification_progress_problems"] = tuple(map(_why, wrong))
        return
    st.session_state["notice"] = f"已录 {len(asked)} 项的进展"
    end()


def _why(outcome: Outcome) -> tuple[str, str]:
    """Which line could not be saved, and why. Told of a conflict, the person goes on from the newest state."""
    problem, item_id = outcome.problem, str(outcome.change.item_id)
    if isinstance(problem, Conflict) and outcome.before is not None:
        st.session_state["rectification_seen"][item_id] = outcome.before["seq"]
    said = "；".join(problem.fields.values()) if isinstance(problem, Invalid) else str(problem)
    return item_id, said

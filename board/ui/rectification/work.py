"""Actions from the ledger itself: register an item, work on many, go to the import, add a meeting."""

import pandas as pd
import streamlit as st

from board.store.frames import Taken
from board.ui.parts.forms.form import show_form
from board.ui.parts.links import go
from board.ui.parts.visit import Visit
from board.ui.rectification.assigned import ASSIGNED, show_taking_on
from board.ui.rectification.batch import actions_for_many, show_batch
from board.ui.rectification.carrying import CARRY, can_carry, show_carrying
from board.ui.rectification.dialogs import begin, end
from board.ui.rectification.forms import action_fields, opinions_field, save_item
from board.ui.rectification.meetings import show_meetings
from board.ui.rectification.progress import reportable, show_progress

_BATCH, _PROGRESS, _IMPORT, _MEETINGS = "批量办理", "录进展", "导入改过的台账", "会议"
_ICONS = {
    _BATCH: "checklist",
    _PROGRESS: "edit_note",
    _IMPORT: "upload_file",
    _MEETINGS: "groups",
    CARRY: "move_down",
}
_ADD = "登记"
# The criterion that a new item is for.
_FOR = "rectification_for"


def show_add_button(visit: Visit) -> None:
    """Draws the button that registers an item, for those with permission."""
    if visit.may("rectification.edit"):
        st.button("登记事项", icon=":material/add:", key="rectification_add", on_click=_begin_new)


def _begin_new() -> None:
    st.session_state[_FOR] = None
    begin(_ADD, pd.DataFrame())


def begin_for(criterion_id: str) -> None:
    """Goes to the ledger and opens the form of a new item for a criterion. For callbacks."""
    go("rectification", {_FOR: criterion_id}, then=lambda: begin(_ADD, pd.DataFrame()))


def show_carry_button(visit: Visit) -> None:
    """Draws on an empty ledger the button that carries over unfinished items of another activity."""
    if can_carry(visit):
        st.button(
            CARRY, icon=":material/move_down:", key="rectification_carry", on_click=begin, args=(CARRY, pd.DataFrame())
        )


def show_work_menu(visit: Visit, rows: Taken) -> None:
    """Draws a menu of what this person may do with the rows or with the whole ledger."""
    offered = _offered(visit)
    if not offered:
        return

    def chosen() -> None:
        name = st.session_state["rectification_work"]
        if name == _IMPORT:
            go("imports", {"imports_kind": "rectification"})
        elif name is not None:
            begin(name, reportable(visit, rows.whole()) if name == _PROGRESS else rows.whole())

    st.menu_button(
        "办理",
        offered,
        key="rectification_work",
        icon=":material/task:",
        on_click=chosen,
        format_func=lambda name: f":material/{_ICONS[name]}: {name}",
    )


def _offered(visit: Visit) -> list[str]:
    """Returns the menu's entries by permission. Whether any row allows an action is checked when the dialog opens."""
    needed = {
        _BATCH: ("rectification.report", "rectification.verify"),
        _PROGRESS: ("rectification.report",),
        _IMPORT: ("imports.run",),
        _MEETINGS: ("meetings.edit",),
    }
    offered = [name for name, permissions in needed.items() if any(visit.may(each) for each in permissions)]
    return [*offered, CARRY] if can_carry(visit) else offered


def show_dialog(visit: Visit) -> None:
    """Draws the dialog that was opened, if this person may still use it."""
    name = st.session_state.get("rectification_dialog")
    if name is None or visit.is_past:
        return
    held = st.session_state["rectification_chosen"]
    if name == _ADD and visit.may("rectification.edit"):
        _add_dialog(visit)
    elif name == _BATCH:
        show_batch(visit, actions_for_many(visit, held))
    elif name == _PROGRESS and visit.may("rectification.report"):
        show_progress(visit)
    elif name == CARRY and visit.may("rectification.edit"):
        show_carrying(visit)
    elif name == ASSIGNED and visit.may("rectification.edit"):
        show_taking_on(visit)
    elif name == _MEETINGS and visit.may("meetings.edit"):
        show_meetings(visit)


@st.dialog("登记整改事项", width="large", on_dismiss=end)
def _add_dialog(visit: Visit) -> None:
    fields = [*action_fields(visit, "add"), opinions_field(visit)]
    if show_form(
        "rectification_new",
        fields,
        {"found_on": visit.as_of, "kind": "dated", "criterion_id": st.session_state.get(_FOR)},
        lambda given: save_item(visit, given),
        abreast=4,
    ):
        end()
        st.rerun()

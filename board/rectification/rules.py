"""The whole life cycle of a rectification item: which actions are possible when, what they require and lead to.

未启动 → 整改中 → 待验收 → 已销号, back by 退回 and 重启 (domain.md, 整改事项). Pure: the page, an import, a batch and
the example all go through `apply`, so none of them can produce a state that the rules forbid.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from board import actions, words
from board.access import PERMISSIONS, Role
from board.errors import BoardError, Invalid
from board.rectification.fields import Row
from board.rectification.registry import ACTIONS, ITEM_ACTION
from board.rectification.steps import is_accepted_late, is_late


def apply(state: Mapping[str, Any] | None, action: str, given: Mapping[str, Any], on: date) -> Row:
    """The item's whole state after an action on a day; `state` is the state before it, None for `add`.

    `given` (other keys are ignored, blanks count as not given):
    add: activity_id, item_id and the fields (`rectification.fields.FIELDS`); start: nothing;
    report: percent 0..99, progress, proof; submit: proof, progress; send_back: reason, people_view, percent;
    close: people_view, verifier_id, proof; reopen: reason, due_on, people_view, percent; postpone: due_on, reason;
    attach: file_name; withdraw: file_name, reason; edit: the fields that change, and a reason where the kind does;
    remove: reason; restore: reason; undo: before (the state to go back to, None where there was no item).

    Raises Invalid by field, and BoardError where an item in this state can't take the action.
    """
    if action == "add":
        return ACTIONS[action].step({}, given, on)
    # Whether a batch may be undone is decided elsewhere.
    if state is None or not (action == "undo" or is_possible(state, action)):
        raise _impossible(state, action)
    if on < state["progressed_on"]:
        raise Invalid({"on": f"日期不能早于上次进展的日期（{state['progressed_on']}）"})
    after = ACTIONS[action].step({**state, "seq": state["seq"] + 1}, given, on)
    # An item that has been late stays recorded as late, whatever the action changes.
    after["was_late"] = bool(state["was_late"]) or is_late(state, on) or is_late(after, on)
    after["was_accepted_late"] = bool(state["was_accepted_late"]) or is_accepted_late(state, on)
    return after


def is_possible(state: Mapping[str, Any], action: str) -> bool:
    """Whether an item in this state can take the action, whoever asks."""
    conditions = {"removed"} if state["is_removed"] else {"deferred"} if state["kind"] == "deferred" else ()
    return actions.is_possible(ACTIONS[action], state["status"], conditions)


def is_permitted(state: Mapping[str, Any], action: str, roles: Iterable[Role], person_id: str | None) -> bool:
    """Whether somebody may take this action on the item: owners only on their own; nobody accepts their own work."""
    granted = PERMISSIONS[ACTIONS[action].permission] & frozenset(roles)
    is_own = person_id is not None and person_id == state["owner_id"]
    if not granted or (granted == {Role.OWNER} and not is_own):
        return False
    return not (action == "close" and is_own)


def allowed_actions(state: Mapping[str, Any], roles: Iterable[Role], person_id: str | None) -> tuple[str, ...]:
    """The actions this person may take on the item now, in the order a page offers them."""
    held = frozenset(roles)
    return tuple(name for name in ACTIONS if is_possible(state, name) and is_permitted(state, name, held, person_id))


def _impossible(state: Mapping[str, Any] | None, action: str) -> BoardError:
    name = ITEM_ACTION[action]
    if state is None:
        return BoardError(f"不能{name}", "台账里没有这个事项。", "请刷新页面，核对编号。")
    if state["is_removed"]:
        return BoardError(f"不能{name}", f"{state['item_id']} 已移出台账。", "还要继续整改的，请先恢复。")
    if action == "restore":
        return BoardError("不用恢复", f"{state['item_id']} 就在台账里。", "请刷新页面，核对编号。")
    if state["kind"] == ACTIONS[action].not_if:
        return BoardError(
            f"创造条件整改的事项不能{name}",
            f"{state['item_id']} 还在创造条件，不设时限，也不算解决。",
            "条件具备后，请先修改类别为限期整改并填写时限。",
        )
    status = words.ITEM_STATUS[state["status"]]
    open_to = "、".join(word for other, word in ITEM_ACTION.items() if is_possible(state, other))
    return BoardError(f"现在不能{name}", f"{state['item_id']} 的状态是“{status}”。", f"这个状态下可以：{open_to}。")

"""The whole life cycle of a rectification item: which actions are possible when, what they require and lead to.

未启动 → 整改中 → 待验收 → 已销号, back by 退回 and 重启 (domain.md, 整改事项). Pure: the page, an import, a batch and
the example all go through `apply`, so none of them can produce a state that the rules forbid.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from board import words
from board.access import PERMISSIONS, Role
from board.errors import BoardError, Invalid
from board.rectification.fields import Row
from board.rectification.steps import STEPS, added, is_late

_OPEN = frozenset({"not_started", "in_progress", "submitted"})
# Action → the statuses it may start from, in the order a page offers them.
_FROM: dict[str, frozenset[str]] = {
    "start": frozenset({"not_started"}),
    "report": frozenset({"in_progress"}),
    "submit": frozenset({"in_progress"}),
    "send_back": frozenset({"submitted"}),
    "close": frozenset({"submitted"}),
    "reopen": frozenset({"closed"}),
    "postpone": _OPEN,
    "attach": _OPEN,
    # The work is accepted on the files submitted with it, so none can be withdrawn once it is submitted.
    "withdraw": _OPEN - {"submitted"},
    "edit": _OPEN,
    "remove": _OPEN | {"closed"},
    "restore": _OPEN | {"closed"},
}
# 创造条件整改 is neither late nor solved: it has no date to move, and becomes 限期整改 before it can be accepted.
_NOT_IF_DEFERRED = frozenset({"submit", "postpone"})
PERMISSION = {
    **dict.fromkeys(("add", "edit", "postpone", "remove", "restore", "undo"), "rectification.edit"),
    **dict.fromkeys(("start", "report", "submit", "attach", "withdraw"), "rectification.report"),
    **dict.fromkeys(("send_back", "close", "reopen"), "rectification.verify"),
}


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
        return added(given, on)
    if state is None or not is_possible(state, action):
        raise _impossible(state, action)
    if on < state["progressed_on"]:
        raise Invalid({"on": f"日期不能早于上次进展的日期（{state['progressed_on']}）"})
    after = STEPS[action]({**state, "seq": state["seq"] + 1}, given, on)
    # An item that has been late stays recorded as late, whatever the action changes.
    after["was_late"] = bool(state["was_late"]) or is_late(state, on) or is_late(after, on)
    return after


def is_possible(state: Mapping[str, Any], action: str) -> bool:
    """Whether an item in this state can take the action, whoever asks.

    Undo is always possible here: whether a batch may be undone is decided elsewhere.
    """
    if action == "undo":
        return True
    if state["is_removed"] != (action == "restore") or state["status"] not in _FROM.get(action, ()):
        return False
    return not (state["kind"] == "deferred" and action in _NOT_IF_DEFERRED)


def is_permitted(state: Mapping[str, Any], action: str, roles: Iterable[Role], person_id: str | None) -> bool:
    """Whether somebody may take this action on the item: owners only on their own; nobody accepts their own work."""
    granted = PERMISSIONS[PERMISSION[action]] & frozenset(roles)
    is_own = person_id is not None and person_id == state["owner_id"]
    if not granted or (granted == {Role.OWNER} and not is_own):
        return False
    return not (action == "close" and is_own)


def allowed_actions(state: Mapping[str, Any], roles: Iterable[Role], person_id: str | None) -> tuple[str, ...]:
    """The actions this person may take on the item now, in the order a page offers them."""
    held = frozenset(roles)
    return tuple(name for name in _FROM if is_possible(state, name) and is_permitted(state, name, held, person_id))


def _impossible(state: Mapping[str, Any] | None, action: str) -> BoardError:
    name = words.ITEM_ACTION.get(action, action)
    if state is None:
        return BoardError(f"不能{name}", "台账里没有这个事项。", "请刷新页面，核对编号。")
    if state["is_removed"]:
        return BoardError(f"不能{name}", f"{state['item_id']} 已移出台账。", "还要继续整改的，请先恢复。")
    if action == "restore":
        return BoardError("不用恢复", f"{state['item_id']} 就在台账里。", "请刷新页面，核对编号。")
    if state["kind"] == "deferred" and action in _NOT_IF_DEFERRED:
        return BoardError(
            f"创造条件整改的事项不能{name}",
            f"{state['item_id']} 还在创造条件，不设时限，也不算解决。",
            "条件具备后，请先修改类别为限期整改并填写时限。",
        )
    status = words.ITEM_STATUS[state["status"]]
    open_to = "、".join(words.ITEM_ACTION[other] for other in _FROM if is_possible(state, other))
    return BoardError(f"现在不能{name}", f"{state['item_id']} 的状态是“{status}”。", f"这个状态下可以：{open_to}。")

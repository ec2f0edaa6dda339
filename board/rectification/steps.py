"""The steps of a rectification item, one function per action: required input and new state (domain.md, 整改事项).

Pure, and of the form `board.actions.Step`. `rectification.registry` has the row of each action, `rectification.rules`
decides whether it is possible at all, counts `seq` and keeps `was_late` and `was_accepted_late`.
"""

import math
from collections.abc import Mapping
from datetime import date
from numbers import Real
from typing import Any

from board import words
from board.errors import Invalid
from board.rectification.fields import (
    IMMEDIATE_DAYS_AT_MOST,
    Row,
    is_too_far_for_immediate,
    new_item,
    taken,
    what_is_wrong,
)
from board.typed import plain

_ACCEPTABLE_VIEWS = frozenset({"satisfied", "mostly_satisfied"})
_TOO_EARLY = "新的整改时限不能早于今天，也不能早于开始日期"

# Separates the entries in `proof`: what somebody typed, and the files.
_BETWEEN = "；"

# 100 % means the work is done, which only `submit` says; until then the most is 99.
REPORTED_PERCENT_AT_MOST = 99
# What goes with one spell of 创造条件整改 and not with the next. The day of the explanation stays, so that the next one
# has to be a later one.
_OF_ONE_WAIT = {
    **dict.fromkeys(("explanation", "explained_to", "explained_how", "conditions"), ""),
    "review_on": None,
}


def added(_state: Row, given: Mapping[str, Any], on: date) -> Row:
    """The state of an item registered on a day, from its fields, activity_id and item_id."""
    draft = new_item(taken(given), on)
    wrong = what_is_wrong(draft, on)
    if is_too_far_for_immediate(draft):
        wrong["due_on"] = f"立行立改的整改时限应在开始后 {IMMEDIATE_DAYS_AT_MOST} 天以内；时间更长的请选限期整改"
    _refuse(wrong)
    item: Row = {
        "activity_id": given["activity_id"],
        "item_id": given["item_id"],
        "seq": 1,
        **draft,
        "first_due_on": draft["due_on"],
        "status": "not_started",
        "percent": 0,
        "reported_percent": 0,
        "progress": "",
        "progressed_on": on,
        "proof": "",
        "submitted_on": None,
        "closed_on": None,
        "people_view": None,
        "was_late": False,
        "was_accepted_late": False,
        "is_removed": False,
    }
    return {**item, "was_late": is_late(item, on)}


def started(state: Row, given: Mapping[str, Any], on: date) -> Row:
    """Begins the work: 未启动 → 整改中."""
    return {**state, "status": "in_progress", "progressed_on": on}


def reported(state: Row, given: Mapping[str, Any], on: date) -> Row:
    """Records how far the work is and what was done; nothing new is refused, and less than before takes a word why."""
    percent = _percent(given, state["percent"])
    progress, proof = plain(given.get("progress")), plain(given.get("proof"))
    if percent < state["percent"] and progress is None:
        raise Invalid({"progress": "进度比上次低，请写明原因"})
    if percent == state["percent"] and progress in {None, state["progress"]} and proof in {None, state["proof"]}:
        raise Invalid({"progress": "与上次相同，请写明新的进展"})
    return {**_with_words(state, given), "percent": percent, "reported_percent": percent, "progressed_on": on}


def submitted(state: Row, given: Mapping[str, Any], on: date) -> Row:
    """Submits the work with its proof: 整改中 → 待验收."""
    after = _with_words(state, given)
    if not after["proof"]:
        raise Invalid({"proof": "请写明佐证材料，没有佐证不能提交验收"})
    done = {"status": "submitted", "percent": 100, "submitted_on": on, "progressed_on": on, "people_view": None}
    return {**after, **done}


def sent_back(state: Row, given: Mapping[str, Any], on: date) -> Row:
    """Sends the work back with a reason, and with the people's view if that is the reason: 待验收 → 整改中.

    Without a percentage it is again the one that was last reported.
    """
    return _returned(state, given, on, "请写明退回的原因")


def reopened(state: Row, given: Mapping[str, Any], on: date) -> Row:
    """Reopens a closed item with a reason, and with a new date if the old one has passed: 已销号 → 整改中."""
    due_on = plain(given.get("due_on")) or state["due_on"]
    if due_on != state["due_on"] and due_on < max(on, state["start_on"]):
        raise Invalid({"due_on": _TOO_EARLY})
    return {**_returned(state, given, on, "请写明重启的原因"), "due_on": due_on}


def _returned(state: Row, given: Mapping[str, Any], on: date, ask_why: str) -> Row:
    view = plain(given.get("people_view"))
    wrong = {} if plain(given.get("reason")) else {"reason": ask_why}
    if view is not None and view not in words.PEOPLE_VIEW:
        wrong["people_view"] = "群众评价只能是满意、基本满意或不满意"
    _refuse(wrong)
    percent = _percent(given, state["reported_percent"] or 0)
    back = {"status": "in_progress", "submitted_on": None, "closed_on": None, "people_view": view}
    return {**state, **back, "percent": percent, "reported_percent": percent, "progressed_on": on}


def closed(state: Row, given: Mapping[str, Any], on: date) -> Row:
    """Accepts the work and closes the item, with its proof, a verifier and the people's view: 待验收 → 已销号."""
    after = _with_words(state, given)
    view = plain(given.get("people_view"))
    verifier = plain(given.get("verifier_id")) or state["verifier_id"]
    wrong = {}
    if not after["proof"]:
        wrong["proof"] = "没有佐证材料，不能销号"
    if verifier is None:
        wrong["verifier_id"] = "请选择验收人"
    elif verifier == state["owner_id"]:
        wrong["verifier_id"] = "验收人不能是责任人本人"
    if view == "dissatisfied":
        wrong["people_view"] = "群众不满意的事项不能销号，请退回继续整改"
    elif view not in _ACCEPTABLE_VIEWS:
        wrong["people_view"] = "请填写群众对整改结果的评价"
    _refuse(wrong)
    done = {"status": "closed", "closed_on": on, "progressed_on": on, "people_view": view, "verifier_id": verifier}
    return {**after, **done}


def postponed(state: Row, given: Mapping[str, Any], on: date) -> Row:
    """Moves the due date with a reason; the first date is kept."""
    due_on = plain(given.get("due_on"))
    wrong = {} if plain(given.get("reason")) else {"reason": "请写明调整时限的原因"}
    if due_on is None:
        wrong["due_on"] = "请填写新的整改时限"
    elif due_on == state["due_on"]:
        wrong["due_on"] = "新的整改时限与原来相同"
    elif due_on < max(on, state["start_on"]):
        wrong["due_on"] = _TOO_EARLY
    _refuse(wrong)
    return {**state, "due_on": due_on}


def edited(state: Row, given: Mapping[str, Any], on: date) -> Row:
    """Changes typed fields; changing the kind takes a reason, and the due date is moved by `postponed` alone."""
    fields = taken(given)
    if fields.get("kind", state["kind"]) != state["kind"]:
        return _of_another_kind(state, fields, on, plain(given.get("reason")))
    draft = {**state, **fields}
    wrong = what_is_wrong(draft, on)
    if draft["due_on"] != state["due_on"] and state["due_on"] is not None:
        wrong["due_on"] = "整改时限只能通过“延期”修改，并写明原因"
    _refuse(wrong)
    return draft


def _of_another_kind(state: Row, fields: Row, on: date, reason: str | None) -> Row:
    due_on = state["due_on"] if state["due_on"] is not None else fields.get("due_on")
    is_to_wait = fields["kind"] == "deferred"
    draft = {**state, **fields, "due_on": None if is_to_wait else due_on}
    if state["kind"] == "deferred":
        draft |= _OF_ONE_WAIT
    wrong = what_is_wrong(draft, on)
    if is_to_wait and _is_of_an_earlier_wait(draft["explained_on"], state):
        wrong["explained_on"] = f"这是上一次的说明（{state['explained_on']}），请填写这一次向有关人员说明的日期"
    if reason is None:
        wrong["reason"] = "请写明改变类别的原因"
    if draft["kind"] == "deferred" and state["status"] == "submitted":
        wrong["kind"] = "待验收的事项不能改为创造条件整改，请先退回"
    if state["due_on"] is None and due_on is not None and due_on < on:
        wrong["due_on"] = "整改时限不能早于今天"
    elif is_too_far_for_immediate(draft):
        wrong["kind"] = f"时限在开始后 {IMMEDIATE_DAYS_AT_MOST} 天以外的事项，不能改为立行立改"
    _refuse(wrong)
    return {**draft, "first_due_on": state["first_due_on"] or draft["due_on"]}


def _is_of_an_earlier_wait(explained_on: date | None, state: Row) -> bool:
    """Whether a day of explanation isn't later than that of a wait that is over, whose texts went with it."""
    if state["explanation"] or state["explained_on"] is None or explained_on is None:
        return False
    return bool(explained_on <= state["explained_on"])


def removed(state: Row, given: Mapping[str, Any], on: date) -> Row:
    """Takes an item out of the ledger with a reason; its history is kept."""
    if not plain(given.get("reason")):
        raise Invalid({"reason": "请写明移出的原因"})
    return {**state, "is_removed": True}


def restored(state: Row, given: Mapping[str, Any], on: date) -> Row:
    """Brings a removed item back into the ledger unchanged, with a reason."""
    if not plain(given.get("reason")):
        raise Invalid({"reason": "请写明恢复的原因"})
    return {**state, "is_removed": False}


def undone(state: Row, given: Mapping[str, Any], on: date) -> Row:
    """Brings an item back to `before`, its state before a batch; None: the batch registered it."""
    before = given["before"]
    return {**state, "is_removed": True} if before is None else {**before, "seq": state["seq"]}


def attached(state: Row, given: Mapping[str, Any], on: date) -> Row:
    """Names a file (`file_name`) among the proof, once."""
    name = plain(given.get("file_name"))
    if name is None:
        raise Invalid({"file_name": "请选择要附上的文件"})
    listed = _as_list(state["proof"])
    return state if _between(name) in listed else {**state, "proof": _as_text(f"{listed}{name}{_BETWEEN}")}


def withdrawn(state: Row, given: Mapping[str, Any], on: date) -> Row:
    """Takes the name of a file out of the proof, with a reason."""
    name = plain(given.get("file_name"))
    wrong = {} if plain(given.get("reason")) else {"reason": "请写明撤下的原因"}
    if name is None:
        wrong["file_name"] = "请选择要撤下的文件"
    _refuse(wrong)
    return {**state, "proof": _as_text(_as_list(state["proof"]).replace(_between(name), _BETWEEN, 1))}


def _as_list(proof: str) -> str:
    """The proof as typed, enclosed in marks so that each entry is between two of them; people may type anything."""
    return _between(proof) if proof else _BETWEEN


def _between(part: str) -> str:
    return f"{_BETWEEN}{part}{_BETWEEN}"


def _as_text(listed: str) -> str:
    return listed[len(_BETWEEN) : -len(_BETWEEN)]


def _with_words(state: Row, given: Mapping[str, Any]) -> Row:
    texts = {name: plain(given.get(name)) for name in ("progress", "proof")}
    return {**state, **{name: text for name, text in texts.items() if text is not None}}


def _percent(given: Mapping[str, Any], otherwise: int) -> int:
    value = plain(given.get("percent"))
    if value is None:
        return otherwise
    number = float(value) if isinstance(value, Real) else math.nan
    if not number.is_integer() or not 0 <= number <= REPORTED_PERCENT_AT_MOST:
        raise Invalid({"percent": "进度请填 0 到 99 的整数；全部完成请用“提交验收”"})
    return int(number)


def is_late(state: Mapping[str, Any], on: date) -> bool:
    """Whether an item in this state is past its date on a day and not handed in: 逾期提交."""
    if state["status"] in {"submitted", "closed"} or state["due_on"] is None:
        return False
    return bool(state["due_on"] < on)


def is_accepted_late(state: Mapping[str, Any], on: date) -> bool:
    """Whether an item in this state was handed in in time and waits to be accepted past its date: 逾期验收."""
    if state["status"] != "submitted" or state["due_on"] is None:
        return False
    return bool(state["submitted_on"] <= state["due_on"] < on)


def _refuse(wrong: Mapping[str, str]) -> None:
    if wrong:
        raise Invalid(wrong)

"""The steps of a rectification item, one function per action: required input and new state (domain.md, 整改事项).

Pure: a step takes the state before it, the input and the day, and returns the whole state after it or raises Invalid
by field. `rectification.rules` decides whether the step is possible at all, counts `seq` and keeps `was_late`.
"""

import math
from collections.abc import Callable, Mapping
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
# The percentage of an item that was sent back or reopened, until the next report.
RETURNED_PERCENT = 80


def added(given: Mapping[str, Any], on: date) -> Row:
    """The state of an item registered on a day; `given` as `rectification.rules.apply` takes it."""
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
        "progress": "",
        "progressed_on": on,
        "proof": "",
        "submitted_on": None,
        "closed_on": None,
        "people_view": None,
        "was_late": False,
        "is_removed": False,
    }
    return {**item, "was_late": is_late(item, on)}


def _started(state: Row, given: Mapping[str, Any], on: date) -> Row:
    return {**state, "status": "in_progress", "progressed_on": on}


def _reported(state: Row, given: Mapping[str, Any], on: date) -> Row:
    percent = _percent(given, state["percent"])
    progress, proof = plain(given.get("progress")), plain(given.get("proof"))
    if percent < state["percent"] and progress is None:
        raise Invalid({"progress": "进度比上次低，请写明原因"})
    if percent == state["percent"] and progress in {None, state["progress"]} and proof in {None, state["proof"]}:
        raise Invalid({"progress": "与上次相同，请写明新的进展"})
    return {**_with_words(state, given), "percent": percent, "progressed_on": on}


def _submitted(state: Row, given: Mapping[str, Any], on: date) -> Row:
    after = _with_words(state, given)
    if not after["proof"]:
        raise Invalid({"proof": "请写明佐证材料，没有佐证不能提交验收"})
    done = {"status": "submitted", "percent": 100, "submitted_on": on, "progressed_on": on, "people_view": None}
    return {**after, **done}


def _sent_back(state: Row, given: Mapping[str, Any], on: date) -> Row:
    return _returned(state, given, on, "请写明退回的原因")


def _reopened(state: Row, given: Mapping[str, Any], on: date) -> Row:
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
    percent = _percent(given, RETURNED_PERCENT)
    back = {"status": "in_progress", "submitted_on": None, "closed_on": None, "people_view": view}
    return {**state, **back, "percent": percent, "progressed_on": on}


def _closed(state: Row, given: Mapping[str, Any], on: date) -> Row:
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


def _postponed(state: Row, given: Mapping[str, Any], on: date) -> Row:
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


def _edited(state: Row, given: Mapping[str, Any], on: date) -> Row:
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
    draft = {**state, **fields, "due_on": None if fields["kind"] == "deferred" else due_on}
    wrong = what_is_wrong(draft, on)
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


def _removed(state: Row, given: Mapping[str, Any], on: date) -> Row:
    if not plain(given.get("reason")):
        raise Invalid({"reason": "请写明移出的原因"})
    return {**state, "is_removed": True}


def _restored(state: Row, given: Mapping[str, Any], on: date) -> Row:
    if not plain(given.get("reason")):
        raise Invalid({"reason": "请写明恢复的原因"})
    return {**state, "is_removed": False}


def _undone(state: Row, given: Mapping[str, Any], on: date) -> Row:
    before = given["before"]
    return {**state, "is_removed": True} if before is None else {**before, "seq": state["seq"]}


def _attached(state: Row, given: Mapping[str, Any], on: date) -> Row:
    name = plain(given.get("file_name"))
    if name is None:
        raise Invalid({"file_name": "请选择要附上的文件"})
    listed = _as_list(state["proof"])
    return state if _between(name) in listed else {**state, "proof": _as_text(f"{listed}{name}{_BETWEEN}")}


def _withdrawn(state: Row, given: Mapping[str, Any], on: date) -> Row:
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


STEPS: dict[str, Callable[[Row, Mapping[str, Any], date], Row]] = {
    "start": _started,
    "report": _reported,
    "submit": _submitted,
    "send_back": _sent_back,
    "close": _closed,
    "reopen": _reopened,
    "postpone": _postponed,
    "attach": _attached,
    "withdraw": _withdrawn,
    "edit": _edited,
    "remove": _removed,
    "restore": _restored,
    "undo": _undone,
}


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
    """Whether an item in this state is past its date on a day and not closed."""
    if state["status"] == "closed" or state["due_on"] is None:
        return False
    return bool(state["due_on"] < on)


def _refuse(wrong: Mapping[str, str]) -> None:
    if wrong:
        raise Invalid(wrong)

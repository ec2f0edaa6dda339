"""The meaning of an edited ledger: each cell's value, and the actions that bring an item to the state of its row."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from board.importing.facts import read_day
from board.importing.ledgers.columns import CODES, CUT_MARK, DAYS, PEOPLE, PERCENT
from board.rectification.batch import Change
from board.rectification.fields import FIELDS

_WHOLE = re.compile(r"([0-9]{1,3})%")
_NEVER_BLANK = frozenset({"progress", "proof", PERCENT, "submitted_on", "closed_on", "people_view"})
_REPORTED = (PERCENT, "progress", "proof")
_BY_ACTIONS = ("submitted_on", "closed_on", "people_view")
_DONE = 100
# Not written for a new item, which is always 0% done.
NOT_OF_A_NEW_ITEM = ("first_due_on", *_REPORTED, *_BY_ACTIONS)


@dataclass(frozen=True)
class Unread:
    """A text that can't be used: what is wrong with it and what to do."""

    what: str
    remedy: str


def compact(text: str) -> str:
    """A text without any blanks, for comparing names and problems: 张 三 is 张三."""
    return "".join(text.split())


def read_value(column: str, text: str, people: Mapping[str, tuple[str, ...]]) -> Any:
    """The value of a text (None for a blank, "" where the ledger keeps a text), or `Unread`.

    people: `compact` name → the ids of those who have it.
    """
    if CUT_MARK in text:
        return Unread("这一格太长，导出时只带了前面一部分", "请在系统里打开这个事项修改")
    if not text:
        return None if column in CODES or column in PEOPLE or column in DAYS or column == PERCENT else ""
    if column in CODES:
        return _code(text, CODES[column])
    if column in PEOPLE:
        return _person(text, people.get(compact(text), ()))
    if column in DAYS:
        return read_day(text) or Unread("看不出是哪一天", "请写成 2026-12-01 这样")
    return _percent(text) if column == PERCENT else text


def refused(column: str, value: Any, state: Mapping[str, Any], edited: Iterable[str], today: date) -> Unread | None:
    """The reason why a cell can't be changed to this value through a file; None if it can."""
    if column == "first_due_on":
        return Unread("原时限由系统记录，不能改", "要改期限，请改“整改时限”这一栏，并写明原因")
    if column in _NEVER_BLANK and value in {None, ""}:
        return Unread("这一栏不能清空", "请照原来的写回去；要退回或重启，请在系统里办理")
    if column in {"submitted_on", "closed_on"}:
        return _refused_day(value, state[column], today)
    if column == "people_view" and "closed_on" not in edited:
        return Unread("群众评价随销号一起填", "要销号，请把销号日期也填上；群众不满意的，请在系统里退回")
    if column == PERCENT and "submitted_on" in edited and value != _DONE:
        return Unread("填了完成日期，进度就应是 100%", "请把进度改成 100%，或者去掉完成日期")
    return None


def actions(item_id: str, state: Mapping[str, Any], values: Mapping[str, Any], reason: str) -> list[Change]:
    """The actions that bring an item from its present state to the edited values, in the order they are taken."""
    seen = state["seq"]
    steps = [*_edit(state, values, reason), *_postpone(state, values, reason), *_progress(state, values)]
    if "closed_on" in values:
        verifier = values.get("verifier_id") or state["verifier_id"]
        closing = {"people_view": values.get("people_view"), "proof": values.get("proof")}
        steps.append(("close", {**closing, "verifier_id": verifier}))
    return [Change(item_id, action, given, seen) for action, given in steps]


def registration(values: Mapping[str, Any]) -> Change:
    """The action that registers a new item from a row's values."""
    return Change(None, "add", {column: value for column, value in values.items() if column in FIELDS})


def takes_reason(changes: Iterable[Change]) -> bool:
    """Whether any of the changes needs a reason: another due date, another kind."""
    return any(
        change.action == "postpone" or (change.action == "edit" and "kind" in change.given) for change in changes
    )


Step = tuple[str, dict[str, Any]]


def _edit(state: Mapping[str, Any], values: Mapping[str, Any], reason: str) -> list[Step]:
    kept_back = {"due_on"} if not _gets_first_date(state, values) else set()
    if "closed_on" in values:
        kept_back.add("verifier_id")
    fields = {column: value for column, value in values.items() if column in FIELDS and column not in kept_back}
    return [("edit", {**fields, "reason": reason})] if fields else []


def _postpone(state: Mapping[str, Any], values: Mapping[str, Any], reason: str) -> list[Step]:
    if "due_on" not in values or _gets_first_date(state, values):
        return []
    # 创造条件整改 has no date: clearing the cell along with the kind is no other change.
    if values.get("kind") == "deferred" and values["due_on"] is None:
        return []
    return [("postpone", {"due_on": values["due_on"], "reason": reason})]


def _gets_first_date(state: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    return state["due_on"] is None and values.get("kind") in {"immediate", "dated"}


def _progress(state: Mapping[str, Any], values: Mapping[str, Any]) -> list[Step]:
    # An item that is already handed in takes more proof only with its acceptance.
    is_accepted = state["status"] == "submitted" and "closed_on" in values
    report = {name: values[name] for name in _REPORTED if name in values and not (is_accepted and name == "proof")}
    submits = "submitted_on" in values
    if not report and not submits:
        return []
    begin: list[Step] = [("start", {})] if state["status"] == "not_started" else []
    if not submits:
        return [*begin, ("report", report)]
    words = {column: text for column, text in report.items() if column != PERCENT}
    return [*begin, ("submit", {"proof": state["proof"], **words})]


def _refused_day(value: Any, recorded: Any, today: date) -> Unread | None:
    if recorded is not None:
        return Unread("这一天由系统在办理时记下，不能改", "请照原来的写回去；要退回或重启，请在系统里办理")
    if value > today:
        return Unread("这一天还没有到", "请等办完了再填")
    return None


def _code(text: str, words: Mapping[str, str]) -> Any:
    found = next((code for code, label in words.items() if label == text), None)
    return found or Unread(f"只能填{'、'.join(words.values())}", "请从这几个词里选一个")


def _person(name: str, ids: tuple[str, ...]) -> Any:
    if len(ids) == 1:
        return ids[0]
    if ids:
        return Unread(f"人员名单里有 {len(ids)} 位{name}，分不清是哪一位", "请在系统里打开这个事项修改")
    return Unread("人员名单里没有这个人", "请照人员名单写姓名，一格只写一位")


def _percent(text: str) -> Any:
    found = _WHOLE.fullmatch(text)
    if found and int(found[1]) <= _DONE:
        return int(found[1])
    return Unread("进度要填 0% 到 100% 的整数", "请写成 40% 这样")

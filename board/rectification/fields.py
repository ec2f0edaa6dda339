"""The typed fields of a rectification item, and what each kind requires (domain.md, 整改事项)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from board import words
from board.typed import plain_fields

Row = dict[str, Any]

TEXT_FIELDS = (
    *("source", "aspect", "problem", "subjective_cause", "objective_cause", "measure", "target", "department"),
    *("helpers", "explanation", "explained_to", "explained_how", "conditions", "remark"),
    "report_section",
)
PERSON_FIELDS = ("leader_id", "owner_id", "verifier_id")
DATE_FIELDS = ("found_on", "start_on", "due_on", "explained_on", "review_on")
# The fields that the clerk types into an item's form, in its order.
FORM_FIELDS = (
    *("problem", "source", "aspect", "subjective_cause", "objective_cause", "measure", "target", "kind", "leader_id"),
    *("owner_id", "department", "helpers", "report_section", "criterion_id", "found_on", "start_on", "due_on"),
    *("review_on", "explanation", "conditions", "explained_to", "explained_how", "explained_on", "remark"),
)
# All that can be typed, in a file too; everything else changes by actions.
FIELDS = (*FORM_FIELDS, "verifier_id")

# 立行立改 is due at once: a week when no day is named, and never more than a month after its start.
IMMEDIATE_DAYS = 7
IMMEDIATE_DAYS_AT_MOST = 30

_REQUIRED = {
    "source": "请选择问题来源",
    "aspect": "请选择问题所属方面",
    "problem": "请写明具体问题",
    "subjective_cause": "请写明主观原因，不能只写客观原因",
    "measure": "请写明整改措施",
    "leader_id": "请选择牵头领导",
    "owner_id": "请选择责任人",
    "found_on": "请填写查出日期",
    "start_on": "请填写开始日期",
}
_REQUIRED_IF_DEFERRED = {
    "explanation": "创造条件整改的事项，请写明解释说明",
    "explained_to": "请写明向谁作了解释说明",
    "explained_on": "请填写解释说明的日期",
    "explained_how": "请写明用什么方式作了解释说明",
    "conditions": "请写明正在创造哪些条件",
    "review_on": "请填写下次复查的日期",
}


def taken(given: Mapping[str, Any]) -> Row:
    """The typed fields among `given` as the ledger keeps them: texts stripped, days as `date`, blanks as "" or None."""
    return plain_fields(given, FIELDS, TEXT_FIELDS)


def new_item(fields: Mapping[str, Any], on: date) -> Row:
    """The fields of a new item, with those that follow from others filled in."""
    blank: Row = {**dict.fromkeys(FIELDS), **dict.fromkeys(TEXT_FIELDS, "")}
    draft = {**blank, **fields}
    draft["found_on"] = draft["found_on"] or on
    draft["start_on"] = draft["start_on"] or draft["found_on"]
    if draft["kind"] == "immediate" and draft["due_on"] is None:
        draft["due_on"] = draft["start_on"] + timedelta(days=IMMEDIATE_DAYS)
    return draft


def what_is_wrong(draft: Mapping[str, Any], on: date) -> dict[str, str]:
    """Field → what is wrong with it, for an item whose fields would be `draft` on a day. Empty: nothing."""
    wrong = {name: message for name, message in _REQUIRED.items() if not draft[name]}
    if draft["verifier_id"] is not None and draft["verifier_id"] == draft["owner_id"]:
        wrong["verifier_id"] = "验收人不能是责任人本人"
    if draft["kind"] not in words.ITEM_KIND:
        wrong["kind"] = "请选择类别"
    if wrong.keys() & {"found_on", "start_on", "kind"}:
        return wrong
    if draft["found_on"] > on:
        wrong["found_on"] = "查出日期不能晚于今天"
    if draft["start_on"] < draft["found_on"]:
        wrong["start_on"] = "开始日期不能早于查出日期"
    by_kind = _wrong_if_deferred if draft["kind"] == "deferred" else _wrong_if_due
    return {**wrong, **by_kind(draft, on)}


def _wrong_if_due(draft: Mapping[str, Any], on: date) -> dict[str, str]:
    if draft["due_on"] is None:
        return {"due_on": "请填写整改时限"}
    if draft["due_on"] < draft["start_on"]:
        return {"due_on": "整改时限不能早于开始日期"}
    return {}


def _wrong_if_deferred(draft: Mapping[str, Any], on: date) -> dict[str, str]:
    wrong = {name: message for name, message in _REQUIRED_IF_DEFERRED.items() if not draft[name]}
    explained_on, review_on = draft["explained_on"], draft["review_on"]
    if draft["due_on"] is not None:
        wrong["due_on"] = "创造条件整改的事项不设整改时限，请填写下次复查的日期"
    if explained_on is not None and explained_on > on:
        wrong["explained_on"] = "解释说明的日期不能晚于今天"
    if explained_on is not None and review_on is not None and review_on <= explained_on:
        wrong["review_on"] = "复查日期要晚于解释说明的日期"
    return wrong


def is_too_far_for_immediate(draft: Mapping[str, Any]) -> bool:
    """Whether an item is 立行立改 but its date is too late for that."""
    if draft["kind"] != "immediate" or draft["due_on"] is None or draft["start_on"] is None:
        return False
    return bool(draft["due_on"] > draft["start_on"] + timedelta(days=IMMEDIATE_DAYS_AT_MOST))

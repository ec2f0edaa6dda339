"""Every action on an opinion: its step, and its row, in the order its sheet offers them (domain.md, 意见).

Pure, like `rectification.rules`: page, import and example all go through `apply`. A giver is a group of people, never a
name; there is no field for one.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from board import actions, words
from board.actions import Action, Row, words_of
from board.errors import BoardError, Invalid
from board.typed import plain, plain_fields

TEXT_FIELDS = ("theme", "content", "wording")
# The fields that the clerk types into an opinion's form, in its order.
FORM_FIELDS = ("content", "received_on", "channel", "giver", "about", "member_id", "aspect", "wording")
# All that can be typed, and the talk it came from; everything else changes by actions.
FIELDS = (*FORM_FIELDS, "theme", "talk_id")

_REQUIRED = {
    "received_on": "请填写收到日期",
    "channel": "请选择征求渠道",
    "giver": "请选择意见来自哪一类人",
    "content": "请写明意见内容",
}
# An answer that isn't a yes needs a reason.
_WITH_REASON = {"explained": "怎样解释的", "declined": "不采纳的理由"}


def _added(_state: Row, given: Mapping[str, Any], on: date) -> Row:
    """The state of an opinion registered on a day, from its fields, activity_id and opinion_id."""
    blank: Row = {**dict.fromkeys(FIELDS), **dict.fromkeys(TEXT_FIELDS, "")}
    opinion: Row = {
        "activity_id": given["activity_id"],
        "opinion_id": given["opinion_id"],
        "seq": 1,
        **blank,
        **plain_fields(given, FIELDS, TEXT_FIELDS),
        "status": "received",
        "sorted_on": None,
        "fed_back_on": None,
        "fed_back_to": "",
        "merged_into": None,
        "response": None,
        "answer": "",
        "import_id": plain(given.get("import_id")),
        "is_removed": False,
    }
    return _checked(opinion, on)


def _edited(state: Row, given: Mapping[str, Any], on: date) -> Row:
    """Changes typed fields; whom a fed-back opinion is about stays."""
    after = _checked({**state, **plain_fields(given, FIELDS, TEXT_FIELDS)}, on)
    if state["status"] == "fed_back" and (after["about"], after["member_id"]) != (state["about"], state["member_id"]):
        raise Invalid({"about": "已经反馈的意见，不能再改是对谁提的"})
    return after


def _assigned(state: Row, given: Mapping[str, Any], on: date) -> Row:
    """Assigns an opinion to an aspect and a theme: 待梳理 → 已梳理; sorting again reassigns it.

    `wording`: the text to hand on instead of the original, where that would reveal who gave the opinion.
    """
    aspect = plain(given.get("aspect")) or state["aspect"]
    if aspect is None:
        raise Invalid({"aspect": "请选择意见所属方面"})
    given = plain_fields(given, ("theme", "wording"), ())
    after = {**state, "aspect": aspect, **{name: value for name, value in given.items() if value}}
    if state["status"] != "received":
        return after
    return {**after, "status": "sorted", "sorted_on": on}


def _fed_back(state: Row, given: Mapping[str, Any], on: date) -> Row:
    """Passes a sorted opinion on: 已梳理 → 已反馈."""
    fed_back_on, to = plain(given.get("fed_back_on")) or on, plain(given.get("fed_back_to"))
    if state["status"] == "received":
        raise BoardError("现在不能反馈", f"{state['opinion_id']} 还没有梳理。", "请先梳理（选定所属方面），再反馈。")
    if (fed_back_on, to) == (state["fed_back_on"], state["fed_back_to"]):
        raise BoardError("已经反馈过", f"{state['opinion_id']} 已于 {fed_back_on} 反馈给{to}。", "不需要再办理。")
    wrong = {} if to else {"fed_back_to": "请写明反馈给谁"}
    if fed_back_on > on:
        wrong["fed_back_on"] = "反馈日期不能晚于今天"
    if fed_back_on < state["received_on"]:
        wrong["fed_back_on"] = "反馈日期不能早于收到日期"
    if wrong:
        raise Invalid(wrong)
    return {**state, "status": "fed_back", "fed_back_on": fed_back_on, "fed_back_to": to}


def _answered(state: Row, given: Mapping[str, Any], on: date) -> Row:
    """Records the answer to those who gave the opinion: one of `words.RESPONSE`, and its text."""
    response, answer = plain(given.get("response")), plain(given.get("answer"))
    if state["status"] == "received":
        raise BoardError("现在不能答复", f"{state['opinion_id']} 还没有梳理。", "请先梳理（选定所属方面），再答复。")
    if response not in words.RESPONSE:
        raise Invalid({"response": "请选择是采纳、解释还是不采纳"})
    if answer is None and response in _WITH_REASON:
        raise Invalid({"answer": f"{words.RESPONSE[response]}的，请写明{_WITH_REASON[response]}"})
    return {**state, "response": response, "answer": answer or ""}


def _merged(state: Row, given: Mapping[str, Any], on: date) -> Row:
    """Merges an opinion into `main`, which says the same; it is kept, and handled with the main one from now on."""
    main = given.get("main")
    if main is None or main["is_removed"]:
        raise Invalid({"merged_into": "没有这条主意见"})
    if main["opinion_id"] == state["opinion_id"]:
        raise Invalid({"merged_into": "不能并入自己"})
    if main["merged_into"] is not None:
        raise Invalid({"merged_into": f"{main['opinion_id']} 已并入 {main['merged_into']}，请直接并入后者"})
    if (main["about"], main["member_id"]) != (state["about"], state["member_id"]):
        raise Invalid({"merged_into": "两条意见不是对同一对象提的，不能合并"})
    if given.get("merged_count"):
        raise Invalid({"merged_into": f"已有 {given['merged_count']} 条意见并入这一条，请先取消那些合并"})
    return {**state, "merged_into": main["opinion_id"]}


def _unmerged(state: Row, given: Mapping[str, Any], on: date) -> Row:
    """Separates an opinion from its main one again."""
    if state["merged_into"] is None:
        raise BoardError("没有可取消的合并", f"{state['opinion_id']} 没有并入别的意见。", "不需要办理。")
    return {**state, "merged_into": None}


def _removed(state: Row, given: Mapping[str, Any], on: date) -> Row:
    """Takes an opinion out of the register with a reason; its history is kept."""
    if state["status"] != "received":  # others have seen it since, and would notice it missing from one channel's count
        name = state["opinion_id"]
        raise BoardError("现在不能移出", f"{name} 已经梳理，领导可能看过了。", "登记重了的请合并；内容有误的请修改。")
    if given.get("merged_count"):
        raise BoardError(
            "现在不能移出", f"已有 {given['merged_count']} 条意见并入这一条。", "请先取消那些合并，再移出。"
        )
    if plain(given.get("reason")) is None:
        raise Invalid({"reason": "请写明移出的原因"})
    return {**state, "is_removed": True, "merged_into": None}


def _restored(state: Row, given: Mapping[str, Any], on: date) -> Row:
    """Brings a removed opinion back into the register."""
    if not state["is_removed"]:
        raise BoardError("没有移出", f"{state['opinion_id']} 就在登记簿里。", "不需要办理。")
    return {**state, "is_removed": False}


def _checked(opinion: Row, on: date) -> Row:
    wrong = {name: message for name, message in _REQUIRED.items() if not opinion[name]}
    wrong |= _wrong_about(opinion)
    received_on, fed_back_on = opinion["received_on"], opinion["fed_back_on"]
    if received_on is not None and received_on > on:
        wrong["received_on"] = "收到日期不能晚于今天"
    if received_on is not None and fed_back_on is not None and received_on > fed_back_on:
        wrong["received_on"] = "收到日期不能晚于反馈日期"
    if opinion["aspect"] is None and opinion["status"] != "received":
        wrong["aspect"] = "已梳理的意见要有所属方面"
    if wrong:
        raise Invalid(wrong)
    return opinion


def _wrong_about(opinion: Row) -> dict[str, str]:
    if opinion["about"] not in words.ABOUT:
        return {"about": "请选择意见是对领导班子还是对领导个人"}
    if opinion["about"] == "member" and opinion["member_id"] is None:
        return {"member_id": "对领导个人的意见，请选择是哪一位"}
    if opinion["about"] == "group" and opinion["member_id"] is not None:
        return {"member_id": "对领导班子的意见，不选个人"}
    return {}


_EDIT = "opinions.edit"
_HANDLED = frozenset({"sorted", "fed_back"})
_ANY = _HANDLED | {"received"}

# Most are taken on the main opinion, not on one merged into it.
ACTIONS: dict[str, Action] = {
    "add": Action("登记", _EDIT, _added, fields=FORM_FIELDS),
    "sort": Action("梳理", _EDIT, _assigned, _ANY, ("aspect", "theme", "wording"), not_if="merged"),
    "feed_back": Action("反馈", _EDIT, _fed_back, _HANDLED, ("fed_back_on", "fed_back_to"), not_if="merged"),
    "answer": Action("答复", _EDIT, _answered, _HANDLED, ("response", "answer"), not_if="merged"),
    "merge": Action("合并", _EDIT, _merged, _ANY, ("merged_into",), not_if="merged"),
    "edit": Action("修改", _EDIT, _edited, _ANY, FORM_FIELDS),
    "unmerge": Action("取消合并", _EDIT, _unmerged, _ANY, only_if="merged"),
    # Later others have seen it, and would miss it.
    "remove": Action("移出", _EDIT, _removed, frozenset({"received"}), ("reason",), is_passive=True),
    "restore": Action("恢复", _EDIT, _restored, _ANY, only_if="removed"),
}
OPINION_ACTION = words_of(ACTIONS)
# What an opinion's history holds: an import is undone as a whole (`imports.ledger_undo`).
OPINION_EVENT = OPINION_ACTION | {"undo": "撤销"}


def apply(state: Mapping[str, Any] | None, action: str, given: Mapping[str, Any], on: date) -> Row:
    """The opinion's whole state after an action on a day; `state` is the state before it, None for `add`.

    add: activity_id, opinion_id and the fields (`FIELDS`); edit: the fields that change; sort: aspect, theme, wording;
    feed_back: fed_back_on, fed_back_to; answer: response (words.RESPONSE), answer; merge: main (the state of the
    opinion it goes into), merged_count (how many went into this one); unmerge, restore: nothing; remove: reason,
    merged_count.

    Raises Invalid by field, and BoardError where an opinion in this state can't take the action.
    """
    if action == "add":
        return ACTIONS[action].step({}, given, on)
    if state is None:
        raise BoardError("没有这条意见", "本活动里没有这个编号的意见。", "请刷新页面，核对编号。")
    if state["is_removed"] and action != "restore":
        raise BoardError("这条意见已经移出", f"{state['opinion_id']} 不在登记簿里。", "请先恢复，再办理。")
    if ACTIONS[action].not_if == "merged" and state["merged_into"] is not None:
        name, main_id = ACTIONS[action].word, state["merged_into"]
        raise BoardError(f"现在不能{name}", f"{state['opinion_id']} 已并入 {main_id}。", f"请在 {main_id} 上办理。")
    return ACTIONS[action].step({**state, "seq": state["seq"] + 1}, given, on)


def allowed_actions(state: Mapping[str, Any]) -> tuple[str, ...]:
    """The actions possible for an opinion in this state, in the order a page offers them."""
    conditions = {"removed"} if state["is_removed"] else {"merged"} if state["merged_into"] is not None else ()
    return tuple(name for name, row in ACTIONS.items() if actions.is_possible(row, state["status"], conditions))

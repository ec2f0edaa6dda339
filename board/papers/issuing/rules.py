"""The actions on a paper, the states they are open in, and the state they lead to. Pure.

起草 → 核对 → 签发 → 公开: whoever wrote on a paper never signs it. A signed paper isn't changed any more; it is
published, corrected by another one, or declared void. A number is used once.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from board.access import Actor, allowed
from board.errors import BoardError, Invalid, Refused
from board.papers.blocks import Paper
from board.store.store import Row
from board.store.trail.chain import Head
from board.typed import plain, plain_fields
from board.words import PAPER_FORM, PAPER_STATE

# The id of an activity's letterhead: there is one.
LETTERHEAD = "T-001"
# The kind of a paper that corrects another.
CORRECTION = "correction"
LONGEST_TEXT = 4_000
_LONGEST = {"unit": 60, "number_word": 20, "signer": 30, "addressee": 200, "copies": 200, "reason": 200}
_LAST_YEAR = 2100
# What a letterhead says, and its value when left blank; a paper has these and its number and day besides.
HEAD: dict[str, Any] = {
    "unit": "",
    "number_word": "",
    "signer": "",
    "addressee": "",
    "copies": "",
    "form": "plain",
    "has_seal": False,
}
OWN: dict[str, Any] = {**HEAD, "number_year": None, "number_no": None, "dated": None}
# What a paper has only once it is signed.
UNSIGNED: dict[str, Any] = {
    "title": "",
    "as_of": None,
    "signed_at": None,
    "data_version": None,
    "chain_number": None,
    "chain_hash": "",
    "content_sha256": "",
    "word_sha256": "",
    "pdf_sha256": "",
}
_TEXTS = ("unit", "number_word", "signer", "addressee", "copies")


@dataclass(frozen=True)
class Frozen:
    """A paper as it is signed, and the end of the audit trail behind it."""

    paper: Paper
    head: Head


@dataclass(frozen=True)
class Step:
    """An action on a paper: its permission, the states it is open in, the state it leads to, and whether it needs a
    reason."""

    permission: str
    states: tuple[str, ...]
    leads_to: str
    needs_reason: bool = False


STEPS: dict[str, Step] = {
    "edit": Step("papers.draft", ("draft",), "draft"),
    "check": Step("papers.check", ("draft",), "checked"),
    "send_back": Step("papers.check", ("checked",), "draft", needs_reason=True),
    "sign": Step("papers.sign", ("checked",), "signed"),
    "publish": Step("papers.publish", ("signed",), "signed"),
    "drop": Step("papers.draft", ("draft", "checked"), "void", needs_reason=True),
    "void": Step("papers.sign", ("signed",), "void", needs_reason=True),
}


def allowed_actions(state: str, actor: Actor, writers: Iterable[str]) -> list[str]:
    """The actions open to somebody on a paper in a state. writers: the accounts that wrote on it."""
    return [
        action
        for action, step in STEPS.items()
        if state in step.states and allowed(actor, step.permission) and (action != "sign" or not _wrote(actor, writers))
    ]


def after(paper: Row, action: str, reason: str = "") -> Row:
    """The paper's state after an action that changes nothing else.

    Raises BoardError in a state that isn't the action's, and Invalid without a reason where one is needed.
    """
    step = STEPS[action]
    if paper["state"] not in step.states:
        word = PAPER_STATE[paper["state"]]
        raise BoardError("现在不能这样办", f"{paper['paper_id']} 是“{word}”。", "请刷新页面，核对它现在的状态。")
    if step.needs_reason:
        if plain(reason) is None:
            raise Invalid({"reason": "请写明原因"})
        if len(reason) > _LONGEST["reason"]:
            raise Invalid({"reason": f"最多 {_LONGEST['reason']} 个字"})
    return {**paper, "seq": paper["seq"] + 1, "state": step.leads_to}


def refuse_unsigned(paper: Row) -> None:
    """Raise BoardError for a paper that isn't signed."""
    if paper["state"] != "signed":
        word = PAPER_STATE[paper["state"]]
        raise BoardError("还没有签发，不用更正", f"{paper['paper_id']} 是“{word}”。", "没有签发的，退回修改就行。")


def signed(made: Frozen, contents: Mapping[str, bytes], at: datetime) -> Row:
    """The fields that a paper has once it is signed. contents: the kept bytes by name (content, word, pdf)."""
    return {
        "title": made.paper.title,
        "dated": made.paper.letterhead.dated,
        "as_of": made.paper.as_of,
        "signed_at": at,
        "data_version": made.paper.data_version,
        "chain_number": made.head.number,
        "chain_hash": made.head.hash,
        **{f"{name}_sha256": sha256(content).hexdigest() for name, content in contents.items()},
    }


def refuse_own(actor: Actor, writers: Iterable[str]) -> None:
    """Raise Refused if somebody would sign what they wrote on."""
    if _wrote(actor, writers):
        raise Refused("不能签发自己写的", "这份公文是您起草或改过的。", "请另一位领导签发。")


def refuse_incomplete(missing: Iterable[str]) -> None:
    """Raise BoardError if anything is missing that a paper needs before it may be issued."""
    lacking = list(missing)
    if lacking:
        raise BoardError("还缺内容", "".join(lacking), "请补齐台账或文字部分，再办。")


def _wrote(actor: Actor, writers: Iterable[str]) -> bool:
    return actor.account_id in set(writers)


def head_of(state: Mapping[str, Any], fields: Mapping[str, Any]) -> Row:
    """A letterhead's fields after what was typed. Raises Invalid by field."""
    typed = plain_fields(fields, HEAD, _TEXTS)
    head = HEAD | {name: state[name] for name in HEAD if name in state} | typed
    head["has_seal"] = bool(head["has_seal"])
    _refuse_wrong(head, {})
    return head


def drafted(
    key: Mapping[str, str], kind: str, options: Mapping[str, Any], head: Mapping[str, Any], corrects: str = ""
) -> Row:
    """A new paper. key: its activity_id and paper_id. head: the letterhead that it begins with."""
    return {
        **key,
        "seq": 1,
        "kind": kind,
        "options": json.dumps(options, ensure_ascii=False, default=date.isoformat, sort_keys=True),
        "texts": "{}",
        "state": "draft",
        "corrects": corrects,
        **head_of(head, {}),
        "number_year": None,
        "number_no": None,
        "dated": None,
        **UNSIGNED,
    }


def own_of(state: Mapping[str, Any], fields: Mapping[str, Any], on: date, taken: Iterable[Row]) -> Row:
    """A paper's letterhead, number and day after what was typed. taken: the numbers of all papers of the unit.

    Raises Invalid by field: a number that another paper has, a day to come.
    """
    own = {name: state[name] for name in OWN} | plain_fields(fields, OWN, _TEXTS)
    own["has_seal"] = bool(own["has_seal"])
    if own["number_no"] is None:
        own["number_year"] = None
    elif own["number_year"] is None:
        own["number_year"] = on.year
    wrong = {}
    if own["dated"] and own["dated"] > on:
        wrong["dated"] = "成文日期不能晚于今天"
    _refuse_wrong(own, wrong | wrong_number(own, state["paper_id"], state["activity_id"], list(taken)))
    return own


def _refuse_wrong(fields: Mapping[str, Any], wrong: dict[str, str]) -> None:
    for name in _TEXTS:
        if len(fields[name]) > _LONGEST[name]:
            wrong[name] = f"最多 {_LONGEST[name]} 个字"
    if not fields["unit"]:
        wrong["unit"] = "请填写发文单位"
    if fields["form"] not in PAPER_FORM:
        wrong["form"] = "请选择版式"
    if wrong:
        raise Invalid(wrong)


def wrong_number(own: Mapping[str, Any], paper_id: str, activity_id: str, taken: list[Row]) -> dict[str, str]:
    """Faults of a paper's number, by field: one that another paper of the unit has, or had when it was signed.

    own: number_word, number_year, number_no (None: no number).
    """
    if own["number_no"] is None:
        return {}
    if not 0 < own["number_no"] <= 9_999:  # noqa: PLR2004 - four digits at most
        return {"number_no": "序号从 1 开始"}
    if not 2000 <= own["number_year"] <= _LAST_YEAR:  # noqa: PLR2004
        return {"number_year": "请填写四位年份"}
    same = [row for row in _used(own["number_word"], own["number_year"], taken) if row["number_no"] == own["number_no"]]
    others = [row for row in same if (row["activity_id"], row["paper_id"]) != (activity_id, paper_id)]
    if not others:
        return {}
    after_it = next_number(own["number_word"], own["number_year"], taken)
    return {"number_no": f"{number_text(own)} 已经用在 {others[0]['paper_id']}，下一个是 {after_it}号"}


def next_number(word: str, year: int, taken: Iterable[Row]) -> int:
    """The next number of a year for papers with these words before it."""
    return max((row["number_no"] for row in _used(word, year, taken)), default=0) + 1


def _used(word: str, year: int, taken: Iterable[Row]) -> list[Row]:
    """The papers whose number can't be used again: a draft that came to nothing gives its number back."""
    return [
        row
        for row in taken
        if (row["number_word"], row["number_year"]) == (word, year)
        and (row["state"] != "void" or row["signed_at"] is not None)
    ]


def number_text(own: Mapping[str, Any]) -> str:
    """A paper's number (文号) as it is written, 校发〔2026〕3号; "" for one without."""
    number = own["number_no"]
    if number is None or number != number:  # noqa: PLR0124 - not a number, in a frame
        return ""
    return f"{own['number_word']}〔{int(own['number_year'])}〕{int(number)}号"


def texts_of(before: Mapping[str, str], fields: Mapping[str, Any]) -> dict[str, str]:
    """The clerk's words by part after what was typed; a part left blank is as the kind writes it. Raises Invalid."""
    typed = {part: plain(words) or "" for part, words in fields.items()}
    wrong = {part: f"最多 {LONGEST_TEXT} 个字" for part, words in typed.items() if len(words) > LONGEST_TEXT}
    if wrong:
        raise Invalid(wrong)
    return {part: words for part, words in {**before, **typed}.items() if words}

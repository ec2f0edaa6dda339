"""What can be decided on a slide, what each decision needs, and what carries it out. Pure.

A decision is the ledger's own action, by the ledger's rules (domain.md, 整改事项): nobody accepts their own work, and
an item that names its verifier is accepted by that person. Whoever may not carry out what was decided leaves it to
somebody who may: it waits for them (待确认).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from board.access import Actor, Role, allowed
from board.errors import Invalid
from board.numbers import month_day
from board.rectification.registry import ACTIONS
from board.rectification.rules import apply, is_permitted, is_possible
from board.typed import plain_fields
from board.words import DECISION, PEOPLE_VIEW

LONGEST = 500
Row = dict[str, Any]


@dataclass(frozen=True)
class Rule:
    """A kind of decision. action: the ledger's action that carries it out ("": none, it is only recorded).

    fields: what it takes besides its words (`content`). asks: what the words are called, "" where it takes none.
    """

    action: str = ""
    fields: tuple[str, ...] = ()
    asks: str = "说明"
    needs_words: bool = True


RULES: dict[str, Rule] = {
    "accept": Rule("close", ("people_view", "verifier_id"), asks=""),
    "send_back": Rule("send_back", asks="退回的原因"),
    "postpone": Rule("postpone", ("due_on",), asks="延期的原因"),
    "assign": Rule(
        "add",
        ("subjective_cause", "measure", "source", "aspect", "leader_id", "owner_id", "due_on"),
        asks="要解决什么问题",
    ),
    "press": Rule(needs_words=False),
    "note": Rule(asks="记什么"),
}
# Kinds about an item; the others can be about none.
_ABOUT_AN_ITEM = frozenset({"accept", "send_back", "postpone", "press"})
_DAYS = frozenset({"due_on"})
_WHOEVER_CONFIRMS = "?"
# In place of the id of the item that would be registered.
_NO_ITEM = {"activity_id": "", "item_id": ""}


def offered(item: Mapping[str, Any] | None) -> tuple[str, ...]:
    """The kinds of decision that can be made about an item in its present state; None: about no item."""
    if item is None or item["is_removed"]:
        return tuple(kind for kind in DECISION if kind not in _ABOUT_AN_ITEM)
    return tuple(kind for kind in DECISION if _is_open_to(kind, item))


def _is_open_to(kind: str, item: Mapping[str, Any]) -> bool:
    if kind == "press":
        return bool(item["status"] != "closed")
    action = RULES[kind].action
    return kind not in _ABOUT_AN_ITEM or is_possible(item, action)


def may_carry_out(kind: str, item: Mapping[str, Any] | None, actor: Actor) -> bool:
    """Whether this person may carry out a decision; if not, it waits for somebody who may."""
    action = RULES[kind].action
    if not action:
        return True
    if item is None:
        return allowed(actor, ACTIONS[action].permission)
    if not is_permitted(item, action, actor.roles, actor.person_id):
        return False
    is_verifiers = kind == "accept" and item["verifier_id"] is not None and Role.CLERK not in actor.roles
    return not is_verifiers or item["verifier_id"] == actor.person_id


def taken(kind: str, given: Mapping[str, Any], on: date) -> tuple[str, Row]:
    """Returns a decision's words and fields as they are kept. Raises Invalid by field."""
    rule = RULES[kind]
    typed = plain_fields(given, ("content", *rule.fields), ("content",))
    content = typed.get("content") or ""
    fields = {name: typed.get(name) for name in rule.fields}
    wrong = _wrong_words(rule, content) | _wrong_fields(kind, fields, on)
    if wrong:
        raise Invalid(wrong)
    return content, {name: value for name, value in fields.items() if value is not None}


def _wrong_words(rule: Rule, content: str) -> dict[str, str]:
    if rule.asks and rule.needs_words and not content:
        return {"content": f"请写明{rule.asks}"}
    return {"content": f"最多 {LONGEST} 个字"} if len(content) > LONGEST else {}


def _wrong_fields(kind: str, fields: Row, on: date) -> dict[str, str]:
    if kind == "accept" and fields["people_view"] not in PEOPLE_VIEW:
        return {"people_view": "请选择群众评价"}
    if "due_on" in fields and fields["due_on"] is None:
        return {"due_on": "请填写日期"}
    if "due_on" in fields and fields["due_on"] < on:
        return {"due_on": "日期不能早于今天"}
    return {}


def ledger_fields(kind: str, content: str, fields: Mapping[str, Any], actor: Actor) -> Row:
    """Returns what the ledger's action takes."""
    typed = _typed(fields)
    if kind == "assign":
        return {**typed, "problem": content, "kind": "dated"}
    if kind == "accept":
        return {**typed, "verifier_id": typed.get("verifier_id") or actor.person_id}
    return {**typed, "reason": content}


def _typed(fields: Mapping[str, Any]) -> Row:
    """The kept fields with their days as days."""
    return {name: date.fromisoformat(value) if name in _DAYS else value for name, value in fields.items()}


def refuse_what_cannot_be_done(decision: Mapping[str, Any], item: Mapping[str, Any] | None, on: date) -> None:
    """Raises Invalid by field where nobody could carry out a decision that is to wait: whoever confirms it can't mend
    it.
    """
    kind = decision["kind"]
    typed = _typed(json.loads(decision["fields"]))
    if kind == "assign":
        apply(None, "add", {**typed, **_NO_ITEM, "problem": decision["content"], "kind": "dated"}, on)
    elif item is not None and RULES[kind].action:
        verifier = item["verifier_id"] or typed.get("verifier_id") or _WHOEVER_CONFIRMS
        apply(item, RULES[kind].action, {**typed, "reason": decision["content"], "verifier_id": verifier}, on)


def sentence(decision: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Returns a decision in words, as a slide and the minutes have it.

    decision: kind, item_id, content, fields, state. names: of people, by id.
    """
    fields, kind = decision["fields"], decision["kind"]
    due = month_day(date.fromisoformat(fields["due_on"])) if fields.get("due_on") else ""
    word = "建议销号" if kind == "accept" and decision["state"] == "waiting" else DECISION[kind]
    if kind == "assign":
        who = names.get(str(fields.get("owner_id")), "")
        named = f"{word} {decision['item_id']}" if decision["item_id"] else word
        return f"{named}：{decision['content']}（{who}，{due}前）"
    if kind == "postpone":
        word = f"{word}到{due}"
    about = f"{decision['item_id']} {word}" if decision["item_id"] else word
    return f"{about}：{decision['content']}" if decision["content"] else about

"""The form for decisions on a slide: one form with the fields of every kind, of which the script shows those needed."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from board import clock
from board.access import Actor
from board.activity import activities
from board.sittings.rules import RULES, may_carry_out, offered
from board.store import once
from board.store.store import Store
from board.wording import shortened
from board.words import DECISION, PEOPLE_VIEW

_LABELS = {
    "people_view": "群众评价",
    "verifier_id": "验收人",
    "subjective_cause": "主观原因",
    "measure": "整改措施",
    "source": "问题来源",
    "aspect": "所属方面",
    "leader_id": "牵头领导",
    "owner_id": "责任人",
    "due_on": "到哪一天",
}
# Characters of an item's problem beside its id.
_LONGEST = 28
_WIDE = ("subjective_cause", "measure")


def form(store: Store, actor: Actor, activity_id: str, item_ids: Sequence[str]) -> str:
    """Returns the dialog as HTML. item_ids: of the items on the slides, which can be decided on."""
    items = {row["item_id"]: row for row in _items(store, activity_id, item_ids)}
    kinds = {item_id: {kind: _word(kind, row, actor) for kind in offered(row)} for item_id, row in items.items()}
    kinds[""] = {kind: DECISION[kind] for kind in offered(None)}
    names = {item_id: f"{item_id} {shortened(row['problem'], _LONGEST)}" for item_id, row in items.items()}
    asks = {kind: rule.asks for kind, rule in RULES.items()}
    needed = {kind: rule.fields for kind, rule in RULES.items()}
    data = json.dumps({"kinds": kinds, "names": names, "asks": asks, "fields": needed}, ensure_ascii=False)
    choices = _choices(store, activity_id)
    fields = "".join(_field(name, choices.get(name)) for name in _LABELS)
    return f"""<dialog id="decide" aria-label="议定" data-rules="{escape(data)}" data-press="{once.new_key()}">
<h2>议定</h2>
<form>
<label data-field="item_id">事项<select name="item_id"></select></label>
<fieldset><legend>定什么</legend><div id="kinds"></div></fieldset>
<label data-field="content"><span id="asks"></span><textarea name="content" rows="1" maxlength="500"></textarea></label>
{fields}
<p id="fault" role="alert"></p>
<p class="buttons"><button type="submit">议定</button><button type="button" id="cancel">不定了</button></p>
</form>
</dialog>"""


def _items(store: Store, activity_id: str, item_ids: Sequence[str]) -> list[dict[str, Any]]:
    asked = list(dict.fromkeys(item_ids))
    return store.rows("rectification/present", activity_id=activity_id, item_ids=asked)


def _word(kind: str, item: Mapping[str, Any], actor: Actor) -> str:
    """The kind in words, which say so where another person has to confirm it."""
    if may_carry_out(kind, item, actor):
        return DECISION[kind]
    return "建议销号（待验收人确认）" if kind == "accept" else f"{DECISION[kind]}（待工作人员确认）"


def _choices(store: Store, activity_id: str) -> dict[str, dict[str, str]]:
    people = activities.people(store, activity_id)
    named = dict(zip(people["person_id"], people["name"], strict=True))
    members = people[people["is_member"].astype(bool)]
    leaders = dict(zip(members["person_id"], members["name"], strict=True))
    terms = activities.terms(store, activity_id)
    words = {kind: {label: label for label in terms[terms["kind"] == kind]["label"]} for kind in ("source", "aspect")}
    return {"people_view": PEOPLE_VIEW, "verifier_id": named, "leader_id": leaders, "owner_id": named, **words}


def _field(name: str, choices: Mapping[str, str] | None) -> str:
    label = f'<label data-field="{name}">{_LABELS[name]}'
    if choices is not None:
        options = "".join(f'<option value="{escape(value)}">{escape(word)}</option>' for value, word in choices.items())
        return f'{label}<select name="{name}"><option value=""></option>{options}</select></label>'
    if name in _WIDE:
        return f'{label}<textarea name="{name}" rows="1" maxlength="1000"></textarea></label>'
    return f'{label}<input type="date" name="{name}" min="{clock.today()}"></label>'

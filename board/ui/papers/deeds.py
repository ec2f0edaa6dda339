"""办理 of a paper: the actions open to a person, and the form of the chosen one."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from board import clock
from board.documents.paper_pdf import paper_pdf
from board.documents.paper_word import paper_word
from board.papers.blocks import Paper
from board.papers.issuing import actions, making, rules
from board.papers.issuing.actions import Seen, Writers
from board.papers.issuing.tree import digest
from board.papers.views import is_published_kind
from board.store.store import Row
from board.ui.papers.fields import PUBLISHED, REASON, correction_fields, own_fields
from board.ui.papers.page import next_number
from board.ui.parts.forms.form import Field
from board.ui.parts.sheets import show_action
from board.ui.parts.visit import Visit
from board.words import PAPER_ACTION

_WRITERS = Writers(paper_word, paper_pdf)
_WORDS = {**PAPER_ACTION, "write": "写文字部分", "head": "改版头文号"}
_DONE = {"check": "已核对，等领导签发", "send_back": "已退回起草", "drop": "不发了", "void": "已作废"}
Save = Callable[[dict[str, Any]], str]


def show_deeds(visit: Visit, state: Row, paper: Paper) -> None:
    """Draws the actions open to whoever looks, and the form of the chosen one."""
    names = [] if visit.is_past else _open_to(visit, state)
    if names:
        key = f"papers_action_{state['paper_id']}"
        form, save = partial(_form, visit, state), partial(_save, visit, state, paper)
        show_action(key, names, _WORDS, form, save, changing=("write", "head"))


def _open_to(visit: Visit, state: Row) -> list[str]:
    key = {"activity_id": visit.activity.activity_id, "paper_id": state["paper_id"]}
    writers = [row["actor_id"] for row in visit.store.rows("papers/writers", **key)]
    names: list[str] = []
    for action in rules.allowed_actions(state["state"], visit.actor, writers):
        names += ["write", "head"] if action == "edit" else [action]
    if not is_published_kind(state["kind"]):
        names = [name for name in names if name != "publish"]
    if state["state"] == "signed" and visit.may("papers.draft"):
        names += ["correct"] if making.wrong_then(visit.store, state, clock.today()) else []
    return names


def _form(visit: Visit, state: Row, action: str) -> tuple[Sequence[Field], Mapping[str, Any]]:
    initial = {**state, "reason": ""}
    if action == "write":
        kind, texts = making.kind_of(state["kind"]), json.loads(state["texts"])
        words = kind.texts if kind else {}
        fields = [
            Field(f"text_{part}", word, "area", wide=True, at_most=rules.LONGEST_TEXT) for part, word in words.items()
        ]
        return fields, {**initial, **{f"text_{part}": texts.get(part, "") for part in words}}
    if action == "head":
        return own_fields(next_number(visit, state["number_word"], clock.today())), initial
    if action == "publish":
        return PUBLISHED, {"seq": state["seq"], "published_on": clock.today()}
    if action == "correct":
        return correction_fields(making.wrong_then(visit.store, state, clock.today())), {}
    return ([REASON] if rules.STEPS[action].needs_reason else []), initial


def _save(visit: Visit, state: Row, paper: Paper, action: str, typed: dict[str, Any]) -> str:
    to = (visit.store, visit.actor, visit.activity.activity_id, state["paper_id"])
    paper_id, seen_seq = state["paper_id"], typed.pop("seen_seq", None)
    if action in {"write", "head"}:
        texts = {name.removeprefix("text_"): words for name, words in typed.items() if name.startswith("text_")}
        actions.edit(*to, {} if texts else typed, texts, seen_seq=seen_seq)
        return f"{paper_id} 已保存"
    if action == "sign":
        actions.sign(*to, Seen(seen_seq, digest(paper)), _WRITERS)
        return f"{paper_id} 已签发，原件已存下"
    if action == "publish":
        publication_id = actions.publish(*to, typed, seen_seq=seen_seq)
        return f"{paper_id} 已公开，登记为 {publication_id}，可以附上照片"
    if action == "correct":
        correction = actions.correct(*to, {"figures": "\n".join(typed["figures"] or [])})
        return f"已起草更正 {correction}"
    actions.act(*to, action, typed.get("reason") or "", seen_seq=seen_seq)
    return f"{paper_id} {_DONE[action]}"

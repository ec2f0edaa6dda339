"""Everything that somebody can do, found in the code, against every role and one without any: what is asked of whom."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import board
from board import access
from board.access import PERMISSIONS, Actor, Role
from board.errors import Refused
from board.rectification.batch import Change
from board.store.store import Store, open_store
from tests.example_school import Example

Act = Callable[..., Any]
WITHOUT_A_ROLE = Actor("A-nobody", "无角色", frozenset())
EDGE = ("board.ui", "board.web", "board.charts", "board.documents", "board.importing", "board.shell", "board.access")
# What others call after they have asked, within their own transaction or for a kind of record that is told them.
PARTS = {
    "board.imports.commit.record",
    "board.papers.issuing.making.require_part",
    "board.plan_versions.applying.lay_over",
    "board.plan_versions.issuing.hand_on",
    "board.rectification.batch.carry_out_within",
    "board.rectification.batch.undo_within",
    "board.units.tree.require_within",
}
PARTS |= {f"board.store.records.{name}" for name in ("add", "act")}
PARTS |= {f"board.sittings.actions.{name}" for name in ("open_sitting", "sitting_of")}
# What everybody may do with what is theirs, and with nobody else's: their own tests say so.
OWN = {
    "board.evaluation.entry_drafts.draft",
    "board.activity.saved_views.saved_views",
    "board.activity.saved_views.remove",
}
OWN |= {"board.accounts.own_password.change_own_password", "board.accounts.looks.choose"}
OWN |= {f"board.accounts.form_drafts.{name}" for name in ("kept", "keep", "drop")}
# What says of each of many things whether this person may do it: `test_a_preview…` below; or leaves out what they may
# not hear of: tests/trail_views.
PREVIEWS = {"board.rectification.batch.preview", "board.trail_views.news.news"}
# The same of decisions: tests/sittings.
PREVIEWS |= {
    "board.sittings.rules.may_carry_out",
    "board.sittings.rules.ledger_fields",
    "board.sittings.views.waiting_for",
}
# The same of papers: tests/papers.
PREVIEWS |= {"board.papers.issuing.rules.allowed_actions", "board.papers.issuing.rules.refuse_own"}
# What writes without an account behind it, and what stands in an account's place.
NOBODY_ASKED = {
    "board.accounts.actions.create_first_administrator": "the one-time code of the terminal",
    "board.accounts.actions.set_password": "the administrator's permission or the old password, asked by what calls it",
    "board.ballots.casting.cast": "the evaluator's code, or the link and its limit for each device",
    "board.replies.answering.answer": "the code, or the link and its limit for each device",
    "board.report.writing.add": "the actor of the event, for each action that calls it",
    "board.report.writing.change": "the actor of the event, for each action that calls it",
    "board.assignments.handing_down.note_kept": "the unit that asks, whose key is checked; it notes what it has",
    "board.plan_versions.issuing.note_kept": "the unit that asks, whose key is checked; it notes what it has",
    "board.submissions.following.agreed": "the bureau below, whose key is checked, or `freeze`, which asks before",
    "board.submissions.sending.keep_answer": "the superior's board, whose receipt is checked; nothing else is changed",
    "board.submissions.sending.let_wait": "the superior's board, which no longer has them, or who may send",
    "board.submissions.taking.kept": "the unit, or the bureau below, whose key is checked",
    "board.example.district.load_district": "who started the demonstration",
    "board.example.school.load_example": "who started the demonstration, or an administrator on the first page",
    "board.accounts.sign_in.begin_attempt": "who comes to the door has no account yet",
    "board.accounts.sign_in.forgive_attempts": "who comes to the door has no account yet",
    "board.accounts.sign_in.forgive_everybody": "who sits at the server's terminal, by a file nobody else can write",
    "board.accounts.sign_in.open_session": "the password",
    "board.accounts.sign_in.sign_out": "the session's own token",
}
GIVEN: dict[str, Any] = {
    "fields": {},
    "reason": "无",
    "name": "无",
    "title": "无",
    "query": {},
    "changes": [Change("R-001", "edit", {})],
    "batch_id": "W-001",
    "is_shared": True,
    "version": 1,
    "action": "edit",
    "activity_id": "X-1",
    "proof_id": "F-001",
    "kind": "opinions",
    "decision_id": "D-001",
    "paper_id": "Q-001",
}
# Actions that ask within the transaction they open, or whom they let see what by what is there.
ASKING_IN_THE_STORE = {"board.rectification.proofs.content", "board.papers.issuing.files.content"} | {
    f"board.rectification.batch.{name}" for name in ("carry_out", "undo")
}


@pytest.fixture(scope="module")
def blank() -> Iterator[Store]:
    """A store that no test here writes to."""
    opened = open_store(None)
    before = opened.version("data"), opened.version("access")
    yield opened
    assert (opened.version("data"), opened.version("access")) == before
    opened.close()


@cache
def functions() -> dict[str, Act]:
    """Every public function of a subject, by its full name."""
    found: dict[str, Act] = {}
    for module in pkgutil.walk_packages(board.__path__, "board."):
        if not module.name.startswith(EDGE):
            for name, each in vars(importlib.import_module(module.name)).items():
                if inspect.isfunction(each) and each.__module__ == module.name and not name.startswith("_"):
                    found[f"{module.name}.{name}"] = each
    return found


def _takes(each: Act, name: str) -> bool:
    return name in inspect.signature(each).parameters


ACTIONS = sorted(
    name for name, each in functions().items() if _takes(each, "actor") and name not in PARTS | OWN | PREVIEWS
)


class _Anything:
    """Stands for what an action is given: it says no to whoever looks into it before asking who is there."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"looked at {name} before asking")


def carried_out(name: str, actor: Actor, store: Store) -> None:
    """Call an action with something in every place."""
    each = functions()[name]
    given: dict[str, Any] = {}
    for parameter in inspect.signature(each).parameters.values():
        if parameter.name == "actor":
            given[parameter.name] = actor
        elif parameter.name in GIVEN:
            given[parameter.name] = GIVEN[parameter.name]
        elif parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD:
            given[parameter.name] = _Anything() if parameter.kind is not parameter.VAR_POSITIONAL else ()
    if name in ASKING_IN_THE_STORE:
        given["store"] = store
    each(**given)


def asked_by(name: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> str:
    """The first permission that an action asks for."""
    asked: list[str] = []

    def refuse(_actor: Actor, permission: str) -> bool:
        asked.append(permission)
        return False

    with monkeypatch.context() as patched:
        patched.setattr(access, "allowed", refuse)
        with pytest.raises(Refused):
            carried_out(name, WITHOUT_A_ROLE, store)
    return asked[0]


def actors() -> Iterator[Actor]:
    yield WITHOUT_A_ROLE
    yield from (Actor(f"A-{role}", role, frozenset({role}), "P01") for role in Role)


def is_refused(name: str, actor: Actor, store: Store) -> bool:
    try:
        carried_out(name, actor, store)
    except Refused as refusal:
        return refusal.title == "没有权限"
    except Exception:  # noqa: BLE001 - it went on, and stumbled over what it was given
        return False
    return False


def test_the_actions_are_all_there_are() -> None:
    assert len(ACTIONS) > 90
    assert (PARTS | OWN | PREVIEWS | set(NOBODY_ASKED)) <= set(functions())


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_asks_first_who_is_there_and_refuses_each_role_that_may_not(
    name: str, blank: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    permission = asked_by(name, blank, monkeypatch)
    told = {actor.name: is_refused(name, actor, blank) for actor in actors()}
    assert told == {actor.name: PERMISSIONS[permission].isdisjoint(actor.roles) for actor in actors()}


def test_every_permission_is_asked_for_by_an_action_a_page_or_a_filter(
    blank: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {asked_by(name, blank, monkeypatch) for name in ACTIONS}
    text = "\n".join(path.read_text("utf-8") for path in Path(board.__path__[0]).rglob("*.py"))
    left = {permission for permission in PERMISSIONS if not permission.startswith("see.")} - asked
    assert [permission for permission in sorted(left) if text.count(f'"{permission}"') < 2] == []


def test_whatever_writes_asks_who_is_there_or_says_what_it_asks_instead() -> None:
    writing = {name for name, each in functions().items() if _takes(each, "store") and _writes(each)}
    assert {name for name in writing if not _takes(functions()[name], "actor")} == set(NOBODY_ASKED)


def _writes(each: Act) -> bool:
    tree = ast.parse(inspect.getsource(each).lstrip())
    return any(ast.unparse(node.func) == "store.write" for node in ast.walk(tree) if isinstance(node, ast.Call))


@pytest.mark.parametrize("actor", [*actors()], ids=lambda actor: actor.name)
def test_a_preview_of_many_changes_says_of_each_that_this_person_may_not(example: Example, actor: Actor) -> None:
    (outcome,) = functions()["board.rectification.batch.preview"](
        example.store, actor, example.activity_id, GIVEN["changes"]
    )
    may_not = Role.CLERK not in actor.roles
    assert (isinstance(outcome.problem, Refused) and outcome.problem.title == "没有权限") is may_not

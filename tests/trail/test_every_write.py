"""Nothing is written past the trail: every call that writes says what is done and by whom, in words there are."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from board import words
from board.importing.ledgers.kinds import KINDS
from board.opinions.registry import OPINION_ACTION
from board.rectification.registry import ITEM_ACTION
from board.store.sql import HISTORIES, statements
from board.store.store import Store
from board.store.trail.chain import Deed
from board.store.trail.words import AUDIT_SUBJECT
from board.trail_views.words import DEED

ROOT = Path(__file__).parent.parent.parent
FILES = [*sorted((ROOT / "board").rglob("*.py")), *sorted((ROOT / "pages").glob("*.py")), ROOT / "manage.py"]
# What a cast ballot or an answer to published items leaves would be a link to whoever gave it; of a sign-in what it
# came to is entered instead.
LEFT_OUT = {"ballots.cast", "replies.answer", "sign_in.attempt"}
# What the holes of a kind that is put together stand for.
PLAIN = {"talks", "studies", "outlines", "criticisms", "problems", "publication"}
HOLES: dict[str, set[str]] = {
    "{kind.subject}.{action}": {f"{subject}.{action}" for subject in PLAIN for action in words.RECORD_ACTION},
    "{kind.subject}": PLAIN,
    "rectification.{action}": {f"rectification.{action}" for action in ITEM_ACTION},
    "opinions.{action}": {f"opinions.{action}" for action in OPINION_ACTION},
    "{subject}.add": {"report_hearings.add", "report_points.add"},
    "{subject}.{event.action}": {
        *("report_hearings.edit", "report_hearings.remove"),
        *("report_points.answer", "report_points.edit", "report_points.remove"),
        *("report_versions.approve", "report_versions.edit"),
    },
    "{seen.kind}": set(KINDS),
    "{holder.subject}": {"tasks", "rectification", "studies", "publication"},
    "assignments.{action}": {f"assignments.{action}" for action in words.ASSIGNMENT_ACTION},
    "papers.{action}": {f"papers.{action}" for action in ("check", "send_back", "drop", "void")},
}


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """The calls of a function or method of that name, with where they stand."""
    for path in FILES:
        text = path.read_text("utf-8")
        for node in (
            ast.walk(ast.parse(text)) if f"{name}(" in text else ()
        ):  # few files have it, and parsing takes long
            if isinstance(node, ast.Call) and name in {getattr(node.func, "attr", ""), getattr(node.func, "id", "")}:
                yield f"{path.relative_to(ROOT).as_posix()}:{node.lineno}", node


WRITES = [
    (place, call)
    for place, call in calls("write")
    if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value).endswith("store")
]
DEEDS = list(calls("Deed"))


def kinds(call: ast.Call) -> set[str]:
    """What kinds a deed's first argument may come to."""
    texts = [ast.unparse(node) for node in _branches(call.args[0])]
    return {kind for text in texts for kind in _filled(text.removeprefix("f").strip("'\""))}


def _branches(node: ast.expr) -> list[ast.expr]:
    return [*_branches(node.body), *_branches(node.orelse)] if isinstance(node, ast.IfExp) else [node]


def _filled(text: str) -> set[str]:
    for hole, fillings in HOLES.items():
        if hole in text:
            return {text.replace(hole, each) for each in fillings}
    return {text}


@pytest.mark.parametrize(("place", "call"), WRITES, ids=[place for place, _ in WRITES])
def test_every_write_says_what_is_done(place: str, call: ast.Call) -> None:
    assert len(call.args) > 1 or "deed" in {keyword.arg for keyword in call.keywords}


@pytest.mark.parametrize(("place", "call"), DEEDS, ids=[place for place, _ in DEEDS])
def test_every_deed_has_its_word(place: str, call: ast.Call) -> None:
    if ast.unparse(call.args[0]) == "kind":  # one of two that stand in the line above
        return
    found = kinds(call)
    assert found - set(DEED) - LEFT_OUT == set()
    assert {kind.partition(".")[0] for kind in found} <= set(AUDIT_SUBJECT)


def test_only_what_is_unnamed_and_attempts_that_are_entered_after_leave_nothing() -> None:
    silent = {kind for _, call in DEEDS if "is_kept" in ast.unparse(call) for kind in kinds(call)}
    assert silent == LEFT_OUT


def test_nothing_but_the_store_carries_out_statements() -> None:
    by_hand = {place.partition(":")[0] for place, _ in calls("execute")} | {
        place.partition(":")[0] for place, _ in calls("Transaction")
    }
    assert by_hand == {
        f"board/{name}.py"
        for name in (
            *("backup/formats", "backup/guard", "store/copy", "store/migrations", "store/opening", "store/store"),
            "store/transaction",
            "lake/lake",  # a database of its own, which each collector follows into its store
        )
    }


def test_the_trail_is_only_added_to() -> None:
    changing = re.compile(r"^\s*(UPDATE|DELETE FROM|INSERT INTO)\s+audit_entries", re.MULTILINE)
    changed = {name for name, each in statements().items() if changing.search(each.text)}
    # A copy that is put back, before it is served: the trail of the file it replaces goes on in it.
    assert changed == {"audit/add", "backup/delete_entries", "backup/insert_entries"}


def test_a_write_without_a_word_leaves_an_entry_all_the_same(store: Store) -> None:
    store.write(lambda tx: tx.run("accounts/delete_failures_of", account_name="x"), topic="access")
    assert [entry.kind for entry in store.entries()] == ["store.made", "store.write"]


def test_what_is_not_to_be_kept_leaves_none(store: Store) -> None:
    deed = Deed("ballots.cast", is_kept=False)
    store.write(lambda tx: tx.run("accounts/delete_failures_of", account_name="x"), deed, topic="access")
    assert [entry.kind for entry in store.entries()] == ["store.made"]


def test_every_history_has_the_key_that_identifies_its_records(store: Store) -> None:
    written = {row["table_name"] for row in store.rows("store/tables") if row["table_name"].endswith("_events")}
    assert written == {events for events, _present, _key in HISTORIES.values()}

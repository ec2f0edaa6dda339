"""隐私说明 says of all that the store holds why, for whom and how long; and the store holds nothing more."""

import re

from board.operating.privacy import KEPT, NEVER_KEPT
from board.store.store import Store
from tests.web.client import ask

# What a column is called that says who somebody is or where they were, and the tables that the page says it of.
TELLING = re.compile(r"name|phone|mobile|email|mail|ip$|address|device|nick|wechat|openid|id_card|token|password")
MAY_TELL = {
    "accounts": {"name", "display_name", "password_hash"},
    "audit_entries": {"actor_name", "address", "device"},
    "ballot_openings": {"device_limit", "address"},  # of the form's own page
    "reply_openings": {"device_limit", "address"},
    "superiors": {"address"},  # of the bureau's board
    **{table: {"addressee"} for table in ("papers", "paper_events", "letterheads", "letterhead_events")},  # units
    "people": {"name"},
    "sessions": {"token_sha256"},
    "sign_in_failures": {"name"},
    "imports": {"file_name"},
}
# Names of things, not of people.
NAMES_OF_THINGS = {"activities", "phases", "proofs", "rounds", "saved_views", "schema_migrations", "units"}
NAMES_OF_THINGS |= {"submission_deadlines", "superior_deadlines", "unit_steps", "tasks", "task_events", "past_rounds"}
# Who of the accounts did something: told with every ledger.
DONE_BY = {"actor_name", "undone_by_name"}
OF_AN_EVALUATOR = (
    "ballots",
    "suggestions",
    "tallied_ballots",
    "tallied_answers",
    "ballot_codes",
    "ballot_intake",
    "reply_codes",
    "reply_devices",
    "reply_counts",
)


def columns(store: Store) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    statement = "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal"
    for table, column in store._connection.execute(statement).fetchall():
        found.setdefault(table, set()).add(column)
    return found


def _of_things(table: str) -> set[str]:
    return {"name", "plan_name"} if table in NAMES_OF_THINGS else set()


def test_every_table_is_told_of_once(store: Store) -> None:
    told = [table for kept in KEPT for table in kept.tables]
    assert sorted(told) == sorted(columns(store))


def test_no_column_holds_who_somebody_is_but_those_the_page_tells_of(store: Store) -> None:
    found = {
        table: {each for each in names if TELLING.search(each)}
        - DONE_BY
        - MAY_TELL.get(table, set())
        - _of_things(table)
        for table, names in columns(store).items()
    }
    assert {table: names for table, names in found.items() if names} == {}


def test_of_an_evaluator_nothing_is_kept_but_group_way_day_and_answers(store: Store) -> None:
    held = set().union(*(columns(store)[table] for table in OF_AN_EVALUATOR))
    known = {"activity_id", "round_id", "import_id", "ballot_id", "suggestion_id", "criterion_id", "code_hash"}
    known |= {"group_label", "way", "cast_on", "given_on", "is_void", "asked", "ranks", "rank", "content"}
    known |= {"ballot_count", "answer_count", "made_count", "received_count"}
    known |= {"opening_id", "turn_hash", "item_id", "view"}
    assert held == known


def test_anyone_may_read_it_and_the_ways_there_stand_where_people_come_in(door: int) -> None:
    page = ask(door, "/privacy")
    assert page.status == 200
    assert all(kept.what in page.text and kept.how_long in page.text for kept in KEPT)
    assert all(each in page.text for each in NEVER_KEPT)
    assert "<script" not in page.text
    assert 'href="/privacy"' in ask(door, "/sign-in").text

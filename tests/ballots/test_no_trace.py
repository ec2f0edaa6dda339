"""What the audit trail keeps of the form that evaluators fill in: what the clerk did, and nothing of any ballot."""

from board.access import Actor
from board.ballots import actions as ballots
from board.ballots import casting as ballots_casting
from board.ballots.casting import Paper
from board.store.store import Store
from board.store.trail import check as audit_log
from board.store.trail.chain import Deed, Origin
from tests.ballot_files import ACTIVITY
from tests.ballots.conftest import ROUND, close_round, coded_form, device_form

SAID = "食堂的菜有点凉"


def kinds(store: Store) -> list[str]:
    return [entry.kind for entry in store.entries()]


def test_ballots_that_are_cast_and_counted_leave_no_entry(store: Store, coded: Paper, clerk: Actor) -> None:
    codes = ballots.make_codes(store, clerk, ACTIVITY, ROUND, "家长", 25)
    before = kinds(store)
    for code in codes:  # more than twice a batch: some are counted on the way
        ballots_casting.cast(store, coded, coded_form(code))
    assert store.rows("evaluation/kept_ballots", activity_id=ACTIVITY)
    assert kinds(store) == before
    assert audit_log.check(store).is_sound


def test_the_next_entry_does_not_say_how_many_were_cast_before_it(store: Store, linked: Paper, clerk: Actor) -> None:
    ballots_casting.cast(store, linked, device_form("one"))
    store.note(Deed("export.file", clerk, "甲"))
    number = list(store.entries())[-1].number
    for device in ("two", "three"):
        ballots_casting.cast(store, linked, device_form(device))
    store.note(Deed("export.file", clerk, "乙"))
    assert list(store.entries())[-1].number == number + 1


def test_what_the_clerk_did_is_entered_without_code_answer_or_word(store: Store, coded: Paper, clerk: Actor) -> None:
    store.origin = lambda: Origin("10.0.0.9", "iPhone 微信")
    codes = ballots.make_codes(store, clerk, ACTIVITY, ROUND, "家长", 6)
    hashes = [row["code_hash"] for row in _codes(store)]
    store.origin = Origin
    for code in codes:
        ballots_casting.cast(store, coded, coded_form(code, says=SAID))
    close_round(store, clerk)
    told = "".join(f"{entry}" for entry in store.entries())
    assert kinds(store)[-2:] == ["ballots.make_codes", "evaluation.close"]
    assert len(hashes) == 6
    assert "W-" not in told  # how the ids of suggestions begin
    assert [each for each in (*codes, *hashes, SAID, coded.opening["opening_id"]) if each in told] == []


def _codes(store: Store) -> list[dict[str, str]]:
    with store._connection.cursor() as cursor:
        return [{"code_hash": row[0]} for row in cursor.execute("SELECT code_hash FROM ballot_codes").fetchall()]

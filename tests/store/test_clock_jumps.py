"""The computer's clock jumps while the board is served: an hour, a day, ahead and back again."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from board import clock
from board.access import Actor
from board.accounts import actions as accounts
from board.accounts.sign_in import FAILURES_ALLOWED, sign_in, who
from board.backup import actions as backup_actions
from board.backup import copies as backup
from board.backup.rules import Reason
from board.errors import BoardError, Refused
from board.store.store import Store, open_store
from board.store.trail import check as audit_log
from board.store.trail.chain import Deed
from board.tasks import actions as tasks
from tests.ledger_rows import ACTIVITY, add_activity, task_fields
from tests.store.task_states import highest
from tests.web.client import FIRST, PASSWORD

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Jump = Callable[[timedelta], None]


@pytest.fixture
def jump(monkeypatch: pytest.MonkeyPatch) -> Jump:
    """Sets the clock so far ahead of the right time, or back."""
    right = clock.now

    def to(ahead: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: right() + ahead)

    return to


@pytest.fixture
def open_one(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "board.duckdb")
    add_activity(store)
    accounts.create_first_administrator(store, FIRST)
    yield store
    store.close()


def test_what_is_saved_keeps_its_order_its_ids_and_its_trail(
    open_one: Store, jump: Jump, clerk: Actor, admin: Actor
) -> None:
    made = list[str]()
    for ahead in (timedelta(), HOUR, timedelta(), DAY, -HOUR, timedelta(), -DAY, timedelta()):
        jump(ahead)
        if clock.now() < open_one.data_changed_at:
            with pytest.raises(BoardError, match="电脑的时间不对，没有保存"):
                tasks.add(open_one, clerk, ACTIVITY, task_fields(name=f"任务 {ahead}"))
            backup_actions.trust_clock(open_one, admin)
        made.append(tasks.add(open_one, clerk, ACTIVITY, task_fields(name=f"任务 {ahead}")))
    assert made == [f"T{number:02d}" for number in range(1, len(made) + 1)]
    assert highest(open_one) == len(made)
    assert audit_log.check(open_one).is_sound
    entries = list(open_one.entries())
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert [entry.kind for entry in entries].count("store.trust_clock") == 3
    added = [entry.happened_at for entry in entries if entry.kind == "tasks.add"]
    assert added[3] - added[2] > DAY - HOUR  # as the clock said: who looks at it later sees that it jumped


def test_people_stay_signed_in_as_long_as_twelve_hours_take(open_one: Store, jump: Jump) -> None:
    token = sign_in(open_one, FIRST["name"], PASSWORD)
    for ahead, is_in in ((HOUR, True), (timedelta(), True), (-HOUR, True), (DAY, False), (timedelta(), True)):
        jump(ahead)
        assert (who(open_one, token) is not None) is is_in
    jump(DAY)
    later = sign_in(open_one, FIRST["name"], PASSWORD)
    jump(timedelta())
    assert who(open_one, later) is not None
    assert who(open_one, token) is None


def test_nobody_waits_a_day_for_passwords_that_were_wrong_while_the_clock_was_ahead(
    open_one: Store, jump: Jump
) -> None:
    jump(DAY)
    for _ in range(FAILURES_ALLOWED):
        with pytest.raises(Refused, match="登录名或密码不对"):
            sign_in(open_one, FIRST["name"], "not this one")
    with pytest.raises(Refused, match="尝试次数过多"):
        sign_in(open_one, FIRST["name"], PASSWORD)
    jump(timedelta())
    assert who(open_one, sign_in(open_one, FIRST["name"], PASSWORD)) is not None


@pytest.mark.walk
def test_each_day_has_its_copy_however_the_clock_jumps(open_one: Store, jump: Jump, clerk: Actor) -> None:
    days = list[datetime]()
    for ahead in (timedelta(), DAY, -HOUR, timedelta()):
        jump(ahead)
        open_one.trust_clock(Deed("store.trust_clock"))
        tasks.add(open_one, clerk, ACTIVITY, task_fields(name=f"任务 {ahead}"))
        days.append(backup.make(open_one, Reason.DAILY).made_at)
    assert open_one.path
    assert len({each.path.name for each in backup.copies(open_one.path)}) >= 2
    assert backup.newest_whole(open_one.path) is not None

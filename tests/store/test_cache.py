"""What was read is kept until a table behind it changes, and not a moment longer."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pandas as pd
import pytest

from board import clock
from board.access import Actor
from board.store import cache
from board.store.history import Event, stamped
from board.store.store import Store, Transaction


def _add_unit(store: Store, number: int) -> None:
    store.write(lambda tx: tx.insert("activities/insert_units", [{"unit_id": f"U{number}", "name": f"单位{number}"}]))


def _add_link(store: Store, number: int) -> None:
    link = {"activity_id": "A", "item_id": f"R-{number}", "opinion_id": "O-1", "linked_at": clock.now()}
    store.write(lambda tx: tx.insert("rectification/insert_opinions", [link]))


def _counted(store: Store, key: str, read: Callable[[], Any]) -> Callable[[], int]:
    """A reader of something kept; it answers how often the thing has been made."""
    made: list[int] = []

    def make() -> int:
        read()
        made.append(1)
        return len(made)

    return lambda: int(store.cached(key, make))


def test_a_write_to_one_ledger_leaves_what_was_made_of_another(store: Store) -> None:
    units = _counted(store, "units", lambda: store.rows("activities/units"))
    assert (units(), units()) == (1, 1)
    _add_link(store, 1)
    assert units() == 1
    _add_unit(store, 1)
    assert units() == 2


def test_what_was_made_of_what_was_read_before_goes_with_any_write(store: Store) -> None:
    read = store.rows("activities/units")
    picture = _counted(store, "picture", lambda: len(read))
    assert (picture(), picture()) == (1, 1)
    _add_link(store, 1)
    assert picture() == 2


def test_what_is_made_of_something_kept_depends_on_the_same_tables(store: Store) -> None:
    units = _counted(store, "units", lambda: store.rows("activities/units"))
    page = _counted(store, "page", units)
    units()
    assert (page(), page()) == (1, 1)
    _add_unit(store, 1)
    assert page() == 2


def test_a_frame_shows_a_write_at_the_next_reading(store: Store) -> None:
    assert store.read("activities/units").empty
    _add_unit(store, 1)
    assert store.read("activities/units")["name"].tolist() == ["单位1"]


def test_what_was_made_while_somebody_wrote_is_made_again(store: Store) -> None:
    def make() -> int:
        before = len(store.rows("activities/units"))
        if not before:
            _add_unit(store, 1)
        return before

    assert store.cached("slow", make) == 0
    assert store.cached("slow", make) == 1


def test_a_write_that_failed_leaves_everything_kept(store: Store) -> None:
    units = _counted(store, "units", lambda: store.rows("activities/units"))
    units()

    def work(transaction: Transaction) -> None:
        transaction.insert("activities/insert_units", [{"unit_id": "U9", "name": "单位"}])
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.write(work)
    assert units() == 1


def test_a_change_of_accounts_leaves_the_ledgers_kept(store: Store) -> None:
    units = _counted(store, "units", lambda: store.rows("activities/units"))
    units()
    failure = {"name": "somebody", "failed_at": clock.now()}
    store.write(lambda tx: tx.insert("accounts/insert_failure", [failure]), topic="access")
    assert units() == 1


def _happened(store: Store, at: datetime, seq: int) -> None:
    state = {"activity_id": "A", "opinion_id": "O-001", "seq": seq, "is_removed": False}
    event = Event("add", Actor("A-1", "张三", frozenset()), at)
    store.write(lambda tx: tx.insert("opinions/insert_events", [stamped(state, event)]))


def test_an_event_of_today_leaves_what_was_made_of_a_day_that_is_over(store: Store) -> None:
    today = clock.today()
    days = (today - timedelta(days=1), today)
    before, now = (
        _counted(store, f"{day}", partial(store.rows, "opinions/opinions", activity_id="A", absent=[], as_of=day))
        for day in days
    )
    assert (before(), now()) == (1, 1)
    _happened(store, clock.now(), 1)
    assert (before(), now()) == (1, 2)


def test_an_event_entered_for_a_day_that_is_over_shows_there(store: Store) -> None:
    yesterday = clock.today() - timedelta(days=1)
    before = _counted(
        store, "past", lambda: store.rows("opinions/opinions", activity_id="A", absent=[], as_of=yesterday)
    )
    assert before() == 1
    _happened(store, clock.now() - timedelta(days=1), 1)
    assert before() == 2
    store.write(lambda tx: tx.run("opinions/delete_events", activity_id="A"))
    assert before() == 3


def test_what_came_out_the_same_makes_nothing_again(store: Store) -> None:
    used = _counted(store, "used", lambda: store.read("activities/units"))
    picture = _counted(store, "picture", used)
    assert (picture(), used()) == (1, 1)
    _unchanged(store)
    assert (picture(), used()) == (1, 1)
    _add_unit(store, 1)
    assert (picture(), used()) == (2, 2)


def test_what_was_also_read_in_passing_is_made_again(store: Store) -> None:
    both = _counted(store, "both", lambda: (store.read("activities/units"), store.rows("activities/units")))
    assert both() == 1
    _unchanged(store)
    assert both() == 2


def test_a_part_that_came_out_the_same_of_other_tables_is_followed_there(store: Store) -> None:
    def part(given: Store) -> pd.DataFrame:
        at_all = given.rows("activities/units")
        return pd.DataFrame({"name": [row["name"] for row in given.rows("accounts/all")] if at_all else []}, dtype=str)

    made = _counted(store, "made", lambda: store.cached("part", part, is_part=True))
    assert made() == 1
    _add_unit(store, 1)
    assert made() == 1
    account = {"account_id": "A-9", "name": "zhang", "display_name": "张三", "password_hash": "", "is_active": True}
    store.write(lambda tx: tx.insert("accounts/insert", [{**account, "created_at": clock.now()}]), topic="access")
    assert made() == 2


def _unchanged(store: Store) -> None:
    """A write to the units that leaves them as they were."""
    store._cache.written(["units"])


def _shown(store: Store, made: list[int]) -> Callable[[], int]:
    """A reader of how many units there are; `made` tells what each making found."""

    def make() -> int:
        made.append(len(store.rows("activities/units")))
        return made[-1]

    return lambda: int(store.cached("shown", make))


def test_redraws_share_what_was_made_though_somebody_writes_in_between(store: Store) -> None:
    made: list[int] = []
    units, asked = _shown(store, made), store.versions()
    for number in range(3):
        with store.shared(asked):
            assert (units(), store.version()) == (0, 0)
        _add_unit(store, number)
    assert made == [0]
    assert (units(), store.version()) == (3, 3)


def test_what_a_redraw_must_show_it_shows(store: Store) -> None:
    made: list[int] = []
    units, asked = _shown(store, made), store.versions()
    with store.shared(asked):
        units()
    _add_unit(store, 1)
    later = store.versions()
    _add_unit(store, 2)
    with store.shared(later):
        assert (units(), store.version()) == (2, 2)  # made anew it is as new as can be
    with store.shared(asked):
        assert units() == 2  # nor is anybody behind taken back behind it
    assert made == [0, 2]


def test_what_a_redraw_made_of_what_it_had_read_is_nothing_for_who_asks_now(store: Store) -> None:
    """A chart is drawn of rows that were read before, and kept by the version: both are of the moment."""
    asked = store.versions()

    def units() -> int:
        return len(store.read("activities/units"))

    def picture() -> int:
        read = units()
        return int(store.cached(("picture", store.version()), lambda: read))

    with store.shared(asked):
        assert picture() == 0
    _add_unit(store, 1)
    with store.shared(asked):
        store.cached("new", lambda: 1)
        assert picture() == 0
        assert store.cached("picture of nothing read", units) == 0
    assert picture() == 1
    assert store.cached("picture of nothing read", units) == 1


def test_what_a_change_of_accounts_touches_is_read_as_it_is_by_redraws_too(store: Store) -> None:
    """Whoever may not look any more is shown nothing, whatever the moment."""

    def failures() -> list[Any]:
        return store.read("accounts/failures", account_name="somebody")["failed_at"].tolist()

    asked = store.versions()
    with store.shared(asked):
        assert failures() == []
    failure = {"name": "somebody", "failed_at": clock.now()}
    store.write(lambda tx: tx.insert("accounts/insert_failure", [failure]), topic="access")
    with store.shared(asked):
        assert failures() == [failure["failed_at"]]


def test_what_many_want_at_once_is_made_once(store: Store) -> None:
    made: list[int] = []

    def make() -> int:
        time.sleep(0.2)
        made.append(1)
        return len(made)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: store.cached("slow", make), range(4))) == [1, 1, 1, 1]


def test_whoever_waits_too_long_for_anothers_making_makes_it_too(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_PATIENCE", 0.1)
    stuck = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(lambda: store.cached("slow", lambda: stuck.wait(5) and "slow"))
        time.sleep(0.05)
        assert store.cached("slow", lambda: "quick") == "quick"
        stuck.set()
        assert slow.result() == "slow"


def test_a_making_that_fails_holds_nobody_up(store: Store) -> None:
    def fail() -> int:
        raise ValueError("once")

    with pytest.raises(ValueError, match="once"):
        store.cached("figure", fail)
    assert store.cached("figure", lambda: 5) == 5
    assert not store._cache._making


def test_what_differs_for_those_who_may_not_see_everything_is_kept_apart_and_the_rest_is_shared(store: Store) -> None:
    made: list[str] = []

    def hidden() -> str:
        store.rows("store/state")
        made.append("some" if store.hides_some() else "all")
        return made[-1]

    def common() -> str:
        store.rows("store/state")
        made.append("common")
        return made[-1]

    for is_reader in (False, True, False, True):
        store.is_for_readers = lambda is_reader=is_reader: is_reader  # type: ignore[misc]
        assert store.cached("whole", lambda: store.cached("part", hidden)) == ("some" if is_reader else "all")
        assert store.cached("common", common) == "common"
    assert sorted(made) == ["all", "common", "some"]


def test_what_is_made_of_its_key_alone_goes_with_no_write(store: Store) -> None:
    made: list[int] = []

    def picture(of: int) -> int:
        def draw() -> int:
            made.append(of)
            return of

        return int(store.made_of(("picture", of), draw))

    assert (picture(1), picture(2)) == (1, 2)
    _add_unit(store, 1)
    assert (picture(1), picture(2)) == (1, 2)
    assert made == [1, 2]


def test_of_what_is_made_of_its_key_alone_the_latest_asked_for_are_kept_and_the_rest_stays(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_MOST_OF_KEYS", 2_500)
    made: list[int | str] = []

    def draw(of: int) -> str:
        made.append(of)
        return "x" * 1_000

    def picture(of: int) -> None:
        store.made_of(("picture", of), lambda: draw(of))

    def read() -> int:
        made.append("units")
        return len(store.rows("activities/units"))

    def units() -> None:
        store.cached("units", read)

    units()
    for of in (1, 2, 1, 3, 1, 2):
        picture(of)
    units()
    assert made == ["units", 1, 2, 3, 2]


def test_what_is_said_to_be_made_of_its_key_and_reads_a_table_is_made_again_when_that_changes(store: Store) -> None:
    def units() -> int:
        return int(store.made_of("units", lambda: len(store.rows("activities/units"))))

    assert units() == 0
    _add_unit(store, 1)
    assert units() == 1

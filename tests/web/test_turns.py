"""Open pages redraw a few at a time, in the order in which they asked; one that dawdles holds up nobody long."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from websockets.sync.client import ClientConnection

from board.access import Actor
from board.accounts import actions as accounts
from board.store.store import Store
from board.web import turns
from tests.web.client import FIRST, signed_in
from tests.web.test_live import open_socket, save


def heard(socket: ClientConnection, longest: float = 1) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(socket.recv(longest))
    return said


def waiting(door: int, stack: ExitStack, count: int, cookie: str = "") -> list[ClientConnection]:
    """So many open pages that have all asked for a turn: in the demonstration each for itself."""
    sockets = [stack.enter_context(open_socket(door, cookie)) for _ in range(count)]
    for socket in sockets:
        heard(socket)
        socket.send("turn")
    return sockets


def test_as_many_pages_as_may_redraw_at_once_and_the_next_when_one_is_done(demo_door: int) -> None:
    with ExitStack() as stack:
        *first, last = waiting(demo_door, stack, turns.WIDTH + 1)
        names = [heard(socket)["turn"] for socket in first]
        with pytest.raises(TimeoutError):
            heard(last, 0.5)
        turns.over(names[0])
        last.send(f"pass {heard(last)['turn']}")
        first[1].send(f"pass {names[1]}")


def test_a_page_that_has_no_use_for_its_turn_or_leaves_hands_it_on(demo_door: int) -> None:
    with ExitStack() as stack:
        first, second, third, last = waiting(demo_door, stack, turns.WIDTH + 2)
        heard(second)
        first.send(f"pass {heard(first)['turn']}")
        heard(third)
        second.close()
        heard(last)


def test_a_turn_that_nobody_begins_ends_by_itself(demo_door: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_LAPSE", 0.2)
    with ExitStack() as stack:
        for socket in waiting(demo_door, stack, turns.WIDTH * 3):
            heard(socket, 3)


def test_a_turn_that_was_begun_may_take_longer(demo_door: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_LAPSE", 0.2)
    with ExitStack() as stack:
        *first, last = waiting(demo_door, stack, turns.WIDTH + 1)
        for socket in first:
            turns.begun(heard(socket)["turn"])
        with pytest.raises(TimeoutError):
            heard(last, 1)


def test_one_account_with_many_pages_that_never_give_a_turn_back_holds_up_nobody_else(
    door: int, store: Store, admin: Actor
) -> None:
    accounts.create_account(store, admin, {**FIRST, "name": "li", "roles": ["clerk"]})
    with ExitStack() as stack:
        waiting(door, stack, 10, signed_in(door))
        (other,) = waiting(door, stack, 1, signed_in(door, "li"))
        assert "turn" in heard(other, turns._LAPSE)


def test_asking_again_while_waiting_gives_one_turn(demo_door: int) -> None:
    with ExitStack() as stack:
        *first, last = waiting(demo_door, stack, turns.WIDTH + 1)
        last.send("turn")
        names = [heard(socket)["turn"] for socket in first]
        for name in names:
            turns.over(name)
        turns.over(heard(last)["turn"])
        with pytest.raises(TimeoutError):
            heard(last, 0.5)


def test_asking_before_ones_turn_is_over_gives_another_after_it(demo_door: int) -> None:
    with ExitStack() as stack:
        (page,) = waiting(demo_door, stack, 1)
        first = heard(page)["turn"]
        page.send("turn")
        with pytest.raises(TimeoutError):
            heard(page, 0.5)
        page.send(f"pass {first}")
        page.send(f"pass {heard(page)['turn']}")


def test_what_is_no_turn_ends_none() -> None:
    for name in ("", "ended", "0", "turn"):
        turns.over(name)


def test_a_redraw_must_show_what_was_saved_when_its_page_asked(demo_door: int, store: Store) -> None:
    assert turns.least() is None
    with ExitStack() as stack:
        (page,) = waiting(demo_door, stack, 1)
        first = heard(page)["turn"]
        assert turns.least() == store.versions()
        asked = store.versions()
        save(store)
        assert turns.least() == asked
        heard(page)
        page.send("turn")
        page.send(f"pass {first}")
        second = heard(page)["turn"]
        assert turns.least() == store.versions() != asked
        page.send(f"pass {second}")


def test_of_two_that_have_a_turn_the_later_asker_is_what_counts(demo_door: int, store: Store) -> None:
    with ExitStack() as stack:
        (early,) = waiting(demo_door, stack, 1)
        heard(early)
        save(store)
        (late,) = waiting(demo_door, stack, 1)
        heard(late)
        assert turns.least() == store.versions()


def test_a_redraw_waits_for_what_somebody_asked_for_but_not_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_GIVEN_WAY", 0.5)

    def gone_by() -> float:
        began = time.monotonic()
        turns.give_way()
        return time.monotonic() - began

    drawn = threading.Event()

    def draw() -> None:
        with turns.asked_for():
            drawn.wait(5)

    assert gone_by() < 0.2
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(draw) for _ in range(2)]
        assert gone_by() >= 0.5
        threading.Timer(0.1, drawn.set).start()
        assert gone_by() < 0.4
        for each in asked:
            each.result()


def test_requested_runs_are_drawn_two_at_a_time_and_none_waits_long_behind_slow_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turns, "_BEHIND", 0.4)
    begun, end = threading.Semaphore(0), threading.Event()

    def slow() -> None:
        with turns.asked_for():
            begun.release()
            end.wait(5)

    def waited() -> float:
        began = time.monotonic()
        with turns.asked_for():
            return time.monotonic() - began

    with ThreadPoolExecutor() as threads:
        assert waited() < 0.2
        for _ in range(turns.WIDTH):
            threads.submit(slow)
            assert begun.acquire(timeout=2)
        assert 0.4 <= waited() < 2
        monkeypatch.setattr(turns, "_BEHIND", 4)
        next_one = threads.submit(waited)
        time.sleep(0.1)
        end.set()
        assert 0.1 <= next_one.result() < 2

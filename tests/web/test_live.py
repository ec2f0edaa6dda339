"""An open page hears of every save at once, and of nothing else."""

import json
import time
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from board.access import Actor
from board.accounts import actions as accounts
from board.store.store import Store
from board.web.live import LIFE
from tests.web.client import FIRST, ask, signed_in


def open_socket(port: int, cookie: str = "", **options: Any) -> ClientConnection:
    opened: ClientConnection = connect(
        f"ws://127.0.0.1:{port}/live", additional_headers={"Cookie": cookie}, proxy=None, **options
    )
    return opened


def heard(socket: ClientConnection, longest: float = 1) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(socket.recv(longest))
    return said


def save(store: Store) -> None:
    store.write(lambda tx: tx.rows("store/state"))


def test_a_save_is_heard_within_a_second_by_every_open_page(door: int, store: Store) -> None:
    cookie = signed_in(door)
    with open_socket(door, cookie) as first, open_socket(door, cookie) as second:
        versions = {"data": store.version("data"), "access": store.version("access"), "life": LIFE}
        assert heard(first) == heard(second) == versions
        save(store)
        assert heard(first) == heard(second) == {**versions, "data": store.version("data")}


@pytest.mark.walk
def test_nothing_is_said_while_nothing_is_saved(door: int) -> None:
    with open_socket(door, signed_in(door)) as socket:
        heard(socket)
        with pytest.raises(TimeoutError):
            heard(socket, 1.5)


def test_a_page_that_says_something_or_leaves_disturbs_nobody(door: int, store: Store) -> None:
    cookie, before = signed_in(door), list(store._watchers)
    with open_socket(door, cookie) as staying:
        heard(staying)
        with open_socket(door, cookie) as leaving:
            leaving.send("hello")
            leaving.send(b"\x00" * 1000)
        save(store)
        assert heard(staying)["data"] == store.version("data")
    until = time.monotonic() + 2
    while store._watchers != before and time.monotonic() < until:
        time.sleep(0.01)
    assert store._watchers == before


@pytest.mark.parametrize("cookie", ["", "chagai_session=forged"])
def test_a_stranger_hears_nothing(door: int, cookie: str) -> None:
    with pytest.raises(InvalidStatus) as caught:
        open_socket(door, cookie)
    assert caught.value.response.status_code == 403


def test_a_page_of_another_site_hears_nothing(door: int) -> None:
    with pytest.raises(InvalidStatus):
        open_socket(door, signed_in(door), origin="https://evil.example")


def test_whoever_is_signed_out_hears_no_more(door: int, store: Store) -> None:
    cookie = signed_in(door)
    with open_socket(door, cookie) as socket:
        heard(socket)
        ask(door, "/sign-out", "POST", cookie=cookie)
        with pytest.raises(ConnectionClosed) as caught:
            heard(socket)
    assert caught.value.rcvd is not None
    assert caught.value.rcvd.code == 4401
    save(store)


def test_the_demonstration_is_live_too(demo_door: int, store: Store, admin: Actor) -> None:
    with open_socket(demo_door) as socket:
        before = heard(socket)
        accounts.create_account(store, admin, {**FIRST, "roles": ["leader"]})
        assert heard(socket) == {**before, "access": before["access"] + 1}

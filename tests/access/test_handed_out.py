"""A file is handed to whoever a page was drawn for, as long as they may still have it, which is asked at the click."""

from collections.abc import Callable
from pathlib import Path

import pytest

from board.access import Actor, Role
from board.accounts import actions as accounts
from board.accounts.sign_in import sign_in, sign_out, who
from board.errors import Refused
from board.operating.settings import Settings
from board.store.store import Store
from board.store.trail.chain import Origin
from board.ui.parts import downloads
from board.web import serving
from tests.web.client import FIRST, PASSWORD

HERE = Origin("192.0.2.7", "Windows Edge")


@pytest.fixture
def account_id(store: Store, admin: Actor, tmp_path: Path) -> str:
    """An administrator who is about to download."""
    serving.serve(store, Settings(tmp_path, demo=False))
    accounts.create_account(store, admin, {**FIRST, "roles": ["admin"]})
    fields = {"name": "li", "display_name": "李老师", "roles": ["admin"], "password": PASSWORD}
    return accounts.create_account(store, admin, fields)


def asker(store: Store) -> downloads._Asker:
    token = sign_in(store, "li", PASSWORD)
    return downloads._Asker(who(store, token, ""), token, "", HERE)


def demote(store: Store, account_id: str, _token: str) -> None:
    keeper = Actor("A-keeper", "管理员", frozenset({Role.ADMIN}))
    accounts.edit_account(store, keeper, account_id, {"display_name": "李老师", "roles": ["clerk"]})


def switch_off(store: Store, account_id: str, _token: str) -> None:
    accounts.deactivate_account(store, Actor("A-keeper", "管理员", frozenset({Role.ADMIN})), account_id)


def leave(store: Store, _account_id: str, token: str) -> None:
    sign_out(store, token)


WAYS = [leave, switch_off, demote]


@pytest.mark.parametrize("end", WAYS)
def test_nothing_is_made_for_a_page_whose_session_ended(
    store: Store, account_id: str, end: Callable[[Store, str, str], None]
) -> None:
    asks = asker(store)
    made: list[str] = []

    def make() -> bytes:
        made.append("all of it")
        return b"all of it"

    end(store, account_id, asks.token)
    with pytest.raises(Refused):
        downloads._handed_out(store, asks, "备份", make)
    assert made == []
    assert list(store.entries())[-1].kind == "refused.action"


@pytest.mark.parametrize("end", WAYS)
def test_nothing_is_handed_over_where_the_session_ended_while_it_was_made(
    store: Store, account_id: str, end: Callable[[Store, str, str], None]
) -> None:
    asks = asker(store)

    def make() -> bytes:
        end(store, account_id, asks.token)
        return b"all of it"

    with pytest.raises(Refused):
        downloads._handed_out(store, asks, "备份", make)
    assert "export.file" not in {entry.kind for entry in store.entries()}


@pytest.mark.usefixtures("account_id")
def test_whoever_is_still_there_is_given_it_and_it_is_entered(store: Store) -> None:
    assert downloads._handed_out(store, asker(store), "备份", lambda: b"all of it") == b"all of it"
    assert list(store.entries())[-1].kind == "export.file"

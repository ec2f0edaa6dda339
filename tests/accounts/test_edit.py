"""An administrator changes an account: its name shown, roles and people, its password, whether it may sign in."""

from collections.abc import Callable

import pytest

from board.access import Actor, Role
from board.accounts import actions as accounts
from board.accounts.sign_in import sign_in, who
from board.errors import BoardError, Invalid, Refused
from board.store.store import Store

PASSWORD = "first-bell-0800"
Act = Callable[[Store, Actor, str], None]
ACTS: list[Act] = [
    lambda store, actor, account_id: accounts.edit_account(store, actor, account_id, {"display_name": "新名"}),
    lambda store, actor, account_id: accounts.reset_password(store, actor, account_id, "second-bell-0900"),
    accounts.deactivate_account,
    accounts.activate_account,
]


@pytest.fixture
def account_id(store: Store, admin: Actor) -> str:
    fields = {
        "name": "li",
        "display_name": "教导处",
        "roles": ["clerk"],
        "password": PASSWORD,
        "people": {"X-1": "P01"},
    }
    return accounts.create_account(store, admin, fields)


@pytest.fixture
def only_admin(store: Store, admin: Actor) -> str:
    fields = {"name": "keeper", "display_name": "管理员", "roles": ["admin"], "password": PASSWORD}
    return accounts.create_account(store, admin, fields)


def test_a_new_name_shows_at_once_and_keeps_the_session(store: Store, admin: Actor, account_id: str) -> None:
    token = sign_in(store, "li", PASSWORD)
    accounts.edit_account(store, admin, account_id, {"display_name": " 教务处 "})
    actor = who(store, token)
    assert actor is not None
    assert actor.name == "教务处"


def test_new_roles_end_the_sessions_and_hold_at_the_next_sign_in(store: Store, admin: Actor, account_id: str) -> None:
    token = sign_in(store, "li", PASSWORD)
    accounts.edit_account(store, admin, account_id, {"roles": ["leader", "clerk"]})
    assert who(store, token) is None
    actor = who(store, sign_in(store, "li", PASSWORD))
    assert actor is not None
    assert actor.roles == {Role.LEADER, Role.CLERK}


def test_the_same_roles_again_end_no_session(store: Store, admin: Actor, account_id: str) -> None:
    token = sign_in(store, "li", PASSWORD)
    accounts.edit_account(store, admin, account_id, {"roles": ["clerk"]})
    assert who(store, token) is not None


def test_people_are_linked_moved_and_unlinked(store: Store, admin: Actor, account_id: str) -> None:
    for people in ({"X-1": "P02", "X-2": "P07"}, {"X-2": "P07"}, {}):
        accounts.edit_account(store, admin, account_id, {"people": people})
        assert accounts.accounts(store).iloc[0]["people"] == people


@pytest.mark.parametrize("fields", [{"roles": []}, {"roles": ["king"]}, {"display_name": ""}])
def test_it_refuses_what_will_not_do(store: Store, admin: Actor, account_id: str, fields: dict[str, object]) -> None:
    before = accounts.accounts(store)
    with pytest.raises(Invalid):
        accounts.edit_account(store, admin, account_id, fields)
    assert accounts.accounts(store).equals(before)


def test_an_empty_change_changes_nothing(store: Store, admin: Actor, account_id: str) -> None:
    before = accounts.accounts(store)
    accounts.edit_account(store, admin, account_id, {})
    assert accounts.accounts(store).equals(before)


def test_a_new_password_replaces_the_old_and_ends_the_sessions(store: Store, admin: Actor, account_id: str) -> None:
    token = sign_in(store, "li", PASSWORD)
    accounts.reset_password(store, admin, account_id, "second-bell-0900")
    assert who(store, token) is None
    assert who(store, sign_in(store, "li", "second-bell-0900")) is not None
    with pytest.raises(Refused):
        sign_in(store, "li", PASSWORD)


@pytest.mark.parametrize("password", ["", "short", "1234567890"])
def test_it_refuses_a_weak_new_password(store: Store, admin: Actor, account_id: str, password: str) -> None:
    with pytest.raises(Invalid):
        accounts.reset_password(store, admin, account_id, password)
    assert who(store, sign_in(store, "li", PASSWORD)) is not None


def test_a_deactivated_account_is_out_at_once_and_cannot_come_back(store: Store, admin: Actor, account_id: str) -> None:
    token = sign_in(store, "li", PASSWORD)
    for _ in range(2):
        accounts.deactivate_account(store, admin, account_id)
    assert who(store, token) is None
    with pytest.raises(Refused):
        sign_in(store, "li", PASSWORD)
    accounts.activate_account(store, admin, account_id)
    assert who(store, sign_in(store, "li", PASSWORD)) is not None


def test_the_last_administrator_stays(store: Store, admin: Actor, only_admin: str) -> None:
    with pytest.raises(BoardError, match="不能没有管理员"):
        accounts.deactivate_account(store, admin, only_admin)
    with pytest.raises(BoardError, match="不能没有管理员"):
        accounts.edit_account(store, admin, only_admin, {"roles": ["clerk"]})
    row = accounts.accounts(store).iloc[0]
    assert row["is_active"]
    assert row["roles"] == ("admin",)


def test_an_administrator_may_leave_once_there_is_another(store: Store, admin: Actor, only_admin: str) -> None:
    fields = {"name": "second", "display_name": "副管理员", "roles": ["admin"], "password": PASSWORD}
    second = accounts.create_account(store, admin, fields)
    accounts.deactivate_account(store, admin, only_admin)
    with pytest.raises(BoardError, match="不能没有管理员"):
        accounts.deactivate_account(store, admin, second)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", ["clerk", "leader", "owner"])
def test_it_refuses_every_role_but_the_administrator(
    store: Store, account_id: str, act: Act, role: str, request: pytest.FixtureRequest
) -> None:
    before = accounts.accounts(store)
    with pytest.raises(Refused):
        act(store, request.getfixturevalue(role), account_id)
    assert accounts.accounts(store).equals(before)


@pytest.mark.parametrize("act", ACTS)
def test_it_says_so_when_there_is_no_such_account(store: Store, admin: Actor, act: Act) -> None:
    with pytest.raises(BoardError, match="没有这个账号"):
        act(store, admin, "A-nobody")

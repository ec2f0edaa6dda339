"""An administrator opens an account."""

from typing import Any

import pytest

from board.access import Actor, Role
from board.accounts import actions as accounts
from board.accounts.sign_in import sign_in, who
from board.errors import Invalid, Refused
from board.store.store import Store

PASSWORD = "开会前先看台账2026"
FIELDS: dict[str, Any] = {"name": "bangongshi", "display_name": "办公室", "roles": ["clerk"], "password": PASSWORD}


def test_it_can_sign_in_with_its_roles_and_person(store: Store, admin: Actor) -> None:
    fields = {**FIELDS, "roles": ["owner", "leader"], "people": {"X-1": "M02"}}
    account_id = accounts.create_account(store, admin, fields)
    actor = who(store, sign_in(store, "bangongshi", PASSWORD), "X-1")
    assert actor == Actor(account_id, "办公室", frozenset({Role.OWNER, Role.LEADER}), "M02")


def test_it_is_nobody_of_an_activity_it_was_not_linked_to(store: Store, admin: Actor) -> None:
    accounts.create_account(store, admin, {**FIELDS, "people": {"X-1": "M02"}})
    actor = who(store, sign_in(store, "bangongshi", PASSWORD), "X-2")
    assert actor is not None
    assert actor.person_id is None


@pytest.mark.parametrize("role", ["clerk", "leader", "owner"])
def test_it_refuses_every_role_but_the_administrator(store: Store, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(Refused):
        accounts.create_account(store, request.getfixturevalue(role), FIELDS)
    assert accounts.accounts(store).empty


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "two words"),
        ("name", "(setup)"),
        ("name", "x" * 33),
        ("display_name", "  "),
        ("display_name", "长" * 33),
        ("roles", []),
        ("roles", ["principal"]),
        ("password", "short"),
        ("password", "BanGongShi"),
        ("password", "1234567890"),
        ("password", "1212121212"),
        ("password", "x1y2z3" * 40),
    ],
)
def test_it_names_the_field_that_will_not_do(store: Store, admin: Actor, field: str, value: object) -> None:
    with pytest.raises(Invalid) as caught:
        accounts.create_account(store, admin, {**FIELDS, field: value})
    assert list(caught.value.fields) == [field]
    assert accounts.accounts(store).empty


def test_it_names_every_field_of_an_empty_form(store: Store, admin: Actor) -> None:
    with pytest.raises(Invalid) as caught:
        accounts.create_account(store, admin, {})
    assert set(caught.value.fields) == {"name", "display_name", "roles", "password"}


@pytest.mark.parametrize("name", ["bangongshi", "BanGongShi", "ｂａｎｇｏｎｇｓｈｉ", " bangongshi "])
def test_it_refuses_a_name_twice_however_it_is_spelt(store: Store, admin: Actor, name: str) -> None:
    accounts.create_account(store, admin, FIELDS)
    with pytest.raises(Invalid) as caught:
        accounts.create_account(store, admin, {**FIELDS, "name": name})
    assert list(caught.value.fields) == ["name"]
    assert len(accounts.accounts(store)) == 1


def test_the_list_shows_everything_but_the_password(store: Store, admin: Actor) -> None:
    accounts.create_account(store, admin, {**FIELDS, "roles": ["leader", "clerk"], "people": {"X-1": "M02"}})
    frame = accounts.accounts(store)
    row = frame.iloc[0]
    assert (row["name"], row["roles"], row["people"]) == ("bangongshi", ("clerk", "leader"), {"X-1": "M02"})
    assert not any("password" in column or "hash" in column for column in frame.columns)


def test_an_account_does_not_move_the_version_that_pages_are_drawn_from(store: Store, admin: Actor) -> None:
    before = store.version("data"), store.version("access")
    accounts.create_account(store, admin, FIELDS)
    assert (store.version("data"), store.version("access")) == (before[0], before[1] + 1)

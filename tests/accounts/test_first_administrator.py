"""The first account of a new store."""

import pytest

from board.access import Actor, allowed
from board.accounts import actions as accounts
from board.accounts.sign_in import sign_in, who
from board.errors import Conflict, Invalid
from board.store.store import Store

FIELDS = {"name": "keeper", "display_name": "管理员", "password": "morning-bell-830"}


def test_it_may_open_accounts_and_keep_the_ledgers(store: Store) -> None:
    assert not accounts.is_set_up(store)
    accounts.create_first_administrator(store, FIELDS)
    actor = who(store, sign_in(store, "keeper", "morning-bell-830"))
    assert actor is not None
    assert allowed(actor, "accounts.edit")
    assert allowed(actor, "rectification.edit")
    assert accounts.is_set_up(store)


def test_it_can_be_made_only_once(store: Store) -> None:
    accounts.create_first_administrator(store, FIELDS)
    with pytest.raises(Conflict):
        accounts.create_first_administrator(store, {**FIELDS, "name": "another"})
    assert accounts.accounts(store)["name"].tolist() == ["keeper"]


def test_it_is_not_the_way_in_once_there_are_accounts(store: Store, admin: Actor) -> None:
    accounts.create_account(store, admin, {**FIELDS, "roles": ["leader"]})
    with pytest.raises(Conflict):
        accounts.create_first_administrator(store, {**FIELDS, "name": "another"})


def test_it_refuses_an_empty_form_and_a_weak_password(store: Store) -> None:
    with pytest.raises(Invalid) as caught:
        accounts.create_first_administrator(store, {})
    assert set(caught.value.fields) == {"name", "display_name", "password"}
    with pytest.raises(Invalid):
        accounts.create_first_administrator(store, {**FIELDS, "password": "password123"})
    assert not accounts.is_set_up(store)

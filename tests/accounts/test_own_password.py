"""Whoever has an account changes its password."""

from datetime import date, datetime, time

import pytest

from board.access import Actor, Role
from board.accounts import actions as accounts
from board.accounts.own_password import change_own_password
from board.accounts.sign_in import FAILURES_ALLOWED, sign_in, who
from board.errors import BoardError, Invalid, Refused
from board.store.store import Store

OLD, NEW = "first-bell-0800", "second bell at nine"
NOON = datetime.combine(date(2026, 12, 1), time(12))


@pytest.fixture
def actor(store: Store, admin: Actor) -> Actor:
    fields = {"name": "li", "display_name": "教导处", "roles": ["owner"], "password": OLD}
    account_id = accounts.create_account(store, admin, fields)
    return Actor(account_id, "教导处", frozenset({Role.OWNER}))


def faults(store: Store, actor: Actor, old: str, new: str) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        change_own_password(store, actor, old, new, NOON)
    return dict(caught.value.fields)


def test_every_session_ends_and_a_new_one_begins_under_the_new_password(store: Store, actor: Actor) -> None:
    here, elsewhere = sign_in(store, "li", OLD), sign_in(store, "li", OLD)
    token = change_own_password(store, actor, OLD, NEW)
    assert (who(store, here), who(store, elsewhere)) == (None, None)
    found = who(store, token)
    assert found is not None
    assert found.account_id == actor.account_id
    assert who(store, sign_in(store, "li", NEW)) is not None
    with pytest.raises(Refused):
        sign_in(store, "li", OLD)


def test_others_stay_signed_in(store: Store, actor: Actor, admin: Actor) -> None:
    fields = {"name": "zhao", "display_name": "赵", "roles": ["clerk"], "password": OLD}
    accounts.create_account(store, admin, fields)
    other = sign_in(store, "zhao", OLD)
    change_own_password(store, actor, OLD, NEW)
    assert who(store, other) is not None


def test_the_old_password_is_asked_and_guessing_it_locks_the_name(store: Store, actor: Actor) -> None:
    for _ in range(FAILURES_ALLOWED):
        assert faults(store, actor, "wrong-password", NEW) == {"old": "原来的密码不对"}
    with pytest.raises(Refused, match="尝试次数过多"):
        change_own_password(store, actor, OLD, NEW, NOON)
    with pytest.raises(Refused, match="尝试次数过多"):
        sign_in(store, "li", OLD, NOON)


def test_a_new_password_that_will_not_do_is_said_and_locks_nothing(store: Store, actor: Actor) -> None:
    for _ in range(FAILURES_ALLOWED + 1):
        assert faults(store, actor, OLD, "short")["new"].startswith("密码至少")
    assert faults(store, actor, OLD, OLD) == {"new": "新密码和原来的一样"}
    assert faults(store, actor, OLD, "教导处教导处2026") == {"new": "密码不能是登录名、显示的名字、单位名或它们的变化"}
    assert who(store, sign_in(store, "li", OLD, NOON), now=NOON) is not None


def test_an_empty_form_changes_nothing(store: Store, actor: Actor) -> None:
    assert faults(store, actor, "", "") == {"old": "原来的密码不对"}
    assert sign_in(store, "li", OLD)


def test_it_can_be_changed_twice(store: Store, actor: Actor) -> None:
    change_own_password(store, actor, OLD, NEW)
    change_own_password(store, actor, NEW, OLD)
    assert sign_in(store, "li", OLD)


def test_a_role_of_the_demonstration_has_none(store: Store) -> None:
    with pytest.raises(BoardError, match="没有这个账号"):
        change_own_password(store, Actor("demo-clerk", "示例工作人员", frozenset({Role.CLERK})), OLD, NEW)

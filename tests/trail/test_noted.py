"""What changes nothing is entered too: who came and went, what was handed out, what was refused, what was put back."""

import pytest

from board.access import Actor, Role
from board.accounts import actions as accounts
from board.accounts import own_password, sign_in
from board.errors import BoardError
from board.store.store import Store
from board.store.trail.chain import Deed, Entry, Origin
from board.web.door import whence
from tests.ledger_rows import add_activity

GOOD = "学校有七扇窗户都朝南开着"


def kinds(store: Store) -> list[str]:
    return [entry.kind for entry in store.entries()]


def last(store: Store) -> Entry:
    return list(store.entries())[-1]


@pytest.fixture
def account_id(store: Store) -> str:
    fields = {"name": "wang", "display_name": "王老师", "password": GOOD}
    return accounts.create_first_administrator(store, fields)


def test_signing_in_and_out_says_whose_account_it_was(store: Store, account_id: str) -> None:
    token = sign_in.sign_in(store, "wang", GOOD)
    entered = last(store)
    sign_in.sign_out(store, token)
    left = last(store)
    assert [(each.kind, each.actor_id, store.names.word(each.actor_name)) for each in (entered, left)] == [
        ("sign_in.enter", account_id, "王老师"),
        ("sign_in.leave", account_id, "王老师"),
    ]


def test_a_wrong_password_is_entered_with_the_account_and_a_name_that_is_none_without_it(
    store: Store, account_id: str
) -> None:
    for name in ("wang", "我的密码是这个"):
        with pytest.raises(BoardError):
            sign_in.sign_in(store, name, "不是这个密码")
    entries = list(store.entries())[-2:]
    assert [(each.kind, each.record) for each in entries] == [("sign_in.fail", account_id), ("sign_in.fail", "")]
    assert "密码" not in "".join(each.record + each.detail for each in entries)


def test_the_failure_that_locks_a_name_is_entered_as_such_and_what_follows_is_not(
    store: Store, account_id: str
) -> None:
    for _ in range(9):
        with pytest.raises(BoardError):
            sign_in.sign_in(store, "wang", "不是这个密码")
    assert kinds(store)[-5:] == [*["sign_in.fail"] * 4, "sign_in.lock"]


def test_no_password_stands_in_the_trail(store: Store, account_id: str) -> None:
    actor = Actor(account_id, "王老师", frozenset({Role.ADMIN}))
    accounts.reset_password(store, actor, account_id, "另一句很长的话在这里")
    with pytest.raises(BoardError):
        own_password.change_own_password(store, actor, "猜一猜是哪一句", "第三句很长的话在这里")
    own_password.change_own_password(store, actor, "另一句很长的话在这里", "第三句很长的话在这里")
    told = "".join(f"{entry}" for entry in store.entries())
    assert {"accounts.password", "accounts.own_password", "sign_in.fail"} <= set(kinds(store))
    assert "很长的话" not in told
    assert "猜一猜" not in told
    assert "argon2" not in told


def test_an_edited_account_is_entered_with_what_was_and_what_is(store: Store, account_id: str) -> None:
    actor = Actor(account_id, "王老师", frozenset({Role.ADMIN}))
    accounts.edit_account(store, actor, account_id, {"roles": ["admin", "leader"], "display_name": "王老师"})
    assert last(store).kind == "accounts.edit"
    assert '"before":{"roles":["admin","clerk"]},"after":{"roles":["admin","leader"]}' in last(store).detail


@pytest.mark.parametrize(
    ("said", "device"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit Chrome/131 Safari/537 Edg/131",
            "Windows Edge",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit MicroMessenger/8.0", "iPhone 微信"),
        ("Mozilla/5.0 (Linux; Android 13) AppleWebKit Chrome/120 Mobile Safari/537.36", "安卓 Chrome"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit Version/17 Safari/605", "macOS Safari"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_device_is_told_in_a_word_or_two(said: str, device: str) -> None:
    assert whence.device_of(said) == device


def test_what_is_done_meanwhile_comes_from_where_it_was_said(store: Store) -> None:
    store.origin = whence.origin
    with whence.coming_from(Origin("10.0.0.7", "Windows Edge")):
        add_activity(store)
    assert (last(store).address, last(store).device) == ("10.0.0.7", "Windows Edge")
    store.note(Deed("store.copy"))
    assert last(store).address == ""

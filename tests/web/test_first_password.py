"""Whoever was given a password chooses another one before they see anything."""

from collections.abc import Callable

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from board.access import Actor
from board.accounts import actions as accounts
from board.accounts.sign_in import must_renew, open_session
from board.store.store import Store
from tests.web.client import PASSWORD, ask, send_form, signed_in

GIVEN, OWN = "k7mp-x2qd-9ahw", "学校有七扇窗户都朝南开着"
Give = Callable[[Store, Actor], str]


def opened(store: Store, admin: Actor) -> str:
    """An account that an administrator opens with a password to be changed; its id."""
    fields = {"name": "li", "display_name": "李老师", "roles": ["clerk"], "password": GIVEN, "must_renew": True}
    return accounts.create_account(store, admin, fields)


def reset(store: Store, admin: Actor) -> str:
    """One whose password an administrator set anew."""
    fields = {"name": "li", "display_name": "李老师", "roles": ["clerk"], "password": PASSWORD}
    account_id = accounts.create_account(store, admin, fields)
    accounts.reset_password(store, admin, account_id, GIVEN)
    return account_id


def renewed(door: int, cookie: str, **changed: str) -> tuple[int, str, str]:
    """What answers the form: status, where it leads, the new cookie."""
    answer = send_form(door, "/password", {"old": GIVEN, "new": OWN, "again": OWN, **changed}, cookie=cookie)
    return answer.status, answer.where, answer.cookie


@pytest.mark.parametrize("give", [opened, reset])
def test_it_leads_to_nothing_but_a_new_password(door: int, store: Store, admin: Actor, give: Give) -> None:
    give(store, admin)
    cookie = signed_in(door, "li", GIVEN)
    assert ask(door, "/tasks", cookie=cookie).where == "/password?next=%2Ftasks"
    assert ask(door, "/", cookie=cookie).where == "/password"
    assert ask(door, "/guide", cookie=cookie).status == 303
    assert ask(door, "/looks", "POST", cookie=cookie).status == 403
    assert ask(door, "/media/a.xlsx", cookie=cookie).status == 403
    page = ask(door, "/password?next=%2Ftasks", cookie=cookie)
    assert page.status == 200
    assert "请先改密码" in page.text
    assert "回到看板" not in page.text


def test_no_socket_opens_before(door: int, store: Store, admin: Actor) -> None:
    opened(store, admin)
    with pytest.raises(InvalidStatus) as caught:
        connect(f"ws://127.0.0.1:{door}/live", additional_headers={"Cookie": signed_in(door, "li", GIVEN)})
    assert caught.value.response.status_code == 403


@pytest.mark.parametrize("give", [opened, reset])
def test_once_changed_the_page_that_was_asked_for_opens_and_the_next_sign_in_asks_no_more(
    door: int, store: Store, admin: Actor, give: Give
) -> None:
    give(store, admin)
    status, where, cookie = renewed(door, signed_in(door, "li", GIVEN), next="/rectification?status=closed")
    assert (status, where) == (303, "/rectification?status=closed")
    assert ask(door, "/tasks", cookie=cookie).status == 200
    assert ask(door, "/tasks", cookie=signed_in(door, "li", OWN)).status == 200
    assert send_form(door, "/sign-in", {"name": "li", "password": GIVEN}).status == 422


def test_the_same_password_a_wrong_one_and_an_empty_form_change_nothing(door: int, store: Store, admin: Actor) -> None:
    opened(store, admin)
    cookie = signed_in(door, "li", GIVEN)
    for changed in ({"new": GIVEN, "again": GIVEN}, {"old": OWN}, {"again": "别的"}, {"new": "", "again": ""}):
        assert renewed(door, cookie, **changed)[0] == 422
    page = send_form(door, "/password", {"next": "/tasks"}, cookie=cookie)
    assert 'name="next" value="/tasks"' in page.text
    assert ask(door, "/tasks", cookie=cookie).status == 303


def test_no_other_site_can_be_gone_on_to(door: int, store: Store, admin: Actor) -> None:
    opened(store, admin)
    assert renewed(door, signed_in(door, "li", GIVEN), next="//evil.example")[1] == "/"


def test_it_can_be_signed_out_of(door: int, store: Store, admin: Actor) -> None:
    opened(store, admin)
    cookie = signed_in(door, "li", GIVEN)
    assert ask(door, "/sign-out", "POST", cookie=cookie).where == "/sign-in"
    assert ask(door, "/password", cookie=cookie).where == "/sign-in?next=%2Fpassword"


def test_who_chose_their_password_is_asked_nothing(door: int) -> None:
    assert ask(door, "/tasks", cookie=signed_in(door)).status == 200


def test_who_comes_in_by_the_units_own_account_is_asked_nothing(store: Store, admin: Actor) -> None:
    token = open_session(store, opened(store, admin), "li", by_oidc=True)
    assert not must_renew(store, token)

"""What a person sees at the door: signing in and out, and the first account."""

import re

import pytest

from board.access import Actor
from board.accounts import actions as accounts
from board.errors import Invalid
from board.store.store import Store
from board.web.door.entrance import is_own_path
from board.web.door.one_time_code import one_time_code
from tests.web.client import FIRST, PASSWORD, Answer, ask, send_form, signed_in


def test_the_form_stands_alone_and_puts_the_cursor_in_the_first_field(door: int) -> None:
    answer = ask(door, "/sign-in")
    assert answer.status == 200
    assert "<title>登录 · 查改看板</title>" in answer.text
    assert re.search(r'<input id="name"[^>]* autofocus>', answer.text)
    assert "http" not in answer.text
    assert "<script" not in answer.text


def test_the_door_calls_things_as_the_administrator_does(door: int, admin: Actor, store: Store) -> None:
    assert '<label for="name">登录名</label>' in ask(door, "/sign-in").text
    with pytest.raises(Invalid) as caught:
        accounts.create_account(store, admin, {})
    assert (caught.value.fields["name"], caught.value.fields["display_name"]) == ("请填写登录名", "请填写显示的名字")


def test_the_right_password_opens_the_page_that_was_asked_for(door: int) -> None:
    fields = {"name": "Keeper", "password": PASSWORD, "next": "/rectification?status=closed"}
    answer = send_form(door, "/sign-in", fields)
    assert (answer.status, answer.where) == (303, "/rectification?status=closed")
    assert ask(door, "/rectification", cookie=answer.cookie).status == 200


def test_no_script_can_read_the_cookie_and_no_other_site_can_use_it(door: int) -> None:
    cookie = send_form(door, "/sign-in", {"name": "keeper", "password": PASSWORD}).headers["set-cookie"].lower()
    assert {"httponly", "samesite=lax", "path=/", "max-age=43200"} <= set(cookie.split("; "))


def test_a_wrong_password_is_said_in_place_and_the_name_is_kept(door: int) -> None:
    answer = send_form(door, "/sign-in", {"name": 'a"<b>', "password": "secret-guess", "next": "/tasks"})
    assert answer.status == 422
    assert not answer.cookie
    assert 'role="alert">登录名或密码不对' in answer.text
    assert 'value="a&quot;&lt;b&gt;"' in answer.text
    assert "secret-guess" not in answer.text
    assert 'name="next" value="/tasks"' in answer.text
    assert re.search(r'<input id="password"[^>]* autofocus>', answer.text)


@pytest.mark.parametrize("name", ["keeper", "nobody"])
def test_the_sixth_guess_is_locked_out_whether_the_name_exists_or_not(door: int, name: str) -> None:
    given = {"name": name, "password": "wrong", "once": "the same showing of the form"}
    said = [send_form(door, "/sign-in", given).text for _ in range(5)]
    assert len(set(said)) == 1
    assert "尝试次数过多" in send_form(door, "/sign-in", {"name": name, "password": PASSWORD}).text


def test_an_empty_form_and_a_huge_one_are_refused(door: int) -> None:
    assert send_form(door, "/sign-in", {}).status == 422
    assert send_form(door, "/sign-in", {"name": "x" * 100_000, "password": "y"}).status == 422


def test_signing_out_ends_the_session_for_good(door: int) -> None:
    cookie = signed_in(door)
    answer = ask(door, "/sign-out", "POST", cookie=cookie)
    assert (answer.status, answer.where) == (303, "/sign-in")
    assert 'chagai_session=""' in answer.headers["set-cookie"]
    assert ask(door, "/overview", cookie=cookie).status == 303
    assert ask(door, "/sign-out", "POST").status == 303


def test_signing_out_is_not_done_by_following_a_link(door: int) -> None:
    cookie = signed_in(door)
    assert ask(door, "/sign-out", cookie=cookie).status == 405
    assert ask(door, "/tasks", cookie=cookie).status == 200


@pytest.mark.parametrize(
    ("path", "is_own"),
    [
        ("/", True),
        ("/rectification?status=closed&owner=P01", True),
        ("/tasks#T03", True),
        ("", False),
        ("tasks", False),
        ("//evil.example", False),
        ("/\\evil.example", False),
        ("\\\\evil.example", False),
        ("https://evil.example/", False),
        ("javascript:alert(1)", False),
        ("/tasks\r\nSet-Cookie: a=b", False),
    ],
)
def test_only_a_path_of_this_site_is_gone_on_to(door: int, path: str, is_own: bool) -> None:
    assert is_own_path(path) is is_own
    answer = send_form(door, "/sign-in", {"name": "keeper", "password": PASSWORD, "next": path})
    assert answer.where == (path if is_own else "/")


def setup(port: int, **changed: str) -> str:
    return send_form(port, "/setup", {"code": one_time_code(), **FIRST, **changed}).text


def test_the_first_account_is_made_with_the_code_and_signed_in(new_door: int, store: Store) -> None:
    assert ask(new_door, "/sign-in").where == "/setup"
    assert ask(new_door, "/setup").status == 200
    code = one_time_code()
    answer = send_form(new_door, "/setup", {"code": f" {code[:5].lower()}-{code[5:]} ", **FIRST})
    assert (answer.status, answer.where) == (303, "/")
    assert ask(new_door, "/admin", cookie=answer.cookie).status == 200
    assert accounts.accounts(store)["roles"].tolist() == [("admin", "clerk")]


def test_the_code_works_only_until_there_is_an_account(new_door: int, store: Store, admin: Actor) -> None:
    accounts.create_account(store, admin, {**FIRST, "roles": ["leader"]})
    assert ask(new_door, "/setup").where == "/sign-in"
    assert send_form(new_door, "/setup", {"code": one_time_code(), **FIRST, "name": "other"}).where == "/sign-in"
    assert accounts.accounts(store)["name"].tolist() == ["keeper"]


def test_a_wrong_code_makes_nothing_and_five_of_them_end_the_guessing(new_door: int, store: Store) -> None:
    for _ in range(5):
        assert "口令不对" in setup(new_door, code="AAAAAAAAAA")
    assert "尝试次数过多" in setup(new_door)
    assert not accounts.is_set_up(store)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("again", "something-else", "两次输入的密码不一样"),
        ("password", "short", "密码至少 10 个字符"),
        ("name", "", "请填写登录名"),
    ],
)
def test_what_will_not_do_is_said_beside_its_field(new_door: int, field: str, value: str, said: str) -> None:
    changed = {field: value, **({"again": value} if field == "password" else {})}
    text = setup(new_door, **changed)
    assert f'id="{field}-fault">{said}' in text
    assert 'value="管理员"' in text
    assert PASSWORD not in text


def test_the_code_is_long_enough_and_easy_to_read() -> None:
    assert re.fullmatch(r"[2-9A-HJKMNP-Z]{10}", one_time_code())


NEW = "second bell at nine"


def change(port: int, cookie: str, **changed: str) -> Answer:
    return send_form(port, "/password", {"old": PASSWORD, "new": NEW, "again": NEW, **changed}, cookie=cookie)


def test_one_changes_ones_own_password_and_stays_signed_in_here_alone(door: int) -> None:
    here, elsewhere = signed_in(door), signed_in(door)
    assert '<label for="old">原来的密码</label>' in ask(door, "/password", cookie=here).text
    answer = change(door, here)
    assert (answer.status, answer.where) == (303, "/password?changed=1")
    assert {"httponly", "samesite=lax"} <= set(answer.headers["set-cookie"].lower().split("; "))
    assert "密码已改好" in ask(door, answer.where, cookie=answer.cookie).text
    assert ask(door, "/tasks", cookie=answer.cookie).status == 200
    assert {ask(door, "/tasks", cookie=old).status for old in (here, elsewhere)} == {303}
    assert signed_in(door, password=NEW)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("old", "wrong-password", 'id="old-fault">原来的密码不对'),
        ("again", "something else", 'id="again-fault">两次输入的新密码不一样'),
        ("new", "keeper2026", 'id="new-fault">密码不能是登录名'),
    ],
)
def test_a_new_password_that_will_not_do_is_said_beside_its_field(door: int, field: str, value: str, said: str) -> None:
    cookie = signed_in(door)
    answer = change(door, cookie, **{field: value}, **({"again": value} if field == "new" else {}))
    assert answer.status == 422
    assert said in answer.text
    assert NEW not in answer.text
    assert ask(door, "/tasks", cookie=cookie).status == 200


def test_a_stranger_is_sent_to_sign_in_before_changing_a_password(door: int) -> None:
    assert ask(door, "/password").where == "/sign-in?next=%2Fpassword"
    assert change(door, "").status == 403


def test_the_demonstration_has_no_passwords(demo_door: int) -> None:
    assert ask(demo_door, "/password").where == "/"


def test_signing_in_again_ends_the_session_the_browser_had(door: int) -> None:
    old = signed_in(door)
    new = send_form(door, "/sign-in", {"name": "keeper", "password": PASSWORD}, cookie=old).cookie
    assert new != old
    assert (ask(door, "/tasks", cookie=old).status, ask(door, "/tasks", cookie=new).status) == (303, 200)

"""Where the product runs for real: nobody sees anything without signing in, and everybody only what is theirs."""

import re

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from board import accounts, sign_in
from board.access import Actor, Role
from tests.example_school import Example
from tests.pages.conftest import SignIn
from tests.pages.visitor import SUBJECTS, messages, offered, opened, opened_by_itself, said, sent, title

SIGN_IN = "**请先登录**　登录已失效，或者还没有登录。[去登录](/sign-in)"
SCHOOL = re.compile("嘉泽|示例|整改|R-0|O-0")
every_page = pytest.mark.parametrize("subject", SUBJECTS)


def shown(at: AppTest) -> list[str]:
    """Every element of the page, by what it says."""
    return [str(getattr(each, "value", each.type)) for each in at._tree if isinstance(each, Element)]


@every_page
def test_a_stranger_sees_the_way_to_sign_in_and_nothing_else(
    read_real_school: Example, cookies: dict[str, str], subject: str
) -> None:
    at = opened(subject)
    assert shown(at) == [SIGN_IN]
    assert len(at.sidebar) == 0
    assert offered(at) == []
    assert SCHOOL.findall(sent(at)) == []


@every_page
def test_a_page_run_without_the_shell_still_asks_who_is_there(
    read_real_school: Example, cookies: dict[str, str], subject: str
) -> None:
    at = opened_by_itself(subject)
    assert shown(at) == [SIGN_IN]
    assert SCHOOL.findall(sent(at)) == []


def test_a_page_run_without_the_shell_still_asks_what_one_may_see(signed_in: SignIn) -> None:
    signed_in(Role.ADMIN)
    closed = {subject for subject in SUBJECTS if "不对您的角色开放" in said(opened_by_itself(subject))}
    assert closed == {"opinions", "imports"}


def test_a_role_in_the_url_changes_nothing_where_people_sign_in(signed_in: SignIn) -> None:
    signed_in(Role.OWNER, person_id="P03")
    at = opened("opinions", role="工作人员")
    assert "不对您的角色开放" in said(at)
    assert [each.label for each in at.selectbox] == ["与…相比"]


def test_a_forged_cookie_is_a_stranger(read_real_school: Example, cookies: dict[str, str]) -> None:
    cookies[sign_in.COOKIE] = "A-clerk"
    assert SIGN_IN in said(opened("overview"))


def test_who_is_signed_in_is_named_on_every_page_with_the_way_out(signed_in: SignIn) -> None:
    signed_in(Role.LEADER, person_id="M02")
    for subject in ("overview", "opinions", "imports"):
        at = opened(subject)
        assert [each.value for each in at.sidebar.caption] == ["已登录：王老师"]
        assert "退出登录" in at.sidebar.html[0].value


def test_a_session_that_was_ended_shows_nothing_at_the_next_click(
    signed_in: SignIn, real_school: Example, admin: Actor
) -> None:
    account_id = signed_in(Role.CLERK)
    at = opened("rectification")
    assert title(at) == "整改台账"
    accounts.deactivate_account(real_school.store, admin, account_id)
    at.run()
    assert said(at) == SIGN_IN
    assert SCHOOL.findall(sent(at)) == []


def test_a_role_that_was_taken_away_closes_its_pages_at_the_next_click(
    signed_in: SignIn, real_school: Example, admin: Actor, cookies: dict[str, str]
) -> None:
    account_id = signed_in(Role.CLERK)
    at = opened("imports")
    assert at.file_uploader
    accounts.edit_account(real_school.store, admin, account_id, {"roles": [Role.LEADER]})
    cookies[sign_in.COOKIE] = sign_in.open_session(real_school.store, account_id, "wang")
    at.run()
    assert "不对您的角色开放" in said(at)
    assert not at.file_uploader


def test_somebody_with_two_roles_may_see_what_either_may(signed_in: SignIn) -> None:
    signed_in(Role.ADMIN, Role.CLERK)
    assert offered(opened("overview")) == [
        "总览",
        "工作任务",
        "征求意见",
        "整改台账",
        "群众评议",
        "数据导入",
        "系统管理",
    ]


def test_nothing_is_sent_that_a_stranger_could_read_the_data_from(
    read_real_school: Example, cookies: dict[str, str]
) -> None:
    kinds = {message.WhichOneof("type") for message in messages(opened("rectification"))}
    assert kinds <= {"page_config_changed", "delta", "new_session", "script_finished", "session_status_changed"}

"""Where the product runs for real: nobody sees anything without signing in, and everybody only what is theirs."""

import re

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from board.access import Actor, Role, allowed
from board.accounts import actions as accounts
from board.accounts import sign_in
from board.imports import commit as imports
from board.opinions import actions as opinions
from board.tasks import actions as tasks
from tests.example_school import Example
from tests.ledger_rows import by_id
from tests.pages.conftest import SignIn
from tests.pages.visitor import (
    LISTED,
    ROOT,
    SUBJECTS,
    TITLES,
    filled,
    messages,
    offered,
    once_button,
    opened,
    opened_by_itself,
    saved,
    sent,
    sentences_on,
    title,
)

LATE = ROOT / "data" / "samples" / "ballots-E2-late.csv"
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


def may_see(subject: str, *roles: Role) -> bool:
    return allowed(Actor("", "", frozenset(roles)), f"see.{subject}")


@every_page
def test_a_page_run_without_the_shell_still_asks_who_is_there(
    read_real_school: Example, cookies: dict[str, str], subject: str
) -> None:
    at = opened_by_itself(subject)
    assert shown(at) == [SIGN_IN]
    assert SCHOOL.findall(sent(at)) == []


@pytest.mark.walk
def test_a_page_run_without_the_shell_still_asks_what_one_may_see(signed_in: SignIn) -> None:
    signed_in(Role.ADMIN)
    closed = {subject for subject in SUBJECTS if "不对您的角色开放" in sentences_on(opened_by_itself(subject))}
    assert closed == {subject for subject in SUBJECTS if not may_see(subject, Role.ADMIN)}
    assert {"opinions", "imports"} <= closed


def test_a_role_in_the_url_changes_nothing_where_people_sign_in(signed_in: SignIn) -> None:
    signed_in(Role.OWNER, person_id="P03")
    at = opened("opinions", role="工作人员")
    assert "不对您的角色开放" in sentences_on(at)
    assert [each.label for each in at.selectbox] == ["与…相比"]


def test_a_forged_cookie_is_a_stranger(read_real_school: Example, cookies: dict[str, str]) -> None:
    cookies[sign_in.COOKIE] = "A-clerk"
    assert SIGN_IN in sentences_on(opened("overview"))


@pytest.mark.walk
def test_who_is_signed_in_is_named_on_every_page_with_the_way_out(signed_in: SignIn) -> None:
    signed_in(Role.LEADER, person_id="M02")
    for subject in ("overview", "opinions", "imports"):
        at = opened(subject)
        (shown,) = [each.value for each in at.sidebar.html if "退出登录" in each.value]
        assert "已登录：王老师" in shown


def test_a_session_that_was_ended_shows_nothing_at_the_next_click(
    signed_in: SignIn, real_school: Example, admin: Actor
) -> None:
    account_id = signed_in(Role.CLERK)
    at = opened("rectification")
    assert title(at) == "整改台账"
    accounts.deactivate_account(real_school.store, admin, account_id)
    at.run()
    assert sentences_on(at) == SIGN_IN
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
    assert "不对您的角色开放" in sentences_on(at)
    assert not at.file_uploader


@pytest.mark.walk
def test_what_was_typed_before_a_session_ended_is_not_written_after(
    signed_in: SignIn, real_school: Example, admin: Actor
) -> None:
    account_id = signed_in(Role.CLERK)
    at = opened("opinions").button(key="opinions_add").click().run()
    filled(at, "opinions_new", content="操场要修", channel="座谈会", giver="家长")
    accounts.deactivate_account(real_school.store, admin, account_id)
    saved(at, "opinions_new")
    assert sentences_on(at) == SIGN_IN
    assert len(opinions.opinions(real_school.store, real_school.activity_id, real_school.today)) == 62


def test_a_file_is_not_imported_once_the_session_has_ended(
    signed_in: SignIn, real_school: Example, admin: Actor
) -> None:
    account_id = signed_in(Role.CLERK)
    at = opened("imports")
    at.file_uploader[0].upload(LATE.name, LATE.read_bytes()).run()
    accounts.deactivate_account(real_school.store, admin, account_id)
    once_button(at, "imports_confirm").click().run()
    assert sentences_on(at) == SIGN_IN
    assert len(imports.history(real_school.store, real_school.activity_id)) == 4


@pytest.mark.walk
def test_nor_with_a_right_that_was_taken_away_meanwhile(
    signed_in: SignIn, real_school: Example, admin: Actor, cookies: dict[str, str]
) -> None:
    account_id = signed_in(Role.CLERK)
    at = opened("tasks", tasks_task="T08")
    at.segmented_control(key="tasks_action_T08").select("report").run()
    accounts.edit_account(real_school.store, admin, account_id, {"roles": [Role.LEADER]})
    cookies[sign_in.COOKIE] = sign_in.open_session(real_school.store, account_id, "wang")
    saved(filled(at, "tasks_action_T08.report", status="done"), "tasks_action_T08.report")
    state = by_id(tasks.tasks(real_school.store, real_school.activity_id, real_school.today), "task_id")["T08"]
    assert state["status"] == "in_progress"


@pytest.mark.walk
def test_somebody_with_two_roles_may_see_what_either_may(signed_in: SignIn) -> None:
    signed_in(Role.ADMIN, Role.CLERK)
    seen = [TITLES[subject] for subject in LISTED if may_see(subject, Role.ADMIN, Role.CLERK)]
    assert offered(opened("overview")) == seen
    assert {"征求意见", "系统管理"} <= set(seen)


def test_nothing_is_sent_that_a_stranger_could_read_the_data_from(
    read_real_school: Example, cookies: dict[str, str]
) -> None:
    kinds = {message.WhichOneof("type") for message in messages(opened("rectification"))}
    assert kinds <= {"page_config_changed", "delta", "new_session", "script_finished", "session_status_changed"}

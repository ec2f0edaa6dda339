"""系统管理 and the first minutes: accounts, activities, and what stands there before there are any."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from board import clock
from board.access import Actor, Role
from board.accounts import actions as accounts
from board.activity import activities
from board.example.school import load_example
from board.operating.settings import Settings
from board.store.store import Store
from board.ui.parts.plain import in_markdown
from board.web import serving
from tests.example_school import Example
from tests.ledger_rows import by_id
from tests.pages.conftest import SignIn
from tests.pages.visitor import (
    faults,
    figures,
    filled,
    ids,
    notices,
    offered,
    opened,
    saved,
    sentences_on,
    sheet,
    tables,
    title,
    typed,
)

pytestmark = pytest.mark.walk

PASSWORD = "开会前先看台账2026"
NEW = {"name": "li", "display_name": "李老师", "roles": ["owner"], "person_id": "P03", "password": PASSWORD}


def adding() -> AppTest:
    return opened("admin", Role.ADMIN).button(key="admin_add").click().run()


def account_of(school: Example, name: str) -> dict[str, Any]:
    return by_id(accounts.accounts(school.store), "name")[name]


@pytest.fixture
def li(school: Example, admin: Actor) -> str:
    """An account of the example's; its id."""
    fields = {**NEW, "people": {school.activity_id: "P03"}}
    return accounts.create_account(school.store, admin, fields)


def test_an_account_is_opened_and_listed_with_its_person(school: Example) -> None:
    at = saved(filled(adding(), "admin_new", **NEW), "admin_new")
    assert notices(at) == ["已建立账号 li"]
    assert sheet(at) is None
    row = next(each.value for each in tables(at) if each.key == "admin_table").iloc[0]
    assert (row["name"], row["role_words"], row["person"], row["state"]) == ("li", "责任人", "总务主任", "在用")


def test_an_account_refused_says_why_under_each_field(school: Example) -> None:
    at = saved(filled(adding(), "admin_new", **{**NEW, "name": "a b", "roles": [], "password": "123"}), "admin_new")
    assert [fault.split("：")[0] for fault in faults(at)] == ["登录名", "角色", "密码"]
    assert typed(at, "admin_new", "display_name", "person_id") == ["李老师", "P03"]
    assert len(accounts.accounts(school.store)) == 0


def test_a_name_is_given_once(school: Example, li: str) -> None:
    at = saved(filled(adding(), "admin_new", **NEW), "admin_new")
    assert len(faults(at)) == 1
    assert faults(at)[0].startswith("登录名：")


def test_no_password_reaches_the_page(school: Example, li: str) -> None:
    at = opened("admin", Role.ADMIN, admin_account="li")
    assert sheet(at) == "账号"
    assert PASSWORD not in str(at)
    assert "argon2" not in str(at)


def test_an_account_changes_roles_and_is_switched_off_and_on(school: Example, li: str) -> None:
    at = opened("admin", Role.ADMIN, admin_account="li")
    form = next(each.key for each in at.form if each.key and each.key.startswith("admin_edit"))
    saved(filled(at, form, roles=["owner", "clerk"]), form)
    assert set(account_of(school, "li")["roles"]) == {"owner", "clerk"}
    switch = f"admin_active_{li}"
    saved(at, switch)
    assert not account_of(school, "li")["is_active"]
    saved(at, switch)
    assert account_of(school, "li")["is_active"]


def test_the_last_administrator_is_not_switched_off(signed_in: SignIn, real_school: Example) -> None:
    account_id = signed_in(Role.ADMIN)
    at = opened("admin", admin_account="wang")
    saved(at, f"admin_active_{account_id}")
    assert "不能没有管理员" in at.error[0].value
    assert account_of(real_school, "wang")["is_active"]


def test_a_newcomer_loads_the_example_and_every_page_says_something(blank: Store) -> None:
    at = opened("overview", Role.ADMIN)
    saved(at, "start_example")
    assert notices(at) == ["已载入示例"]
    assert title(at) == "总览"
    assert figures(at)
    assert len(activities.activities(blank)) == 1


def test_the_plan_becomes_an_activity_with_its_tasks_and_no_records(blank: Store) -> None:
    at = saved(opened("overview", Role.ADMIN), "start_activity")
    assert not at.exception
    assert notices(at)[0].startswith("已建立活动")
    assert len(ids(opened("tasks", Role.CLERK), "tasks_table")) == 18
    assert ids(opened("rectification", Role.CLERK), "rectification_table") == []


def test_an_activity_needs_its_first_day(blank: Store) -> None:
    at = opened("overview", Role.ADMIN)
    saved(filled(at, "start_activity", start_on=None), "start_activity")
    assert not at.exception
    assert faults(at) == ["开始日期：请填写开始日期"]
    assert activities.activities(blank).empty


def test_the_same_plan_with_the_same_start_is_refused(planned: Example) -> None:
    for count, said_wrong in ((2, False), (2, True)):
        at = saved(
            filled(opened("admin", Role.ADMIN, admin_part="活动"), "start_activity", start_on=clock.today()),
            "start_activity",
        )
        assert not at.exception
        assert bool(faults(at) or at.error) == said_wrong
        assert len(activities.activities(planned.store)) == count


def test_nobody_but_the_administrator_can_start_anything(blank: Store) -> None:
    at = opened("overview", Role.CLERK)
    assert not at.button
    assert "管理员建立活动以后" in sentences_on(at)


def test_the_role_switch_is_of_the_demonstration_only(signed_in: SignIn, real_school: Example) -> None:
    signed_in(Role.CLERK)
    assert "以哪个角色看" not in [each.label for each in opened("overview").selectbox]


def test_in_the_demonstration_the_role_can_be_switched_on_any_page(read_school: Example) -> None:
    at = opened("imports")
    at.selectbox(key="role").select("责任人").run()
    assert "不对您的角色开放" in sentences_on(at)
    assert "数据导入" not in offered(at)
    assert clock.today() == read_school.today


def test_the_texts_of_an_activity_that_is_over_are_destroyed_when_the_word_is_typed(
    store: Store, tmp_path: Path
) -> None:
    load_example(store, clock.today() - timedelta(days=60))
    serving.serve(store, Settings(tmp_path, demo=True))
    at = saved(filled(opened("admin", Role.ADMIN, admin_part="活动"), "admin_destroy", typed="好"), "admin_destroy")
    assert faults(at)
    at = saved(filled(at, "admin_destroy", typed="销毁"), "admin_destroy")
    assert notices(at)[0].startswith("已销毁")
    assert "销毁意见原文" not in sentences_on(at)
    assert {row["content"] for row in store.rows("audit/rows_of", table="opinions")} == {"原文已销毁"}


def test_nothing_is_offered_to_be_destroyed_while_the_activity_goes_on(read_school: Example) -> None:
    assert "销毁意见原文" not in sentences_on(opened("admin", Role.ADMIN, admin_part="活动"))


def test_an_account_is_deleted_after_a_look_and_its_name_typed(school: Example, li: str) -> None:
    at = opened("admin", Role.ADMIN, admin_account="li").button(key=f"admin_leave_{li}").click().run()
    assert any(in_markdown(f"已注销账号 {li}") in each.value for each in at.warning)
    assert any("登录名" in each.value for each in at.error)
    form = f"admin_delete_{li}"
    at = saved(filled(at, form, typed="wang"), form)
    assert len(faults(at)) == 1
    at = saved(filled(at, form, typed="li"), form)
    assert notices(at) == [f"已注销，记录里写作“已注销账号 {li}”"]
    assert len(accounts.accounts(school.store)) == 0


def test_the_look_at_a_deletion_can_be_left(school: Example, li: str) -> None:
    at = opened("admin", Role.ADMIN, admin_account="li").button(key=f"admin_leave_{li}").click().run()
    at = at.button(key=f"admin_stay_{li}").click().run()
    assert at.button(key=f"admin_leave_{li}")
    assert "li" in accounts.accounts(school.store)["name"].tolist()


def test_nobody_deletes_their_own_account(signed_in: SignIn, real_school: Example) -> None:
    account_id = signed_in(Role.ADMIN)
    at = opened("admin", admin_account="wang")
    assert f"admin_leave_{account_id}" not in [each.key for each in at.button]

"""A form with room for sentences takes up what was typed into it and not saved."""

from board import accounts, activities, form_drafts, opinions
from board.access import Actor, Role
from board.accounts_deletion import delete_account
from board.form_drafts import Draft
from tests.example_school import Example
from tests.pages.visitor import filled, opened, saved, typed

PLACE = "st-key-opinions_new-content"
CLERK = Actor("demo-clerk", "", frozenset({Role.CLERK}))


def adding(role: Role = Role.CLERK) -> list[str]:
    return typed(opened("opinions", role).button(key="opinions_add").click().run(), "opinions_new", "content")


def begun(school: Example, text: str = "楼道里的灯\n坏了一个月") -> None:
    form_drafts.keep(school.store, CLERK, school.activity_id, {PLACE: ("", text)})


def test_what_was_typed_stands_there_again_until_it_is_given_up(school: Example) -> None:
    begun(school)
    at = opened("opinions", Role.CLERK).button(key="opinions_add").click().run()
    assert typed(at, "opinions_new", "content") == ["楼道里的灯\n坏了一个月"]
    assert any("没有保存的内容" in each.value for each in at.caption)
    at = at.button(key="opinions_new/give_up").click().run()
    assert typed(at, "opinions_new", "content") == [""]
    assert adding() == [""]


def test_it_is_gone_once_it_is_saved(school: Example) -> None:
    begun(school)
    count = len(opinions.opinions(school.store, school.activity_id, school.today))
    at = opened("opinions", Role.CLERK).button(key="opinions_add").click().run()
    at = saved(filled(at, "opinions_new", channel="书面", giver="教职工", aspect="工作作风"), "opinions_new")
    assert len(opinions.opinions(school.store, school.activity_id, school.today)) == count + 1
    assert form_drafts.kept(school.store, CLERK, school.activity_id) == {}
    assert typed(at, "opinions_new", "content") == [""]


def test_what_was_refused_is_kept(school: Example) -> None:
    at = opened("opinions", Role.CLERK).button(key="opinions_add").click().run()
    saved(filled(at, "opinions_new", content="食堂的汤", channel=None), "opinions_new")
    assert form_drafts.kept(school.store, CLERK, school.activity_id)[PLACE].text == "食堂的汤"
    assert adding() == ["食堂的汤"]


def mine(example: Example, account_id: str) -> dict[str, Draft]:
    return form_drafts.kept(example.store, Actor(account_id, "", frozenset()), example.activity_id)


def test_what_is_kept_is_the_writers_alone_and_outlives_the_store(school: Example, clerk: Actor, leader: Actor) -> None:
    form_drafts.keep(school.store, clerk, school.activity_id, {PLACE: ("", "楼道里的灯\n坏了一个月")})
    assert mine(school, clerk.account_id)[PLACE].text == "楼道里的灯\n坏了一个月"
    assert mine(school, leader.account_id) == {}
    assert activities.activities(school.store)["activity_id"].tolist() == [school.activity_id]
    assert form_drafts.kept(school.store, clerk, "HD-99") == {}


def test_what_stands_as_it_was_is_no_draft(school: Example, clerk: Actor) -> None:
    form_drafts.keep(school.store, clerk, school.activity_id, {PLACE: ("", "楼道"), "other": ("一", "二")})
    form_drafts.keep(school.store, clerk, school.activity_id, {PLACE: ("", "")})
    assert list(mine(school, clerk.account_id)) == ["other"]
    form_drafts.drop(school.store, clerk, school.activity_id, ["other"])
    assert mine(school, clerk.account_id) == {}


def test_it_goes_with_the_account_and_with_the_words_of_an_activity(
    school: Example, clerk: Actor, admin: Actor
) -> None:
    fields = {"name": "li", "display_name": "李老师", "roles": [Role.CLERK], "password": "开会前先看台账2026"}
    account_id = accounts.create_account(school.store, admin, fields)
    keeper = accounts.create_account(school.store, admin, {**fields, "name": "keeper", "roles": [Role.ADMIN]})
    for each in (account_id, clerk.account_id):
        writer = Actor(each, "", frozenset())
        form_drafts.keep(school.store, writer, school.activity_id, {PLACE: ("", "楼道里的灯")})
    delete_account(school.store, Actor(keeper, "管理员", frozenset({Role.ADMIN})), account_id, "li")
    assert mine(school, account_id) == {}
    assert mine(school, clerk.account_id)
    form_drafts.forget_activity(school.store, school.activity_id)
    assert mine(school, clerk.account_id) == {}


def test_a_file_that_is_damaged_is_no_draft(school: Example, clerk: Actor) -> None:
    form_drafts.keep(school.store, clerk, school.activity_id, {PLACE: ("", "楼道里的灯")})
    assert school.store.path
    (path,) = school.store.path.with_suffix(".drafts").rglob("*.json")
    path.write_text("{")
    assert mine(school, clerk.account_id) == {}

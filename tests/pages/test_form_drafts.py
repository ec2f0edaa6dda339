"""A form that takes more than a moment takes up what was filled into it and not saved."""

from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.accounts import actions as accounts
from board.accounts import form_drafts
from board.accounts.form_drafts import Draft
from board.activity import activities
from board.operating.account_deletion import delete_account
from board.opinions import actions as opinions
from board.ui.parts.plain import in_markdown
from tests.example_school import Example
from tests.pages.visitor import filled, opened, opened_with, saved, sentences_on, typed

pytestmark = pytest.mark.walk

PLACE = "st-key-opinions_new-content 意见内容"
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


NEW, EDIT = "rectification_new", "rectification_action_R-006.edit"
LOST = "以前选的这几项现在没有了"


LABELS = {
    "kind": "类别",
    "due_on": "整改时限",
    "found_on": "查出日期",
    "opinion_ids": "来自哪些意见",
    "owner_id": "责任人",
    "measure": "整改措施",
    "others": "其他到会的人",
}


def begin(school: Example, form: str, **held: tuple[str, str]) -> None:
    """Somebody filled in fields, each of which held something before, and saved none of it."""
    stem = f"st-key-{form.replace('.', '-')}"
    typed = {f"{stem}-{name} {LABELS[name]}": each for name, each in held.items()}
    form_drafts.keep(school.store, CLERK, school.activity_id, typed)


def registering() -> AppTest:
    return opened("rectification", Role.CLERK).button(key="rectification_add").click().run()


def editing() -> AppTest:
    state = {"rectification_action_R-006": "edit"}
    return opened_with(state, "rectification", Role.CLERK, rectification_item="R-006")


def test_days_choices_and_many_at_once_stand_there_again(school: Example) -> None:
    (first, second, *_), contents = heard(school)
    many = f"{first} {contents[0]}\n{second} {contents[1]}"
    begin(school, NEW, kind=("限期整改", "立行立改"), due_on=("", "2026-12-05"), opinion_ids=("", many))
    at = registering()
    assert typed(at, NEW, "kind", "due_on", "opinion_ids") == ["immediate", date(2026, 12, 5), [first, second]]
    assert LOST not in sentences_on(at)


def heard(school: Example) -> tuple[list[str], list[str]]:
    rows = opinions.opinions(school.store, school.activity_id, school.today)
    rows = rows[~rows["is_merged"]]
    return rows["opinion_id"].tolist(), rows["content"].tolist()


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [("owner_id", "调走的老师", "责任人（调走的老师）"), ("due_on", "1990-01-01", "整改时限（1990-01-01）")],
)
def test_what_can_be_chosen_no_more_is_told_and_not_put_in(school: Example, name: str, text: str, word: str) -> None:
    before = typed(editing(), EDIT, name)
    begin(school, EDIT, measure=("", "重新安排"), **{name: ("", text)})
    at = editing()
    assert in_markdown(word) in sentences_on(at)
    assert LOST in sentences_on(at)
    assert typed(at, EDIT, name, "measure") == [*before, "重新安排"]


def test_of_many_those_that_are_there_still_are_put_in(school: Example) -> None:
    opinion_id, content = (each[0] for each in heard(school))
    begin(school, NEW, opinion_ids=("", f"{opinion_id} {content}\nYJ-999 合并掉的意见"))
    at = registering()
    assert typed(at, NEW, "opinion_ids") == [[opinion_id]]
    assert in_markdown("来自哪些意见（YJ-999 合并掉的意见）") in sentences_on(at)


def test_a_record_that_another_changed_meanwhile_says_so(school: Example) -> None:
    begin(school, EDIT, kind=("立行立改", "限期整改"))
    assert "这条记录后来改过" not in sentences_on(editing())
    form_drafts.forget_activity(school.store, school.activity_id)
    begin(school, EDIT, kind=("创造条件整改", "限期整改"))
    assert "这条记录后来改过" in sentences_on(editing())


def test_a_day_that_a_blank_form_proposes_is_no_change_of_a_record(school: Example) -> None:
    day = school.today - timedelta(days=9)
    begin(school, NEW, found_on=(str(school.today - timedelta(days=1)), str(day)))
    at = registering()
    assert typed(at, NEW, "found_on") == [day]
    assert "这条记录后来改过" not in sentences_on(at)


def test_who_goes_on_from_what_was_kept_goes_on_from_what_stood_there_at_first(school: Example) -> None:
    begin(school, EDIT, measure=("原来的措施", "改了一半"))
    begin(school, EDIT, measure=("改了一半", "改完了"))
    place = "st-key-rectification_action_R-006-edit-measure 整改措施"
    assert form_drafts.kept(school.store, CLERK, school.activity_id)[place].base == "原来的措施"
    begin(school, EDIT, measure=("改完了", "原来的措施"))
    assert form_drafts.kept(school.store, CLERK, school.activity_id) == {}


def test_what_was_emptied_stays_empty(school: Example) -> None:
    (due_on,) = typed(editing(), EDIT, "due_on")
    begin(school, EDIT, due_on=(str(due_on), ""))
    assert typed(editing(), EDIT, "due_on") == [None]


def test_days_and_choices_of_a_refused_form_are_kept(school: Example) -> None:
    saved(filled(registering(), NEW, problem="楼道", kind="immediate", due_on=date(2026, 12, 5)), NEW)
    assert typed(registering(), NEW, "problem", "kind", "due_on") == ["楼道", "immediate", date(2026, 12, 5)]


def test_fields_whose_names_are_equally_long_are_not_taken_for_each_other(school: Example) -> None:
    for group, count in (("党员", "41"), ("家长", "500")):
        place = f"st-key-round_forms_E2----paper {group}纸质"
        form_drafts.keep(school.store, CLERK, school.activity_id, {place: ("", count)})
    at = opened("evaluation", Role.CLERK, evaluation_round="E2").button(key="evaluation_forms").click().run()
    assert typed(at, "round_forms_E2", "党员/paper", "家长/paper") == [41, 500]


def test_a_form_of_many_choices_is_worth_it_and_one_that_asks_for_a_password_is_not(school: Example) -> None:
    form = next(each.key for each in opened("meeting", Role.CLERK, meeting_part="会议记录").multiselect)
    stem = str(form).removesuffix(".others")
    begin(school, stem, others=("", "总务主任"))
    at = opened("meeting", Role.CLERK, meeting_part="会议记录")
    assert "没有保存的内容" in sentences_on(at)
    admin = Actor("demo-admin", "", frozenset({Role.ADMIN}))
    form_drafts.keep(school.store, admin, school.activity_id, {"st-key-admin_new-name 登录名": ("", "wang")})
    assert "没有保存的内容" not in sentences_on(opened("admin", Role.ADMIN))


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

"""What a page hands out or refuses is entered in the audit trail, with who was there."""

from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.accounts import actions as accounts
from board.store.store import Store
from board.store.trail.chain import Entry
from tests.example_school import Example
from tests.pages.conftest import SignIn
from tests.pages.hands import taken
from tests.pages.visitor import opened, saved, sentences_on


def since(store: Store, count: int) -> list[Entry]:
    return list(store.entries())[count:]


def test_a_table_that_is_exported_is_entered_when_it_is_fetched(school: Example) -> None:
    count = len(list(school.store.entries()))
    at = opened("tasks", Role.CLERK)
    assert since(school.store, count) == []
    file = taken(at, "tasks_export")
    (entry,) = since(school.store, count)
    named = school.store.names.word(entry.actor_name)
    assert (entry.kind, named, entry.record) == ("export.file", "示例工作人员", file.name)
    assert entry.address == "127.0.0.1"


def test_a_page_not_open_to_a_role_is_entered_once_for_each_browser(signed_in: SignIn, real_school: Example) -> None:
    signed_in(Role.OWNER, person_id="P03")
    count = len(list(real_school.store.entries()))
    at = opened("opinions")
    assert "不对您的角色开放" in sentences_on(at)
    at.run()
    assert [(each.kind, each.record) for each in since(real_school.store, count)] == [("refused.page", "opinions")]


def refused_twice() -> None:
    import streamlit as st  # noqa: PLC0415 - a script of its own

    from board.errors import Refused  # noqa: PLC0415
    from board.ui.parts.errors import show_refusal  # noqa: PLC0415

    show_refusal(st.session_state.setdefault("refusal", Refused("不能删去别人的视图")))


def test_an_action_that_is_refused_is_entered_once_though_it_is_shown_again(school: Example) -> None:
    count = len(list(school.store.entries()))
    AppTest.from_function(refused_twice).run().run()
    assert [(each.kind, each.record) for each in since(school.store, count)] == [
        ("refused.action", "不能删去别人的视图")
    ]


def test_a_save_after_the_session_ended_is_entered_with_whose_it_was(
    signed_in: SignIn, real_school: Example, admin: Actor
) -> None:
    account_id = signed_in(Role.CLERK)
    at = opened("tasks")
    at.button(key="tasks_add").click().run()
    accounts.deactivate_account(real_school.store, admin, account_id)
    count = len(list(real_school.store.entries()))
    saved(at, "tasks_new")
    assert [(each.kind, each.actor_id) for each in since(real_school.store, count)] == [("refused.action", account_id)]

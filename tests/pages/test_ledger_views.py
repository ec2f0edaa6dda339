"""Views of the ledger kept under a name: taken up with one click, by oneself or by everybody, and taken away again."""

from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.activity import saved_views
from board.words import ROLE
from tests.example_school import Example
from tests.pages.hands import cards_of
from tests.pages.visitor import buttons, faults, filled, ids, notices, opened, saved, sentences_on, typed

pytestmark = pytest.mark.walk

TABLE, FORM = "rectification_table", "rectification_view_form"
ASKED: dict[str, Any] = {
    "rectification_view": "整改中",
    "rectification_leader": ["后勤副校长", "校长"],
    "rectification_order": ["进度低的在前", "编号"],
    "rectification_group": "按责任人",
}


def with_views(role: Role, **query: Any) -> AppTest:
    """The ledger with its popover of views open."""
    at = opened("rectification", role, **query)
    at.session_state["rectification_views"] = True
    return at.run()


def kept(role: Role, name: str, *, is_shared: bool = False, **query: Any) -> AppTest:
    """A view kept by the demonstration's person of a role."""
    at = filled(with_views(role, **query), FORM, name=name)
    if is_shared:
        at.checkbox(key=f"{FORM}.is_shared").check()
    return saved(at, FORM)


def offered(at: AppTest) -> list[str]:
    """The names of the views, in their order."""
    return [each.label for each in at.button if str(each.key).startswith("view_V") and "remove" not in str(each.key)]


def taken_up(at: AppTest, name: str) -> AppTest:
    return next(each for each in at.button if each.label == name).click().run()


def asked_of(at: AppTest) -> dict[str, Any]:
    return {key: value for key, value in at.query_params.items() if key.startswith("rectification_")}


def test_a_kept_view_brings_back_its_rows_order_and_groups(school: Example) -> None:
    at = kept(Role.CLERK, "后勤在办", **ASKED)
    assert notices(at) == ["已存为视图“后勤在办”"]
    rows = ids(at, TABLE)
    assert 0 < len(rows) < 30
    fresh = taken_up(with_views(Role.CLERK, rectification_text="螺丝", rectification_owner="总务主任"), "后勤在办")
    assert not fresh.exception
    assert ids(fresh, TABLE) == rows
    assert asked_of(fresh) == ASKED
    assert ids(fresh, "rectification_groups")


def test_days_words_and_looks_are_kept_too(school: Example) -> None:
    asked: dict[str, Any] = {
        "rectification_due_from": str(school.today - timedelta(days=5)),
        "rectification_due_to": str(school.today + timedelta(days=5)),
        "rectification_text": "老师",
        "rectification_lateness": "临期",
        "rectification_look": "看板",
    }
    at = kept(Role.CLERK, "快到期的", **asked)
    fresh = taken_up(with_views(Role.CLERK), "快到期的")
    assert asked_of(fresh) == asked
    assert cards_of(fresh, "rectification_board") == cards_of(at, "rectification_board")
    assert sum(map(len, cards_of(fresh, "rectification_board").values())) > 0


def test_a_view_of_everything_takes_all_filters_off(school: Example) -> None:
    kept(Role.CLERK, "全部事项")
    at = taken_up(with_views(Role.CLERK, **ASKED), "全部事项")
    assert len(ids(at, TABLE)) == 30
    assert asked_of(at) == {}


def test_the_form_is_ready_for_the_next_name(school: Example) -> None:
    at = kept(Role.CLERK, "第一个")
    assert typed(at, FORM, "name") == [""]
    assert offered(at) == ["第一个"]


def test_the_same_name_again_replaces_the_view(school: Example) -> None:
    kept(Role.CLERK, "我的", rectification_owner="总务主任")
    at = kept(Role.CLERK, " 我的 ", rectification_owner="教导主任")
    assert offered(at) == ["我的"]
    assert asked_of(taken_up(with_views(Role.CLERK), "我的")) == {"rectification_owner": "教导主任"}


@pytest.mark.parametrize(
    ("name", "why"), [("", "请给视图起个名字"), ("  ", "请给视图起个名字"), ("长" * 31, "名字最多 30 个字")]
)
def test_a_name_that_will_not_do_is_refused_under_its_field(read_school: Example, name: str, why: str) -> None:
    at = kept(Role.CLERK, name)
    assert faults(at) == [f"把现在的样子存为视图：{why}"]
    assert notices(at) == []
    assert typed(at, FORM, "name") == [name]


def test_without_views_the_popover_says_what_they_are_for(read_school: Example) -> None:
    assert "以后点一下就回到这里" in sentences_on(with_views(Role.LEADER))


def test_ones_own_view_is_nobody_elses(school: Example) -> None:
    kept(Role.LEADER, "我看的")
    assert offered(with_views(Role.LEADER)) == ["我看的"]
    for other in (Role.CLERK, Role.OWNER, Role.ADMIN):
        assert offered(with_views(other)) == []


def test_a_shared_view_is_everybodys_and_says_whose_it_is(school: Example) -> None:
    kept(Role.CLERK, "本周要办", is_shared=True, rectification_lateness="临期")
    for other in (Role.LEADER, Role.OWNER, Role.ADMIN):
        at = with_views(other)
        assert offered(at) == ["本周要办"]
        assert f"示例{ROLE[Role.CLERK]}" in sentences_on(at)
        assert asked_of(taken_up(at, "本周要办")) == {"rectification_lateness": "临期"}


def test_mine_come_before_what_others_share(school: Example) -> None:
    kept(Role.CLERK, "大家的", is_shared=True)
    kept(Role.LEADER, "我的")
    assert offered(with_views(Role.LEADER)) == ["我的", "大家的"]


def test_an_owner_keeps_views_but_cannot_share_them(school: Example) -> None:
    at = with_views(Role.OWNER)
    assert "大家都能用" not in [each.label for each in at.checkbox]
    assert offered(saved(filled(at, FORM, name="我的"), FORM)) == ["我的"]
    assert "大家都能用" in [each.label for each in with_views(Role.LEADER).checkbox]


def test_a_view_is_taken_away_by_whose_it_is(school: Example) -> None:
    at = kept(Role.CLERK, "不用了", is_shared=True)
    assert "删去" not in buttons(with_views(Role.LEADER))
    next(each for each in at.button if each.label == "删去").click().run()
    assert not at.exception
    assert notices(at) == ["已删去视图"]
    assert offered(at) == []
    assert offered(with_views(Role.LEADER)) == []


def test_a_view_taken_away_meanwhile_is_told_in_words(school: Example) -> None:
    at = kept(Role.CLERK, "不用了")
    someone = Actor("demo-clerk", "示例工作人员", frozenset({Role.CLERK}))
    saved_views.remove(school.store, someone, school.activity_id, "V-001")
    next(each for each in at.button if each.label == "删去").click().run()
    assert not at.exception
    assert any("没有这个视图" in each.value for each in at.error)
    assert offered(at) == []


def test_a_view_that_asks_for_somebody_who_has_gone_breaks_nothing(school: Example) -> None:
    clerk = Actor("demo-clerk", "示例工作人员", frozenset({Role.CLERK}))
    query = {"rectification_owner": ["调走的人"], "rectification_view": "没有这一栏", "rectification_gone_filter": "x"}
    saved_views.save(school.store, clerk, school.activity_id, "rectification", "旧的", query)
    at = taken_up(with_views(Role.CLERK), "旧的")
    assert not at.exception
    assert len(ids(at, TABLE)) == 30


def test_a_name_shows_as_it_is_written(school: Example) -> None:
    at = kept(Role.CLERK, "**粗** <b>x</b>")
    assert offered(at) == ["\\*\\*粗\\*\\* \\<b\\>x\\<\\/b\\>"]
    assert notices(at) == ["已存为视图“\\*\\*粗\\*\\* \\<b\\>x\\<\\/b\\>”"]


def test_views_of_the_past_can_be_taken_up_there(school: Example) -> None:
    kept(Role.CLERK, "总务", rectification_owner="总务主任")
    at = taken_up(with_views(Role.CLERK, as_of=str(school.today - timedelta(days=6))), "总务")
    assert not at.exception
    assert asked_of(at) == {"rectification_owner": "总务主任"}

"""程序检查 on its page: from a failure to its rules, from a rule to what is missing and where to mend it."""

from datetime import timedelta

import pytest

from board import clock
from board.access import Role
from board.overview import figures as overview
from board.procedure import verdicts as procedure
from board.procedure import views as procedure_views
from board.web.audience import making_for
from tests.example_school import Example
from tests.pages.hands import figure_followed
from tests.pages.visitor import figure, filled, notices, opened, saved, sentences_on, tables, title


def shown(school: Example) -> dict[str, str]:
    rows = procedure_views.shown(school.store, school.activity_id, school.today)
    return dict(zip(rows["number"], rows["verdict"], strict=True))


def test_the_page_shows_every_rule_what_failed_first(read_school: Example) -> None:
    at = opened("procedure", Role.LEADER)
    table = tables(at)[0].value
    with making_for(None):
        assert table["number"].tolist() == list(shown(read_school))
    assert table["tags"].iloc[0] == ["未通过"]


@pytest.mark.walk
def test_a_failure_leads_to_its_own_rules(read_school: Example) -> None:
    at = opened("procedure", Role.CLERK)
    figure_followed(at, "报告不实")
    rows = procedure_views.shown(read_school.store, read_school.activity_id, read_school.today)
    assert tables(at)[0].value["number"].tolist() == rows[rows["failure"] == "报告不实"]["number"].tolist()
    assert at.query_params["procedure_failure"] in ("报告不实", ["报告不实"])


def test_a_rule_lists_what_is_missing_and_a_click_leads_there(read_school: Example) -> None:
    at = opened("procedure", Role.CLERK, procedure_rule="2.3")
    found = procedure.verdicts(read_school.store, read_school.activity_id, read_school.today)
    gap = next(each for each in found if each.rule.rule_id == "opinions_sorted").gaps[0]
    assert gap.text in at.button(key="procedure_ground_0").label
    at.button(key="procedure_ground_0").click().run()
    assert title(at) == "征求意见"
    assert at.session_state["opinions_opinion"] == gap.record_id


def test_a_number_that_is_no_rule_says_so(read_school: Example) -> None:
    at = opened("procedure", Role.CLERK, procedure_rule="99.9")
    assert not at.exception
    assert "没有找到程序 99.9" in " ".join(notices(at)).replace("\\", "")


@pytest.mark.walk
def test_a_phase_is_called_done_on_the_page_with_a_reason(school: Example) -> None:
    at = opened("procedure", Role.LEADER)
    at.button(key="procedure_mark_H1").click().run()
    key = "procedure_mark_form_H1"
    saved(filled(at, key, reason=""), key)
    assert procedure.history(school.store, school.activity_id).empty
    saved(filled(at, key, reason="镇党委要求按期转段"), key)
    assert procedure.history(school.store, school.activity_id)["reason"].tolist() == ["镇党委要求按期转段"]
    assert "标记完成：镇党委要求按期转段" in sentences_on(opened("procedure", Role.LEADER))


@pytest.mark.parametrize("role", [Role.LEADER, Role.CLERK])
def test_in_the_past_nothing_is_called_done(read_school: Example, role: Role) -> None:
    at = opened("procedure", role, as_of=str(clock.today() - timedelta(days=5)))
    assert [each.key for each in at.button if str(each.key).startswith("procedure_mark_")] == []


def test_the_overview_says_the_same_numbers_and_leads_to_the_failed_rules(read_school: Example) -> None:
    with making_for(None):
        figures = overview.figures(read_school.store, read_school.activity_id, read_school.today)
        verdicts = list(shown(read_school).values())
    assert (figures.rule_count, figures.rules_failed) == (len(verdicts), verdicts.count("failed"))
    at = opened("overview", Role.LEADER)
    assert figure(at, "程序检查") == f"{figures.rules_passed} / {figures.rule_count}"
    figure_followed(at, "程序检查")
    assert title(at) == "程序检查"
    assert len(tables(at)[0].value) == figures.rules_failed


def test_an_owner_sees_the_figure_and_no_way_to_the_rules(read_school: Example) -> None:
    at = opened("overview", Role.OWNER)
    assert figure(at, "程序检查", "value")
    assert not figure(at, "程序检查", "address")

"""Procedure on a store: verdicts by day, calling a phase done, and what the page's tables say."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from board import clock
from board.access import Actor
from board.activity import activities, creating
from board.activity.plan.reading import load_plan, shipped_plans
from board.errors import BoardError, Invalid, Refused
from board.opinions import actions as opinions
from board.overview import figures as overview
from board.procedure import verdicts as procedure
from board.procedure import views as procedure_views
from board.store.store import Store
from tests.example_school import Example
from tests.procedure.sound_school import EVERYONE, at, day
from tests.stores import Copies

PHASES = ("H1", "H2", "H3")


@pytest.fixture
def school(sound_copies: Copies, tmp_path: Path) -> Iterator[tuple[Store, str]]:
    with sound_copies.opened(tmp_path / "sound.duckdb") as store:
        yield store, str(store.rows("activities/all")[0]["activity_id"])


def test_all_rules_are_kept_at_the_end_and_none_of_the_late_ones_at_the_beginning(school: tuple[Store, str]) -> None:
    store, activity_id = school
    counts = procedure.counts(procedure.verdicts(store, activity_id, clock.today()))
    assert (set(counts), counts["ensured"]) == ({"passed", "ensured"}, 1)
    early = procedure.counts(procedure.verdicts(store, activity_id, day(1)))
    assert early["not_yet"] > early["passed"]
    assert early["failed"] == 0


@pytest.mark.walk
def test_a_new_opinion_is_seen_on_its_own_day_and_not_before(school: tuple[Store, str]) -> None:
    store, activity_id = school
    fields = {"channel": "电话", "giver": "家长", "received_on": day(38), "about": "group", "content": "路灯不亮"}
    added = opinions.add(store, EVERYONE, activity_id, fields, at=at(38))
    rows = {number: procedure_views.shown(store, activity_id, day(number)) for number in (37, 42)}
    compared = procedure_views.shown(store, activity_id, day(42), day(37)).set_index("rule_id")
    verdicts = {number: rows[number].set_index("rule_id")["verdict"]["opinions_sorted"] for number in rows}
    assert verdicts == {37: "passed", 42: "failed"}
    assert compared["was"]["opinions_sorted"] == "通过"
    assert compared["was"]["opinions_givers"] == ""
    found = {each.rule.rule_id: each for each in procedure.verdicts(store, activity_id, day(42))}
    assert [each.record_id for each in found["opinions_sorted"].gaps] == [added]


@pytest.mark.walk
def test_a_phase_whose_rules_are_kept_is_called_done_without_a_word(school: tuple[Store, str], leader: Actor) -> None:
    store, activity_id = school
    assert procedure.mark(store, leader, activity_id, "H1", {"is_done": True, "reason": ""}) == 0
    phases = procedure_views.by_phase(store, activity_id, clock.today()).set_index("phase_id")
    assert phases["is_done"].to_dict() == {"H1": True, "H2": False, "H3": False}
    before = procedure_views.by_phase(store, activity_id, clock.today() - timedelta(days=1))
    assert not before["is_done"].any()


@pytest.mark.walk
def test_a_phase_with_broken_rules_is_called_done_only_with_a_reason(example: Example, clerk: Actor) -> None:
    store, activity_id = example.store, example.activity_id
    with pytest.raises(Invalid, match="请写明原因"):
        procedure.mark(store, clerk, activity_id, "H3", {"is_done": True, "reason": " "})
    assert procedure.history(store, activity_id).empty
    failed = procedure.mark(store, clerk, activity_id, "H3", {"is_done": True, "reason": "上级统一安排提前结束"})
    kept = procedure.history(store, activity_id).iloc[0]
    assert (kept["reason"], kept["failed_count"]) == ("上级统一安排提前结束", failed)
    assert failed > 0


@pytest.mark.walk
def test_a_phase_is_opened_again_with_a_reason_and_both_words_are_kept(school: tuple[Store, str], clerk: Actor) -> None:
    store, activity_id = school
    procedure.mark(store, clerk, activity_id, "H1", {"is_done": True})
    with pytest.raises(BoardError, match="已经标记完成"):
        procedure.mark(store, clerk, activity_id, "H1", {"is_done": True})
    with pytest.raises(Invalid, match="重新打开"):
        procedure.mark(store, clerk, activity_id, "H1", {"is_done": False})
    with pytest.raises(Invalid, match="最多"):
        procedure.mark(store, clerk, activity_id, "H1", {"is_done": False, "reason": "长" * 501})
    procedure.mark(store, clerk, activity_id, "H1", {"is_done": False, "reason": "补谈两对"})
    assert procedure.history(store, activity_id)["is_done"].tolist() == [False, True]
    with pytest.raises(BoardError, match="还没有标记完成"):
        procedure.mark(store, clerk, activity_id, "H1", {"is_done": False, "reason": "再来"})


def test_only_leaders_and_the_clerk_call_a_phase_done_and_only_a_phase_there_is(
    school: tuple[Store, str], owner: Actor, admin: Actor, clerk: Actor
) -> None:
    store, activity_id = school
    for actor in (owner, admin):
        with pytest.raises(Refused):
            procedure.mark(store, actor, activity_id, "H1", {"is_done": True})
    with pytest.raises(BoardError, match="没有这个环节"):
        procedure.mark(store, clerk, activity_id, "H9", {"is_done": True})
    assert procedure.history(store, activity_id).empty


def test_every_rule_has_a_number_of_its_own_and_the_parts_add_up(school: tuple[Store, str]) -> None:
    store, activity_id = school
    rows = procedure_views.shown(store, activity_id, day(20))
    assert rows["number"].is_unique
    counts = procedure_views.view_counts(rows)
    assert counts.pop("全部") == sum(counts.values()) == len(rows)
    assert procedure_views.by_failure(rows)["rule_count"].sum() == len(rows)
    assert [len(procedure_views.in_view(rows, view)) for view in counts] == list(counts.values())


def test_the_head_leads_the_table_of_members_with_figures_of_their_own(school: tuple[Store, str]) -> None:
    store, activity_id = school
    rows = procedure_views.leading(store, activity_id, clock.today())
    members = activities.people(store, activity_id).query("is_member")
    assert rows["person_id"].iloc[0] == "M01"
    assert sorted(rows["person_id"]) == sorted(members["person_id"])
    assert rows["item_count"].tolist() == [1] * len(members)
    assert (rows["talk_count"] == 8 + len(members) - 1).all()
    assert (rows["heard_count"] == 8).all()
    assert (rows["accepted_count"] == 1).all()  # the briefing; the forum came before the meeting


@pytest.mark.walk
def test_the_example_school_shows_rules_that_are_kept_and_rules_that_are_not(example: Example) -> None:
    found = procedure.verdicts(example.store, example.activity_id, example.today)
    assert {each.verdict for each in found} == {"passed", "failed", "not_yet", "ensured"}


def test_the_sentences_count_opinions_as_the_overview_does(example: Example) -> None:
    of = (example.store, example.activity_id, example.today)
    figures = overview.figures(*of)
    summaries = {each.rule.rule_id: each.summary for each in procedure.verdicts(*of)}
    sorted_count = figures.opinion_count - figures.opinions_waiting
    assert summaries["opinions_sorted"] == f"{figures.opinion_count} 条意见，已梳理 {sorted_count} 条"
    begins = f"{figures.opinion_count} 条意见，反馈 {figures.opinions_fed_back} 条"
    assert summaries["opinions_fed_back"].startswith(begins)


def test_a_stage_of_mending_has_its_first_phase_to_find_what_to_mend(store: Store) -> None:
    plan = load_plan(shipped_plans()["mending-stage"])
    activity_id = creating.create_activity(store, EVERYONE, plan, clock.today() - timedelta(days=30))
    first_end = activities.phases(store, activity_id)["end_on"].iloc[0].date()
    for days, verdict in ((0, "not_yet"), (1, "failed")):
        found = procedure.verdicts(store, activity_id, first_end + timedelta(days=days))
        told = {each.rule.rule_id: each.verdict for each in found}
        assert {told["mending_items"], told["leading_items"]} == {verdict}

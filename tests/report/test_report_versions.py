"""Versions of the report and their sections: begun, written, sent out, approved, and from then on left alone."""

from datetime import date, timedelta
from typing import Any

import pytest

from board.access import Actor
from board.errors import BoardError, Conflict, Invalid, Refused
from board.report import points as report_points
from board.report import reading as report
from board.report import versions as report_versions
from board.store.store import Store
from tests.ledger_rows import ACTIVITY, START_ON, add_activity, by_id
from tests.report_rows import (
    SECTIONS,
    add_report_activity,
    at,
    draft,
    hearing_fields,
    point_fields,
    version_fields,
)

AS_OF = date(2025, 12, 1)


@pytest.fixture
def written(store: Store, clerk: Actor) -> str:
    add_report_activity(store)
    return draft(store, clerk, 突出问题="听课少。", 原因分析="深入不够。")


def versions(store: Store, as_of: date = AS_OF) -> dict[str, dict[str, Any]]:
    return by_id(report.versions(store, ACTIVITY, as_of), "version_id")


def contents(store: Store, version_id: str, as_of: date = AS_OF) -> dict[str, str]:
    frame = report.sections(store, ACTIVITY, as_of)
    frame = frame[frame["version_id"] == version_id]
    return dict(zip(frame["section"], frame["content"], strict=True))


def consult(store: Store, clerk: Actor, day: int = 2) -> str:
    fields = version_fields(stage="consulted", made_on=at(day).date())
    return report_versions.add_version(store, clerk, ACTIVITY, fields, at=at(day))


def write(store: Store, clerk: Actor, version_id: str, section: str, content: str, day: int = 2) -> None:
    report_versions.write_section(store, clerk, ACTIVITY, version_id, section, {"content": content}, at=at(day))


def test_a_report_begins_as_a_draft_with_the_plans_sections(store: Store, clerk: Actor) -> None:
    add_report_activity(store)
    assert draft(store, clerk) == "B1"
    assert contents(store, "B1") == dict.fromkeys(SECTIONS, "")
    shown = versions(store)["B1"]
    assert (shown["stage"], shown["section_count"], shown["empty_count"], shown["frozen"]) == ("draft", 3, 3, "")


def test_a_plan_without_sections_gives_one_whole(store: Store, clerk: Actor) -> None:
    add_activity(store)
    draft(store, clerk)
    assert list(contents(store, "B1")) == ["正文"]


def test_a_school_without_a_report_shows_the_same_columns(store: Store, clerk: Actor) -> None:
    add_report_activity(store)
    reads = (report.versions, report.sections, report.hearings, report.points)
    empty = [read(store, ACTIVITY, AS_OF) for read in reads]
    assert all(frame.empty for frame in empty)
    draft(store, clerk)
    report_points.add_hearing(store, clerk, ACTIVITY, hearing_fields(), at=at(1))
    report_points.add_point(store, clerk, ACTIVITY, point_fields(), at=at(1))
    assert [list(read(store, ACTIVITY, AS_OF).columns) for read in reads] == [list(frame.columns) for frame in empty]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"stage": None}, "stage"),
        ({"stage": "final"}, "stage"),
        ({"stage": "consulted"}, "stage"),
        ({"made_on": None}, "made_on"),
        ({"made_on": START_ON + timedelta(days=1)}, "made_on"),
    ],
)
def test_a_first_version_that_makes_no_sense_is_refused(
    store: Store, clerk: Actor, changed: dict[str, Any], field: str
) -> None:
    add_report_activity(store)
    with pytest.raises(Invalid) as caught:
        report_versions.add_version(store, clerk, ACTIVITY, version_fields(**changed), at=at(0))
    assert set(caught.value.fields) == {field}
    assert versions(store) == {}


def test_the_next_version_begins_as_a_copy_and_the_first_stays(store: Store, clerk: Actor, written: str) -> None:
    assert consult(store, clerk) == "B2"
    write(store, clerk, "B2", "突出问题", "听课少，评课晚。")
    assert contents(store, "B2")["突出问题"] == "听课少，评课晚。"
    assert contents(store, "B2")["原因分析"] == contents(store, written)["原因分析"]
    assert contents(store, written)["突出问题"] == "听课少。"
    with pytest.raises(BoardError, match="B2"):
        write(store, clerk, written, "突出问题", "改旧的")


def test_a_draft_never_follows_what_was_sent_out(store: Store, clerk: Actor, written: str) -> None:
    consult(store, clerk)
    with pytest.raises(Invalid) as caught:
        report_versions.add_version(store, clerk, ACTIVITY, version_fields(made_on=at(1).date()), at=at(3))
    assert set(caught.value.fields) == {"stage", "made_on"}


def test_only_the_clerk_writes_and_only_the_leader_approves(
    store: Store, clerk: Actor, written: str, leader: Actor, owner: Actor, admin: Actor
) -> None:
    for actor in (leader, owner, admin):
        with pytest.raises(Refused):
            report_versions.add_version(store, actor, ACTIVITY, version_fields())
        with pytest.raises(Refused):
            report_versions.edit_version(store, actor, ACTIVITY, written, {"note": "改"})
        with pytest.raises(Refused):
            report_versions.remove_version(store, actor, ACTIVITY, written)
        with pytest.raises(Refused):
            write(store, actor, written, "突出问题", "改")
    for actor in (clerk, owner, admin):
        with pytest.raises(Refused):
            report_versions.approve(store, actor, ACTIVITY, written)


def test_each_day_shows_what_stood_in_the_report_then(store: Store, clerk: Actor, written: str) -> None:
    write(store, clerk, written, "突出问题", "听课少，评课晚。", day=3)
    assert contents(store, written, at(2).date())["突出问题"] == "听课少。"
    assert contents(store, written, at(3).date())["突出问题"] == "听课少，评课晚。"
    assert versions(store, START_ON - timedelta(days=1)) == {}
    history = report.events(store, ACTIVITY, "report_sections", "B1-1")
    assert history["action"].tolist() == ["add", "write", "write"]


def test_the_second_of_two_writers_is_told(store: Store, clerk: Actor, written: str) -> None:
    given = {"content": "甲"}
    report_versions.write_section(store, clerk, ACTIVITY, written, "主要思路", given, seen_seq=1, at=at(1))
    with pytest.raises(Conflict):
        report_versions.write_section(store, clerk, ACTIVITY, written, "主要思路", {"content": "乙"}, seen_seq=1)
    assert contents(store, written)["主要思路"] == "甲"


def test_writing_the_same_words_leaves_no_event(store: Store, clerk: Actor, written: str) -> None:
    write(store, clerk, written, "突出问题", "听课少。")
    assert len(report.events(store, ACTIVITY, "report_sections", "B1-1")) == 2


def test_a_section_that_is_not_there_or_too_long_is_refused(store: Store, clerk: Actor, written: str) -> None:
    with pytest.raises(BoardError, match="没有报告的这一部分"):
        write(store, clerk, written, "结束语", "完")
    with pytest.raises(BoardError, match="没有这一版报告"):
        write(store, clerk, "B9", "突出问题", "完")
    with pytest.raises(Invalid) as caught:
        write(store, clerk, written, "突出问题", "字" * 20_001)
    assert set(caught.value.fields) == {"content"}


def test_a_version_somebody_was_heard_on_stays_as_it_was_read(store: Store, clerk: Actor, written: str) -> None:
    report_points.add_hearing(store, clerk, ACTIVITY, hearing_fields(), at=at(1))
    assert versions(store)[written]["frozen"] == "已经就这一版听取过意见"
    with pytest.raises(BoardError, match="请另起一版"):
        write(store, clerk, written, "突出问题", "改")
    with pytest.raises(BoardError, match="听取过意见"):
        report_versions.remove_version(store, clerk, ACTIVITY, written, at=at(2))


def test_a_versions_day_and_note_are_mended(store: Store, clerk: Actor, written: str) -> None:
    given = {"made_on": START_ON - timedelta(days=1), "note": " 班子传阅过 "}
    report_versions.edit_version(store, clerk, ACTIVITY, written, given, seen_seq=1, at=at(1))
    shown = versions(store)[written]
    assert (shown["note"], shown["made_on"].date()) == ("班子传阅过", START_ON - timedelta(days=1))
    with pytest.raises(Invalid):
        report_versions.edit_version(store, clerk, ACTIVITY, written, {"made_on": None}, at=at(1))
    with pytest.raises(Conflict):
        report_versions.edit_version(store, clerk, ACTIVITY, written, {"note": "再改"}, seen_seq=1)


def test_a_version_begun_by_mistake_is_taken_away_once(store: Store, clerk: Actor, written: str) -> None:
    report_points.add_point(store, clerk, ACTIVITY, point_fields(hearing_id=None, version_id=written), at=at(1))
    consult(store, clerk)
    report_points.answer_point(store, clerk, ACTIVITY, "D-001", "changed", handled_in="B2", at=at(3))
    report_versions.remove_version(store, clerk, ACTIVITY, "B2", at=at(4))
    assert set(versions(store)) == {written}
    assert versions(store)[written]["frozen"] == ""
    point = by_id(report.points(store, ACTIVITY, AS_OF), "point_id")["D-001"]
    assert (point["handling"], point["handled_in"]) == ("open", None)
    with pytest.raises(BoardError, match="没有这一版报告"):
        report_versions.remove_version(store, clerk, ACTIVITY, "B2")
    assert consult(store, clerk, day=5) == "B3"


def test_the_leader_approves_what_was_sent_out(store: Store, clerk: Actor, leader: Actor, written: str) -> None:
    consult(store, clerk)
    report_versions.approve(store, leader, ACTIVITY, "B2", seen_seq=1, at=at(4))
    shown = versions(store)["B2"]
    assert (shown["stage"], shown["approved_on"].date(), shown["frozen"]) == ("final", at(4).date(), "这一版已经定稿")
    assert versions(store, at(3).date())["B2"]["stage"] == "consulted"
    with pytest.raises(BoardError, match="已经定稿"):
        write(store, clerk, "B2", "突出问题", "再改", day=5)
    with pytest.raises(BoardError, match="已经定稿"):
        report_versions.approve(store, leader, ACTIVITY, "B2", at=at(5))


def test_a_draft_is_not_approved(store: Store, leader: Actor, written: str) -> None:
    with pytest.raises(BoardError, match="是初稿"):
        report_versions.approve(store, leader, ACTIVITY, written, at=at(1))


def test_an_empty_part_that_the_plan_demands_stands_in_the_way(store: Store, clerk: Actor, leader: Actor) -> None:
    add_report_activity(store)
    draft(store, clerk, 突出问题="听课少。")
    consult(store, clerk)
    with pytest.raises(Invalid, match="原因分析") as caught:
        report_versions.approve(store, leader, ACTIVITY, "B2", at=at(3))
    assert "主要思路" not in str(caught.value)
    assert set(caught.value.fields) == {"section"}


def test_open_points_need_a_reason_on_record(store: Store, clerk: Actor, leader: Actor, written: str) -> None:
    report_points.add_hearing(store, clerk, ACTIVITY, hearing_fields(), at=at(1))
    report_points.add_point(store, clerk, ACTIVITY, point_fields(), at=at(1))
    consult(store, clerk)
    with pytest.raises(Invalid, match="D-001") as caught:
        report_versions.approve(store, leader, ACTIVITY, "B2", at=at(3))
    assert set(caught.value.fields) == {"reason"}
    report_versions.approve(store, leader, ACTIVITY, "B2", reason="请示上级以后再答复", at=at(3))
    assert versions(store)["B2"]["open_reason"] == "请示上级以后再答复"


def test_answered_points_need_none(store: Store, clerk: Actor, leader: Actor, written: str) -> None:
    report_points.add_hearing(store, clerk, ACTIVITY, hearing_fields(), at=at(1))
    report_points.add_point(store, clerk, ACTIVITY, point_fields(), at=at(1))
    consult(store, clerk)
    report_points.answer_point(store, clerk, ACTIVITY, "D-001", "changed", handled_in="B2", at=at(3))
    report_versions.approve(store, leader, ACTIVITY, "B2", reason="用不着", at=at(3))
    assert versions(store)["B2"]["open_reason"] == ""


@pytest.mark.parametrize("day", [1, 5])
def test_the_day_of_approval_lies_between_the_version_and_today(
    store: Store, clerk: Actor, leader: Actor, written: str, day: int
) -> None:
    consult(store, clerk)
    with pytest.raises(Invalid) as caught:
        report_versions.approve(store, leader, ACTIVITY, "B2", approved_on=at(day).date(), at=at(4))
    assert set(caught.value.fields) == {"approved_on"}


def test_after_the_final_one_a_new_version_may_begin(store: Store, clerk: Actor, leader: Actor, written: str) -> None:
    consult(store, clerk)
    report_versions.approve(store, leader, ACTIVITY, "B2", at=at(3))
    assert consult(store, clerk, day=4) == "B3"
    write(store, clerk, "B3", "主要思路", "按评议改。", day=5)
    assert contents(store, "B2")["主要思路"] == ""


def test_nothing_happens_before_what_happened_last(store: Store, clerk: Actor, written: str) -> None:
    write(store, clerk, written, "突出问题", "新的", day=3)
    with pytest.raises(Invalid) as caught:
        write(store, clerk, written, "突出问题", "更早的", day=2)
    assert set(caught.value.fields) == {"on"}


def test_several_sections_are_written_together(store: Store, clerk: Actor, written: str) -> None:
    texts = {"突出问题": "会议多。", "主要思路": "还时间。"}
    report_versions.write_sections(store, clerk, ACTIVITY, written, texts, {"突出问题": 2, "主要思路": 1}, at=at(1))
    assert contents(store, written) == {**texts, "原因分析": "深入不够。"}
    report_versions.write_sections(store, clerk, ACTIVITY, written, texts, {}, at=at(1))
    assert len(report.events(store, ACTIVITY, "report_sections", "B1-1")) == 3
    report_versions.write_sections(store, clerk, ACTIVITY, written, {}, {}, at=at(1))


def test_or_none_of_them(store: Store, clerk: Actor, leader: Actor, written: str) -> None:
    before = contents(store, written)
    texts = {"主要思路": "还时间。", "突出问题": "会议多。"}
    with pytest.raises(Conflict):
        report_versions.write_sections(store, clerk, ACTIVITY, written, texts, {"突出问题": 1}, at=at(1))
    with pytest.raises(BoardError, match="没有报告的这一部分"):
        report_versions.write_sections(store, clerk, ACTIVITY, written, {**texts, "附言": "谢"}, {}, at=at(1))
    with pytest.raises(Invalid):
        report_versions.write_sections(
            store, clerk, ACTIVITY, written, {**texts, "原因分析": "长" * 20_001}, {}, at=at(1)
        )
    with pytest.raises(Refused):
        report_versions.write_sections(store, leader, ACTIVITY, written, texts, {}, at=at(1))
    assert contents(store, written) == before

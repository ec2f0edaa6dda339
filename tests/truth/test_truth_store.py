"""The truth check on a store: a version against the records of its days, and the answers to what it finds."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from board.access import Actor
from board.errors import BoardError, Invalid, Refused
from board.opinions import actions as opinions
from board.problems import actions as problems
from board.procedure.verdicts import counts, verdicts
from board.report import links as report_links
from board.report import versions as report_versions
from board.store import records
from board.store.store import Store
from board.truth import versions as truth
from board.truth.check import Records, findings
from board.truth.facts import Facts
from board.truth.records import records_of
from board.truth.units import Names
from tests.example_school import LOADED_ON, Example
from tests.ledger_rows import ACTIVITY, opinion_fields
from tests.report_rows import add_report_activity, at, draft, problem_fields, version_fields
from tests.stores import Copies

AS_OF = date(2025, 12, 1)


@pytest.fixture
def reported(store: Store, clerk: Actor) -> str:
    add_report_activity(store)
    for giver in ("教职工", "教职工", "家长"):
        opinions.add(store, clerk, ACTIVITY, opinion_fields(giver=giver, content=f"{giver}的话{giver}"), at=at(0))
    return draft(store, clerk, 原因分析="共征求到意见5条，其中教职工2条。")


def found(store: Store, as_of: date = AS_OF) -> list[tuple[str, str, bool]]:
    frame = truth.open_findings(store, ACTIVITY, as_of)
    return list(zip(frame["kind"], frame["mark"], frame["is_answered"], strict=True))


def key(store: Store) -> str:
    return str(truth.open_findings(store, ACTIVITY, AS_OF).iloc[0]["finding_key"])


def test_a_figure_is_held_against_the_store(store: Store, reported: str) -> None:
    assert found(store) == [("figure", "5条", False)]
    row = truth.open_findings(store, ACTIVITY, AS_OF).iloc[0]
    assert "3" in row["message"]
    assert row["link"] == ("opinions", {})


def test_what_came_in_after_it_was_written_makes_no_figure_untrue(store: Store, clerk: Actor, reported: str) -> None:
    report_versions.write_section(store, clerk, ACTIVITY, reported, "原因分析", {"content": "收到意见3条。"}, at=at(0))
    opinions.add(store, clerk, ACTIVITY, opinion_fields(), at=at(3))
    assert found(store) == []
    report_versions.write_section(
        store, clerk, ACTIVITY, reported, "原因分析", {"content": "截至11月23日，收到意见3条。"}, at=at(4)
    )
    assert found(store) == [("figure", "3条", False)]


def test_without_a_version_there_is_nothing_to_find(store: Store) -> None:
    add_report_activity(store)
    assert found(store) == []


def test_each_day_shows_what_was_found_then(store: Store, clerk: Actor, reported: str) -> None:
    report_versions.write_section(store, clerk, ACTIVITY, reported, "原因分析", {"content": "意见3条。"}, at=at(2))
    assert found(store, at(1).date()) == [("figure", "5条", False)]
    assert found(store, at(2).date()) == []


def test_a_finding_is_answered_and_stays_so_in_the_next_version(store: Store, clerk: Actor, reported: str) -> None:
    truth.answer(store, clerk, ACTIVITY, reported, key(store), "含口头提的两条", at=at(1))
    assert found(store) == [("figure", "5条", True)]
    assert found(store, at(0).date()) == [("figure", "5条", False)]
    fields = version_fields(stage="consulted", made_on=at(2).date())
    report_versions.add_version(store, clerk, ACTIVITY, fields, at=at(2))
    row = truth.open_findings(store, ACTIVITY, AS_OF).iloc[0]
    assert (row["version_id"], row["is_answered"], row["reason"]) == ("B2", True, "含口头提的两条")


def test_an_answer_is_changed_and_taken_back(store: Store, clerk: Actor, reported: str) -> None:
    for reason in ("一", "含口头提的两条"):
        truth.answer(store, clerk, ACTIVITY, reported, key(store), reason, at=at(1))
    assert truth.open_findings(store, ACTIVITY, AS_OF)["reason"].tolist() == ["含口头提的两条"]
    for _ in range(2):
        truth.withdraw(store, clerk, ACTIVITY, key(store), at=at(2))
    assert found(store) == [("figure", "5条", False)]
    assert found(store, at(1).date()) == [("figure", "5条", True)]


@pytest.mark.parametrize("reason", ["", "  ", "长" * 501])
def test_an_answer_has_a_reason(store: Store, clerk: Actor, reported: str, reason: str) -> None:
    with pytest.raises(Invalid) as caught:
        truth.answer(store, clerk, ACTIVITY, reported, key(store), reason)
    assert set(caught.value.fields) == {"reason"}


def test_only_the_clerk_answers(store: Store, reported: str, leader: Actor, owner: Actor, admin: Actor) -> None:
    for actor in (leader, owner, admin):
        with pytest.raises(Refused):
            truth.answer(store, actor, ACTIVITY, reported, key(store), "不适用")
        with pytest.raises(Refused):
            truth.withdraw(store, actor, ACTIVITY, key(store))


def test_an_answer_needs_a_version(store: Store, clerk: Actor, reported: str) -> None:
    with pytest.raises(BoardError, match="没有这一版报告"):
        truth.answer(store, clerk, ACTIVITY, "B9", key(store), "不适用")


def test_a_problem_is_traced_to_its_records(store: Store, clerk: Actor, reported: str) -> None:
    problem_id = records.add(store, clerk, problems.PROBLEM, ACTIVITY, problem_fields(), at=at(1))
    assert ("missing", "", False) in found(store)
    report_links.link_problems(store, clerk, ACTIVITY, reported, {"原因分析": [problem_id]}, at=at(1))
    assert ("source", "", False) in found(store)
    heard = opinions.opinions(store, ACTIVITY, AS_OF)["opinion_id"].iloc[0]
    problems.link_source(store, clerk, ACTIVITY, problem_id, "opinion", heard, at=at(2))
    assert found(store) == [("figure", "5条", False)]


@pytest.fixture
def school(example_file: Path, tmp_path: Path) -> Iterator[Example]:
    """The example in a store of which nothing was read by a test before."""
    with Copies(example_file).opened(tmp_path / "school.duckdb") as opened:
        yield Example(opened, str(opened.rows("activities/all")[0]["activity_id"]), LOADED_ON)


def test_a_report_that_counts_what_the_page_of_rules_counts_is_right_and_any_other_is_not(
    school: Example,
) -> None:
    counted = counts(verdicts(school.store, school.activity_id, school.today))
    words = "程序检查一共{}条，通过{}条，没有通过的{}条。"
    known = records_of(school.store, school.activity_id, "B2", school.today)
    figures = counted.total(), counted["passed"], counted["failed"]
    assert _marks(known, words.format(*figures)) == []
    for place, count in enumerate(figures):
        wrong = [*figures[:place], count + 2, *figures[place + 1 :]]
        assert _marks(known, words.format(*wrong)) == [f"{count + 2}条"]


def test_the_example_s_report_has_its_three_untruths_and_only_these(school: Example) -> None:
    """Some of its figures are of the report's own day and have changed since."""
    each = truth.open_findings(school.store, school.activity_id, school.today)
    in_sentences = each[each["sentence"] != ""]
    assert sorted(in_sentences["mark"]) == ["36项", "81.5%", "城关小学"]
    assert set(each[each["sentence"] == ""]["kind"]) == {"source", "missing"}


@pytest.mark.parametrize(
    ("untrue", "mark"),
    [
        ("报告已经形成9个版本。", "9个"),
        ("学习调研成果共有9项。", "9项"),
        ("领导小组会议议定9件事。", "9件"),
        ("公文起草了9份。", "9份"),
        ("公文起草了2份，均已签发。", "均已"),
        ("五位班子成员的发言提纲人人都写全了四对照。", "人人都"),
        ("整改事项里，逾期最久的是校门口接送通道，已经拖了6天。", "校门口接送通道"),
    ],
)
def test_what_else_is_on_record_is_counted_too(records: Records, untrue: str, mark: str) -> None:
    assert mark in _marks(records, untrue)


@pytest.mark.parametrize(
    "text",
    [
        "本阶段自11月9日开始。",
        "专题民主生活会环节11月9日至24日。",
        "第一批反馈单11月16日送达，网上的优良率比纸质的高。",
        "程序50条中通过19条，收到意见62条，件件有下文。",
    ],
)
def test_where_nothing_is_on_record_yet_nothing_is_contradicted(text: str) -> None:
    records = Records(names=Names("嘉泽中心小学", ""), known=[Facts(LOADED_ON)])
    assert _marks(records, text) == []


def _marks(records: Records, text: str) -> list[str]:
    return [each.mark for each in findings({"突出问题": text}, records) if each.sentence]

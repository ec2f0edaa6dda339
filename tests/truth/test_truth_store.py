"""The truth check on a store: a version against the records of its days, and the answers to what it finds."""

from datetime import date

import pytest

from board.access import Actor
from board.errors import BoardError, Invalid, Refused
from board.opinions import actions as opinions
from board.problems import actions as problems
from board.report import links as report_links
from board.report import versions as report_versions
from board.store import records
from board.store.store import Store
from board.truth import versions as truth
from tests.ledger_rows import ACTIVITY, opinion_fields
from tests.report_rows import add_report_activity, at, draft, problem_fields, version_fields

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

"""What the first stage found: registered with its files, drawn on by outlines, problems and the report."""

from datetime import date, timedelta

import pytest

from board.access import Actor
from board.errors import Invalid
from board.meeting import outlines
from board.meeting.studies import STUDIES, STUDY, events, studies
from board.problems import actions as problems
from board.rectification import proofs
from board.store import records
from board.store.store import Store
from tests.example_school import Example
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, finding_fields, problem_fields

AS_OF = date(2025, 12, 1)
FIELDS = {"topic": "备课时间调查", "content": "每天不到四十分钟", "found_on": START_ON}


@pytest.fixture
def school(store: Store, clerk: Actor) -> Store:
    add_activity(store)
    records.add(store, clerk, STUDY, ACTIVITY, FIELDS, at=NINE)
    return store


def test_a_finding_says_what_drew_on_it_on_each_day(school: Store, clerk: Actor) -> None:
    records.add(school, clerk, outlines.OUTLINE, ACTIVITY, finding_fields(study_id="C-001"), at=NINE)
    problem_id = records.add(school, clerk, problems.PROBLEM, ACTIVITY, problem_fields(), at=NINE)
    (before,) = studies(school, ACTIVITY, START_ON).to_dict("records")
    assert (before["outline_ids"], before["problem_ids"], before["is_used"]) == ("G-001", "", True)
    later = NINE + timedelta(days=2)
    problems.link_source(school, clerk, ACTIVITY, problem_id, "study", "C-001", at=later)
    (after,) = studies(school, ACTIVITY, AS_OF).to_dict("records")
    assert after["problem_ids"] == problem_id
    assert studies(school, ACTIVITY, START_ON)["problem_ids"].tolist() == [""]
    (found,) = problems.problems(school, ACTIVITY, AS_OF).to_dict("records")
    assert (found["study_ids"], found["source_count"]) == ("C-001", 1)


def test_a_finding_nothing_drew_on_is_told(school: Store) -> None:
    assert studies(school, ACTIVITY, AS_OF)["is_used"].tolist() == [False]


def test_a_section_of_the_report_draws_on_a_finding_itself_or_by_a_problem(school: Store, clerk: Actor) -> None:
    section = {"report_section": "突出问题"}
    records.act(school, clerk, STUDY, ACTIVITY, "C-001", "edit", {"report_section": "原因分析"}, at=NINE)
    problem_id = records.add(school, clerk, problems.PROBLEM, ACTIVITY, problem_fields(**section), at=NINE)
    later = NINE + timedelta(days=2)
    problems.link_source(school, clerk, ACTIVITY, problem_id, "study", "C-001", at=later)
    assert studies(school, ACTIVITY, START_ON)["sections"].tolist() == ["原因分析"]
    assert studies(school, ACTIVITY, AS_OF)["sections"].tolist() == ["原因分析、突出问题"]


def test_a_finding_is_quoted_only_by_a_section_of_the_plan(example: Example, clerk: Actor) -> None:
    with pytest.raises(Invalid) as caught:
        records.act(example.store, clerk, STUDY, example.activity_id, "C-001", "edit", {"report_section": "后记"})
    assert set(caught.value.fields) == {"report_section"}


def test_files_are_kept_with_a_finding_in_its_history(school: Store, clerk: Actor) -> None:
    of = (school, clerk, ACTIVITY, "C-001")
    proof_id = proofs.attach(*of, "报告.docx", b"whole", holder=STUDIES, seen_seq=1, at=NINE + timedelta(days=1))
    assert studies(school, ACTIVITY, AS_OF)["file_count"].tolist() == [1]
    proofs.withdraw(*of, proof_id, "传错了", holder=STUDIES, at=NINE + timedelta(days=2))
    assert events(school, ACTIVITY, "C-001")["action"].tolist() == ["add", "attach", "withdraw"]


@pytest.mark.parametrize("field", ["topic", "content", "found_on"])
def test_a_finding_has_its_topic_its_content_and_its_day(school: Store, clerk: Actor, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        records.add(school, clerk, STUDY, ACTIVITY, {**FIELDS, "content": "另一条", field: None}, at=NINE)
    assert set(caught.value.fields) == {field}


def test_what_was_removed_cannot_be_a_source(school: Store, clerk: Actor) -> None:
    problem_id = records.add(school, clerk, problems.PROBLEM, ACTIVITY, problem_fields(), at=NINE)
    records.act(school, clerk, STUDY, ACTIVITY, "C-001", "remove", {}, at=NINE)
    with pytest.raises(Invalid, match="C-001"):
        problems.link_source(school, clerk, ACTIVITY, problem_id, "study", "C-001")


def test_the_examples_first_stage_is_drawn_on_two_of_it_by_what_was_put_down_late(example: Example) -> None:
    of = (example.store, example.activity_id)
    assert studies(*of, example.today)["is_used"].all()
    assert studies(*of, example.today - timedelta(days=7))["is_used"].tolist() == [True, True, False, False]

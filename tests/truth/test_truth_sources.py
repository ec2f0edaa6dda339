"""Problems without a record behind them, records that the report leaves out, and answers that changed nothing."""

from collections.abc import Mapping
from typing import Any

from board.truth.check import answer_findings, source_findings

TEXTS = {"突出问题": "听课少。", "原因分析": "深入不够。", "主要思路": ""}


def problem(problem_id: str, source_count: int = 1) -> Mapping[str, Any]:
    return {"problem_id": problem_id, "content": "听课少，评课不及时", "source_count": source_count}


def link(problem_id: str, section: str = "突出问题") -> Mapping[str, Any]:
    return {"section": section, "problem_id": problem_id}


def found(*args: Any) -> list[tuple[str, str, str]]:
    return [(each.kind, each.section, each.message) for each in source_findings(*args)]


def test_a_report_whose_problems_all_have_records_raises_nothing() -> None:
    assert found(TEXTS, [link("W-001")], [problem("W-001")], []) == []


def test_a_problem_without_a_record_behind_it_is_named() -> None:
    ((kind, section, message),) = found(TEXTS, [link("W-001")], [problem("W-001", 0)], [])
    assert (kind, section) == ("source", "突出问题")
    assert "W-001" in message


def test_a_problem_that_was_taken_out_since_is_named() -> None:
    ((kind, _, message),) = found(TEXTS, [link("W-001"), link("W-002")], [problem("W-001")], [])
    assert kind == "source"
    assert "W-002" in message


def test_a_problem_that_the_report_leaves_out_is_named() -> None:
    ((kind, section, message),) = found(TEXTS, [link("W-001")], [problem("W-001"), problem("W-002")], [])
    assert (kind, section) == ("missing", "突出问题")
    assert "W-002" in message


def test_a_problem_in_a_section_without_words_is_not_told_of() -> None:
    kinds = [kind for kind, _, _ in found(TEXTS, [link("W-001", "主要思路")], [problem("W-001")], [])]
    assert kinds == ["source", "missing"]


def test_a_section_of_problems_without_any_is_named() -> None:
    ((kind, section, _),) = found(TEXTS, [], [], [])
    assert (kind, section) == ("source", "突出问题")


def test_opinions_that_led_nowhere_are_named_together() -> None:
    ids = [f"O-{number:03d}" for number in range(1, 13)]
    ((kind, _, message),) = found(TEXTS, [link("W-001")], [problem("W-001")], ids)
    assert kind == "missing"
    assert "12 条" in message
    assert "O-010 等" in message
    assert "O-011" not in message


def test_a_change_that_changed_nothing_is_named() -> None:
    point = {"point_id": "D-001", "version_id": "B1", "section": "原因分析", "handling": "changed", "handled_in": "B2"}
    same = {"B1": {"原因分析": "深入不够。"}, "B2": {"原因分析": "深入不够。"}}
    assert [each.kind for each in answer_findings([point], same)] == ["unchanged"]
    assert list(answer_findings([point], {**same, "B2": {"原因分析": "深入课堂不够。"}})) == []
    assert list(answer_findings([{**point, "handling": "declined"}], same)) == []
    assert list(answer_findings([{**point, "section": None}], same)) == []

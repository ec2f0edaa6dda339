"""The truth check finds every untruth planted in the made reports, and nothing in the reports as they are true."""

import pytest

from board.truth.check import findings
from tests.made_reports import RECORDS, WRITTEN, Planted, clean, planted

PLANTED = list(planted())


def test_enough_is_planted() -> None:
    assert len(PLANTED) >= 60
    assert {each.report for each in PLANTED} == set(WRITTEN)


@pytest.mark.parametrize("report", WRITTEN)
def test_a_true_report_raises_nothing(report: str) -> None:
    assert [(each.mark, each.message) for each in findings(clean(report), RECORDS)] == []


@pytest.mark.parametrize("lie", PLANTED, ids=lambda lie: f"{lie.name}-{lie.untruth}")
def test_an_untruth_is_found_where_it_stands(lie: Planted) -> None:
    found = [each for each in findings(lie.sections, RECORDS) if each.kind == lie.kind]
    assert [each.section for each in found] == [lie.section]
    assert all(each.sentence in lie.sections[lie.section] for each in found)
    assert all(each.mark in each.sentence for each in found)


@pytest.mark.parametrize("lie", PLANTED, ids=lambda lie: f"{lie.name}-{lie.untruth}")
def test_nothing_else_is_raised_but_what_follows_from_it(lie: Planted) -> None:
    found = findings(lie.sections, RECORDS)
    assert {each.section for each in found} == {lie.section}
    # A count that is wrong makes the rate beside it wrong; nothing else comes in twos.
    assert len(found) == 1 or {each.kind for each in found} == {"figure", "sum"}
    assert len({each.sentence for each in found}) == 1


@pytest.mark.parametrize(
    ("section", "mark", "record"),
    [
        ("共征求到意见64条。", "64条", "46"),
        ("意见箱收到意见１９条。", "１９条", "9"),
        ("第二轮回收率95.1%。", "95.1%", "85.1%(194/228)"),
        ("立行立改事项全部销号。", "全部", "77.8%(7/9)"),
    ],
)
def test_a_finding_says_what_is_written_and_what_the_record_says(section: str, mark: str, record: str) -> None:
    (found,) = findings({"突出问题": section}, RECORDS)
    assert found.mark == mark
    assert record in found.message


@pytest.mark.parametrize(
    ("sentence", "mark"),
    [
        ("征求到近百条意见。", "百条"),
        ("共征求到意见百余条。", "百余条"),
        ("征求到上百条意见。", "上百条"),
        ("征求到意见三四十条。", "三四十条"),
        ("谈心近百次。", "百次"),
        ("收到意见46条，九成已反馈。", "九成"),
        ("征求到的意见中，九成以上已反馈。", "九成"),
        ("收到的意见，已全部反馈。", "已全部"),
        ("收到家长意见20条，已全部反馈。", "已全部"),
        ("整改事项24项，九成已销号。", "九成"),
    ],
)
def test_a_figure_given_roughly_is_held_to_the_records_too(sentence: str, mark: str) -> None:
    assert [found.mark for found in findings({"突出问题": sentence}, RECORDS)] == [mark]


def test_an_answer_holds_as_long_as_the_sentence_stays_the_same() -> None:
    one, same, moved = (
        findings({"突出问题": text}, RECORDS)[0].key
        for text in ("共征求到意见64条。", "先说一句。 共征求到意见 64条。", "共征求到意见64条，很多。")
    )
    assert one == same
    assert one != moved


def test_the_same_finding_twice_is_told_once() -> None:
    assert len(findings({"突出问题": "共征求到意见64条。共征求到意见64条。"}, RECORDS)) == 1


def test_nothing_written_nothing_found() -> None:
    assert findings({}, RECORDS) == []
    assert findings({"突出问题": " \n "}, RECORDS) == []

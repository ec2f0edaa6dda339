"""Two readings side by side: what stayed, what was rewritten and in which words, what is new, what went."""

import pytest

from board.report.diff import Row, changed_count, compared


def kinds(before: str, after: str) -> list[str]:
    return [row.kind for row in compared(before, after)]


def text(row: Row) -> tuple[str, str]:
    return "".join(piece.text for piece in row.before), "".join(piece.text for piece in row.after)


def test_the_same_text_has_no_changes() -> None:
    rows = compared("听课少。评课晚。", "听课少。评课晚。")
    assert [row.kind for row in rows] == ["same", "same"]
    assert changed_count(rows) == 0


def test_a_rewritten_sentence_shows_the_words_that_changed() -> None:
    (row,) = compared("外出培训的名额轮着用，回来要讲。", "外出培训的名额按年级轮流，回来要讲。")
    assert row.kind == "changed"
    assert [piece.text for piece in row.before if piece.is_changed] == ["轮着用"]
    assert "".join(piece.text for piece in row.after if piece.is_changed) == "按年级轮流"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "听课少。", ["added"]),
        ("听课少。", "", ["removed"]),
        ("", "", []),
        ("甲说一。乙说二。", "甲说一。丙说三件别的事情。乙说二。", ["same", "added", "same"]),
        ("甲说一。乙说二。丙说三。", "甲说一。丙说三。", ["same", "removed", "same"]),
        ("会议太多，材料也多。", "跑道下雨积水没人管。", ["removed", "added"]),
    ],
)
def test_new_sentences_and_those_that_went_stand_alone(before: str, after: str, expected: list[str]) -> None:
    assert kinds(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("一是会议多。二是材料多；三是检查多。", "一是会议太多。三是检查多！四是评比多。"),
        ("第一段。\n第二段没有句号", "第一段。\n\n第二段没有句号，补一句。"),
    ],
)
def test_nothing_of_either_reading_is_lost(before: str, after: str) -> None:
    rows = compared(before, after)
    assert "".join(text(row)[0] for row in rows) == before.replace("\n", "")
    assert "".join(text(row)[1] for row in rows) == after.replace("\n", "")

"""What 征求意见 says at its top, of opinions given."""

from datetime import date
from typing import Any

import pandas as pd

from board.answer import Answer, Part, text_of
from board.opinions.answer import opinions_answer

TERMS = pd.DataFrame(
    [
        ("channel", "座谈会", 1, True),
        ("giver", "家长", 1, True),
        ("giver", "学生", 2, False),
        ("aspect", "工作作风", 1, False),
        ("aspect", "制度机制", 2, False),
    ],
    columns=["kind", "label", "position", "required"],
)


def opinion(status: str, aspect: str | None = "工作作风", giver: str = "家长") -> dict[str, Any]:
    return {
        "opinion_id": "O-001",
        "channel": "座谈会",
        "giver": giver,
        "aspect": aspect if status != "received" else None,
        "is_sorted": status != "received",
        "is_fed_back": status == "fed_back",
        "is_answered": status == "fed_back",
    }


def answered(*rows: dict[str, Any], then: list[dict[str, Any]] | None = None) -> Answer:
    before = None if then is None else pd.DataFrame(then)
    day = date(2026, 11, 22) if then else None
    return opinions_answer(pd.DataFrame(rows), TERMS, before, day)


def opened(answer: Answer) -> list[str]:
    return [each.text for each in answer.words if isinstance(each, Part) and each.opens]


def test_it_says_how_much_was_heard_what_of_and_how_far_it_was_answered() -> None:
    rows = [opinion("fed_back"), opinion("fed_back"), opinion("sorted", "制度机制"), opinion("received")]
    assert text_of(answered(*rows).words) == (
        "听到 4 条意见，方案要求听取的都听到了；说得最多的是工作作风（2 条）；2 条已反馈，1 条等反馈，1 条待梳理"
    )


def test_it_says_whom_nobody_has_heard_whom_the_plan_wants_heard() -> None:
    told = text_of(answered(opinion("fed_back", giver="学生")).words)
    assert told == "听到 1 条意见；方案要求听取、还没有听到的：家长；说得最多的是工作作风（1 条）；都已反馈"


def test_aspects_spoken_of_equally_often_are_both_named() -> None:
    told = text_of(answered(opinion("sorted"), opinion("sorted", "制度机制")).words)
    assert "说得最多的是工作作风（1 条）、制度机制（1 条）；" in told


def test_before_anything_is_sorted_no_aspect_is_named() -> None:
    told = text_of(answered(opinion("received")).words)
    assert told == "听到 1 条意见，方案要求听取的都听到了；1 条待梳理"


def test_it_says_what_came_and_was_fed_back_since_the_compared_day() -> None:
    told = answered(opinion("fed_back"), opinion("sorted"), then=[opinion("sorted")])
    assert text_of(told.more) == "听到的比 11-22 多 1 条，已反馈的比 11-22 多 1 条"
    assert text_of(answered(opinion("sorted"), then=[opinion("sorted")]).more) == (
        "听到的与 11-22 一样多，已反馈的与 11-22 相同"
    )

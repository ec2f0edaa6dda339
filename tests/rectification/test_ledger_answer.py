"""What 整改台账 says at its top, of items given."""

from datetime import date
from typing import Any

import pandas as pd

from board.answer import Answer, Part, text_of
from board.rectification.answer import ledger_answer

DAY = date(2026, 11, 22)


def item(number: int, owner: str | None = "总务主任", **more: Any) -> dict[str, Any]:
    """An item that runs and has all its time; `late` and `left`: by how many days it is late or has time."""
    late, left = more.get("late", 0), more.get("left", 20)
    return {
        "item_id": f"R-{number:03}",
        "number": number,
        "owner_name": owner,
        "is_closed": more.get("is_closed", False),
        "is_late": late > 0,
        "days_late": late,
        "days_left": -late if late else left,
        "is_due_soon": not late and left <= 7 and not more.get("is_closed", False),
        "deadline": "今天到期" if left == 0 else f"还剩 {left} 天",
    }


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(rows)


def said(*rows: dict[str, Any], **more: Any) -> str:
    return text_of(ledger_answer(frame(*rows), None, None, **more).words)


def opens(answer: Answer) -> dict[str, Any]:
    return {each.text: each.opens for each in (*answer.words, *answer.more) if isinstance(each, Part)}


def test_it_says_how_many_are_late_whose_most_are_and_which_for_longest() -> None:
    rows = [item(1, late=2), item(2, late=1), item(3, "报账员", late=6), item(4)]
    assert said(*rows) == "3 项逾期，2 项是总务主任的；最久的 R-003 已逾期 6 天"


def test_one_late_item_is_named_at_once() -> None:
    assert said(item(7, "报账员", late=6), item(8)) == "1 项逾期，是报账员的；R-007 已逾期 6 天"


def test_late_items_of_one_owner_are_said_to_be_all_theirs() -> None:
    assert said(item(1, late=2), item(2, late=3)) == "2 项逾期，都是总务主任的；最久的 R-002 已逾期 3 天"


def test_owners_who_have_equally_many_are_named_or_counted() -> None:
    two = [
        item(1, late=2),
        item(2, late=1),
        item(3, "报账员", late=6),
        item(4, "报账员", late=5),
        item(5, "工会主席", late=1),
    ]
    assert said(*two) == "5 项逾期，2 项是总务主任的，2 项是报账员的；最久的 R-003 已逾期 6 天"
    each = [item(1, late=2), item(2, "工会主席", late=1), item(3, "报账员", late=6)]
    assert said(*each) == "3 项逾期，分属 3 位责任人；最久的 R-003 已逾期 6 天"


def test_items_late_for_equally_long_are_counted_behind_the_first() -> None:
    assert said(item(9, late=3), item(2, late=3)).endswith("最久的 R-002 等 2 项 已逾期 3 天")


def test_late_items_without_an_owner_are_said_to_have_none() -> None:
    assert said(item(1, None, late=3)) == "1 项逾期，没有写责任人；R-001 已逾期 3 天"


def test_to_an_owner_it_speaks_of_their_own() -> None:
    assert said(item(1, late=3), item(2), is_own=True) == "您有 1 项逾期；R-001 已逾期 3 天"


def test_where_nothing_is_late_it_says_what_is_due_next() -> None:
    assert said(item(1, left=5), item(2, left=1), item(3)) == "没有逾期；2 项临期，最早的 R-002 还剩 1 天"
    assert said(item(1, left=0)) == "没有逾期；1 项临期：R-001 今天到期"
    assert said(item(1)) == "没有逾期，7 天内也没有到期的"


def test_where_all_is_closed_it_says_so() -> None:
    assert said(item(1, is_closed=True), item(2, is_closed=True)) == "2 项都已销号"


def test_it_says_the_change_of_what_is_late_since_the_compared_day() -> None:
    now, then = frame(item(1, late=2), item(2, is_closed=True)), frame(item(1), item(2))
    assert text_of(ledger_answer(now, then, DAY).more) == "共 2 项，已销号 1 项；逾期比 11-22 多 1 项"
    assert text_of(ledger_answer(then, now, DAY).more) == "共 2 项，已销号 0 项；逾期比 11-22 少 1 项"
    assert text_of(ledger_answer(now, now, DAY).more).endswith("；逾期与 11-22 相同")


def test_its_numbers_open_just_what_they_count() -> None:
    rows = frame(item(1, late=2), item(2, late=1), item(3, "报账员", late=6))
    assert opens(ledger_answer(rows, None, None)) == {
        "3 项": ("rectification", {"rectification_view": "逾期"}),
        "2 项": ("rectification", {"rectification_view": "逾期", "rectification_owner": ["总务主任"]}),
        "R-003": ("rectification", {"rectification_item": "R-003"}),
        "0 项": ("rectification", {"rectification_view": "已销号"}),
    }

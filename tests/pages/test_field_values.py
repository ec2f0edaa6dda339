"""What a field holds goes to the screen and comes back; what it can't hold any more is told."""

from datetime import date
from typing import Any

import pytest

from board.ui.parts.forms.form import Field
from board.ui.parts.forms.values import read, shown_text

TODAY = date(2026, 11, 27)
WHO = {"P1": "王老师", "P2": "李老师", "P3": "李老师", None: "—", "P4": "写了\n两行的"}


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        (Field("x", "文字"), "一二", "一二"),
        (Field("x", "句子", "area"), "一\n二", "一\n二"),
        (Field("x", "谁", "choice", WHO), "P1", "王老师"),
        (Field("x", "谁", "choice", WHO), None, "—"),
        (Field("x", "哪些人", "choices", WHO), ["P4", "P1"], "写了 两行的\n王老师"),
        (Field("x", "哪些人", "choices", WHO), [], ""),
        (Field("x", "哪天", "day"), date(2026, 12, 5), "2026-12-05"),
        (Field("x", "哪天", "day"), None, ""),
        (Field("x", "进度", "percent"), 35, "35"),
        (Field("x", "人数", "number"), 12, "12"),
        (Field("x", "人数", "number"), None, ""),
        (Field("x", "有没有", "flag"), True, "1"),
        (Field("x", "有没有", "flag"), False, ""),
    ],
)
def test_what_the_screen_says_is_read_back(field: Field, value: Any, text: str) -> None:
    assert shown_text(field, value) == text
    assert read(field, text, TODAY) == (value, [])


@pytest.mark.parametrize(
    ("field", "text", "blank"),
    [
        (Field("x", "谁", "choice", WHO), "赵老师", None),
        (Field("x", "谁", "choice", WHO), "李老师", None),  # two are called so
        (Field("x", "谁", "choice"), "王老师", None),
        (Field("x", "哪天", "day"), "2015-01-01", None),
        (Field("x", "哪天", "day"), "2037-01-01", None),
        (Field("x", "哪天", "day"), "2026-13-45", None),
        (Field("x", "进度", "percent", at_most=95), "100", 0),
        (Field("x", "人数", "number"), "-1", None),
        (Field("x", "人数", "number"), "十二", None),
    ],
)
def test_what_can_not_be_put_in_any_more_is_told(field: Field, text: str, blank: Any) -> None:
    assert read(field, text, TODAY) == (blank, [text])


def test_of_many_those_that_are_gone_are_told_and_line_breaks_make_no_difference() -> None:
    field = Field("x", "哪些人", "choices", WHO)
    assert read(field, "王老师\n赵老师\n李老师\n写了两行的", TODAY) == (["P1", "P4"], ["赵老师", "李老师"])

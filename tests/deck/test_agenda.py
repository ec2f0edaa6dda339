"""A meeting's slides come in the order its agenda gives them, and keep it when a newer state is shown."""

from dataclasses import replace

import pytest

from board.deck.agenda import ADDED, Place, added, arranged, refreshed
from board.deck.slide import Slide
from board.errors import Invalid

A, B, C = (Slide(name, f"{name} 的结论") for name in ("甲", "乙", "丙"))


def test_slides_are_left_out_and_moved() -> None:
    places = [Place(A, 1), Place(B, 2, is_shown=False), Place(C, 0.5)]
    assert arranged(places) == (C, A)
    with pytest.raises(Invalid):
        arranged([Place(A, 1, is_shown=False)])


def test_a_slide_of_ones_own_has_a_title_and_six_lines_at_most() -> None:
    slide = added(" 学习文件 ", ["第一点", " ", "第二点"])
    assert (slide.name, slide.title, slide.facts) == (ADDED, "学习文件", (("1", "第一点"), ("2", "第二点")))
    for title, lines in (("", ["一点"]), ("题", ["点"] * 7), ("题", ["长" * 61]), ("长" * 51, [])):
        with pytest.raises(Invalid):
            added(title, lines)


def test_a_newer_state_keeps_the_order_what_was_added_and_what_was_left_out() -> None:
    own = added("学习文件", [])
    newer = [Slide(each.name, "新的结论") for each in (A, B, C)]
    new = Slide("乙二", "新出来的")
    shown = refreshed((replace(C, hint="先问总务主任"), own, A), [newer[0], newer[1], new, newer[2]], ["乙"])
    assert [each.name for each in shown] == ["丙", ADDED, "甲", "乙二"]
    assert (shown[0].title, shown[0].hint) == ("新的结论", "先问总务主任")

"""Rounds in time, sums with what was counted before, spans of days, answers to the report's readers, and plans."""

from collections.abc import Callable
from datetime import date

import pytest

from board.truth.check import Records, findings

On = Callable[[date], Records]
DECEMBER = date(2026, 12, 1)
SO = (
    "（一）第一轮征评如期完成。",
    "（一）第一场座谈如期举行。",
    "待验收3项，与已销号的合计9项，占台账总数的30.0%。",
    "已销号6项，和待验收的加起来9项。",
    "立行立改11项，与限期整改的合计27项。",
    "谈心从11月11日谈起，到22日为止，谈了44次。",
    "谈心从11月14日谈起，到16日为止，谈了24次。",
    "自11月11日开始，至11月22日截止，谈心44次。",
    "从11月11日算起，到29日为止，收到意见62条。",
    "三路意见共8条。党员提的3条，改了2条、说明1条；教职工提的3条，1条作了说明、2条还没有答复；家长提的2条还没有答复。",
    "党员提的3条，改了2条、说明1条。",
    "就初稿听取了意见。教职工提的3条，说明1条。",
    "下一步，教学副校长负责改好报告，校长主持审定，德育副校长组织评议。",
    "今后的座谈会，改由校长主持，每学期两次。",
    "教学副校长改好报告，校长主持审定，德育副校长组织评议，党支部副书记汇总并公开结果。",
)
UNTRUE = (
    ("待验收3项，与已销号的合计8项。", "8项"),
    ("已销号6项，和待验收的加起来12项。", "12项"),
    ("立行立改11项，与限期整改的合计24项。", "24项"),
    ("谈心从11月11日谈起，到22日为止，谈了54次。", "54次"),
    ("自11月11日开始，至11月22日截止，谈心34次。", "34次"),
    ("从11月11日算起，到29日为止，收到意见72条。", "72条"),
    ("党员提的6条，改了2条、说明1条。", "6条"),
    ("到今天收到意见62条。党员提的3条，1条作了说明。", "3条"),
    ("11月13日的家长和居民座谈由校长主持，来了27人。", "由校长主持"),
    ("11月23日的专题民主生活会由德育副校长主持。", "由德育副校长主持"),
)


@pytest.mark.parametrize("text", SO)
def test_what_is_so_of_a_whole_is_left_alone(text: str, on: On) -> None:
    assert [(each.mark, each.message) for each in findings({"突出问题": text}, on(DECEMBER)) if each.sentence] == []


@pytest.mark.parametrize(("text", "mark"), UNTRUE)
def test_what_is_not_so_of_a_whole_is_marked(text: str, mark: str, on: On) -> None:
    assert mark in [each.mark for each in findings({"突出问题": text}, on(DECEMBER)) if each.sentence]

"""What 谈心谈话 and 民主生活会 say at their top, of records given."""

from datetime import date
from typing import Any

import pandas as pd

from board.answer import Answer, Part, text_of
from board.meeting.answer import meeting_answer
from board.meeting.talks_answer import talks_answer
from board.meeting.views import WITH_ITEM, WITHOUT_ITEM

DAY = date(2026, 11, 22)


def pairs(*done: bool) -> pd.DataFrame:
    """The pairs of one member with each grade."""
    names = [("校长", f"{place}年级", each) for place, each in enumerate(done, start=1)]
    return pd.DataFrame(names, columns=["member_name", "with_name", "is_done"])


def both(answer: Answer) -> tuple[str, str]:
    return text_of(answer.words), text_of(answer.more)


def test_the_pairs_that_have_not_talked_are_named() -> None:
    told = both(talks_answer(pairs(True, False, False), None, None))
    assert told == ("还有 2 对没有谈：校长还没有和2年级、3年级谈", "应谈 3 对，谈了 1 对")


def test_very_many_pairs_are_counted_only() -> None:
    assert text_of(talks_answer(pairs(*[False] * 13), None, None).words) == "还有 13 对没有谈"


def test_when_all_have_talked_it_says_so() -> None:
    assert text_of(talks_answer(pairs(True), None, None).words) == "该谈的都谈了"
    assert text_of(talks_answer(pairs(), None, None).words) == "方案没有写明谁和谁要谈"


def test_talks_are_compared_with_another_day() -> None:
    assert both(talks_answer(pairs(True, True), pairs(True, False), DAY))[1] == "应谈 2 对，谈了 2 对，比 11-22 多 1 对"
    assert both(talks_answer(pairs(True), pairs(True), DAY))[1] == "应谈 1 对，谈了 1 对，与 11-22 相同"


def life_meeting(held_on: str, *, is_held: bool) -> pd.Series:
    return pd.Series({"held_on": pd.Timestamp(held_on), "is_held": is_held})


def ready(**done: bool) -> pd.DataFrame:
    return pd.DataFrame(list(done.items()), columns=["label", "is_done"])


def problems(*words: str, news: str = "") -> pd.DataFrame:
    return pd.DataFrame([(word, news) for word in words], columns=["item_word", "news_word"])


def told_of(meeting: pd.Series, **more: Any) -> tuple[str, str]:
    given = {"ready": ready(谈心都谈到=True), "problems": problems(), "compare_on": None, **more}
    return both(meeting_answer(meeting, given["ready"], given["problems"], DAY, given["compare_on"]))


def test_a_meeting_to_come_is_said_to_come_and_what_is_missing_is_named() -> None:
    told = told_of(life_meeting("2026-11-25", is_held=False), ready=ready(意见梳理完=False, 谈心都谈到=False))
    assert told == ("会定在 2026-11-25，还有 3 天；会前有 2 项没有办妥：意见梳理完、谈心都谈到", "还没有登记问题")
    assert told_of(life_meeting("2026-11-22", is_held=False))[0] == "会定在 2026-11-22，就是今天；会前要办的都办妥了"


def test_of_a_meeting_that_was_held_it_says_what_came() -> None:
    meeting = life_meeting("2026-11-21", is_held=True)
    found = problems(WITH_ITEM, WITHOUT_ITEM, news="新增")
    told = told_of(meeting, problems=found, compare_on=date(2026, 11, 15))
    assert told == ("会已在 2026-11-21 开过；会前要办的都办妥了", "查出问题 2 个，比 11-15 新增 2 个，1 个还没有转整改")
    assert told_of(meeting, problems=problems(WITH_ITEM))[1] == "查出问题 1 个，都已转整改"


def test_the_number_of_problems_without_an_item_opens_just_those() -> None:
    meeting = life_meeting("2026-11-21", is_held=True)
    found = meeting_answer(meeting, ready(谈心=True), problems(WITH_ITEM, WITHOUT_ITEM), DAY, None)
    opens = [each.opens for each in found.more if isinstance(each, Part)]
    assert opens[1] == ("meeting", {"meeting_part": "问题清单", "meeting_item": [WITHOUT_ITEM]})

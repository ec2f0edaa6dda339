"""民主生活会 in one sentence: whether it is ready or was held, and its results. Pure, on frames."""

from datetime import date

import pandas as pd

from board.answer import Answer, Part, Words, answer, part
from board.meeting.views import WITHOUT_ITEM

_PROBLEMS = "问题清单"


def meeting_answer(
    meeting: pd.Series, ready: pd.DataFrame, problems: pd.DataFrame, as_of: date, compare_on: date | None
) -> Answer:
    """Takes the meeting (held_on, is_held), `meeting.views.readiness` and `meeting.views.problem_rows`."""
    missing = ready[~ready["is_done"]]["label"].tolist()
    words: list[Words] = [_when(meeting, as_of), "；"]
    if missing:
        words += ["会前有 ", Part(f"{len(missing)} 项", is_bad=True), f"没有办妥：{'、'.join(missing)}"]
    else:
        words.append("会前要办的都办妥了")
    return answer(words, _what_came(problems, compare_on))


def _when(meeting: pd.Series, as_of: date) -> str:
    day = f"{meeting['held_on']:%Y-%m-%d}"
    if meeting["is_held"]:
        return f"会已在 {day} 开过"
    left = (meeting["held_on"].date() - as_of).days
    return f"会定在 {day}，还有 {left} 天" if left > 0 else f"会定在 {day}，就是今天" if not left else f"会定在 {day}"


def _what_came(problems: pd.DataFrame, compare_on: date | None) -> list[Words]:
    if problems.empty:
        return ["还没有登记问题"]
    waiting = int((problems["item_word"] == WITHOUT_ITEM).sum())
    new = int((problems["news_word"] != "").sum())
    since = f"，比 {compare_on:%m-%d} 新增 {new} 个" if compare_on and new else ""
    words: list[Words] = ["查出问题 ", part(f"{len(problems)} 个", "meeting", part=_PROBLEMS), f"{since}，"]
    if not waiting:
        return [*words, "都已转整改"]
    return [*words, part(f"{waiting} 个", "meeting", part=_PROBLEMS, item=[WITHOUT_ITEM]), WITHOUT_ITEM]

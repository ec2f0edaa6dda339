"""程序检查 in one sentence: how many rules are not kept, and which of the six failures is nearest. Pure, on frames."""

from datetime import date

import pandas as pd

from board.answer import Answer, Words, answer, change, joined, part
from board.procedure.views import by_failure, view_counts
from board.words import VERDICT

_FAILED, _PASSED, _NOT_YET, _ENSURED = (VERDICT[code] for code in ("failed", "passed", "not_yet", "ensured"))
# If more failures than this are equally near, they are counted instead of named.
_NAMED = 2


def procedure_answer(rules: pd.DataFrame, then: pd.DataFrame | None, compare_on: date | None) -> Answer:
    """Takes the rules with words (`procedure.views.shown`) on the day and on the compared day."""
    counts = view_counts(rules)
    failed = counts[_FAILED]
    since = "" if then is None else change(failed, view_counts(then)[_FAILED], compare_on, "条")
    rest = [
        part(f"{counts[view]} 条{view}", "procedure", view=view)
        for view in (_PASSED, _NOT_YET, _ENSURED)
        if counts[view]
    ]
    if not failed and not counts[_NOT_YET]:
        words: list[Words] = [part(f"{counts[_PASSED]} 条", "procedure", view=_PASSED), "程序都通过"]
        words += ["，", *rest[1:]] if rest[1:] else []
    else:
        words = [*_failed(rules, failed), "；" if rest else "", *joined(rest)]
    return answer(words, [f"未通过的{since}"] if since else [])


def _failed(rules: pd.DataFrame, failed: int) -> list[Words]:
    if not failed:
        return ["没有未通过的程序"]
    counts = by_failure(rules)
    near = counts[counts["failed_count"] > 0]
    most = near[near["failed_count"] == near["failed_count"].max()]
    words: list[Words] = [part(f"{failed} 条", "procedure", view=_FAILED, is_bad=True), "程序未通过"]
    if len(near) == 1:
        return [*words, f"，都关系到{near['failure'].iloc[0]}"]
    if len(most) > _NAMED:
        return [*words, f"，关系到 {len(near)} 种情况"]
    for place, (failure, count) in enumerate(zip(most["failure"], most["failed_count"], strict=True)):
        opens = part(f"{count} 条", "procedure", view=_FAILED, failure=[failure])
        words += ["、" if place else "，最多的是", f"{failure}（", opens, "）"]
    return words

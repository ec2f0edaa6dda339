"""谈心谈话 in one sentence: who has not talked with whom. Pure, on frames."""

from datetime import date

import pandas as pd

from board.answer import Answer, Part, answer, change
from board.meeting.talks_views import MISSING, in_words

# More pairs than this are counted instead of named.
_NAMED = 12


def talks_answer(pairs: pd.DataFrame, then: pd.DataFrame | None, compare_on: date | None) -> Answer:
    """Takes `talks.matrix` of the day, and of the compared day if there is one."""
    missing = pairs[~pairs["is_done"]]
    done = len(pairs) - len(missing)
    since = change(done, None if then is None else int(then["is_done"].sum()), compare_on, "对")
    more = [f"应谈 {len(pairs)} 对，谈了 {done} 对", f"，{since}" if since else ""]
    if missing.empty:
        return answer(["该谈的都谈了" if len(pairs) else "方案没有写明谁和谁要谈"], more)
    # The number of pairs opens the list below, which the page shows first.
    count = Part(f"{len(missing)} 对", ("talks", {"talks_view": MISSING}), is_bad=True)
    names = f"：{'；'.join(in_words(missing))}" if len(missing) <= _NAMED else ""
    return answer(["还有 ", count, f"没有谈{names}"], more)

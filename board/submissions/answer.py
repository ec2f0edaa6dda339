"""上报 in one sentence: what was handed up and whether it arrived; on the other side, what came in. Pure, on frames."""

import pandas as pd

from board.answer import Answer, Part, answer
from board.submissions.views import NOT_TAKEN, TAKEN, WAITS


def own_answer(rows: pd.DataFrame) -> Answer:
    """Takes `views.own_shown`."""
    if rows.empty:
        return answer(["还没有上报过"])
    states = [tags[0] for tags in rows["tags"]]
    newest = rows.iloc[0]
    words = [f"上报过 {len(rows)} 份，最近一份是第 {newest['number']} 号，截至 {newest['as_of']:%m-%d}，{states[0]}"]
    counts = ((WAITS, False), (NOT_TAKEN, True))
    more = [Part(f"{state} {states.count(state)} 份　", is_bad=bad) for state, bad in counts if states.count(state)]
    return answer(words, more or [f"{TAKEN} {len(rows)} 份"])


def taken_answer(rows: pd.DataFrame, unit_count: int) -> Answer:
    """Takes `views.taken_shown`, and of how many units that is."""
    if rows.empty:
        return answer(["还没有单位上报"])
    newest = rows.iloc[0]
    words = [f"{unit_count} 个单位上报过 {len(rows)} 份，最近的是{newest['unit_name']}第 {newest['number']} 号"]
    return answer(words, [f"{newest['received_at']:%m-%d %H:%M} 收到，截至 {newest['as_of']:%m-%d}"])

"""单位 in one sentence: how many there are, and which can't submit yet. Pure, on frames."""

import pandas as pd

from board.answer import Answer, Words, answer, part
from board.units.views import NO_KEY


def units_answer(rows: pd.DataFrame) -> Answer:
    """Takes `units.views.shown`."""
    if rows.empty:
        return answer(["还没有登记单位"])
    counts = rows["kind_word"].value_counts()
    named = "、".join(f"{word} {count} 个" for word, count in counts.items())
    missing = int((rows["state"] == NO_KEY).sum())
    reports = int(rows["is_reporting"].sum())
    lack: list[Words] = [part(f"{missing} 个", "unit_tree", is_bad=True, state=NO_KEY), "还没有登记密钥，报不上来"]
    return answer([f"有{named}，要上报的 {reports} 个"], lack if missing else [])

"""公文 in one sentence: what waits for whom, what was issued, and what has moved on since. Pure, on frames."""

import pandas as pd

from board.answer import Answer, Words, answer, joined, part
from board.papers.views import VIEWS, in_view


def papers_answer(rows: pd.DataFrame) -> Answer:
    """Takes the papers of a day with words (`papers.views.shown`); there is one at least."""
    counts = {view: len(in_view(rows, view)) for view in VIEWS[1:]}
    waiting: list[Words] = [
        part(f"{counts[view]} 份{words}", "papers", view=view)
        for view, words in (("起草", "在起草"), ("已核对", "等签发"), ("待公开", "等公开"))
        if counts[view]
    ]
    issued = rows[rows["state"] == "signed"]
    words: list[Words] = [f"签发了 {len(issued)} 份，" if len(issued) else "还没有签发过，"]
    words += joined(waiting) if waiting else ["没有等着办的"]
    moved = issued[issued["moved_count"] > 0]
    more: list[Words] = []
    if len(moved):
        more = [f"{len(moved)} 份里有数字和现在的记录不同了："]
        more += joined([part(each, "papers", open=each) for each in moved["paper_id"]], "、")
    elif len(issued):
        more = ["签发的，里面的数字和现在的记录都一样"]
    return answer(words, more)

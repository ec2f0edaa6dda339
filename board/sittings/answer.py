"""会议 in one sentence: when the leaders last met over the ledger, what they decided, and what became of it. Pure."""

import pandas as pd

from board.answer import Answer, Part, Words, answer, part
from board.sittings.views import standing


def sittings_answer(sittings: pd.DataFrame, decisions: pd.DataFrame) -> Answer:
    """Takes the meetings and the decisions of a day with words (`sittings.views`); there is one meeting at least."""
    last = sittings.iloc[0]
    named = part(last["sitting_id"], "sittings", open=last["sitting_id"])
    decided = standing(decisions)
    own = decided[decided["sitting_id"] == last["sitting_id"]]
    words: list[Words] = ["正在开的是 " if last["state"] == "open" else "最近开的是 ", named]
    decided_words = f"议定 {len(own)} 件" if len(own) else "还没有议定事项"
    words.append(f" {last['held_on']:%m-%d} {last['kind']}，{decided_words}")
    waiting = decided[decided["state"] == "waiting"]
    if len(waiting):
        words += ["；", Part(f"{len(waiting)} 件等着确认", is_bad=True)]
    late = decided[decided["since"].str.startswith("逾期")]
    return answer(words, [f"议定过的里面，{len(late)} 件现在逾期"] if len(late) else [])

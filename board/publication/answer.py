"""通报与公开 in one sentence: what was published to whom and when, and what is still unpublished. Pure, on frames."""

from datetime import date

import pandas as pd

from board.answer import Answer, Words, answer, change, part
from board.publication.views import VIEWS, Since, in_view, not_published
from board.words import PUBLISHED


def publication_answer(
    rows: pd.DataFrame, since: Since | None, then: pd.DataFrame | None, compare_on: date | None
) -> Answer:
    """Takes the publications with words (`publication.views.shown`) on the day and on the compared day.

    since: which results are the evaluation's.
    """
    published, waiting = (in_view(rows, view) for view in VIEWS[1:])
    words: list[Words] = _newest(published) if len(published) else ["还没有公开过"]
    if len(waiting):
        words += ["；写好了等着公开的 ", part(f"{len(waiting)} 件", "publication", view=VIEWS[2])]
    missing = [PUBLISHED[what] + remark for what, remark in not_published(rows, since).items()]
    more: list[Words] = [f"还没有公开：{'、'.join(missing)}" if missing else "分析检查报告和评议结果都已公开"]
    if then is not None:
        more.append(f"；公开的{change(len(published), len(in_view(then, VIEWS[1])), compare_on, '件')}")
    return answer(words, more)


def _newest(published: pd.DataFrame) -> list[Words]:
    last = published.sort_values(["published_on", "publication_id"]).iloc[-1]
    place = f"在{last['place']}" if last["place"] else ""
    audience = f"向{last['audience']}" if last["audience"] else ""
    count = part(f"{len(published)} 件", "publication", view=VIEWS[1])
    named = part(last["publication_id"], "publication", open=last["publication_id"])
    published_words = f"“{last['title']}”，{last['published_on']:%m-%d} {place}{audience}公开"
    return ["已公开 ", count, "，最近的是 " if len(published) > 1 else "：", named, f" {published_words}"]

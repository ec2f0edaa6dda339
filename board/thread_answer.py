"""来龙去脉 in one sentence: how far opinions came, and what leads nowhere. Pure, on counts."""

from collections.abc import Mapping

from board.answer import Answer, Words, answer, part
from board.thread_views import Reached
from board.thread_words import LOOSE_END, THREAD_KIND


def thread_answer(came: Reached, ends: Mapping[str, int], *, with_givers: bool) -> Answer:
    """Takes how far the opinions came, and how many loose ends there are of each end (`thread.loose_counts`).

    Without givers the lists don't hold what nobody has sorted, so the numbers that count it open nothing.
    """
    nowhere = ends["onward"]
    if not came.total:
        return answer(["还没有登记意见", *_records(nowhere)])
    words: list[Words] = [f"听到的 {came.total} 条意见，{came.led} 条引到了问题或整改，{came.answered} 条只有答复，"]
    if came.nowhere:
        text, kind = f"{came.nowhere} 条还没有下文", THREAD_KIND["opinion"]
        is_listed = with_givers or not came.unsorted
        words.append(part(text, "thread", part=LOOSE_END["onward"], kind=[kind]) if is_listed else text)
    else:
        words.append("条条都有下文")
    words.append(f"（其中 {came.unsorted} 条还没有梳理）" if came.unsorted else "")
    return answer(words, _all(ends, came, with_givers=with_givers))


def _records(nowhere: int) -> list[Words]:
    return (
        ["，", part(f"{nowhere} 个", "thread", part=LOOSE_END["onward"]), "问题或评议项目没有下文"] if nowhere else []
    )


def _all(ends: Mapping[str, int], came: Reached, *, with_givers: bool) -> list[Words]:
    """Records of all kinds that lead nowhere, and those that come from nowhere."""
    words: list[Words] = []
    if ends["onward"] != came.nowhere:
        text = f"{ends['onward']} 个"
        is_listed = with_givers or not came.unsorted
        words += ["连同问题和评议项目，没有下文的一共 "]
        words += [part(text, "thread", part=LOOSE_END["onward"]) if is_listed else text]
    if ends["behind"]:
        behind = part(f"{ends['behind']} 个", "thread", part=LOOSE_END["behind"])
        words += ["；没有来由的 " if words else "没有来由的 ", behind]
    return words

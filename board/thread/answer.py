"""来龙去脉 in one sentence: how far opinions got, and which records lead nowhere. Pure, on counts."""

from collections.abc import Mapping

from board.answer import Answer, Words, answer, part
from board.thread.views import Reached
from board.thread.words import LOOSE_END, THREAD_KIND


def thread_answer(came: Reached, ends: Mapping[str, int]) -> Answer:
    """Takes how far the opinions got, and the number of loose ends by end (`thread.loose_counts`)."""
    nowhere = ends["onward"]
    if not came.total:
        return answer(["还没有登记意见", *_records(nowhere)])
    words: list[Words] = [f"听到的 {came.total} 条意见，{came.led} 条引到了问题或整改，{came.answered} 条只有答复，"]
    if came.nowhere:
        text, kind = f"{came.nowhere} 条还没有下文", THREAD_KIND["opinion"]
        words.append(part(text, "thread", part=LOOSE_END["onward"], kind=[kind]))
    else:
        words.append("条条都有下文")
    words.append(f"（其中 {came.unsorted} 条还没有梳理）" if came.unsorted else "")
    return answer(words, _all(ends, came))


def _records(nowhere: int) -> list[Words]:
    return (
        ["，", part(f"{nowhere} 个", "thread", part=LOOSE_END["onward"]), "问题或评议项目没有下文"] if nowhere else []
    )


def _all(ends: Mapping[str, int], came: Reached) -> list[Words]:
    """The counts of records, of all kinds, that lead nowhere and that come from nowhere."""
    words: list[Words] = []
    if ends["onward"] != came.nowhere:
        words += ["连同问题和评议项目，没有下文的一共 "]
        words += [part(f"{ends['onward']} 个", "thread", part=LOOSE_END["onward"])]
    if ends["behind"]:
        behind = part(f"{ends['behind']} 个", "thread", part=LOOSE_END["behind"])
        words += ["；没有来由的 " if words else "没有来由的 ", behind]
    return words

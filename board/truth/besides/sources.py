"""Compares how many of the sources of problems a sentence says are of each kind with the records. Pure.

问题清单连上来源 26 条，意见 14 条，发言提纲 11 条: of these 26, not of all opinions; compared only after their total.
"""

import re
from collections.abc import Iterator

from board.report.text import Number, counts_in
from board.truth.clause import Claim, Clause
from board.truth.facts import Compared, Facts, agrees

_JOINS = "(?:一?共|总共|合计|总计|总数|数|有|是|为|达到?|的|计|连[上到着]|了|清楚|，)*"
_SO_MANY = r"(?:\d+|[一二三四五六七八九十]+)[条个项处]"
_WHOLE = re.compile(
    rf"(?<!意见)(?<!意见的)(?:来源|依据|出处){_JOINS}(?P<after>{_SO_MANY})"
    rf"|(?P<before>{_SO_MANY})的?(?:来源|依据|出处)(?!于)"
)
# What the sources of problems may be, how they are counted, and their words → those of the records.
_THINGS, _MEASURES = frozenset({"opinion", "finding", "outline", "study", "talk", "problem"}), frozenset("条项处")
_KINDS = {
    "意见": "(?:征求的|群众|各方|收到的|征集的)?意见",
    "发言提纲": "(?:发言)?提纲",
    "学习调研成果": "(?:学习)?(?:调研|调查)(?:成果)?|学习成果",
}
_NAMED = "|".join(f"(?P<k{place}>{words})" for place, words in enumerate(_KINDS.values()))
_PART = re.compile(
    rf"(?:^|[，,：；。]|(?<=[条个项处])[、和])(?:其中|分别是|包括)?(?:来自|出自|取自|源自)?(?:{_NAMED})"
    r"(?:里|中)?的?(?:占了?|有|是|为|仅|只|共|才|就)*$"
)
# 其中 14 条成为问题的来源.
_BECAME = re.compile(r"[^，,。；\d]{0,4}(?:成为|成了|作为|列为|当作|[连用]到)[^，,。；\d]{0,4}(?:来源|依据|出处)")
_REACH, _AFTER = 120, 4


def is_of_sources(claim: Claim, clause: Clause, earlier: str) -> bool:
    """Whether a count may be of the sources of problems, counted before it in its sentence, or in the one before."""
    until = claim.number.end + _AFTER
    is_counted_so = claim.thing in _THINGS and claim.number.measure in _MEASURES
    spoken = f"{_before(earlier)}{clause.sentence[:until]}"
    became = _BECAME.match(clause.sentence, claim.number.end)
    return is_counted_so and (became or _WHOLE.search(spoken)) is not None


def sources(text: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields how many of the sources are of each kind, where their total is that of the records.

    earlier: the sentences before it in its paragraph, which may count them.
    """
    totals = {each.value for each in facts.counts if each.thing == "source" and not each.traits}
    goes_on = earlier.endswith("；") or text.startswith("其中")
    before = _before(earlier) if goes_on and not _WHOLE.search(text) else ""
    whole = _WHOLE.search(f"{before}{text}")
    stated = next((each for each in counts_in(whole["after"] or whole["before"])), None) if whole else None
    if whole is None or stated is None or stated.value not in totals:
        return
    for number in counts_in(text):
        if len(before) + number.start >= whole.end():
            yield from _part(number, text, facts)


def _part(number: Number, text: str, facts: Facts) -> Iterator[Compared]:
    """Compares the count that stands after one kind of sources."""
    named = _PART.search(text[: number.start])
    if named is None or number.measure not in _MEASURES:
        return
    kind = next(name for place, name in enumerate(_KINDS) if named[f"k{place}"])
    known = [each for each in facts.counts if each.thing == "source" and each.traits == {kind}]
    if known:
        is_so = any(agrees(number, each.value) for each in known)
        yield Compared("figure", text[number.start : number.end], known[:1], is_so)


def _before(earlier: str) -> str:
    """The sentence before, and the part of one that goes on after 其中 and the like."""
    last = earlier.rstrip("。").rpartition("。")[2]
    return earlier.rstrip("。")[-_REACH:] + "。" if re.match("其中|这[些里]", last) else f"{last}。"

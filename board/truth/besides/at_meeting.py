"""Compares how many of all problems a sentence says came up at the meeting, or after it, with the records. Pure.

列出问题九个，会上查出的八个，会后补上一个; 9 个问题都是会上查出的: only after a count of all problems on record.
"""

import re
from collections.abc import Iterator

from board.report.text import counts_in, numeral
from board.truth.counts.subjects import AFTERWARDS, AT_MEETING
from board.truth.facts import Compared, Facts
from board.truth.words import is_elsewhere, is_of_others

_SO_MANY = r"(?P<number>\d+|[一二三四五六七八九十]+)个"
_OUT = r"(?:查找|查摆|发现|摆|查|找|提|补|记|列)(?:摆|找|充|列|记)?(?:出|到|上)?[来去]?了?"
_WHERE = {
    AT_MEETING: r"(?:在|是|于)*(?:专题)?(?:民主生活会|会议|会)上(?:当场|当天)?",
    AFTERWARDS: r"(?:会后|会外|后来)(?:又|再|才)?",
}
_JOINED = "(?:的|问题|就|仅|只|共|有|是|为|占)*"
_END = "(?=[，,。；、：:（(]|$)"
_OF_EACH = {
    where: re.compile(
        rf"(?:^|[，,：:；、])(?:其中|内中)?(?:{words}{_OUT}{_JOINED}{_SO_MANY}"
        rf"|(?:有|就有|仅有|只有)?{_SO_MANY.replace('number', 'before')}(?:问题)?{words}{_OUT}的?)(?:问题)?{_END}"
    )
    for where, words in _WHERE.items()
}
_ALL = re.compile(
    r"(?:^|[，,：:；])(?:(?:这|那)?(?:\d+|[一二三四五六七八九十]+)个(?:问题)?)?"
    r"(?P<mark>(?:全部?|都|均|一律|悉数|无一例外地?)+)(?:是|为|系)?"
    rf"(?:(?:出自|来自|源自|产生于)(?:专题)?(?:民主生活会|会上|会议)|(?:在|从)?(?:专题)?(?:民主生活会|会议|会)上{_OUT}的?|当[天场]{_OUT}的?){_END}"
)
_NEAR = 80


def at_meeting(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields how many of all problems, counted right before, came up at the meeting or after it, if others did.

    earlier: the sentences before it in its paragraph, which may count them.
    """
    spoken = f"{earlier[-_NEAR:]}{sentence}"
    if "问题" not in spoken or is_of_others(sentence) or is_elsewhere(sentence):
        return
    every = {each.value for each in facts.counted("problem", [frozenset()])}
    for where, pattern in _OF_EACH.items():
        for match in pattern.finditer(sentence):
            group = "number" if match["number"] else "before"
            known = facts.counted("problem", [frozenset({where})])
            if known and _is_of_all(earlier, sentence[: match.start(group)], every):
                is_so = any(each.value == numeral(match[group]) for each in known)
                yield Compared("figure", f"{match[group]}个", known[:1], is_so)
    whole = _ALL.search(sentence)
    known = facts.counted("problem", [frozenset({AT_MEETING})]) if whole else []
    if whole and known and _is_of_all(earlier, sentence[: whole.start("mark")], every):
        yield Compared("figure", whole["mark"], known[:1], any(each.value in every for each in known))


def _is_of_all(earlier: str, before: str, every: set[int]) -> bool:
    """Whether the last count before a place, but for that of those at the meeting, is one of all problems."""
    near = f"{earlier[-_NEAR:]}{_OF_EACH[AT_MEETING].sub('', before)}"
    counts = [each for each in counts_in(near) if each.measure == "个" and each.value > 1]
    return bool(counts) and counts[-1].value in every

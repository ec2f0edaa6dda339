"""Compares from whom, or how, a sentence says that all, half or none of the opinions it names came. Pure.

网络上的 6 条，没有一条不是家长写的; 电话和网上进来的全由家长所提: whatever other words it has.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from board.report.text import counts_in, shares_in
from board.truth.facts import Compared, Facts, share_agrees
from board.truth.ledgers import Fact, Traits, opposite
from board.truth.loosely.cues import PART, sides_named
from board.truth.words import TIME, is_of_others, lies_elsewhere

_ALL = re.compile(
    r"全(?:都|部|数)?|都(?!说|想|能|会|要|在意)|均|皆|一律|清一色|条条|一条不[落漏少]都?|统统"
    r"|尽(?:是|数)|没有一条不|无一不"
)
_MOST = re.compile("(?<![最差许很不成半])多(?=是|为|由|来自|出自)")
_NONE = re.compile(r"没有一条(?!不)|无一条|一条也不")
# 是家长提的, 由教师所提, 投在意见箱里, 靠网上留言.
_FROM = re.compile(
    r"^[^，,]{0,3}?(?:是|为|由|靠|来自|出自|出于|属|[投写][在成进]|通过|走的?|打来的)+(?P<who>[^，,。；]{2,10})$"
)
# By whom they are, not of whom: 多是孩子在校的小事.
_GIVEN = re.compile("^.{2,6}?(?:们|代表|同志|里|中|上)?(?:所|打|提|写|说|反映|投|送|来|留言|的?$)")
_THESE = re.compile("[这那]$")  # 这 10 条里有一半是学生提的
_MORE = re.compile("[和与、及]|以及|等")


def whose(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields what a sentence says that all, or a share, of the opinions that it names came from, where it isn't so."""
    if (
        is_of_others(sentence)
        or re.search("除|稿|报告|其[余他它]|余下|剩下|另外", sentence)
        or not re.search("意见|建议|条", f"{earlier}{sentence}")
        or "批评" in sentence
    ):
        return
    place = 0
    for part in PART.split(sentence):
        if lies_elsewhere(part):
            return
        for mark, start, end, low, high in _shares(part):
            match = _FROM.match(part[end:])
            named = list(sides_named(match["who"], "opinion", facts)) if match else []
            named = [each for each in named if each[1] in facts.groups.get("giver", ())] or named
            if match and len(named) == 1 and not _MORE.search(match["who"]) and _GIVEN.search(match["who"]):
                records = _otherwise(named[0], sentence[: place + start], (low, high), facts)
                if records:
                    yield Compared("figure", mark, records[:1], agrees=False)
        place += len(part) + 1


def _shares(part: str) -> Iterator[tuple[str, int, int, Fraction, Fraction]]:
    """The words for all, half and none of a part, with their places, and between what their share lies."""
    for match in _ALL.finditer(part):
        yield match[0], match.start(), match.end(), Fraction(1), Fraction(1)
    for match in _NONE.finditer(part):
        yield match[0], match.start(), match.end(), Fraction(0), Fraction(0)
    for match in _MOST.finditer(part):
        yield match[0], match.start(), match.end(), Fraction(1, 2), Fraction(1)
    for share in shares_in(part):
        if not share.is_exact or share.value == Fraction(1, 2):
            near = [Fraction(each, 20) for each in range(21) if share_agrees(share, Fraction(each, 20))]
            if near:
                yield part[share.start : share.end], share.start, share.end, min(near), max(near)


def _otherwise(named: tuple[object, str], before: str, between: tuple[Fraction, Fraction], facts: Facts) -> list[Fact]:
    """The counts of those from whom they are said to be, if among none of what is named before they are so many."""
    side, word = named
    number = next((each for each in reversed(counts_in(before)) if each.measure == "条" and each.is_exact), None)
    words = sorted({each for other, each in sides_named(before, "opinion", facts) if other != side})
    records = list[Fact]()
    for size in (1, 2):
        for some in combinations(words, size):
            together: Traits = frozenset(some)
            for part, whole in facts.parts("opinion", together | {word}, together, together):
                if between[0] <= Fraction(part.value, whole.value) <= between[1]:
                    return []
                records.append(part)
    is_whose = word in {*facts.groups.get("giver", ()), *facts.groups.get("channel", ())}
    is_of_these = number is not None and _THESE.search(before[: number.start]) and not TIME.search(before)
    if is_whose and not words and number is not None and is_of_these:
        of_so_many = [pair for pair in _at_any(word, facts) if pair[1].value == number.value]
        is_so = any(between[0] <= Fraction(part.value, whole.value) <= between[1] for part, whole in of_so_many)
        return [] if is_so else [part for part, _ in of_so_many]
    return records


def _at_any(word: str, facts: Facts) -> Iterator[tuple[Fact, Fact]]:
    """The counts of those from one among the opinions that have any one trait, or lack it."""
    traits = sorted({each for ledger in facts.ledgers_of("opinion") for each in ledger.having})
    for one in [each for trait in traits for each in (trait, opposite(trait))]:
        yield from facts.parts("opinion", frozenset({one, word}), frozenset({one}))

"""Compares how many a sentence says that what has the most or least of something has with the records. Pure.

其中说校长的最多，5 条; 最少的是电话，5 条: of whatever it may be of, with whatever else is named; or it is wrong.
"""

import re
from collections.abc import Iterator
from itertools import combinations

from board.report.text import Number, clauses, counts_in
from board.truth.facts import Compared, Facts
from board.truth.ledgers import Fact, Traits
from board.truth.loosely.among import BESIDE
from board.truth.loosely.cues import ABOUT, named_of, only_named, stages_named
from board.truth.loosely.series import is_counted_by
from board.truth.words import REPORT, SOME_DAYS, TIME, is_elsewhere, is_of_others

_SO_MANY = "[，,（(]?(?:也?[仅只才就]?(?:有|是|为|共|达|计))*$"
_HAS_MOST = re.compile(
    rf"(?:^|[，,；：])(?P<who>[^，,。；：]{{2,14}}?)[的得占提]*最[多少]的?{_SO_MANY}"
    rf"|最[多少]的?(?:[是为]|要数|当数|数)(?P<it>[^，,。；：]{{2,10}}?){_SO_MANY}"
)
_OTHER = re.compile("验收|轮|评议|征评|[表票卷]|除|其[余他它]|每|平均|新[增收]|[又再]|合计|[两三]者|率|带回|学期|年级")
_OUT_OF = re.compile("(?:意见|建议|事项|问题)?(?:里|中|当中|之中)")
_NEAR, _MORE = 80, 2


def most(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields the counts of what has the most or least that it has of nothing on record.

    earlier: the sentences before it in its paragraph, which may say what is counted.
    """
    if is_of_others(sentence):
        return
    for number in counts_in(sentence):
        before = sentence[: number.start]
        is_base = _OUT_OF.match(sentence, number.end)  # 座谈会收到的最多，62 条里占 21 条
        match = _HAS_MOST.search(before) if number.measure and number.is_exact and not is_base else None
        clause = next((sentence[start:end] for start, end in clauses(sentence) if start <= number.start < end), "")
        near = f"{re.split('[，,；：]', before[: match.start()])[-1]}{match[0]}{clause}" if match else ""
        if match is None or _OTHER.search(near) or TIME.search(near) or SOME_DAYS.search(near) or is_elsewhere(near):
            continue
        record = _otherwise(match["who"] or match["it"], number, f"{earlier[-_NEAR:]}{sentence}", facts)
        if record is not None:
            yield Compared("figure", sentence[number.start : number.end], [record], agrees=False)


def _otherwise(who: str, number: Number, text: str, facts: Facts) -> Fact | None:
    """The count of the one that is named, if there are so many of it in no way that a text may mean."""
    record: Fact | None = None
    for thing in sorted(ABOUT, key=lambda each: not re.search(ABOUT[each][1], text)):
        one = only_named(who, thing, BESIDE, facts) if is_counted_by(thing, number.measure) else None
        side = next((set(each) for each in facts.sides_of(thing) if one in each), set[str]())
        for way in _ways(thing, side, text, facts) if one in side else ():
            for fact in facts.counted(thing, [way | {str(one)}]):
                if fact.value == number.value:
                    return None
                record = record or fact
    return record


def _ways(thing: str, side: set[str], text: str, facts: Facts) -> Iterator[Traits]:
    """Yields what may narrow it down: up to two words or stages that a text names, and of what kind it may be."""
    named = {word for _, word in named_of(text, thing, facts)} - side
    named |= {stage for stage, _ in stages_named(text, thing)}
    named |= {"提出", "相互批评", "自我批评"} if thing == "criticism" else set()
    named |= {"报告"} if thing == "opinion" and REPORT.search(text) else set()
    for size in range(_MORE + 1):
        yield from (frozenset(some) for some in combinations(sorted(named), size))

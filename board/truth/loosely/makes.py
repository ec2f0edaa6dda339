"""Compares the share that so many, counted right before, are said to make with whatever they may be of. Pure.

当前可以解决的 3 个，占三分之一; 前三位合计 24 项，占八成: of all, of those of any one kind, or of any counted before.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from fractions import Fraction

from board.report.text import Number, counts_in, shares_in
from board.truth.facts import Compared, Facts, Rate, share_agrees
from board.truth.loosely.cues import only_named, sides_named
from board.truth.parts import bounded
from board.truth.words import ABOUT_SO_MANY, THINGS, is_elsewhere, is_of_others, rounds_of

_MAKES = re.compile(
    r"^[^，,。；\d一二两三四五六七八九十]{0,8}[，,](?:约|大约|大致|差不多|几乎|已经?|早已|就|也|正好|恰好|各|只|仅|才|还|竟)*"
    r"(?:占(?:了|到|去|比|有)*(?:为|是|达)?|(?:超过了?|不到|不足|接近|将?近|达到?|逾)"
    r"(?=(?:在册|登记|全部|所有)?(?:意见|整改事项|事项|问题|任务|台账)?(?:总[数量])?的$))"
    r"(?:其中|两轮|在册|登记|总数|总量|全部|全体|所有|收到|征求到?|征集到?|听到|的|意见|整改事项|事项|问题|任务|批评|台账)*的?$"
)
# 三者相加 43 条，接近七成.
_BARE = re.compile(r"^[^，,。；\d一二两三四五六七八九十]{0,8}[，,](?:已经?|刚|刚好|正好|恰好|恰|整整|只|仅|还|也|就)*$")
# 占全部意见的 83.9%: of no fewer.
_OF_ALL = re.compile(
    "在册|台账的?$|(?:台账|意见|事项|问题|登记)的?总[数量]|全部(?:意见|整改事项|事项|问题|任务|批评)|所有|(?:收到|征求到?|征集到?|听到)的?意见"
)
_OF_ROUNDS = re.compile("两轮")
_WHOLE = re.compile(r"(?:发出|发放|收回|共|一共)[^，,。；\d]{0,6}$")
_FORMS = frozenset("张份票")
# 占到总数的 88.1%: of all, of those of one side, or of the most that was counted before; not of those at a stage.
_OF_TOTAL = re.compile("总[数量]")
# 占立行立改的 36.4%: of those that are named.
_OF_NAMED = re.compile(
    r"^[^，,。；\d一二两三四五六七八九十]{0,8}[，,](?:约|大约|大致|差不多|几乎|已经?|早已|就|也|正好|恰好|只|仅|才|还|竟)*占(?:了|到|去)*(?P<of>[^，,。；\d]{2,14}?)的?$"
)
# 再按人来分，家长 20 条，占总数的三成: of all.
_ANEW = re.compile("(?:^|[，,。；])再?(?:从|论|按|就|以|照)[^，,。；]{1,12}[，,][^。]*$")
_BESIDE = re.compile("(?:的|全部|所有|总[数量]|整改|事项|意见|问题|批评)*")
_OTHER = re.compile(
    '学生(?!们|写|提|投|说|来|反映|的?意见)|教师数|户|[评选答勾](?:为|了)?[“"]?(?:好|较好|一般|差|优|良)|总体评价'
    "|(?<![末上下])班(?![子主])|人口|问卷|报修|率"
)


def makes(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields the share that a count is said to make, where it makes that of nothing on record.

    earlier: the sentences before it in its paragraph, which may say of how many it is.
    """
    if is_of_others(f"{earlier}{sentence}") or is_elsewhere(sentence):
        return
    for each_share in shares_in(sentence):
        share = bounded(each_share, sentence[: each_share.start])
        before = ABOUT_SO_MANY.sub("", sentence[: share.start])
        part = next((each for each in reversed(counts_in(before)) if each.measure), None)
        is_of_part = part is not None and part.is_exact and _is_of_it(before[part.end :], sentence[share.end :])
        if part is None or not is_of_part or part.value < 1 or "各" in before[part.end :] or _OTHER.search(before):
            continue
        bases = _may_be_of(part, f"{earlier}{before}", before[part.end :], facts)
        whole = _whole(part, facts)
        if whole and bases and not any(base >= part.value and share_agrees(share, part.value / base) for base in bases):
            mark = sentence[share.start : share.end]
            base = whole if whole in bases else int(max(bases))
            yield Compared("rate", mark, [Rate("", frozenset(), int(part.value), base, "合起来占的")], agrees=False)


def _is_of_it(between: str, after: str) -> bool:
    """Whether what stands between a count and a share says that it makes that, or nothing at all."""
    is_bare = _BARE.match(between) and re.match(r"(?:左右|以上|多|强|弱)*(?:[，,。；！]|$)", after)
    return bool(_MAKES.match(between) or _OF_NAMED.match(between) or is_bare)


def _may_be_of(part: Number, before: str, between: str, facts: Facts) -> set[Fraction]:
    """How many a share may be of by the words between it and its count, and by those before; none if not known."""
    counted = [each for each in counts_in(before) if each.measure == part.measure] or [part]
    named = _OF_NAMED.match(between)
    if named and not _MAKES.match(between):
        return _named(named["of"], part, facts)
    if _OF_ROUNDS.search(between):
        return _of_rounds(part, facts)
    if _OF_ALL.search(between):
        return _wholes(part, facts) or _bases(part, facts)
    if _OF_TOTAL.search(between):
        own = re.split("[，,；;。]", before.removesuffix(between))[-1]
        of_part = {thing for thing in THINGS if any(sides_named(own, thing, facts))}
        wholes = _wholes(part, facts, of_part) | {max(each.value for each in counted)}
        return wholes if _ANEW.search(before) else wholes | _of_sides(part, own, facts)
    own = re.split("[。！？]", before)[-1]  # 发出 228 张，教职工 50 张，占两成
    is_of_counted = any(each.value > part.value and _WHOLE.search(own[: each.start]) for each in counts_in(own))
    of_forms = {Fraction(each) for each in (() if is_of_counted else _of_forms(part, facts))}
    return {each.value for each in counts_in(before)} | _bases(part, facts) | of_forms


def _named(text: str, part: Number, facts: Facts) -> set[Fraction]:
    """How many there are of the one kind, or at the one stage, that a text names."""
    things = [ledger.thing for ledger in facts.ledgers if _may_be(part, ledger.thing, ledger.size)]
    mine = list(dict.fromkeys(things))
    named = dict.fromkeys(one for thing in mine if (one := only_named(text, thing, _BESIDE, facts)))
    counts = [facts.counted(thing, [frozenset({one})]) for one in named for thing in mine]
    return {Fraction(each.value) for of_one in counts for each in of_one}


def _of_sides(part: Number, own: str, facts: Facts) -> set[Fraction]:
    """How many there are with each word of a side of the things that a number may count.

    own: the words right before it; of what has one of these of a side, no other word of it is.
    """
    mine = {ledger.thing for ledger in facts.ledgers if _may_be(part, ledger.thing, ledger.size)}
    named = {thing: {tuple(side) for side, _ in sides_named(own, thing, facts)} for thing in mine}
    sides = [
        (thing, word)
        for thing in sorted(mine)
        for side in facts.sides_of(thing)
        if tuple(side) not in named[thing]
        for word in side
    ]
    return {Fraction(each.value) for thing, word in sides for each in facts.counted(thing, [frozenset({word})])}


def _whole(part: Number, facts: Facts) -> int:
    """How many there are of the first thing of which there may be so many, or the most forms; 0 where none are."""
    first = next((ledger.size for ledger in facts.ledgers if _may_be(part, ledger.thing, ledger.size)), 0)
    return first or max(_of_forms(part, facts), default=0)


def _of_forms(part: Number, facts: Facts) -> set[int]:
    """The counts of forms that are no fewer than so many: given out, returned, of each group and way of each round."""
    forms = [each.value for each in facts.counts if each.thing == "ballot" and part.measure in _FORMS]
    return {each for each in forms if each >= part.value}


def _of_rounds(part: Number, facts: Facts) -> set[Fraction]:
    """How many suggestions, or forms at each stage, all rounds have together."""
    things = {"opinion"} if part.measure in THINGS["opinion"].measures else {"ballot"}
    sums = Counter[frozenset[str]]()
    for each in facts.counts:
        rounds = rounds_of(each.traits)
        if each.thing in things and len(rounds) == 1:
            sums[each.traits - rounds] += each.value
    return {Fraction(each) for each in sums.values()}


def _wholes(part: Number, facts: Facts, things: Collection[str] = ()) -> set[Fraction]:
    """How many there are of each thing that a number may count, of these things only, if any."""
    mine = [each for each in facts.ledgers if _may_be(part, each.thing, each.size)]
    return {Fraction(each.size) for each in mine if not things or each.thing in things}


def _bases(part: Number, facts: Facts) -> set[Fraction]:
    """The counts of all, and of those with any one trait, of the things that a number may count."""
    mine = [ledger for ledger in facts.ledgers if _may_be(part, ledger.thing, ledger.size)]
    return {
        Fraction(each)
        for ledger in mine
        for each in (ledger.size, *(bits.bit_count() for bits in ledger.having.values()))
    }


def _may_be(part: Number, thing: str, size: int) -> bool:
    return part.measure in THINGS[thing].measures and size >= part.value

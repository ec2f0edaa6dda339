"""Compares what several that a sentence names are said to have together with the records. Pure.

网络、电话两条渠道收得少，加在一块儿 11 条; 教职工居首，家长其次，两者一共 46 条: of the counts of those named.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from board.report.text import Number, clauses, counts_in, shares_in
from board.truth.facts import Compared, Facts, agrees, share_agrees
from board.truth.ledgers import Fact
from board.truth.loosely.cues import sides_named, stages_named
from board.truth.loosely.series import is_counted_by, series, things_in, ways_and_stages
from board.truth.parts import bounded
from board.truth.words import ABOUT_SO_MANY, TIME, is_elsewhere, is_of_others

_TOGETHER = re.compile(
    r"(?:这|上述|以上)?(?:[两二三四2-4](?:者|样|家|类|种|项|条|人|位|头|路|方|个)(?:渠道|路子|门路|科室|部门|方面|副校长|成员|同志)?)?"
    r"(?:合计|合起来|合在一起|加起来|加在一起|加在一块儿?|相加|一共|总共|共|凑在一起|合一起)(?:就|也|只|有|是|为|收到|来了|占|已经?|销了?号|办结)*$"
)
# 教职工和家长两类合计约占四分之三.
_MAKES = re.compile(
    r"(?:这|上述|以上)?(?:[两二三四2-4](?:者|样|家|类|种|项|条|人|位|头|路|方面?|个|部分)(?:人|渠道|路子|门路|科室|部门|方面|副校长|成员|同志)?)?的?(?:意见|事项)?"
    r"(?:合计|合起来|合在一起|加起来|加在一起|加在一块儿?|相加|一共|总共|共|凑在一起|合一起)[，,]?"
    r"[就也只仅才刚正好恰已经尚还都占了到有是为约将近]*(?:超过|不到|不足|不及|接近|大约|达到?|逾)?(?:全部|总数|意见|事项|台账|的|所有)*$"
)
_ENDS_TOGETHER = re.compile(r"(?:合起来|合在一起|加起来|加在一起|加在一块儿?|相加|凑在一起|合一起)[，,]$")
# 占总数的六成: of all, whatever ways the sentence named before.
_OF_TOTAL = re.compile("总[数量]|全部|所有")
_OF_LESS = re.compile("率|优良|评价|[表票]|其中|[这那]些|批评|除|轮|除")
_OTHER = re.compile("其中|除|批评|提纲|谈心|每|各|轮|比")
# 网络、电话两条渠道.
_OF_THEM = re.compile("渠道|途径|路|门路|方面|部门|科室|副校长|成员")
_OF_THEM_ALL = re.compile(
    r"[两二三四2-4](?:者|样|家|类|种|项|条|人|位|头|路|方面?|个)(?:人|渠道|路子|门路|科室|部门|方面|副校长|成员|同志)?$"
)
_NEAR, _SEVERAL, _SHORT = 80, 2, 3
# Of which an item has one only: 销号的和待验收的加起来，已经过半.
_STATES = frozenset({"销号", "待验收", "整改中", "没有启动"})


def summed(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields what those named right before, uncounted, are said to have together, where they have so many in no list.

    earlier: the sentences before it in its paragraph, which may say what is counted.
    """
    yield from _shared(sentence, earlier[-_NEAR:], facts)
    if is_of_others(sentence) or is_elsewhere(sentence) or _OTHER.search(sentence) or TIME.search(sentence):
        return
    for number in counts_in(sentence):
        match = _TOGETHER.search(sentence[: number.start])
        before = _named_before(sentence[: match.start()]) if match else ""
        is_counted = any(each.measure and not _OF_THEM.match(before, each.end) for each in counts_in(before))
        if match and number.measure and number.is_exact and not is_counted:
            record = _otherwise(before, number, (sentence, earlier[-_NEAR:]), facts)
            if record is not None:
                yield Compared("figure", sentence[number.start : number.end], [record], agrees=False)


def _shared(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields the share that those named in a clause are said to make together, where they make it in no list."""
    for start, end in _joined(sentence):
        text = sentence[start:end]
        share = next(iter(shares_in(text)), None)
        match = _MAKES.search(ABOUT_SO_MANY.sub("", text[: share.start])) if share else None
        if (
            share is None
            or match is None
            or counts_in(_OF_THEM_ALL.sub("", text[: match.start()]))
            or _OF_LESS.search(text)
        ):
            continue
        if is_of_others(sentence[:end]) or is_elsewhere(text) or TIME.search(text):
            continue
        stated = bounded(share, text[: share.start])
        spoken = (text, "") if _OF_TOTAL.search(match[0]) else (sentence, earlier)
        record = _making_otherwise(text[: match.start()], stated, spoken, facts)
        record = record or _of_states(text[: match.start()], stated, (sentence[:start], earlier), facts)
        if record is not None:
            yield Compared("figure", text[share.start : share.end], [record], agrees=False)


def _joined(sentence: str) -> Iterator[tuple[int, int]]:
    """The clauses of a sentence, each with the one before it that ends with 合起来 and the like."""
    before = 0
    for start, end in clauses(sentence):
        yield (before if _ENDS_TOGETHER.search(sentence[before:start]) else start), end
        before = start


def _making_otherwise(named: str, share: Number, spoken: tuple[str, str], facts: Facts) -> Fact | None:
    """The count of the first of those named, if no several of them make such a share together of any list."""
    record: Fact | None = None
    for thing in things_in(spoken[0], "".join(reversed(spoken))):
        here = list(sides_named(named, thing, facts))
        for side in {tuple(side) for side, _ in here}:
            words = [word for its, word in here if tuple(its) == side]
            for way in ways_and_stages(thing, side, *spoken, facts) if len(words) >= _SEVERAL else ():
                parts = facts.parts(thing, way | {*words}, way, way | {*words})
                for part, whole in parts:
                    if share_agrees(share, Fraction(part.value, whole.value)):
                        return None
                    record = record or part
    return record


def _of_states(named: str, share: Number, before: tuple[str, str], facts: Facts) -> Fact | None:
    """The count of the first of several states of items named, if they don't make such a share together of all items.

    before: the sentence before it, and the sentences before that, which must count all items, and no others last.
    """
    nearest = f"{before[1].rstrip('。').rpartition('。')[2]}{before[0]}"
    states = [each for each in dict.fromkeys(stage for stage, _ in stages_named(named, "item")) if each in _STATES]
    whole = facts.counted("item", [frozenset()])[:1]
    is_of_all = bool(whole) and any(each.value == whole[0].value for each in counts_in("".join(reversed(before))))
    if len(states) < _SEVERAL or not is_of_all or any(sides_named(f"{nearest}{named}", "item", facts)):
        return None
    parts = [facts.counted("item", [frozenset({each})])[:1] for each in states]
    is_so = share_agrees(share, Fraction(sum(each.value for part in parts for each in part), whole[0].value))
    return None if is_so or not all(parts) else parts[0][0]


def _named_before(text: str) -> str:
    """The words before a total that may name what it is of: those of its own clause; if it has none, all."""
    own = re.split("[，,；]", text)[-1]
    return own if len(own) > _SHORT else text


def _otherwise(named: str, number: Number, spoken: tuple[str, str], facts: Facts) -> Fact | None:
    """The count of the first of those named, if no several of them have so many together in any list."""
    record: Fact | None = None
    for thing in things_in(spoken[0], "".join(reversed(spoken))):
        if not is_counted_by(thing, number.measure):
            continue
        here = list(sides_named(named, thing, facts))
        for side in {tuple(side) for side, _ in here}:
            words = [word for its, word in here if tuple(its) == side]
            some = [each for size in range(_SEVERAL, len(words) + 1) for each in combinations(words, size)]
            for each in series(thing, side, ways_and_stages(thing, side, *spoken, facts), facts) if some else ():
                if any(agrees(number, sum(each[word].value for word in mine)) for mine in some):
                    return None
                record = record or each[words[0]]
    return record

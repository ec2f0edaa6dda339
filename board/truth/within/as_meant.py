"""Other readings of a share, or of a word for all or none, asked before it is called wrong. Pure.

教职工 26 条，家长 20 条，两家相加占近四分之三: of the counts of its sentence; 不满意的一项也没有销号: of those only.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product

from board.report.text import Number, counts_in, shares_in
from board.truth.around import named_traits
from board.truth.clause import Clause
from board.truth.facts import Compared, Facts, Rate, share_agrees
from board.truth.ledgers import NOT
from board.truth.loosely.bases import is_of_any_base, is_of_natural_base, is_of_sentence_before
from board.truth.parts import AFTERWARDS
from board.truth.singly.days import is_to_come
from board.truth.vocabulary import Vocabulary
from board.truth.wholes import NOTHING_LEFT
from board.truth.within.of_some import is_of_names
from board.truth.within.taken_up import of_these, taken_up
from board.truth.words import THINGS, all_or_none, plain_words

# A share may be one of these last counts before it in another.
_LAST = 4
_ONE_BY_ONE, _ONE_PERSON = re.compile("逐[条一项]|一一"), re.compile("本人|自己|他|她")
_TOGETHER = re.compile("合计|合起来|加起来|合在一起|相加|[两二][者家]")
_EACH_SO_MANY = re.compile(r"各有?[\d一二两三四五六七八九十]+[条项个件]，$")
# 校长一人 2 项，占三分之一: the share of so many.
_IS_BARE, _EDGES = re.compile("(?:就|正好|刚好|恰好|刚|约|大约|差不多)*占"), "[，,。；：:、]"
_HALF_OF_THEM = re.compile("^[^，,。；的占]{1,4}其中的?一半$")
_OF_POINTS = re.compile("[\\d一二三四五六七八九十]点[，,]$")
_OF_TOTAL = re.compile("总[数量]|全[部体]|所有")
_NOTHING_MORE = re.compile("的?(?:意见|建议|整改事项|事项|问题|任务)?")
# Measures of records, not of people.
_RECORDS = frozenset("条项个件份张对次")


def as_meant(
    compared: Iterable[Compared], clause: Clause, known: Sequence[Facts], words: Vocabulary
) -> Iterator[Compared]:
    """Shares of which those that are right of the counts of their sentence agree; none that may be of other counts."""
    for each in compared:
        share = next(iter(_shares(each.mark, clause)), None)
        these = taken_up(clause, share) if share else None
        if share and these:
            yield from of_these(these, each, clause, share)
            continue
        if _OF_POINTS.search(clause.sentence[: clause.start]) and _shares(each.mark, clause) and not each.agrees:
            continue  # 大家提了 8 点，答复了 4 点，一半: of the points
        if _HALF_OF_THEM.search(clause.text.rstrip(AFTERWARDS)):
            continue  # 领 2 项，交了其中一半: what was done with these isn't known
        if is_of_names(each.mark, clause, words):
            continue
        if _is_of_others(each, clause, known[0].day, words) or _is_of_another_part(each, clause):
            continue
        is_so = each.agrees or _is_of_counts(each.mark, clause, known, words)
        is_so = is_so or _is_of_the_whole(each.mark, clause, known, words)
        is_so = is_so or any(
            is_of_any_base(share, clause, known, words) or is_of_natural_base(share, clause, known, words)
            for share in _shares(each.mark, clause)
        )
        is_so = is_so or _is_of_sentence_before(each.mark, clause, known, words)
        is_so = is_so or _is_of_the_total(each.mark, clause, known)
        yield replace(each, agrees=is_so or _is_of_those_before(each.mark, clause, known, words))


def _is_of_another_part(each: Compared, clause: Clause) -> bool:
    """Whether a share is of a count right before it that none of its records' parts is: 校长一人 2 项，占三分之一."""
    parts = {record.part for record in each.records if isinstance(record, Rate)}
    last = re.split(_EDGES, clause.sentence[: clause.start].rstrip("，,"))[-1]
    counts = counts_in(last)
    if each.agrees or not parts or not _IS_BARE.match(clause.text) or not counts:
        return False
    if not _NOTHING_MORE.fullmatch(last, counts[-1].end):
        return False
    return counts[-1].measure in _RECORDS and _is_sure(counts[-1]) and counts[-1].value not in parts


def _shares(mark: str, clause: Clause) -> list[Number]:
    """The share of a clause that is written so, if it is one."""
    return [each for each in shares_in(clause.text) if clause.text[each.start : each.end] == mark][:1]


def _is_of_how(text: str, mark: re.Match[str], words: Vocabulary) -> bool:
    """Whether 逐条 and the like say how something was done, or by one person: 对逾期事项逐项点名; 本人一一作了回应."""
    after = words.met(text[mark.end() :])
    is_staged = any(trait in THINGS[thing].stages for each in after for thing, trait in each.traits.items())
    return _ONE_BY_ONE.fullmatch(mark[0]) is not None and (not is_staged or _ONE_PERSON.search(text) is not None)


def _is_of_others(each: Compared, clause: Clause, today: date, words: Vocabulary) -> bool:
    """Whether a word for all or none is said of so many as none of its records are.

    验收人为副书记的 7 项尚无一项销号; 12 月 5 日前逐条给回音: nor is what is still to come.
    """
    marks = [match for match, _ in all_or_none(clause.text) if match[0] == each.mark]
    bases = [record for record in each.records if isinstance(record, Rate)]
    if not marks or each.agrees or not bases:
        return False
    if is_to_come(clause.text, today) or _is_of_how(clause.text, marks[0], words):
        return True
    if NOTHING_LEFT.fullmatch(clause.text.strip(AFTERWARDS)):
        return False  # 已梳理 59 条，一条也没落下: of all
    own = clause.text[: marks[0].start()]
    counts = [number for number in counts_in(own) if number.measure in _RECORDS and number.value > 1]
    if not counts and not re.search("意见|建议|事项|问题|任务|提纲|反馈单|[谈评]", own):
        before = clause.sentence[: clause.start]
        counts = [number for number in counts_in(before) if number.measure in _RECORDS and number.value > 1]
    return bool(counts) and all(counts[-1].value != record.base for record in bases)


def _is_of_those_before(mark: str, clause: Clause, known: Sequence[Facts], words: Vocabulary) -> bool:
    """Whether a word for all or none is right of what was counted before: 谈心 8 条，…，全部指向个人."""
    whole = next((is_all for match, is_all in all_or_none(clause.text) if match[0] == mark), None)
    share = next(iter(_shares(mark, clause)), None)
    before = [each for each in (clause.before.last, clause.before.whole) if each and each.is_so]
    if share:  # 意见箱的 10 条，学生占八成
        before = before[:1] if counts_in(clause.sentence[: clause.start]) else []
    for claim, facts in product(before if share or whole is not None else (), known):
        base = claim.traits[0]
        own = named_traits(words.met(plain_words(clause.text)), claim.thing) - base
        is_staged = any(each.removeprefix(NOT) in THINGS[claim.thing].stages for each in own)
        base = base.difference(*(side for side in facts.sides_of(claim.thing) if own & set(side)))
        pairs = facts.parts(claim.thing, base | own, base, base) if own and not is_staged else ()
        if any(
            share_agrees(share, Fraction(part.value, of.value)) if share else part.value == (of.value if whole else 0)
            for part, of in pairs
        ):
            return True
    return False


def _is_of_sentence_before(mark: str, clause: Clause, known: Sequence[Facts], words: Vocabulary) -> bool:
    """Whether a word for all or none is right of whom the sentence before is about: 校长牵头四项。没有一项办结."""
    whole = next((is_all for match, is_all in all_or_none(clause.text) if match[0] == mark), None)
    if whole is None:
        return False
    share = Number(0, 0, "share", Fraction(int(whole)), "exact", "", 9)
    return is_of_sentence_before(share, clause, known, words)


def _is_of_the_whole(mark: str, clause: Clause, known: Sequence[Facts], words: Vocabulary) -> bool:
    """Whether a share is right of all that was counted first: 修改意见 8 条，写进报告的 2 条，还有一半没有答复."""
    share = next((each for each in shares_in(clause.text) if clause.text[each.start : each.end] == mark), None)
    wholes = [each for each in (clause.before.whole, clause.before.last) if each and each.is_so]
    for claim, facts in product(wholes if share else (), known):
        stages = set(THINGS[claim.thing].stages)
        own = named_traits(words.met(plain_words(clause.text)), claim.thing)
        own = frozenset(each for each in own if each.removeprefix(NOT) in stages)
        base = frozenset(each for each in claim.traits[0] if each.removeprefix(NOT) not in stages)
        pairs = facts.parts(claim.thing, base | own, base) if own else ()
        if share and any(of.value and share_agrees(share, Fraction(part.value, of.value)) for part, of in pairs):
            return True
    return False


def _is_of_the_total(mark: str, clause: Clause, known: Sequence[Facts]) -> bool:
    """Whether a share of all is that of the count right before it: 教职工、家长合计 46 条，在意见总数中占 74.2%."""
    shares, last = _shares(mark, clause), clause.claims[-1] if clause.claims else clause.before.last
    if not shares or last is None or not _OF_TOTAL.search(clause.text):
        return False
    counts = [each for each in counts_in(clause.sentence[: clause.start]) if each.measure]
    wholes = [fact.value for facts in known for fact in facts.counted(last.thing, [frozenset()])]
    is_of_last = bool(counts) and counts[-1].is_exact and counts[-1].measure == last.number.measure
    return is_of_last and any(of and share_agrees(shares[0], counts[-1].value / of) for of in wholes)


def _is_of_counts(mark: str, clause: Clause, known: Sequence[Facts], words: Vocabulary) -> bool:
    """Whether a share is that of the last counts before it, one or several together, in one before these."""
    share = next((each for each in shares_in(clause.text) if clause.text[each.start : each.end] == mark), None)
    is_aside = share is not None and clause.text[: share.start].endswith(("（", "("))
    if share is None or (
        not is_aside and any(each.nouns or each.traits for each in words.met(_last_part(clause.text[: share.start])))
    ):
        return False
    if _TOGETHER.search(clause.text) and _EACH_SO_MANY.search(clause.sentence[: clause.start]):
        return False  # 工作作风和思想观念各 3 个，合起来不到四成: of both
    place = clause.start + share.start
    counts = [each for each in counts_in(clause.sentence) if each.end <= place and each.measure and _is_sure(each)]
    last = clause.before.last if _TOGETHER.search(clause.sentence[:place]) else None
    if last and not counts:  # 教职工 26 条，家长 20 条。两家相加，占近四分之三
        counts = [each for each in counts_in(clause.before.earlier.rstrip("。").rpartition("。")[2]) if each.is_exact]
    wholes = (
        [Fraction(fact.value) for facts in known for fact in facts.counted(last.thing, [frozenset()])[:1]]
        if last
        else []
    )
    if last is None and any(_is_share(share, one, other) for one in counts for other in counts[-_LAST:]):
        return True
    is_bare = not any(each.traits for each in words.met(clause.text[share.end :]))
    wider_of = [*clause.claims, *([clause.before.last] if clause.before.last else [])] if is_bare else []
    for claim, facts in product(wider_of, known):
        wider = [claim.traits[0] - {trait} for trait in sorted(claim.traits[0])] if claim.is_so else []
        wholes += [Fraction(fact.value) for traits in wider for fact in facts.counted(claim.thing, [traits])]
    wholes += _counted_right_before(clause)
    for first in range(len(counts)):
        part = sum((each.value for each in counts[first:]), Fraction(0))
        bases = [*wholes, *(each.value for each in counts[:first])]
        if any(base >= part > 0 and share_agrees(share, part / base) for base in bases):
            return True
    return False


def _is_sure(number: Number) -> bool:
    """Whether a number is exact: 牵头 7 项，销号一项 has one in words, too."""
    return number.is_exact or number.value == 1


def _counted_right_before(clause: Clause) -> list[Fraction]:
    """The counts that a sentence goes on from: 个人的 14 条里，校长 5 条，占三成半；教学副校长 3 条，占两成."""
    earlier = clause.before.earlier
    text = earlier.rsplit("。", 1)[-1] if earlier.endswith("；") else ""
    return [each.value for each in counts_in(text) if each.measure and each.is_exact]


def _is_share(share: Number, part: Number, base: Number) -> bool:
    return 0 < part.value < base.value and share_agrees(share, part.value / base.value)


def _last_part(text: str) -> str:
    return re.split(r"[，,、\d]", text)[-1]

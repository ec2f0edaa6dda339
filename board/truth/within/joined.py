"""Counts that a sentence joins with others, or takes from them, so that they are right of these only. Pure.

Asked before a count is called wrong (`readings`).
"""

import re
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

from board.report.text import Number, counts_in, numeral, shares_in
from board.truth.clause import Claim, Clause
from board.truth.facts import Facts, agrees
from board.truth.ledgers import Fact
from board.truth.words import THINGS, rounds_of

_N = r"(?:\d+|[一二两三四五六七八九十]+)"
# 查出问题八个，会后又补一个，共九个; 查出 8 个、会后补充 1 个: at first so many.
_THEN_MORE = re.compile(
    rf"^[^，,。；]{{0,8}}(?:[，,、]|和(?=会后))[^，,。；]{{0,12}}?(?:又|再|另|补|后来|随后|陆续)[^，,。；\d]{{0,6}}?(?P<more>{_N})[条项个件对份张]"
    rf"(?:[^，,。；\d]{{0,6}}[，,][^，,。；\d]{{0,6}}[共总计][^，,。；\d]{{0,4}}?(?P<all>{_N})[条项个件对份张])?"
)
# 待验收的 3 项，连同销了号的，办完的共 9 项.
TOGETHER_WITH = re.compile(
    r"(?:连同|加上|算上|连上|并上)[^，,。；\d]{1,12}[，,]?[^，,。；\d]{0,8}$"
    r"|(?:^|[，,；。])(?:这些|它们|这)?[与和同跟][^，,。；\d、]{1,12}?(?:合计|总计|共计|合起来|加起来|加在一起|相加|一共|总共|共)[有是为达]?$"
)
# 民主生活会环节只欠 1 项: not done yet.
_LACKING = re.compile("(?:欠|差|缺|剩)[着下了]?的?$")
# 相互批评占 26 条的 69.2%: what the share is of, counted before.
_BASE_AFTER = re.compile(r"(?:占|是|为|当于)(?:了|全部|总数|这|到)*$")
_BASE_BEFORE = re.compile(r"^[^，,。；\d]{0,4}的")
_MEETINGS = re.compile(r"([两二三四五六2-6])(?:次|场|回)(?:座谈|会)?")
_ONE_EACH, _SEVERAL, _MOST_PARTS = 2, 2, 4
_BOTH = re.compile("前后|两轮|合计|一共|总共|加起来")
_THE_REST = re.compile("(?:剩下|余下|剩余|其余|其他)的?$")
_IN_ALL = re.compile("(?:一?共|合计|总共|总计|加起来|相加|合起来)(?:有|是|为|到会|到场)?$")
# 另有 7 条是过后补反馈的，还有 2 条至今没有反馈.
_AND_MORE = re.compile(r"(?:另|还|再|余下|剩下|其余|此外)[^，,。；\d]{0,6}$")
_AMONG = re.compile("其中[^，,。；]*$")
# 学生、党员、群众三类提了 16 条: one of them is called otherwise.
_SO_MANY_KINDS = re.compile(r"、[^，,。；]*([三四五六])(?:类|种|方|者)[^，,。；\d]{0,8}$")
# 19 条经谈心、网络、电话 3 种方式得来.
_KINDS_AFTER = re.compile(r"[^，,。；]*、[^，,。；\d]*([3-6三四五六])(?:类|种|方|者|家|[个条](?=渠道|途径|方面|科室))")
# 四种渠道的意见 49 条，其中座谈会 21 条、….
_OF_KINDS = re.compile(r"([两二三四五六2-6])(?:种|类|方|者|路|家|[个条](?=渠道|途径|方面))[^，,。；\d]{0,10}$")


def is_joined(claim: Claim, clause: Clause, known: Sequence[Facts]) -> bool:
    """Whether a count is of those at first, together, lacking, of more than is named, or what a share is of."""
    number, sentence = claim.number, clause.sentence
    counted = [list(facts.counted(claim.thing, claim.traits)) for facts in known]
    before = [each for each in counts_in(sentence) if each.end <= number.start and each.measure == number.measure]
    return (
        _is_at_first(number, sentence, counted)
        or _is_with_others(number, sentence, before or _before(number, clause), counted)
        or (_LACKING.search(sentence[: number.start]) is not None and _is_lacking(claim, known))
        or _is_base(number, sentence, before)
        or _is_of_more(claim, sentence)
        or _is_of_next(number, sentence)
        or _is_last_part(number, clause)
        or _is_rest(claim, clause, known)
        or _is_of_rounds(claim, clause, known)
        or (not claim.together and _is_sum_of_some(number, clause))
        or _is_of_points(claim, known)
        or _is_of_meetings(claim, sentence, known)
        or (_AMONG.search(sentence[: number.start]) is not None and _is_of_several(number, counted))
    )


def _is_at_first(number: Number, sentence: str, counted: Iterable[Sequence[Fact]]) -> bool:
    """Whether a count is of those at first, to which its sentence adds later ones up to all there are."""
    then = _THEN_MORE.search(sentence[number.end :])
    if then is None:
        return False
    total = int(number.value) + (numeral(then["more"]) or 0)
    if then["all"] and numeral(then["all"]) != total:
        return False
    return any(fact.value == total for facts in counted for fact in facts)


def _is_with_others(number: Number, sentence: str, before: Sequence[Number], counted: Iterable[Sequence[Fact]]) -> bool:
    """Whether a count is of those counted before and what it is said to be of."""
    if not before or not TOGETHER_WITH.search(sentence[: number.start]):
        return False
    return any(
        fact.value > 0 and fact.value + each.value == number.value
        for facts in counted
        for fact in facts
        for each in before
    )


def _is_lacking(claim: Claim, known: Sequence[Facts]) -> bool:
    """Whether so many of what is counted are not at one of its stages."""
    stages = set(THINGS[claim.thing].stages)
    for facts in known:
        for traits in claim.traits:
            own = frozenset(each for each in traits if each not in stages)
            whole = facts.counted(claim.thing, [own])[:1]
            reached = [fact for stage in stages for fact in facts.counted(claim.thing, [own | {stage}])[:1]]
            if any(agrees(claim.number, each.value - fact.value) for each in whole for fact in reached):
                return True
    return False


def _is_base(number: Number, sentence: str, before: Sequence[Number]) -> bool:
    """Whether a count is what a share right after it is of, and was counted before."""
    rest = _BASE_BEFORE.match(sentence[number.end :])
    if rest is None or not _BASE_AFTER.search(sentence[: number.start]):
        return False
    is_of_share = any(each.start == number.end + rest.end() for each in shares_in(sentence))
    return is_of_share and any(each.value == number.value for each in before)


def _is_of_more(claim: Claim, sentence: str) -> bool:
    """Whether a count is of more kinds than its words are known to name."""
    kinds = _SO_MANY_KINDS.search(sentence[: claim.number.start]) or _KINDS_AFTER.match(sentence[claim.number.end :])
    return kinds is not None and len(claim.together) < (numeral(kinds[1]) or 0)


def _is_of_next(number: Number, sentence: str) -> bool:
    """Whether a count is of as many kinds as the sentence then counts one by one, all together."""
    kinds = _OF_KINDS.search(sentence[: number.start])
    several = (numeral(kinds[1].replace("两", "二")) or 0) if kinds else 0
    after = [each for each in counts_in(sentence) if each.start >= number.end and each.measure == number.measure]
    return several > 1 and sum(each.value for each in after[:several]) == number.value


def _is_last_part(number: Number, clause: Clause) -> bool:
    """Whether a count is the rest of those of the sentence before: 应反馈 52 条，按时 43 条。另有 7 条，还有 2 条."""
    before, own = clause.before.earlier.rstrip("。；").rpartition("。")[2], clause.sentence[: number.end]
    last, here = (
        [each for each in counts_in(text) if each.measure == number.measure and each.is_exact] for text in (before, own)
    )
    if len(here) < _SEVERAL or len(last) < _SEVERAL or not _AND_MORE.search(own[: number.start]):
        return False
    return last[0].value == sum(each.value for each in (*last[1:], *here))


def _is_rest(claim: Claim, clause: Clause, known: Sequence[Facts]) -> bool:
    """Whether a count is the rest of those it is of: 网络和电话 11 条，全来自家长。家长剩下的 9 条，…."""
    number = claim.number
    if not _THE_REST.search(clause.sentence[: number.start]):
        return False
    wholes = [fact.value for facts in known for fact in facts.counted(claim.thing, claim.traits[:1])]
    return any(whole - each.value == number.value for whole in wholes for each in _before(number, clause))


def _is_of_rounds(claim: Claim, clause: Clause, known: Sequence[Facts]) -> bool:
    """Whether a count of forms is of all rounds together: 第一轮作废 3 张，第二轮作废 4 张，前后合计作废 7 张."""
    if claim.thing != "ballot" or not _BOTH.search(clause.text[: claim.number.start - clause.start]):
        return False
    own = claim.traits[0] - rounds_of(claim.traits[0])
    found = [{fact.traits: fact for fact in facts.counted("ballot", [own])} for facts in known]
    return any(
        sum(fact.value for traits, fact in each.items() if traits - rounds_of(traits) == own) == claim.number.value
        for each in found
    )


def _is_sum_of_some(number: Number, clause: Clause) -> bool:
    """Whether a count of all together is the sum of some counts before it: 到场的是前一类和后一类，共 44 人."""
    before = _before(number, clause)[-_MOST_PARTS:]
    if not _IN_ALL.search(clause.sentence[: number.start]):
        return False
    sums = (
        sum(each.value for each in some) for size in range(2, len(before) + 1) for some in combinations(before, size)
    )
    return any(each == number.value for each in sums)


def _before(number: Number, clause: Clause) -> list[Number]:
    """The exact counts by the same measure before a count in its sentence; where there are none, in the one before."""
    nearest = re.split("[。；]", clause.before.earlier.rstrip("。；"))[-1]
    for text in (clause.sentence[: number.start], nearest):
        counts = [each for each in counts_in(text) if each.measure == number.measure and each.is_exact]
        if counts:
            return counts
    return []


def _is_of_meetings(claim: Claim, sentence: str, known: Sequence[Facts]) -> bool:
    """Whether a count is of those who came to as many meetings as a sentence says: 四次座谈会一共到会 93 人."""
    several = _MEETINGS.search(sentence[: claim.number.start]) if claim.thing == "came" else None
    size = numeral(several[1].replace("两", "二")) if several else None
    for facts in known if size else ():
        came = {each.label: each.value for each in facts.counts if each.thing == "came"}
        met, heard = ([came[each] for each in came if each.startswith(word)] for word in ("座谈会（", "就报告"))
        lists = (met, heard, [*met, *heard] if size != len("AB") else [])
        if any(sum(some) == claim.number.value for each in lists for some in combinations(each, size or 1)):
            return True
    return False


def _is_of_points(claim: Claim, known: Sequence[Facts]) -> bool:
    """Whether a count of 点 agrees with the points made on the report: 归并为 8 点，答复了 4 点."""
    if claim.thing != "opinion" or claim.number.measure != "点":
        return False
    asked = [each - {"合并"} | {"报告"} for each in claim.traits]
    return any(agrees(claim.number, fact.value) for facts in known for fact in facts.counted("opinion", asked))


def _is_of_several(number: Number, counted: Iterable[Sequence[Fact]]) -> bool:
    """Whether a count is of all together that it may be of: 满意的 4 项、基本满意的 2 项，其中 2 项过了期限."""
    return any(
        len(facts) > 1 and _are_parallel(facts) and sum(fact.value for fact in facts) == number.value
        for facts in counted
    )


def _are_parallel(facts: Sequence[Fact]) -> bool:
    """Whether counts are of one ledger, and each of another word in one place."""
    return all(one.source == two.source and len(one.traits ^ two.traits) == _ONE_EACH for one, two in pairwise(facts))

"""Compares the figures of a sentence with each other: sums that don't add up, impossible percentages. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, islice
from types import MappingProxyType

from board.report.text import Number, clauses, counts_in, numeral, shares_in
from board.truth.facts import agrees
from board.truth.within.lacking import wrong_lacking
from board.truth.within.named import wrong_of_named
from board.truth.within.quotients import (
    Mistake,
    alike,
    bare_share,
    exact,
    rate_of_part,
    shown,
    word_of,
    wrong_of_those_before,
    wrong_share,
)
from board.truth.within.referring import wrong_differences, wrong_of_so_many
from board.truth.within.rests import wrong_points, wrong_rests
from board.truth.words import ABOUT_SO_MANY, rounds_in

_SEVERAL, _FEW = 2, 8
# 比第一轮多 3 条: no part of a sum.
_DIFFERENCE = re.compile("(?:(?<!最)[多少](?:了|出|写)*|相差|(?:增加|减少|增长|净增|净减|下降|上升)了?)$")
# 五、六年级各 4 次，…，合计 44 次; 其余部门合计 6 项.
_OF_EACH = re.compile(r"每|各(?:[收提有到占写](?:到?了?))?(?=[\d一二两三四五六七八九十])|其余[^，,；]*$")
_TOTAL = re.compile(
    r"(合计|总计|共计|拢共|统共|通共|归总|累计|总数|总量|总人数|一共|总共|相加|之和|总和|加起来|加在一起|合起来|(?:^|[，,])(?:前后|先后)?(?:参加|到会|参与)?的?共|(?:^|[，,])(?:前后|先后)(?=有))"
    r"[为是有达到来]*(?:听取|听了|征求|收到|收回|发出|发放|参加|到会|到场)?了?$"
)
# 两场加起来: so many parts, of the sentences before.
_ALL_OF = re.compile(
    r"(?P<parts>[两二三四五六])(?:场|轮|次|回|类|项|批|方面|个渠道|处|者)?(?:意见|座谈会|会议?|评议|征评|活动)?"
    r"(?:相加|加起来|加在一起|合起来|合在一起|合计|总计|共计|一共|总共|下来|共|总)[，,]?[^，,\d]{0,10}$"
)
# 书面 12 条、意见箱 10 条，三种方式合计 43 条: of as many parts, also of those further before.
_SO_MANY_PARTS = re.compile(
    r"(?<![\d第])(?P<parts>[三四五六七八九3-9])(?:[个条股档]?(?:种|类|方面?|样|者|路|拨|批|头|块|面|家|处|轮|次|回|场|渠道|途径|方式|门路"
    r"|部门|科室|处室|环节|阶段|状态|情形|情况|位|人|级|档|组|项|条|个|句|笔))"
)
_UP_TO_HERE = re.compile("以上|上述|上面|前述|前面|上列|前列")
# 21 条，连上第一轮的 18 条.
_WITH_ANOTHER = re.compile("[加连算]上|连同|另|[上前这本]一?轮")
_TOGETHER_WITH = re.compile("连同|[加连算]上")
_REST = re.compile("(?:其余|余下|剩下)的?(?:有|共|是|为)?$")
# 座谈会 21 条、…，网络和电话合计 11 条: of the two alone.
_OF_TWO_NAMED = re.compile(
    r"[^，,。；、\d\s]{2,}[和与及][^，,。；、\d\s]{2,}(?:[两二][项类者种])?(?:合计|共计|一共|总共|合起来|加起来|共)[有为计]?$"
    r"|[^，,。；、\d\s]{2,}[两三][种类路条][^，,\d]{0,4}(?:合计|共计|一共|总共|合起来|加起来|共)[有为计收交回]*$"
)
_TOTAL_SO_FAR = re.compile("(?:合计|总计|共计|一共|总共|共)(?:发出|收回|收到|有|是)?$")
# 网络的 6 条有一半没有下文，书面的 12 条有 3 条没有.
_PARTS_OF_PARTS = re.compile(r"\d+条有|条条")
# 相互批评占 26 条的 69.2%: no part.
_OF_BASE = re.compile(r"占[^，,。；\d]{0,6}$")
_OF_MEETINGS = re.compile("[场轮次回会]")
_AMONG = re.compile(r"其中")
# 其中采纳 4 条，另有 47 条转入整改: no longer of these.
_BESIDES = re.compile("[，,；](?:另外?|此外|除此|还另)")
_SO_MANY_POINTS = re.compile(r"(?<![\d.近约超逾到足过达少接])(?P<points>\d+(?:\.\d+)?)\s*个?百分点(?![以左多上])")
_FROM_TO = re.compile(r"[从由][^从由]*[到至升降为]+$")
# 82.4%，高于家长的 77.2%.
_COMPARED = re.compile(
    r"(?P<one>\d+(?:\.\d+)?)%[，,]?(?:也|还|却|则|已|略|明显|远远?)?(?P<way>高于|高过|超过|低于|不及|不如|低过)"
    r"(?P<of>[^，,。；\d%]{0,12})(?P<other>\d+(?:\.\d+)?)%"
)
_ABOVE = frozenset({"高于", "高过", "超过"})
# 75.8%，54.4%，两者相差 21.4 个百分点.
_APART = re.compile(r"(?:[两二](?:者|项|个|轮)|前后)?相[差距]了?$")
# 41.9%，比家长的 32.3%高出 9.6 个百分点.
_THAN, _HIGHER = re.compile(r"比[^，,。；%]{1,14}$"), re.compile("(?:还要?|又|却|则)?[高低多少][出了于过]*")
_ROUNDED = Fraction(11, 100)  # to which two rounded percentages give their difference


def sum_mistakes(
    sentence: str,
    partitions: Sequence[Collection[str]],
    *,
    with_sums: bool = True,
    before: Sequence[str] = (),
    wholes: Mapping[str, Collection[int]] = MappingProxyType({}),
) -> Iterator[Mistake]:
    """Yields what doesn't add up in a sentence.

    partitions: sets of words of which a thing has exactly one. with_sums: check sums, not only percentages. before: the
    sentences before it in its paragraph, which may say of how many people a percentage is, or give the parts. wholes:
    measure → how many there are of the things on record that it counts.
    """
    counts = counts_in(sentence)
    if not counts and before:
        yield from wrong_of_those_before(sentence, before[-1])
    if with_sums and not any(_DIFFERENCE.search(sentence[: each.start]) for each in counts):
        yield from _total_of_those_before(sentence, counts, before)
        yield from wrong_of_so_many(sentence, counts, before, wholes)
        yield from _totals(sentence, counts, before)
        yield from _rests(sentence, counts)
        yield from wrong_rests(sentence, counts)
        yield from wrong_points(sentence)
        yield from _among(sentence, counts, partitions)
        yield from _spelled_out(sentence, counts, partitions)
        yield from bare_share(sentence, counts, partitions)
        yield from rate_of_part(sentence, counts)
        yield from wrong_lacking(sentence, counts)
    if with_sums:
        yield from wrong_of_named(sentence, counts)
    yield from wrong_differences(sentence, counts, before)
    yield from _points(sentence)
    yield from _wrong_order(sentence)
    yield from (wrong for share in shares_in(sentence) for wrong in islice(wrong_share(sentence, share, counts), 1))


def _points(sentence: str) -> Iterator[Mistake]:
    """Yields a difference that two percentages don't have: 从 75.8%到 88.5%，提高了 15.7 个百分点."""
    shares, named = shares_in(sentence), list(_SO_MANY_POINTS.finditer(sentence))
    if len(shares) != _SEVERAL or len(named) != 1 or not all(each.is_exact for each in shares):
        return
    one, other = (each.value * 100 for each in shares)
    between = sentence[shares[1].end : named[0].start()]
    is_of_both = _FROM_TO.search(sentence[: shares[1].start]) or _APART.search(between)
    is_of_both = is_of_both or (_THAN.search(sentence[: shares[1].start]) and _HIGHER.fullmatch(between))
    is_between = shares[1].end <= named[0].start() and is_of_both
    if is_between and not _is_about(abs(one - other), Fraction(named[0]["points"])):
        yield "sum", named[0][0], f"两个数相差 {float(abs(one - other)):.1f} 个百分点，写的是 {named[0][0]}"


def _wrong_order(sentence: str) -> Iterator[Mistake]:
    """Yields a comparison that its own two percentages don't have: 82.4%，不及家长的 77.2%."""
    match = _COMPARED.search(sentence)
    if match is None:
        return
    one, other = Fraction(match["one"]), Fraction(match["other"])
    if one != other and (one > other) != (match["way"] in _ABOVE):
        mark = f"{match['way']}{match['of']}{match['other']}%"
        yield "sum", mark, f"{match['one']}%和{match['other']}%，谁高谁低说反了"


def _is_about(points: Fraction, stated: Fraction) -> bool:
    return abs(points - stated) <= _ROUNDED or stated == round(points)


def _totals(sentence: str, counts: Sequence[Number], earlier: Sequence[str]) -> Iterator[Mistake]:
    """Yields totals that don't equal the sum of their parts: 甲 3 项、乙 4 项，合计 8 项.

    earlier: the sentences before it; 连同 adds to what the last of them counts.
    """
    for position, whole in enumerate(counts):
        before = ABOUT_SO_MANY.sub("", sentence[: whole.start]).rstrip()
        is_of_each = _OF_EACH.search(sentence[: whole.start]) or _PARTS_OF_PARTS.search(sentence)
        if not _TOTAL.search(before) or _ALL_OF.search(before) or is_of_each:
            continue
        parts = [each for each in counts[:position] if alike(each, whole)]
        own = next(span for span in clauses(sentence) if span[0] <= whole.start < span[1])
        if _OF_TWO_NAMED.search(sentence[own[0] : whole.start]):
            continue
        # 三项相加
        counted = [each for each in counts[:position] if each.measure and each.value not in {1, len(parts)}]
        others = [each for each in counted if not alike(each, whole) and each.start > parts[0].start] if parts else []
        has_total = any(_TOTAL_SO_FAR.search(sentence[: each.start]) for each in parts) or _has_total(parts)
        is_of_more = _are_more(sentence[own[0] : whole.start], len(parts))
        if len(parts) < _SEVERAL or others or has_total or is_of_more or not exact(parts):
            continue
        rest = parts[0].value - sum(each.value for each in parts[1:])  # 共 18 项，已完成 8 项，其余合计 10 项
        with_more = _TOGETHER_WITH.search(before) or _UP_TO_HERE.search(sentence[own[0] : whole.start])
        more = [each for text in earlier[-1:] for each in counts_in(text) if with_more]
        more_too = [sum(each.value for each in (*parts, one)) for one in more if alike(one, whole)]
        if not any(agrees(whole, int(value)) for value in (*_runs(parts), rest, *more_too)):
            yield _off(sentence, parts, whole)


def _are_more(text: str, several: int) -> bool:
    """Whether the clause of a total says that it is of more parts than so many."""
    named = [numeral(match["parts"]) or 0 for match in _SO_MANY_PARTS.finditer(text)]
    return max(named, default=0) > several


def _rests(sentence: str, counts: Sequence[Number]) -> Iterator[Mistake]:
    """Yields what is left of a whole and more than it: 共 26 条，自我批评 8 条，其余 28 条是相互的."""
    for place, each in enumerate(counts):
        before = [other for other in counts[:place] if alike(other, each)]
        is_of_whole = bool(before) and re.search("[共总]|合计", sentence[: before[0].start])
        is_rest = is_of_whole and _REST.search(sentence[: each.start]) and exact((*before, each))
        if is_rest and len(before) >= _SEVERAL and each.value > max(other.value for other in before):
            yield "sum", shown(sentence, each), f"其余的 {shown(sentence, each)}比前面的都多"


def _runs(parts: Sequence[Number]) -> Iterator[Fraction]:
    """The sums of all of some parts, and of those that follow each other."""
    for first, last in combinations(range(len(parts) + 1), 2):
        if last - first >= _SEVERAL:
            yield sum((each.value for each in parts[first:last]), Fraction(0))
    for first in (0, 1):  # 网上发 90 张、收 70 张，纸质发 138 张、收 110 张，合计收回 180 张
        yield sum((each.value for each in parts[first::2]), Fraction(0))


def _has_total(parts: Sequence[Number]) -> bool:
    """Whether one of some numbers is the sum of those that follow it: 发出 152 份，其中网上 90 份、纸质 62 份，…."""
    return any(
        len(parts) - place > _SEVERAL and each.value == sum(part.value for part in parts[place + 1 :])
        for place, each in enumerate(parts)
    )


def _total_of_those_before(sentence: str, counts: Sequence[Number], before: Sequence[str]) -> Iterator[Mistake]:
    """Yields a total that isn't the sum of what the sentences before gave: 到了 22 人。到了 27 人。两场加起来 59 人."""
    for whole in counts:
        match = _ALL_OF.search(sentence[: whole.start])
        parts = [each for each in counts if each.end <= whole.start and alike(each, whole)]
        if match is None or not whole.measure:
            continue
        several = "一二三四五六".find(match["parts"].replace("两", "二")) + 1
        if len(parts) >= several:
            if not ("轮" in match[0] and _are_of_one_round(sentence)):
                yield from _total_of_these(sentence, parts, several, whole)
            continue
        if parts and not _OF_MEETINGS.search(match[0]):
            continue
        given = [[each for each in counts_in(text) if alike(each, whole)] for text in before[len(parts) - several :]]
        alone = [each[0] for each in given if len(each) == 1] + parts
        if not parts and len(given) == 1 and len(given[0]) == several:
            alone = given[0]
        if len(alone) == several and exact((*alone, whole)) and sum(each.value for each in alone) != whole.value:
            yield _off(sentence, alone, whole)


def _total_of_these(sentence: str, parts: Sequence[Number], several: int, whole: Number) -> Iterator[Mistake]:
    """Yields a total that so many counts of its own sentence don't give: 教职工 26 条、家长 20 条，两者合计 47 条."""
    sums = {sum(each.value for each in some) for some in combinations(parts[-_FEW:], several)}
    if exact((*parts, whole)) and whole.value not in sums:
        yield _off(sentence, parts[-several:], whole)


def _are_of_one_round(sentence: str) -> bool:
    """Whether a sentence counts one round's forms in two ways: 第二轮发出 228 张，收回 180 张，两轮合计收回 361 张."""
    return len(rounds_in(sentence)) == 1 and not _WITH_ANOTHER.search(sentence)


def _spelled_out(sentence: str, counts: Sequence[Number], partitions: Sequence[Collection[str]]) -> Iterator[Mistake]:
    """Yields a whole that its parts after a colon don't make up: 95 人：党员 18 人，教职工 41 人，家长 26 人.

    Parts of other words than those of one partition may be but some of all.
    """
    place = max(sentence.find(sign) for sign in "：:")
    wholes = [each for each in counts if place > 0 and each.end <= place]
    parts = [each for each in counts if place > 0 and each.start > place]
    if len(wholes) != 1 or len(parts) <= _SEVERAL or re.search("其中|等|主要|[突典]|除|各", sentence):
        return
    named = [[word_of(sentence, each, partition) for each in parts] for partition in partitions]
    is_of_one = any(None not in words and len(set(words)) == len(words) for words in named)
    if is_of_one and all(alike(each, wholes[0]) for each in parts) and exact((*wholes, *parts)):
        rest = sentence[parts[-1].end :].strip("。；！ ")
        if not rest and sum(each.value for each in parts) != wholes[0].value:
            yield _off(sentence, parts, wholes[0])


def _among(sentence: str, counts: Sequence[Number], partitions: Sequence[Collection[str]]) -> Iterator[Mistake]:
    """Yields parts that exceed or don't make up their whole: 共 46 条，其中家长 20 条、教职工 30 条."""
    match = _AMONG.search(sentence)
    before = [each for each in counts if match and each.end <= match.start()]
    if match is None or not before:
        return
    whole = before[-1]
    besides = _BESIDES.search(sentence, match.end())
    until = besides.start() if besides else len(sentence)
    parts = [each for each in counts if match.end() <= each.start < until and alike(each, whole)]
    parts = [each for each in parts if not _OF_BASE.search(sentence[: each.start])]
    listed = sum(of := [each.value for each in before if alike(each, whole)], Fraction(0))
    # 教职工 26 条、家长 20 条、学生 8 条，其中教职工、家长合计 46 条: of the list
    parts = [each for each in parts if each.value >= listed or not _TOTAL.search(sentence[: each.start])]
    if not whole.measure or not parts or not exact((whole, *parts)):
        return
    most = listed if len(of) > _SEVERAL else max(of)  # 校长 7 项、书记 5 项、…，其中完成的 8 项: of the list
    too_big = [each for each in parts if each.value > most]
    if too_big:
        message = f"其中的 {shown(sentence, too_big[0])} 比总数 {shown(sentence, whole)} 还多"
        yield "sum", shown(sentence, too_big[0]), message
        return
    total = sum(each.value for each in parts)
    # 其中发给家长的，纸质 62 张、网上 90 张，两项合计 152 张: of some of them
    is_of_some = re.search("的[，,：:]", sentence[match.end() : parts[0].start])
    for partition in partitions:
        named = [word_of(sentence, each, partition) for each in parts]
        if None in named or len(set(named)) != len(named) or len(named) < _SEVERAL:
            continue
        covers = set(named) == set(partition) and not is_of_some
        if total > whole.value or (covers and total != whole.value):
            yield _off(sentence, parts, whole)
            return


def _off(sentence: str, parts: Sequence[Number], whole: Number) -> Mistake:
    total = sum(int(each.value) for each in parts)
    added = "＋".join(str(int(each.value)) for each in parts)
    message = f"各部分 {added}＝{total}，总数写的是 {shown(sentence, whole)}"
    return "sum", shown(sentence, whole), message

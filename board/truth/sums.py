"""Compares the figures of a sentence with each other: sums that don't add up, impossible percentages. Pure."""

import re
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from itertools import islice

from board.numbers import percent_text
from board.report.text import Number, clauses, counts_in, shares_in

# What is wrong: kind (words.TRUTH_KIND), the wrong words, and what would be right.
Mistake = tuple[str, str, str]

_PEOPLE_AND_PAPERS = frozenset({"人", "名", "位", "份", "张", "票", "条", "件", "项", "人次"})
_PEOPLE = frozenset({"人", "名", "位", "人次"})
_SEVERAL = 2
_TOTAL = re.compile(
    r"(合计|总计|共计|总数|总量|总人数|一共|总共|相加|之和|总和|加起来|加在一起|合起来|(?:^|[，,])(?:前后|先后)?(?:参加|到会|参与)?的?共)"
    r"[为是有达到来]*(?:听取|听了|征求|收到|收回|发出|发放|参加|到会|到场)?了?$"
)
# 两场加起来: so many parts, of the sentences before.
_ALL_OF = re.compile(
    r"(?P<parts>[两二三四五六])(?:场|轮|次|类|项|批|方面|个渠道|处|者)?(?:意见|座谈会|会|评议|征评|活动)?"
    r"(?:相加|加起来|加在一起|合起来|合在一起|合计|总计|共计|一共|总共|下来|共|总)[，,]?[^，,\d]{0,10}$"
)
_AMONG = re.compile(r"其中")
_OF = re.compile(r"^[^，,；\d]{0,8}?(中|里|当中)[，,]?")
_MAKES = re.compile(r"占[^，,；\d]{0,10}$")
# 9 项，占台账 30 项的 20%; 以 30 项台账为基数，占比 36.4%.
_OF_SO_MANY = re.compile(r"^(?:的|[^，,；\d]{0,6}为(?:基数|分母)[，,]?(?:占比?|为|是|比例)*)$")
_BOTH = re.compile(r"(?:合计|合起来|加起来|相加)[^，,；\d]*$")
_CONTENT = re.compile(r"(满意率|赞成率|同意率|通过率|支持率)[^，,；\d]{0,4}$")
_THOSE_WHO = re.compile(r"[的者](?:人|同志|代表)?占了?$")
_TAKING_PART = re.compile(r"参评|参加|投票|评议|测评|表决")
_SO_MANY_POINTS = re.compile(r"(?<![\d.近约超逾到足过达少接])(?P<points>\d+(?:\.\d+)?)\s*个?百分点(?![以左多上])")
_FROM_TO = re.compile(r"[从由][^从由]*[到至升降为]+$")
_ROUNDED = Fraction(11, 100)  # to which two rounded percentages give their difference
# A percentage with its counts: 92.3%(169/183).
WRITTEN_OUT = re.compile(r"^\s*[（(]\s*(\d+)\s*/\s*(\d+)\s*[）)]")
# The part and the base of each rate: 收回 of 发出 is 回收率.
_QUOTIENTS = (("回收率|收回率", "收回|回收", "发出|发放|下发"), ("有效率", "有效", "收回|回收"))


def sum_mistakes(
    sentence: str, partitions: Sequence[Collection[str]], *, with_sums: bool = True, before: Sequence[str] = ()
) -> Iterator[Mistake]:
    """Yields what doesn't add up in a sentence.

    partitions: sets of words of which a thing has exactly one. with_sums: check sums, not only percentages. before: the
    sentences before it in its paragraph, which may say of how many people a percentage is, or give the parts.
    """
    counts = counts_in(sentence)
    if not counts and before:
        yield from _wrong_of_those_before(sentence, before[-1])
    if with_sums:
        yield from _total_of_those_before(sentence, counts, before)
        yield from _totals(sentence, counts)
        yield from _among(sentence, counts, partitions)
        yield from _spelled_out(sentence, counts, partitions)
    yield from _points(sentence)
    for share in shares_in(sentence):
        yield from islice(_wrong_share(sentence, share, counts), 1)


def gives_its_counts(sentence: str, rate: str) -> bool:
    """Whether a sentence contains the counts behind a rate it names: 发出 50 份，收回 46 份，回收率 92%."""
    counts = counts_in(sentence)
    return any(
        re.fullmatch(names, rate) and _called(sentence, counts, part) and _called(sentence, counts, base)
        for names, part, base in _QUOTIENTS
    )


def _points(sentence: str) -> Iterator[Mistake]:
    """Yields a difference that two percentages don't have: 从 75.8%到 88.5%，提高了 15.7 个百分点."""
    shares, named = shares_in(sentence), list(_SO_MANY_POINTS.finditer(sentence))
    if len(shares) != _SEVERAL or len(named) != 1 or not all(each.is_exact for each in shares):
        return
    one, other = (each.value * 100 for each in shares)
    is_between = shares[1].end <= named[0].start() and _FROM_TO.search(sentence[: shares[1].start])
    if is_between and not _is_about(abs(one - other), Fraction(named[0]["points"])):
        yield "sum", named[0][0], f"两个数相差 {float(abs(one - other)):.1f} 个百分点，写的是 {named[0][0]}"


def _is_about(points: Fraction, stated: Fraction) -> bool:
    return abs(points - stated) <= _ROUNDED or stated == round(points)


def _totals(sentence: str, counts: Sequence[Number]) -> Iterator[Mistake]:
    """Yields totals that don't equal the sum of their parts: 甲 3 项、乙 4 项，合计 8 项."""
    for position, whole in enumerate(counts):
        before = sentence[: whole.start].rstrip()
        if not _TOTAL.search(before) or _ALL_OF.search(before) or "每" in sentence[: whole.start]:
            continue
        parts = [each for each in counts[:position] if _alike(each, whole)]
        # 三项相加
        counted = [each for each in counts[:position] if each.measure and each.value not in {1, len(parts)}]
        others = [each for each in counted if not _alike(each, whole)]
        if len(parts) < _SEVERAL or others or not _exact((*parts, whole)):
            continue
        rest = parts[0].value - sum(each.value for each in parts[1:])  # 共 18 项，已完成 8 项，其余合计 10 项
        if whole.value not in {sum(each.value for each in parts), rest}:
            yield _off(sentence, parts, whole)


def _total_of_those_before(sentence: str, counts: Sequence[Number], before: Sequence[str]) -> Iterator[Mistake]:
    """Yields a total that isn't the sum of what the sentences before gave: 到了 22 人。到了 27 人。两场加起来 59 人."""
    for whole in counts:
        match = _ALL_OF.search(sentence[: whole.start])
        parts = [each for each in counts if each.end <= whole.start and _alike(each, whole)]
        if match is None or not whole.measure:
            continue
        several = "一二三四五六".find(match["parts"].replace("两", "二")) + 1
        if len(parts) >= several:  # 教职工 26 条、家长 20 条，两者合计 46 条
            alone = parts[-several:]
            if _exact((*alone, whole)) and sum(each.value for each in alone) != whole.value:
                yield _off(sentence, alone, whole)
            continue
        if parts:
            continue
        given = [[each for each in counts_in(text) if _alike(each, whole)] for text in before[-several:]]
        alone = [each[0] for each in given if len(each) == 1]
        if len(given) == 1 and len(given[0]) == several:
            alone = given[0]
        if len(alone) == several and _exact((*alone, whole)) and sum(each.value for each in alone) != whole.value:
            yield _off(sentence, alone, whole)


def _spelled_out(sentence: str, counts: Sequence[Number], partitions: Sequence[Collection[str]]) -> Iterator[Mistake]:
    """Yields a whole that its parts after a colon don't make up: 95 人：党员 18 人，教职工 41 人，家长 26 人.

    Parts of other words than those of one partition may be but some of all.
    """
    place = max(sentence.find(sign) for sign in "：:")
    wholes = [each for each in counts if place > 0 and each.end <= place]
    parts = [each for each in counts if place > 0 and each.start > place]
    if len(wholes) != 1 or len(parts) <= _SEVERAL or re.search("其中|等|主要|[突典]|除", sentence):
        return
    named = [[_word_of(sentence, each, partition) for each in parts] for partition in partitions]
    is_of_one = any(None not in words and len(set(words)) == len(words) for words in named)
    if is_of_one and all(_alike(each, wholes[0]) for each in parts) and _exact((*wholes, *parts)):
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
    parts = [each for each in counts if each.start >= match.end() and _alike(each, whole)]
    if not whole.measure or not parts or not _exact((whole, *parts)):
        return
    too_big = [each for each in parts if each.value > whole.value]
    if too_big:
        message = f"其中的 {_shown(sentence, too_big[0])} 比总数 {_shown(sentence, whole)} 还多"
        yield "sum", _shown(sentence, too_big[0]), message
        return
    total = sum(each.value for each in parts)
    for partition in partitions:
        named = [_word_of(sentence, each, partition) for each in parts]
        if None in named or len(set(named)) != len(named) or len(named) < _SEVERAL:
            continue
        covers = set(named) == set(partition)
        if total > whole.value or (covers and total != whole.value):
            yield _off(sentence, parts, whole)
            return


def _alike(one: Number, other: Number) -> bool:
    """Whether two numbers count the same kind of thing: 12 名教师 and 9 人 are people."""
    return one.measure == other.measure or {one.measure, other.measure} <= _PEOPLE


def _word_of(sentence: str, part: Number, partition: Collection[str]) -> str | None:
    """Which of a partition's words a part belongs to: 家长 20 条, or 20 条来自家长 within its clause."""
    start, end = next(span for span in clauses(sentence) if span[0] <= part.start < span[1])
    words = [word for word in partition if word in sentence[start:end]]
    return max(words, key=len, default=None)


def _wrong_share(sentence: str, share: Number, counts: Sequence[Number]) -> Iterator[Mistake]:
    if share.bound != "exact":
        return
    mark = sentence[share.start : share.end]
    written = WRITTEN_OUT.match(sentence[share.end :])
    if written:
        if int(written[2]) and not _gives(share, int(written[1]), int(written[2])):
            right = percent_text(int(written[1]), int(written[2]))
            yield "sum", mark, f"{written[1]}/{written[2]} 是 {right}，写的是 {mark}"
        return
    yield from _wrong_quotient(sentence, share, counts)
    before = [each for each in counts if each.end <= share.start and each.measure in _PEOPLE_AND_PAPERS]
    pair = _counted_of(sentence, share, before) if _exact(before) else None
    if pair and not _gives(share, int(pair[0].value), int(pair[1].value)):
        yield "sum", mark, _of_base(sentence, *pair, mark)
    elif before and not pair and _exact(before):
        yield from _wrong_of_base(sentence, share, before)


def _wrong_of_base(sentence: str, share: Number, before: Sequence[Number]) -> Iterator[Mistake]:
    """Yields shares that their counts don't give, as in 183 人中 169 人满意，占 90%, and shares that no whole number
    gives, as in 32 人中有 81.5%."""
    mark, before_share = sentence[share.start : share.end], sentence[: share.start]
    base = next((each for each in reversed(before) if _OF.match(sentence[each.end :])), None)
    if base is not None and re.search(r"率|分|评价|指标", sentence[base.end : share.start]):
        return  # a rate has a base of its own
    part = before[-1]
    among = _AMONG.search(before_share)
    if base is None and among:
        base = next((each for each in reversed(before[:-1]) if each.end <= among.start() <= part.start), None)
    if base is not None and part is not base:
        is_of_one = _MAKES.search(before_share) and not _BOTH.search(before_share)
        if is_of_one and not _gives(share, int(part.value), int(base.value)):
            yield "sum", mark, _of_base(sentence, part, base, mark)
        return
    is_of_part = _CONTENT.search(before_share) or (part.measure in _PEOPLE and _THOSE_WHO.search(before_share))
    if base is None and len(before) == 1 and is_of_part and _TAKING_PART.search(before_share):
        base = part
    if base is not None and not _can_be(share, int(base.value)):
        message = f"{_shown(sentence, base)}里，没有一个整数能得出 {mark}"
        yield "impossible", mark, message


def _of_base(sentence: str, part: Number, base: Number, mark: str) -> str:
    right = percent_text(float(part.value), float(base.value))
    return f"{_shown(sentence, base)}里的 {_shown(sentence, part)}是 {right}，写的是 {mark}"


def _counted_of(sentence: str, share: Number, before: Sequence[Number]) -> tuple[Number, Number] | None:
    """The part and the base that a share is said to be of, both counted: 9 项，占台账 30 项的 20%."""
    base = next((each for each in reversed(before) if _OF_SO_MANY.search(sentence[each.end : share.start])), None)
    parts = [each for each in before if base and each.end <= base.start and _alike(each, base)]
    if base is None or not parts or not base.value:
        return None
    between = sentence[parts[-1].end : share.start]
    return (parts[-1], base) if re.search("占|基数|分母", between) else None


def _wrong_of_those_before(sentence: str, before: str) -> Iterator[Mistake]:
    """Yields shares that no whole number of the people of the sentence before gives: 31 人参加。满意率 91.7%."""
    people = [each for each in counts_in(before) if each.measure in _PEOPLE]
    if len(people) != 1 or not _exact(people) or not _TAKING_PART.search(before) or shares_in(before):
        return
    for share in shares_in(sentence):
        if (
            share.bound == "exact"
            and _CONTENT.search(sentence[: share.start])
            and not _can_be(share, int(people[0].value))
        ):
            mark = sentence[share.start : share.end]
            yield "impossible", mark, f"{_shown(before, people[0])}里，没有一个整数能得出 {mark}"


def _wrong_quotient(sentence: str, share: Number, counts: Sequence[Number]) -> Iterator[Mistake]:
    for name, part_words, base_words in _QUOTIENTS:
        if not re.search(rf"({name})[^，,；\d]{{0,4}}$", sentence[: share.start]):
            continue
        part, base = (_called(sentence, counts, words) for words in (part_words, base_words))
        if part is None or base is None or part is base or _gives(share, int(part.value), int(base.value)):
            continue
        right = percent_text(float(part.value), float(base.value))
        mark = sentence[share.start : share.end]
        message = f"{_shown(sentence, part)}÷{_shown(sentence, base)} 是 {right}，写的是 {mark}"
        yield "sum", mark, message


def _called(sentence: str, counts: Sequence[Number], words: str) -> Number | None:
    """The one exact count right after these words."""
    pattern = re.compile(rf"({words})[^，,；、\d]{{0,6}}$")
    named = [each for each in counts if each.is_exact and pattern.search(sentence[: each.start])]
    return named[0] if len(named) == 1 and named[0].value else None


def _gives(share: Number, part: int, base: int) -> bool:
    return bool(base) and abs(Fraction(part, base) - share.value) <= Fraction(1, 200 * 10**share.places)


def _can_be(share: Number, base: int) -> bool:
    nearest = int(share.value * base)
    return any(_gives(share, part, base) for part in (nearest - 1, nearest, nearest + 1, nearest + 2))


def _exact(found: Sequence[Number]) -> bool:
    return all(each.is_exact and each.value.denominator == 1 for each in found)


def _off(sentence: str, parts: Sequence[Number], whole: Number) -> Mistake:
    total = sum(int(each.value) for each in parts)
    added = "＋".join(str(int(each.value)) for each in parts)
    message = f"各部分 {added}＝{total}，总数写的是 {_shown(sentence, whole)}"
    return "sum", _shown(sentence, whole), message


def _shown(sentence: str, number: Number) -> str:
    return sentence[number.start : number.end].strip()

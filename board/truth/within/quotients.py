"""Compares the shares of a sentence with the counts that it gives for them: 183 人中 169 人满意，占 90%. Pure."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from board.numbers import percent_text
from board.report.text import Number, clauses, counts_in, shares_in
from board.truth.facts import share_agrees
from board.truth.within.subject import is_named, subject_of

# What is wrong: kind (words.TRUTH_KIND), the wrong words, and what would be right.
Mistake = tuple[str, str, str]
_PEOPLE_AND_PAPERS = frozenset({"人", "名", "位", "份", "张", "票", "条", "件", "项", "人次"})
_PEOPLE = frozenset({"人", "名", "位", "人次"})
_OF = re.compile(r"^[^，,；\d]{0,8}?(中|里|当中)[，,]?")
_MAKES = re.compile(r"占[^，,；\d]{0,10}$")
# 9 项，占台账 30 项的 20%; 以 30 项台账为基数，占比 36.4%.
_OF_SO_MANY = re.compile(r"^(?:的|[^，,；\d]{0,6}为(?:基数|分母)[，,]?(?:占比?|为|是|比例|优良率|有效率|回收率)*)$")
_BOTH = re.compile(r"(?:合计|合起来|加起来|相加)[^，,；\d]*$")
_CONTENT = re.compile(r"(满意率|赞成率|同意率|通过率|支持率)[^，,；\d]{0,4}$")
_THOSE_WHO = re.compile(r"[的者](?:人|同志|代表)?占了?$")
_TAKING_PART = re.compile(r"参评|参加|投票|评议|测评|表决")
# A clause with nothing but a share; two counts that are not a part and its whole.
_BARE = re.compile(
    "(?:业已|然|足足|将将|竟|早|(?:谈心|谈话|办理|到会|出席|参会|送达|签收|交付|转化|转办)率|占|差不多|刚好|正好|恰好|恰|整整|折合|相当于|大约|达到?|约|已|仅|只|还|就|也|才|完成面|完成率|完成比例|覆盖面|覆盖率|左右|超|不到|不足|接近|将?近|过|了|有|为|是|即|计|比例?|以上|的|[，,。；！])*"
)
_AGAIN = re.compile(r"([^，,\d]{2,6})的(?=[占只仅才就是为达约])")
# 会前按时反馈 43 条，按时率 82.7%; 165 人作了评价，146 人评了好，满意率 88.5%.
_RATE_OF = re.compile(
    r"^(?:合起来|总的|算下来|折合|也就是|即)?(?P<rate>(?P<when>按时|按期|及时|准时|如期)|优良|满意|好评|认可)(?:反馈|送达|到位)?率"
    r"(?:就|也|只|仅|便|才)*(?:为|是|有|达到?|约)*$"
)
_OF_NAMED = re.compile(r"占(?P<base>[^，,；。\d]{2,8})的$")
_CLOSE, _PART_AND_BASE = 8, 2
_WHO_ANSWERED = re.compile(
    r"(?:评了|评|答了?|选了?|打了?|给了?)[^，,。；\d]{0,4}(?:好|满意|优|良)|选择?了?前(?:两|二)[档级等]|优良的?(?:有|是|为|达到?)?\d"
)
# 收回 180 张，其中评好的 146 张: not of those who answered.
_OF_FORMS = re.compile("[发收交]|[表票卷]|有效(?!回答|作答)")
# Of such, the rate is that of the part counted before it.
_OF_PARTS = ("完成", "谈心", "谈话", "办理", "到会", "出席", "参会", "送达", "签收", "交付", "转化", "转办")
_NOT_OF = "".join(f"(?<!{word})" for word in _OF_PARTS)
_APART = re.compile(rf"比|各|分别|均|两[场次轮批]|另|{_NOT_OF}率(?![：:])|最|[不没]到")
_ROUND, _END = re.compile("第[一二]轮|首轮"), re.compile("[，,；。]")
# 立行立改 11 项、限期整改 16 项，分别占 36.7%、53.3%: each of the count in its place.
_IN_ORDER = re.compile(r"(?:分别|依次)约?(?:占(?:[^，,。；\d]{0,6}的)?|[为是达]到?)约?(?=\d)")
# Of these, and of nothing else that is named: 其中 …, not 占各自的, 占总数的, 后两类.
_IS_AMONG = re.compile("其中|[之当]中|里头?|包括")
_OTHER_BASE = re.compile(r"各自|自身|总[数量]|全[部体校]|[前后][两二三]|应[谈办反]|(?:分别|依次)约?占[^，,。；\d]+的")
# A percentage with its counts: 92.3%(169/183).
WRITTEN_OUT = re.compile(r"^\s*[（(]\s*(\d+)\s*/\s*(\d+)\s*[）)]")
# The part and the base of each rate: 收回 of 发出 is 回收率.
_QUOTIENTS = (("回收率|收回率", "收回|回收", "发出|发放|下发"), ("有效率", "有效", "收回|回收"))
_AMONG, _REST = re.compile("其中"), re.compile("其余|余下|剩下|另外|其他|别的")


def gives_its_counts(sentence: str, rate: str) -> bool:
    """Whether a sentence contains the counts behind a rate it names: 发出 50 份，收回 46 份，回收率 92%."""
    counts = counts_in(sentence)
    return any(
        re.fullmatch(names, rate) and _called(sentence, counts, part) and _called(sentence, counts, base)
        for names, part, base in _QUOTIENTS
    )


def bare_share(sentence: str, counts: Sequence[Number], partitions: Sequence[Collection[str]]) -> Iterator[Mistake]:
    """Yields a share that is a clause of its own and not that of the two counts before: 62 件，办结 23 件，超过八成.

    Two that stand in one list (教职工 26 条，家长 20 条: of one of the partitions) are no part and base.
    """
    for share in shares_in(sentence):
        start, end = next(span for span in clauses(sentence) if span[0] <= share.start < span[1])
        before = [each for each in counts if each.end <= start and each.measure]
        own = sentence[start : share.start]
        again = _AGAIN.match(own)  # 会前按时反馈了 43 条，按时的占 82.7%
        own = own[again.end() :] if again and again[1] in _clause_of(sentence, before) else own
        is_bare = _BARE.fullmatch(f"{own}{sentence[share.end : end]}") and not _in_order(sentence, share)
        if len(before) != _PART_AND_BASE or not is_bare:
            continue
        base, part = before
        is_part = alike(base, part) and part.value <= base.value and exact(before) and not _APART.search(sentence)
        is_part = is_part and not _ROUND.search(sentence, base.start)
        words = [[word_of(sentence, each, partition) for each in before] for partition in partitions]
        is_listed = any(None not in pair and len(set(pair)) > 1 for pair in words)
        bases = (base.value, base.value + part.value)  # 班子 48 条，个人 14 条，个人的占 22.6%: of both
        if is_part and not is_listed and not any(share_agrees(share, part.value / of) for of in bases):
            mark = sentence[share.start : share.end]
            yield "sum", mark, _of_base(sentence, part, base, mark)


def rate_of_part(sentence: str, counts: Sequence[Number]) -> Iterator[Mistake]:
    """Yields a rate that its part and base right before it don't give: 165 人评了，146 人评好，满意率 95.8%."""
    for share in shares_in(sentence):
        start, _ = next(span for span in clauses(sentence) if span[0] <= share.start < span[1])
        match = _RATE_OF.search(sentence[start : share.start])
        before = [each for each in counts if each.end <= start and each.measure and each.value != 1]  # 这一项
        if match is None or len(before) != _PART_AND_BASE or not alike(*before) or not exact(before):
            continue
        base, part = before
        is_part = _is_rated(sentence, match, base, part) and share.bound == "exact"
        if is_part and not _gives(share, int(part.value), int(base.value)):
            mark = sentence[share.start : share.end]
            yield "sum", mark, _of_base(sentence, part, base, mark)


def _is_rated(sentence: str, rate: re.Match[str], base: Number, part: Number) -> bool:
    """Whether a rate is that of a part of a base by the words around these: 应反馈 …，按时反馈 …; … 人中 … 人评了好."""
    own = sentence[base.start : part.end + _CLOSE]
    is_of_it = rate["rate"][0] in own and "应" in sentence[: base.end] if rate["when"] else _WHO_ANSWERED.search(own)
    is_of_forms = not rate["when"] and _OF_FORMS.search(_clause_of(sentence, [base]))
    return bool(is_of_it) and not is_of_forms and 0 < part.value <= base.value


def _clause_of(sentence: str, before: Sequence[Number]) -> str:
    """The clause of the last of some numbers."""
    return next((sentence[a:b] for a, b in clauses(sentence) if before and a <= before[-1].start < b), "")


def wrong_share(sentence: str, share: Number, counts: Sequence[Number]) -> Iterator[Mistake]:
    """Yields what is wrong with a share of a sentence, by the counts that the sentence gives."""
    if share.bound != "exact":
        yield from _wrong_quotient(sentence, share, counts)
        return
    mark = sentence[share.start : share.end]
    written = WRITTEN_OUT.match(sentence[share.end :])
    if written:
        if int(written[2]) and not _gives(share, int(written[1]), int(written[2])):
            right = percent_text(int(written[1]), int(written[2]))
            yield "sum", mark, f"{written[1]}/{written[2]} 是 {right}，写的是 {mark}"
        return
    in_order = _in_order(sentence, share)
    if in_order:
        yield from _wrong_in_order(sentence, share, counts, *in_order)
        return
    yield from _wrong_quotient(sentence, share, counts)
    before = [each for each in counts if each.end <= share.start and each.measure in _PEOPLE_AND_PAPERS]
    pair = _counted_of(sentence, share, before) if exact(before) else None
    if pair and not any(_gives(share, each, int(pair[1].value)) for each in _parts(sentence, *pair)):
        yield "sum", mark, _of_base(sentence, *pair, mark)
    elif before and not pair and exact(before):
        yield from _wrong_of_base(sentence, share, before)


def _in_order(sentence: str, share: Number) -> tuple[int, list[Number]] | None:
    """Returns the shares of the list after 分别占 that a share is in, and where its words begin; None elsewhere."""
    for cue in _IN_ORDER.finditer(sentence, 0, share.start + 1):
        end = _END.search(sentence, cue.end())
        until = end.start() if end else len(sentence)
        listed = [each for each in shares_in(sentence) if cue.end() <= each.start < until]
        if share in listed and len(listed) >= _PART_AND_BASE:
            return cue.start(), listed
    return None


def _wrong_in_order(
    sentence: str, share: Number, counts: Sequence[Number], begin: int, listed: Sequence[Number]
) -> Iterator[Mistake]:
    """Yields a share that is not that of the count in its place, where the counts are clearly parts of one before them
    (30 项，其中 11 项、16 项), no other base is named and there is a share for each."""
    before = [each for each in counts if each.end <= begin and each.measure]
    if len(before) != len(listed) + 1 or not exact(before) or _OTHER_BASE.search(sentence[: share.start]):
        return
    base, *parts = before
    is_among = _IS_AMONG.search(sentence[base.end : parts[0].start]) and all(alike(base, each) for each in parts)
    part = parts[listed.index(share)]
    if is_among and part.value <= base.value and not _gives(share, int(part.value), int(base.value)):
        mark = sentence[share.start : share.end]
        yield "sum", mark, _of_base(sentence, part, base, mark)


def _wrong_of_base(sentence: str, share: Number, before: Sequence[Number]) -> Iterator[Mistake]:
    """Yields shares that their counts don't give, as in 183 人中 169 人满意，占 90%, and shares that no whole number
    gives, as in 32 人中有 81.5%."""
    mark, before_share = sentence[share.start : share.end], sentence[: share.start]
    base = next((each for each in reversed(before) if _OF.match(sentence[each.end :])), None)
    if base is not None and re.search(r"率|分|评价|指标|最|[升降]|进度|平均", sentence[base.end : share.start]):
        return  # a rate has a base of its own
    part = before[-1]
    among = _AMONG.search(before_share)
    if base is None and among:
        wider = (each for each in reversed(before[:-1]) if each.end <= among.start() <= part.start)
        base = next((each for each in wider if each.value >= part.value), None)
    if base is not None and part is not base:
        is_of_one = _MAKES.search(before_share) and not _BOTH.search(before_share)
        is_of_one = is_of_one and not _is_of_another(before_share, sentence, part)
        if is_of_one and not _gives(share, int(part.value), int(base.value)):
            yield "sum", mark, _of_base(sentence, part, base, mark)
        return
    is_of_part = _CONTENT.search(before_share) or (part.measure in _PEOPLE and _THOSE_WHO.search(before_share))
    if base is None and len(before) == 1 and is_of_part and _TAKING_PART.search(before_share):
        base = part
    if base is not None and not _can_be(share, int(base.value)):
        message = f"{shown(sentence, base)}里，没有一个整数能得出 {mark}"
        yield "impossible", mark, message


def _is_of_another(before: str, sentence: str, part: Number) -> bool:
    """Whether a share's own words take up another count than the last: 没有通过的 14 条，其中 4 条…，没有通过的占."""
    again, of = _AGAIN.match(_END.split(before)[-1]), _OF_NAMED.search(before)
    if of and of["base"] in _clause_of(sentence, [part]).partition("占")[0]:
        return True  # 台账 30 项中立行立改 11 项，立行立改销号 4 项，占立行立改的
    subject, earlier = subject_of(before[part.end :]), [each for each in counts_in(before) if each.end <= part.start]
    if not is_named(sentence, subject, part) and any(is_named(sentence, subject, each) for each in earlier):
        return True
    return again is not None and again[1] not in _clause_of(sentence, [part]) and again[1] in before[: -len(again[0])]


def _of_base(sentence: str, part: Number, base: Number, mark: str) -> str:
    right = percent_text(float(part.value), float(base.value))
    return f"{shown(sentence, base)}里的 {shown(sentence, part)}是 {right}，写的是 {mark}"


def _counted_of(sentence: str, share: Number, before: Sequence[Number]) -> tuple[Number, Number] | None:
    """The part and the base that a share is said to be of, both counted: 9 项，占台账 30 项的 20%."""
    base = next((each for each in reversed(before) if _OF_SO_MANY.search(sentence[each.end : share.start])), None)
    is_named = base is not None and re.search("基数|分母", sentence[base.end : share.start]) is not None
    parts = [each for each in before if base and each.end <= base.start and (is_named or alike(each, base))]
    if base is None or not parts or not base.value:
        return None
    between = sentence[parts[-1].end : share.start]
    return (parts[-1], base) if re.search("占|基数|分母", between) else None


def _parts(sentence: str, part: Number, base: Number) -> list[int]:
    """Of how many a share may be: of a part, or of the others: 自我批评 8 条，其余是相互批评，占 26 条的 69.2%."""
    rest = [int(base.value - part.value)] if _REST.search(sentence[part.end : base.start]) else []
    return [int(part.value), *rest]


def wrong_of_those_before(sentence: str, before: str) -> Iterator[Mistake]:
    """Yields shares that no whole number of the people of the sentence before gives: 31 人参加。满意率 91.7%."""
    people = [each for each in counts_in(before) if each.measure in _PEOPLE]
    if len(people) != 1 or not exact(people) or not _TAKING_PART.search(before) or shares_in(before):
        return
    for share in shares_in(sentence):
        if (
            share.bound == "exact"
            and _CONTENT.search(sentence[: share.start])
            and not _can_be(share, int(people[0].value))
        ):
            mark = sentence[share.start : share.end]
            yield "impossible", mark, f"{shown(before, people[0])}里，没有一个整数能得出 {mark}"


def _wrong_quotient(sentence: str, share: Number, counts: Sequence[Number]) -> Iterator[Mistake]:
    for name, part_words, base_words in _QUOTIENTS:
        if not re.search(rf"({name})[^，,；\d]{{0,4}}$", sentence[: share.start]):
            continue
        part, base = (_called(sentence, counts, words) for words in (part_words, base_words))
        if part is None or base is None or part is base:
            continue
        stated = () if share.bound == "exact" else (share, replace(share, bound="about"))  # 近八成 of 80.1%
        is_so = any(share_agrees(each, part.value / base.value) for each in stated)
        if is_so or _gives(share, int(part.value), int(base.value)):
            continue
        right = percent_text(float(part.value), float(base.value))
        mark = sentence[share.start : share.end]
        message = f"{shown(sentence, part)}÷{shown(sentence, base)} 是 {right}，写的是 {mark}"
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


def alike(one: Number, other: Number) -> bool:
    """Whether two numbers count the same kind of thing: 12 名教师 and 9 人 are people."""
    return one.measure == other.measure or {one.measure, other.measure} <= _PEOPLE


def exact(found: Sequence[Number]) -> bool:
    """Whether numbers are whole and meant exactly."""
    return all(each.is_exact and each.value.denominator == 1 for each in found)


def shown(sentence: str, number: Number) -> str:
    """Returns a number as it is written."""
    return sentence[number.start : number.end].strip()


def word_of(sentence: str, part: Number, partition: Collection[str]) -> str | None:
    """Which of a partition's words a part belongs to: 家长 20 条, or 20 条来自家长 within its clause."""
    start, end = next(span for span in clauses(sentence) if span[0] <= part.start < span[1])
    words = [word for word in partition if word in sentence[start:end]]
    return max(words, key=len, default=None)

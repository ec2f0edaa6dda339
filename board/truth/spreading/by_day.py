"""Compares on which day a sentence says that most was heard or talked of, and by when all talks were over. Pure.

谈得最集中的一天是 11 月 15 日; 意见来得最密的是 11 月 11 日; 班子成员之间的 10 对，11 月 16 日全部谈完.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from board.report.text import clauses, counts_in, numeral, shares_in
from board.truth.facts import Compared, Facts, Happening, Rate, agrees, share_agrees
from board.truth.ledgers import Fact, Ledger
from board.truth.singly.days import ANY_DAY, day_of
from board.truth.vocabulary import named_in
from board.truth.words import lies_elsewhere

_DAY = ANY_DAY.pattern
_MOST = "最为?(?:多|密集?|集中|频繁|忙|勤|热闹|踊跃)"
_IS_ON = "的?(?:一天|日子|时候|那天|当天)?[，,]?(?:是|在|要数|当数|数|为|出现在|落在)?"
_BUSIEST = re.compile(
    rf"{_MOST}{_IS_ON}(?P<day>{_DAY})(?![至到—～、和]|以来|起|[^，,。；]{{0,8}}(?:次之|其次|第二|居次))"
)
_ON_A_DAY = re.compile(rf"[以数](?P<day>{_DAY})(?:这一?天|当天)?(?:为|算)?{_MOST}")
_IS_BUSIEST = re.compile(
    rf"(?:^|[，,。；]|谈心|谈话|意见)(?:[是在以])?(?P<day>{_DAY})(?:这一?天|当天|那天)?(?:谈心|谈话|意见)?"
    rf"(?:[谈来收听提]得|收到的?|听到的?|也|又)*{_MOST}(?=[，,。；（(]|$)"
)
# 最忙的是 11 月 15 日，一天谈了 16 次.
_THEN_SO_MANY = re.compile(r"(?:这?一天|当天|这天|那天)?(?:里|内|就|便|共|竟|有|是|达|为)*(?:谈|听|收|来)?(?:了|到)*$")
_THAT_DAY = re.compile(rf"(?P<day>{_DAY})[^，,。；]{{0,12}}[，,](?:当天|这天|那天|一天)[^，,。；]{{0,6}}{_MOST}")
# What is counted by the day → the words for it.
_THINGS = (
    ("talk", re.compile("(?<!座)谈(?!到|及|论)")),
    ("opinion", re.compile("意见|建议|来得|[收听]得|收到|提得|反映")),
)
_STAGES = (("已梳理", "梳理"), ("已反馈", "反馈"))
# 44 次谈心，两成多挤在 11 月 15 日一天: after the share.
_FALLS_ON = re.compile(
    rf"^(?:以上)?(?:的?(?:谈心|谈话|意见|建议))?(?:都|就|均|全|是)*(?:挤|集中|落|扎堆|安排|赶|排|压|堆|聚)(?:在|于|到)*(?P<day>{_DAY})(?![至到—～、和]|以来|起|[之以]?前|以后)"
)
_OF_OTHERS = re.compile("批评|评议|征评|整改|销号|提纲|座谈会[^，,。；]{0,6}最|轮|从[^，,。；]{2,12}看")
_FINISHED = re.compile(
    rf"(?P<day>{_DAY})(?:[之以]?前)?(?:就|便|才|已经?|即)*(?:全部?|都|均|悉数)(?:已经?)?谈(?:完|毕|妥|成|遍|到)"
)
_MEETING = "专题民主生活会"
_AT_MEETING = re.compile(
    "问题[^。；]{0,16}?(?P<mark>(?:全部?|都|均|个个|无一不|没有一个不)(?:是|在)?[^，,。；]{0,8}(?:会上|民主生活会)[^，,。；]{0,4}[查理列找]出)"
)
_KINDS = {"成员之间": "成员之间|相互|互相|两两|彼此|班子内部|互谈", "年级": "年级", "普通教师": "普通教师"}
# 头三天收到 45 条; 第一天就来了 19 条意见: of those of all.
_FIRST_DAYS = re.compile(
    r"(?:(?:头|前|开头|最初)(?P<days>[一二两三四五六七八九十]|\d{1,2})个?天|(?:头一|第一|首)天)(?:里|内)?"
    r"(?:就|便|共|一共|总共|已经?|先后)*(?:收到?|来|征求到?|征集到?|听到|听取)(?:了|意见|来)*(?:约|近|将近)?(?=\d|[一二三四五六七八九十百])"
)
_OF_ALL = re.compile("(?:(?:开门)?(?:征求|征集|听取|收集)?(?:意见|建议)(?:的|工作|开始)*)?[在从光仅单只是]*")
_ANEW = re.compile("书面|座谈会|电话|网|意见箱|第二环节|以后[^，,。；]*$|之后[^，,。；]*$")
_NEAR = 40


def by_day(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields the days that a sentence gives as the busiest, or as the last of all talks.

    earlier: the sentences before it in its paragraph, which may say what came then.
    """
    ways = (_BUSIEST, _ON_A_DAY, _THAT_DAY, _IS_BUSIEST)
    match = next((each for each in (way.search(sentence) for way in ways) if each), None)
    if match and not lies_elsewhere(sentence[: match.end()]):
        yield from _busiest(match["day"], sentence[: match.end()], earlier, facts)
        yield from _so_many_then(sentence, match.end(), facts)
    yield from _shares_of_a_day(sentence, earlier, facts)
    yield from _of_first_days(sentence, earlier, facts)
    at_meeting = _AT_MEETING.search(sentence)
    if at_meeting and "问题" in f"{earlier[-_NEAR:]}{sentence}":
        yield from _all_at_meeting(at_meeting["mark"], facts)
    for start, end in clauses(sentence):
        finished = _FINISHED.search(sentence, start, end)
        if finished and not lies_elsewhere(sentence[start:end]):
            yield from _finished(finished["day"], sentence[:end], facts)


def _busiest(written: str, spoken: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    if _OF_OTHERS.search(spoken):
        return
    for text in (spoken, earlier[-_NEAR:]):
        thing = next((thing for thing, pattern in _THINGS if pattern.search(text)), None)
        if thing:
            break
    match = ANY_DAY.match(written)
    counts = _counts_of(thing or "", spoken, facts)
    day = day_of(match, facts.day) if match else None
    if day and all(counts) and counts:
        most = [max(each.items(), key=lambda one: one[1])[0] for each in counts]
        is_so = any(each.get(day, 0) == max(each.values()) for each in counts)
        label = f"{'谈心' if thing == 'talk' else '意见'}最多的一天"
        yield Compared("day", written, [Happening("", most[0], "", label)], is_so)


def _counts_of(thing: str, spoken: str, facts: Facts) -> list[Mapping[date, int]]:
    """How many records of a thing came on each day, or to the stage that a text names: 梳理最多的一天."""
    stage = next((stage for stage, word in _STAGES if thing == "opinion" and word in spoken), "")
    ledgers = [each for each in facts.ledgers_of(thing) if not each.needs and stage in each.days]
    return [_counted(each, stage=stage) for each in ledgers]


def _so_many_then(sentence: str, end: int, facts: Facts) -> Iterator[Compared]:
    """Yields how many a sentence says came on the busiest day, right after it, where there were so many on none."""
    number = next((each for each in counts_in(sentence) if each.start >= end and each.measure), None)
    between = sentence[end : number.start].strip("，,（(：:") if number else ""
    if number is None or number.measure not in {"次", "条"} or not _THEN_SO_MANY.fullmatch(between):
        return
    thing = "talk" if number.measure == "次" else "opinion"
    counts = _counts_of(thing, sentence[:end], facts)
    if "谈" in sentence[:end] or number.measure == "条":
        highest = [max(each.values()) for each in counts if each]
        if highest and not any(agrees(number, each) for each in highest):
            record = Fact(thing, frozenset(), highest[0], "最多的一天有", (f"{thing}s", {}))
            yield Compared("figure", sentence[number.start : number.end], [record], agrees=False)


def _shares_of_a_day(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """The share of all talks or opinions that came on one day."""
    for share in shares_in(sentence):
        falls = _FALLS_ON.match(sentence[share.end :])
        match = ANY_DAY.match(falls["day"]) if falls else None
        spoken = f"{earlier[-_NEAR:]}{sentence[: share.start]}"
        thing = next((thing for thing, pattern in _THINGS if pattern.search(spoken)), None)
        day = day_of(match, facts.day) if match else None
        if day is None or thing is None or _OF_OTHERS.search(spoken) or lies_elsewhere(sentence[: share.end]):
            continue
        counts = [_counted(each) for each in facts.ledgers_of(thing) if not each.needs and "" in each.days]
        label = f"{day.month}月{day.day}日的"
        rates = [Rate("", frozenset(), each.get(day, 0), sum(each.values()), label) for each in counts]
        if rates and all(each.base for each in rates):
            is_so = any(share_agrees(share, each.share) for each in rates)
            yield Compared("rate", sentence[share.start : share.end], rates[:1], is_so)


def _of_first_days(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields how many opinions a sentence says came on the first so many days: 头三天收到 45 条."""
    for match in _FIRST_DAYS.finditer(sentence):
        number = next((each for each in counts_in(sentence) if each.start == match.end()), None)
        days = numeral(match["days"].replace("两", "二")) if match["days"] else 1
        before = sentence[: match.start()]
        is_of_all = _OF_ALL.fullmatch(re.split("[，,：:]", before)[-1])
        is_other = (
            not is_of_all
            or _OF_OTHERS.search(f"{earlier[-_NEAR:]}{before}")
            or _ANEW.search(before)
            or lies_elsewhere(before)
        )
        if number is None or number.measure != "条" or not days or is_other:
            continue
        counts = [_counted(each) for each in facts.ledgers_of("opinion") if not each.needs and "" in each.days]
        sums = [sum(n for day, n in each.items() if (day - min(each)).days < days) for each in counts if each]
        if sums and not any(agrees(number, each) for each in sums):
            record = Fact("opinion", frozenset(), sums[0], f"头 {days} 天收到的意见", ("opinions", {}))
            yield Compared("figure", sentence[number.start : number.end], [record], agrees=False)


def _all_at_meeting(mark: str, facts: Facts) -> Iterator[Compared]:
    """That all problems were listed at the democratic life meeting: none of them was on a later day."""
    held = [each.day for each in facts.happenings if each.kind == _MEETING and each.day]
    for each in facts.ledgers_of("problem") if held else ():
        later = [day for day in each.days[""] if day > max(held)]
        if later:
            yield Compared("day", mark, [Happening("", later[0], "", "会后查出的问题")], agrees=False)


def _counted(ledger: Ledger, among: int = -1, stage: str = "") -> Mapping[date, int]:
    """How many records of a ledger came on each day, or to a stage; among: the bits of those that count."""
    return {day: n for day, bits in ledger.days[stage].items() if (n := (bits & among).bit_count())}


def _finished(written: str, spoken: str, facts: Facts) -> Iterator[Compared]:
    """The day by which all talks of a kind were over: the last of them may not be later."""
    kinds = [kind for kind, pattern in _KINDS.items() if re.search(pattern, spoken)]
    members = list(named_in(spoken, facts.groups.get("member", ())))
    match = ANY_DAY.match(written)
    day = day_of(match, facts.day) if match else None
    pairs = list(facts.parts("pair", frozenset({*kinds, "谈过"}), frozenset(kinds)))
    if len(kinds) != 1 or members or day is None or not any(one.value == of.value for one, of in pairs):
        return
    lasts = [
        max(_counted(each, each.having[kinds[0]]), default=None)
        for each in facts.ledgers_of("talk")
        if kinds[0] in each.having
    ]
    known = [each for each in lasts if each]
    if known:
        label = f"{kinds[0]}最后一次谈心"
        yield Compared("day", written, [Happening("", known[0], "", label)], any(each <= day for each in known))

"""Compares how many of those counted right before a sentence says are of one side, or at one stage. Pure.

九个里头，算班子集体的有 5 个; 立行立改的十一项，销掉 4 项; 家长所提约占三分之一: wrong only if so of none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from board.report.text import Number, clauses, counts_in, shares_in
from board.truth.besides.alone import as_stated, is_bare
from board.truth.facts import Compared, Facts, agrees, share_agrees
from board.truth.ledgers import NOT, Fact, Traits
from board.truth.loosely.bases import ONLY_OF
from board.truth.loosely.cues import ABOUT, STAGES, named_of, only_named, stages_named
from board.truth.loosely.series import is_counted_by, things_counted, ways_and_stages
from board.truth.words import ABOUT_SO_MANY, LATER, REPORT, SOME_DAYS, TIME, is_elsewhere, is_of_others

# What goes on from a count: 其中 …; 十条里头，…; 立行立改的十一项，….
_AMONG = re.compile("^(?:这|那)?(?:其中|内中|当中|[这那]?里[头面边])")
_OF_SO_MANY = re.compile(
    r"(?:[^，,。\d]{2,10}[的这那]|[这那])?[\d一二两三四五六七八九十]{1,4}[条项件个](?:意见|建议|整改事项|事项|问题|批评意见|批评)?"
    r"(?:[之当]?中|里[头面边]?|(?:再|往下|细|进一步|接着)*(?:分|看|数|拆)(?:开来?|下[去来])?)?"
)
_IN_THEM = ("中", "里", "头", "面", "边", "分", "看", "数", "拆", "开", "来", "去")
_IN_ALL = re.compile("共|合计|总[共计]|归总|一起")
# 相互批评 18 条，由教学副校长提出的 5 条.
_BY = re.compile("^(?:由|来自|出自|属于?)")
_ALL, _BUT_FOR = (
    re.compile("全(?:都|部|数)?|[都均皆]|清一色|一律|统统|悉数|无一不|没有哪?一?[条项件个]不"),
    re.compile("[没未不]|除|其[余他它]|余下|剩下"),
)
# What may stand beside the one that is named, and tells nothing more of it.
BESIDE = re.compile(
    r"(?:这|那)?(?:其中|内中|当中|里[头面边]?|中|光|单|[仅只就便也又还都竟已]|已经|属于?|来自|出自|由|靠|从|在"
    r"|针对|涉及|关于|指向|冲|点到|提出|反映|[说提写投放塞递交送寄打留讲谈领挑听收]|对照|算|归[入于]?|[记落挂压][在到]|[是为系有占达到共计]|约|差不多|几乎|[刚正恰]好|刚|[取拿倒掏翻]出?|照样|照旧|居然|竟然|依然|仍然|反而"
    r"|我(?:这个)?|本人|[的所们]|代表|同志|集体|整体|身上|头上|名下|手[里上]|方面|一?类|一[块项]|牵头|承办|负责|主办|[进出下]?[来去]|[上了过着得]"
    r"|意见|建议|整改事项|事项|问题|批评|总数|总量|全部|总的|将?近|接近|超过|不到|不足|话|早)*"
)
_OTHER = re.compile("轮|评议|征评|[表票]|除|各|每|平均|分别|依次|百分点|率|[比多少]|大约|以[后来前]|之[后前]|[又新再]")
# 家长的话，差不多占了总数的三分之一: of what stands alone before it.
_TOPIC = re.compile(r"(?:至于|说到)?[^，,。\d]{2,8}(?:的话|的意见|的建议|[这那]边|一方|方面|一类|名下的?|手[里上]的?)")
# A share in such a sentence is a rate, or is of less than all.
_OF_SOME = re.compile("率|优良|好评|评价|评议|征评|[这那]些|[这那]批|[新又再]|其[余他它]|余下|剩下")
_NEAR = 80
_THESE = ("这", "上述", "以上")
_DONE = frozenset({"销号", "完成"})


@dataclass(frozen=True)
class _Base:
    """A count that a sentence goes on from, and the words next to it; is_topic: it stands alone, for its next part."""

    number: Number
    words: str
    is_topic: bool = False


@dataclass(frozen=True)
class _Before:
    """The count that a part of a sentence goes on from, all counts before it, the sentences, and what stood alone."""

    of: _Base | None
    bases: Sequence[_Base]
    spoken: tuple[str, str]
    topic: str = ""


# 思想观念 7 条，是制度机制的一半; 11 条，过了家长意见的半数: of what isn't a part.
_HALF_OF = re.compile("^(?:也|就|恰|正好?|刚好?)?(?:[是为]|相当于|(?<![经通超])过了)[^，,占]*的$")


def among(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields the counts and shares of those counted before that none of so many on record have.

    earlier: the sentences before it in its paragraph, which may say what is counted.
    """
    if is_of_others(sentence):
        return
    spoken = (sentence, earlier[-_NEAR:])
    bases, of, words = _at_the_end(earlier) if _AMONG.match(sentence) else list[_Base](), None, ""
    for start, end in _pieces(sentence):
        text = sentence[start:end].rstrip("、。；！？")
        if is_elsewhere(text):
            return
        numbers = [each for each in (*shares_in(text), *counts_in(text)) if each.measure or each.kind == "share"]
        of = _goes_on_from(text, bases, of)
        numbers = [as_stated(each, text) if each.kind == "share" else each for each in numbers]
        topic = words if _TOPIC.fullmatch(words) and [each.kind for each in numbers] == ["share"] else ""
        if (
            len(numbers) == 1
            and not _OTHER.search(f"{text[: numbers[0].start].replace('差不多', '')} {_without_more(text, numbers[0])}")
            and _is_stated(numbers[0], text, sentence[:end], is_of_some=of is not None)
        ):
            record = _otherwise(text, numbers[0], _Before(of, bases, spoken, topic), facts)
            if record is not None:
                yield Compared("figure", text[numbers[0].start : numbers[0].end], [record], agrees=False)
        yield from _all_alike(text, bases, spoken, facts)
        counted = [each for each in counts_in(text) if each.measure and each.is_exact]
        if counted:
            is_dated = TIME.search(f"{words}{text}") or SOME_DAYS.search(text) or LATER.search(text)
            bases = [] if is_dated else [*bases, _Base(counted[-1], f"{words}{text}", is_topic=_is_topic(text))]
        words = "" if counted else text


def _pieces(sentence: str) -> Iterator[tuple[int, int]]:
    """The clauses of a sentence, and each entry of a list in one: 学生 8 条、教职工 2 条."""
    for start, end in clauses(sentence):
        entries = list(re.finditer("[^、]+、?", sentence[start:end]))
        counted = [[each for each in counts_in(entry[0]) if each.measure] for entry in entries]
        if len(entries) > 1 and all(len(each) == 1 for each in counted):
            yield from ((start + entry.start(), start + entry.end()) for entry in entries)
        else:
            yield start, end


def _all_alike(text: str, bases: Sequence[_Base], spoken: tuple[str, str], facts: Facts) -> Iterator[Compared]:
    """Yields a word for all where not all of what was counted last are of the one that is named after it."""
    for mark in _ALL.finditer(text):
        own = [each for each in counts_in(text[: mark.start()]) if each.measure and each.is_exact]
        base = _Base(own[-1], text[: mark.start()]) if own else bases[-1] if bases else None
        every = Number(0, 0, "share", Fraction(1), "exact", "")
        is_staged = any(True for thing in STAGES for _ in stages_named(text[mark.end() :], thing))  # see `wholly`
        if base is not None and base.number.value > 1 and not (is_staged or _BUT_FOR.search(text[: mark.start()])):
            record = _otherwise(text[mark.end() :], every, _Before(base, bases, spoken), facts)
            if record is not None and not TIME.search(base.words) and not LATER.search(base.words):
                yield Compared("figure", mark[0], [record], agrees=False)


def _at_the_end(earlier: str) -> list[_Base]:
    """The counts of the sentence before, if the last of them is its only one, or of all together."""
    *further, last = re.split("[。；！？]", re.split("[。！？]", earlier.rstrip("。；！？"))[-1])
    bases = _counts_of(last)
    is_clear = len(bases) == 1 or (bases and _IN_ALL.search(bases[-1].words))
    if not is_clear and bases and bases[0].number.value == sum(map(_counted_by, bases[1:])):
        bases, is_clear = [*bases[1:], bases[0]], True  # 问题 9 个，作风 5 个，能力、方法各 2 个。其中…: of all
    before = [base for text in further if not TIME.search(text) for base in _counts_of(text)]
    return [*before, *bases] if is_clear and not TIME.search(last) and not is_elsewhere(last) else []


def _counts_of(sentence: str) -> list[_Base]:
    """The last count of each clause of a sentence."""
    texts = [sentence[start:end] for start, end in clauses(sentence)]
    counts = [(text, [each for each in counts_in(text) if each.measure and each.is_exact]) for text in texts]
    return [_Base(counted[-1], text) for text, counted in counts if counted]


def _counted_by(base: _Base) -> Fraction:
    """How many a count is of: as many each as its words name."""
    listed = re.search(r"([^，,、\d]{1,8}(?:[、和与及][^，,、\d]{1,8})+?)(?:均|都)?各[有为占是]?\d?", base.words)
    return base.number.value * (len(re.split("[、和与及]", listed[1])) if listed else 1)


def _goes_on_from(text: str, bases: Sequence[_Base], of: _Base | None) -> _Base | None:
    """The count that a part of a sentence goes on from: 其中 …, until another; 立行立改的十一项, its next part."""
    last = bases[-1] if bases else None
    if last is not None and _AMONG.match(text):
        return replace(last, is_topic=False)
    if last is not None and (last.is_topic or _BY.match(text)):
        return replace(last, is_topic=not last.words.endswith(_IN_THEM))
    return of if of is not None and not of.is_topic else None


def _is_stated(number: Number, text: str, until: str, *, is_of_some: bool) -> bool:
    """Whether a number is a count of some, or a share that is told of the whole: 家长所提占三分之一."""
    if number.kind == "count":
        return is_of_some
    if _HALF_OF.search(text[: number.start]):
        return False
    _, makes, of = text[: number.start].partition("占")
    if "其中" in of and not is_of_some:
        return False  # 逾期的 6 项更要说清楚。立行立改占其中三分之二: of what was counted further before
    is_so = BESIDE.fullmatch(ABOUT_SO_MANY.sub("", of)) is not None if makes else is_bare(text, number)
    return is_so and not _OF_SOME.search(until)


def _without_more(text: str, number: Number) -> str:
    """The text after a number, of a share without how far it is exceeded: 六成多."""
    after = text[number.end :]
    return after.removeprefix("多") if number.kind == "share" else after


def _is_topic(text: str) -> bool:
    return _OF_SO_MANY.fullmatch(text) is not None


def _otherwise(text: str, number: Number, before: _Before, facts: Facts) -> Fact | None:
    """The count of what a part of a sentence names, if it has so many among none of those counted before."""
    named = f"{before.topic}{ABOUT_SO_MANY.sub('', text[: number.start])}{text[number.end :]}"
    record: Fact | None = None
    measure = before.of.number.measure if before.of else ""
    for thing in things_counted(before.spoken[0], "".join(reversed(before.spoken)), measure):
        one = only_named(named, thing, BESIDE, facts)
        if one is None or one.startswith(NOT) or not _may_be_of(thing, text, number, before):
            continue
        if before.of is not None and before.of.is_topic and _is_listed(thing, one, number, before.of, facts):
            return None
        for base, way in _ways(thing, one, number, before, facts):
            each = [pair for its in _meant_by(one, way) for pair in facts.parts(thing, way | {its}, way, way)]
            for part, whole in each:
                if base and base.number.value != whole.value:
                    continue
                if _is_so(number, part, whole) or (before.of is None and _is_of_counted(number, part, before)):
                    return None
                record = record or (part if base is before.of else None)
    return record


def _may_be_of(thing: str, text: str, number: Number, before: _Before) -> bool:
    """Whether a number may be of a thing: a share that stands alone only of one that is named."""
    is_clear = not _is_alone(text, number, before) or _is_about(thing, before)
    return is_clear and _is_counted(thing, number, before)


def _is_alone(text: str, number: Number, before: _Before) -> bool:
    """Whether a share stands alone for a part, and no count before it is what it is of."""
    return number.kind == "share" and before.of is None and not re.search("[占半]", text)


def _is_about(thing: str, before: _Before) -> bool:
    """Whether what was said so far names a thing."""
    return thing not in ABOUT or re.search(ABOUT[thing][1], "".join(before.spoken)) is not None


def _is_of_counted(number: Number, part: Fact, before: _Before) -> bool:
    """Whether a share is that of a part of what a sentence so far counts first: 24 项没销的，…。在改的占了三分之二."""
    firsts = (next((each for each in counts_in(text) if each.measure), None) for text in before.spoken)
    counts = [each.value for each in firsts if each]
    is_of_one = number.kind == "share" and number.bound not in {"most", "least"}
    return is_of_one and any(
        each >= part.value and share_agrees(number, Fraction(part.value) / each) for each in counts if each
    )


def _is_counted(thing: str, number: Number, before: _Before) -> bool:
    """Whether a number, or, of a share, what was counted right before it, may count a thing: 110 张，…占四成."""
    counts = [each.number for each in before.bases]
    counts = counts or [*counts_in(before.spoken[1])[-1:], *counts_in(before.spoken[0])]
    measures = [number.measure] if number.measure else [each.measure for each in counts if each.measure]
    return not measures or any(is_counted_by(thing, each) for each in measures)


def _meant_by(one: str, way: Traits) -> set[str]:
    """The traits that words for a stage may mean among those of a way: 办结的 8 项中，超期 1 项 were late when done."""
    if one == "逾期" and way & _DONE:
        return {"超期完成"}
    return {"逾期说明"} if one == "解释" and "逾期" in way else {one}


def _is_listed(thing: str, one: str, number: Number, of: _Base, facts: Facts) -> bool:
    """Whether a count may stand in a list beside the one before it: 待验收的 3 项，没有启动的 5 项; and not be of that.

    But what has come of those of one side is of these: 立行立改的十一项，销掉 6 项.
    """
    if number.kind == "share":
        return False
    if one in {word for side in facts.sides_of(thing) for word in side}:
        return any(_is_so(number, each, each) for each in facts.counted(thing, [frozenset({one})]))
    return not any(named_of(of.words, thing, facts))


def _ways(thing: str, one: str, number: Number, before: _Before, facts: Facts) -> Iterator[tuple[_Base | None, Traits]]:
    """The traits of those among whom one is counted, each with the count that it may be of; None where with none."""
    side = next((set(each) for each in facts.sides_of(thing) if one in each), {one})
    if before.of is None:
        ways = ways_and_stages(thing, side, *before.spoken, facts) if number.kind == "share" else iter(())
        yield from ((None, way) for way in ways if not way & side)
        if number.kind == "share":
            yield from ((None, frozenset({each})) for each in ONLY_OF.get(one, ()))
        return
    mine = [each for each in (before.of, *before.bases) if number.measure in {"", each.number.measure}]
    words = {word for each in mine for word in _named(each.words, thing, facts)} - side
    if before.of.words.startswith(_THESE):  # 点到个人的有 14 条。这 14 条里，…: of these
        words |= {*_named(before.spoken[1], thing, facts)} - side
    is_on_report = thing == "opinion" and REPORT.search("".join(reversed(before.spoken)))
    more = ("相互批评", "提出") if thing == "criticism" else ("报告",) if is_on_report else ()
    for size in range(3 + len(more)):
        for some in combinations(sorted({*words, *more}), size):
            yield from ((each, frozenset(some)) for each in mine)


def _named(text: str, thing: str, facts: Facts) -> Iterator[str]:
    yield from (word for _, word in named_of(text, thing, facts))
    yield from (stage for stage, _ in stages_named(text, thing))


def _is_so(number: Number, part: Fact, whole: Fact) -> bool:
    if number.kind == "share":
        return whole.value > 0 and share_agrees(number, Fraction(part.value, whole.value))
    return agrees(number, part.value)

"""Compares a count with all there are of what stands next to it, which no other word around can make more. Pure.

打电话来的有 12 条, 真正销了号的 16 项: other words narrow a count down, whatever they are, so that more than there are
of those on the phone, or closed, is wrong.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Self

from board.report.text import Number, clauses, counts_in, numbers
from board.truth.clause import Clause, Context
from board.truth.facts import Compared, Facts
from board.truth.ledgers import Fact
from board.truth.loosely.cues import ABOUT, AT_WHOM, PART, sides_named, stages_named
from board.truth.things import counts_others
from board.truth.vocabulary import vocabulary
from board.truth.words import is_of_others, lies_elsewhere, rounds_in, rounds_of

_MEASURES = frozenset("条项件桩个")
# What may follow a count of records; anything else is what it counts.
_END = re.compile(
    r"(?:的?(?:意见|建议|批评意见|批评|整改事项|事项|问题|话)|的|之多|全部?|左右|[以及]?上)?(?=[，,。；！、（(）)：:]|$)"
)
# What reports count besides the records.
_OTHER = re.compile(
    r"制[定订]|修[订改好缮]|出台|完善|建[立起成]|购|添|评[选出]|组织|开展|安排|培训|报修|维修|巡查|排查|检查|慰问|发现"
    r"|走访|问卷|抽查|举办|推出|编|拟|总结|实事|承诺|措施|制度(?!机制)|试题|奖|课题|心愿|愿望|点子|寄语|作品|标语|线索|表扬|感谢|锦旗"
)
# 师生家长提出的; 2024 年的; 由工会主席核验的: of more, or of others, than what is named.
_WIDER = re.compile(
    r"师生|全校|轮|[三四五六](?:类|种|方|者)|各方|多种|多方|[等各](?=[^，,。级位]{0,3}(?:人|方|种|类|渠道|方式))|20\d\d年|核验|验收人|(?<![待等交送请出报过])验收(?:的|了|过)?$|评议表|随[表票卷单]|[表票]上|征评|评议|参评|答卷|加上|连同|除|以[前后]|当[天日]|[这那]天"
    r"|(?:^|(?<=[，,]))(?:这些|它们|这)?[与和同跟](?=[^，,。；]{1,10}(?:合计|共|加起来|相加))"
)
# 共听取意见 62 条: of all that was named before.
_SUM = re.compile("[共总]|合计|累计|[两三]者|加起来|前后|相加|一起")
_BOTH = re.compile("批评(?:[、和与及]|以及|连同)*自我批评")
# 已销号的 6 项: right before the number.
_SIDE_BY_SIDE = re.compile("[和与及或、加]")
_JOINING = re.compile("[的了有共计仅只达为是约占到者就也]*")
_ABOUT_WHOM = {"领导班子", "领导个人"}
# 从自我批评的人员看，副书记 4 条: of both.
_SEEN_FROM = re.compile("^(?:从|按|就).{2,12}(?:看|说|分|论|算)[，,]?$")
# 点到成员个人的 14 条: not what was fed back to the group and its members.
_ALONE = re.compile("(?<![和与、及])(?:成员个人|个人)(?:的|头上|身上)?[有共计占是为]*$")
# What all there is of a thing is spoken of by, what is counted, and the words right before it.
_WHOLES = (
    (
        "opinion",
        "条",
        "(?:座谈会?|意见箱).*(?:书面|电话|网)",
        "(?:共|累计|[总合]计)(?:听|收|征集?|征求|收集)[取到得]了?$",
    ),
    (
        "opinion",
        "条",
        "意见",
        "台账[上里中]?(?:现|已经?|共|一共|总共)*(?:登?记|列|收)[了录载着到下]*(?:有|共|约|将?近)*$",
    ),
    (
        "opinion",
        "条",
        "意见",
        "(?:各[路方]|各条渠道|[六6]条渠道|所有|全部|大家的?)意见(?:加起来|合起来|加在一起|合在一起|一共|总共|拢共|共)[有是]?(?:约|将?近)*$",
    ),
    (
        "item",
        "项件",
        "台账",
        "台账[上里中]?(?:现|已经?|共|一共|总共)*(?:登?记|列|收|挂|排)[了录载着入在]*(?:有|共|约|将?近)*$",
    ),
    ("finding", "条", "提纲", r"(?:查[出找摆]|列了?|写[出了下]|剖析|找出|对照)[^，,。]{0,8}$"),
    ("decision", "件项条", "领导小组", r"议定了?$"),
)
_ALREADY = re.compile("(?:已经?|都已?|均已|得以|已然|刚刚?)")
_LAST = re.compile("了?(?=[，,。；！]|$)")
_NEAR = 60
# 将近一百条: no fewer than eighty.
_NEARLY = Fraction(4, 5)
# What is said of a member may be of these, or of others.
_OF_MANY = {"opinion", "task"}
# 有名有姓说到班子成员的 14 条，校长一人占了 5 条: of opinions.
_AT_SOME = re.compile("(?:[说点提]到|点名|指向|针对|涉及|关于)[^，,。；]{0,4}(?:班子成员|个人)的?[^，,。；]{0,6}条")


def bounds(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields the counts of a sentence that are more than there are of what is named right before them.

    earlier: the sentences before it in its paragraph, which may say what is counted.
    """
    if is_of_others(sentence):
        return
    for start, end in clauses(sentence):
        text = sentence[start:end]
        if lies_elsewhere(text):
            return
        clause = Clause(sentence, start, text, Context(earlier=earlier))
        for number in counts_in(text):
            if number.measure in _MEASURES and number.value > 1 and number.bound in {"exact", "over", "near"}:
                least = replace(number, value=number.value * _NEARLY) if number.bound == "near" else number
                record = _fewer(clause, least, facts)
                if record is not None:
                    yield Compared("figure", text[number.start : number.end], [record], agrees=False)


def _fewer(clause: Clause, number: Number, facts: Facts) -> Fact | None:
    """The record of which a number of a clause is more than there are; None where there may be so many."""
    sentence, earlier, text = clause.sentence, clause.before.earlier, clause.text
    before = _Before.of(sentence, clause.start + number.start)
    record = _more_than_all(before, number, f"{earlier[-_NEAR:]}{sentence}", facts)
    record = record or _staged(text, number, f"{earlier}{sentence}", facts)
    if record is None and _END.match(text[number.end :]) and not counts_others(number, clause):
        record = next(iter(_beyond(before, number, sentence, f"{earlier}{sentence}", facts)), None)
    return record


@dataclass(frozen=True)
class _Before:
    """The words before a count: of its own part, from the number before; and of the part before, without numbers."""

    own: str
    further: str

    @classmethod
    def of(cls, sentence: str, place: int) -> Self:
        before = sentence[:place]
        parts = [0, *(match.end() for match in PART.finditer(before))]
        every = [each for each in numbers(before) if each.measure or each.kind == "share"]
        counted = [each.end for each in every if each.value != 1]  # 校长一个人就有 10 条
        last = max(counted, default=0)
        own = before[max(parts[-1], last) :]
        if last > parts[-1] or len(parts) == 1 or _SUM.search(own):
            return cls(own, "")
        return cls(own, before[max(parts[-2], last) : parts[-1]])


def _more_than_all(before: _Before, number: Number, text: str, facts: Facts) -> Fact | None:
    """The count of all of what a text speaks of in words that can mean nothing else, if a number is more."""
    for thing, measures, about, own in _WHOLES:
        if number.measure in measures and re.search(about, text) and re.search(own, before.own):
            counts = facts.counted(thing, [frozenset()])
            if counts and all(number.value > each.value for each in counts):
                return counts[0]
    return None


def _staged(text: str, number: Number, spoken: str, facts: Facts) -> Fact | None:
    """The count of what is at the stage that stands right after a number, if that is more: 十六桩已经划掉."""
    after = text[number.end :]
    if _WIDER.search(text) or is_of_others(text):
        return None
    for thing, (measures, about) in ABOUT.items():
        if number.measure not in measures or not re.search(about, spoken):
            continue
        named = [
            stage for stage, end in stages_named(after, thing) if _ALREADY.match(after) and _LAST.match(after, end)
        ]
        counts = facts.counted(thing, [frozenset({each}) for each in named[:1]])
        others = facts.counted("task", [frozenset({"完成"})]) if "任务" in spoken else []
        if counts and all(number.value > each.value for each in (*counts, *others)):
            return counts[0]
    return None


def _beyond(before: _Before, number: Number, sentence: str, text: str, facts: Facts) -> list[Fact]:
    """The counts of each thing spoken of with what its words name, if the number is more than any of them."""
    near = f"{before.further}{before.own}"
    if _OTHER.search(near) or _WIDER.search(near) or vocabulary(facts.words).names_stranger(before.own):
        return []
    records = list[Fact]()
    for thing, (measures, about) in ABOUT.items():
        is_of_tasks = thing == "item" and "任务" in text and not re.search("整改|事项|台账", sentence)
        if number.measure in measures and re.search(about, text):
            found = list(_named(before, thing, facts, is_at_some=_AT_SOME.search(sentence) is not None))
            found += _on_forms(thing, sentence, facts) if found else []
            if any(number.value <= each.value for each in found):
                return []
            records += [] if is_of_tasks else found
    return records


def _on_forms(thing: str, sentence: str, facts: Facts) -> Iterator[Fact]:
    """The counts of opinions written on forms, where a sentence speaks of a round: 写来的 21 条，比第一轮多 3 条."""
    if thing == "opinion" and rounds_in(sentence):
        yield from (each for each in facts.counts if each.thing == thing and rounds_of(each.traits))


def _named(before: _Before, thing: str, facts: Facts, *, is_at_some: bool) -> Iterator[Fact]:
    """The counts of a thing for the words that stand before a number: of a side all together, or of a stage."""
    seen = before.further if _SEEN_FROM.search(before.further) else ""
    for near in (f"{seen}{before.own}", before.further):
        sides: dict[tuple[str, ...], set[str]] = {}
        for side, word in sides_named(_BOTH.sub("", near), thing, facts):
            whom = set() if _ALONE.search(near) else _ABOUT_WHOM
            is_of_many = thing in _OF_MANY and not (thing == "opinion" and is_at_some)
            if not is_of_many or not {word} & {*whom, *facts.groups.get("member", ())}:
                sides.setdefault(tuple(side), set()).add(word)
        whole = frozenset(word for words in sides.values() for word in words) if seen else None
        for words in [whole] if whole else filter(None, sides.values()):
            is_open = thing == "criticism" and not seen and not AT_WHOM.search(near)
            ways = [frozenset(words), *([frozenset({*words, "提出"})] if is_open else [])]
            yield from facts.counted(thing, ways, frozenset(words))
        if any(sides.values()):
            return
    for stage, end in stages_named(before.own, thing):
        if _JOINING.fullmatch(before.own[end:]):
            ways = [frozenset({stage}), *([frozenset({stage, "报告"})] if thing == "opinion" else [])]
            yield from facts.counted(thing, ways)
            yield from _with_others(before.own, thing, stage, facts)


def _with_others(text: str, thing: str, stage: str, facts: Facts) -> Iterator[Fact]:
    """The count of those at a stage with those at others that a text names before it: 满意和基本满意的 6 项."""
    named = dict.fromkeys(each for each, _ in stages_named(text, thing))
    counts = [facts.counted(thing, [frozenset({each})])[:1] for each in named]
    if len(named) > 1 and stage in named and _SIDE_BY_SIDE.search(text) and all(counts):
        yield replace(counts[0][0], value=sum(each[0].value for each in counts))

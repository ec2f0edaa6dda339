"""Finds the parts and wholes that a share, or a word for all or none, may be of. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from board.report.text import shares_in
from board.truth.clause import Clause
from board.truth.ledgers import NOT, Traits, opposite, settled
from board.truth.parts import AFTERWARDS, Pair
from board.truth.vocabulary import Meaning, Topic, Vocabulary, named_in, topic_of, traits_of
from board.truth.words import HANDLED, MOST, REPORT, THINGS, TIME, plain_words, rounds_of, without_figures

_PREDICATE = re.compile(
    r"(?:来自于?|出自|出于|属于|系|以|是|为|由|投[进入在到]|集中[在于到]|落[在到]|通过|涉及|关于|针对|指向|反映)[^，]*$|[与和跟同][^，]+(?:有关|相关)"
)
_OUT_OF = re.compile("[都均全][^，,]{0,2}(?:出[在自于]|来自|集中在|属于|是)")
_AMOUNTS = re.compile(r"(?:意见|建议|事项|问题|谈心)(?:已|就|都)?(?:超过|超|达到?|接近|将?近|不到|不足|逾|过)了?$")
# 所有意见按五个方面归类 says of those that were sorted how.
# 已经销号的几项都回头问过群众: said of these, not that all are.
_OF_A_FEW = re.compile("的[这那]?几[项件条个][都均全皆也]")
_INTO = re.compile(r"归(?:类|纳|为|成|并)|分[为成]")
_ALL_ARE = re.compile(r"(?:都|均|皆|全部?|清一色|一律|统统)(?:都|均)?(?:是|为|属于?)")
# 转为整改的 47 条，作了答复的 5 条，没有一条落空: of all, not of these.
_LED_ON = frozenset({"转整改", "已答复"})
# 已梳理 59 条，没有一条遗漏.
NOTHING_LEFT = re.compile(
    "(?:真正|切实|都)?(?:做到|实现)?了?(?:没有一[条项个份张对]|无一|一[条项个份张对]也?[不没未有]*)"
    "(?:遗漏|漏|落下|例外|剩)掉?"
)
_ARE = re.compile(r"(?:都|均|皆|全部?|清一色|一律|统统)(?:都|均)?(?:是|为|属于?)")
# 转为整改的 47 条，作了答复的 5 条，没有一条落空: of all, not of these.
_LED_ON = frozenset({"转整改", "已答复"})
# 已梳理 59 条，没有一条遗漏.
NOTHING_LEFT = re.compile(
    "(?:真正|切实|都)?(?:做到|实现)?了?(?:没有一[条项个份张]|无一|一[条项个份张]也?[不没未有]*)(?:遗漏|漏|落下|例外|剩)掉?"
)
_ARE = re.compile("(?:主要|大多|多半|分别|依次)?(?:是|来自|出自|由|(?<=要)[通经]过|(?<=要)从)(?!不是)")
_THOSE = re.compile("的(?:意见|建议|(?:整改)?事项|问题|任务)?(?:也|就|倒|却|则|反而|已经?)*$")
VIEWS = frozenset({"满意", "基本满意", "不满意"})


def of_those_just_counted(clause: Clause, topic: Topic) -> Iterator[Pair]:
    """The pairs of 学生的 8 条意见，是通过座谈会提出来的: some of those just counted have each that is named."""
    before = clause.before
    last = Topic(before.last.thing, before.last.traits[0]) if before.last and before.last.is_so else None
    last = before.topic if before.topic and before.topic.is_named and before.topic.traits else last
    is_here = clause.start > 0 and not MOST.search(clause.text)
    if last is None or clause.claims or not is_here or topic.thing != last.thing or not _ARE.match(clause.text):
        return
    named = topic.traits - last.traits
    if not any(each.removeprefix(NOT) in THINGS[topic.thing].stages for each in named):
        yield from ((Topic(last.thing, last.traits | {each}), Topic(last.thing, last.traits)) for each in named)


def by_predicate(clause: Clause, mark: str, words: Vocabulary) -> list[Sequence[Pair]]:
    """The pair of 书面意见有半数以上是家长写的: what stands before the share, and what is said of the part after it."""
    topic = topic_of(clause.meanings, clause.before.base)
    if topic is None or not topic.is_named:
        return []
    before, _, after = clause.text.partition(mark)
    if not before and clause.before.last:
        return []  # 逾期的 6 项，清一色都是限期整改事项: of these
    rest = after.strip(AFTERWARDS)
    if not rest and _AMOUNTS.search(before) and not topic.traits & set(THINGS[topic.thing].stages):
        return [[(topic, Topic(topic.thing, frozenset()))]] if topic.traits else []  # 工作作风方面的意见超过半数
    if not _PREDICATE.search(rest):
        return []
    met = [
        [each for each in words.met(without_figures(side)) if topic.thing in each.traits] for side in (before, after)
    ]
    whole, part = (frozenset(each.traits[topic.thing] for each in side) - {""} for side in met)
    if not part or (whole | part) & set(THINGS[topic.thing].stages):
        return []
    return [[(Topic(topic.thing, settled(whole | part)), Topic(topic.thing, whole))]]


def of_those_at(clause: Clause, mark: str, words: Vocabulary) -> list[Sequence[Pair]] | None:
    """The pairs of 没谈成的都在后勤副校长这里: of those at a stage, which stand before the word for all.

    None where no such stand there.
    """
    before, _, after = clause.text.partition(mark)
    topic = topic_of(clause.meanings, clause.before.base)
    if topic is None or not _THOSE.search(before):
        return None
    thing, stages = topic.thing, set(THINGS[topic.thing].stages)
    here = traits_of(words.met(plain_words(before)), thing)
    done = here[0] if here and any(each.removeprefix(NOT) in stages for each in here[0]) else frozenset()
    met = words.met(plain_words(after))
    own = (traits_of([each for each in met if each.traits.get(thing) or each.is_negation], thing) or (frozenset(),))[0]
    if not done:
        return None
    is_sure = own and not own & done and len(own & stages) <= 1  # not of 均表示满意或基本满意
    return [[(Topic(thing, settled(done | own)), Topic(thing, done))]] if is_sure else [[]]


def of_those_counted(clause: Clause, mark: str) -> list[Sequence[Pair]]:
    """The pair of 已销号的 6 项没有一项不满意: those counted before a word for all or none, and its stage."""
    place = clause.start + clause.text.index(mark)
    before = [each for each in clause.claims if each.number.end <= place and each.is_so]
    topic = topic_of(clause.meanings, clause.before.base)
    if not before or topic is None or topic.thing != before[-1].thing:
        return []
    whole = before[-1].traits[0]
    stages = set(THINGS[topic.thing].stages)
    named = [each for each in topic.traits - whole if each.removeprefix(NOT) in stages]
    wholes = {each.removeprefix(NOT) for each in whole} & stages
    return [[(Topic(topic.thing, settled(whole | {each})), Topic(topic.thing, whole))] for each in named if wholes]


def of_last(clause: Clause) -> list[Sequence[Pair]]:
    """The pair of 任务 18 项，完成 8 项，已经过了四成: a clause with nothing but a share is on those counted last."""
    last, whole = clause.before.last, clause.before.whole
    stages = frozenset(THINGS[last.thing].stages) if last else frozenset()
    came = last.traits[0] | (last.together & stages) if last else frozenset()
    if last and came & stages and NOTHING_LEFT.fullmatch(clause.text.strip(AFTERWARDS)):
        return [[(Topic(last.thing, came), Topic(last.thing, came - stages))]]
    if (
        not shares_in(clause.text)
        or clause.claims
        or last is None
        or whole is None
        or last.thing != whole.thing
        or clause.meanings is None
    ):
        return []
    base = whole.traits[0] if whole.traits[0] < last.traits[0] else last.traits[0] - stages  # 销号的 6 项，已近半数
    base = base if base < last.traits[0] else frozenset()  # 工作作风的 19 条，已经过半
    is_bare = all(each.is_filler and not each.traits.get(last.thing) for each in clause.meanings) and not TIME.search(
        clause.text
    )
    if not is_bare or not base < last.traits[0] or "进" in clause.text:
        return []
    return [[(Topic(last.thing, last.traits[0]), Topic(whole.thing, base))]]


def none_of(clause: Clause, mark: str) -> list[Sequence[Pair]]:
    """The pair of 对校长的意见一条也没有: a clause that ends with a word for none says that there are none of these."""
    topic = topic_of(clause.meanings, clause.before.base)
    if topic is None or not topic.traits or clause.text.partition(mark)[2].strip(AFTERWARDS):
        return []
    traits = topic.traits | clause.framed()
    last = clause.before.last
    if clause.text.startswith("其中") and last and last.thing == topic.thing and last.is_so:
        return [[(Topic(topic.thing, traits | last.traits[0]), Topic(topic.thing, last.traits[0]))]]
    of = {"废票": "收回", "有效": "收回"} if topic.thing == "ballot" else {}
    whole = frozenset(of.get(each, each) for each in traits & {*of}) | rounds_of(traits)
    return [[(Topic(topic.thing, traits), Topic(topic.thing, whole))]]


def at_stages(clause: Clause, groups: Traits) -> Iterator[Sequence[Pair]]:
    """The pairs that a share of a clause may be of: of each stage that it names, the pairs that may be meant.

    groups: the words for those who were heard on the report.
    """
    counted = clause.claims[-1] if clause.claims else None
    base = clause.before.base or (Topic(counted.thing, counted.traits[0]) if counted else None)
    topic = topic_of(clause.meanings, base)
    if topic is None or not THINGS[topic.thing].stages or _OF_A_FEW.search(clause.text):
        return
    thing, stages = topic.thing, set(THINGS[topic.thing].stages)
    done = {each for each in topic.traits if each.removeprefix(NOT) in stages}
    soft = {each for meaning in clause.meanings or () if (each := meaning.soft.get(thing, "")) in stages}
    done = soft if not done and len(soft) == 1 and not _INTO.search(clause.text) else done
    carried: Traits = base.traits if base and base.thing == thing else frozenset()
    own = topic.traits - done | clause.framed()
    wholes = [own] if topic.is_named else [own | carried - done, own | carried.difference(*_both_ways(stages))]
    # 创造条件整改的 3 项，没有一项销号，都作了解释; or of other things before: 制度机制 14 条。62 条均已梳理
    first, last = clause.before.whole if not topic.is_named else None, counted if counted and counted.is_so else None
    wholes += [own | each.traits[0] - stages for each in (first, last) if each and each.thing == thing]
    if done & VIEWS:  # 已销号的 6 项，群众都满意，无一不满意
        about = [clause.before.spoken_of, *(each and Topic(each.thing, each.traits[0]) for each in (first, last))]
        wholes += [own | each.traits for each in about if each and each.thing == thing]
    is_on_report = bool(REPORT.search(f"{clause.before.earlier}{clause.sentence}") or HANDLED.search(clause.sentence))
    if is_on_report:  # how a group was heard is no trait of what it said
        alone = [frozenset({"报告"})]
        for whole in wholes:  # but of several groups, all are meant
            dropped = groups if len(whole & groups) > 1 else frozenset()
            alone += [frozenset({trait, "报告"}) for trait in whole - dropped]
        wholes += [*(each | {"报告"} for each in wholes), *alone]
    if thing == "ballot" and len(done) == 1:
        yield from _of_ballots(clause, own, done, wholes, wholes[0] | carried)
        return
    dropped = _LED_ON if any(each.removeprefix(NOT) == "无下文" for each in done) else frozenset()
    wholes = [each - dropped for each in wholes if not any(opposite(stage) in each for stage in done)]
    either = done if len(done) > 1 and "或" in clause.text else frozenset()
    for stage in done - either:  # but not of 都是满意或基本满意
        yield [(Topic(thing, settled(each | {stage})), Topic(thing, settled(each))) for each in wholes]
    is_predicate = _PREDICATE.search(clause.text) or (clause.before.is_among and clause.before.topic is None)
    is_open = not topic.is_named or _ALL_ARE.search(clause.text)
    if base and base.thing == thing and is_predicate and not done and is_open and len(topic.traits) == 1:
        of = [carried, carried | {"报告"}] if is_on_report else [carried]
        yield [(Topic(thing, settled(each | topic.traits)), Topic(thing, each)) for each in of]


def _of_ballots(
    clause: Clause, own: Traits, done: set[str], wholes: Sequence[Traits], carried: Traits
) -> Iterator[Sequence[Pair]]:
    """The pairs of forms: of those returned, or given out; of the void ones in 废票都出在纸质票里."""
    if own and (match := _OUT_OF.search(clause.text)):
        named = {each: clause.text.find(each) for each in own - rounds_of(own)}
        if any(place < 0 for place in named.values()):
            return  # which of them are called all isn't clear
        # 网上的全是发给家长的: of those on the net
        whole = rounds_of(own) | done | {each for each in named if named[each] < match.start()}
        yield [(Topic("ballot", whole | own), Topic("ballot", whole))]
        return
    whole_of = {"发出": "收回"} | dict.fromkeys(("有效", "废票"), "收回") | {"收回": "发出"}
    given_out = whole_of.get(next(iter(done)), "")
    kept = [each - whole_of.keys() for each in (*wholes, carried)]
    yield [(Topic("ballot", each | done), Topic("ballot", each | {given_out})) for each in kept if given_out]


def _both_ways(stages: Iterable[str]) -> Iterator[Traits]:
    yield from (frozenset({stage, opposite(stage)}) for stage in stages)


def by_him(pair: Pair, clause: Clause, members: Sequence[str]) -> Iterator[Pair]:
    """The same criticism by the one member named before: 后勤副校长自我批评 4 条，排第一，相互批评却一条没有."""
    part, base = pair
    who = dict.fromkeys(named_in(clause.sentence[: clause.start], members))
    if base.thing == "criticism" and len(who) == 1 and not any(True for _ in named_in(clause.text, members)):
        his = {*who, "提出"}
        yield replace(part, traits=part.traits | his), replace(base, traits=base.traits | his)


def carried(clause: Clause, thing: str, met: Sequence[Meaning]) -> Iterator[Traits]:
    """Traits of a thing that may hold in a clause because of those before it: 家长的 20 条意见，走座谈会的最多.

    met: the meanings of the words of the clause right before.
    """
    before = clause.before
    last = before.last.topic if before.last and before.last.is_so else None
    topics = (before.whole.topic if before.whole else None, before.topic, last)
    yield frozenset()
    yield from (each.traits for each in topics if each and each.thing == thing)
    yield frozenset(each.traits.get(thing, "") for each in met) - {""}

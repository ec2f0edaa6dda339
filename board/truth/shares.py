"""Compares shares of a thing, and the most and least, with the records. Pure.

九成以上的意见已反馈; 没有一项逾期; 占总数的三成; 意见最多的是教职工; 优良率最低的是原因分析.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import product

from board.report.text import Number, counts_in, shares_in
from board.truth.clause import Clause
from board.truth.facts import Compared, Facts, Rate, share_agrees
from board.truth.ledgers import NOT, Fact, Traits, opposite, settled
from board.truth.parts import AFTERWARDS, MAKES, Pair, bounded, made_part
from board.truth.quotients import WRITTEN_OUT
from board.truth.rates import RATE
from board.truth.singly.cases import meant as item_meant
from board.truth.vocabulary import Topic, Vocabulary, topic_of
from board.truth.words import HANDLED, REPORT, THINGS, TIME, all_or_none, rounds_of, without_figures

_THE_REST = re.compile(r"其余|其他|其它|剩下|余下|另外|另有")
_PREDICATE = re.compile(
    r"(?:来自于?|出自|出于|属于|系|以|是|为|由|投[进入在到]|集中[在于到]|通过|涉及|关于|针对|指向|反映)[^，]*$|[与和跟同][^，]+(?:有关|相关)"
)
_AMOUNTS = re.compile(r"(?:意见|建议|事项|问题|谈心)(?:已|就|都)?(?:超过|超|达到?|接近|将?近|不到|不足|逾|过)了?$")
# 所有意见按五个方面归类 says of those that were sorted how.
_INTO = re.compile(r"归(?:类|纳|为|成|并)|分[为成]")
_ALL_ARE = re.compile(r"(?:都|均|全部?)(?:是|为|属于?)")
# 已梳理 59 条，没有一条遗漏.
_NOTHING_LEFT = re.compile("(?:没有一[条项个份张]|无一|一[条项个份张]也?[不没未有]*)(?:遗漏|漏|落下|例外|剩)掉?")
_ARE = re.compile("(?:主要|大多|多半|分别|依次)?(?:是|来自|出自|由|(?<=要)[通经]过|(?<=要)从)(?!不是)")
_SOME = Number(0, 0, "share", Fraction(1, 1000), "least", "", 9)
# 尚无一项销号的，是校长: who follows are some.
_WHO_FOLLOWS = re.compile(r"[^，,]*的$")
_ALL_HIS = re.compile("所[提说讲反][映到的]?$")
_OF_ONE = re.compile("完成|进度|进展|做到")
_OF_THOSE = re.compile(r"的(?:意见|建议|事项|问题|任务)[^，,的]{0,3}$")
# 工作任务 18 项，完成 8 项，完成率 44.4%: of those just counted.
_BARE_RATE = re.compile(r"完成率(?:为|是|达到?|只有|仅)?[\d百].*$")
_ALSO_IN_BRACKETS = re.compile(r"\s*[（(]\s*[即约]?$")
_VIEWS = frozenset({"满意", "基本满意", "不满意"})
_NOBODY = re.compile("[人名位]$")


def shares(clause: Clause, known: Sequence[Facts], words: Vocabulary) -> Iterator[Compared]:
    """The one share of a clause, or its word for all or none, of what it or the clause before speaks of."""
    given = shares_in(clause.text) or _of_the_total(clause.text)
    if len(given) > 1 and _ALSO_IN_BRACKETS.match(clause.text[given[0].end : given[1].start]):
        given = given[:1]  # 四成（40%）
    if _THE_REST.match(clause.text) and not given:
        yield from _of_the_rest(clause, known)
    if len(given) > 1 or _of_others(clause, given, known[0]):
        return
    made = MAKES.search(clause.text[: given[0].start]) if given else None
    if made:
        share = bounded(given[0], clause.text[: given[0].start])
        pair = made_part(clause, share, words)
        if pair:  # of what was counted before, or, in a new sentence, of all
            own = Topic(pair[0].thing, pair[0].traits - pair[1].traits)
            of_all = [(own, Topic(own.thing, frozenset()))] if own.traits and not clause.start else []
            yield from _part(clause, known, [pair, *of_all], clause.text[share.start : share.end], share, None)
        if pair or made["base"] or "占" in made[0]:
            return
    yield from _of_stages(clause, known, words, given[0] if given else None)


def _of_stages(clause: Clause, known: Sequence[Facts], words: Vocabulary, given: Number | None) -> Iterator[Compared]:
    """A share, or a word for all or none, of what came to a stage, or of which some trait is told."""
    topic = topic_of(clause.meanings, clause.before.base)
    whole = next(all_or_none(clause.text), None)
    for pair in _of_those_just_counted(clause, topic) if not given and not whole and topic else ():
        yield from _part(clause, known, [pair], clause.text.strip(AFTERWARDS), _SOME, None)
    if not given and whole and not clause.claims and _is_counted(clause.text[: whole[0].start()]):
        return  # 所提 8 条都由意见箱收集: of so many, not of all
    if not given and (whole is None or _says_nothing(clause.text, *whole, topic, words)):
        return
    share = given or Number(0, 0, "share", Fraction(int(bool(whole and whole[1]))), "exact", "", 9)
    mark = clause.text[share.start : share.end] if given else whole[0][0] if whole else ""
    is_apart = bool(clause.before.topic) or (topic is not None and topic.is_named)
    last = clause.claims[-1] if clause.claims else None if is_apart else clause.before.last
    groups = frozenset(known[0].groups.get("group", ()))
    pairs_of = _of_those_counted(clause, mark) or _by_predicate(clause, mark, words) or list(_at_stages(clause, groups))
    yield from _either(clause, known, mark, share)
    for pairs in pairs_of or _none_of(clause, mark):
        stated = last.number if last and last.thing == pairs[0][1].thing and last.number.is_exact else None
        yield from _part(clause, known, pairs, mark, share, stated)
    for pairs in () if pairs_of or _none_of(clause, mark) else _of_last(clause):
        yield from _part(clause, known, pairs, mark, share, None)


def _of_the_total(text: str) -> list[Number]:
    """The share that 占到总数的全部 says."""
    match = re.search(r"占[到了去]?(?:意见|事项|问题|任务)?(?:总数|总量)的?(?P<all>全部)", text)
    return [Number(*match.span("all"), "share", Fraction(1), "exact", "", 9)] if match else []


def _is_counted(text: str) -> bool:
    return any(each.measure and each.value != 1 and _ALL_HIS.search(text[: each.start]) for each in counts_in(text))


def _of_the_rest(clause: Clause, known: Sequence[Facts]) -> Iterator[Compared]:
    """已反馈 52 条，其余也已全部梳理: whether all that are not at the stage counted last are at this one."""
    last, match = clause.before.last, next(all_or_none(clause.text), None)
    stages = set(THINGS[last.thing].stages) if last else set()
    named = {each.traits.get(last.thing, "") for each in clause.meanings or ()} & stages if last else set()
    counted = last.traits[0] & stages if last else frozenset()
    if last is None or match is None or not match[1] or len(named) != 1 or len(counted) != 1:
        return
    whole = last.traits[0] - counted | {opposite(next(iter(counted)))}
    pair = (Topic(last.thing, whole | named), Topic(last.thing, whole))
    yield from _part(clause, known, [pair], match[0][0], Number(0, 0, "share", Fraction(1), "exact", "", 9), None)


def _of_others(clause: Clause, given: Sequence[Number], facts: Facts) -> bool:
    """Whether the share of a clause is a rate's, of the rest, of one of two, of one item, or given with its counts."""
    text = clause.text
    is_rate = RATE.search(text) and not _BARE_RATE.match(text)
    is_written_out = given and WRITTEN_OUT.match(text[given[0].end :])
    is_progress = given and not clause.before.is_clear and _OF_ONE.search(text[: given[0].start])
    is_of_one = is_progress and facts.cases.asked(item_meant, clause.sentence) is not None
    return bool(is_rate or is_written_out or is_of_one or _THE_REST.search(text) or re.search("[前后]者", text))


def _of_those_just_counted(clause: Clause, topic: Topic) -> Iterator[Pair]:
    """The pairs of 学生的 8 条意见，是通过座谈会提出来的: some of those just counted have each that is named."""
    before = clause.before
    last = Topic(before.last.thing, before.last.traits[0]) if before.last and before.last.is_so else None
    last = before.topic if before.topic and before.topic.is_named and before.topic.traits else last
    if last is None or clause.claims or topic.thing != last.thing or not _ARE.match(clause.text):
        return
    named = topic.traits - last.traits
    if not any(each.removeprefix(NOT) in THINGS[topic.thing].stages for each in named):
        yield from ((Topic(last.thing, last.traits | {each}), Topic(last.thing, last.traits)) for each in named)


def _says_nothing(text: str, match: re.Match[str], is_all: bool, topic: Topic | None, words: Vocabulary) -> bool:
    """Whether a word for all or none is of no records: of people that are counted; or 对还没有答复的意见逐条研究."""
    if _NOBODY.search(match[0]) and counts_in(text):
        return True
    before, _, after = text.partition(match[0])
    if _WHO_FOLLOWS.match(after):
        return True
    thing = topic.thing if topic and is_all and _OF_THOSE.search(before) else ""
    return bool(thing) and not any(thing in each.traits or thing in each.soft for each in words.met(after))


def _by_predicate(clause: Clause, mark: str, words: Vocabulary) -> list[Sequence[Pair]]:
    """The pair of 书面意见有半数以上是家长写的: what stands before the share, and what is said of the part after it."""
    topic = topic_of(clause.meanings, clause.before.base)
    if topic is None or not topic.is_named:
        return []
    before, _, after = clause.text.partition(mark)
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


def _of_those_counted(clause: Clause, mark: str) -> list[Sequence[Pair]]:
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


def _of_last(clause: Clause) -> list[Sequence[Pair]]:
    """The pair of 任务 18 项，完成 8 项，已经过了四成: a clause with nothing but a share is on those counted last."""
    last, whole = clause.before.last, clause.before.whole
    stages = frozenset(THINGS[last.thing].stages) if last else frozenset()
    if last and last.traits[0] & stages and _NOTHING_LEFT.fullmatch(clause.text.strip(AFTERWARDS)):
        return [[(Topic(last.thing, last.traits[0]), Topic(last.thing, last.traits[0] - stages))]]
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
    is_bare = all(each.is_filler for each in clause.meanings) and not TIME.search(clause.text)
    if not is_bare or not base < last.traits[0] or "进" in clause.text:
        return []
    return [[(Topic(last.thing, last.traits[0]), Topic(whole.thing, base))]]


def _none_of(clause: Clause, mark: str) -> list[Sequence[Pair]]:
    """The pair of 对校长的意见一条也没有: a clause that ends with a word for none says that there are none of these."""
    topic = topic_of(clause.meanings, clause.before.base)
    if topic is None or not topic.traits or clause.text.partition(mark)[2].strip(AFTERWARDS):
        return []
    traits = topic.traits | clause.framed()
    of = {"废票": "收回", "有效": "收回"} if topic.thing == "ballot" else {}
    whole = frozenset(of.get(each, each) for each in traits & {*of}) | rounds_of(traits)
    return [[(Topic(topic.thing, traits), Topic(topic.thing, whole))]]


def _at_stages(clause: Clause, groups: Traits) -> Iterator[Sequence[Pair]]:
    """The pairs that a share of a clause may be of: of each stage that it names, the pairs that may be meant.

    groups: the words for those who were heard on the report.
    """
    counted = clause.claims[-1] if clause.claims else None
    base = clause.before.base or (Topic(counted.thing, counted.traits[0]) if counted else None)
    topic = topic_of(clause.meanings, base)
    if topic is None or not THINGS[topic.thing].stages:
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
    if done & _VIEWS:  # 已销号的 6 项，群众都满意，无一不满意
        about = [clause.before.spoken_of, *(each and Topic(each.thing, each.traits[0]) for each in (first, last))]
        wholes += [own | each.traits for each in about if each and each.thing == thing]
    is_on_report = bool(REPORT.search(f"{clause.before.earlier}{clause.sentence}") or HANDLED.search(clause.sentence))
    if is_on_report:  # how a group was heard is no trait of what it said
        alone = [frozenset({"报告"})]
        for whole in wholes:  # but of several groups, all are meant
            dropped = groups if len(whole & groups) > 1 else frozenset()
            alone += [frozenset({trait, "报告"}) for trait in whole - dropped]
        wholes += [*(each | {"报告"} for each in wholes), *alone]
    if thing == "ballot" and len(done) == 1:  # those returned, of those given out
        whole_of = {"发出": "收回"} | dict.fromkeys(("有效", "废票"), "收回") | {"收回": "发出"}
        given_out = whole_of.get(next(iter(done)), "")
        kept = [each - whole_of.keys() for each in (*wholes, wholes[0] | carried)]
        yield [(Topic(thing, each | done), Topic(thing, each | {given_out})) for each in kept if given_out]
        return
    wholes = [each for each in wholes if not any(opposite(stage) in each for stage in done)]
    either = done if len(done) > 1 and "或" in clause.text else frozenset()
    for stage in done - either:  # but not of 都是满意或基本满意
        yield [(Topic(thing, settled(each | {stage})), Topic(thing, settled(each))) for each in wholes]
    is_predicate = _PREDICATE.search(clause.text) or (clause.before.is_among and clause.before.topic is None)
    is_open = not topic.is_named or _ALL_ARE.search(clause.text)
    if base and base.thing == thing and is_predicate and not done and is_open and len(topic.traits) == 1:
        of = [carried, carried | {"报告"}] if is_on_report else [carried]
        yield [(Topic(thing, settled(each | topic.traits)), Topic(thing, each)) for each in of]


def _either(clause: Clause, known: Sequence[Facts], mark: str, share: Number) -> Iterator[Compared]:
    """Compares the share of those that came to one of two stages: 62 条意见，条条都已答复或转入整改."""
    topic, last = topic_of(clause.meanings, clause.before.base), clause.before.last
    stages = sorted(topic.traits & set(THINGS[topic.thing].stages) - _VIEWS) if topic else []
    if (
        topic is None
        or last is None
        or last.thing != topic.thing
        or len(stages) != len("ab")
        or "或" not in clause.text
    ):
        return
    whole = last.traits[0] | (topic.traits - {*stages})
    counts = [
        [facts.counted(topic.thing, [whole | {*each}]) for each in ((), stages[:1], stages[1:], stages)]
        for facts in known
    ]
    rates = [
        Rate(
            "",
            whole,
            one.value + other.value - both.value,
            of.value,
            f"{of.label}里，{one.label}或{other.label}",
            of.link,
        )
        for each in counts
        for of, one, other, both in zip(*each, strict=False)
        if of.value
    ]
    if rates:
        yield Compared("rate", mark, rates, any(share_agrees(share, rate.share) for rate in rates))


def _both_ways(stages: Iterable[str]) -> Iterator[Traits]:
    yield from (frozenset({stage, opposite(stage)}) for stage in stages)


def _part(
    clause: Clause, known: Sequence[Facts], pairs: Sequence[Pair], mark: str, share: Number, stated: Number | None
) -> Iterator[Compared]:
    """Compares a share of each base with its part. stated: how many there are of the base, where the text says so."""
    together = pairs[0][0].traits | pairs[0][1].traits
    spoken = f"{clause.before.earlier}{clause.sentence}"
    rates = [
        Rate("", one.traits, one.value, whole.value, f"{whole.label}里，{one.label}", one.link)
        for facts, (part, base) in product(known, pairs)
        if part.traits != base.traits
        for one, whole in facts.parts(base.thing, part.traits, base.traits, together)
        if (_is_spoken_of(whole, spoken) if stated is None else stated.value == whole.value)
    ]
    if rates:
        yield Compared("rate", mark, rates, any(share_agrees(share, rate.share) for rate in rates))


def _is_spoken_of(whole: Fact, text: str) -> bool:
    """Whether a text may be about a whole: about the points made on one version of the report only if it names it."""
    on = re.fullmatch("就(.+)提的意见", whole.source)
    return on is None or on[1] == "报告" or on[1] in text

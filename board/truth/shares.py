"""Compares shares of a thing, and the most and least, with the records. Pure.

九成以上的意见已反馈; 没有一项逾期; 占总数的三成; 意见最多的是教职工; 优良率最低的是原因分析.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

from board.report.text import Number, counts_in, shares_in
from board.truth.clause import Clause
from board.truth.facts import Compared, Facts, Rate, share_agrees
from board.truth.ledgers import Fact, opposite
from board.truth.parts import AFTERWARDS, MAKES, Pair, bounded, is_of_several, made_part
from board.truth.rates import RATE
from board.truth.singly.cases import meant as item_meant
from board.truth.singly.talked import NOT_TALKED
from board.truth.vocabulary import Topic, Vocabulary, named_in, topic_of
from board.truth.wholes import (
    VIEWS,
    at_stages,
    by_him,
    by_predicate,
    none_of,
    of_last,
    of_those_at,
    of_those_counted,
    of_those_just_counted,
)
from board.truth.within.quotients import WRITTEN_OUT
from board.truth.within.rate_lists import continues_rates, is_of_all_done
from board.truth.words import THINGS, WITHOUT, all_or_none

_THE_REST = re.compile(r"其余|其他|其它|剩下|余下|另外|另有")
_SOME = Number(0, 0, "share", Fraction(1, 1000), "least", "", 9)
# 尚无一项销号的，是校长: who follows are some.
_WHO_FOLLOWS = re.compile(r"(?!是|由|属)[^，,]*的$")
_ALL_HIS = re.compile("所[提说讲反][映到的]?$")
_OF_ONE = re.compile("完成|进度|进展|做到")
_OF_THOSE = re.compile(r"的(?:意见|建议|事项|问题|任务)[^，,的]{0,3}$")
# 工作任务 18 项，完成 8 项，完成率 44.4%: of those just counted.
_BARE_RATE = re.compile(r"完成率(?:为|是|达到?|只有|仅)?[\d百].*$")
_ALSO_IN_BRACKETS = re.compile(r"\s*[（(]\s*[即约]?$")
# 座谈会和书面各占一半.
_EACH = re.compile("(?:各自?|都|均)$")
_OF_TASKS = re.compile("^(?!.*(?:整改|台账|销号)).*任务")
# W-004 取自 3 条意见，…; R-020、R-026 已逾期，…: of these records.
_OF_RECORDS = re.compile(r"(?<![A-Za-z])(?:[WO]-\d{3}|R-\d{3}[^。；]*R-\d{3})")
# R-008 …；R-009 …，两项都未销号: of those that are named.
_SO_MANY, _NAMED, _NEAR = re.compile("[两三四五六][条项]"), re.compile(r"(?<![A-Za-z])[WOR]-\d{3}"), 80
# 没有答复的都是针对 B2 的: of what isn't known.
_OF_WHAT = re.compile("[都均全][^，,]*[A-Z]")
_CLOSE, _EDGES = 24, "[，,。；：:]"
_ONE_SAYS = frozenset({"opinion", "item", "criticism"})
# 孩子不好意思说，他们的意见都投在意见箱里: of whom isn't looked for.
_THEIRS = re.compile("(?<!其)(?:他们|她们|[他她]|人家)(?:的|[提说写讲反])")
_NOBODY = re.compile("[人名位]$")
_CONTENT = re.compile("满意率[^，,。]{0,4}$")


def shares(clause: Clause, known: Sequence[Facts], words: Vocabulary) -> Iterator[Compared]:
    """The one share of a clause, or its word for all or none, of what it or the clause before speaks of."""
    if NOT_TALKED.search(clause.sentence[: clause.start]):
        return  # 尚未谈到的 2 对，都是后勤副校长的: see `talked_to`
    if clause.text.startswith("其中") and _is_of_unknown(clause):
        return
    given = shares_in(clause.text) or _of_the_total(clause.text)
    if len(given) > 1 and _ALSO_IN_BRACKETS.match(clause.text[given[0].end : given[1].start]):
        given = given[:1]  # 四成（40%）
    if _THE_REST.match(clause.text) and not given:
        yield from _of_the_rest(clause, known)
    if len(given) > 1 or _of_others(clause, given, known[0]):
        return
    made = MAKES.search(clause.text[: given[0].start]) if given else None
    pair = made_part(clause, bounded(given[0], clause.text[: given[0].start]), words) if made else None
    if pair:
        yield from _of_part(pair, clause, known, bounded(given[0], clause.text[: given[0].start]))
    elif not (made and (made["base"] or "占" in made[0])):
        yield from _of_stages(clause, known, words, given[0] if given else None)


def _is_of_unknown(clause: Clause) -> bool:
    """Whether 其中 is of a number that isn't understood, or of a rate: 总体评价优良率 75.8%。其中党员 82.4%."""
    is_of_rate = "占" not in clause.text and RATE.search(clause.before.earlier[-_CLOSE:]) is not None
    return is_of_rate or (clause.before.last is None and not clause.before.is_clear)


def _of_part(pair: Pair, clause: Clause, known: Sequence[Facts], share: Number) -> Iterator[Compared]:
    """The share that a part is said to be of its whole, or each of several parts (座谈会和书面各占一半)."""
    part, base = pair
    mark, own = clause.text[share.start : share.end], part.traits - base.traits
    made = MAKES.search(clause.text[: share.start])
    if made and _EACH.search(clause.text[: made.start()]):
        for trait in sorted(own):
            yield from _part(clause, known, [(replace(base, traits=base.traits | {trait}), base)], mark, share, None)
    elif not _is_of_either(part, clause):  # of what was counted before, or, in a new sentence, of all
        of_all = [(Topic(part.thing, own), Topic(part.thing, frozenset()))] if own and not clause.start else []
        yield from _part(clause, known, [pair, *of_all], mark, share, None)


def _of_stages(clause: Clause, known: Sequence[Facts], words: Vocabulary, given: Number | None) -> Iterator[Compared]:
    """A share, or a word for all or none, of what came to a stage, or of which some trait is told."""
    topic = topic_of(clause.meanings, clause.before.base)
    thing = topic.thing if topic else clause.claims[-1].thing if clause.claims else ""
    if thing == "item" and not (topic and topic.is_named) and _OF_TASKS.search(clause.sentence):
        return  # 三个环节的任务，群众评议 6 项一项未完成
    if topic and not topic.is_named and topic.thing in clause.before.some:
        return  # 班额、校舍和微机设备 3 项，都没有销号: of which isn't known
    whole = next(all_or_none(clause.text), None)
    for pair in of_those_just_counted(clause, topic) if not given and not whole and topic else ():
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
    those = of_those_at(clause, mark, words) if whole and not given else None
    pairs_of = those or of_those_counted(clause, mark) or by_predicate(clause, mark, words)
    pairs_of = pairs_of or list(at_stages(clause, groups))
    yield from _either(clause, known, mark, share)
    for pairs in filter(None, pairs_of or none_of(clause, mark)):
        stated = last.number if last and last.thing == pairs[0][1].thing and last.number.is_exact else None
        yield from _part(clause, known, pairs, mark, share, stated)
    for pairs in () if pairs_of or none_of(clause, mark) else of_last(clause):
        yield from _part(clause, known, pairs, mark, share, None)


def _of_the_total(text: str) -> list[Number]:
    """The share that 占到总数的全部 says."""
    match = re.search(r"占[到了去]?(?:意见|事项|问题|任务)?(?:总数|总量)的?(?P<all>全部)", text)
    return [Number(*match.span("all"), "share", Fraction(1), "exact", "", 9)] if match else []


def _is_of_either(part: Topic, clause: Clause) -> bool:
    """Whether a part is of those at one of two stages: 已答复或转入整改的有 52 条; 满意和基本满意的."""
    if len(part.traits & VIEWS) > 1:
        return True
    return "或" in clause.sentence and len(part.traits & set(THINGS[part.thing].stages)) > 1


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
    is_of_content = given and _CONTENT.search(text[: given[0].start])  # see `views`
    is_bare_rate = _BARE_RATE.match(text) and not (given and is_of_all_done(given[0], facts))
    is_rate = is_of_content or (RATE.search(text) and not is_bare_rate) or continues_rates(clause)
    is_written_out = given and WRITTEN_OUT.match(text[given[0].end :])
    is_progress = given and not clause.before.is_clear and _OF_ONE.search(text[: given[0].start])
    is_of_one = is_progress and facts.cases.asked(item_meant, clause.sentence) is not None
    is_of_what = (not given and _OF_WHAT.search(text)) or _OF_RECORDS.search(
        clause.sentence[: clause.start + len(text)]
    )
    of_named = _SO_MANY.match(text) and _NAMED.search(
        f"{clause.before.earlier[-_NEAR:]}{clause.sentence[: clause.start]}"
    )
    is_of_two = of_named or _THE_REST.search(text) or re.search("[前后]者", text)
    is_of_two = is_of_two or _THEIRS.search(clause.sentence, 0, clause.start + len(text))
    is_listed = given and is_of_several(clause, given[0])
    return bool(is_rate or is_written_out or is_of_one or is_of_what or is_of_two or is_listed)


def _says_nothing(text: str, match: re.Match[str], is_all: bool, topic: Topic | None, words: Vocabulary) -> bool:
    """Whether a word for all or none is of no records: of people that are counted; or 对还没有答复的意见逐条研究."""
    if _NOBODY.search(match[0]) and counts_in(text):
        return True
    before, _, after = text.partition(match[0])
    if _WHO_FOLLOWS.match(after) or WITHOUT.search(after):
        return True
    thing = topic.thing if topic and is_all and _OF_THOSE.search(before) else ""
    return bool(thing) and not any(each.traits.get(thing) or each.soft.get(thing) for each in words.met(after))


def _either(clause: Clause, known: Sequence[Facts], mark: str, share: Number) -> Iterator[Compared]:
    """Compares the share of those that came to one of two stages: 62 条意见，条条都已答复或转入整改."""
    topic, last = topic_of(clause.meanings, clause.before.base), clause.before.last
    stages = sorted(topic.traits & set(THINGS[topic.thing].stages) - VIEWS) if topic else []
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


def _part(
    clause: Clause, known: Sequence[Facts], pairs: Sequence[Pair], mark: str, share: Number, stated: Number | None
) -> Iterator[Compared]:
    """Compares a share of each base with its part. stated: how many there are of the base, where the text says so."""
    is_of_each = any(len(part.traits & VIEWS) > 1 for part, _ in pairs)  # 满意的 4 项和基本满意的 2 项都已销号
    together = pairs[0][0].traits | pairs[0][1].traits
    spoken = f"{clause.before.earlier}{clause.sentence}"
    pairs = [*pairs, *(_of_own(pair, clause, known[0]) for pair in pairs)]
    pairs += [each for pair in pairs for each in _of_whom(pair, clause, known[0])]
    if clause.before.topic is None and not counts_in(clause.sentence[: clause.start + len(clause.text)]):
        of_all = ((part.traits - base.traits, part.thing) for part, base in pairs if base.traits < part.traits)
        pairs += [(Topic(thing, own), Topic(thing, frozenset())) for own, thing in of_all]
        stated = None  # of all, whatever the sentence before counted
    made = [
        (whole, Rate("", one.traits, one.value, whole.value, f"{whole.label}里，{one.label}", one.link))
        for facts, (part, base) in product(known, pairs)
        if part.traits != base.traits
        for one, whole in facts.parts(base.thing, part.traits, base.traits, together)
        if stated is None or stated.value == whole.value
    ]
    # Those made on one version only where it is named, or where nothing else fits.
    rates = [rate for whole, rate in made if _is_spoken_of(whole, spoken)]
    rates = rates or ([rate for _, rate in made] if stated else [])
    if rates:
        is_so = any(share_agrees(share, rate.share) for rate in rates)
        is_so = is_so or _is_so_of_less(clause, known, pairs, share)
        yield from [Compared("rate", mark, rates, is_so)] if is_so or not is_of_each else []


def _is_so_of_less(clause: Clause, known: Sequence[Facts], pairs: Sequence[Pair], share: Number) -> bool:
    """Whether a share is right without a word of a side that its sentence doesn't name, and that was carried over.

    逾期 6 项，立行立改 4 项，限期整改 2 项。校长和后勤副校长各 2 项，占三分之二: of those late.
    """
    for facts, (part, base) in product(known, pairs if share.end else ()):
        together = part.traits | base.traits
        words = {word for side in facts.sides_of(base.thing) for word in side}
        for carried in sorted(each for each in together & words if each not in clause.sentence):
            one, of = part.traits - {carried}, base.traits - {carried}
            pairs_of = facts.parts(base.thing, one, of, together) if one != of else ()
            if any(share_agrees(share, Fraction(each.value, whole.value)) for each, whole in pairs_of):
                return True
    return False


def _of_own(pair: Pair, clause: Clause, facts: Facts) -> Pair:
    """A pair without what was named before of a side of which its clause names another: 甲 7 项，乙的没有一项销号."""
    part, base = pair
    named = {meaning.traits.get(base.thing, "") for meaning in clause.meanings or ()} - {""}
    sides = [set(side) for side in facts.sides_of(base.thing) if named & set(side)]
    others = frozenset[str]().union(*sides) - named
    return replace(part, traits=part.traits - others), replace(base, traits=base.traits - others)


def _of_whom(pair: Pair, clause: Clause, facts: Facts) -> Iterator[Pair]:
    """A pair of those of one whom the clause right before is about: 孩子胆子小，意见都投在意见箱里."""
    part, base = pair
    spoken = f"{clause.before.earlier}{clause.sentence[: clause.start]}"
    before = re.split(_EDGES, spoken.rstrip("，,。；：:"))[-1]
    yield from by_him(pair, clause, facts.groups.get("member", ()))
    for side in facts.sides_of(base.thing) if base.thing in _ONE_SAYS and not counts_in(before) else ():
        if not part.traits & set(side):
            for word in dict.fromkeys(named_in(before, side)):
                yield replace(part, traits=part.traits | {word}), replace(base, traits=base.traits | {word})


def _is_spoken_of(whole: Fact, text: str) -> bool:
    """Whether a text may be about a whole: about the points made on one version of the report only if it names it."""
    on = re.fullmatch("就(.+)提的意见", whole.source)
    return on is None or on[1] == "报告" or on[1] in text

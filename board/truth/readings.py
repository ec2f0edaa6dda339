"""Other readings of a figure, asked before it is called wrong: false alarms cost more than misses. Pure.

待梳理的 3 条才收到，其中家长 2 条、教职工 1 条: what the last is of stands three parts before it. Where a figure
agrees with any of what its sentence speaks of, it is taken for that.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import product

from board.report.text import Number, counts_in, numbers
from board.truth.around import Around, named_traits
from board.truth.clause import Claim, Clause
from board.truth.counts.subjects import AFTERWARDS, AT_MEETING
from board.truth.facts import Facts, agrees
from board.truth.ledgers import NOT, Traits
from board.truth.things import ITEM_WORDS
from board.truth.vocabulary import Vocabulary
from board.truth.within.joined import TOGETHER_WITH, is_joined
from board.truth.words import THINGS, rounds_in, rounds_of

# 三项无一销号: of the three.
_NONE_OF_THEM = re.compile("(?:尚|仍|还)?(?:无一|没有一|一[条项个]也)")
_IN_ORDER = re.compile("分别|依次")
# 教职工 50 张收回 46 张: the first are those given out.
_GIVEN_OUT = re.compile(r"^\S{0,2}(?:中|里|，)?(?:收回|交回|回收)(?!率)")
_HEARD = re.compile("报告|稿|听取|座谈|书面|修改|采纳|吸收")
# Which one was said further back.
_THIS_ROUND = re.compile("[这本该此]一?轮")
_ALL_TOGETHER = re.compile("(?:合计|合起来|加起来|合在一起|加在一[块起]儿?|凑在一起|相加|一共|总共|共)[有是为]?$")
# 指向德育副校长的 5 条: not what he said.
_AT_WHOM = re.compile("指向|冲着|提给|点到|针对")
# 群众评价的 9 项: of those that the people judged.
_JUDGED = re.compile("(?:群众|师生|家长)[^，,。；]{0,6}评|评价")
_OUTLINES = re.compile("提纲|对照")
_OF_THESE = re.compile("(?:意见|事项|问题|任务)?[之当]?[中里]")
# 会上查出的 8 个，7 个已转成整改事项.
_FOUND = (
    (AT_MEETING, re.compile("会上|会议上|民主生活会")),
    (AFTERWARDS, re.compile("会后|会外|[又再]补|后来")),
)
_STAGED = re.compile("收|发|交|有效|废")
_IN_TIME = re.compile("没有?[误超逾拖]期")
_DONE = re.compile("(?<![没未])(?<!没有)(?:办[成完结妥]|完成|销[了掉过]?号)")
# Groups that so few are of are not shown.
_SMALL = 5
_NONE: Traits = frozenset()


def counts_otherwise(claim: Claim, clause: Clause, words: Vocabulary, known: Sequence[Facts], earlier: str) -> bool:
    """Whether a count agrees with the records of anything that its sentence speaks of, and its own words allow."""
    number, sentence = claim.number, clause.sentence
    if _IN_ORDER.search(clause.text) or number.bound != "exact" or not number.value:
        is_in_order = claim.thing == "came" and _IN_ORDER.search(clause.text) is not None
        return is_in_order and _came_to_any(number, known)  # 先后开两场，到会分别为 22 人和 27 人
    if claim.thing == "opinion" and sentence.startswith("件事", number.end - 1):
        return True  # 意见公开、到校时间、教室门窗等五件事
    if is_joined(claim, clause, known) or _is_taken_up(number, clause):
        return True
    around = Around.of(number, sentence, earlier, words)
    if claim.thing == "ballot" and number.value < _SMALL and around.of_groups(known[0]):
        return True  # so few of a group are never shown
    named = clause.framed(number.start - clause.start)
    of_rounds = [named] if named else [rounds_of(claim.traits[0]), *(frozenset({each}) for each in rounds_in(earlier))]
    of_rounds += [_NONE] if not named and _THIS_ROUND.search(earlier) else []
    for thing in sorted(_things(claim, around, sentence, earlier)):
        asked = dict.fromkeys(
            (tuple(traits), tuple(each))
            for each, way, rounds in product(
                _own(thing, claim, around, sentence, known[0]), around.ways(thing, known[0]), of_rounds
            )
            for traits in _asked(thing, each, way | rounds, f"{earlier}{sentence}", known[0])
        )
        if any(_is_so(number, thing, traits, facts, each) for traits, each in asked for facts in known):
            return True
    return _is_of_those_named(claim, around, sentence, known) or _is_at_any_stage(claim, clause, known)


def _came_to_any(number: Number, known: Sequence[Facts]) -> bool:
    """Whether so many came to any meeting."""
    return any(agrees(number, fact.value) for facts in known for fact in facts.counts if fact.thing == "came")


def _is_taken_up(number: Number, clause: Clause) -> bool:
    """Whether a sentence begins with a count that the one before it gave: 反馈了 52 条，…。52 条中有 2 条 …."""
    nearest = clause.before.earlier.rstrip("。；").rpartition("。")[2]
    is_base = not number.start and _OF_THESE.match(clause.sentence, number.end)
    return bool(is_base) and any(
        (each.value, each.measure) == (number.value, number.measure) for each in counts_in(nearest)
    )


def _is_at_any_stage(claim: Claim, clause: Clause, known: Sequence[Facts]) -> bool:
    """Whether so many forms came to any stage, where the sentence so far names none: 网上的 70 份导入."""
    if claim.thing != "ballot" or _STAGED.search(clause.sentence[: clause.start + len(clause.text)]):
        return False
    stages = set(THINGS["ballot"].stages)
    asked = [traits - stages | {stage} for traits in claim.traits for stage in stages]
    return any(agrees(claim.number, fact.value) for facts in known for fact in facts.counted("ballot", asked))


def _is_of_those_named(claim: Claim, around: Around, sentence: str, known: Sequence[Facts]) -> bool:
    """Whether a count is of all together that parts before it name: 网络、电话收得少，加在一块儿 11 条."""
    if not _ALL_TOGETHER.search(sentence[: claim.number.start]):
        return False
    named = _NONE.union(*(named_traits(met, claim.thing) for met, *_ in around.parts))
    some = ((facts, named & set(side)) for facts in known for side in facts.sides_of(claim.thing))
    counted = [fact for facts, mine in some if len(mine) > 1 for fact in facts.counted(claim.thing, [mine], mine)]
    return any(agrees(claim.number, fact.value) for fact in counted)


def _things(claim: Claim, around: Around, sentence: str, earlier: str) -> set[str]:
    """The things that a count may be of: its own, and those that its text speaks of."""
    things = around.things() | {claim.thing} | ({"item"} if "台账" in sentence else set())
    is_of_tasks = "任务" in f"{earlier}{sentence}" or (claim.thing == "item" and not ITEM_WORDS.search(sentence))
    things |= {"task"} if is_of_tasks else set()
    things |= {"heard"} if claim.thing == "came" and _HEARD.search(f"{earlier}{sentence}") else set()
    things |= {"finding"} if _OUTLINES.search(f"{earlier}{sentence}") else set()
    return {each for each in things if claim.number.measure in THINGS[each].measures}


def _own(thing: str, claim: Claim, around: Around, sentence: str, facts: Facts) -> list[list[Traits]]:
    """The sets of traits that may be a count's own, next to which its text may name more."""
    after = sentence[claim.number.end :]
    own = around.own(thing, facts)
    if not own and not around.each:
        own = [[claim.together], [_NONE]] if thing == claim.thing == "sheet" else []
        own = own or [[claim.together if thing == claim.thing else _NONE]]
    if thing != claim.thing == "finding" and claim.together:
        own = [each for each in own if any(each)]  # 对照教师期待的 9 条: not all problems
    own += [[_NONE]] if _NONE_OF_THEM.match(after) else []
    if thing == "ballot" and _GIVEN_OUT.match(after):
        own = [[one - set(THINGS[thing].stages) | {"发出"} for one in each] for each in own]
    return own


def _asked(thing: str, each: Sequence[Traits], way: Traits, text: str, facts: Facts) -> Iterator[list[Traits]]:
    """The sets of traits that a count may have: its own with what the text names besides, and what that may imply."""
    how = frozenset(facts.groups.get("channel", ()))
    yield [one | way for one in each]
    is_heard = _HEARD.search(text) is not None or any(one & how for one in each)
    is_on_report = thing == "opinion" and is_heard and all((one | way) - how for one in each)
    if thing == "heard" or is_on_report:  # how it was heard is no trait of it
        yield [(one | way) - how | {"报告"} for one in each]
    is_at_whom = _AT_WHOM.search(text.rsplit("。", 1)[-1]) is not None
    ways = ("相互批评",) if is_at_whom else ("提出", "相互批评")
    for more in ways if thing == "criticism" else ():
        yield [one | way | {more} for one in each]
    if thing == "item":
        yield from _of_items(each, way, text)
    if thing == "problem":
        found = [where for where, words in _FOUND if words.search(_last_of(text))]
        yield from ([one | way | {where} for one in each] for where in found)
    is_in_time = f"{NOT}逾期" in way.union(*each) or (thing == "task" and _IN_TIME.search(_last_of(text)))
    if is_in_time and _DONE.search(_last_of(text)):  # 办成的 8 项，7 项没有误期
        yield [(one | way) - {f"{NOT}逾期"} | {"按期完成"} for one in each]
    if thing == "pair" and "应" not in _last_of(text):
        yield [one | way | {"谈过"} for one in each]  # 谈心 43 对，同年级组 28 对
    if thing == "came" and "班子" in text:
        yield [one | way | {"班子成员"} for one in each]


def _last_of(text: str) -> str:
    """The last sentence of a text."""
    return text.rstrip("。；！？").rsplit("。", 1)[-1]


def _of_items(each: Sequence[Traits], way: Traits, text: str) -> Iterator[list[Traits]]:
    """The sets of traits that words of items may imply by what they are of."""
    if _JUDGED.search(text.rsplit("。", 2)[-1]):
        yield [one | way | {"群众评价"} for one in each]
    if "逾期" in way:  # 逾期 6 项，另外 3 项没有说明
        yield [frozenset(each.replace("解释", "逾期说明") for each in one | way) for one in each]


def is_as_before(claim: Claim, clause: Clause, known: Sequence[Facts]) -> bool:
    """Whether a count is of the same as that before it, where both name one of a side and no more.

    逾期的有 6 项，校长名下 2 项，后勤副校长名下 2 项: of those that are late, as the first of the two must be.
    """
    last, whole = clause.before.last, clause.before.whole
    is_with_others = TOGETHER_WITH.search(clause.sentence[: claim.number.start])
    if last is None or whole is None or is_with_others or not is_of_sentence(clause, claim.thing):
        return True
    side = next((set(each) for each in known[0].sides_of(claim.thing) if claim.together <= set(each)), set[str]())
    base, named = whole.traits[0], last.together & side
    is_parallel = len(named) == len(claim.together) == 1 and last.together == named != claim.together
    if not is_parallel or not base or last.traits[0] != base | named:
        return True
    if any(agrees(last.number, fact.value) for facts in known for fact in facts.counted(claim.thing, [named])):
        return True
    mine = [fact for facts in known for fact in facts.counted(claim.thing, [claim.together | base], base)]
    return not mine or any(agrees(claim.number, each.value) for each in mine)


def is_of_sentence(clause: Clause, thing: str) -> bool:
    """Whether what was counted before a clause was counted in its own sentence, and is of the same thing."""
    here = numbers(clause.sentence[: clause.start])
    before = [each for each in (clause.before.last, clause.before.whole) if each]
    return bool(before) and all(each.is_so and each.number in here and each.thing == thing for each in before)


def _is_so(number: Number, thing: str, asked: Sequence[Traits], facts: Facts, own: Sequence[Traits]) -> bool:
    """Whether a count agrees with the records of each of these sets of traits.

    own: of each, the traits that stand next to the count: 年级、普通教师之间 35 对 are of either.
    """
    return all(
        any(
            agrees(number, fact.value)
            for fact in facts.counted(thing, [traits], together if len(together) > 1 else _NONE)
        )
        for traits, together in zip(asked, own, strict=True)
    )

"""Other readings of a figure, asked before it is called wrong: false alarms cost more than misses. Pure.

待梳理的 3 条才收到，其中家长 2 条、教职工 1 条: what the last is of stands three parts before it. Where a figure
agrees with any of what its sentence speaks of, it is taken for that.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, product
from typing import Self

from board.report.text import Number, counts_in, numbers, shares_in
from board.truth.clause import Claim, Clause
from board.truth.facts import Compared, Facts, agrees, share_agrees
from board.truth.ledgers import NOT, Traits
from board.truth.meant import DATED
from board.truth.vocabulary import Meaning, Vocabulary, traits_of
from board.truth.words import REPORT, THINGS, all_or_none, plain_words, rounds_in, rounds_of, time_of

_EDGES = "，,。；：:、！？"
_PART, _END = re.compile(f"[{_EDGES}]"), re.compile(rf"[{_EDGES}\d]")
# So many parts of the text before a count may say of what it is.
_PARTS = 16
_IN_ORDER = re.compile("分别|依次")
_OF_THESE = re.compile("其中|[之当]?[中里内]$")
# 教职工、学生、党员各 1 条: each of these.
_LISTED = re.compile(f"[^，,。；：:！？]*[各每](?=[^{_EDGES}]*$)")
# 教职工 50 张收回 46 张: the first are those given out.
_GIVEN_OUT = re.compile(r"^\S{0,2}(?:中|里|，)?(?:收回|交回|回收)(?!率)")
_HEARD = re.compile("报告|稿|听取|座谈|书面|修改|采纳|吸收")
# Which one was said further back.
_THIS_ROUND = re.compile("[这本该此]一?轮")
_TOGETHER = re.compile("合计|合起来|加起来|合在一起|相加|[两二]者")
_NONE: Traits = frozenset()


def counts_otherwise(claim: Claim, clause: Clause, words: Vocabulary, known: Sequence[Facts], earlier: str) -> bool:
    """Whether a count agrees with the records of anything that its sentence speaks of, and its own words allow."""
    number, sentence = claim.number, clause.sentence
    if _IN_ORDER.search(sentence) or number.bound != "exact" or not number.value:
        return False
    around = _Around.of(number, sentence, earlier, words)
    things = around.things() | {claim.thing} | ({"item"} if "台账" in sentence else set())
    things |= {"task"} if "任务" in f"{earlier}{sentence}" else set()
    named = clause.framed(number.start - clause.start)
    of_rounds = [named] if named else [rounds_of(claim.traits[0]), *(frozenset({each}) for each in rounds_in(earlier))]
    of_rounds += [_NONE] if not named and _THIS_ROUND.search(earlier) else []
    is_heard = _HEARD.search(f"{earlier}{sentence}") is not None
    how = frozenset(known[0].groups.get("channel", ()))
    for thing in sorted(each for each in things if number.measure in THINGS[each].measures):
        own = around.own(thing, known[0])
        if not own and not around.each:
            own = [[claim.together if thing == claim.thing else _NONE]]
        if thing == "ballot" and _GIVEN_OUT.match(sentence[number.end :]):
            own = [[one - set(THINGS[thing].stages) | {"发出"} for one in each] for each in own]
        for each, way, rounds in product(own, around.ways(thing), of_rounds):
            asked = [[one | way | rounds for one in each]]
            if thing == "opinion" and (is_heard or any(one & how for one in each)) and all(one - how for one in each):
                asked.append([(one | way) - how | {"报告"} for one in each])  # how it was heard is no trait of it
            if any(_is_so(number, thing, traits, facts) for facts in known for traits in asked):
                return True
    return False


# The meanings of the words of a part of a text, and the traits that it gives in no word of the vocabulary.
_Part = tuple[Sequence[Meaning], Traits]


@dataclass(frozen=True)
class _Around:
    """The meanings of the words around a count.

    near: of those right before and after it, and, where the latter say something of all or none, of the former alone;
    each: of those of an enumeration, each of which has the count (甲、乙各 2 条), or none; parts: of the parts of the
    sentence up to it, and of the next if it has no figures; earlier: of the parts of the sentences before. Each part
    with the traits that are no words. base: which of the parts it is among.
    """

    near: Sequence[Sequence[Meaning]]
    each: Sequence[Sequence[Meaning]]
    parts: Sequence[_Part]
    earlier: Sequence[_Part]
    base: int | None

    @classmethod
    def of(cls, number: Number, sentence: str, earlier: str, words: Vocabulary) -> Self:
        *before, last = _PART.split(sentence[: number.start])
        after = _END.split(sentence[number.end :])[0]
        rest = _PART.split(sentence[number.end + len(after) + 1 :])[0]
        of_none = [match for match, is_all in all_or_none(after) if not is_all]
        near = [f"{last}|{after}，{last} {after}", *([last] if of_none else [])]
        enumeration = _LISTED.search(sentence[: number.start])
        listed = re.split("[、和与及]", enumeration[0]) if enumeration else []
        return cls(
            [words.met(plain_words(text)) for text in near],
            [words.met(plain_words(text)) for text in listed],
            [_part(text, words) for text in (*before, *([] if numbers(rest) else [rest]))],
            [_part(text, words) for text in _PART.split(earlier)[-_PARTS:]],
            _base_of(before, last),
        )

    def things(self) -> set[str]:
        """The things that the words of the sentence name; if it names none, those of the sentences before."""
        for met in ((*self.near, *(met for met, _ in self.parts)), (met for met, _ in self.earlier)):
            if named := {noun for each in met for meaning in each for noun in meaning.nouns | meaning.implied}:
                return named
        return set()

    def own(self, thing: str, facts: Facts) -> list[list[Traits]]:
        """The sets of traits of a thing that the words next to the count name: each has the count, of any one list."""
        if self.each:
            each = [_traits(met, thing) for met in self.each]
            return [each] if all(each) else []
        return [[each] for met in self.near if (own := _traits(met, thing)) for each in _apart(own, thing, facts)]

    def ways(self, thing: str) -> list[Traits]:
        """The traits that may narrow a count down: those of one part, any of these, or any two; always of its base."""
        parts = [*self.parts, *(self.earlier if self.base is None else ())]
        named = [_traits(met, thing) | _also(thing, unspoken) for met, unspoken in parts]
        alone = list(dict.fromkeys(frozenset({trait}) for each in named for trait in sorted(each)))
        ways = dict.fromkeys([_NONE, *named, *alone, *(one | other for one, other in combinations(alone, 2))])
        of = named[self.base] if self.base is not None and 0 <= self.base < len(named) else _NONE
        of = of - {"报告"} or of
        return [each for each in ways if each & of or not of]


def _part(text: str, words: Vocabulary) -> _Part:
    unspoken = frozenset({time_of(text), "报告" if REPORT.search(text) else ""}) - {""}
    return words.met(plain_words(text)), unspoken


def _also(thing: str, unspoken: Traits) -> Traits:
    return unspoken if thing == "opinion" else unspoken - {"报告"} if thing in DATED else _NONE


def as_meant(
    compared: Iterable[Compared], clause: Clause, known: Sequence[Facts], words: Vocabulary
) -> Iterator[Compared]:
    """Shares of which those that are right of the counts of their sentence agree."""
    for each in compared:
        is_so = each.agrees or _is_of_counts(each.mark, clause, known, words)
        yield replace(each, agrees=is_so or _is_of_those_before(each.mark, clause, known, words))


def _is_of_those_before(mark: str, clause: Clause, known: Sequence[Facts], words: Vocabulary) -> bool:
    """Whether a word for all or none is right of what was counted before: 谈心 8 条，…，全部指向个人."""
    whole = next((is_all for match, is_all in all_or_none(clause.text) if match[0] == mark), None)
    before = [each for each in (clause.before.last, clause.before.whole) if each and each.is_so]
    for claim, facts in product(before if whole is not None else (), known):
        base = claim.traits[0]
        own = _traits(words.met(plain_words(clause.text)), claim.thing) - base
        is_staged = any(each.removeprefix(NOT) in THINGS[claim.thing].stages for each in own)
        base = base.difference(*(side for side in facts.sides_of(claim.thing) if own & set(side)))
        pairs = facts.parts(claim.thing, base | own, base, base) if own and not is_staged else ()
        if any(part.value == (of.value if whole else 0) for part, of in pairs):
            return True
    return False


def _is_of_counts(mark: str, clause: Clause, known: Sequence[Facts], words: Vocabulary) -> bool:
    """Whether a share is that of the last counts before it, one or several together, in one before these."""
    share = next((each for each in shares_in(clause.text) if clause.text[each.start : each.end] == mark), None)
    if share is None or any(each.nouns or each.traits for each in words.met(_last_part(clause.text[: share.start]))):
        return False
    place = clause.start + share.start
    counts = [each for each in counts_in(clause.sentence) if each.end <= place and each.measure and each.is_exact]
    last = clause.before.last if _TOGETHER.search(clause.sentence[:place]) else None
    wholes = (
        [Fraction(fact.value) for facts in known for fact in facts.counted(last.thing, [_NONE])[:1]] if last else []
    )
    for first in range(len(counts)):
        part = sum((each.value for each in counts[first:]), Fraction(0))
        bases = [*wholes, *(each.value for each in counts[:first])]
        if any(base >= part > 0 and share_agrees(share, part / base) for base in bases):
            return True
    return False


def _last_part(text: str) -> str:
    return re.split(r"[，,、\d]", text)[-1]


def _base_of(before: Sequence[str], last: str) -> int | None:
    """Which of the parts of a sentence before a count says of what it is: 其中 …; 24 项中 …; None where none does."""
    if "其中" in last:
        return len(before) - 1 if before else None
    for place in reversed(range(len(before))):
        match = _OF_THESE.search(before[place])
        if match and match[0] != "其中":
            return place
        if match:
            return place - 1 if place else None
    return None


def _apart(own: Traits, thing: str, facts: Facts) -> Iterator[Traits]:
    """The traits of a count's own words; and, of several of one side, with each alone."""
    yield own
    for side in facts.sides_of(thing):
        mine = own & set(side)
        if len(mine) > 1:
            yield from (own - mine | {trait} for trait in sorted(mine))


def _traits(met: Sequence[Meaning], thing: str) -> Traits:
    """The traits of a thing that words name, also among words of other things."""
    of_it = [each for each in met if thing in {*each.traits, *each.soft, *each.nouns} or each.is_negation]
    traits = traits_of(of_it, thing)
    return traits[0] if traits else frozenset(each.traits.get(thing, "") for each in of_it) - {""}


def _is_so(number: Number, thing: str, asked: Sequence[Traits], facts: Facts) -> bool:
    """Whether a count agrees with the records of each of these sets of traits."""
    return all(any(agrees(number, fact.value) for fact in facts.counted(thing, [traits])) for traits in asked)

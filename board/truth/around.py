"""The words around a count, and of what they may say that it is. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Self

from board.report.text import Number, numbers
from board.truth.facts import Facts
from board.truth.ledgers import Traits
from board.truth.loosely.cues import named_of
from board.truth.meant import DATED
from board.truth.vocabulary import Meaning, Vocabulary, named_in, traits_of
from board.truth.words import REPORT, all_or_none, plain_words, time_of

_EDGES = "，,。；：:、！？"
_PART, _END = re.compile(f"[{_EDGES}]"), re.compile(rf"[{_EDGES}（(\d]")
# So many parts of the text before a count may say of what it is.
_PARTS = 16
# 校长负责的 7 项中已完成 5 项: what follows is of another count.
_OF_THIS = re.compile("[之当]?[中里]")
# 工作作风 8 条、制度机制和能力素质各 1 条: only the last are each so many.
_COUNTED = re.compile(r"\d+[条项个件次份张人名位]、")
_OF_THESE = re.compile("其中|(?<!手)[之当]?[中里内]$")
# 六个年级、普通教师之间 35 对: of either.
_LIST = re.compile(f"[^，,。；：:！？]*、[^{_EDGES}]*$")
# 教职工、学生、党员各 1 条: each of these.
_LISTED = re.compile(f"[^，,。；：:！？]*(?:[，,]?均?)[各每](?=[^{_EDGES}]*$)")
_NONE: Traits = frozenset()

# The meanings of the words of a part of a text, the traits that it gives in no word of the vocabulary, and its text.
_Part = tuple[Sequence[Meaning], Traits, str]


@dataclass(frozen=True)
class Around:
    """The meanings of the words around a count.

    near: of those right before and after it, and, where the latter say something of all or none, of the former alone;
    each: of those of an enumeration, each of which has the count (甲、乙各 2 条), or none; parts: of the parts of the
    sentence up to it, and of the next if it has no figures; earlier: of the parts of the sentences before. Each part
    with the traits that are no words. base: which of the parts it is among.
    """

    near: Sequence[_Part]
    each: Sequence[_Part]
    parts: Sequence[_Part]
    earlier: Sequence[_Part]
    base: int | None

    @classmethod
    def of(cls, number: Number, sentence: str, earlier: str, words: Vocabulary) -> Self:
        *before, last = _PART.split(sentence[: number.start])
        after = "" if _OF_THIS.match(sentence[number.end :]) else _END.split(sentence[number.end :])[0]
        rest = _PART.split(sentence[number.end + len(after) + 1 :])[0]
        of_none = [match for match, is_all in all_or_none(after) if not is_all]
        near = [f"{last}|{after}，{last} {after}", *([last] if of_none else [])]
        near += [each[0] for each in [_LIST.search(sentence[: number.start])] if each]
        enumeration = _LISTED.search(sentence[: number.start])
        listed = re.split("[、和与及]", _COUNTED.split(enumeration[0])[-1]) if enumeration else []
        return cls(
            [_part(text, words) for text in near],
            [_part(text, words) for text in listed],
            [_part(text, words) for text in (*before, *([] if numbers(rest) else [rest]), *([last] if listed else []))],
            [_part(text, words) for text in _PART.split(earlier)[-_PARTS:]],
            _base_of(before, last),
        )

    def things(self) -> set[str]:
        """The things that the words of the sentence name; if it names none, those of the sentences before."""
        for met in (
            (*(met for met, *_ in self.near), *(met for met, *_ in self.parts)),
            (met for met, *_ in self.earlier),
        ):
            if named := {noun for each in met for meaning in each for noun in meaning.nouns | meaning.implied}:
                return named
        return set()

    def of_groups(self, facts: Facts) -> bool:
        """Whether a part of the sentence, or of those before, names one of the groups that evaluate."""
        groups = facts.groups.get("group", ())
        return any(True for *_, text in (*self.parts, *self.earlier) for _ in named_in(text, groups))

    def own(self, thing: str, facts: Facts) -> list[list[Traits]]:
        """The sets of traits of a thing that the words next to the count name: each has the count, of any one list."""
        if self.each:
            each = [named_traits(met, thing) or _by_name(text, thing, facts) for met, _, text in self.each]
            return [each] if all(each) else []
        owns = list[Traits]()
        for met, _, text in self.near:
            own, name = named_traits(met, thing), _by_name(text, thing, facts)
            owns += [own or name, own | name, name]
        return [[each] for own in dict.fromkeys(owns) if own for each in _apart(own, thing, facts)]

    def ways(self, thing: str, facts: Facts) -> list[Traits]:
        """The traits that may narrow a count down: those of one part, any of these, or any two; always of its base."""
        named = [named_traits(met, thing) | _also(thing, unspoken) for met, unspoken, _ in self.parts]
        is_among = self.base is not None and 0 <= self.base < len(named) and bool(named[self.base])
        parts = [*self.parts, *(() if is_among else self.earlier)]
        named = [named_traits(met, thing) | _also(thing, unspoken) for met, unspoken, _ in parts]
        named += [each for *_, text in parts if (each := _by_name(text, thing, facts))]
        named += [frozenset(word for _, word in named_of(text, thing, facts)) for *_, text in parts if "个人" in text]
        alone = list(dict.fromkeys(frozenset({trait}) for each in named for trait in sorted(each)))
        ways = dict.fromkeys([_NONE, *named, *alone, *(one | other for one, other in combinations(alone, 2))])
        of = named[self.base] if self.base is not None and 0 <= self.base < len(named) else _NONE
        of = of - {"报告"} or of
        return [each for each in ways if each & of or not of]


def _part(text: str, words: Vocabulary) -> _Part:
    unspoken = frozenset({time_of(text), "报告" if REPORT.search(text) else ""}) - {""}
    return words.met(plain_words(text)), unspoken, text


def _by_name(text: str, thing: str, facts: Facts) -> Traits:
    """The traits of a thing that a text names as they are: 五是后勤副校长."""
    return frozenset(name for side in facts.sides_of(thing) for name in named_in(text, side))


def _also(thing: str, unspoken: Traits) -> Traits:
    return unspoken if thing == "opinion" else unspoken - {"报告"} if thing in DATED else _NONE


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


def named_traits(met: Sequence[Meaning], thing: str) -> Traits:
    """The traits of a thing that words name, also among words of other things."""
    of_it = [each for each in met if thing in {*each.traits, *each.soft, *each.nouns} or each.is_negation]
    traits = traits_of(of_it, thing)
    return traits[0] if traits else frozenset(each.traits.get(thing, "") for each in of_it) - {""}

"""The claims in a sentence: each a number, the thing it counts, and the traits that narrow it down.

Pure. There is a claim only where every word around the number is known: false alarms cost more than misses.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from board.report.text import Number, clauses, counts_in
from board.truth.words import REPORT, ROUND, THINGS, Meaning, Vocabulary, lies_elsewhere

Traits = frozenset[str]

# A clause ending like this sets the scene for what follows: 在教职工座谈会上, …
_SCENE = re.compile(r"(上|中|里|时|期间|方面|内|看|后|前)$")
_ABOUT_SO_MANY = re.compile(r"(约|大约|大概|大致|近|将近|接近|不到|不足|超过|多达|逾|超)$")
_AND_MORE = re.compile(r"^(左右|上下|以上|以下|以内)")
# A number right before these counts nothing recorded (通过两个渠道, 四个方面的问题).
_OTHER_NOUN = re.compile(
    r"的?(渠道|途径|形式|方式|方面|层面|环节|阶段|项目|部门|科室|年级|班|组|学期|星期|月|小时|类|种|地方)"
)
# Traits that imply another one, and pairs that together narrow nothing down.
_IMPLIED = (
    (frozenset({"有效"}), frozenset({"收回"})),
    (frozenset({"废票"}), frozenset({"收回"})),
    (frozenset({"领导班子", "领导个人"}), frozenset({"领导班子", "领导个人"})),
)


@dataclass(frozen=True)
class Claim:
    """A number that counts a thing. `traits`: the sets of traits that may be meant, the likeliest first.

    `narrowed`: the traits with the scene set by the clause before (在教职工座谈会上); without a record of exactly these
    there is no finding.
    """

    number: Number
    thing: str
    traits: tuple[Traits, ...]
    narrowed: Traits = frozenset()


@dataclass(frozen=True)
class _Context:
    """The preceding clauses: the last claim that names its thing, the last claim, and the scene."""

    whole: Claim | None = None
    last: Claim | None = None
    scene: tuple[Meaning, ...] = ()


def claims(sentence: str, known: Vocabulary) -> Iterator[Claim]:
    """The claims a sentence makes about records, in order."""
    context = _Context()
    for span in clauses(sentence):
        clause = sentence[slice(*span)]
        if lies_elsewhere(clause):
            return
        counted = counts_in(clause)
        place = 0
        for position, number in enumerate(counted):
            if _OTHER_NOUN.match(clause[number.end :]):
                continue
            until = counted[position + 1].start if position + 1 < len(counted) else None
            words = _without(clause[place : number.start], counted[:position], place)
            meanings = known.understand(f"{words}|{_after(clause, number, until, known)}")
            claim = None if meanings is None else _claim(number, meanings, sentence, context)
            if claim is not None:
                place = number.end + known.noun_end(clause[number.end :])
                context = replace(context, last=claim, whole=claim if _names(meanings, claim.thing) else context.whole)
                yield replace(claim, number=replace(number, start=span[0] + number.start, end=span[0] + number.end))
        if not counted and _SCENE.search(clause.strip()):
            meanings = known.understand(clause)
            if meanings is None:
                return
            context = replace(context, scene=tuple(meanings))


def traits_of(meanings: Iterable[Meaning], thing: str) -> tuple[Traits, Traits] | None:
    """The traits of a thing that words name, and those they may name; None if a word belongs to something else."""
    named, soft = set(), set()
    for meaning in meanings:
        if thing in meaning.traits:
            named |= {meaning.traits[thing]} - {""}
        elif thing in meaning.soft:
            soft.add(meaning.soft[thing])
        elif thing not in meaning.nouns and not meaning.is_filler:
            return None
    return frozenset(named), frozenset(soft)


def settled(traits: Traits) -> Traits:
    """Traits without implied ones: what is valid was returned; about both is about all."""
    for having, dropped in _IMPLIED:
        if having <= traits:
            traits -= dropped
    return traits


def framed(sentence: str) -> Traits:
    """The round that a sentence names, if any."""
    named = {f"第{match[1] or '一'}轮" for match in ROUND.finditer(sentence)}
    return frozenset(named) if len(named) == 1 else frozenset()


def _without(words: str, earlier: Sequence[Number], place: int) -> str:
    """The words before a number, without earlier numbers of other things (两个渠道) and words for "about"."""
    for number in earlier:
        if number.start >= place:
            start, end = number.start - place, number.end - place
            words = words[:start] + " " * (end - start) + words[end:]
    return _ABOUT_SO_MANY.sub("", words)


def _after(clause: str, number: Number, until: int | None, known: Vocabulary) -> str:
    """The words after a number that belong to it: all the rest, or before another number just the noun (46 条意见)."""
    after = clause[number.end : until]
    return _AND_MORE.sub("", after) if until is None else after[: known.noun_end(after)]


def _names(meanings: Iterable[Meaning] | None, thing: str) -> bool:
    return any(thing in meaning.nouns for meaning in meanings or ())


def _claim(number: Number, meanings: list[Meaning], sentence: str, context: _Context) -> Claim | None:
    carried = [each for each in (context.whole, context.last) if each and each.number.measure == number.measure]
    own, set_before = _counted(meanings, number), _counted(context.scene, number)
    if len(own) > 1 or (not own and any(meaning.nouns and not meaning.is_filler for meaning in meanings)):
        return None
    name = next(iter(own), None) or (carried[0].thing if carried else None)
    if name is None and len(set_before) == 1:
        name = next(iter(set_before))
    traits = traits_of(meanings, name) if name else None
    if name is None or traits is None or not _tells(name, traits, own):
        return None
    sets = _sets(name, traits, sentence, context, carried if not own else [])
    scene = (traits_of(context.scene, name) or (frozenset(),))[0]
    return Claim(number, name, sets, settled(traits[0] | scene) if scene else frozenset()) if sets else None


def _tells(name: str, traits: tuple[Traits, Traits], own: set[str]) -> bool:
    """Whether the words suffice: they name the thing or a trait of it, and a trait where the thing alone isn't
    enough."""
    return bool(traits[0]) or (bool(own or traits[1]) and not THINGS[name].needs_trait)


def _counted(meanings: Iterable[Meaning], number: Number) -> set[str]:
    """The named things that a number with this measure word may count."""
    nouns = {noun for meaning in meanings for noun in meaning.nouns}
    return {name for name in nouns if number.measure in THINGS[name].measures}


def _sets(
    thing: str, traits: tuple[Traits, Traits], sentence: str, context: _Context, carried: Sequence[Claim]
) -> tuple[Traits, ...]:
    """The sets of traits that may be meant: with or without soft traits, with the scene, with preceding claims.

    None where the scene isn't a trait of the thing.
    """
    scene = traits_of(context.scene, thing)
    if scene is None:
        return ()
    named, soft = traits[0] | framed(sentence), traits[1]
    sets = [named, named | soft]
    sets += [each | scene[0] for each in sets]
    if REPORT.search(sentence):
        sets += [each | {"报告"} for each in sets]
    sets += [named | part for each in carried if each.thing == thing for part in each.traits[:1]]
    return tuple(dict.fromkeys(settled(each) for each in sets))

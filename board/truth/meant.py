"""The meaning of a number in a clause: the thing it counts, and the traits that narrow it down. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from board.report.text import Number, counts_in
from board.truth.clause import Claim, Clause, Context, Settle
from board.truth.ledgers import NOT, Traits, settled
from board.truth.things import FINDINGS, PEOPLE, TASKS, is_entry, things_of
from board.truth.vocabulary import Meaning, traits_of
from board.truth.words import ALL, MOST, REPORT, THINGS, rounds_in, rounds_of

# 62 条意见中已反馈 52 条: a number of those just counted.
_AMONG = re.compile(r"其中|[条件项个](?:意见|[^，,\d]{0,4}事项|问题|任务)?[之当]?[中里]")
# 逾期的整改事项中，校长牵头 2 项: of these only.
_IN_THESE = re.compile("(?:意见|建议|事项|问题|任务)[之当]?[中里][，,]$")
_WHOLE_OF = re.compile(r"(?:意见|建议|整改事项|事项|问题)?[之当]?[中里]")
# Of forms, 其中 may be of those counted last or of all.
_ONE_OF = 2
_IN_ALL = re.compile("[两三四几](?:次|方面?|类)|前后|先后|各次|各方|合计|总共|一共|共计")
_EITHER = (TASKS, FINDINGS)
_ABSENT = re.compile("没来|没到|因")
_OF_MOST = re.compile(rf"(?:{MOST.pattern})[^，,]*[，,]$")
_WAYS = frozenset({"纸质", "网上"})
_NONE: Traits = frozenset()
# Things that are counted by the day.
DATED = frozenset({"opinion", "talk", "item", "problem", "decision"})


def claim_of(
    number: Number, meanings: Sequence[Meaning], clause: Clause, context: Context, settle: Settle
) -> Claim | None:
    """The claim of a number; where it may count several things, the one of which it is true, or none."""
    own = {name for meaning in meanings for name in meaning.nouns if number.measure in THINGS[name].measures}
    # 相互批评之中，指向校长的意见有 5 条
    own = {"criticism"} if own == {"opinion"} and any("criticism" in each.nouns for each in context.scene) else own
    things = things_of(number, meanings, own, clause, context)
    claims = [claim for name in things if (claim := _claim(number, name, _of(name, meanings), own, clause, context))]
    settled_claims = [moved(settle, claim, number, clause) for claim in claims]
    is_base = not meanings
    # Of several things, it is so of none.
    is_clear = (set(things) in _EITHER or context.is_clear) and not is_base
    is_sure = len(things) == 1 or (len(claims) == len(things) and is_clear)
    return next((claim for claim in settled_claims if claim.is_so), settled_claims[0] if is_sure and claims else None)


def _of(name: str, meanings: Sequence[Meaning]) -> Sequence[Meaning]:
    """The meanings of words, in which what an outline found may be called 问题 too, and criticism 意见."""
    called = {"finding": "problem", "criticism": "opinion"}.get(name)
    return [replace(each, nouns=each.nouns | {name}) if called in each.nouns else each for each in meanings]


def moved(settle: Settle, claim: Claim, number: Number, clause: Clause) -> Claim:
    """A claim with its number at its place in the sentence, settled."""
    moved = replace(number, start=clause.start + number.start, end=clause.start + number.end)
    return settle(replace(claim, number=moved))


def _claim(
    number: Number, name: str, meanings: Sequence[Meaning], own: set[str], clause: Clause, context: Context
) -> Claim | None:
    traits = traits_of(meanings, name)
    if traits is None or name in context.lost:
        return None
    if name == "heard" and not traits[0] and (everybody := _everybody(number, clause, context)):
        return everybody
    if _is_unclear(name, traits, clause, context, is_own=bool(own)):
        return None
    here = _frame_of(number, name, clause)
    is_implied = any(name in each.implied for each in meanings)
    is_base = not (meanings or number.start) and _WHOLE_OF.match(clause.text[number.end :])
    is_known = own or traits[1] or is_implied or is_base or is_entry(number, clause)
    if not traits[0] and (THINGS[name].needs_trait or not is_known):
        return _by_the_clause_before(number, name, clause, context, here, is_own=bool(own), is_soft=bool(traits[1]))
    carried = [each for each in (context.whole, context.last) if each and each.number.measure == number.measure]
    is_among = clause.before.is_among or _AMONG.search(clause.text[: number.start]) is not None
    names_other = own and not (name == "ballot" and is_among)
    wholes = [] if names_other else [_without_others(each, traits[0]) for each in carried if each.thing == name]
    wholes += _spoken_of(name, context, names_itself=bool(own or traits[0]))
    scene = traits_of(context.scene, name)
    if not names_other and is_among and (wholes or not is_implied):
        sets = _of_these(number, name, traits, here, wholes, clause, context)
    else:
        sets = [] if scene is None else _sets(name, traits, here, scene[0], wholes, clause.sentence)
    if not sets or scene is None:
        return None
    narrowed = settled(traits[0] | scene[0]) if scene[0] else frozenset()
    meant = tuple(dict.fromkeys(settled(frozenset(each)) for each in _of_scene(sets, scene[0], clause)))
    if not number.value:  # 整改中 16 项，没有一项未启动: not of those, of which none is anyway
        fewest = min(len(_stages(name, each)) for each in meant)
        meant = tuple(each for each in meant if len(_stages(name, each)) == fewest)
    before = _NONE.union(*(each.together | each.carried for each in carried if each.thing == name))
    return Claim(number, name, meant, narrowed, traits[0] | here, carried=before)


def _frame_of(number: Number, name: str, clause: Clause) -> Traits:
    """The round and the time that a number is of; opinions, written on ballots, only of a round named before."""
    here = clause.framed(number.start) | (clause.when if name in DATED else _NONE)
    named = rounds_in(clause.sentence[: clause.start + number.start])
    return here - (rounds_of(here) - named) if name == "opinion" else here


def _is_unclear(name: str, traits: tuple[Traits, Traits], clause: Clause, context: Context, *, is_own: bool) -> bool:
    """Whether it isn't clear which of a thing a number counts that doesn't say so itself."""
    if name in context.hazy and not (is_own and traits[0]):
        return True
    is_of_topic = is_own or traits[0] or (context.topic and context.topic.traits)
    # 批评最集中的对象是校长，5 条: of whom isn't understood
    return not is_of_topic and _OF_MOST.search(clause.sentence[: clause.start]) is not None


def _everybody(number: Number, clause: Clause, context: Context) -> Claim | None:
    """The claim of all who were heard on the report, or of those of the clause before: 前后三次合计听取 85 人."""
    counted = any(each.measure in PEOPLE for each in counts_in(clause.sentence[: clause.start]))
    if counted or not _IN_ALL.search(clause.sentence[: clause.start + number.start]):
        return None
    spoken_of = traits_of(context.words, "heard")
    some = (spoken_of[0],) if spoken_of and spoken_of[0] else ()
    return Claim(number, "heard", (*some, frozenset({"报告"})), together=some[0] if some else _NONE)


def _of_scene(sets: Sequence[Traits], scene: Traits, clause: Clause) -> Sequence[Traits]:
    """The sets that have the traits of a scene, after a clause like 逾期的整改事项中."""
    is_of_these = scene and _IN_THESE.search(clause.sentence[: clause.start])
    return [each for each in sets if scene <= each] or sets if is_of_these else sets


def _stages(thing: str, traits: Traits) -> set[str]:
    return {each.removeprefix(NOT) for each in traits} & set(THINGS[thing].stages)


def _by_the_clause_before(
    number: Number, name: str, clause: Clause, context: Context, here: Traits, *, is_own: bool, is_soft: bool
) -> Claim | None:
    """The claim of a number whose own words don't say which of a thing it counts, by the clause before it."""
    is_of_those = (is_own or name == "heard") and THINGS[name].needs_trait
    spoken_of = traits_of(context.words, name) if is_of_those else None
    if spoken_of and spoken_of[0]:  # 向党员征求意见，听取了 18 人
        return Claim(number, name, (spoken_of[0] | here,), together=spoken_of[0])
    meeting = _of_meeting(context.named or clause.meanings or ()) if name == "came" else ()
    if meeting and not _ABSENT.search(clause.text):
        return Claim(number, name, meeting)
    topic = context.topic if context.topic and context.topic.thing == name else None
    if not topic or is_own or is_soft or number.measure not in THINGS[name].measures:
        return None
    scenes = traits_of(context.scene, name) or (_NONE, _NONE)
    meant = dict.fromkeys((topic.traits | here, topic.traits | here | scenes[0]))
    if _WHOLE_OF.match(clause.text[number.end :]):  # 座谈会收到的最多，62 条里占 21 条
        meant = {here: None, **meant}
    return Claim(number, name, tuple(meant), together=topic.traits)  # 教职工提的意见最多，有 26 条


def _spoken_of(name: str, context: Context, *, names_itself: bool) -> list[Traits]:
    """The traits of a thing that the clause right before speaks of."""
    if context.topic and context.topic.thing == name:
        return [context.topic.traits]
    spoken_of = None if names_itself else traits_of(context.words, name)
    return [spoken_of[0]] if spoken_of else []


def _of_these(
    number: Number,
    name: str,
    traits: tuple[Traits, Traits],
    here: Traits,
    wholes: Sequence[Traits],
    clause: Clause,
    context: Context,
) -> list[Traits]:
    """The sets of traits of a number among those that were counted before: 62 条意见中已反馈 52 条."""
    is_last = clause.before.is_among or name == "ballot"
    last = context.last if is_last and context.last and context.last.thing == name else None
    wholes = [last.traits[0], *wholes] if last else wholes
    several = 1 if clause.before.is_among or name != "ballot" else _ONE_OF
    wholes = wholes[:several]
    nearest = context.last if context.last and context.last.is_so and context.last.thing == name else None
    if nearest and nearest.number.measure == number.measure:  # 对个人的 14 条，其中涉及校长的 5 条
        wholes = [*wholes, nearest.traits[0]]
    of = [_kept(whole - rounds_of(whole) | (here or rounds_of(whole)), name, traits[0]) for whole in wholes]
    return [traits[0] | soft | each for each in of for soft in (_NONE, traits[1])]


def _sets(
    thing: str, traits: tuple[Traits, Traits], here: Traits, scene: Traits, wholes: Sequence[Traits], sentence: str
) -> list[Traits]:
    """The sets of traits that may be meant: with or without soft traits, with the scene, with preceding claims."""
    both = (traits[0] | here, traits[0] | here | traits[1])
    sets = [*both, *(each | scene for each in both)]
    if REPORT.search(sentence):
        sets = [*(each | {"报告"} for each in sets), *sets]
    sets += [each | _kept(whole, thing, each) for each in both for whole in wholes]
    waiting = [each for each in sets if f"{NOT}已反馈" in each]  # those that wait for it may be those that are sorted
    sets += [each - {f"{NOT}已梳理"} | {"已梳理"} for each in waiting]
    stages = set(THINGS[thing].stages)
    if ALL.search(sentence) and thing != "ballot":  # 20 条意见已全部反馈: they may be all that there are
        sets += [frozenset(trait for trait in each if trait.removeprefix(NOT) not in stages) for each in sets]
    return sets


def _of_meeting(named: Sequence[Meaning]) -> tuple[Traits, ...]:
    """The traits of those who came to the meetings that a clause names: 召开了两场座谈会，到会 49 人."""
    traits = frozenset(each.traits["came"] for each in named if each.traits.get("came"))
    kinds = frozenset(each.traits["came"] for each in named if each.traits.get("came") and "meeting" in each.nouns)
    return (traits, kinds) if kinds else ()


def _without_others(whole: Claim, named: Traits) -> Traits:
    """The traits of a whole, without others named side by side with one of these: 网络和电话 11 条，其中网络 6 条."""
    ways = _WAYS if named & _WAYS else frozenset()  # 纸质的 110 张、网上的 70 张
    return whole.traits[0] - ways - (whole.together - named if whole.together & named else frozenset())


def _kept(carried: Traits, thing: str, named: Traits) -> Traits:
    """Traits that hold of what is counted next: a form that is counted as returned isn't one given out."""
    stages = set(THINGS[thing].stages)
    return carried - stages if thing == "ballot" and named & stages else carried

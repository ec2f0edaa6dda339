"""The claims in a sentence: each a number, the thing it counts, and the traits that narrow it down.

Pure. There is a claim only where every word around the number is known: false alarms cost more than misses.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from board.report.text import Number, clauses, counts_in
from board.truth.facts import NOT, Traits
from board.truth.vocabulary import (
    ABOUT_SO_MANY,
    AND_MORE,
    Meaning,
    Topic,
    Vocabulary,
    framed,
    lies_elsewhere,
    plain_words,
    settled,
    topic_of,
    traits_of,
    without_figures,
)
from board.truth.words import ALL, MOST, REPORT, THINGS

# A clause ending like this sets the scene for what follows: 在教职工座谈会上, …; one like 从内容上看 doesn't.
_SCENE = re.compile(r"(上|中|里|时|期间|方面|内|看|后|前|当中|之中)$")
_SEEN_FROM = re.compile(r"从[^，,]{1,8}[来上]?看")
_BUT_FOR = re.compile(r"除|[以之]外")
# 从来源看，教职工 26 条、家长 20 条: opinions are distinguished so.
_BY_SOURCE = re.compile(
    r"[从按分就以](?:意见|征集|征求|收集)?(?:的)?(?:来源|渠道|途径|提出者|提出人|对象|来路)(?:来)?[看分讲说划]"
)
_RESPECTIVELY = re.compile(
    r"(?P<names>[^，,；：:]*[、和与][^，,；：:]*)(?:[，,](?:各|共|它们|两者|三者)?)?分别(?:为|是|有|达|收到|提了|提出|占)?"
    r"(?P<numbers>[^，,；：:]*[、和][^，,；：:]*)"
)
_QUOTED = re.compile(r"[“\"「][^”\"」]*[”\"」]")
# A number right before these counts nothing recorded (通过两个渠道, 四个方面的问题).
_OTHER_NOUN = re.compile(
    r"的?(渠道|途径|形式|方式|方面|层面|环节|阶段|项目|部门|科室|年级|班|组|学期|星期|月|小时|类|种|地方)"
)
# 工作作风方面最多（19 条）: the number is that of the most.
_MOST_OF_ALL = re.compile(rf"(?:{MOST.pattern})[（(，为达有共计]*$")


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


_DAY = re.compile(r"月[\d一二三四五六七八九十]+[日号]")
_OF_DAYS = frozenset(THINGS) - {"criticism", "ballot", "outline", "member"}
_NONE: Traits = frozenset()
Settle = Callable[[Claim], Claim]


@dataclass(frozen=True)
class Context:
    """The preceding clauses: the last claim that names its thing, the last claim, and the scene.

    lost: the things of which a number couldn't be understood, so that what the next ones count isn't clear either.
    is_clear: whether every word so far was understood. Of the clause right before: topic and words, if it has no
    numbers; is_among: whether it ends like 62 条意见中.
    """

    whole: Claim | None = None
    last: Claim | None = None
    scene: tuple[Meaning, ...] = ()
    lost: frozenset[str] = frozenset()
    is_clear: bool = True
    topic: Topic | None = None
    words: tuple[Meaning, ...] = ()
    is_among: bool = False

    @property
    def base(self) -> Topic | None:
        """The topic of a clause that doesn't name its own."""
        claim = self.last or self.whole
        return self.topic or (Topic(claim.thing, claim.traits[0]) if claim else None)


@dataclass(frozen=True)
class Clause:
    """A clause of a sentence with its claims, what came before it, and its meanings (None: not all are known)."""

    sentence: str
    start: int
    text: str
    before: Context
    meanings: list[Meaning] | None = field(default=None, compare=False)
    claims: tuple[Claim, ...] = ()

    def framed(self, place: int = 0) -> Traits:
        """The round that a place in the clause is about."""
        return framed(self.sentence, self.start + place)


def read(sentence: str, known: Vocabulary, before: Context, settle: Settle) -> tuple[list[Clause], Context]:
    """The clauses of a sentence up to one that is about something else, and what the next sentence may refer to.

    settle: puts first which of a claim's sets of traits is meant.
    """
    context, found = before, list[Clause]()
    quoted = [match.span() for match in _QUOTED.finditer(sentence)]
    for start, end in clauses(sentence):
        text = sentence[start:end]
        if any(first <= start and end <= last for first, last in quoted):
            continue  # somebody else's words
        if lies_elsewhere(text) or _BUT_FOR.search(text) or _is_condition(text, sentence[end:]):
            return found, Context(is_clear=False)
        clause = Clause(sentence, start, text, context, known.understand(without_figures(text)))
        if _DAY.search(text) or (clause.meanings is None and known.begins_with_stranger(text)):
            # What follows is of that day, or somebody else's.
            clause = replace(clause, before=replace(context, lost=context.lost | _OF_DAYS))
        claims, context = _claims(clause, known, settle)
        found.append(replace(clause, claims=tuple(claims)))
        after = _after_clause(found[-1], context)
        if after is None:
            return found, Context(is_clear=False)
        context = after
    return found, Context(context.whole, context.last, is_clear=context.is_clear)


def _is_condition(clause: str, rest: str) -> bool:
    """Whether a clause names a case for a rule: 回收率不到 80%的，要重新组织."""
    return bool(re.search(r"[\d%成半项条份人]的$", clause) and lies_elsewhere(rest))


def _claims(clause: Clause, known: Vocabulary, settle: Settle) -> tuple[list[Claim], Context]:
    """The claims of a clause, and what each next number may refer to."""
    context, text, found = clause.before, clause.text, list[Claim]()
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    counted = [each for each in counts_in(text) if not any(start < each.start < end for start, end in quoted)]
    paired, place = _respectively(clause, known), 0
    for position, number in enumerate(counted):
        if _OTHER_NOUN.match(text[number.end :]):
            continue
        until = counted[position + 1].start if position + 1 < len(counted) else None
        words = _without(text[place : number.start], counted[:position], place)
        meanings = known.understand(plain_words(f"{_MOST_OF_ALL.sub('', words)}|{_after(text, number, until, known)}"))
        claim = None if meanings is None else _claim(number, meanings, clause, context)
        if paired is not None:
            claim = paired.get(clause.start + number.start)
        if claim is not None:
            place = number.end + known.noun_end(text[number.end :])
            moved = replace(number, start=clause.start + number.start, end=clause.start + number.end)
            claim = settle(replace(claim, number=moved))
            is_whole = context.whole is None or any(claim.thing in meaning.nouns for meaning in meanings or ())
            context = replace(context, last=claim, whole=claim if is_whole else context.whole)
            found.append(claim)
        elif number.measure and number.value != 1:
            nouns = {noun for meaning in known.met(f"{words}|{text[number.end : until]}") for noun in meaning.nouns}
            context = Context(scene=context.scene, is_clear=False, lost=context.lost | nouns)
    return found, context


def _after_clause(clause: Clause, context: Context) -> Context | None:
    """The context of the next clause; None after one that sets the scene with words that aren't known."""
    text, meanings = clause.text.strip(), clause.meanings
    if any(not _OTHER_NOUN.match(clause.text[each.end :]) for each in counts_in(clause.text)):
        is_among = bool(clause.claims) and text.endswith(("中", "里"))
        return replace(context, topic=None, words=(), is_among=is_among)
    sets_scene = bool(_SCENE.search(text)) and (meanings is not None or not _SEEN_FROM.fullmatch(text))
    if sets_scene and meanings is None:
        return None
    return replace(
        context,
        scene=tuple(meanings or ()) if sets_scene else context.scene,
        is_clear=context.is_clear and meanings is not None,
        topic=topic_of(meanings, context.base),
        words=tuple(meanings or ()),
        is_among=False,
    )


def _respectively(clause: Clause, known: Vocabulary) -> Mapping[int, Claim] | None:
    """The claims of 立行立改、限期整改分别为 11 项、16 项 by their places; None where a clause has no part in such."""
    match = _RESPECTIVELY.search(clause.sentence)
    if match is None or not match.start() <= clause.start + len(clause.text) - 1 <= match.end():
        return None
    meanings = known.understand(without_figures(match["names"])) or []
    counted = [each for each in counts_in(match["numbers"]) if each.measure]
    for thing in {thing for meaning in meanings for thing in meaning.nouns | meaning.implied}:
        named = [meaning.traits[thing] for meaning in meanings if meaning.traits.get(thing)]
        if len(named) == len(counted) > 1 and _fits(counted[0], meanings, thing):
            rounds = framed(clause.sentence, match.start("numbers"))
            return {
                match.start("numbers") + number.start: Claim(number, thing, (rounds | {trait},))
                for number, trait in zip(counted, named, strict=True)
            }
    return {}


def _fits(number: Number, meanings: Sequence[Meaning], thing: str) -> bool:
    return number.measure in THINGS[thing].measures and traits_of(meanings, thing) is not None


def _without(words: str, earlier: Sequence[Number], place: int) -> str:
    """The words before a number, without earlier numbers of other things (两个渠道) and words for "about"."""
    for number in earlier:
        if number.start >= place:
            start, end = number.start - place, number.end - place
            words = words[:start] + " " * (end - start) + words[end:]
    return ABOUT_SO_MANY.sub("", words)


def _after(clause: str, number: Number, until: int | None, known: Vocabulary) -> str:
    """The words after a number that belong to it: all the rest, or before another number just the noun (46 条意见)."""
    after = clause[number.end : until]
    return AND_MORE.sub("", after) if until is None else after[: known.noun_end(after)]


def _claim(number: Number, meanings: Sequence[Meaning], clause: Clause, context: Context) -> Claim | None:
    own = {name for meaning in meanings for name in meaning.nouns if number.measure in THINGS[name].measures}
    name = _thing(number, meanings, own, clause, context)
    traits = traits_of(meanings, name) if name else None
    if name is None or traits is None or name in context.lost:
        return None
    here, topic = clause.framed(number.start), context.topic if context.topic and context.topic.thing == name else None
    if not traits[0] and (
        THINGS[name].needs_trait or not (own or traits[1] or any(name in each.implied for each in meanings))
    ):
        spoken_of = traits_of(context.words, name) if own and THINGS[name].needs_trait else None
        if spoken_of and spoken_of[0]:  # 向党员征求意见，听取了 18 人
            return Claim(number, name, (spoken_of[0] | here,))
        # 教职工提的意见最多，有 26 条
        return Claim(number, name, (topic.traits | here,)) if topic and not own and not traits[1] else None
    carried = [each for each in (context.whole, context.last) if each and each.number.measure == number.measure]
    wholes = [] if own else [each.traits[0] for each in carried if each.thing == name]
    wholes += [topic.traits] if topic else []
    scene = traits_of(context.scene, name)
    if not own and ("其中" in clause.text[: number.start] or clause.before.is_among):
        sets = [traits[0] | soft | _kept(whole, name, traits[0]) for soft in (_NONE, traits[1]) for whole in wholes[:1]]
    else:
        sets = [] if scene is None else _sets(name, traits, here, scene[0], wholes, clause.sentence)
    if not sets or scene is None:
        return None
    narrowed = settled(traits[0] | scene[0]) if scene[0] else frozenset()
    return Claim(number, name, tuple(dict.fromkeys(settled(frozenset(each)) for each in sets)), narrowed)


def _thing(number: Number, meanings: Sequence[Meaning], own: set[str], clause: Clause, context: Context) -> str | None:
    """The thing that a number counts: named with it, implied by a trait, or spoken of before."""
    fitting = [name for name in own if len(own) == 1 or traits_of(meanings, name) is not None]
    if own:
        return fitting[0] if len(fitting) == 1 else None
    implied = {name for meaning in meanings for name in meaning.implied if number.measure in THINGS[name].measures}
    carried = [each.thing for each in (context.whole, context.last) if each and each.number.measure == number.measure]
    scene = {name for meaning in context.scene for name in meaning.nouns if number.measure in THINGS[name].measures}
    if implied or (context.topic and number.measure in THINGS[context.topic.thing].measures) or carried:
        topic = [context.topic.thing] if context.topic else []
        return next(iter([*implied, *topic, *carried]))
    if len(scene) == 1:
        return next(iter(scene))
    if _BY_SOURCE.search(clause.sentence) and number.measure == "条":
        return "opinion"
    staged = [name for name in ("opinion", "item") if context.is_clear and _is_staged(number, meanings, name)]
    is_form = number.measure in THINGS["ballot"].measures and bool(clause.framed(number.start))
    return staged[0] if len(staged) == 1 else "ballot" if is_form else None


def _is_staged(number: Number, meanings: Sequence[Meaning], thing: str) -> bool:
    """Whether words name a stage of a thing, and nothing that isn't of it: 反馈了 52 条."""
    traits = traits_of(meanings, thing) if number.measure in THINGS[thing].measures else None
    return traits is not None and bool((traits[0] | traits[1]) & set(THINGS[thing].stages))


def _sets(
    thing: str, traits: tuple[Traits, Traits], here: Traits, scene: Traits, wholes: Sequence[Traits], sentence: str
) -> list[Traits]:
    """The sets of traits that may be meant: with or without soft traits, with the scene, with preceding claims."""
    both = (traits[0] | here, traits[0] | here | traits[1])
    sets = [*both, *(each | scene for each in both)]
    if REPORT.search(sentence):
        sets = [*(each | {"报告"} for each in sets), *sets]
    sets += [each | _kept(whole, thing, each) for each in both for whole in wholes]
    stages = set(THINGS[thing].stages)
    if ALL.search(sentence) and thing != "ballot":  # 20 条意见已全部反馈: they may be all that there are
        sets += [frozenset(trait for trait in each if trait.removeprefix(NOT) not in stages) for each in sets]
    return sets


def _kept(carried: Traits, thing: str, named: Traits) -> Traits:
    """Traits that hold of what is counted next: a form that is counted as returned isn't one given out."""
    stages = set(THINGS[thing].stages)
    return carried - stages if thing == "ballot" and named & stages else carried

"""The meaning of a number in a clause: the thing it counts, and the traits that narrow it down. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from board.report.text import Number
from board.truth.ledgers import NOT, Traits, settled
from board.truth.vocabulary import Meaning, Topic, traits_of
from board.truth.words import ALL, MOST, REPORT, THINGS, framed, rounds_in, rounds_of

# 从来源看，教职工 26 条、家长 20 条: opinions are distinguished so.
BY_SOURCE = re.compile(
    r"[从按分就以](?:意见|征集|征求|收集|所提|反映)?(?:的)?(?:来源|渠道|途径|提出者|提出人|对象|来路|方面|内容|类别)"
    r"(?:来)?(?:[看分讲说划]|归类|统计|梳理)"
)
# 62 条意见中已反馈 52 条: a number of those just counted.
_AMONG = re.compile(r"其中|[条件项个](?:意见|[^，,\d]{0,4}事项|问题|任务)?[之当]?[中里]")
_WHOLE_OF = re.compile(r"(?:意见|建议|整改事项|事项|问题)?[之当]?[中里]")
# Things that traits alone may tell: 反馈了 52 条, 销号两项.
_UNNAMED = ("opinion", "item", "criticism")
# Of forms, 其中 may be of those counted last or of all.
_ONE_OF = 2
_PAIR = "对"
_IN_ALL = re.compile("[两三四几]次|前后|先后|各次")
_TASKS = {"item", "task"}
_ABSENT = re.compile("没来|没到|因")
_OF_MOST = re.compile(rf"(?:{MOST.pattern})[^，,]*[，,]$")
_WAYS = frozenset({"纸质", "网上"})
_FORMS = frozenset({"份", "张", "票"})
_EVALUATED = re.compile(r"评议|征评|测评|参评|轮")
_OTHER_FORMS = re.compile(r"意见表|问卷|调查|试卷|作业|材料|通知|承诺|提纲|报告|反馈单|[卡信书册》]")
_NONE: Traits = frozenset()
# 列入台账的 30 项.
_ENTRIES = frozenset({"项", "件"})
_ENTERED = re.compile(r"台账(?:上|里|中|内|所)?(?:列|登记|记载|在册|立项|现|共|一共|总共|有|的)*$")
# Things that are counted by the day.
DATED = frozenset({"opinion", "talk", "item", "problem", "decision"})


@dataclass(frozen=True)
class Claim:
    """A number that counts a thing. `traits`: the sets of traits that may be meant, the likeliest first.

    `narrowed`: the traits with the scene set by the clause before (在教职工座谈会上); without a record of exactly these
    there is no finding. `together`: the traits that its own words name, side by side (教职工和家长).
    `carried`: traits side by side that the counts before it name. `is_so`: whether it is true of the records.
    """

    number: Number
    thing: str
    traits: tuple[Traits, ...]
    narrowed: Traits = frozenset()
    together: Traits = frozenset()
    is_so: bool = False
    carried: Traits = frozenset()


Settle = Callable[[Claim], Claim]


@dataclass(frozen=True)
class Context:
    """The preceding clauses: the last claim that names its thing, the last claim, and the scene.

    lost: the things of which what follows isn't on record (it is of another time); hazy: those of which a number
    couldn't be understood, so that what the next ones count isn't clear unless they say it.
    is_clear: whether every word so far was understood. Of the clause right before: topic and words, if it has no
    numbers; named: its meanings, also if it has; is_among: whether it ends like 62 条意见中. earlier: the end of the
    paragraph's sentences before.
    """

    whole: Claim | None = None
    last: Claim | None = None
    scene: tuple[Meaning, ...] = ()
    lost: frozenset[str] = frozenset()
    hazy: frozenset[str] = frozenset()
    is_clear: bool = True
    topic: Topic | None = None
    words: tuple[Meaning, ...] = ()
    named: tuple[Meaning, ...] = ()
    is_among: bool = False
    earlier: str = ""

    @property
    def base(self) -> Topic | None:
        """The topic of a clause that doesn't name its own."""
        claim = self.last or self.whole
        return self.topic or (Topic(claim.thing, claim.traits[0]) if claim else None)


@dataclass(frozen=True)
class Clause:
    """A clause of a sentence with its claims, what came before it, its meanings (None: not all are known), its time."""

    sentence: str
    start: int
    text: str
    before: Context
    meanings: list[Meaning] | None = field(default=None, compare=False)
    claims: tuple[Claim, ...] = ()
    when: Traits = _NONE

    def framed(self, place: int = 0) -> Traits:
        """The round that a place in the clause is about."""
        return framed(self.sentence, self.start + place)


def claim_of(
    number: Number, meanings: Sequence[Meaning], clause: Clause, context: Context, settle: Settle
) -> Claim | None:
    """The claim of a number; where it may count several things, the one of which it is true, or none."""
    own = {name for meaning in meanings for name in meaning.nouns if number.measure in THINGS[name].measures}
    things = _things(number, meanings, own, clause, context)
    claims = [claim for name in things if (claim := _claim(number, name, meanings, own, clause, context))]
    settled_claims = [moved(settle, claim, number, clause) for claim in claims]
    is_sure = len(things) == 1 or (own == _TASKS and len(claims) == len(things))  # neither the tasks nor the items
    return next((claim for claim in settled_claims if claim.is_so), settled_claims[0] if is_sure and claims else None)


def moved(settle: Settle, claim: Claim, number: Number, clause: Clause) -> Claim:
    """A claim with its number at its place in the sentence, settled."""
    moved = replace(number, start=clause.start + number.start, end=clause.start + number.end)
    return settle(replace(claim, number=moved))


def _claim(
    number: Number, name: str, meanings: Sequence[Meaning], own: set[str], clause: Clause, context: Context
) -> Claim | None:
    traits = traits_of(meanings, name)
    if traits is None or name in context.lost or (name in context.hazy and not (own and traits[0])):
        return None
    is_of_topic = own or traits[0] or (context.topic and context.topic.traits)
    if not is_of_topic and _OF_MOST.search(clause.sentence[: clause.start]):
        return None  # 批评最集中的对象是校长，5 条: of whom isn't understood
    here = clause.framed(number.start) | (clause.when if name in DATED else _NONE)
    if name == "opinion":  # what was written on ballots, where their round is named before
        here -= rounds_of(here) - rounds_in(clause.sentence[: clause.start + number.start])
    is_implied = any(name in each.implied for each in meanings)
    is_known = own or traits[1] or is_implied or _is_entry(number, clause)
    if not traits[0] and (THINGS[name].needs_trait or not is_known):
        return _by_the_clause_before(number, name, clause, context, here, is_own=bool(own), is_soft=bool(traits[1]))
    carried = [each for each in (context.whole, context.last) if each and each.number.measure == number.measure]
    is_among = clause.before.is_among or _AMONG.search(clause.text[: number.start]) is not None
    names_other = own and not (name == "ballot" and is_among)
    wholes = [] if names_other else [_without_others(each, traits[0]) for each in carried if each.thing == name]
    wholes += _spoken_of(name, context, names_itself=bool(own or traits[0]))
    scene = traits_of(context.scene, name)
    if not names_other and is_among and (wholes or not is_implied):
        sets = _of_these(name, traits, here, wholes, clause, context)
    else:
        sets = [] if scene is None else _sets(name, traits, here, scene[0], wholes, clause.sentence)
    if not sets or scene is None:
        return None
    narrowed = settled(traits[0] | scene[0]) if scene[0] else frozenset()
    meant = tuple(dict.fromkeys(settled(frozenset(each)) for each in sets))
    if not number.value:  # 整改中 16 项，没有一项未启动: not of those, of which none is anyway
        fewest = min(len(_stages(name, each)) for each in meant)
        meant = tuple(each for each in meant if len(_stages(name, each)) == fewest)
    before = _NONE.union(*(each.together | each.carried for each in carried if each.thing == name))
    return Claim(number, name, meant, narrowed, traits[0] | here, carried=before)


def _stages(thing: str, traits: Traits) -> set[str]:
    return {each.removeprefix(NOT) for each in traits} & set(THINGS[thing].stages)


def _by_the_clause_before(
    number: Number, name: str, clause: Clause, context: Context, here: Traits, *, is_own: bool, is_soft: bool
) -> Claim | None:
    """The claim of a number whose own words don't say which of a thing it counts, by the clause before it."""
    spoken_of = traits_of(context.words, name) if is_own and THINGS[name].needs_trait else None
    if spoken_of and spoken_of[0]:  # 向党员征求意见，听取了 18 人
        return Claim(number, name, (spoken_of[0] | here,), together=spoken_of[0])
    meeting = _of_meeting(context.named or clause.meanings or ()) if name == "came" else ()
    if meeting and not _ABSENT.search(clause.text):
        return Claim(number, name, meeting)
    if name == "heard" and REPORT.search(clause.sentence) and _IN_ALL.search(clause.text[: number.start]):
        return Claim(number, name, (frozenset({"报告"}),))  # 前后三次合计听取 85 人
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
    name: str, traits: tuple[Traits, Traits], here: Traits, wholes: Sequence[Traits], clause: Clause, context: Context
) -> list[Traits]:
    """The sets of traits of a number among those that were counted before: 62 条意见中已反馈 52 条."""
    is_last = clause.before.is_among or name == "ballot"
    last = context.last if is_last and context.last and context.last.thing == name else None
    wholes = [last.traits[0], *wholes] if last else wholes
    several = 1 if clause.before.is_among or name != "ballot" else _ONE_OF
    of = [_kept(whole - rounds_of(whole) | (here or rounds_of(whole)), name, traits[0]) for whole in wholes[:several]]
    return [traits[0] | soft | each for each in of for soft in (_NONE, traits[1])]


def _things(
    number: Number, meanings: Sequence[Meaning], own: set[str], clause: Clause, context: Context
) -> Sequence[str]:
    """The things that a number may count: named with it, implied by a trait, or spoken of before."""
    fitting = [name for name in THINGS if name in own and (len(own) == 1 or traits_of(meanings, name) is not None)]
    if own:
        return ["task"] if {"item", "task"} <= own and re.search("环节|阶段", clause.text) else fitting
    return _unnamed(number, meanings, clause, context)


def _unnamed(number: Number, meanings: Sequence[Meaning], clause: Clause, context: Context) -> Sequence[str]:
    """The things that a number may count whose own words name none."""
    implied = {name for meaning in meanings for name in meaning.implied if number.measure in THINGS[name].measures}
    carried = [each.thing for each in (context.whole, context.last) if each and each.number.measure == number.measure]
    scene = {name for meaning in context.scene for name in meaning.nouns if number.measure in THINGS[name].measures}
    topic = [context.topic.thing] if context.topic and number.measure in THINGS[context.topic.thing].measures else []
    entries = ["item"] if _is_entry(number, clause) else []
    if implied or entries or topic or carried:
        return [*implied, *entries, *topic, *carried][:1]
    if len(scene) == 1:
        return list(scene)
    if BY_SOURCE.search(clause.sentence) and number.measure == "条":
        return ["opinion"]
    if number.measure == _PAIR:
        return ["pair"]
    # 工作作风 3 个 counts problems, if anything: items are counted by 项 and 件.
    counted = [name for name in _UNNAMED if number.measure in THINGS[name].measures and number.measure != "个"]
    is_ballot = number.measure in _FORMS and not _OTHER_FORMS.search(clause.sentence)
    of_group = (traits_of(meanings, "ballot") or (_NONE,))[0] - set(THINGS["ballot"].stages)
    is_ballot = is_ballot and (bool(of_group) or bool(_EVALUATED.search(f"{context.earlier}{clause.sentence}")))
    counted += ["ballot"] if is_ballot else []
    staged = [name for name in counted if _is_narrowed(meanings, name, named_only=not context.is_clear)]
    if not staged and not any(traits_of(meanings, name) is None for name in counted):
        staged = [name for name in counted if _is_narrowed(context.words, name, named_only=True)]
    is_form = number.measure in THINGS["ballot"].measures and bool(clause.framed(number.start))
    return staged or (["ballot"] if is_form else [])


def _is_entry(number: Number, clause: Clause) -> bool:
    """Whether a number is of the entries of the ledger of items: 列入台账的 30 项."""
    return number.measure in _ENTRIES and _ENTERED.search(clause.text[: number.start]) is not None


def _is_narrowed(meanings: Sequence[Meaning], thing: str, *, named_only: bool) -> bool:
    """Whether words name traits of a thing, and nothing that isn't of it: 反馈了 52 条, 网络和电话合计来了 11 条."""
    traits = traits_of(meanings, thing)
    if traits is None:
        return False
    return bool(traits[0] - set(THINGS[thing].stages) if named_only else traits[0] | traits[1])


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

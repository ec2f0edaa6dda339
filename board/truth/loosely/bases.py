"""Reads a share as one of anything that its text counted or named before, asked before it is called wrong. Pure.

收回的表里废票四张，占到 2.2%，六成多是家长交的: of those returned, not of the void ones that stand next to it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product

from board.report.text import Number, counts_in
from board.truth.around import named_traits
from board.truth.clause import Clause
from board.truth.facts import Facts, share_agrees
from board.truth.ledgers import NOT, Traits
from board.truth.loosely.cues import ABOUT, named_of, stages_named
from board.truth.loosely.series import is_anew
from board.truth.vocabulary import Vocabulary, named_in
from board.truth.words import THINGS, plain_words, rounds_in

# A clause that says itself of what its share is, or that it is of what was just counted.
_SAYS_OF_WHAT = re.compile("占[^，,]*的|总数|总量|全部|^其中")
# What may come of those only that came to another stage.
ONLY_OF: Mapping[str, Sequence[str]] = {
    "逾期说明": ("逾期",),
    **dict.fromkeys(("超期完成", "按期完成"), ("完成", "销号")),
    **dict.fromkeys(("采纳", "不采纳"), ("已答复", "报告")),
    **dict.fromkeys(("满意", "基本满意", "不满意"), ("群众评价", "销号")),
}
_IN_THEM = ("中", "里", "内")
_PART, _NEAR, _TWO = re.compile("[，,。；：:、！？]"), 90, 2


def is_of_any_base(share: Number, clause: Clause, known: Sequence[Facts], words: Vocabulary) -> bool:
    """Whether a share is right of anything that its sentence named or counted before, or of all.

    Where the clause doesn't say itself of what it is, also of anything in the sentence before.
    """
    before = clause.sentence[: clause.start]
    last = _last_part(before)
    if _SAYS_OF_WHAT.search(clause.text) or counts_in(f"{clause.text}{last}") or last.endswith(_IN_THEM):
        return False
    nearest = clause.before.earlier.rstrip("。；").rpartition("。")[2][-_NEAR:]
    nearest = "" if is_anew(clause.sentence) else nearest
    for thing, facts in product(sorted(_things(clause)), known):
        own = _named(clause.text, thing, facts, words)
        mine = own or _named(last, thing, facts, words)
        stages = set(THINGS[thing].stages)
        if own and own <= stages and thing != "ballot" and _is_of_first(share, thing, own, nearest, facts):
            return True
        bases = _bases(
            before if own and "其中" not in f"{before}{clause.text}" else f"{nearest}。{before}",
            thing,
            rounds_in(nearest),
            facts,
            words,
        )
        if mine and _is_so(share, thing, mine, bases, facts):
            return True
    return False


def _is_of_first(share: Number, thing: str, own: set[str], nearest: str, facts: Facts) -> bool:
    """Whether a share is that of its own of what the sentence before counts first: 24 项没销的，…。在改的占三分之二."""
    first = next((each for each in counts_in(nearest) if each.measure in THINGS[thing].measures), None)
    if first is None or not first.is_exact or not first.value:
        return False
    counts = facts.counted(thing, [frozenset(own)])
    return any(first.value >= each.value and share_agrees(share, each.value / first.value) for each in counts)


def is_of_sentence_before(share: Number, clause: Clause, known: Sequence[Facts], words: Vocabulary) -> bool:
    """Whether a share is right of the one whom the sentence before names, where its own names and counts nobody."""
    nearest = clause.before.earlier.rstrip("。；").rpartition("。")[2]
    before = clause.sentence[: clause.start]
    for thing, facts in product(sorted(_things(clause)), known):
        members = facts.groups.get("member", ())
        named = [*dict.fromkeys(named_in(nearest, members))]
        if len(named) != 1 or counts_in(before) or any(True for _ in named_in(clause.sentence, members)):
            continue
        own = _named(clause.text, thing, facts, words)
        if own and not own & {*named} and _is_so(share, thing, own, [frozenset(named)], facts):
            return True
    return False


def is_of_natural_base(share: Number, clause: Clause, known: Sequence[Facts], words: Vocabulary) -> bool:
    """Whether a share is that of those counted last among what alone can be so: 写了逾期说明的 3 项，正好一半.

    Or of those that its own clause names: 写了逾期说明的正好一半.
    """
    counted = [each for each in (*clause.claims[-1:], clause.before.last) if each is not None and each.is_so]
    meant = [(each.thing, each.traits[0]) for each in counted]
    meant += [("item", named_traits(words.met(plain_words(clause.text)), "item"))]
    for (thing, traits), facts in product(meant, known):
        for stage in sorted(traits & ONLY_OF.keys()):
            for base in ONLY_OF[stage]:
                pairs = facts.parts(thing, traits | {base}, traits - {stage} | {base})
                if any(share_agrees(share, Fraction(part.value, of.value)) for part, of in pairs):
                    return True
    return False


def _is_so(share: Number, thing: str, mine: set[str], bases: Sequence[Traits], facts: Facts) -> bool:
    own = frozenset(mine)
    return any(
        share_agrees(share, Fraction(part.value, whole.value))
        for base in bases
        if not own <= base
        for part, whole in facts.parts(thing, base | own, base)
    )


def _bases(spoken: str, thing: str, rounds: Traits, facts: Facts, words: Vocabulary) -> list[Traits]:
    """The sets of up to two traits that a text names, with its rounds and others; and none."""
    named = _named(spoken, thing, facts, words) | rounds_in(spoken) | rounds
    return [frozenset(some) for size in range(_TWO + 1) for some in combinations(sorted(named), size)]


def _things(clause: Clause) -> Iterator[str]:
    """The things that were counted or spoken of before a share."""
    before = clause.before
    of = (*clause.claims, before.last, before.whole, before.topic, before.spoken_of)
    named = {thing for each in clause.meanings or () for thing in each.implied}
    yield from named.union(each.thing for each in of if each is not None)


def _named(text: str, thing: str, facts: Facts, words: Vocabulary) -> set[str]:
    """The traits of a thing that a text names, by its words and by what tells among any words."""
    met = {each for part in _PART.split(text) for each in named_traits(words.met(plain_words(part)), thing)}
    if thing in ABOUT:
        met |= {word for _, word in named_of(text, thing, facts)} | {stage for stage, _ in stages_named(text, thing)}
    return {each for each in met if f"{NOT}{each}" not in met}


def _last_part(text: str) -> str:
    return _PART.split(text.rstrip("，,、；"))[-1]

"""Compares who a sentence says came to a meeting with who was excused from it. Pure.

后一场座谈会，校长全程在座: he was excused from this one. Of several meetings of a kind, the one that the sentence
tells by its day, its place or what it was about.
"""

import re
from collections.abc import Iterator, Sequence

from board.report.text import clauses, numeral
from board.truth.facts import Compared, Facts, Happening
from board.truth.ledgers import WHEN, Fact, is_within
from board.truth.singly.alike import pairs_of
from board.truth.singly.days import ANY_DAY, NUMERAL, day_of, kinds_of
from board.truth.words import is_elsewhere, is_of_others

_THERE = (
    r"(?:同志|本人|自己)?(?:[也都还均]|全程|自始至终|始终|一直|从头到尾|亲自|准时|按时){0,3}"
    r"(?:到了?会|到了?场|在[座场]|坐在(?:会场|台下|里[头面])|坐[到了](?:最后|散会|底)|听会|与会"
    r"|(?:出席|参加|列席)了?(?=[，,。；]|$|[^，,。；]{0,10}(?:座谈|会|[那这]一?场)))(?!的|率|人|者|名单)"
)
_LAST = re.compile("[后另下]一[场次回]|第二[场次回]")
_FIRST = re.compile("[前头]一[场次回]|第一[场次回]|首[场次]")
_BARE = re.compile(rf"(?<![月\d一二三四五六七八九十])(?P<day>{NUMERAL})[日号]")
_ALSO = re.compile("两[场次回]|都|均|除|本来|原[本定]|没能|未能|如果|要是|只[有到在参]")
_NEAR = 60


def there(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields who a sentence says was at the meeting that it is about, where he was excused from this meeting.

    earlier: the sentences before it in its paragraph, which may name the kind of meeting.
    """
    missed = [each for each in facts.counts if each.thing == "missed"]
    if not missed or is_of_others(sentence) or is_elsewhere(sentence):
        return
    for start, end in clauses(sentence):
        clause = sentence[start:end]
        for each in missed:
            who = re.escape(min(each.traits - {trait for trait in each.traits if trait.endswith("会")}, key=_is_time))
            match = re.search(rf"(?<![副原老前]){who}{_THERE}", clause)
            if match and not _ALSO.search(clause) and _is_meant(each, sentence, earlier[-_NEAR:], facts):
                yield Compared("figure", match[0], [each], agrees=False)


def _is_time(trait: str) -> bool:
    return trait.startswith(WHEN)


def _is_meant(missed: Fact, sentence: str, earlier: str, facts: Facts) -> bool:
    """Whether a sentence is about the meeting that somebody missed, and about no other of its kind."""
    kinds = {each.kind for each in facts.happenings if each.kind in missed.traits}
    when = next(each for each in missed.traits if each.startswith(WHEN))
    held = (each for each in facts.happenings if each.kind in kinds and "报告" not in each.about)
    mine = [each for _, _, each in sorted((each.day, place, each) for place, each in enumerate(held) if each.day)]
    names = [name for name, kind in kinds_of(facts.happenings).items() if kind in kinds]
    if not any(name.removesuffix("会") in f"{earlier}{sentence}" for name in names):
        return False
    named = list(_named(sentence, mine, facts))
    return bool(named) and all(each.day and is_within(each.day, when) for each in named)


def _named(sentence: str, mine: Sequence[Happening], facts: Facts) -> Iterator[Happening]:
    """The meetings of a kind that a sentence tells by their day, or else by their place or what they were about."""
    days = [day_of(match, facts.day) for match in ANY_DAY.finditer(sentence)]
    bare = {numeral(match["day"]) for match in _BARE.finditer(sentence)}
    then = [each for each in mine if each.day in days or (each.day and each.day.day in bare)]
    if then or days or bare:
        yield from then
        return
    pairs = pairs_of(sentence)
    for place, each in enumerate(mine):
        others = frozenset[str]().union(*(pairs_of(other.about) for other in mine if other is not each))
        is_last = place == len(mine) - 1 and place > 0 and _LAST.search(sentence)
        is_first = place == 0 and len(mine) > 1 and _FIRST.search(sentence)
        if len(mine) == 1 or is_last or is_first or pairs & (pairs_of(each.about) - others):
            yield each

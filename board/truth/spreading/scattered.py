"""Compares over how many of a side a sentence says that what it just counted is spread with the records. Pure.

逾期 6 项，分属 4 位责任人; 涉及 3 个科室.
"""

import re
from collections.abc import Iterator, Sequence

from board.report.text import numeral
from board.truth.clause import Clause
from board.truth.facts import Compared, Facts
from board.truth.ledgers import Fact

_NUMBER = r"\d+|[一二两三四五六七八九十]+"
# How a side is called → its words in `Facts.groups`, any of which may be meant.
_SIDES = (
    ("责任人", ("owner",)),
    ("牵头人|负责人", ("owner", "member")),
    ("牵头领导|班子成员|校领导|分管领导|成员|领导", ("member",)),
    ("责任科室|责任部门|科室|部门|处室", ("department",)),
    ("渠道|途径", ("channel",)),
    ("方面", ("aspect",)),
)
_OVER = re.compile(
    rf"(?:都在|均在|全在|分属|同属|同归|分别归|分别属于|分布[在于]|集中[在于]|分散[在于]|涉及|落[在到]|分[在到]|归)了?(?P<number>{_NUMBER})[位个名家]?"
    rf"(?P<side>{'|'.join(words for words, _ in _SIDES)})"
)


# 逾期 6 项，都压在总务主任一人名下.
_ALL_ON = re.compile(
    r"(?:全部?|[都均皆])(?:由|归|[压落集记]?[中]?在)(?P<who>[^，,。；的]{2,8}?)(?:一个?人)?(?:的?名下|头上|身上|手[里上]|肩上|负责|牵头|承办|承担)"
)
# Things that somebody leads or does.
_LED = frozenset({"item", "task"})


def all_on_one(clause: Clause, known: Sequence[Facts]) -> Iterator[Compared]:
    """Yields who alone a clause says has all of what was counted last, where others have some of it."""
    match = _ALL_ON.search(clause.text)
    before = [each for each in clause.claims if match and each.number.end <= clause.start + match.start()]
    last = before[-1] if before else clause.before.last
    if match is None or last is None or not last.is_so or last.thing not in _LED:
        return
    for facts in known:
        words = [each for kind in ("owner", "member", "department") for each in facts.groups.get(kind, ())]
        if match["who"] in words:
            base = last.traits[0]
            pairs = list(facts.parts(last.thing, base | {match["who"]}, base))
            if pairs:
                yield Compared("figure", match[0], [pairs[0][0]], any(part.value == of.value for part, of in pairs))


def scattered(clause: Clause, known: Sequence[Facts]) -> Iterator[Compared]:
    """Yields over how many of a side a clause says that what was counted last is spread."""
    match = _OVER.search(clause.text)
    before = [each for each in clause.claims if match and each.number.end <= clause.start + match.start()]
    last = before[-1] if before else clause.before.last
    if match is None or last is None or not last.is_so or "每" in clause.text[: match.start()]:
        return
    kinds = next(kinds for words, kinds in _SIDES if re.fullmatch(words, match["side"]))
    number = numeral(match["number"])
    counted = [last, *clause.claims[: len(before)], clause.before.whole]  # 逾期 6 项，其中 4 项…，分属 6 位责任人
    bases = dict.fromkeys((each.thing, each.traits[0]) for each in counted if each and each.is_so)
    records = [
        record
        for facts in known
        for thing, traits in bases
        for kind in kinds
        for record in _spread(thing, traits, kind, facts)
    ]
    if records:
        mark = f"{match['number']}{clause.text[match.end('number') : match.end()]}"
        yield Compared("figure", mark, records, any(each.value == number for each in records))


def _spread(thing: str, traits: frozenset[str], kind: str, facts: Facts) -> Iterator[Fact]:
    """How many of the words of a kind have any of the records with these traits."""
    words = facts.groups.get(kind, ())
    if not any(set(words) == set(side) for side in facts.sides_of(thing)) or traits & set(words):
        return
    for place in range(len(facts.counted(thing, [traits]))):
        each = [facts.counted(thing, [traits | {word}]) for word in words]
        if all(len(mine) > place for mine in each):
            whole = facts.counted(thing, [traits])[place]
            yield Fact(
                thing, traits, sum(mine[place].value > 0 for mine in each), f"{whole.label}分属的数是", whole.link
            )

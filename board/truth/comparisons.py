"""Compares what a sentence says is most or least, or more or less than something else, with the records. Pure.

意见最多的是教职工; 优良率最低的是原因分析; 总务处 9 项，比德育处多 3 项; 与第一轮相比，回收率提高 2 个百分点.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from board.report.text import Number, counts_in, shares_in
from board.truth.facts import Compared, Fact, Facts, Rate, agrees
from board.truth.meant import Clause
from board.truth.rates import RATE
from board.truth.vocabulary import Topic, Vocabulary, topic_of, traits_of, without_figures
from board.truth.words import MOST, RATES, ROUND, round_of, rounds_of

On = Callable[[date], Facts | None]

_OF_CRITERIA = re.compile(r"评价|评分|评得|得分")
_MORE = "多高增提上"
_WAY = r"(?P<way>多|少|高|低|增加|增长|减少|提高|提升|上升|下降|降低)"
_THAN = re.compile(rf"比(?P<other>[^，,；比]{{1,16}}?)(?:还要?|更|又|都|则|稍|略)*{_WAY}(?P<rest>[^，,；]*)")
_WITH = re.compile(
    rf"[与和跟同较](?P<other>[^，,；、]{{1,12}}?)(?:相比|比较|比起来|相较)[，,]?(?P<mine>[^，,；]*?)(?:只|仅)?{_WAY}(?P<rest>[^，,；]*)"
)
_ABOVE = re.compile(r"(?P<way>多|少|高|低)于(?P<other>[^，,；\d]{2,16})(?P<rest>)")
# Two rounded percentages give their difference in points to about this.
_ROUNDED = 0.11
_POINTS = re.compile(r"^\s*个?百分点")
_DAY = re.compile(r"^(?:(\d{1,2})月(\d{1,2})[日号]|(一周|上周|七天)前?)$")


def compare(sentence: str, clauses: Sequence[Clause], facts: Facts, on: On, words: Vocabulary) -> Iterator[Compared]:
    """Yields what a sentence says is more or less than something else, or by how much."""
    match = _WITH.search(sentence) or _THAN.search(sentence) or _ABOVE.search(sentence)
    if match is None:
        return
    before = f"{sentence[: match.start()]}，{match.groupdict().get('mine') or ''}"
    day = _day_of(match["other"], facts.day)
    then = on(day) if day else facts
    rate = RATE.search(sentence)
    mine = _rated(before, words, RATES[rate[0]][1]) if rate else _counted(before, match, clauses, words)
    if mine is None or then is None:
        return
    other = mine if day else _other(match["other"], mine, facts, words)
    if other is None or (other == mine and not day):
        return
    ones, others = (_values(each, rate, of) for each, of in ((mine, facts), (other, then)))
    pairs = list(zip(ones, others, strict=False))
    if pairs:
        stated = _stated(match["rest"], is_rate=rate is not None)
        is_so = any(_is_so(one, two, match["way"], stated) for one, two in pairs)
        yield Compared("rate" if rate else "figure", match[0].strip("，。"), [*pairs[0]], is_so)


def _day_of(text: str, today: date) -> date | None:
    match = _DAY.match(text.strip())
    if match is None:
        return None
    return today - timedelta(days=7) if match[3] else date(today.year, int(match[1]), int(match[2]))


def _rated(text: str, words: Vocabulary, thing: str) -> Topic | None:
    meanings = words.understand(without_figures(text))
    traits = traits_of(meanings, thing) if meanings is not None else None
    rounds = frozenset(round_of(match) for match in ROUND.finditer(text))
    return Topic(thing, traits[0] | rounds) if traits is not None else None


def _counted(text: str, match: re.Match[str], clauses: Sequence[Clause], words: Vocabulary) -> Topic | None:
    """The thing compared: counted right before, or spoken of."""
    claims = [claim for clause in clauses for claim in clause.claims if claim.number.end <= match.start()]
    if claims and match["way"] in "多少":
        return Topic(claims[-1].thing, claims[-1].traits[0])
    spoken = (words.understand(without_figures(each)) for each in (text, f"{text}，{match['rest']}"))
    topic = next((topic for each in spoken if (topic := topic_of(each, None))), None)
    rounds = frozenset(round_of(each) for each in ROUND.finditer(text))
    return replace(topic, traits=topic.traits | rounds) if topic else None


def _other(text: str, mine: Topic, facts: Facts, words: Vocabulary) -> Topic | None:
    """The thing it is compared with: the same but for what is named (比德育处多三项, 比第一轮高)."""
    named: set[str] = {round_of(match) for match in ROUND.finditer(text)}
    sides = [*facts.sides_of(mine.thing), *facts.sides]
    literal = {trait for side in sides for trait in side if trait in text}
    meanings = words.understand(without_figures(text))
    traits = traits_of(meanings, mine.thing) if meanings is not None else None
    named |= literal or (traits[0] if traits else frozenset())
    dropped = {trait for side in sides if named & set(side) for trait in side}
    return Topic(mine.thing, mine.traits - dropped | named) if named else None


def _values(topic: Topic, rate: re.Match[str] | None, facts: Facts) -> Sequence[Fact | Rate]:
    if rate:
        return facts.rated(RATES[rate[0]][0], topic.traits)
    return facts.counted(topic.thing, [topic.traits], topic.traits)[:1]


def _stated(text: str, *, is_rate: bool) -> Number | None:
    """By how much, where the text says so: 3 项, 2 个百分点."""
    if shares_in(text):
        return None
    counts = counts_in(text)
    stated = [each for each in counts if not is_rate or _POINTS.match(text[each.end - 1 :])]
    return replace(stated[0], bound="exact" if stated[0].bound == "loose" else stated[0].bound) if stated else None


def _is_so(one: Fact | Rate, other: Fact | Rate, way: str, stated: Number | None) -> bool:
    more = _size(one) - _size(other)
    if (more > 0) != (way[0] in _MORE) or not more:
        return False
    if stated is None:
        return True
    if isinstance(one, Fact):
        return agrees(stated, abs(int(more)))
    points = abs(more) * 100
    exact = abs(points - float(stated.value)) < _ROUNDED or stated.value == round(points)
    close = abs(points - float(stated.value)) <= 1
    return {"exact": exact, "most": points <= stated.value}.get(stated.bound, close)


def most(clause: Clause, known: Sequence[Facts]) -> Iterator[Compared]:
    """The most or least that a clause names, if it names one of a kind."""
    match = MOST.search(clause.text)
    if match is None or clause.meanings is None or clause.claims:
        return
    is_most = not (match["least"] or match["last"])
    rate = RATE.search(clause.text)
    kind = "rate" if rate or _OF_CRITERIA.search(clause.text) else "figure"
    pairs: list[tuple[Fact | Rate, Fact | Rate]] = []
    if kind == "rate":
        pairs += _most_rated(clause, RATES[rate[0] if rate else "优良率"], known, is_most)
    else:
        pairs += _most_counted(clause, known, is_most)
    if pairs:
        records = [each for pair in pairs for each in pair]
        yield Compared(kind, match[0], records, any(_size(best) == _size(mine) for best, mine in pairs))


def _size(record: Fact | Rate) -> float:
    return record.value if isinstance(record, Fact) else float(record.share)


def _most_counted(clause: Clause, known: Sequence[Facts], is_most: bool) -> Iterator[tuple[Fact, Fact]]:
    """Of each day, the most or least on record, and what the clause says is it."""
    topic, before = topic_of(clause.meanings, clause.before.base), clause.before.topic
    topic = topic or _named_alone(clause, known[0])
    if topic and before and not topic.traits and topic.thing == before.thing:
        topic = before
    base = clause.before.base
    own = topic.traits - base.traits if topic and base and base.thing == topic.thing else frozenset()
    for facts in known if topic else ():
        for side in facts.sides_of(topic.thing) if topic else ():
            if own and not own & set(side):
                continue
            named = topic.traits & set(side) if topic else frozenset()
            rest = topic.traits - named if topic else frozenset()
            if topic and len(named) == 1:
                rivals = [fact for trait in side for fact in facts.counted(topic.thing, [rest | {trait}])[:1]]
                mine = next((fact for fact in rivals if named <= fact.traits), None)
                counted = [fact for fact in rivals if is_most or fact.value]
                if mine and counted:
                    yield (max if is_most else min)(counted, key=_size), mine


def _named_alone(clause: Clause, facts: Facts) -> Topic | None:
    """The topic of a clause that has only a name in it: (个人收到的意见，)教学副校长最多."""
    base, name = clause.before.base, MOST.sub("", clause.text).strip("的是为数，。；、 ")
    is_trait = base is not None and any(name in side for side in facts.sides_of(base.thing))
    return Topic(base.thing, frozenset({name}) | base.traits) if base and is_trait else None


def _most_rated(
    clause: Clause, rate: tuple[str, str], known: Sequence[Facts], is_most: bool
) -> Iterator[tuple[Rate, Rate]]:
    name, thing = rate
    traits = traits_of(clause.meanings or (), thing)
    for facts in known if traits else ():
        for side in facts.sides:
            named = traits[0] & set(side) if traits else frozenset()
            for mine in facts.rated(name, named | clause.framed()) if len(named) == 1 else ():
                frame = rounds_of(mine.traits)
                rivals = [each for trait in side for each in facts.rated(name, frame | {trait})]
                yield (max if is_most else min)(rivals, key=_size), mine

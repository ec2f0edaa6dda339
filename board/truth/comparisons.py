"""Compares what a sentence says is more or less than something else, or done by all, with the records. Pure.

总务处 9 项，比德育处多 3 项; 与第一轮相比，回收率提高 2 个百分点; 五位成员和六个年级都谈了.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from board.report.text import Number, counts_in, numeral, shares_in
from board.truth.as_of import On
from board.truth.clause import Clause
from board.truth.facts import Compared, Facts, Rate, agrees, size_of
from board.truth.ledgers import NOT, Fact
from board.truth.rates import RATE
from board.truth.vocabulary import Topic, Vocabulary, named_in, topic_of, traits_of
from board.truth.words import RATES, ROUND, THINGS, round_of, rounds_in, rounds_of, without_figures

_MORE = "多高增提上"
_WAY = r"(?P<way>多|少|高|低|增加|增长|减少|提高|提升|上升|下降|降低)"
_THAN = re.compile(rf"比(?P<other>[^，,；比]{{1,16}}?)(?:还要?|更|又|都|则|稍|略)*{_WAY}(?P<rest>[^，,；]*)")
_WITH = re.compile(
    rf"[与和跟同较](?P<other>[^，,；、]{{1,12}}?)(?:相比|比较|比起来|相较)[，,]?(?P<mine>[^，,；]*?)(?:只|仅)?{_WAY}(?P<rest>[^，,；]*)"
)
_ABOVE = re.compile(r"(?P<way>多|少|高|低)于(?P<other>[^，,；\d]{2,16})(?P<rest>)")
# So many times as many: 是意见箱的两倍多, 比第一轮翻了一番.
_TIMES = re.compile(
    r"(?:[是为]|相当于|达到?)(?P<other>[^，,；是为]{2,16}?)的(?P<times>\d+|[两二三四五六七八九十])倍(?P<over>多|以上)?"
    r"|比(?P<than>[^，,；比]{1,16}?)(?:足足|整整|几乎|将近|差不多)?(?:翻了?一?番|[多增]加?了?(?:一|1)倍)"
    r"|[与和跟同较](?P<with>[^，,；、]{1,12}?)(?:相比|比较|相较)[，,]?(?P<mine>[^，,；]*?)翻了?一?番"
)
# 甲、乙各有 14 条，少于丙: each of them, not both.
_EACH_OF = re.compile("各(?:自|有|为|占|得|收)|[都均](?:是|为|有|占)(?=[\\d一二两三四五六七八九十])")
# 比并列第二的制度机制、方法举措多 5 条: than either.
_THAN_EACH = re.compile("并列|各自")
_ACTS = {"发": "发出", "收": "收回", "回": "收回"}
_TWO_ROUNDS = re.compile("两轮(?:相比|比较|对比|对照)")
_STANDARDISED = re.compile("折算|构成[^，,]*(?:计算|换算|看)|标准化|调整后")
_CLOSE = 0.15
# 低一点九个百分点: see `loosely.points`.
_WITH_TENTHS = re.compile("[一二三四五六七八九十]点[一二三四五六七八九]")
# Two rounded percentages give their difference in points to about this.
_ROUNDED = 0.11
_OF_EXTREME = re.compile("最[弱低差强高好]|垫底")
_IN_POINTS = re.compile("百分点")
_POINTS = re.compile(r"^\s*个?百分点")
_DAY = re.compile(r"^(?:(\d{1,2})月(\d{1,2})[日号]|(一周|上周|七天)前?)$")


def compare(sentence: str, clauses: Sequence[Clause], facts: Facts, on: On, words: Vocabulary) -> Iterator[Compared]:
    """Yields what a sentence says is more or less than something else, or by how much."""
    yield from _times(sentence, clauses, facts, words)
    if _STANDARDISED.search(sentence):
        return
    named = _TWO_ROUNDS.search(sentence)
    sentence = _TWO_ROUNDS.sub("与第一轮相比", sentence)
    match = _WITH.search(sentence) or _THAN.search(sentence) or _ABOVE.search(sentence)
    if match is None or _EACH_OF.search(sentence[: match.start()]) or _THAN_EACH.search(match["other"]):
        return
    before = f"{sentence[: match.start()]}，{match.groupdict().get('mine') or ''}"
    day = _day_of(match["other"], facts.day)
    then = on(day) if day else facts
    rate = RATE.search(sentence)
    mine = _rated(before, words, RATES[rate[0]][1]) if rate else _counted(before, match, clauses, words)
    mine = mine if rate or mine is None else _of_named(mine, re.split("[，,；]", sentence[: match.start()])[-1], facts)
    mine = _of_act(mine, match["rest"]) if mine else None
    if mine is None or then is None:
        return
    if rate and _OF_EXTREME.search(before) and not mine.traits - rounds_of(mine.traits):
        return  # 最弱的一项，优良率 64.1%，比…低: of which isn't named
    other = mine if day else _other(match["other"], mine, facts, words)
    if other is None or (other == mine and not day):
        return
    pairs = _pairs(mine, other, rate, facts, then)
    if day and not rate:  # 已谈 43 对，占应谈 45 对的九成五以上，比 11 月 24 日多 9 对
        topics = [claim.topic for clause in clauses for claim in clause.claims if claim.number.end <= match.start()]
        topics += [replace(mine, traits=frozenset({stage})) for stage in THINGS[mine.thing].stages]
        pairs += [pair for topic in topics for pair in _pairs(topic, topic, rate, facts, then)]
    if pairs and (rate or not _IN_POINTS.search(match["rest"])):  # shares of something: see `within.sums`
        stated = _stated(match["rest"], is_rate=rate is not None)
        is_so = any(_is_so(one, two, match["way"], stated) for one, two in pairs)
        mark = match[0].replace("与第一轮相比", named[0]) if named else match[0]
        yield Compared("rate" if rate else "figure", mark.strip("，。"), [*pairs[0]], is_so)


def _pairs(
    mine: Topic, other: Topic, rate: re.Match[str] | None, facts: Facts, then: Facts
) -> list[tuple[Fact | Rate, Fact | Rate]]:
    """The figures that are compared: of two topics, or of one on two days; each of the other's round, or of neither."""
    ones, others = (_values(each, rate, of) for each, of in ((mine, facts), (other, then)))
    if not rounds_of(mine.traits):  # of another round than that which it is compared with
        ones = [each for each in ones if not rounds_of(each.traits) & rounds_of(other.traits)] or ones
    return list(zip(ones, others, strict=False))


def _times(sentence: str, clauses: Sequence[Clause], facts: Facts, words: Vocabulary) -> Iterator[Compared]:
    match = _TIMES.search(sentence)
    if match is None or RATE.search(sentence):
        return
    mine = _counted(f"{sentence[: match.start()]}，{match['mine'] or ''}", match, clauses, words)
    other = _other(match["other"] or match["than"] or match["with"], mine, facts, words) if mine else None
    if mine is None or other is None or other == mine:
        return
    pairs = list(zip(*(_values(each, None, facts) for each in (mine, other)), strict=False))
    times = numeral(match["times"] or "2") or 2
    ratios = [size_of(one) / size_of(two) for one, two in pairs if size_of(two)]
    if ratios:
        far = 1 if match["over"] else _CLOSE * times
        is_so = any(times * (1 - (_CLOSE if not match["over"] else 0)) <= each < times + far for each in ratios)
        yield Compared("figure", match[0], [*pairs[0]], is_so)


def _day_of(text: str, today: date) -> date | None:
    match = _DAY.match(text.strip())
    if match is None:
        return None
    return today - timedelta(days=7) if match[3] else date(today.year, int(match[1]), int(match[2]))


def _rated(text: str, words: Vocabulary, thing: str) -> Topic | None:
    meanings = words.understand(without_figures(text))
    traits = traits_of(meanings, thing) if meanings is not None else None
    rounds = rounds_in(text)
    return Topic(thing, traits[0] | rounds) if traits is not None else None


def _counted(text: str, match: re.Match[str], clauses: Sequence[Clause], words: Vocabulary) -> Topic | None:
    """The thing compared: counted right before, or spoken of."""
    claims = [claim for clause in clauses for claim in clause.claims if claim.number.end <= match.start()]
    if claims and not claims[-1].is_so:
        return None  # 建议收到 21 条，比第一轮的 18 条多 3 条: of others than it was taken for
    if claims and match.groupdict().get("way", "多") in "多少":
        # 共 39 条，第二轮比第一轮多 3 条
        since = frozenset(list(map(round_of, ROUND.finditer(text, claims[-1].number.end)))[-1:]) - {""}
        return Topic(
            claims[-1].thing, claims[-1].traits[0] - (rounds_of(claims[-1].traits[0]) if since else set()) | since
        )
    spoken = (
        words.understand(without_figures(each)) for each in (text, f"{text}，{match.groupdict().get('rest', '')}")
    )
    topic = next((topic for each in spoken if (topic := topic_of(each, None))), None)
    rounds = rounds_in(text)
    return replace(topic, traits=topic.traits | rounds) if topic else None


def _of_named(mine: Topic, named: str, facts: Facts) -> Topic:
    """A topic of the one that is named right before, not of another of its side: 限期整改比立行立改多."""
    for side in facts.sides_of(mine.thing):
        words = list(dict.fromkeys(named_in(named, side)))
        if len(words) == 1 and mine.traits & set(side):
            return replace(mine, traits=mine.traits.difference(side) | {words[0]})
    return mine


def _of_act(mine: Topic, rest: str) -> Topic:
    """A topic at the stage that its verb names: 比第一轮多发 4 张."""
    stages = THINGS[mine.thing].stages
    act = next((stage for verb, stage in _ACTS.items() if rest.startswith(verb) and stage in stages), "")
    return replace(mine, traits=mine.traits.difference(stages) | {act}) if act else mine


def _other(text: str, mine: Topic, facts: Facts, words: Vocabulary) -> Topic | None:
    """The thing it is compared with: the same but for what is named (比德育处多三项, 比第一轮高)."""
    named: set[str] = {*rounds_in(text)}
    sides = [*facts.sides_of(mine.thing), *facts.sides]
    called = facts.words.get("ballot", {}) if mine.thing == "ballot" else {}
    literal = {trait for side in sides for trait in named_in(text, side, called)}
    meanings = words.understand(without_figures(text))
    traits = traits_of(meanings, mine.thing) if meanings is not None else None
    named |= literal or (traits[0] if traits else frozenset())
    stages = set(THINGS[mine.thing].stages)
    if {each.removeprefix(NOT) for each in named} & stages:  # 整改中的比未启动的多
        mine = replace(mine, traits=frozenset(each for each in mine.traits if each.removeprefix(NOT) not in stages))
    dropped = {trait for side in sides if named & set(side) for trait in side}
    return Topic(mine.thing, mine.traits - dropped | named) if named else None


def _values(topic: Topic, rate: re.Match[str] | None, facts: Facts) -> Sequence[Fact | Rate]:
    if rate:
        return facts.rated(RATES[rate[0]][0], topic.traits)
    counts = facts.counted(topic.thing, [topic.traits], topic.traits)
    return [each for each in counts if rounds_of(each.traits) == rounds_of(topic.traits)][:1] or counts[:1]


def _stated(text: str, *, is_rate: bool) -> Number | None:
    """By how much, where the text says so: 3 项, 2 个百分点."""
    if shares_in(text) or _WITH_TENTHS.search(text):
        return None
    counts = counts_in(text)
    stated = [each for each in counts if not is_rate or _POINTS.match(text[each.end - 1 :])]
    return replace(stated[0], bound="exact" if stated[0].bound == "loose" else stated[0].bound) if stated else None


def _is_so(one: Fact | Rate, other: Fact | Rate, way: str, stated: Number | None) -> bool:
    more = size_of(one) - size_of(other)
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

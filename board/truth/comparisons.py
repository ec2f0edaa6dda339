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
from board.truth.ledgers import NOT, Fact, Traits
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
_TWO_ROUNDS = re.compile("两轮(?:相比|比较|对比|对照)")
_STANDARDISED = re.compile("折算|构成[^，,]*(?:计算|换算|看)|标准化|调整后")
_CLOSE = 0.15
# Two rounded percentages give their difference in points to about this.
_ROUNDED = 0.11
_POINTS = re.compile(r"^\s*个?百分点")
_DAY = re.compile(r"^(?:(\d{1,2})月(\d{1,2})[日号]|(一周|上周|七天)前?)$")
# With whom members talk, and that they did with all of them.
_PARTNERS = {"年级": r"年级", "普通教师": r"普通教师", "成员之间": r"彼此|相互|互相|两两|之间"}
_WHOLLY = re.compile(r"应谈尽谈|悉数|全数|一律|都|均|全|无一|一遍|个遍|逐一|挨个|一个不[落漏少]|[一每]个")
# At most one member, with one kind of partners.
_ONE_AND_ALL = 2
_ALL_TALKED = re.compile(
    "(?:班子成员|校领导|成员)(?:之间)?(?:均|都|已经?|全部?)+谈(?:完|毕|遍|妥|到位)了?"
    "|应谈尽谈|谈心(?:谈话)?(?:活动|任务|计划)?(?:均|都|已经?|全部?|悉数)+(?:完成|谈完|结束|做完|进行完)"
)
_THE_OTHERS = re.compile("其余|其[他它]|余下|剩下|另外?")
# 应谈 45 对，现已全部谈到.
_TO_TALK = re.compile(r"要求谈|[须需]谈|应谈|应开展谈心|应当谈|该谈")
_SO_MANY_PAIRS = re.compile(r"(\d+|[一二三四五六七八九十]+)对(?:[^对]*)$")
_PAIRS = re.compile(r"(\d+)对")
_ALL_OF_THEM = re.compile(
    "一对[也都]?(?:不|没有?|未)[落漏少拉差缺]下?|没有一对(?:被)?[落漏少拉差缺]|无一(?:落下|遗漏|例外)|(?:全部|均已?|都已?|一对不[落漏少])[^，,。]{0,4}谈(?:到|完|毕|成|妥|遍)"
)
NOT_TALKED = re.compile(
    "(?:没有?|还没有?|尚未|未)(?:[与和同跟][^，,。]{3,16})?(?:落实|谈到|谈过|谈成|谈心|谈话|谈)(?:的|[，,。]|$)|(?:尚未|没有|未)(?:开展|进行|完成)的谈心|谈心(?:谈话)?(?:还|尚)?(?:没有|未)(?:进行|开展|完成)|(?:剩下|余下|[还尚仍]?[缺差欠])的?了?[一二两三\\d]+对"
)
# 应谈 45 对，谈成 43 对。所差的，都在后勤副校长名下.
_LEFT_OUT = re.compile("没有?把[^，,。]{2,8}谈(?:全|完|遍)的|(?:所|还)?[差缺欠]的(?:这?[两二2]对)?(?=[，,都全]|$)")
_NEAR = 60
_GRADES_LEFT = re.compile(r"[有差缺剩](?:着|下)?(\d+|[一二两三四五六])个年级(?:组)?(?:没有?|未|还没)谈")
_ONE_GRADE = re.compile(r"[一二三四五六]年级")


def compare(sentence: str, clauses: Sequence[Clause], facts: Facts, on: On, words: Vocabulary) -> Iterator[Compared]:
    """Yields what a sentence says is more or less than something else, or by how much."""
    yield from _times(sentence, clauses, facts, words)
    if _STANDARDISED.search(sentence):
        return
    named = _TWO_ROUNDS.search(sentence)
    sentence = _TWO_ROUNDS.sub("与第一轮相比", sentence)
    match = _WITH.search(sentence) or _THAN.search(sentence) or _ABOVE.search(sentence)
    if match is None or _EACH_OF.search(sentence[: match.start()]):
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
    pairs = _pairs(mine, other, rate, facts, then)
    if day and not rate:  # 已谈 43 对，占应谈 45 对的九成五以上，比 11 月 24 日多 9 对
        topics = [claim.topic for clause in clauses for claim in clause.claims if claim.number.end <= match.start()]
        topics += [replace(mine, traits=frozenset({stage})) for stage in THINGS[mine.thing].stages]
        pairs += [pair for topic in topics for pair in _pairs(topic, topic, rate, facts, then)]
    if pairs:
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
    if shares_in(text):
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


def talked_to(clause: Clause, known: Sequence[Facts]) -> Iterator[Compared]:
    """五位班子成员把六个年级都谈了一遍: whether every pair that has to talk did."""
    yield from _not_talked(clause, known)
    yield from _grades_left(clause, known)
    text, kind = (
        clause.text,
        next((kind for kind, pattern in _PARTNERS.items() if re.search(pattern, clause.text)), None),
    )
    match = _WHOLLY.search(text)
    done = _ALL_TALKED.search(text)
    # 余下的都是同各年级谈的: of the rest.
    is_of_rest = any(found and _THE_OTHERS.search(text[: found.start()]) for found in (match, done))
    if is_of_rest or _is_of_some_pairs(text, known) or NOT_TALKED.search(clause.sentence[: clause.start + len(text)]):
        return  # 尚未谈到的 2 对，都是后勤副校长的: of these
    every = _ALL_OF_THEM.search(text)
    so_many = _SO_MANY_PAIRS.search(clause.sentence[: clause.start + (every.start() if every else 0)])
    if so_many and every and _TO_TALK.search(clause.sentence):
        yield from _of_those_counted(clause, known)
        return
    if kind is None and match is not None and done:
        yield from _of_pairs(known, frozenset(), done[0])
        return
    if kind is None or match is None or _ONE_GRADE.search(text) or "谈" not in text:
        return
    if any(each.start > match.start() and not text[each.end :].startswith("年级") for each in counts_in(text)):
        return
    whole = frozenset({*named_in(clause.sentence[: clause.start + len(text)], known[0].groups.get("member", ())), kind})
    if len(whole) > _ONE_AND_ALL or re.search(r"[没未](?!有?一|有例外)|尚|还[有差]|除", text):
        return
    yield from _of_pairs(known, whole, match[0])


def _is_of_some_pairs(text: str, known: Sequence[Facts]) -> bool:
    """Whether a clause says of how many pairs it speaks, and there are more: 11 对应谈的全部谈到."""
    pairs = _PAIRS.search(text)
    return pairs is not None and all(fact.value != int(pairs[1]) for fact in known[0].counted("pair", [frozenset()]))


def _of_those_counted(clause: Clause, known: Sequence[Facts]) -> Iterator[Compared]:
    """应谈 45 对，现已全部谈到: whether all pairs of the kinds that are so many talked."""
    match = _ALL_OF_THEM.search(clause.text)
    to_talk = _SO_MANY_PAIRS.search(clause.sentence[: clause.start + (match.start() if match else 0)])
    if match is None or to_talk is None or any(named_in(clause.text, known[0].groups.get("member", ()))):
        return
    number = numeral(to_talk[1])
    for kinds in (frozenset[str](), *(frozenset({kind}) for kind in _PARTNERS)):
        if any(fact.value == number for fact in known[0].counted("pair", [kinds])):
            yield from _of_pairs(known, kinds, match[0])
            return


def _grades_left(clause: Clause, known: Sequence[Facts]) -> Iterator[Compared]:
    """后勤副校长还有 2 个年级没有谈到: how many grades a member has not talked with."""
    match = _GRADES_LEFT.search(clause.text)
    named = list(dict.fromkeys(named_in(clause.text, known[0].groups.get("member", ())))) if match else []
    if match is None or len(named) != 1:
        return
    number = numeral(match[1])
    left = [fact for facts in known for fact in facts.counted("pair", [frozenset({named[0], "年级", f"{NOT}谈过"})])]
    if left:
        yield Compared("figure", match[0], left, any(each.value == number for each in left))


def _not_talked(clause: Clause, known: Sequence[Facts]) -> Iterator[Compared]:
    """没有谈到的年级，都在后勤副校长名下: whether the member, and the partners, that are named have not talked."""
    match = NOT_TALKED.search(clause.text)
    if match is None and "谈" in f"{clause.before.earlier[-_NEAR:]}{clause.text}":
        match = _LEFT_OUT.match(clause.text)
    rest = re.split("[。；]", f"{clause.text}{clause.sentence[clause.start + len(clause.text) :]}")[0] if match else ""
    named, partners = (
        list(dict.fromkeys(named_in(rest, known[0].groups.get(kind, ())))) for kind in ("member", "partner")
    )
    if match and not named:  # 进度最慢的是德育副校长，还没有和五年级谈
        before = re.split("[，,。；]", clause.sentence[: clause.start].rstrip("，,"))[-1]
        named = list(dict.fromkeys(named_in(before, known[0].groups.get("member", ()))))
    if match is None or len(named) != 1 or re.search("除|应谈", rest[match.end() :]):
        return
    asked = [frozenset({named[0], each, f"{NOT}谈过"}) for each in partners] or [frozenset({named[0], f"{NOT}谈过"})]
    left = [[fact for traits in asked for fact in facts.counted("pair", [traits])] for facts in known]
    if any(left):
        is_so = any(each and all(fact.value for fact in each) for each in left)
        yield Compared("figure", match[0], next(each for each in left if each), is_so)


def _of_pairs(known: Sequence[Facts], whole: Traits, mark: str) -> Iterator[Compared]:
    """That all pairs with these traits talked, with how many did."""
    pairs = [pair for facts in known for pair in facts.parts("pair", whole | {"谈过"}, whole)]
    rates = [Rate("", one.traits, one.value, of.value, f"{of.label}里谈过的", one.link) for one, of in pairs]
    if rates:
        yield Compared("rate", mark, rates, any(each.part == each.base for each in rates))

"""Compares what a sentence says of how a count or a rate spreads over what reports set side by side. Pure.

提得最多的是教职工; 德育处排第二; 每位班子成员至少听到 3 条批评; 平均每人牵头 6 项. All are statements about one list:
the counts of a thing by each word of a side (its giver, its member, its criterion). Where a sentence may be about
several lists, it is wrong only if it is so of none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from board.report.text import Number, counts_in, numbers
from board.truth.clause import Clause
from board.truth.facts import Compared, Facts, Rate, size_of
from board.truth.ledgers import Fact, Traits
from board.truth.rates import RATE
from board.truth.vocabulary import Vocabulary, named_in, traits_of
from board.truth.wholes import carried
from board.truth.words import CUES, ELSEWHERE, MOST, RATES, SPREADING, THINGS, plain_words, rounds_of

_OF_CRITERIA = re.compile(r"评价|评分|评得|得分|满意度|认可")
# A place in an order: 排第二, 在八项里列第七, 倒数第二.
_RANK = re.compile(
    r"(?:排|列|居|位列|位居|名列|排名|排在|处于)[^，,\d第倒]{0,4}(?P<last>倒数)?第(?P<rank>\d|[一二三四五六七八九十])(?![轮批次])"
)
_SIDE = r"(?P<side>班子成员|校领导|成员|领导|同志|人|部门|科室|处室|渠道|途径|指标|标准|评议项目|方面|群体)"
_EACH = re.compile(rf"(?:每一?[位名个项条]?|各位?|人人|个个){_SIDE}?")
_NOT_ONE = re.compile(rf"(?:没有|无)(?:任何)?一[位名个项条]{_SIDE}")
_BEYOND = re.compile(r"(?P<below>少于|低于|不足|不到)|(?P<above>超过|多于|高于)")
_AVERAGE = re.compile(rf"(?:平均(?:下来|算来|到)?[，,]?(?:每一?[位名个]?|各)?|[每人]均)(?:{_SIDE})?")
_SIDES = {
    **dict.fromkeys(("班子成员", "校领导", "成员", "领导", "同志", "人"), "member"),
    **dict.fromkeys(("部门", "科室", "处室"), "department"),
    **dict.fromkeys(("渠道", "途径"), "channel"),
    **dict.fromkeys(("指标", "标准", "评议项目"), "criterion"),
    "方面": "aspect",
    "群体": "giver",
}
# 提得最多的是教职工: who follows is meant.
_IS = re.compile(r"的?、?(?:正|就)?(?:是|为|要数|当属|莫过于)(?=[^，,。；])")
# 62 条里占 21 条: what they are counted among.
_AMONG = re.compile("[之当]?[中里]")
# 这一渠道收到的最少: of what was named further back.
_THAT = re.compile("(?:这一?|该)[个条项类]?(?:渠道|途径|方面|类|科室|部门|处室|项)")
_AT_THE_MEETING = re.compile("会上|批评|民主生活会")
_FROM_OTHERS = re.compile(r"[受听收]到|挨|同事|对")
# Other figures than those that are counted: answers on a ballot, changes.
_OTHER = re.compile(r"验收人|不了解|弃权|[选答][“\"]|差距|相差|[提升增涨]幅|进步|[上提]升|提高|变化|[快慢早晚]")
# Words that narrow a thing down in a way that no trait is of: 对食堂的意见, 关于伙食方面.
_ABOUT = re.compile(r"(?:对|关于|有关|涉及|针对|就|围绕)(?P<what>[^，,的]{1,10}?)(?:的|方面|提)")
_SO_MANY = re.compile(
    r"^[，,]?(?:也?就?(?:仅|只|共|有|为|达|计|是|一共|总共|都?是|手里|名下|各|占|合计|多达|[达有]到?))*$"
)


List = list[tuple[str, Fact | Rate]]


@dataclass(frozen=True)
class _Subject:
    """A subject of a clause: a thing or a rate, what narrows it down, a side, and the word of it that is named."""

    thing: str
    rest: Traits
    side: Sequence[str]
    name: str = ""

    def lists(self, facts: Facts) -> list[List]:
        """The figures of every word of the side, a list for each ledger that has them."""
        if self.thing not in THINGS:
            rated = [(word, facts.rated(self.thing, self.rest | {word})) for word in self.side]
            rounds = {trait for _, rates in rated for each in rates for trait in rounds_of(each.traits)}
            of_round = [
                [(word, [each for each in rates if name in each.traits]) for word, rates in rated]
                for name in (rounds & self.rest or rounds)
            ]
            return [each for figures in of_round for each in _side_by_side([pair for pair in figures if pair[1]])]
        return _side_by_side([(word, facts.counted(self.thing, [self.rest | {word}])) for word in self.side])


def _side_by_side(figures: Sequence[tuple[str, Sequence[Fact | Rate]]]) -> list[List]:
    """Lists of one figure for each word, from words that have several each."""
    fewest = min((len(found) for _, found in figures), default=0)
    return [[(word, found[place]) for word, found in figures] for place in range(fewest)]


def spreads(clause: Clause, known: Sequence[Facts], words: Vocabulary) -> Iterator[Compared]:
    """Statements of a clause on the most or least, of a place in the order, of each, or of the average."""
    text = clause.text
    if _OTHER.search(text):
        return
    labels = {*known[0].sides[0]} if known[0].sides else set()
    criteria = [word for word, trait in known[0].words.get("ballot", {}).items() if trait in labels]
    unnamed = re.sub("|".join(map(re.escape, criteria)) or "(?!)", "", text)
    about = [match["what"] for match in _ABOUT.finditer(unnamed)]
    if ELSEWHERE.search(SPREADING.sub("", text)) or any(words.understand(each) is None for each in about):
        return
    for compare in (_most, _rank, _each, _average):
        yield from compare(clause, known, words)


def _most(clause: Clause, known: Sequence[Facts], words: Vocabulary) -> Iterator[Compared]:
    match = MOST.search(clause.text)
    if match is None:
        return
    is_least = bool(match["least"] or match["last"])
    named_after = clause.text[match.end() :] if _IS.match(clause.text, match.end()) else None
    pairs: list[tuple[Fact | Rate, Fact | Rate]] = []
    for subject, facts in product(_subjects(clause, known[0], words, match.start()), known):
        called = facts.words.get("ballot", {})
        if named_after is not None and subject.name not in named_in(named_after, subject.side, called):
            continue  # 家长说得最多的是作业
        for figures in subject.lists(facts):
            mine = next((each for word, each in figures if word == subject.name), None)
            rivals = [each for _, each in figures if size_of(each) or not is_least]
            if mine and len(rivals) > 1:
                pairs.append(((min if is_least else max)(rivals, key=size_of), mine))
    if not pairs:
        return
    so = [pair for pair in pairs if size_of(pair[0]) == size_of(pair[1])]
    kind = "figure" if isinstance(pairs[0][0], Fact) else "rate"
    yield Compared(kind, match[0], [*pairs[0]], bool(so))
    is_lost = isinstance(pairs[0][0], Fact) and pairs[0][0].thing in clause.before.lost
    number = None if is_lost else _number_of(clause, match.end(), pairs[0][0])
    if so and number is not None:
        mark = clause.sentence[number.start : number.end]
        values = {each.value for _, each in so if isinstance(each, Fact)}
        yield Compared("figure", mark, [each for _, each in so], any(number.value == value for value in values))


def _number_of(clause: Clause, place: int, record: Fact | Rate) -> Number | None:
    """The exact number that belongs to the most or least: 谈得最少，仅有 6 次."""
    after = clause.start + place
    counted = (each for each in counts_in(clause.sentence) if not _AMONG.match(clause.sentence, each.end))
    number = next((each for each in counted if each.start >= after), None)
    if number is None or not isinstance(record, Fact) or not number.is_exact:
        return None
    between = re.sub(r"^的?[^，,]{0,9}?是[^，,]{2,12}", "", clause.sentence[after : number.start])
    fits = number.measure in THINGS[record.thing].measures
    return number if fits and _SO_MANY.match(between) else None


def _rank(clause: Clause, known: Sequence[Facts], words: Vocabulary) -> Iterator[Compared]:
    match = _RANK.search(clause.text)
    if match is None:
        return
    rank = "一二三四五六七八九十".find(match["rank"]) + 1 or int(match["rank"])
    found: list[tuple[Fact | Rate, bool]] = []
    for subject, facts in product(_subjects(clause, known[0], words, match.start()), known):
        for figures in subject.lists(facts):
            mine = next((each for word, each in figures if word == subject.name), None)
            if mine and len(figures) > 1:
                sign = -1 if match["last"] else 1
                before = sum(sign * size_of(each) > sign * size_of(mine) for _, each in figures)
                alike = sum(size_of(each) == size_of(mine) for _, each in figures)
                found.append((mine, before < rank <= before + alike))
    if found:
        kind = "figure" if isinstance(found[0][0], Fact) else "rate"
        yield Compared(kind, match[0], [found[0][0]], any(is_so for _, is_so in found))


def _each(clause: Clause, known: Sequence[Facts], words: Vocabulary) -> Iterator[Compared]:
    """每位班子成员至少 3 条; 没有一位少于 4 条."""
    none, every = _NOT_ONE.search(clause.text), _EACH.search(clause.text)
    match = none or every
    if match is None or _AVERAGE.search(clause.text):
        return
    number = next((each for each in counts_in(clause.text) if each.start >= match.end()), None)
    beyond = _BEYOND.search(clause.text[match.end() : number.start]) if number else None
    least_so = number is not None and (
        number.bound == "least" or re.search("至少|不少于|最少", clause.text[: number.start])
    )
    if number is None or not number.measure or (none and not beyond) or (every and not beyond and not least_so):
        return
    is_floor = (not none and not beyond) or (beyond is not None and beyond["below"] is not None)
    least, most = (number.value, None) if is_floor else (None, number.value)
    found: list[tuple[Fact, bool]] = []
    for subject, facts in product(_all_of(clause, match["side"], known[0], words, number), known):
        for figures in subject.lists(facts):
            counts = [each for _, each in figures if isinstance(each, Fact)]
            worst = (min if least is not None else max)(counts, key=size_of, default=None)
            if worst:
                is_so = worst.value >= least if least is not None else most is not None and worst.value <= most
                found.append((worst, is_so))
    if found:
        mark = clause.text[match.start() : number.end]
        yield Compared("figure", mark, [found[0][0]], any(is_so for _, is_so in found))


def _average(clause: Clause, known: Sequence[Facts], words: Vocabulary) -> Iterator[Compared]:
    """平均每人牵头 6 项: what there is of a thing, over the words of a side."""
    match = _AVERAGE.search(clause.text)
    number = next((each for each in numbers(clause.text) if match and each.start >= match.end()), None)
    if match is None or number is None or number.kind != "count" or not number.measure:
        return
    if not match["side"] and not match[0].endswith("人均"):
        return
    found: list[tuple[Fact, bool]] = []
    for subject, facts in product(_all_of(clause, match["side"] or "人", known[0], words, number), known):
        for whole in facts.counted(subject.thing, [subject.rest]):
            mean = Fraction(whole.value, len(subject.side))
            found.append((whole, _is_about(number, mean)))
    if found:
        yield Compared("figure", clause.text[match.start() : number.end], [found[0][0]], any(so for _, so in found))


def _is_about(number: Number, mean: Fraction) -> bool:
    if number.bound == "over":
        return number.value <= mean < number.value + 1
    if number.bound in {"most", "near"}:
        return number.value - 1 < mean <= number.value
    if number.bound == "least":
        return number.value <= mean
    return abs(mean - number.value) <= (Fraction(1, 2) if number.value.denominator == 1 else Fraction(1, 20))


def _things(clause: Clause, words: Vocabulary, number: Number | None) -> list[str]:
    """The things that a clause may be about: a rate's name first, then what it names, tells by a verb, or continues."""
    text = clause.text
    rate = RATE.search(text) or RATE.search(clause.sentence[: clause.start])
    if rate:
        return [RATES[rate[0]][0]]
    met = words.met(plain_words(text))
    named = [noun for meaning in met for noun in sorted(meaning.nouns | meaning.implied)]
    cued = [thing for thing, pattern in CUES.items() if re.search(pattern, text)]
    base = clause.before.base
    before = [thing for thing, pattern in CUES.items() if re.search(pattern, clause.sentence[: clause.start])]
    things = [*named, *cued, *([base.thing] if base else []), *before, *(["task"] if _is_of_tasks(clause) else [])]
    things += ["criticism"] if _AT_THE_MEETING.search(clause.sentence) else []
    return [each for each in dict.fromkeys(things) if number is None or number.measure in THINGS[each].measures]


def _is_of_tasks(clause: Clause) -> bool:
    """Whether what a clause calls 任务 may be the plan's tasks, not items."""
    return "任务" in clause.sentence and "整改" not in clause.sentence


def _rest(clause: Clause, thing: str, words: Vocabulary) -> Traits | None:
    """Traits that narrow a thing down in a clause, besides the words of a side."""
    name = next((about for name, about in RATES.values() if name == thing), thing)
    met = words.met(_NOT_ONE.sub("", plain_words(clause.text)))
    traits = traits_of([each for each in met if name in each.traits or each.is_negation], name)
    if traits is None:
        return None
    is_of_others = thing == "criticism" and _FROM_OTHERS.search(clause.text) and "自我批评" not in clause.sentence
    of_others = {"相互批评"} if is_of_others else set()
    return traits[0] | clause.framed() | clause.when | of_others


def _subjects(clause: Clause, facts: Facts, words: Vocabulary, place: int) -> Iterator[_Subject]:
    """Subjects of a clause that names a word of a side; the word may be named right after or right before."""
    for thing in _things(clause, words, None) or (["优良率"] if _OF_CRITERIA.search(clause.text) else []):
        rest = _rest(clause, thing, words)
        sides = list(facts.sides_of(thing)) if thing in THINGS else list(facts.sides[:3])
        is_found = False
        for side in sides if rest is not None else ():
            called = facts.words.get("ballot", {}) if thing in RATES else {}
            named = list(dict.fromkeys(named_in(clause.text, side, called)))
            topic = clause.before.topic
            is_of_before = clause.meanings is not None and _THAT.search(clause.text) is None
            if not named and is_of_before and (topic is None or topic.thing == "meeting"):
                named = list(dict.fromkeys(named_in(_before(clause), side, called)))
            if len(named) == 1 and rest is not None:
                is_found = True
                ways = list(carried(clause, thing, words.met(_before(clause))))
                wider = [each | more for each in (rest, rest - {"相互批评"}) for more in ways]
                for mine in dict.fromkeys(each - set(side) for each in wider):
                    yield _Subject(thing, mine, side, named[0])
        # The likeliest thing that has what is named; but 反映工作作风问题的 may be opinions or problems.
        also = {"opinion": _AT_THE_MEETING.search(clause.sentence), "problem": "反映" in clause.sentence}
        is_either = also.get(thing) or (thing == "item" and _is_of_tasks(clause))
        if is_found and not is_either:
            return
    if not RATE.search(clause.text):
        yield from _criterion_of(clause, facts)


def _criterion_of(clause: Clause, facts: Facts) -> Iterator[_Subject]:
    side = facts.sides[0] if facts.sides else ()
    named = list(dict.fromkeys(named_in(clause.text, side, facts.words.get("ballot", {}))))
    if len(named) == 1:
        yield _Subject("优良率", clause.framed(), side, named[0])


def _before(clause: Clause) -> str:
    """The clause before, if the most of it is told in the next: 意见最多的，教职工."""
    return re.split(r"[，,：:]", clause.sentence[: clause.start].rstrip("，,：:"))[-1]


def _all_of(clause: Clause, side: str | None, facts: Facts, words: Vocabulary, number: Number) -> Iterator[_Subject]:
    """Subjects of a clause about every word of a side."""
    name = _SIDES.get(side or "人", "")
    for thing in _things(clause, words, number):
        rest = _rest(clause, thing, words)
        if rest is not None and thing in THINGS and facts.groups.get(name):
            mine = facts.groups[name]
            if any(set(each) == set(mine) for each in facts.sides_of(thing)):
                yield _Subject(thing, rest - set(mine), mine)

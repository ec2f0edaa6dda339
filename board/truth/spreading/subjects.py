"""The lists that a clause may speak of when it says what is most or least: of a thing, by the words of a side. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from board.report.text import Number
from board.truth.clause import Clause
from board.truth.facts import Facts, Rate
from board.truth.ledgers import Fact, Traits
from board.truth.rates import RATE
from board.truth.things import ITEM_WORDS
from board.truth.vocabulary import Vocabulary, named_in, traits_of
from board.truth.wholes import carried
from board.truth.words import CUES, RATES, THINGS, plain_words, rounds_of

_OF_CRITERIA = re.compile(r"评价|评分|评得|得分|满意度|认可")
SIDE = r"(?P<side>班子成员|校领导|成员|领导|同志|人|部门|科室|处室|渠道|途径|指标|标准|评议项目|方面|群体)"
NOT_ONE = re.compile(rf"(?:没有|无)(?:任何)?一[位名个项条]{SIDE}")
_SIDES = {
    **dict.fromkeys(("班子成员", "校领导", "成员", "领导", "同志", "人"), "member"),
    **dict.fromkeys(("部门", "科室", "处室"), "department"),
    **dict.fromkeys(("渠道", "途径"), "channel"),
    **dict.fromkeys(("指标", "标准", "评议项目"), "criterion"),
    "方面": "aspect",
    "群体": "giver",
}
# 这一渠道收到的最少: of what was named further back.
_THAT = re.compile("(?:这一?|该)[个条项类]?(?:渠道|途径|方面|类|科室|部门|处室|项)")
_AT_THE_MEETING = re.compile("会上|批评|民主生活会")
_FROM_OTHERS = re.compile(
    r"[受听收]到|[受被][^，,。；]{0,5}批评|被[^，,。；]{0,3}点|挨|同事|对|之间|冲着|(?:[旁别他]人|大家)[^，,。；]{0,3}给"
)
# 给自己找的毛病最多; 给别人提意见最多: of criticism, never of opinions on the group.
_OF_ONESELF = re.compile(r"[给对向替]?自己(?!的?(?:牵头|负责|名下))|自我(?=检查|剖析|检讨)|检讨(?!书)")
_OF_ONE_ANOTHER = re.compile(r"自己|[给对向](?:别的?人?|[他旁]人|其[他它余]|另外|同事|彼此)|相互|互相")
_KINDS, _AMONG_ALL = (
    {"自我批评", "相互批评"},
    re.compile("^(?:也?是|为)?(?:在)?(?:全|整个|五位|班子|成员|几位|各位|[五5]个?人)"),
)
_NOT_OF_ONESELF = re.compile("(?:不[算计含]|除|除去|撇开)自我批评")
_NEAR = 60


List = list[tuple[str, Fact | Rate]]


@dataclass(frozen=True)
class Subject:
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
    things += ["task"] if "item" in things and not ITEM_WORDS.search(clause.sentence) else []
    things += ["criticism"] if _AT_THE_MEETING.search(clause.sentence) else []
    things = [each for each in things if each != "opinion" or not _OF_ONE_ANOTHER.search(text)]
    return [each for each in dict.fromkeys(things) if number is None or number.measure in THINGS[each].measures]


def _is_of_tasks(clause: Clause) -> bool:
    """Whether what a clause calls 任务 may be the plan's tasks, not items."""
    return "任务" in clause.sentence and "整改" not in clause.sentence


def _rest(clause: Clause, thing: str, words: Vocabulary) -> Traits | None:
    """Traits that narrow a thing down in a clause, besides the words of a side."""
    name = next((about for name, about in RATES.values() if name == thing), thing)
    met = words.met(NOT_ONE.sub("", plain_words(clause.text)))
    traits = traits_of([each for each in met if name in each.traits or each.is_negation], name)
    if traits is None:
        return None
    until = clause.sentence[: clause.start + len(clause.text)]
    is_of_others = thing == "criticism" and _FROM_OTHERS.search(until) is not None
    is_of_others = is_of_others and "自我批评" not in _NOT_OF_ONESELF.sub("", clause.sentence)
    of_others = {"相互批评"} if is_of_others else set()
    of_others |= {"自我批评"} if thing == "criticism" and _OF_ONESELF.search(clause.text) else set()
    return traits[0] | clause.framed() | clause.when | of_others


def subjects(clause: Clause, facts: Facts, words: Vocabulary) -> Iterable[Subject]:
    """Subjects of a clause that names a word of a side; the word may be named right after or right before."""
    return list(_of_himself(clause, facts)) or _named(clause, facts, words)


def _named(clause: Clause, facts: Facts, words: Vocabulary) -> Iterator[Subject]:
    """Subjects of the words of a side that a clause names."""
    for thing in _things(clause, words, None) or (["优良率"] if _OF_CRITERIA.search(clause.text) else []):
        rest = _rest(clause, thing, words)
        sides = list(facts.sides_of(thing)) if thing in THINGS else list(facts.sides[:3])
        is_found = False
        for side in sides if rest is not None else ():
            called = facts.words.get("ballot", {}) if thing in RATES else _also_called(thing, facts)
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
                    yield Subject(thing, mine, side, named[0])
        # The likeliest thing that has what is named; but 反映工作作风问题的 may be opinions or problems.
        also = {"opinion": _AT_THE_MEETING.search(clause.sentence), "problem": "反映" in clause.sentence}
        is_either = also.get(thing) or (thing == "item" and not ITEM_WORDS.search(clause.sentence))
        if is_found and not is_either:
            return
    if not RATE.search(clause.text):
        yield from _criterion_of(clause, facts)


def _of_himself(clause: Clause, facts: Facts) -> Iterator[Subject]:
    """The subject of 后勤副校长给自己找了 4 条，是全班子自我批评最多的: the member whom the clause before is about."""
    members, kinds = facts.groups.get("member", ()), _KINDS & {*re.findall("自我批评|相互批评", clause.text)}
    is_of_all = _AMONG_ALL.search(clause.text) and not any(True for _ in named_in(clause.text, members))
    who = list(dict.fromkeys(named_in(clause.sentence[: clause.start], members)))
    if is_of_all and len(kinds) == len(who) == 1:
        ways = [kinds, kinds | {"提出"}]
        yield from (Subject("criticism", frozenset(each), members, who[0]) for each in ways)


def _also_called(thing: str, facts: Facts) -> Mapping[str, str]:
    """Other names of the words of an outline's mirrors: 对照先进学校的最多."""
    return facts.words.get(thing, {}) if thing == "finding" else {}


def _criterion_of(clause: Clause, facts: Facts) -> Iterator[Subject]:
    side = facts.sides[0] if facts.sides else ()
    named = list(dict.fromkeys(named_in(clause.text, side, facts.words.get("ballot", {}))))
    if len(named) == 1:
        yield Subject("优良率", clause.framed(), side, named[0])
        before = f"{clause.before.earlier[-_NEAR:]}{clause.sentence[: clause.start]}"
        for each in facts.sides[1:3]:  # 家长一栏，最高的是发展思路
            for group in dict.fromkeys(named_in(before, each)):
                yield Subject("优良率", clause.framed() | {group}, side, named[0])


def _before(clause: Clause) -> str:
    """The clause before, if the most of it is told in the next: 意见最多的，教职工."""
    return re.split(r"[，,：:]", clause.sentence[: clause.start].rstrip("，,：:"))[-1]


def all_of(clause: Clause, side: str | None, facts: Facts, words: Vocabulary, number: Number) -> Iterator[Subject]:
    """Subjects of a clause about every word of a side."""
    name = _SIDES.get(side or "人", "")
    for thing in _things(clause, words, number):
        rest = _rest(clause, thing, words)
        if rest is not None and thing in THINGS and facts.groups.get(name):
            mine = facts.groups[name]
            if any(set(each) == set(mine) for each in facts.sides_of(thing)):
                yield Subject(thing, rest - set(mine), mine)

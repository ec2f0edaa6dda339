"""Compares with whom a clause says members talked, and that all did, with the pairs on record. Pure.

五位成员和六个年级都谈了; 没有谈到的年级，都在后勤副校长名下.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from board.report.text import counts_in, numeral
from board.truth.clause import Clause
from board.truth.facts import Compared, Facts, Rate
from board.truth.ledgers import NOT, Traits
from board.truth.vocabulary import named_in
from board.truth.words import is_of_others

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
# 四位班子成员谈心全部完成，唯独后勤副校长还剩两对.
_SO_MANY_PEOPLE = re.compile(r"(\d+|[一二两三四五六七八九十]+)[位名个](?=班子|成员|校?领导|同志|副?校长|人)")
_ALL_OF_THEM = re.compile(
    "一对[也都]?(?:不|没有?|未)[落漏少拉差缺]下?|没有一对(?:被)?(?:遗漏|[落漏少拉差缺])|无一(?:落下|遗漏|例外)|(?:全部|均已?|都已?|一对不[落漏少])[^，,。]{0,4}谈(?:到|完|毕|成|妥|遍)"
)
NOT_TALKED = re.compile(
    "(?:没有?|还没有?|尚未|未)(?:[与和同跟][^，,。]{3,16})?(?:落实|谈[到过成上着拢完齐妥]|谈心|谈话|谈)(?:的|[，,。]|$)|(?:尚未|没有|未)(?:开展|进行|完成)的谈心|谈心(?:谈话)?(?:还|尚)?(?:没有|未)(?:进行|开展|完成)|(?:剩下|余下|[还尚仍]?[缺差欠短])的?了?[一二两三\\d]+对"
)
# 应谈 45 对，谈成 43 对。所差的，都在后勤副校长名下.
_LEFT_OUT = re.compile(
    "(?:[而但]|只是)?(?:没有?把[^，,。]{2,8}谈(?:全|完|遍)的|(?:所|还)?[差缺欠落剩短](?:下|着|了|账)?的(?:这?[两二2]对)?(?=[，,都全均皆在是归属记]|$))"
)
# 每位成员应谈 11 对，五人都已谈满; 五位成员无一欠账.
_EVERYBODY = re.compile(
    r"(?:(?P<number>\d+|[一二两三四五六七八九十]+)[个位名]?(?:人|成员|同志|班子成员)?|人人|个个|每一?[位个名](?:成员|同志)?)"
    r"(?:(?:均|都|已经?|全部?)+谈(?:满|够|足|齐|全)|无一(?:人|例外)?(?:短缺|欠账|缺口|缺欠|拖欠|短少)"
    r"|(?:(?:均|都|全|已经?)+|无一(?:人)?例外地?|一个不[落少漏]地?|个个)(?:把|将)(?:各自|自己)[^，,。；]{0,10}谈(?:完|满|够|足|齐|全|遍)了?)"
)
# 同年级组和普通教师应谈 35 对，五位成员谈得一对不缺: none of those counted last.
_NOT_ONE_LEFT = re.compile(
    r"一对[也都]?(?:不|没有?|未)[缺差少落漏剩拉欠](?:下|掉)?|(?<!还)没有一对(?:被)?(?:遗漏|[落漏少拉差缺欠剩])(?:未谈|没谈|下)?"
    r"|无一对(?:被)?(?:遗漏|[落漏少拉差缺欠剩])|对对(?:都|均)?(?:已经?)?谈(?:到|完|过|成|了)"
)
_COUNTED = re.compile(r"(\d+|[一二三四五六七八九十]+)对")
_BUT_FOR = re.compile("除|其余|其[他它]|余下|[没未不]|应当|必须")
_NEAR = 60
_GRADES_LEFT = re.compile(r"[有差缺剩](?:着|下)?(\d+|[一二两三四五六])个年级(?:组)?(?:没有?|未|还没)谈")
_ONE_GRADE = re.compile(r"[一二三四五六]年级")


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


def all_talked(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields that every member talked with all that he had to: 每位成员应谈 11 对，五人都已谈满."""
    match = _EVERYBODY.search(sentence)
    members = facts.groups.get("member", ())
    if "谈" not in f"{earlier[-_NEAR:]}{sentence}" or is_of_others(sentence):
        return
    yield from _not_one_left(sentence, earlier, facts)
    if match is None or _BUT_FOR.search(sentence[: match.start()]) or _names_some(match[0], ()):
        return
    if match["number"] is None or numeral(match["number"]) == len(members):
        yield from _of_pairs([facts], frozenset(), match[0])


def _not_one_left(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields that none of so many pairs is left, where of whichever kinds there are so many some have not talked."""
    match = _NOT_ONE_LEFT.search(sentence)
    before = f"{earlier[-_NEAR:]}{sentence[: match.start()]}" if match else ""
    counted = [*_COUNTED.finditer(before)][-1:]
    until = before[counted[0].end() :] if counted else ""
    if match is None or not counted or _names_some(until, facts.groups.get("member", ())):
        return
    number = numeral(counted[0][1])
    kinds = [frozenset(some) for size in range(3) for some in combinations(_PARTNERS, size)]
    meant = [each for each in kinds if any(fact.value == number for fact in facts.counted("pair", [each], each))]
    of_each = [[*_of_pairs([facts], each, match[0])] for each in meant]
    if of_each and all(each and not each[0].agrees for each in of_each):
        yield of_each[0][0]


def _names_some(text: str, members: Sequence[str]) -> bool:
    """Whether a text says of which members, or partners, it speaks, or of how many, or leaves some out."""
    is_of_kind = any(re.search(pattern, text) for pattern in _PARTNERS.values())
    people = [numeral(each[1].replace("两", "二")) for each in _SO_MANY_PEOPLE.finditer(text)]
    is_of_few = any(each != len(members) for each in people) if members else False
    return is_of_kind or is_of_few or any(named_in(text, members)) or _BUT_FOR.search(text) is not None


def _is_of_some_pairs(text: str, known: Sequence[Facts]) -> bool:
    """Whether a clause says of how many pairs, or members, it speaks, and there are more: 11 对应谈的全部谈到."""
    people, members = _SO_MANY_PEOPLE.search(text), known[0].groups.get("member", ())
    if people and numeral(people[1].replace("两", "二")) != len(members):
        return True
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
    match, until = NOT_TALKED.search(clause.text), clause.sentence[: clause.start + len(clause.text)]
    if match is None and "谈" in f"{clause.before.earlier[-_NEAR:]}{until}":
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
    pairs = [pair for facts in known for pair in facts.parts("pair", whole | {"谈过"}, whole, whole)]
    rates = [Rate("", one.traits, one.value, of.value, f"{of.label}里谈过的", one.link) for one, of in pairs]
    if rates:
        yield Compared("rate", mark, rates, any(each.part == each.base for each in rates))

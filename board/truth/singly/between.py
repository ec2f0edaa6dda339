"""Compares whom a sentence says each member criticised, and how often, with the records. Pure.

教学副校长、德育副校长各给校长提了两条; 校长对另外四位各提 1 条; 后勤副校长自我批评四条，没有批评别人.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from board.report.text import numeral
from board.truth.facts import Compared, Facts
from board.truth.ledgers import Fact, critic, target
from board.truth.vocabulary import named_in

_MEETING = re.compile("批评|民主生活会|互评")
_OF_OTHER_WORK = re.compile("整改|牵头|征求|座谈|谈心|评议|征评|台账|不[敢愿肯]|要敢|应当")
_NUMBER = r"(?P<number>\d+|[一二两三四五六七八九十]+)(?:条|个|次)"
_ELSE = r"(?:其他|其它|其余|另外|别的)的?(?:[两二三四五六七八\d]+[位名个])?"
_OTHERS = (
    rf"(?:{_ELSE}(?:领导)?(?:班子)?(?:同志|成员|同事|人|领导)?(?:们)?|[别他旁]人"
    r"|[两二三四五六七八]位(?:副手|副职|同志|成员|同事|班子成员))"
)
_HOW = r"(?:同志)?(?:也|都|均|又|还|就|便|则|却|倒|是|只|仅|另|各自|各|分别|每人|一人|每位|当面|直接|共|一共|合计)*"
_PUT = r"(?:提出?|批评|指出?|讲|说)?了?(?:有)?(?:批评)?(?:意见)?"
# Between the name of somebody and what it criticised: other words of the clause, or a comma.
_NEAR = r"(?:同志)?[^，,。；\d]{0,6}?[，,]?(?:对自己|对己)?[^，,。；\d]{0,3}?"
_OF_ITSELF = rf"(?:自我批评|(?:讲|说|批评|检讨)自己(?:讲|说|提)?)(?:的)?(?:有|了|共|为|达|作了|做了|{_HOW})*"
_NO_OTHERS = (
    rf"(?:没有?|未曾?|不曾)(?:去|对|给)?(?:批评过?{_OTHERS}|[对给向]{_OTHERS}[^，,。；]{{0,4}}(?:批评|意见|提))"
    rf"|[对给向]{_OTHERS}[^，,。；\d]{{0,4}}(?:一条[也都]?没|没有?|未)(?:有|曾)?(?:提|批评|说|讲)"
    rf"|(?:讲|说)(?:到)?{_OTHERS}(?:的)?(?:一条[也都]?)?没有?(?=[，,。；]|$)"
)
_OF_SOME = (
    rf"(?:批评(?:了|过)?{_OTHERS}|(?:讲|说|提)(?:到|了)?{_OTHERS}(?:讲|说|提|的)*"
    rf"|[对给向]{_OTHERS}[^，,。；\d]{{0,4}}(?:提|批评)[^，,。；\d]{{0,3}}?)"
)
_SELF = "(?:作|做|有|搞|开展|进行)?(?:了|过|出)?自我批评"
_AND_OTHERS = rf"(?:作|做|有|开展|进行|对)?(?:了|过)?(?:相互批评|互相批评|批评(?:了|过)?(?:{_OTHERS})?)"
_BOTH = (
    rf"(?:既(?:能)?{_SELF}[，,、]?[又也](?:能)?{_AND_OTHERS}|{_SELF}[和与、](?:相互批评|批评别人|批评他人)[都均]有"
    rf"|(?:既|又)?(?:讲|说|批评?|谈|检查)[了过]?自己[，,、]?(?:也|又|还)(?:讲|说|批|谈|批评)[了过]?{_OTHERS})"
)
_SO_MANY_DID_BOTH = re.compile(
    rf"{_BOTH}(?:的?(?:同志|成员)?|的[，,]?)(?:[五5][位名个]人?(?:成员|同志)?(?:[之当]?[中里]|里头)?)?(?:有|是|共|只)*(?P<number>\d+|[一二两三四五六七八九十]+)[人位名个]"
)
_SO_MANY_WITH_BOTH = re.compile(
    rf"(?P<number>[二两三四五六\d]+)[人位名个](?:同志|成员|领导)?[，,]?(?:都|均|也)?{_BOTH}"
)
_ALL = r"(?:人人|个个|无一例外|无不|全都?|[都均]|每一?[位名个][^，,。；]{0,5})[^，,。；]{0,6}?"
_ALL_DID_BOTH = re.compile(
    rf"{_ALL}(?:{_BOTH}|批评[和与]自我批评(?:并举|都有|兼有|两样都有))"
    rf"|{_BOTH}的?[，,、]?(?:[两三四五][位名个]|班子)?(?:成员|同志|人)*(?:人人|个个|无一例外|一个不[落漏少]|全都?[有是做])"
)
_TO_EACH_OTHER = re.compile("相互批评|互相批评|批评别人|批评他人|互提")
_TO_ONE = re.compile("[给对向受挨]|其中")
_AT_THEM = re.compile(
    "挨(?:了)?批评|[受收听]到[^，,。；]{0,8}批评|批评[^，,。；]{0,4}对象|(?:相互|互相)批评[^，,。；]{0,4}[，,][^，,。；]{0,4}(?:指向|对)"
)
_WITH_OTHERS = re.compile("相互|互相|连同|[加算连]上|一[起并道]算|算(?:进|在内)|受到|收到|挨")
_REST_EACH = re.compile(
    rf"其(?:他|余)(?P<rest>[二两三四五六\d])[人位名](?:同志|成员)?(?:都|均)?各?(?:自|有|是|为)*{_NUMBER}"
)
_SO_MANY_OTHERS = re.compile(r"([两二三四五六七八\d]+)[位名个]")
_N = r"\d+|[一二两三四五六七八九十]+"
_OWN, _MUTUAL = r"(?:自我批评|自评)(?:的?意见)?", r"(?:相互批评|互相批评|互评)(?:的?意见)?"
# 自我批评和相互批评分别是 8 条和 18 条; 自评和互评各占去 13 条.
_OF_KINDS = re.compile(
    rf"(?:{_OWN}[和与、及]{_MUTUAL}|(?P<mutual_first>{_MUTUAL}[和与、及]{_OWN}))[^，,。；\d]{{0,6}}?[，,]?(?P<each>各|分别|依次|双双)"
    rf"(?:自|都|均|只|有|是|为|占|去|了|到|达|提)*(?P<one>{_N})条(?:[、和与，,](?P<other>{_N})条)?"
)
_OF_OPINIONS = re.compile("意见箱|书面|群众|家长|教职工")
_EACH = re.compile("各|每|分别|[都均]|一人")


@dataclass(frozen=True)
class _Names:
    """The members' names as a pattern, alone and several side by side, and what is said of them."""

    one: str
    of_whom: re.Pattern[str]
    to_whom: re.Pattern[str]
    own: re.Pattern[str]
    nobody: re.Pattern[str]
    some: re.Pattern[str]
    alone: re.Pattern[str]
    got: re.Pattern[str]
    criticised: re.Pattern[str]


@lru_cache(maxsize=8)
def _names(members: tuple[str, ...]) -> _Names:
    one = "|".join(map(re.escape, sorted(members, key=len, reverse=True)))
    several = rf"(?<![副老原前])(?:{one})(?:同志)?(?:[、和与及](?:{one})(?:同志)?)*(?:[两二三四五]位|[两二三四五]人)?"
    whom = rf"(?P<whom>{several}|{_OTHERS})"
    return _Names(
        one,
        re.compile(rf"(?P<who>{several})(?:{_HOW}|[^，,。；\d给对向]{{0,8}}[，,])[给对向]{whom}{_HOW}{_PUT}{_NUMBER}"),
        re.compile(rf"(?P<whom>{several}){_HOW}(?:受到|收到|挨了|听到|得到)(?P<who>{several}){_HOW}的?{_PUT}{_NUMBER}"),
        re.compile(rf"(?P<who>{one}){_NEAR}{_OF_ITSELF}{_NUMBER}"),
        re.compile(rf"(?P<who>{one})(?:同志)?(?P<between>[^。；]{{0,24}}?)(?P<mark>{_NO_OTHERS})"),
        re.compile(
            rf"(?P<who>{one})(?:同志)?(?P<between>[^。；]{{0,16}}?)(?P<mark>{_OF_SOME}(?:了|有|共)*{_NUMBER})(?![也都]?[没未])"
        ),
        re.compile(rf"(?<![给对向])(?P<who>{several}){_HOW}提(?:出|到)?了?{_NUMBER}"),
        re.compile(rf"(?P<who>{one})(?:同志)?{_HOW}(?:收到|受到|挨了?|听到)(?:了|的)?(?:批评)?(?:意见)?{_NUMBER}"),
        re.compile(
            rf"(?P<who>{several}){_HOW}批评(?:了|过)?(?P<whom>{several})(?:同志)?的?(?:意见)?(?:有|共|是)*{_NUMBER}"
        ),
    )


def between(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields whom a sentence says members criticised, and how often.

    earlier: the sentences before it in its paragraph, which may name the meeting.
    """
    members = tuple(facts.groups.get("member", ()))
    is_of_meeting = members and _MEETING.search(f"{earlier}{sentence}") and not _OF_OTHER_WORK.search(sentence)
    if not is_of_meeting or not re.search("批评|[提没讲说给对向]", sentence):
        return
    names, counts = _names(members), _counts(facts, members)
    if len(counts) != len(members) ** 2:
        return
    yield from _of_kinds(sentence, counts)
    yield from _of_pairs(sentence, names, counts, members)
    yield from _of_others(sentence, names, counts, members)
    yield from _of_the_rest(sentence, names, counts, members)
    yield from _of_those_at(sentence, names, counts, members)
    yield from _both(sentence, counts, members)


_Counts = Mapping[tuple[str, str], Fact]


def _counts(facts: Facts, members: Sequence[str]) -> _Counts:
    """How often each member criticised each."""
    by_traits = {each.traits: each for each in facts.counts if each.thing == "between"}
    pairs = {(one, other): frozenset({critic(one), target(other)}) for one in members for other in members}
    return {pair: by_traits[traits] for pair, traits in pairs.items() if traits in by_traits}


def _of_kinds(sentence: str, counts: _Counts) -> Iterator[Compared]:
    """Yields how many criticisms a sentence says are of oneself, and of others, where it names both side by side."""
    for match in _OF_KINDS.finditer(sentence):
        made = [
            sum(fact.value for pair, fact in counts.items() if (pair[0] == pair[1]) is own) for own in (True, False)
        ]
        made = made[::-1] if match["mutual_first"] else made
        number, other = numeral(match["one"]), numeral(match["other"] or match["one"])
        if match["other"] is None and match["each"] not in {"各", "双双"}:
            continue
        record = Fact("criticism", frozenset(), made[0], "会上前一类批评意见", ("meeting", {}))
        mark = match[0][match[0].rindex(match["each"]) :]
        yield Compared("figure", mark, [record], [number, other] == made)


def _of_pairs(sentence: str, names: _Names, counts: _Counts, members: Sequence[str]) -> Iterator[Compared]:
    """Yields how often members criticised others that are named, or each of the others."""
    patterns = (names.of_whom, names.to_whom, names.criticised)
    for match in (match for pattern in patterns for match in pattern.finditer(sentence)):
        who, whom = (list(dict.fromkeys(named_in(match[side], members))) for side in ("who", "whom"))
        rest = _SO_MANY_OTHERS.search(match["whom"])
        if rest and not whom and numeral(rest[1]) != len(members) - 1:
            continue
        is_each, number = _EACH.search(match[0]), numeral(match["number"])
        if not whom and not (is_each or len(who) > 1):
            continue  # 甲给其他同志提了 5 条: of all together, see `criticised`
        pairs = [[counts[one, other] for other in whom or members if one != other] for one in who]
        every = [each for mine in pairs for each in mine]
        sums = {sum(each.value for each in mine) for mine in pairs}
        is_so = bool(every) and all(each.value == number for each in every)
        is_so = is_so or sums == {number} or (not is_each and sum(each.value for each in every) == number)
        if every:
            mark = match[0][match[0].rindex(match["number"]) :]
            yield Compared("figure", mark, [next((each for each in every if each.value != number), every[0])], is_so)


def _of_others(sentence: str, names: _Names, counts: _Counts, members: Sequence[str]) -> Iterator[Compared]:
    """Yields how often a member criticised itself, or any of the others, or that it criticised none."""
    for match in names.own.finditer(sentence):
        mine = counts[match["who"], match["who"]]
        mark = match[0][match[0].rindex(match["number"]) :]
        yield Compared("figure", mark, [mine], mine.value == numeral(match["number"]))
    is_of_others = _TO_EACH_OTHER.search(sentence) and not _TO_ONE.search(sentence)
    for match in names.alone.finditer(sentence) if is_of_others else ():
        yield _by_those(match, counts, members)
    for match in (*names.nobody.finditer(sentence), *names.some.finditer(sentence)):
        if re.search(names.one, match["between"]) or re.search("[给对向受]$", sentence[: match.start()]):
            continue
        is_counted = "number" in match.groupdict()
        if is_counted and (_EACH.search(match["mark"]) or re.search("[没未]", f"{match['between']}{match['mark']}")):
            continue  # 给其余四位各提 1 条: see `_of_pairs`
        others = [counts[match["who"], each] for each in members if each != match["who"]]
        made = sum(each.value for each in others)
        number = numeral(match["number"]) if is_counted else 0
        record = Fact("criticism", frozenset(), made, f"{match['who']}对别人的批评意见", others[0].link)
        yield Compared("figure", match["mark"], [record], made == number)


def _of_the_rest(sentence: str, names: _Names, counts: _Counts, members: Sequence[str]) -> Iterator[Compared]:
    """Yields how often a sentence says that each of the rest criticised itself, or was criticised.

    自我批评，后勤副校长 4 条，其他四人各 1 条; 挨批评的，校长 5 条，…，其余三人各 3 条.
    """
    is_of_themselves = "自我批评" in sentence and not _WITH_OTHERS.search(sentence)
    is_at_them = _AT_THEM.search(sentence) is not None and "自我批评" not in sentence
    match = _REST_EACH.search(sentence) if is_of_themselves or is_at_them else None
    named = set(re.findall(names.one, sentence[: match.start()])) if match else set()
    rest = [name for name in members if name not in named]
    if match is None or len(rest) != numeral(match["rest"]):
        return
    critics = {name: [each for each in members if each != name] if is_at_them else [name] for name in rest}
    made = {name: sum(counts[each, name].value for each in critics[name]) for name in rest}
    wrong = [name for name in rest if made[name] != numeral(match["number"])]
    name = (wrong or rest)[0]
    label = f"别人对{name}的批评意见" if is_at_them else f"{name}的自我批评"
    record = Fact("criticism", frozenset(), made[name], label, counts[name, name].link)
    mark = match[0][match[0].rindex(match["number"]) :]
    yield Compared("figure", mark, [record], not wrong)


def _of_those_at(sentence: str, names: _Names, counts: _Counts, members: Sequence[str]) -> Iterator[Compared]:
    """Yields how often a sentence says that a member was criticised, by the others or with what it said itself."""
    if "批评" not in sentence and _OF_OPINIONS.search(sentence):
        return
    for match in names.got.finditer(sentence):
        made = [counts[each, match["who"]] for each in members if each != match["who"]]
        total, own = sum(each.value for each in made), counts[match["who"], match["who"]].value
        record = Fact("criticism", frozenset(), total, f"别人对{match['who']}的批评意见", made[0].link)
        yield Compared("figure", match[0], [record], numeral(match["number"]) in {total, total + own})


def _by_those(match: re.Match[str], counts: _Counts, members: Sequence[str]) -> Compared:
    """How often those who are named criticised others, each of them or together."""
    who, number = list(dict.fromkeys(named_in(match["who"], members))), numeral(match["number"])
    made = [sum(counts[one, each].value for each in members if each != one) for one in who]
    record = Fact("criticism", frozenset(), made[0], f"{who[0]}对别人的批评意见", counts[who[0], who[0]].link)
    return Compared("figure", match[0], [record], {*made} == {number} or (len(who) > 1 and sum(made) == number))


def _both(sentence: str, counts: _Counts, members: Sequence[str]) -> Iterator[Compared]:
    """Yields how many members criticised both themselves and others."""
    did = [
        name
        for name in members
        if counts[name, name].value and any(counts[name, each].value for each in members if each != name)
    ]
    label = "既作自我批评又批评别人的班子成员人数是"
    record = Fact("member", frozenset(), len(did), label, ("meeting", {}))
    some = _SO_MANY_DID_BOTH.search(sentence) or _SO_MANY_WITH_BOTH.search(sentence)
    every = _ALL_DID_BOTH.search(sentence)
    if some:
        yield Compared("figure", some[0], [record], numeral(some["number"]) == len(did))
    elif every and not re.search("没有?(?:做到)?$|未$|[并不]是$|没能$|除", sentence[: every.start()]):
        yield Compared("figure", every[0], [record], len(did) == len(members))

"""Compares who a sentence says criticised others at the democratic life meeting, and how often. Pure.

教学、德育副校长各提 5 条; 后勤副校长给其他同志提了 5 条批评意见; 人人都对其他同志提出了批评; 给别人提意见最多的是校长.
"""

import re
from collections.abc import Iterator, Sequence

from board.report.text import counts_in, numeral
from board.truth.facts import Compared, Facts
from board.truth.ledgers import Fact
from board.truth.vocabulary import named_in

_MEETING = re.compile("批评|民主生活会|互评")
_OF_OTHER_WORK = re.compile("提纲|整改|牵头|征求|座谈|谈心|评议|征评|报告")
_NUMBER = r"(?P<number>\d+|[一二两三四五六七八九十]+)"
_OTHERS = (
    r"(?:其他|其它|其余|另外|别|他|旁)的?(?:[两二三四五六七八\d]+[位名个])?(?:领导)?(?:班子)?"
    r"(?:同志|成员|同事|人|领导)?(?:们)?"
)
_TO_OTHERS = rf"(?:给|对|向|为)(?:{_OTHERS}|同事们?|彼此)"
_DID = (
    rf"(?:批评[了过]?(?:{_OTHERS}|同事)|{_TO_OTHERS}[^，,。；]{{0,6}}(?:批评|意见)|(?:相互|互相|彼此)(?:之间的?)?批评)"
)
_NONE_OF_THEM = re.compile("[没未]有?(?:[对给向]|提|批评)|一条也|一条都")
_ALL = re.compile(
    rf"(?:人人|个个|每一?[位名个](?:领导)?(?:班子)?(?:成员|同志)?|(?:成员|同志)[^，,。；]{{0,8}}[都均])[^，,。；]{{0,6}}"
    rf"{_TO_OTHERS}[^，,。；]{{0,10}}(?:批评|意见)"
    rf"|(?:人人|个个|每一?[位名个]|(?:成员|同志|(?:\d+|[一二三四五六七八九十]+)[位名个]人?)[^，,。；]{{0,8}}"
    rf"(?:[都均]|无一例外|一个不[落漏少]|全部?|悉数))[^，,。；]{{0,10}}?"
    rf"(?:批评[了过]?{_OTHERS}|(?:参[与加]|开展|作|做|进行)了?(?:相互|互相|彼此)批评)"
    # 五个人无一不批评了别人; 成员无一回避相互批评.
    rf"|(?:无一人?|没有(?:一[个位名]?)?人?(?:成员|同志)?|无人)(?:不|没有?|未|回避|避开|绕开|躲开|缺席|落下)[^，,。；]{{0,4}}"
    rf"{_DID}"
    # 五个人里，无一例外都对同事提出了批评; 都做了自我批评，也都批评了别人; 没有一位只讲自己.
    rf"|(?:^|[，,])(?:无一例外|无不|一个不[落漏少]|人人|个个|全都?)[地都均也]*[^，,。；没未]{{0,4}}?{_DID}"
    rf"|(?:[都均]|人人|个个|无一例外)[^，,。；没未]{{0,4}}自我批评[了过]?[，,、](?:也|又|还|而且|并|同时|且)*(?:[都均]|人人|个个)[^，,。；没未]{{0,4}}?{_DID}"
    rf"|(?:没有(?:哪?一?[个位名])?(?:人|成员|同志)?|无一?人|无人|无一位?)[光只仅](?:是)?(?:讲|说|批评|检讨|谈|检查)[了过]?自己"
)
# 要求人人批评他人; “人人批评他人”的要求没有完全做到: asked for, or not come to.
_WANTED = re.compile(
    r"(?<![按照依])要求[^，,。；]{0,6}$|[没未](?:有|能)?(?:完全|真正|全部|全都)?(?:做到|达到|实现)[^，,。；]{0,4}$"
    r"|(?:离|距|[不没]是|并非|谈不上|算不上|应当?|应该|本该|必须|务必|力求|力争|争取|要做到|要达到"
    r"|下一步|今后|以后|下次|下回)[^，,。；]{0,4}$"
)
_ASKED = re.compile("(?<!主)[要应须该](?!求)")
_MISSED = re.compile(
    r"[^，,。；]{0,12}?(?:[没未](?:有|能)?(?:完全|真正|全部|全都)?(?:做到|达到|实现|落实|兑现)|落(?:了)?空|折扣|不够|还?差|距离)"
)
# 除后勤副校长外，四位成员都批评了别人.
_BUT_FOR, _NOBODY = re.compile("除|其余|其[他它]|另外"), re.compile("无一|没有|无人")
_EACH = (
    r"(?P<names>[^，,。；：]{2,40}?)(?:[两二三四五六七八]?[位名人个](?:同志|领导|成员)?)?各(?:自)?提了?"
    + _NUMBER
    + "条"
)
_ONE = (
    rf"(?P<one>{{}})(?:同志)?[^，,。；\d各每]{{{{0,8}}}}"
    rf"(?:{_TO_OTHERS}[^，,。；\d各每]{{{{0,6}}}}[提指]出?了?|批评{_OTHERS}){_NUMBER}条"
)
_ALL_OTHERS = (
    r"(?P<one>{})[^。；]{{0,24}}?(?P<mark>(?:给|对|向)(?:其余|其[他它]|另外?)(?:[两二三四五六七八\d几]位)"
    r"(?:班子)?(?:同志|成员)?(?:都|均|全都?)(?:提|批评))"
)
_SILENT = r"(?P<one>{})[^，,。；\d]{{0,4}}(?:没有?|未)(?:作|做|提|讲|开展)?出?过?(?:一?条)?(?:一句)?自我批评"
# 校长没有批评别人; 对别的同志一条没提的是校长.
_NONE_BY = (
    rf"(?P<one>{{}})[^，,。；\d]{{{{0,4}}}}(?:没有?|未)(?:批评过?|{_TO_OTHERS}(?:提|作|做)?出?过?[^，,。；]{{{{0,4}}}}批评){_OTHERS}?"
    rf"|{_TO_OTHERS}[^，,。；]{{{{0,8}}}}(?:没有?|未)提[^，,。；]{{{{0,3}}}}的(?:只)?[是有](?P<last>{{}})"
)
_MOST = re.compile(
    rf"{_TO_OTHERS}[^，,。；]{{0,6}}(?:提|批评)[^，,。；]{{0,8}}最多的?[，,、]?(?:是|要数|为|当数)(?P<who>[^，,。；]{{2,24}})"
)
_EXPLICITLY = re.compile("别人|他人|旁人|互相|相互|互评|其[他它余]")
_OF_ONE = re.compile("[给对向](?:他(?!人)|她|本人|自己)|这里头|其中|挨")
_MADE, _OF_OTHERS = "提出", "相互批评"


def criticised(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields what a sentence says of who criticised others, and how often.

    earlier: the sentences before it in its paragraph, which may name the meeting.
    """
    members = facts.groups.get("member", ())
    if not members or not _MEETING.search(f"{earlier}{sentence}"):
        return
    every = _ALL.search(sentence)
    if every and not _OF_OTHER_WORK.search(sentence[: every.end()]) and _is_of_all(sentence, every, len(members)):
        fewest = min((each for name in members for each in _made(facts, name)), key=lambda each: each.value)
        yield Compared("figure", every[0], [fewest], fewest.value > 0)
    if not _OF_OTHER_WORK.search(sentence):
        yield from _by_some(sentence, members, facts)


def _by_some(sentence: str, members: Sequence[str], facts: Facts) -> Iterator[Compared]:
    """Yields how often those who are named criticised others, and who did so most."""
    names = "|".join(map(re.escape, sorted(members, key=len, reverse=True)))
    for match in (*re.finditer(_EACH, sentence), *re.finditer(_ONE.format(names), sentence)):
        if _names_whom(match.groupdict().get("names") or "", members) or re.search("[没未]", match[0]):
            continue  # 甲、乙对校长各提 2 条, 没有给别人提一条: see `between`
        who = list(named_in(match.groupdict().get("names") or match.groupdict().get("one") or "", members))
        records = [each for name in who for each in _made(facts, name)]
        is_of_one = _OF_ONE.search(sentence[: match.start()]) is not None  # 给校长提了 5 条，其中甲、乙各提 2 条
        if records and not is_of_one and (len(who) > 1 or "one" in match.groupdict()):
            number = numeral(match["number"])
            is_of_others = "one" in match.groupdict() or _EXPLICITLY.search(sentence)
            of_himself = {name: [] if is_of_others else _all_by(facts, name) for name in who}
            is_so = all(number in {each.value for each in (*_made(facts, name), *of_himself[name])} for name in who)
            yield Compared("figure", f"{match['number']}条", records, is_so)
    yield from _silent(sentence, names, facts)
    all_others = re.search(_ALL_OTHERS.format(names), sentence)
    if all_others:
        made = _made(facts, all_others["one"])
        yield from (Compared("figure", all_others["mark"], [each], each.value >= len(members) - 1) for each in made)
    most = _MOST.search(sentence)
    who = list(named_in(most["who"], members)) if most else []
    if most and who:
        yield from _most(most["who"], who, members, facts)


def _is_of_all(sentence: str, every: re.Match[str], size: int) -> bool:
    """Whether all that a sentence speaks of are all members, and did criticise others."""
    before = sentence[: every.end()]
    people = [each.value for each in counts_in(before) if each.measure in {"位", "名", "个", "人"} and each.value > 1]
    is_asked = _WANTED.search(sentence[: every.start()]) or _ASKED.search(every[0])
    is_denied = _NONE_OF_THEM.search(every[0]) and not _NOBODY.match(every[0])
    if is_asked or is_denied or _MISSED.match(sentence, every.end()):
        return False
    return not _BUT_FOR.search(sentence[: every.start()]) and all(each == size for each in people)


def _names_whom(names: str, members: Sequence[str]) -> bool:
    """Whether a text says whom somebody criticised by name."""
    whom = re.split("[给对向]", names)[1:]
    return any(True for each in whom for _ in named_in(each, members))


def _silent(sentence: str, names: str, facts: Facts) -> Iterator[Compared]:
    """Yields who a sentence says criticised not himself, or nobody else."""
    silent = re.search(_SILENT.format(names), sentence)
    if silent:
        alone = facts.counted("criticism", [frozenset({silent["one"], "自我批评"})])[:1]
        yield from (Compared("figure", silent[0], [each], each.value == 0) for each in alone)
    for match in re.finditer(_NONE_BY.format(names, names), sentence):
        name = match["one"] or match["last"]
        yield from (Compared("figure", match[0], [each], each.value == 0) for each in _made(facts, name))


def _made(facts: Facts, name: str) -> list[Fact]:
    """How often a member criticised others."""
    return facts.counted("criticism", [frozenset({name, _MADE, _OF_OTHERS})])[:1]


def _all_by(facts: Facts, name: str) -> list[Fact]:
    """The same, with what a member criticised in itself."""
    return facts.counted("criticism", [frozenset({name, _MADE})])


def _most(mark: str, who: Sequence[str], members: Sequence[str], facts: Facts) -> Iterator[Compared]:
    counts = {name: made[0] for name in members if (made := _made(facts, name))}
    if counts and all(name in counts for name in who):
        most = max(counts.values(), key=lambda each: each.value)
        is_so = all(counts[name].value == most.value for name in who)
        yield Compared("figure", mark, [most, counts[who[0]]], is_so)

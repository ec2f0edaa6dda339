"""Compares how a sentence says that a group was heard on the report, and who was excused, with the records. Pure.

教职工一方以座谈会形式听取, where it was heard in writing.
"""

import re
from collections.abc import Iterator

from board.report.text import clauses, numeral
from board.truth.facts import Compared, Facts
from board.truth.ledgers import Fact
from board.truth.vocabulary import named_in
from board.truth.words import REPORT, is_elsewhere, is_of_others

# A way of hearing as a text says it → what the way on record has in its name.
_WAYS = (
    ("座谈", r"座谈会?(?=形式|方式|听取|征求|上|的形式|的方式)"),
    ("书面", r"书面(?!材料|通知|答复|反馈|报告)"),
    ("网", r"网络|网上(?:留言)?|线上"),
)
_HEARD = re.compile(r"听取|征求|听了")
_OF_REPORT = "报告"
_NUMBER = r"\d+|[一二两三四五六七八九十]+"
# 应听取的人员分 4 类，无一类被漏听.
_KINDS = re.compile(rf"(?<![其另])(?P<number>{_NUMBER})[类方](?:人|群众|对象|代表|[，,。；])")
_NONE_LEFT = re.compile(
    r"(?:没有一[类方]|无一[类方]?|一[类方]也?没有?)[^，,。；]{0,3}[漏落缺空少][^，,。；]{0,2}"
    r"|(?:[都均皆已全]|悉数|一律)+[^，,。；没未]{0,4}(?:听[取到过]|征求到?)"
)
# 这两次座谈会，校长一次没落.
_ALWAYS = re.compile(
    r"一[次场回](?:都|也)?(?:没有?|未|不)(?:落|缺|漏|少|误)[下过席]?|(?:[两三几]|每一?)[次场回](?:都|均|全)+(?:到|在场|参加|出席)"
    r"|(?:次次|场场|回回)都?(?:到|在|参加|出席)|从(?:没有?|未)缺席|(?:都|均|全都)(?:到了|到会|到场|参加了|出席)(?=[，,。；]|$)"
)
_NEAR = 40
_AWAY = "(?:同志)?(?:因[事公病故])?(?:请了?假|缺席|未能?到会|没有?到会|未参加|没有?参加)"


def heard_by(sentence: str, before: str, facts: Facts) -> Iterator[Compared]:
    """Yields the ways in which a sentence says that one group was heard on the report.

    before: the sentences before it in its paragraph, which may say that the report is spoken of.
    """
    if not REPORT.search(f"{before}{sentence}") or not _HEARD.search(sentence):
        return
    groups = facts.groups.get("group", ())
    for start, end in clauses(sentence):
        clause = sentence[start:end]
        named = list(dict.fromkeys(named_in(clause, groups, facts.words.get("ballot", {}))))
        if len(named) != 1 or is_elsewhere(clause):
            continue
        known = [each for each in facts.happenings if each.about == f"{named[0]}{_OF_REPORT}"]
        for way, pattern in _WAYS:
            match = re.search(pattern, clause)
            if match and known:
                ways = "、".join(dict.fromkeys(each.kind for each in known))
                label = f"就报告听取{named[0]}的方式是{ways}，{way}的次数是"
                record = Fact("heard", frozenset(), 0, label, ("report", {}))
                yield Compared("figure", match[0], [record], way in ways)


def points_of(sentence: str, before: str, facts: Facts) -> Iterator[Compared]:
    """Yields how many points on the report a sentence says that a group made, if more, or that all were heard.

    before: the sentences before it in its paragraph, which may say that the report is spoken of.
    """
    if not REPORT.search(f"{before}{sentence}") or is_of_others(sentence):
        return
    groups = facts.groups.get("group", ())
    names = "|".join(map(re.escape, groups)) or "(?!)"
    for match in re.finditer(rf"(?P<who>{names})[^，,。；、\d]{{0,8}}?(?P<mark>(?P<number>{_NUMBER})点)", sentence):
        made = facts.counted("opinion", [frozenset({match["who"], _OF_REPORT})])
        number = numeral(match["number"]) or 0
        if made and all(number > each.value for each in made):
            yield Compared("figure", match["mark"], made, agrees=False)
    every, none = _KINDS.search(sentence), _NONE_LEFT.search(sentence)
    heard = [facts.counted("heard", [frozenset({each, _OF_REPORT})])[:1] for each in groups]
    unheard = [fact for each in heard for fact in each if not fact.value]
    is_so = none is not None and not is_elsewhere(sentence[every.end() if every else 0 : none.end()])
    if every and none and is_so and unheard and numeral(every["number"]) == len(groups):
        yield Compared("figure", none[0], unheard, agrees=False)


def absences(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields who a sentence says was excused from a meeting, or missed none of a kind, where that isn't so.

    earlier: the sentences before it in its paragraph, which may name the kind.
    """
    yield from _excused(sentence, facts)
    yield from _always_there(sentence, earlier, facts)


def _always_there(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields that a sentence says that somebody missed no meeting of a kind, where he was away from one."""
    away = [each for each in facts.counts if each.thing == "away"]
    kinds = {each.kind for each in facts.happenings if each.kind.endswith(("会", "会议"))}
    named = {each for each in kinds if each in sentence} or {each for each in kinds if each in earlier[-_NEAR:]}
    match = _ALWAYS.search(sentence)
    if match is None or len(named) != 1 or is_elsewhere(sentence[: match.end()]) or is_of_others(sentence):
        return
    own = re.split("[，,；：:]", sentence[: match.start()].rstrip("，,"))[-1]
    for each in away:
        who = re.escape(next(iter(each.traits - kinds), ""))
        if (
            named <= each.traits
            and who
            and re.fullmatch(rf"(?:[^、和与及]{{0,10}}(?<![副原老前]))?{who}(?:同志|本人|自己)?", own)
        ):
            yield Compared("figure", match[0], [each], agrees=False)


def _excused(sentence: str, facts: Facts) -> Iterator[Compared]:
    """Yields who a sentence says was excused from a meeting, where only others were."""
    away = [name for kind in ("excused", "absent") for name in facts.groups.get(kind, ())]
    there = [name for name in facts.groups.get("present", ()) if name not in away]
    names = "|".join(map(re.escape, sorted({*away, *there}, key=len, reverse=True))) or "(?!)"
    match = re.search(rf"(?P<who>{names}){_AWAY}|(?:请假|缺席)[^，,。]{{0,12}}的(?:是|有)(?P<is>{names})", sentence)
    came = re.search(
        rf"(?:到会|参加|出席|列席)的?(?:[^，,。]{{0,4}}有|同志有)[^，,。]*?(?P<who>{'|'.join(away) or '(?!)'})",
        sentence,
    )
    if came and came["who"] not in there:
        record = Fact("came", frozenset(), 0, f"{came['who']}请假，到会的次数是", ("meeting", {}))
        yield Compared("figure", came["who"], [record], agrees=False)
    elif match and away:
        label = f"没有到会的是{'、'.join(dict.fromkeys(away))}，{match['who'] or match['is']}没有到会的次数是"
        record = Fact("came", frozenset(), 0, label, ("meeting", {}))
        yield Compared("figure", match[0], [record], (match["who"] or match["is"]) in away)

"""The claims in a sentence: each a number, the thing it counts, and the traits that narrow it down.

Pure. There is a claim only where every word around the number is known: false alarms cost more than misses.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from board.report.text import Number, clauses, counts_in, numbers, shares_in
from board.truth.clause import Claim, Clause, Context, Settle
from board.truth.meant import DATED, claim_of, moved
from board.truth.things import BY_SOURCE, ON_SHEET, OTHER_NOUN, REST, counts_others, listed_after, parts_after
from board.truth.vocabulary import Topic, Vocabulary, topic_of
from board.truth.within.in_order import is_of_many, respectively
from board.truth.words import (
    ABOUT_SO_MANY,
    AND_MORE,
    MOST,
    SOME_DAYS,
    SPREADING,
    THINGS,
    TIME,
    lies_elsewhere,
    plain_words,
    time_of,
    without_figures,
)

# A clause ending like this sets the scene for what follows: 在教职工座谈会上, …; one like 从内容上看 doesn't.
# 11 月 29 日改成限期整改，创造条件的便只剩 3 项.
_BY_NOW = re.compile("[只还仅]剩|剩下|目前|眼下|如今|现有")
_SCENE = re.compile(r"(上|中|里|时|期间|方面|内|看|后|(?<![目日眼此])前|当中|之中)$")
# 各项整改都在时限以内 says so of all.
_ALL_WITHIN = re.compile("(?:都|均|皆|全部?)(?:控制|保持)?在[^，,]*$")
_SOME_PEOPLE = re.compile("[位名](?!班子|成员|领导|同志|人)[^，,。；、]{1,6}[之当]?[中里]，?$")
_THOSE_WITH = re.compile("(?<![占到])(?:在|达|过|足|到|于)[^，,。占]*的$")
_OTHER_PEOPLE = re.compile(
    r"(?:其余|其他|另外|剩下)的?[\d两二三四五六][位名人个](?=同志|成员|领导|人|一?共|合|[，,\d])"
)
_SEEN_FROM = re.compile(r"[从就按以][^，,]{1,12}[来上]?[看说论]")
_BUT_FOR = re.compile(
    r"(?<![扣剔解清消删排拆免])除(?![^，,]*[，,][^，,]*[还也又]|总体评价|打分|评分|勾选|以|[去掉]废)|(?<!总体评价|勾选打分)(?<!总体评价[以之])(?<!打分|评分|勾选)(?<!打分[以之]|评分[以之]|勾选[以之])[以之]?(?<!例)外(?=$|，)"
)
_QUOTED = re.compile(r"[“\"「][^”\"」]*(?:[”\"」]|$)")
# 共征集意见 62 条: right before a number the opinions are meant.
_COLLECTED = re.compile("(征集|征求|征得|收集|听取|征|提|求)(意见|建议)$")
# 工作作风方面最多（19 条）: the number is that of the most.
_MOST_OF_ALL = re.compile(rf"(?:{MOST.pattern})[（(，为达有共计]*$")


# 62 条意见中反映工作作风的最多: what follows is of a part of these.
_AMONG_THESE = re.compile(
    r"(?:条|件)?(?:意见|建议|整改事项|事项|问题|工作任务|任务|工作)(?P<among>[之当]?[中里])[^，,]"
)
# 后一次议定 3 件: of one of two.
_OF_TWO = re.compile("[前后](?:一[次场]|者)(?!相)")
# 群众意见与此大体相合: what follows is of the opinions.
_OPINIONS = re.compile("(?:群众|大家|师生|各方)意见(?=[与和同跟也])")
# 一条也没有采纳: says that there are none.
_NOT_ONE = re.compile(r"一[条件项个份张]也都?[没未]")
# 教职工又提出 5 条: more than before, or all of theirs; of this only the likely is believed.
_AGAIN = re.compile(r"(?<![来起后始])[又再](?=提|收|征|写|反映|交)")
# 11 月 15 日制成，次日送达，反馈 43 条: no longer of the former day.
_NEXT_DAY = re.compile("[次翌]日|隔天|第二天")
_SENT = re.compile("反馈|送[达到交]|签收")
# 11 月 25 日又补记 1 个: what follows is of all.
_LATER = re.compile("[又再][补增添]|补[记登录报]")
_THESE = re.compile(r"(?:这|上述|以上)$")
_OF_DAYS = frozenset(THINGS) - {"criticism", "ballot", "outline", "member"}
# Who was heard or came is told with the day on which that was.
_AT_ONCE, _MEETING = {"heard", "came", "decision"}, re.compile(r"会(?![前后])")
# Those who came are counted of these meetings only.
_MET = re.compile(r"座谈|民主生活会")
_OTHER_MEETING = re.compile(r"家长[学大]?会|大会|例会|班会|校会|培训|讲座|[听上公开]课|仪式")


def read(sentence: str, known: Vocabulary, before: Context, settle: Settle) -> tuple[list[Clause], Context]:
    """The clauses of a sentence up to one that is about something else, and what the next sentence may refer to.

    settle: puts first which of a claim's sets of traits is meant.
    """
    context, found, only = before, list[Clause](), ""
    quoted = [match.span() for match in _QUOTED.finditer(sentence)]
    if not _MET.search(f"{before.earlier}{sentence}") or _OTHER_MEETING.search(sentence):
        context = replace(context, lost=context.lost | {"came"})
    for start, end in clauses(sentence):
        text = sentence[start:end]
        if any(first <= start and end <= last for first, last in quoted):
            continue  # somebody else's words
        if lies_elsewhere(text) and not lies_elsewhere(SPREADING.sub("", text)):
            found.append(Clause(sentence, start, text, context, known.understand(without_figures(text))))
        if lies_elsewhere(text) or _BUT_FOR.search(text) or _is_condition(text, sentence[end:]):
            return found, Context(is_clear=False)
        when = time_of(text)
        only = "" if _BY_NOW.search(text) else only
        is_alone = all(each.value == 1 for each in counts_in(TIME.sub("", text))) and not _LATER.search(text)
        only = when if when and is_alone else only
        clause = Clause(sentence, start, text, context, known.understand(without_figures(text)))
        is_strange = clause.meanings is None and known.begins_with_stranger(text)
        is_other = (
            is_strange
            or _OF_TWO.search(text)
            or any(ON_SHEET.search(sentence, 0, start + each.start) for each in counts_in(text))
        )
        if TIME.search(text) or SOME_DAYS.search(text) or _NEXT_DAY.search(text) or is_other:
            # What follows is of that time, or somebody else's.
            is_dated = when and not is_other and not _MEETING.search(text)
            lost = context.lost | (_OF_DAYS - DATED if is_dated else _OF_DAYS) - (set() if is_other else _AT_ONCE)
            lost -= DATED if is_dated else frozenset()
            clause = replace(clause, before=replace(context, lost=lost))
        clause = replace(clause, when=frozenset({when or only} - {""}))
        claims, context = _claims(clause, known, settle)
        found.append(replace(clause, claims=tuple(claims)))
        after = _after_clause(found[-1], context, known)
        if after is None:
            return found, Context(is_clear=False)
        context = after
    lost = context.lost if sentence.endswith(("；", ";")) else frozenset[str]()  # 二是看新增；…: of these still
    return found, Context(context.whole, context.last, is_clear=context.is_clear, lost=lost)


def _is_condition(clause: str, rest: str) -> bool:
    """Whether a clause names a case for a rule: 回收率不到 80%的，要重新组织."""
    return bool(re.search(r"[\d%成半项条份人]的$", clause) and lies_elsewhere(rest))


def _claims(clause: Clause, known: Vocabulary, settle: Settle) -> tuple[list[Claim], Context]:
    """The claims of a clause, and what each next number may refer to."""
    context, text, found = clause.before, clause.text, list[Claim]()
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    counted = [each for each in counts_in(text) if not any(start < each.start < end for start, end in quoted)]
    paired, place = respectively(clause, known), 0
    for position, number in enumerate(counted):
        if counts_others(number, clause) or _NOT_ONE.match(text, number.start):
            continue
        until = next((each.start for each in numbers(text) if each.start >= number.end), None)
        if _THESE.search(text[: number.start]) and (taken_up := _these(number, text, context, known)):
            context, these = taken_up
            place = number.end + known.noun_end(text[number.end :])
            found += [moved(settle, these, number, clause)] if these else []
            continue
        words = REST.sub("", _without(text[place : number.start], counted[:position], place))
        words, is_again = _AGAIN.sub(" ", _COLLECTED.sub(r"\1 \2", words)), _AGAIN.search(words)
        words = known.whose(_MOST_OF_ALL.sub("", words), number.measure)
        meanings = known.understand(plain_words(f"{words}|{_after(text, number, until, known)}"))
        claim = None if meanings is None else claim_of(number, meanings, clause, context, settle)
        claim = _in_its_place(claim, number, clause, paired, settle)
        if claim is not None and (claim.is_so or not is_again):
            place = number.end + known.noun_end(text[number.end :])
            is_whole = context.whole is None or any(claim.thing in meaning.nouns for meaning in meanings or ())
            context = replace(context, last=claim, whole=claim if is_whole else context.whole)
            found.append(claim)
        elif number.measure and number.value != 1:
            met = known.met(f"{words}|{text[number.end : until]}")
            nouns = {noun for meaning in met for noun in meaning.nouns | meaning.implied}
            some = {each for meaning in met for each in meaning.traits if number.measure in THINGS[each].measures}
            hazy = context.hazy | nouns
            context = Context(
                scene=context.scene,
                is_clear=False,
                lost=context.lost | listed_after(number, text),
                unsure=context.unsure | parts_after(number, clause),
                hazy=hazy,
                some=frozenset(some),
                earlier=context.earlier,
            )
    return found, context


def _in_its_place(
    claim: Claim | None, number: Number, clause: Clause, paired: Mapping[int, Claim] | None, settle: Settle
) -> Claim | None:
    """The claim of a number, or, in a list after 分别, that of the name in its place; none where that isn't known."""
    if paired is not None:
        mine = paired.get(clause.start + number.start)
        return moved(settle, mine, number, clause) if mine else None
    is_sure = claim is None or claim.is_so or claim.thing == "came" or not is_of_many(number, clause)
    return claim if is_sure else None


def _these(number: Number, text: str, context: Context, known: Vocabulary) -> tuple[Context, Claim | None] | None:
    """Returns what 这六项 takes up: the claim counted before; where none is so, what follows isn't clear.

    None where it names what it counts.
    """
    of_before = (context.last, context.whole)
    claim = next((each for each in of_before if each and each.number.value == number.value), None)
    if claim is not None and claim.is_so:
        return replace(context, last=claim, whole=claim), claim
    if claim is None and known.noun_end(text[number.end :]):
        return None
    if not number.measure:
        return None
    unclear = {name for name, thing in THINGS.items() if number.measure in thing.measures}
    return Context(is_clear=False, lost=context.lost | unclear, earlier=context.earlier), None


def _spoken_of(clause: Clause, known: Vocabulary) -> Topic | None:
    """The topic of a clause of which only what it says of it isn't understood: 党员提的意见｜件件有着落."""
    end = known.first_noun_end(clause.text)
    meanings = known.understand(without_figures(clause.text[:end])) if end and clause.meanings is None else None
    return topic_of(meanings, None)


def _after_clause(clause: Clause, context: Context, known: Vocabulary) -> Context | None:
    """The context of the next clause; None after one that sets the scene with words that aren't known."""
    text, meanings = clause.text.strip(), clause.meanings
    is_sent = clause.when and _SENT.search(text)  # 11 月 24 日反馈第二批，意见 7 条: not when they came
    context = replace(context, lost=context.lost | {"opinion"}) if is_sent else context
    plain = plain_words(clause.text)
    if any(
        (each.value != 1 or not each.is_exact) and not OTHER_NOUN.match(plain[each.end :]) for each in counts_in(plain)
    ):
        if (meanings is None and _SOME_PEOPLE.search(text)) or _OTHER_PEOPLE.match(text):
            return None  # 四位副职里，逾期的合计 4 项; 其余四位一共 11 项，办结 3 项
        is_among = bool(clause.claims) and text.endswith(("中", "里"))
        return replace(context, topic=None, words=(), named=tuple(meanings or ()), is_among=is_among)
    if _THOSE_WITH.search(text) and shares_in(text):
        return None  # 进度在六成以上的，整改中有 10 项
    is_view = _SEEN_FROM.fullmatch(text) is not None  # 从牵头的成员看
    sets_scene = (
        bool(_SCENE.search(text))
        and not _ALL_WITHIN.search(text)
        and not (is_view and (not meanings or any(each.nouns for each in meanings)))
    )
    if sets_scene and meanings is None:
        return None
    topic = topic_of(meanings, context.base) or _spoken_of(clause, known)
    topic = topic or (Topic("opinion", frozenset()) if _OPINIONS.match(text) else None)
    return replace(
        context,
        scene=tuple(meanings or ()) if sets_scene else context.scene,
        is_clear=context.is_clear and meanings is not None,
        topic=topic or (Topic("opinion", frozenset()) if BY_SOURCE.search(text) and not context.last else None),
        spoken_of=topic if topic and topic.is_named else context.spoken_of,
        words=tuple(meanings or ()),
        named=tuple(meanings or ()),
        is_among=False,
    )


def _without(words: str, earlier: Sequence[Number], place: int) -> str:
    """The words before a number, without earlier numbers of other things (两个渠道) and words for "about"."""
    for number in earlier:
        if number.start >= place:
            start, end = number.start - place, number.end - place
            words = words[:start] + " " * (end - start) + words[end:]
    return ABOUT_SO_MANY.sub("", words)


def _after(clause: str, number: Number, until: int | None, known: Vocabulary) -> str:
    """The words after a number that belong to it: all the rest, or before another number just the noun (46 条意见)."""
    after = clause[number.end : until]
    among = _AMONG_THESE.match(after)
    after = after[: among.start("among")] if among else after
    return AND_MORE.sub("", after) if until is None else after[: known.noun_end(after)]

"""Compares the rates that a clause names with the records: 第二轮回收率 78.9%. Pure."""

import re
from collections.abc import Iterator, Sequence

from board.report.text import Number, counts_in, numbers, shares_in
from board.truth.clause import Clause
from board.truth.facts import Compared, Facts, Rate, agrees, share_agrees
from board.truth.ledgers import NOT, Traits, settled
from board.truth.parts import is_of_several
from board.truth.vocabulary import Vocabulary, traits_of
from board.truth.within.quotients import WRITTEN_OUT, gives_its_counts
from board.truth.words import MOST, RATES, ROUND, THINGS, all_or_none, round_of, rounds_of, without_figures

# So many signs of the sentences before may say of what a rate is.
_NEAR = 60
RATE = re.compile("|".join(sorted(RATES, key=len, reverse=True)))
_OF_BALLOTS = {name for name, thing in RATES.values() if thing == "ballot"}
# How a rate comes from one value to another: 由 54.4%上升到 64.1%.
_CHANGED = re.compile(r"由|从|[上下]?[升降]到?至?|提[升高][到至]|[落跌滑][到至]了?|增[加长]?[到至]|变为|到|至")
_COUNTS = re.compile(r"[（(]\s*\d+\s*/\s*\d+\s*[）)]")
_SO_MANY = re.compile(
    r"优良率[^，,]{1,8}的(?:评议)?(?:项目|指标|内容|标准)?(?:一?共?计?有?|只有|是|仅有|达)\S{1,3}[项个](?=[，,。；]|$)|^(?:高于|超过|达到|低于|不足|不到|在)[^，,]{1,8}的(?:有|占|只有|仅有)*\S{1,3}[项个](?=[，,。；]|$)|(?<![各一这该此])[个项](?:评议)?(?:项目|指标|内容|标准)?(?:的)?优良率|(?<!各)[项个](?:评议)?(?:项目|指标)|没有一[项个]|无一[项个]"
)
_ALL_CHANGED = re.compile(
    r"优良率[^，,。]{0,6}[，,]?(?:(?P<none>无一|没有一[项个])|全部|全都|均有?所?|都有?所?|无不|一律|普遍)[^，,。]{0,4}?"
    r"(?:(?P<up>提高|上升|提升|上涨|走高|升)|下降|回落|降低|下滑|走低|降)"
)
# 收到的意见反馈率为 83.9%: of all, whatever was counted before.
_OF_ALL = re.compile("(?:收到|征集|征求|全部|所有|总)到?的?(?:意见|事项|任务)")
# 其余七个项目的优良率都在 80%以上.
_THE_OTHERS = re.compile("其余|其[他它]|余下|另外")
_THERE_ARE = re.compile(r"的(?:项目|指标)?(?:(?:一?总?共?只?仅?有|是|为|占)了?)?$")
_OF_ITEMS = re.compile("整改|事项|台账|销号")
_OF_ANSWERS = re.compile(r"[占选答投率]|评为|认为|觉得|不了解|满意|达到.{0,6}的?目标")
# 这一项仍然最低，优良率为 64.1%: of one named in a sentence before.
_THAT_ONE = re.compile("[这该此]一?[项个]")
# 选“透”的 23 人: of one criterion, see `choices`.
_CHOSEN = re.compile('[选答勾][“"]')
# 比第一轮的 80.8% 略低.
_THAN = re.compile(rf"[比较](?:{ROUND.pattern})的?[^，,]{{0,5}}$")
_THE_EXTREME = re.compile("(?:^|[，,；])(?:其中)?(?:为?最|垫底|排在)[^，,。；]{1,8}[项个][，,]$")
# 查找问题准不准由 70.1%到 85.5%: of the round after the one that is named.
_FROM = re.compile(r"[由从][^，,。；由从]*%[^，,。；%]{0,4}$")
_EVERY_ROUND = re.compile(r"两轮|各轮|历轮|两次评议")


def rates(clause: Clause, known: Sequence[Facts], words: Vocabulary) -> Iterator[Compared]:
    """The shares of a clause that are of a rate named in it, or before it in the sentence."""
    rate, shares = _rate_of(clause), shares_in(clause.text)
    if not shares:
        return
    if rate is None and _is_of_a_criterion(clause, shares[0], known, words):
        rate = RATE.search("优良率")
    name, thing = _named(rate, clause.sentence)
    if (
        rate is None
        or not name
        or _CHOSEN.search(clause.sentence)
        or gives_its_counts(clause.sentence, rate[0])
        or _THE_OTHERS.search(clause.text)
    ):
        return
    if _SO_MANY.search(clause.text) and not any(is_all for _, is_all in all_or_none(clause.text)):
        return
    asked = _asked(clause, thing, known, words, is_paired="分别" in clause.text and len(shares) > 1)
    start = rate.end() if rate.string == clause.text else 0
    counted = [each for each in counts_in(clause.text[start : shares[0].start]) if each.measure and each.value != 1]
    if (
        asked is None
        or counted
        or (is_of_several(clause, shares[0]) and not _is_each_named(clause, shares, known, words))
    ):
        return
    for share, here in _each_of(clause, shares, known, words):
        mine = settled((here - rounds_of(here) or asked - rounds_of(asked)) | (rounds_of(here) or rounds_of(asked)))
        yield from _compared(clause, share, name, asked, mine, known, words)


def _named(rate: re.Match[str] | None, sentence: str) -> tuple[str, str]:
    """A rate's name in the product and the thing it is of; a bare 完成率 is of items, of tasks, or of nothing known."""
    if rate is None or rate[0] != "完成率" or _OF_ITEMS.search(sentence):
        return RATES[rate[0]] if rate else ("", "")
    return RATES["任务完成率"] if "任务" in sentence else ("", "")


def _compared(
    clause: Clause, share: Number, name: str, asked: Traits, mine: Traits, known: Sequence[Facts], words: Vocabulary
) -> Iterator[Compared]:
    """A share with the rates that it may be. asked: the traits of the clause's rate; mine: those of this share."""
    mark, counts = clause.text[share.start : share.end], WRITTEN_OUT.match(clause.text[share.end :])
    extreme = MOST.search(clause.text[: share.start]) or _of_extreme(clause)
    is_pooled = name in _OF_BALLOTS and not mine - rounds_of(mine)
    if _EVERY_ROUND.search(clause.text):
        yield from _every(mark, share, [facts.rated(name, asked) for facts in known])
    elif extreme and is_pooled:
        yield from _extreme(mark, share, [_of_criteria(facts, name, mine) for facts in known], extreme)
    elif name in _OF_BALLOTS and not asked - rounds_of(asked) and any(all_or_none(clause.text.replace(mark, ""))):
        yield from _every(mark, share, [_of_criteria(facts, name, mine) for facts in known])
    elif found := [each for facts in known for each in facts.rated(name, mine)]:
        # 就原因分析而言，纸质票的优良率是 69.6%; 教职工评价中，认识深不深 95.1%。发展思路清不清 84.6%
        before = _sides_in(f"{clause.before.earlier[-_NEAR:]}{clause.sentence[: clause.start]}", known, words)
        if name in _OF_BALLOTS and _is_of_few(clause, name, mine, known):
            return
        wider = [mine | {trait} for trait in before]
        # 校长负责的 7 项…。任务完成率不足五成: of all
        wider += [frozenset()] if name not in _OF_BALLOTS and not clause.claims else []
        wider += [mine - rounds_of(mine)] if _is_only_after(clause, share) else []
        last = clause.claims[-1] if clause.claims else clause.before.last
        if last and last.thing == "ballot" and last.is_so:  # 纸质的 110 份，共收回 180 份，回收率 78.9%: of these
            wider.append(last.traits[0] - set(THINGS["ballot"].stages))
        others = [each for facts in known for traits in wider for each in facts.rated(name, traits)]
        is_so = any(share_agrees(share, each.share) and _made_of(counts, each) for each in (*found, *others))
        yield Compared("rate", mark, found, is_so)


def _of_extreme(clause: Clause) -> re.Match[str] | None:
    """The words of the clause right before a rate that say of which extreme it is: 最弱的一项，优良率 64.1%."""
    before = _THE_EXTREME.search(clause.sentence[: clause.start])
    return MOST.search(before[0]) if before else None


def _is_each_named(clause: Clause, shares: Sequence[Number], known: Sequence[Facts], words: Vocabulary) -> bool:
    """Whether a clause, or the one before it, names as many criteria or groups as it has shares."""
    before = re.split("[，,]", clause.sentence[: clause.start].rstrip("，,"))[-1]
    return len(shares) in {len(_sides_in(text, known, words)) for text in (clause.text, before)}


def _is_only_after(clause: Clause, share: Number) -> bool:
    """Whether a sentence names a round only in a clause after a share: 优良率 88.5%，与第一轮评的不是同一样东西."""
    here = clause.sentence.partition(clause.text)
    return not ROUND.search(f"{here[0]}{clause.text}") and ROUND.search(here[2]) is not None


def _is_of_few(clause: Clause, name: str, mine: Traits, known: Sequence[Facts]) -> bool:
    """Whether a rate may be of a group of a round of which too few answered to be shown: named with it, or before."""
    named = rounds_of(mine) or frozenset(map(round_of, list(ROUND.finditer(clause.before.earlier))[-1:])) - {""}
    rated = [rounds_of(each.traits) for facts in known for each in facts.rated(name, mine)]
    return bool(named and mine - rounds_of(mine) and rated) and not any(each & named for each in rated)


def criteria_counted(clause: Clause, known: Sequence[Facts]) -> Iterator[Compared]:
    """有三个项目的优良率超过 90%, 没有一项低于八成: how many criteria have a rate beyond a share."""
    rate = RATE.search(clause.text) or RATE.search(clause.sentence[: clause.start])
    shares = shares_in(clause.text)
    match = _SO_MANY.search(clause.text)
    if not rate or RATES[rate[0]][1] != "ballot" or len(shares) != 1 or not match or match.start() > shares[0].start:
        return
    share, counts = shares[0], [each for each in counts_in(clause.text) if each.start < shares[0].start]
    after = [each for each in counts_in(clause.text) if each.start > shares[0].end]
    counts = after if after and _THERE_ARE.search(clause.text[shares[0].end : after[0].start]) else counts
    number = counts[-1] if counts else None
    is_none = any(not is_all for _, is_all in all_or_none(clause.text))
    is_of_all = any(is_all for _, is_all in all_or_none(clause.text))
    if is_of_all or (not is_none and (number is None or share.bound not in {"least", "over", "most"})):
        return
    for facts in known:
        asked = clause.framed(shares[0].start)
        rated = [each for each in _of_criteria(facts, RATES[rate[0]][0], asked) if "总体评价" not in each.traits]
        beyond = [each for each in rated if (each.share < share.value) == (share.bound == "most")]
        of_rounds = dict.fromkeys((rounds_of(rate.traits) for rate in rated), 0)
        for each in beyond:
            of_rounds[rounds_of(each.traits)] += 1
        counted = of_rounds.values()
        is_so = 0 in counted if is_none else number is not None and any(agrees(number, each) for each in counted)
        if rated:
            first = match.start() if is_none or not number else number.start
            mark = clause.text[min(first, share.start) : max(share.end, number.end if number and not is_none else 0)]
            yield Compared("rate", mark, beyond[:2] or rated[:1], is_so)


def all_changed(sentence: str, facts: Facts) -> Iterator[Compared]:
    """八项指标的优良率全部上升, 无一下降: whether those of the last round are all above, or below, the round before."""
    match = _ALL_CHANGED.search(sentence)
    if match is None:
        return
    names = list(dict.fromkeys(each for rate in facts.rates for each in sorted(rounds_of(rate.traits))))[-2:]
    if len(names) < len("前后") or re.search("计划|力争|争取|目标", sentence):
        return
    then, now = (_of_criteria(facts, "优良率", frozenset({name})) for name in names)
    before = {each.traits - {names[0]}: each for each in then}
    pairs = [(before[key], each) for each in now if (key := each.traits - {names[1]}) in before]
    rose = [one.share < other.share for one, other in pairs]
    fell = [one.share > other.share for one, other in pairs]
    changed = rose if match["up"] else fell
    is_so = not any(changed) if match["none"] else all(changed)
    if pairs:
        yield Compared("rate", match[0], [*pairs[0]], is_so)


def _rate_of(clause: Clause) -> re.Match[str] | None:
    """The one rate that the shares of a clause are of."""
    named, shares = list(RATE.finditer(clause.text)), shares_in(clause.text)
    if named:
        is_clear = len(named) == 1 and bool(shares)
        is_after = is_clear and shares[0].start >= named[0].end()
        is_of_it = is_clear and len(shares) == 1 and clause.text[shares[0].end : named[0].start()] == "的"
        return named[0] if is_after or is_of_it else None
    before = list(RATE.finditer(clause.sentence[: clause.start]))
    if not before or clause.claims or "占" in clause.text:
        return None
    return None if counts_in(clause.sentence[before[-1].end() : clause.start]) else before[-1]


def _is_of_a_criterion(clause: Clause, share: Number, known: Sequence[Facts], words: Vocabulary) -> bool:
    """Whether a clause gives a share of a criterion, without a rate's name: 原因分析透不透由 54.4%升到 64.1%."""
    named = [each for each in _sides_in(clause.text[: share.start], known, words) if each in known[0].sides[0]]
    return len(named) == 1 and not _OF_ANSWERS.search(clause.text) and not RATE.search(clause.text)


def _asked(clause: Clause, thing: str, known: Sequence[Facts], words: Vocabulary, *, is_paired: bool) -> Traits | None:
    """The traits of the rate that a clause names; None where that isn't clear."""
    meanings = words.understand(_CHANGED.sub(" ", without_figures(_COUNTS.sub(" ", clause.text))))
    traits = None if meanings is None else traits_of(meanings, thing)
    topic = clause.before.base
    if traits is None:
        return None
    if thing == "ballot" and not is_paired and not traits[0] - rounds_of(traits[0]):
        return _named_before(clause, known, words)
    if topic and topic.thing == thing and not traits[0] and not _OF_ALL.search(clause.text):
        return frozenset(each for each in topic.traits if each.removeprefix(NOT) not in THINGS[thing].stages)
    return traits[0] - set(THINGS[thing].stages) if thing == "ballot" else traits[0]


def _named_before(clause: Clause, known: Sequence[Facts], words: Vocabulary) -> Traits | None:
    """The criterion or group that a sentence names before a clause with a rate; None where that isn't clear."""
    earlier = clause.sentence[: clause.start].rstrip("，,、：: ")
    named = set(_sides_in(earlier, known, words))
    named -= next((set(side) for side in known[0].sides[1:2] if named >= set(side)), set())  # all groups: of all
    last = re.split(r"[，,]", earlier)[-1]
    if not named and _THAT_ONE.search(clause.sentence):
        return None
    is_clear = not last or bool(numbers(last)) or words.understand(without_figures(last)) is not None
    return frozenset(named) if len(named) == 1 or (not named and is_clear) else None


def _sides_in(text: str, known: Sequence[Facts], words: Vocabulary) -> list[str]:
    """The criteria and groups that a text names, in order."""
    sides = {trait for side in known[0].sides for trait in side}
    return [trait for meaning in words.met(text) if (trait := meaning.traits.get("ballot", "")) in sides]


def _each_of(
    clause: Clause, shares: Sequence[Number], known: Sequence[Facts], words: Vocabulary
) -> Iterator[tuple[Number, Traits]]:
    """The shares of a clause, each with the round, or the criterion, that it is of; none where that isn't clear."""
    before = re.split("[，,]", clause.sentence[: clause.start].rstrip("，,"))[-1]
    named = _sides_in(clause.text, known, words) or _sides_in(before, known, words)
    if "分别" in clause.text and len(named) == len(shares) > 1:
        rounds = clause.framed(shares[0].start)
        yield from ((share, rounds | {trait}) for share, trait in zip(shares, named, strict=True))
    elif len(shares) == 1 or len(ROUND.findall(clause.text)) == len(shares):
        for share in shares:
            if len(shares) == 1 and _FROM.search(clause.text[: share.start]):
                yield share, frozenset(_rounds(known)[-1:])
                continue
            than = _THAN.search(clause.text[: share.start])
            yield share, frozenset({round_of(than)}) if than else clause.framed(share.start)
    elif _CHANGED.search(clause.text[shares[0].end : shares[1].start]) or re.search("两轮.*分别", clause.text):
        both = _rounds(known)
        if len(both) == len(shares):
            yield from ((share, frozenset({one})) for share, one in zip(shares, both, strict=True))


def _rounds(known: Sequence[Facts]) -> list[str]:
    """The rounds that are rated, in order."""
    return list(dict.fromkeys(each for rate in known[0].rates for each in rounds_of(rate.traits)))


def _of_criteria(facts: Facts, name: str, asked: Traits) -> list[Rate]:
    return [rate for trait in (facts.sides[0] if facts.sides else ()) for rate in facts.rated(name, asked | {trait})]


def _every(mark: str, share: Number, of_days: Sequence[Sequence[Rate]]) -> Iterator[Compared]:
    """八项指标的优良率都在九成以上, 两轮回收率都超过七成: holds if it does of every rate of a day."""
    worst = [min(of_day, key=lambda rate: rate.share) for of_day in of_days if of_day]
    best = [max(of_day, key=lambda rate: rate.share) for of_day in of_days if of_day]
    ends = {"least": worst, "over": worst, "most": best}.get(share.bound)
    if ends:
        yield Compared("rate", mark, ends, any(share_agrees(share, rate.share) for rate in ends))


def _extreme(mark: str, share: Number, of_days: Sequence[Sequence[Rate]], named: re.Match[str]) -> Iterator[Compared]:
    """各项优良率最低的 64.1%，最高的 91.3%."""
    choose = min if named["least"] or named["last"] else max
    rounds = {rounds_of(rate.traits) for of_day in of_days for rate in of_day}
    of_rounds = [[rate for rate in of_day if rounds_of(rate.traits) == each] for of_day in of_days for each in rounds]
    ends = [choose(rated, key=lambda rate: rate.share) for rated in (*of_days, *of_rounds) if rated]
    if ends:
        yield Compared("rate", mark, ends, any(share_agrees(share, rate.share) for rate in ends))


def _made_of(counts: re.Match[str] | None, rate: Rate) -> bool:
    return counts is None or (int(counts[1]), int(counts[2])) == (rate.part, rate.base)

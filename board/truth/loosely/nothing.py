"""Compares what a sentence says that there is none of with the records, whatever other words it has. Pure.

等着验收的一项也没有; 既没有答复也没有转整改的，早已一条不剩: of what is at that stage, any there is makes it wrong.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from board.report.text import numbers, numeral
from board.truth.facts import Compared, Facts
from board.truth.ledgers import Fact, Traits
from board.truth.loosely.cues import ABOUT, PART, sides_named, stages_named
from board.truth.singly.days import is_to_come
from board.truth.vocabulary import named_in
from board.truth.words import REPORT, WITHOUT, is_of_others, lies_elsewhere, rounds_in

_NONE = re.compile(
    r"(?<![有剩差只仅余是第])一[条项件个](?:[也都]?(?:没(?:有(?![落漏少拉按如完办得能])|(?![有落漏少拉按如完办得能]))|无(?!遗漏)|未(?![落漏])|找不[到出])|也?不剩(?!下?[地的都全]))|没有(?:任何|哪怕|哪)?一?[条项件个](?<!没有[条项件个])(?![不人]|遗?漏|落下|例外)|无一[条项件个]?(?!不|遗漏|例外|漏|落|缺)"
    r"|(?<![\d点])[零0][条项件个]?$|的(?:也|都|已经?|早已)?(?:没有|清零)(?:了)?$"
)
# 已销号的 6 项，没有一项不满意: of these.
_OF = re.compile("了?的|事项|项目")
# 待验收 3 项，一项也没有销号: of these, where no others are counted.
_COUNTED = re.compile(r"[有共是]?[\d一二两三四五六七八九十]+[项件个条]")
# 已完成的分别是 7 项、1 项、0 项.
_IN_ORDER = re.compile("分别|依次")
_SO_MANY = re.compile(r"的?[^，,\d]{0,4}[\d一二三四五六七八九十]+[项件桩]")
_IN_A_WAY = re.compile("网上|线上|纸质|纸面|电子")
_NO_VOID = re.compile("(?:没有一?|无一?|[零0])[份张]?(?:废票|作废|无效)|废票(?:为零|为0|没有|一[份张]也?没有)")
# 下午会议、垫付车费这 2 项，…没有一项销号: of these only.
_THESE = re.compile(r"这(?:\d+|[两二三四五六七八九十]+)[条项个件份张]")
# 他牵头四项，没有一项销号: of whom is said before.
_LED = re.compile("牵头|负责|名下|承担|分管|[领担揽扛]了")
_HIS = re.compile("(?<!其)[他她](?!们|人)|这位|本人|手[里上]|名下")
# 三个环节分别是 8 项完成 7 项，4 项完成 1 项，6 项一项未完成: of those six.
_OF_SO_MANY = re.compile(r"(?P<several>\d+|[两二三四五六七八九十]+)(?P<measure>[项条件个])[，,]?$")
_DENIES, _BEGUN = re.compile("(?:没有?|未)$"), re.compile("(?:有|曾)?(?:启动|动工|动手|开工|着手|动起来)")
# 进度还是零: of no records.
_PROGRESS = re.compile("(?:进度|进展|百分比|分数|得分)[^，,。；]*[零0]$")
_NOT_NONE = re.compile("不是|并非|不敢说|不能说|难说|不等于|[才方]能|[才方]算")


def nothing(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields what a sentence says that there is none of, where there is some.

    earlier: the sentences before it in its paragraph, which may say what it is about.
    """
    if is_of_others(sentence) or _NOT_NONE.search(sentence):
        return
    before, spoken = "", f"{earlier}{sentence}"
    for part in PART.split(sentence):
        match = _NONE.search(part)
        if lies_elsewhere(part) or is_to_come(part, facts.day) or _THESE.search(part):
            return
        own = part[: match.start()] if match else ""
        is_of_others_only = _IN_ORDER.search(own) or _PROGRESS.search(part) or _is_of_fewer(own, facts)
        match = None if match and is_of_others_only else match
        is_one = match is not None and not match.start() and before.startswith("一")  # 一项在改，一项未启动
        if match and not is_one and not WITHOUT.search(part, match.end()):
            near = f"{before}，{part}" if not any(_stages(part)) and not _counts(before) else part
            claimed = list(_stages(near[near.index(match[0]) :])) or list(_stages(part[match.end() :]))
            claimed = claimed or [*{thing: (thing, stage) for thing, stage in _stages(near)}.values()]
            whole = f"{_whose(part, sentence, earlier, facts)}{sentence}"
            claimed = _begun(match, part, claimed)
            records = list(_some(claimed, whole, spoken, facts)) if claimed else list(_of_name(part, sentence, facts))
            if records:
                yield Compared("figure", match[0], records[:1], agrees=False)
        if (match := _NO_VOID.search(part)) and not _IN_A_WAY.search(sentence):
            records = list(_void(sentence, facts))
            if records:
                yield Compared("figure", match[0], records[:1], agrees=False)
        before = part


def _is_of_fewer(own: str, facts: Facts) -> bool:
    """Whether none is of so many right before it, who are but some of those named: 家长提的 2 条一条也没有."""
    match = _OF_SO_MANY.search(own)
    if match is None or any(_stages(own)):
        return False
    for thing in (each for each, (measures, _) in ABOUT.items() if match["measure"] in measures):
        named = [frozenset({word}) for _, word in sides_named(own, thing, facts)]
        if any(each.value == numeral(match["several"]) for each in facts.counted(thing, named or [frozenset()])):
            return False
    return True


def _begun(match: re.Match[str], part: str, claimed: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The things and stages of which there is said to be none: 六项一项也没有启动 is that none has begun."""
    is_begun = _DENIES.search(match[0]) and _BEGUN.match(part, match.end())
    return [(thing, "启动" if stage == "没有启动" and is_begun else stage) for thing, stage in claimed]


def _whose(part: str, sentence: str, earlier: str, facts: Facts) -> str:
    """The name, and a comma, of the one whom the sentences before named last, where a part says 他 or 手里.

    Or of the only one whom the last of them names, where the sentence names and counts nothing: 到今天没有一项办结.
    """
    members = facts.groups.get("member", ())
    if any(True for _ in named_in(sentence, members)):
        return ""
    nearest = earlier.rstrip("。；").rpartition("。")[2]
    is_open = not _counts(sentence[: sentence.index(part)])
    only = (
        dict.fromkeys(named_in(nearest, members)) if is_open and not any(sides_named(sentence, "item", facts)) else {}
    )
    named = list(named_in(earlier, members)) if _HIS.search(part) else [*only] if len(only) == 1 else []
    return f"{named[-1]}，" if named else ""


def _of_name(part: str, sentence: str, facts: Facts) -> Iterator[Fact]:
    """The counts of those of one person or office at the stage that was spoken of: 逾期 6 项，校长牵头的没有."""
    before = sentence[: sentence.index(part)]
    named = list(sides_named(part, "item", facts))
    stages = [stage for stage, end in stages_named(before, "item") if _SO_MANY.match(before, end)]
    if len(named) == 1 and len(stages) == 1 and named[0][1] in facts.groups.get("member", ()):
        yield from (fact for fact in facts.counted("item", [frozenset({named[0][1], stages[0]})]) if fact.value)


def _void(sentence: str, facts: Facts) -> Iterator[Fact]:
    """The counts of void forms of the round and the group that a sentence names; none if of any there is none."""
    rounds = sorted(rounds_in(sentence)) or ["第一轮", "第二轮"]
    groups = [frozenset({each}) for each in named_in(sentence, facts.groups.get("group", ()))] or [frozenset[str]()]
    counted = [facts.counted("ballot", [group | {name, "废票"}]) for group in groups for name in rounds]
    if all(each and each[0].value for each in counted):
        yield from (each[0] for each in counted)


def _counts(part: str) -> bool:
    return any(each.measure or each.kind == "share" for each in numbers(part))


def _stages(part: str) -> Iterator[tuple[str, str]]:
    """The things and their stages that a part of a sentence names."""
    yield from ((thing, stage) for thing in ABOUT for stage, _ in stages_named(part, thing))


def _some(claimed: Sequence[tuple[str, str]], sentence: str, text: str, facts: Facts) -> Iterator[Fact]:
    """The counts of what is at the stages that words name; none if of any thing that they may be of there is none."""
    named = [(thing, stage) for thing, stage in claimed if re.search(ABOUT[thing][1], text)]
    for thing, stage in named:
        ways = [frozenset({stage}) | way for way in _ways(thing, stage, sentence, text, facts)]
        ways += [frozenset({stage, "不满意"})] if thing == "item" and "不满意" in sentence else []
        if not all(each.value for each in facts.counted(thing, ways)):
            return
    for thing, stage in named:
        yield from facts.counted(thing, [frozenset({stage})])[:1]


def _ways(thing: str, stage: str, sentence: str, text: str, facts: Facts) -> Iterator[Traits]:
    """Yields what may narrow it down: any two words that the sentence names, and that it is of the report."""
    is_one = sum(each.measure != "" and each.value > 1 for each in numbers(sentence)) == 1
    of_stages = list(stages_named(sentence, thing))
    stages = {each for each, end in of_stages if _OF.match(sentence, end) or (is_one and _COUNTED.match(sentence, end))}
    stages -= {stage}
    named = {word for _, word in sides_named(sentence, thing, facts)}
    named |= _of_so_many(thing, sentence, facts) if thing in {"item", "task"} and _LED.search(sentence) else set()
    words = sorted(named | stages)
    for size in range(3):
        for some in combinations(words, size):
            yield frozenset(some)
            if thing == "opinion" and REPORT.search(text):
                yield frozenset({*some, "报告"})


def _of_so_many(thing: str, sentence: str, facts: Facts) -> set[str]:
    """The members who lead as many as a sentence counts, where it names none: 他牵头四项，没有一项销号."""
    members = facts.groups.get("member", ())
    counts = [each.value for each in numbers(_LED.split(sentence, maxsplit=1)[-1]) if each.measure == "项"][:1]
    is_named = any(True for _ in named_in(sentence, members))
    led = {each: facts.counted(thing, [frozenset({each})]) for each in (() if is_named else members)}
    return {member for member, mine in led.items() if any(each.value in counts for each in mine)}

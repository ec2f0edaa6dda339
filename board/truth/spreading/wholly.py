"""Compares what a sentence says of all or none of what it speaks of with the records, however it is named. Pure.

共提出 8 条，已逐条答复并全部吸收: of whichever of the records it may be that there are 8; it is wrong only if it is so
of none of them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from board.report.text import clauses
from board.truth.facts import Compared, Facts
from board.truth.ledgers import NOT, Fact, Traits, opposite
from board.truth.singly.days import is_to_come
from board.truth.spreading.counted import are_all_late, is_of_all, last_count, listed_whole
from board.truth.spreading.meanings import INTO_DRAFT, MEANT
from board.truth.vocabulary import Vocabulary
from board.truth.words import NONE, REPORT, THINGS, WITHOUT, all_or_none, lies_elsewhere, plain_words

# Words without which a text that counts nothing isn't about the thing.
_ABOUT = {
    "opinion": "意见|建议|下文|梳理|反馈|稿",
    "outline": "提纲|四个?对照|对照",
    "problem": "问题",
    "item": "整改|事项|台账|销号|群众(?!评议)",
    "task": "任务|工作",
    "sheet": "反馈单",
    "paper": "公文|通报",
}
# 第一批反馈单 11 月 16 日送达，均已签收: of these, not of all.
_SOME_OF = {"sheet": re.compile("批")}
# 前后一共 10 张，每张都有人签收: of all batches.
_IN_ALL = re.compile(r"[，,][^，,。；\d]{0,4}(?:共|合计|总计)[^，,。；\d]{0,4}\d+[张份]")
_IN_TIME = {"按期完成", "超期完成"}
_OF_THEM = re.compile(
    r"(?:任务|事项|工作|[这那的]些?|[中里]头?|[当之]中|\d[项件桩]|[一二三四五六七八九十][项件桩])[，,]?$"
)
# 每个问题都接上了整改: of all, whatever was counted before.
_EVERY_ONE = re.compile("(?:每一?个|所有的?|全部|各个?)?问题(?:全)?")
_ANEW = re.compile("(?:论|从|按|就|说到|至于)[^，,。；\\d]{1,8}[，,]")  # 论落实，没有一个缺少整改事项
_ONLY = re.compile("[只仅就唯还][有是]?$")
# 11 月 24 日以后又收到 8 条，至今无一反馈: of these.
_OF_WAYS = re.compile("[种条类个](?:渠道|途径|方式|门路|人员?|群体|部门|科室)(?:都|均)?$")
_LATER = re.compile("以[后来]|会后|之后|[又新]收|[又新]听|[又新]来|近[几两]天")
_REST = re.compile("其余|其[他它]|余下|剩下|剩余|另外|此外")
_BUT_FOR = re.compile("除(?!了|去)|[以之]?(?<!例)外(?:$|[，,]|均|都|全)")
# 尚无一项销号的，是校长: what is spoken of comes after it.
_WITHIN = re.compile("[日天周]之?内")  # 十日之内件件有回音: what is planned
_OF_WHAT_FOLLOWS = re.compile("^[^，,]{0,4}的")
# 均在开出次日送到, 谈心都谈到、发言提纲写齐: says more than that it was done, or is said of something else.
_BETWEEN = re.compile(r"[、在于从向由用与和比只才\d]")
_ARE_FROM = re.compile("(?:是|为|由|[来出]自|属|在|[投写说谈]?[在到进]|通过|靠|走)[^，,、]*$")
# 全部意见由办公室逐条梳理: how it is done, not that it was.
_ONE_BY_ONE, _IS_DONE = re.compile("逐[条一项点]|一一"), re.compile("[已了均都完毕过]|作出?|得到")
_ONE_PERSON = re.compile("本人|自己|他|她")
_LED = re.compile("牵头|负责|名下|承担")
_I_LEAD = re.compile("(?:^|[，,。；])我(?:一人)?(?:牵头|负责|名下)")
_PART = re.compile("[，,。；：:、！？]")
_PARTS, _NEAR = 16, 80
# What has come of opinions: of these there is none without 下文.
_LED_ON = {"转整改", "已答复"}
# What is said of opinions, and how it is said of points on the report, which no problem or item comes of.
_OR = {"无下文": (f"{NOT}已答复",), f"{NOT}无下文": ("已答复",)}
_THESE = re.compile(r"[这该]\s*$")
_NOT_BEFORE = re.compile("[没未不无待](?:有|能|曾|经|予|得到|被)?(?:作出?|进行|得到)?$")
# 群众不满意的，一律不予销号: a rule.
_IS_RULE = re.compile("(?:都|均)?(?:不[予得准许能可]|禁止|必须|须|应当|方可|才能)")
_NOW = re.compile(
    r"(?:但|而|可)?(?:到|截至|截止)?(?:今天|今日|如今|目前|眼下|现在|至今)"
    r"|[这那]?(?:\d+|[一二三四五六七八九十]+)[条项个件份张](?:意见|问题|事项)?(?:当中|之中|里头|里|中)"
)
_LATE = re.compile("[逾超误拖]期")
_WAITS = re.compile("条件|一时[^，,。]{0,4}[办改解]|暂时[^，,。]{0,4}[办改解]")
# 群众评价满意的无一例外; 梳理上没有一条遗漏: what is said of all stands before the word for all.
_NO_EXCEPTION = re.compile(
    r"(?:无一|没有一[条件项个]|毫无|没有任何)(?:例外|遗漏|漏掉?|落下|缺漏)|一[条件项个]也?[没不未][漏落少]下?"
)
_NONE: Traits = frozenset()


def wholly(text: str, earlier: str, facts: Facts, words: Vocabulary, marks: str) -> Iterator[Compared]:
    """Yields what a sentence says of all or none, where nothing that was compared (marks) has said it.

    earlier: the sentences of the paragraph before it.
    """
    for start, clause in _of_now(text, facts.day):
        named = list(all_or_none(clause))
        for place, (mark, is_all) in enumerate(named):
            until = named[place + 1][0].start() if place + 1 < len(named) else len(clause)
            after = clause[mark.end() : until]
            claimed = _claimed(after, is_all=is_all) or (_is_from(after, facts, words) if is_all else None)
            claimed, first = (claimed, mark.start()) if claimed else _claimed_before(mark, clause, text[:start])
            claimed = _of_which(claimed, text, earlier)
            is_done = _IS_DONE.search(clause, max(0, mark.start() - 1)) and not _ONE_PERSON.search(clause)
            is_planned = _ONE_BY_ONE.fullmatch(mark[0]) and not is_done and claimed != ("opinion", "采纳")
            is_of_people = claimed == ("item", opposite("不满意")) and not re.search("[项件]", mark[0])
            before = text[: start + mark.start()]
            is_of_some = _is_of_some(claimed, before, clause[: mark.start()]) if claimed else False
            if _OF_WAYS.search(clause[: mark.start()]):
                continue  # 六种渠道无一落空: not of opinions
            is_into = re.match(INTO_DRAFT, after) is not None
            is_of_some = is_of_some or (is_into and last_count("opinion", before) is None)
            is_one = not is_all and _ONLY.search(clause[: mark.start()])  # 只有一条没有反馈
            if is_one or is_of_some:
                continue
            is_open = claimed is not None and (mark[0] not in marks or is_of_all(claimed[0], before, earlier))
            if claimed is not None and is_open and not (is_of_people or is_planned):
                own = clause[: named[0][0].start() if _goes_on(clause, named, place) else first]
                spoken = _Spoken(text, mark[0], before, own, earlier)
                records = _of_whichever(claimed, spoken, facts, words)
                if records:
                    yield Compared("figure", mark[0], [records[0]], agrees=False)


def _of_now(text: str, today: date) -> Iterator[tuple[int, str]]:
    """The clauses of a sentence with their starts, up to one of another time or place, or of the rest.

    问题要变成整改事项，到今天，九个都已转成: after one of today, again.
    """
    is_away = False
    for start, end in clauses(text):
        clause = text[start:end]
        is_away = is_away and not _NOW.match(clause)
        is_away = (
            is_away
            or lies_elsewhere(clause)
            or is_to_come(clause, today)
            or bool(_BUT_FOR.search(clause) or _WITHIN.search(clause))
        )
        if not is_away:
            yield start, clause


def _is_of_some(claimed: tuple[str, str], before: str, own: str) -> bool:
    """Whether the text before a word for all says that it is of some that are named there only, or of one alone."""
    thing, trait = claimed
    if trait.removeprefix(NOT) in _IN_TIME:  # 整理会上查出的问题一项没有按期办完: one task's name
        return bool(own) and not _OF_THEM.search(own)
    of_some = _LATER if trait.endswith("已反馈") else _SOME_OF.get(thing)
    last = next(iter([*of_some.finditer(before)][-1:]), None) if of_some else None
    return last is not None and not (thing == "sheet" and _IN_ALL.search(before, last.end()))


def _goes_on(clause: str, named: Sequence[tuple[re.Match[str], bool]], place: int) -> bool:
    """Whether a word for all says more of what another says something of: 逐条答复并全部吸收."""
    return place > 0 and re.search("[并且又、]$", clause[: named[place][0].start()]) is not None


def _claimed(text: str, *, is_all: bool) -> tuple[str, str] | None:
    """The thing and the trait that a text says all have; of none, the one that all lack; None of a rule."""
    if _IS_RULE.match(text) or (not is_all and WITHOUT.search(text)):
        return None
    for pattern, thing, trait in MEANT:
        match = re.search(pattern, text)
        if (
            match is not None
            and not _BETWEEN.search(text[: match.start()])
            and (text.startswith("是") or not _OF_WHAT_FOLLOWS.match(text[match.end() :]))
        ):
            is_denied = _NOT_BEFORE.search(text[: match.start()]) is not None
            return thing, trait if is_all != is_denied else opposite(trait)
    return None


def _claimed_before(mark: re.Match[str], clause: str, before: str) -> tuple[tuple[str, str] | None, int]:
    """The thing and the trait that a clause says before its word for all that all have, and where it says so.

    before: the text before the clause, which says it where that is a word for all alone: 逐条梳理，一条不剩.
    """
    own = clause[: mark.start()].removesuffix("的").removesuffix("上") or before.rstrip("，,")
    if _NO_EXCEPTION.fullmatch(mark[0]) and not clause[mark.end() :].strip("，,。；"):
        for pattern, thing, trait in MEANT:
            match = re.search(rf"(?:{pattern})$", own)
            if match and not _NOT_BEFORE.search(own[: match.start()]):
                return (thing, trait), min(match.start(), mark.start())
    return None, mark.start()


def _of_which(claimed: tuple[str, str] | None, sentence: str, earlier: str) -> tuple[str, str] | None:
    """The same, of opinions that a sentence has made items (逐条答复并转入整改), or of tasks done late.

    None where what is explained isn't late.
    """
    if claimed and claimed[1].removeprefix(NOT) in {"超期完成", "按期完成"}:
        return ("task", claimed[1]) if "任务" in f"{earlier[-_NEAR:]}{sentence}" and "整改" not in sentence else claimed
    if claimed and claimed[1].endswith("解释") and not _WAITS.search(f"{earlier[-_NEAR:]}{sentence}"):
        return None  # 没有采纳的都作了解释
    if claimed and claimed[1].endswith("逾期说明") and not _LATE.search(f"{earlier[-_NEAR:]}{sentence}"):
        return None  # 26 条都写明了原因
    if claimed and claimed[0] == "opinion" and "批评" in sentence:
        return None  # 批评 26 条，都写了原因，无一落空
    is_of_problems = claimed is None or claimed[0] != "problem" or not claimed[1].endswith("转整改")
    if is_of_problems or "问题" in sentence or not re.search(_ABOUT["opinion"], f"{earlier[-_NEAR:]}{sentence}"):
        return claimed
    return ("opinion", claimed[1]) if claimed else None


def _is_from(text: str, facts: Facts, words: Vocabulary) -> tuple[str, str] | None:
    """The trait by which a text says that all are alike, of opinions: 全是家长反映的, 都投在意见箱里."""
    match = _ARE_FROM.match(text)
    sided = {trait for side in facts.sides_of("opinion") for trait in side}
    named = {each.traits.get("opinion", "") for each in words.met(text)} & sided if match else set[str]()
    return ("opinion", named.pop()) if len(named) == 1 else None


@dataclass(frozen=True)
class _Spoken:
    """A sentence, its word for all or none, what is before that in it and in its clause, and the sentences before."""

    sentence: str
    mark: str
    before: str
    own: str
    earlier: str


def _of_whichever(claimed: tuple[str, str], spoken: _Spoken, facts: Facts, words: Vocabulary) -> list[Fact]:
    """The counts of those that have a trait among whatever may be meant; none if all of any have it, or none is."""
    thing, trait = claimed
    # 其余各条也都有了下文: no longer of those just counted.
    is_open = _REST.search(spoken.own) or NONE.fullmatch(spoken.mark) or trait.removeprefix(NOT) == "无下文"
    own = words.met(plain_words(spoken.own))
    is_open = is_open or any(each.traits.get(thing) for each in own)
    of_list = None if is_open else listed_whole(thing, spoken.before)
    number = of_list or last_count(thing, spoken.own if is_open else spoken.before)
    if number is None and trait in {name for side in facts.sides_of(thing) for name in side}:
        return []
    if number is None and (trait == "满意" or not re.search(_ABOUT[thing], _near(thing, spoken))):
        return []
    numbers = [number] if number or not is_open else [None, last_count(thing, spoken.before)]
    records = list[Fact]()
    for of in dict.fromkeys(numbers):
        for base in _bases(thing, trait, spoken, facts, words, is_counted=of is not None):
            pairs = [
                pair for each in (trait, *_OR.get(trait, ())) for pair in facts.parts(thing, base | {each}, base, base)
            ]
            pairs = [(part, whole) for part, whole in pairs if of is None or whole.value == of.value]
            if any(part.value == whole.value for part, whole in pairs):
                return []
            records += [part for part, _ in pairs]
    return records


def _near(thing: str, spoken: _Spoken) -> str:
    """The text that has to name a thing: of opinions, 逐条 and the like count them, which may be named before."""
    is_by_one = thing == "opinion" and ("条" in spoken.mark or "去向" in spoken.sentence)
    is_late = thing == "item" and re.search("[逾超]期", f"{spoken.earlier[-_NEAR:]}{spoken.before}")
    late = "逾期的事项" if is_late else ""
    if thing == "task" or (thing == "problem" and "个" in spoken.mark):
        return f"{spoken.earlier}{spoken.sentence}"
    return f"{spoken.earlier[-_NEAR:] if is_by_one else late}{spoken.sentence}"


def _bases(
    thing: str, trait: str, spoken: _Spoken, facts: Facts, words: Vocabulary, *, is_counted: bool
) -> list[Traits]:
    """The sets of traits of which a text may speak: of what its parts name, any up to three, and of all.

    is_counted: whether it says how many there are of them, so that these may be those that came to a stage.
    """
    if thing == "problem" and (_EVERY_ONE.fullmatch(spoken.own) or _ANEW.fullmatch(spoken.before)):
        return [_NONE]
    if is_of_all(thing, spoken.before, spoken.earlier):
        return [_NONE]
    if trait == "逾期说明" and are_all_late(spoken.own, f"{spoken.earlier}{spoken.before}", facts):
        return [frozenset({"逾期"})]
    number = last_count(thing, spoken.before)
    # 对这三条; 谈心里收来的。8 条，条条都是教职工说的
    is_of_earlier = number is None or not number.start or _THESE.search(spoken.before[: number.start])
    earlier = spoken.earlier if is_of_earlier else ""
    if thing == "task":  # 评议还没有开始。任务十八项，办完八项。没有一项误期: not of what was named further before
        earlier = re.split("[。；！？]", earlier.rstrip("。；！？"))[-1]
    parts = [*_PART.split(earlier)[-_PARTS:], *_PART.split(spoken.before)]
    met = [each for part in parts for each in words.met(plain_words(part))]
    named = {trait for each in met for trait in (each.traits.get(thing, ""), each.soft.get(thing, ""))} - {""}
    before = f"{earlier}{spoken.before}"
    named |= {trait for side in facts.sides_of(thing) for trait in side if trait and trait in before}
    last = _PART.split(spoken.before.rstrip("，,"))[-1]
    if _LED.search(f"{last}{spoken.own}") or _I_LEAD.search(spoken.before):  # 我牵头的 4 项; 他牵头 4 项，没有一项销号
        members = set(facts.groups.get("member", ()))
        named |= members if thing == "item" and not members & named else set()
    stages = set(THINGS[thing].stages)
    if _REST.search(spoken.own):
        named |= {opposite(each) for each in named if each.removeprefix(NOT) in stages}
        least = {each for each in named if each.startswith(NOT)}
    else:
        least = set[str]()
        of_own = {each.traits.get(thing, "") for each in words.met(plain_words(spoken.own))}  # 不满意的一项也没有销号
        named -= set() if is_counted else stages - of_own
    is_on_report = is_counted or REPORT.search(f"{spoken.earlier}{spoken.sentence}")
    named |= {"报告"} if thing == "opinion" and is_on_report else set()
    if trait.removeprefix(NOT) == "无下文":
        named -= _LED_ON
    sets = [_NONE, *(frozenset(some) for size in (1, 2, 3) for some in combinations(sorted(named), size))]
    return [each for each in sets if (not least or each & least) and not each & {trait, opposite(trait)}]

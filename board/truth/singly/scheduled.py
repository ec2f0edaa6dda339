"""Compares the days that a sentence gives for a task, a batch of feedback sheets, or who was asked to come.

Pure. 班子审定报告推迟到 12 月 8 日; 第二批反馈单 11 月 24 日送达; 11 月 13 日又请家长来校座谈.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from board.report.text import clauses
from board.truth.facts import Facts, Happening
from board.truth.ledgers import Link
from board.truth.singly.alike import pairs_of
from board.truth.singly.dates import WrongDay
from board.truth.singly.days import DAY, day_of
from board.truth.singly.lateness import task_named
from board.truth.words import lies_elsewhere

# What a task's day is said of: begun, done, due, or put off until then.
_OF_TASK = re.compile(
    r"完成|办[完结妥好]|做完|推迟|推到|推至|顺延|延[至到]|原定|本?应[于在当]|预计|计划|期限|截止|经[^，,]{0,6}通过|交齐|收尾|开始|启动"
)
_OF_OTHERS = re.compile(r"整改|事项|台账|销号|R-\d|环节|阶段")
# 谈心谈话自 11 月 11 日开始，校长与其他班子成员都谈过: a clause that says itself of what its day is.
_SAYS_OF_WHAT = re.compile("^[^，,]{0,4}(?:谈心|谈话|座谈|评议|反馈|意见)")
_OTHER_YEAR = re.compile(r"[去上往前今明]年|上一?学年")
# A batch of feedback sheets, by its place.
_BATCH = re.compile(r"(?P<batch>首批|头一批|第[一二三四]批)[^，,。；]{0,14}(?:[，,](?:已|就|都|均)*[于在]?)?$")
# 11 月 15 日第一批、11 月 23 日第二批; 11 月 16 日交付第一批反馈单 6 份.
_ITS_BATCH = re.compile(r"[^，,。；：、\d第首头]{0,8}(?P<batch>首批|头一批|第[一二三四]批)")
_EDGES = re.compile("[，,；。]")
_BATCHES = {"首批": 0, "头一批": 0, "第一批": 0, "第二批": 1, "第三批": 2, "第四批": 3}
_ON_SHEETS, _HANDED = re.compile("反馈单|反馈|签收"), "送达"
# Who was asked to a meeting, or what it was about.
_CAME = re.compile(r"请|座谈|来校|到会|谈(?!心|话)|听取|听了|研究|召开|开会|议定|碰头")
_NOT_MET = re.compile(
    r"稿|报告|评议|征评|公开|公布|反馈|签收|谈心|谈话|书面|整改事项|销号|验收|任务|批评|环节|阶段|推迟"
)
# 11 月 12 日先请教职工代表坐下来谈，接着又请家长.
_THEN = re.compile("[；;]|[，,](?:紧?接着|随后|而后|然后|之后|次日|翌日|隔天|第二天|又|再|后)")
_ENOUGH = 3
_LINK: Link = ("tasks", {})


def days_scheduled(sentence: str, facts: Facts, earlier: str, compared: Sequence[str]) -> Iterator[WrongDay]:
    """Yields every day of a sentence that is of a task, a batch, or a meeting told by its words, but those compared.

    earlier: the sentences before it in its paragraph.
    """
    spans = clauses(sentence)
    found = list(DAY.finditer(sentence))
    for position, match in enumerate(found):
        day = day_of(match, facts.day)
        if day is None or match[0] in compared or _OTHER_YEAR.search(sentence):
            continue
        start, end = next((span for span in spans if span[0] <= match.start() < span[1]), (0, len(sentence)))
        until = found[position + 1].start() if position + 1 < len(found) else len(sentence)
        of_day = (
            _of_batch((sentence[: match.start()], sentence[match.end() :]), sentence, earlier, facts)
            or _of_task(sentence, sentence[start:end], facts, is_alone=len(found) == 1)
            or _of_meeting(_THEN.split(sentence[start:until])[0], day, facts)
        )
        if of_day:
            yield match[0], of_day, any(each.day == day for each in of_day)


def _of_batch(around: tuple[str, str], sentence: str, earlier: str, facts: Facts) -> list[Happening]:
    """The days of the batch of feedback sheets that is named right before a day, or right after it.

    around: the sentence up to the day, and after it.
    """
    before = _BATCH.search(around[0])
    batch = _ITS_BATCH.match(around[1]) or (None if before and _has_its_day(before) else before)
    if batch is None or not _ON_SHEETS.search(f"{earlier}{sentence}"):
        return []
    place = _BATCHES.get(batch["batch"], -1)
    return [each for each in facts.happenings if each.kind == _HANDED and each.about == str(place)]


def _has_its_day(batch: re.Match[str]) -> bool:
    """Whether a batch in the clause before has a day there: 11 月 16 日交付第一批 6 份，11 月 24 日交付后一批."""
    own, comma, _ = batch.string.rpartition("，") if "，" in batch[0] else ("", "", "")
    return bool(comma) and DAY.search(_EDGES.split(own)[-1]) is not None


def _of_task(sentence: str, clause: str, facts: Facts, *, is_alone: bool) -> list[Happening]:
    """The days of the one task that a clause, or a sentence with no other day, is about."""
    if _OF_OTHERS.search(sentence) or not _OF_TASK.search(clause):
        return []
    is_alone = is_alone and not _SAYS_OF_WHAT.match(clause)
    case = facts.steps.asked(task_named, clause) or (facts.steps.asked(task_named, sentence) if is_alone else None)
    return [Happening("", day, "", f"{case.item_id} 的日子", _LINK) for day in case.days] if case else []


def _of_meeting(text: str, day: date, facts: Facts) -> list[Happening]:
    """The one meeting that a text tells by who was asked, or by what it was about; none of a day to come."""
    if day > facts.day or not _CAME.search(text) or _NOT_MET.search(text) or lies_elsewhere(text):
        return []
    mine = [each for each in facts.happenings if each.kind.endswith("会") or each.kind.endswith("会议")]
    mine = [each for each in mine if "报告" not in each.about]
    alike = sorted(
        ((len(pairs_of(each.about) & pairs_of(text)), place) for place, each in enumerate(mine)), reverse=True
    )
    if not alike or alike[0][0] < _ENOUGH or (len(alike) > 1 and alike[0][0] < 2 * alike[1][0]):
        return []
    return [mine[alike[0][1]]]

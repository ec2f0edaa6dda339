"""Compares how a sentence says that one task of the plan, named in full, stands, and its days, with the task. Pure.

修改完善报告已经完成, where it hasn't begun; 召开情况通报会定在 12 月 12 日: among any other words.
"""

import re
from collections.abc import Iterator
from datetime import date

from board.report.text import clauses
from board.truth.facts import Case, Compared, Facts, Happening
from board.truth.ledgers import Fact, Link
from board.truth.singly.alike import ByPairs, pairs_of
from board.truth.singly.days import ANY_DAY, day_of
from board.truth.singly.lateness import task_named
from board.truth.words import is_of_others
from board.words import TASK_STATUS

_NOT = r"(?:尚未|还没有?|至今没有|至今未|仍未|没有|未能)"
_ENDS = r"(?:了|完毕)?(?=[，,。；、（(]|$)"
_DONE = re.compile(
    r"(?<![没未不])(?:已经?|业已|早已)(?:[按如][期时]|准时|提前|全部|顺利|圆满|基本)?"
    rf"(?:完成|办结|办完|做完|收尾|结束){_ENDS}"
)
_OPEN = re.compile(rf"{_NOT}(?:完成|办结|办完|做完|收尾|结束){_ENDS}")
_NOT_BEGUN = re.compile(rf"{_NOT}(?:启动|动手|开始|开展|着手){_ENDS}")
_GOING_ON = re.compile(rf"(?:正在|仍在|还在)(?:进行|推进|办理|开展|抓紧进行){_ENDS}")
# 12 月 9 日前完成; 定在 12 月 12 日; 12 月 20 日召开.
_OF_ITS_DAY = re.compile(
    rf"(?:定[于在]|安排[于在]|期限(?:是|为|到)?|截止)(?P<first>{ANY_DAY.pattern})"
    rf"|(?P<second>{ANY_DAY.pattern})(?:之?前|以前)?(?:到期|为限|截止|(?:完成|办结|召开|举行|启动){_ENDS})"
)
_PLANNED = re.compile("争取|力争|提前|打算|如果|若|只要|以后|之后|才|建议|曾|一度|原先")
_OTHER = re.compile(
    r"整改|事项|台账|销号|R-\d|环节|阶段|[前后]者|其[余他它]|部分|一半|\d+[项个件]|[两二三四五六七八九十几]+[项个件]"
)
# A clause of what was named before it: 现在还没有完成; 12 月 2 日到期.
_SAYS_ON = re.compile(
    rf"(?:但|却|可|也|现在?|目前|眼下|如今|到今天|原定|应|要|将|都|[于在]){{0,3}}"
    rf"(?:{_DONE.pattern}|{_OPEN.pattern}|{_NOT_BEGUN.pattern}|{_GOING_ON.pattern}|定[于在]|期限|{ANY_DAY.pattern})"
)
# So much of the pairs of signs of a name must be there, and a name has so many of them.
_MOST, _LONG, _SOME = 0.8, 5, 2
_LINK: Link = ("tasks", {})


def of_task(sentence: str, _: str, facts: Facts) -> Iterator[Compared]:
    """Yields what a sentence says of the state and the days of the one task that a clause of it names in full."""
    if _OTHER.search(sentence) or is_of_others(sentence):
        return
    before: Case | None = None
    for start, end in clauses(sentence):
        clause = sentence[start:end]
        named = facts.steps.asked(in_full, clause)
        case = named or (before if _SAYS_ON.match(clause) else None)
        if case is not None and not _PLANNED.search(clause):
            yield from _state(clause, case)
            yield from _days(clause, case, facts.day)
        before = named or (None if facts.steps.asked(task_named, clause) else before)


def in_full(words: str, known: ByPairs[Case]) -> Case | None:
    """The task whose name, nearly in full, words have, and that they tell from the others."""
    case = task_named(words, known)
    pairs = pairs_of(case.text.partition("。")[0]) if case else frozenset[str]()
    is_full = len(pairs) >= _LONG and len(pairs & pairs_of(words)) >= _MOST * len(pairs)
    return case if is_full else None


def may_be_of_task(sentence: str, known: ByPairs[Case]) -> bool:
    """Whether a sentence speaks of tasks, or has words of one."""
    return "任务" in sentence or any(score >= _SOME for score, _ in known.telling(sentence, 1))


def _state(clause: str, case: Case) -> Iterator[Compared]:
    """Yields how a clause says that a task stands, where it stands otherwise."""
    done, begun = case.status == "done", case.status != "not_started"
    stated = ((_OPEN, not done), (_NOT_BEGUN, not begun), (_DONE, done), (_GOING_ON, begun and not done))
    for pattern, is_so in stated:
        match = pattern.search(clause)
        if match:
            label = f"{case.item_id} 是{TASK_STATUS.get(case.status, case.status)}，这样的次数是"
            yield Compared("figure", match[0], [Fact("task", frozenset(), int(is_so), label, _LINK)], is_so)
            return


def _days(clause: str, case: Case, today: date) -> Iterator[Compared]:
    """Yields the day that a clause gives for a task, where it has no such day."""
    match = _OF_ITS_DAY.search(clause)
    written = ANY_DAY.search(match[0]) if match else None
    if written and case.days:
        records = [Happening("", each, "", f"{case.item_id} 的日子", _LINK) for each in dict.fromkeys(case.days)]
        yield Compared("day", written[0], records, day_of(written, today) in case.days)

"""Compares what a sentence says of one item with it. Pure.

The item is named by its id or by words that no other item shares; when it was closed, how late and how far it is, and
who does it: 二楼厕所按期修好，12 月 4 日销号.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

import pandas as pd

from board.numbers import month_day
from board.report.text import clauses, numeral, shares_in
from board.store.frames import each_row
from board.truth.facts import Case, Compared, Facts, Happening
from board.truth.ledgers import Fact, Link
from board.truth.singly.alike import ByPairs
from board.truth.singly.in_time import IN_TIME, NOT_IN_TIME, is_of_no_item
from board.truth.words import TIME, is_elsewhere, lies_elsewhere, time_of
from board.words import ITEM_KIND, ITEM_STATUS, PEOPLE_VIEW

_OF_TWO = re.compile("[前后]者")
_SEVERAL = re.compile(r"(?:有|另外?|其余|余下|这)的?[\d两二三四五六七八九十几]+[项件]|[项件].{0,6}(?:依次|分别)")
_SO_MANY_ITEMS = re.compile(r"(?<![第\d])(?:[2-9]|\d{2,}|[两二三四五六七八九十]+)[项件条]|各有?[1一][项件条]")
_ID = re.compile(r"(?<![A-Za-z])R-\d{3,}")
# A sentence's words must tell an item from the others: each pair of signs counts for as many items as have it.
_ENOUGH, _MARGIN = 1.5, 1.8
_DAYS = re.compile(
    r"(?P<days>\d+|[一二两三四五六七八九十]+)(?P<more>[来多余])?\s*天"
    r"|半个(?P<over>多)?月|(?P<weeks>[一两])(?:周|个?星期)(?P<beyond>多)?"
)
# 比原定期限早了三天.
_THAN_PLANNED = re.compile(
    rf"比(?:原[定来]|规定|既定|约定|计划)?的?(?:期限|时限|日子|计划|时间)?(?:还|足足|整整)?(?P<way>早|晚|迟|提前|推迟|提早)了?(?:{_DAYS.pattern})"
)
_LONGEST = re.compile(r"最[久长]|[久长]的一[项件个]|天数最多")
_NAMED_LONGEST = re.compile(r"最[久长]的(?:一[项件个])?(?:是|为|当数|要数)(?P<what>[^，,。；]{4,24})")
_DOES = (
    r"(?:同志)?(?:(?:牵头|承办|主抓|领办|主办|挂帅|包干|领衔|担纲)(?!召开|组织|开|的?(?:事项|项目|任务)?得?[最较更多少])"
    r"|(?:负责|承担)(?=[，,。；、的]|整改|$))"
)
# 责任科室是教导处: who does it, after what they are called.
_WHO = r"(?:(?:负责|牵头|承办)[的人]|责任人|(?:责任|承办)(?:[科处]室|部门)|(?:牵头|分管)领导)(?:(?:确?定|明确)?为|是)"
# 按立行立改管理, 列为限期整改: what kind of item it is.
_OF_KIND = re.compile(
    rf"(?:按照?|属于?|列[为入]|划[为入]|归[为入]|作为|定为|是|列进)[^，,]{{0,2}}(?P<kind>{'|'.join(ITEM_KIND.values())})(?!的?(?:办理|情况|事项[^，,]{{0,2}}(?:办理|情况)))"
)
_OF_ITEMS = re.compile(r"整改|事项|台账|销号|办结期限|办理期限|R-\d")
_SOME_ITEMS = re.compile(rf"{_OF_ITEMS.pattern}|[项件]")
_OF_OTHERS = re.compile("意见|谈心|任务|评议|反馈|会议|答复")
_THAN_ANOTHER = re.compile("[，,]比(?!期限|原|计划|规定|时限|预定)[^，,。；]*")
# 微机室那一项 11 月 30 日该复查，也晚了一天: the day of its review, not of its end.
_AT_REVIEW = re.compile("[该应][^，,。；]{0,4}复[查核]|复[查核]的?(?:日|期|时限)|[晚迟误]了?[^，,。；]{0,6}复[查核]")
_TEN, _NEAR = 10, 40
_HALF_A_MONTH, _WEEKS = 15, {"一": 7, "两": 14}
_LATE = re.compile(r"逾期|已过(?=[一二两三四五六七八九十\d])|超期|过期|拖了?|晚了?|(?<!推)迟了?|超过?了?期?|延误")
_CLOSED = re.compile(r"销[了的]?号|办结|办妥|结案|验收通过|通过验收")
_NOT_YET = re.compile(r"尚未|还没|没有?(?!一)|未|等|待|争取|计划|准备")
_AGAIN = re.compile("重新|重启|退回|再次|又列")
_ONCE = re.compile("原[属为列是]|原已|原本|本已|原定|应[于在]|定于|曾|一度|原先|先前")
# 从 11 月 15 日查出到 22 日销号: the day is that of the first.
_SPAN = re.compile(r"(?:查出|发现|登记|提出|列入)[^，,。；]{0,4}到")
_NOT_STARTED = re.compile(r"(?:尚未|还没有?|没有|仍未|未)(?:启动|动工|动手|着手)")
# But not 已销号 3 项.
_IS_CLOSED = re.compile(
    r"已经?(?:于|在|复查|复核|验收|全部|彻底)?(?:销号|办结|销了号)(?!了?[\d一二三四五六七八九十]|的(?:整改)?事项)"
)
_OF_DUE = re.compile("[期时]限|办结|整改|完成时间")
# 期限由 12 月 3 日顺延到 12 月 13 日.
_PUT_OFF = re.compile(
    r"(?:顺延|延[期长后]|推迟|放宽|改|调整)[到至为]了?(?P<day>(?:\d{1,2}|[一二十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号])"
)
_PROGRESS = re.compile(r"进度|完成了?|进展|做到|已到")
_WORDS = ("problem", "measure", "target", "progress", "proof")
_PEOPLE_OF = ("leader_name", "owner_name", "department", "helpers")
OF_CASES = (
    "item_id",
    "kind",
    "status",
    "percent",
    *("due_on", "first_due_on"),
    "closed_on",
    "submitted_on",
    "people_view",
    *_WORDS,
    *_PEOPLE_OF,
)


def cases(items: pd.DataFrame) -> Iterator[Case]:
    """The items as cases: takes OF_CASES."""
    for row in each_row(items[[*OF_CASES]]):
        words = [word for column in _WORDS if isinstance(word := getattr(row, column), str)]
        due, closed, submitted = (
            None if pd.isna(day) else day.date() for day in (row.due_on, row.closed_on, row.submitted_on)
        )
        named, kind = tuple(str(getattr(row, column)) for column in _PEOPLE_OF), ITEM_KIND[row.kind]
        dues = tuple(day.date() for day in (row.due_on, row.first_due_on) if not pd.isna(day))
        view = PEOPLE_VIEW.get(row.people_view, "") if isinstance(row.people_view, str) else ""
        came = (str(row.status), int(row.percent))
        yield Case(row.item_id, kind, "。".join(words), due, closed, submitted, *came, named, dues, view)


def of_one_item(sentence: str, facts: Facts) -> Iterator[Compared]:
    """Yields what a sentence says of the one item that it is about."""
    spans = clauses(sentence)
    until = next((start for start, end in spans if is_elsewhere(sentence[start:end])), len(sentence))
    case = facts.cases.asked(meant, _THAN_ANOTHER.sub("", sentence[:until]))
    is_of_others = _OF_OTHERS.search(sentence) and not _OF_ITEMS.search(sentence)
    if case is None or is_of_others or _OF_TWO.search(sentence) or _SEVERAL.search(sentence):
        return
    for start, end in clauses(sentence):
        yield from _due(sentence[start:end], case)
    link: Link = ("rectification", {})
    names = [name for kind in ("member", "department", "owner") for name in facts.groups.get(kind, ())]
    unread = {_closing: _AGAIN, _lateness: _AT_REVIEW}
    compares = [each for each in unread if not unread[each].search(sentence)]
    for clause in (sentence[start:end] for start, end in spans if end <= until):
        yield from _of_kind(clause, case)
        for compare in (*compares, _state, _share):
            result = compare(clause, case, facts.day)
            if result:
                mark, label, value, is_so = result
                record = Fact("item", frozenset(), value, f"{case.item_id} {label}", link)
                if compare is _closing:
                    yield Compared(
                        "day", mark, [Happening("", case.closed_on, "", f"{case.item_id} 的销号", link)], is_so
                    )
                else:
                    yield Compared("figure", mark, [record], is_so)
        yield from led(clause, case, names, link)


def _of_kind(clause: str, case: Case) -> Iterator[Compared]:
    """Yields the kind that a clause says the item is of, where it is of another."""
    match = _OF_KIND.search(clause)
    if match and not _NOT_YET.search(clause) and not _ONCE.search(clause):
        label = f"{case.item_id} 是{case.kind}，{match['kind']}的项数是"
        record = Fact("item", frozenset(), int(match["kind"] == case.kind), label, ("rectification", {}))
        yield Compared("figure", match["kind"], [record], match["kind"] == case.kind)


def _due(clause: str, case: Case) -> Iterator[Compared]:
    """Yields the day until which a clause says that the item's was put off, where it is due on another."""
    match = _PUT_OFF.search(clause)
    if match and case.due_on and _OF_DUE.search(clause):
        record = Happening("", case.due_on, "", f"{case.item_id} 的期限", ("rectification", {}))
        yield Compared("day", match["day"], [record], time_of(match["day"]) == time_of(month_day(case.due_on)))


def late(clause: str, case: Case, today: date, link: Link) -> Iterator[Compared]:
    """Yields by how many days a clause says that a task is late."""
    result = _lateness(clause, case, today)
    if result:
        mark, label, value, is_so = result
        yield Compared("figure", mark, [Fact("task", frozenset(), value, f"{case.item_id} {label}", link)], is_so)


def led(clause: str, case: Case, names: Sequence[str], link: Link) -> Iterator[Compared]:
    """Yields who a clause says leads the item or task, or does the work on it, where somebody else does."""
    somebody = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    if _SO_MANY_ITEMS.search(clause):
        return  # 后勤副校长牵头整改 9 项
    for match in re.finditer(rf"{_WHO}(?P<named>{somebody})|(?<![副原老前])(?P<who>{somebody}){_DOES}", clause):
        name = match["named"] or match["who"]
        who = "、".join(dict.fromkeys(each for each in case.people if each))
        record = Fact("item", frozenset(), 0, f"{case.item_id} 由{who}办，不由他办的项数是", link)
        yield Compared("figure", match[0], [record], name in case.people)


def longest(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields by how many days the item that is late the longest is late, where a sentence says so.

    earlier: the sentences before it in its paragraph, which may say that it is of items.
    """
    days = _DAYS.search(sentence)
    named = _NAMED_LONGEST.search(sentence)
    spoken = f"{earlier[-_NEAR:]}{sentence}"
    is_of_items = _SOME_ITEMS.search(spoken) or (named and _is_item(named["what"], facts))
    is_named = days and _LONGEST.search(sentence) and _LATE.search(sentence) and is_of_items
    if not days or not is_named or _OF_OTHERS.search(sentence) or lies_elsewhere(sentence):
        return
    ever = facts.cases.asked(latest, "")
    late = [(case.days_late(facts.day), case.item_id) for case in ever]
    still = [(case.days_late(facts.day), case.item_id) for case in ever if not case.closed_on]
    records = [
        Fact("item", frozenset(), number, f"逾期最久的 {item_id}，天数是", ("rectification", {}))
        for number, item_id in dict.fromkeys([max(still, default=(0, "")), max(late, default=(0, ""))])
    ]
    case = facts.cases.asked(nearest, named["what"]) if named else None
    if named and case is not None:
        yield Compared("figure", named["what"], records, case.item_id in {each.item_id for each in ever})
    is_so = any(each.value in _so_many(days) for each in records)
    yield Compared("figure", days[0], records, is_so)


def _is_item(words: str, facts: Facts) -> bool:
    """Whether words are of an item and of no task."""
    return facts.cases.asked(nearest, words) is not None and facts.steps.asked(nearest, words) is None


def latest(_: str, known: ByPairs[Case]) -> tuple[Case, ...]:
    """Of the items that are open, and of those that are closed, the one that is late the longest."""
    still = [
        (-each.due_on.toordinal(), each.item_id, each) for each in known.records if each.due_on and not each.closed_on
    ]
    closed = [(each.days_late(each.closed_on), each.item_id, each) for each in known.records if each.closed_on]
    return tuple(max(each, key=lambda found: found[:2])[2] for each in (still, closed) if each)


def _so_many(match: re.Match[str]) -> range:
    """The days that a match of `_DAYS` may mean."""
    if match["days"]:
        first = numeral(match["days"]) or 0
    else:
        first = _WEEKS[match["weeks"]] if match["weeks"] else _HALF_A_MONTH
    is_more = match["more"] or match["over"] or match["beyond"]
    return range(first, first + (_TEN if is_more else 1))


def so_many_days(text: str) -> range:
    """The days that a text gives; none where it gives none."""
    match = _DAYS.search(text)
    return _so_many(match) if match else range(0)


# How it is written, what the record is of, its value, and whether that is so.
_Result = tuple[str, str, int, bool] | None
_Compare = Callable[[str, Case, date], _Result]


def meant(sentence: str, known: ByPairs[Case]) -> Case | None:
    """The one item that a sentence is about; None if it may be about others."""
    named = set(_ID.findall(sentence))
    if named:
        return known.called(named.pop()) if len(named) == 1 else None
    nearest = known.telling(sentence, 2)
    if len(nearest) < len("ab"):
        return None
    (best, case), (second, _) = nearest
    return case if best >= max(_ENOUGH, _MARGIN * second) else None


def nearest(words: str, known: ByPairs[Case]) -> Case | None:
    """The item that has a pair of signs of the words that no other has; None where several have one, or none."""
    telling = known.telling(words, 2)
    return telling[0][1] if telling and telling[0][0] >= 1 > sum(score for score, _ in telling[1:]) else None


def _closing(clause: str, case: Case, _today: date) -> _Result:
    when, closed = time_of(clause), _CLOSED.search(clause)
    if not when or not closed or any(each.search(clause) for each in (_NOT_YET, _ONCE, _SPAN)):
        return None
    day = TIME.search(clause)
    mark = day[0].lstrip("从自在于") if day else closed[0]
    days = {f"@{month_day(each)}" for each in (case.closed_on, case.submitted_on) if each}
    return mark, "的销号", 0, when in days


def _lateness(clause: str, case: Case, today: date) -> _Result:
    late, days, in_time = case.days_late(today), _DAYS.search(clause), IN_TIME.search(clause)
    planned = _THAN_PLANNED.search(clause)
    if planned and case.due_on and case.closed_on:
        early = (case.due_on - case.closed_on).days
        is_so = early in _so_many(planned) if planned["way"] in {"早", "提前", "提早"} else -early in _so_many(planned)
        return planned[0], "逾期的天数是", late, is_so
    if "比" in clause:
        return None
    if in_time and "提前" not in in_time[0] and not NOT_IN_TIME.search(clause):
        return None if is_of_no_item(clause) else (in_time[0], "逾期的天数是", late, late == 0)
    if days and _LATE.search(clause[: days.start()]) and not in_time:
        due = case.due_on
        ever = {late, (case.submitted_on - due).days if case.submitted_on and due else late}
        return (
            days[0],
            "逾期的天数是",
            late,
            any(each in _so_many(days) for each in ever),
        )
    return None


def _state(clause: str, case: Case, _today: date) -> _Result:
    not_started, closed = _NOT_STARTED.search(clause), _IS_CLOSED.search(clause)
    label = f"是{ITEM_STATUS.get(case.status, case.status)}，进度百分之"
    if not_started:
        return not_started[0], label, case.percent, case.status == "not_started"
    if closed and not _ONCE.search(clause):
        return closed[0], label, case.percent, case.status == "closed"
    return None


def _share(clause: str, case: Case, _today: date) -> _Result:
    shares = shares_in(clause)
    if len(shares) != 1 or not _PROGRESS.search(clause[: shares[0].start]) or not shares[0].is_exact:
        return None
    mark = clause[shares[0].start : shares[0].end]
    return mark, "的进度（百分之）", case.percent, shares[0].value * 100 == case.percent

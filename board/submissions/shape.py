"""The shape of a submission: every field it may have, and nothing else. Written and read by the same table. Pure.

A submission is one JSON object: the fields of `HEAD`, and each of `SECTIONS` as a list of objects. What isn't listed
here can't leave a unit and isn't taken by a collector: so nobody's name, no giver, and no text but labels from the plan
and the titles and themes that the unit chose.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from board import words
from board.evaluation.smallest import SMALLEST_GROUP
from board.procedure.verdicts import RULES
from board.typed import printable

FORMAT = "chagai-submission-1"
Check = Callable[[Any], Any]
LONGEST_TITLE, LONGEST_LABEL, LONGEST_REASON, _LONGEST_ID = 300, 100, 200, 64
_MOST = 2**31 - 1
_YEARS = range(1990, 2200)
_ID = re.compile(rf"[\w.-]{{0,{_LONGEST_ID}}}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def _text(longest: int) -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, str) or len(value) > longest or not value.isprintable():
            raise ValueError
        return value

    return check


def _of(codes: Mapping[str, Any] | frozenset[str]) -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in codes:
            raise ValueError
        return value

    return check


def _id(value: Any) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise ValueError
    return value


def _digest(value: Any) -> str:
    if not isinstance(value, str) or not _DIGEST.fullmatch(value):
        raise ValueError
    return value


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value < _MOST:
        raise ValueError
    return value


def _percent(value: Any) -> int:
    if _whole(value) > 100:  # noqa: PLR2004 - of a hundred
        raise ValueError
    return int(value)


def _points(value: Any) -> float:
    if type(value) not in {int, float} or not math.isfinite(value) or not 0 <= value <= _MOST:
        raise ValueError
    return float(value)


def _flag(value: Any) -> bool:
    if type(value) is not bool:
        raise ValueError
    return value


def _day(value: Any) -> date:
    day = date.fromisoformat(value)
    if day.isoformat() != value or day.year not in _YEARS:
        raise ValueError
    return day


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is not None or moment.isoformat(timespec="seconds") != value:
        raise ValueError
    return moment


def _or_none(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


def _enough(value: Any) -> int:
    """A count of people's opinions: none, or enough that nobody is found by it."""
    if 0 < _whole(value) < SMALLEST_GROUP:
        raise ValueError
    return int(value)


FIGURES: dict[str, str] = {
    "tasks_done": "工作任务：已完成",
    "tasks_late": "工作任务：逾期",
    "opinions_sorted": "意见：已梳理",
    "opinions_fed_back": "意见：已反馈",
    "opinions_answered": "意见：已答复或转整改",
    "items_done": "整改事项：整改完成",
    "items_closed": "整改事项：已销号",
    "items_late": "整改事项：逾期",
    "items_deferred": "整改事项：创造条件整改",
    "items_submitted_late": "整改事项：逾期提交",
    "items_accepted_late": "整改事项：逾期验收",
    "items_satisfied": "整改事项：群众满意或基本满意",
    "rules_passed": "程序检查：通过",
    "rules_failed": "程序检查：未通过",
    "talks_held": "谈心：已谈",
    "forms_returned": "评议表：收回",
    "forms_valid": "评议表：有效",
    "answers_good": "群众评议：优良率",
    "is_pooled": "群众评议：没有总体评价，各项目合计",
}

HEAD: dict[str, Check] = {
    "format": _of(frozenset({FORMAT})),
    "unit_id": _id,
    "campaign": _text(LONGEST_LABEL),
    "stage": _text(LONGEST_LABEL),
    "number": _whole,
    "previous_sha256": _or_none(_digest),
    "as_of": _day,
    "made_at": _moment,
    "corrects": _or_none(_whole),
    "reason": _text(LONGEST_REASON),
    "trail_number": _whole,
    "trail_hash": _digest,
    "plan_sha256": _digest,
}

SECTIONS: dict[str, dict[str, Check]] = {
    "figures": {"figure": _of(FIGURES), "numerator": _whole, "base": _whole},
    "rounds": {
        **{"round_id": _id, "position": _whole, "is_newest": _flag, "opened_on": _day, "closed_on": _or_none(_day)},
        **{"given_out": _or_none(_whole), "returned_count": _whole, "valid_count": _whole},
    },
    "answers": {
        **{"round_id": _id, "criterion_id": _id, "criterion_label": _text(LONGEST_LABEL), "is_overall": _flag},
        **{"rank": _whole, "answer_label": _text(LONGEST_LABEL), "points": _or_none(_points), "is_good": _flag},
        "answer_count": _or_none(_whole),
    },
    "steps": {
        **{"task_id": _id, "status": _of(words.TASK_STATUS), "start_on": _day, "due_on": _day},
        **{"done_on": _or_none(_day), "is_late": _flag, "done_late": _flag},
    },
    "verdicts": {
        "rule_id": _of(frozenset(rule.rule_id for rule in RULES)),
        "verdict": _of(words.VERDICT),
        "gap_count": _whole,
    },
    "items": {
        **{"item_id": _id, "kind": _of(words.ITEM_KIND), "status": _of(words.ITEM_STATUS)},
        **{"aspect": _text(LONGEST_LABEL), "source": _text(LONGEST_LABEL), "found_on": _day, "start_on": _day},
        **{name: _or_none(_day) for name in ("due_on", "first_due_on", "submitted_on", "closed_on", "review_on")},
        **{"is_late": _flag, "days_late": _whole, "percent": _percent, "people_view": _or_none(_of(words.PEOPLE_VIEW))},
        **{"criterion_id": _or_none(_id), "assignment_id": _id, "title": _text(LONGEST_TITLE)},
    },
    "themes": {
        **{"kind": _of(frozenset({"theme", "aspect"})), "label": _text(LONGEST_LABEL)},
        **{"opinion_count": _or_none(_enough), "answered_count": _or_none(_whole)},
        **{"problem_count": _whole, "item_count": _whole},
    },
    "papers": {
        **{"kind": _id, "title": _text(LONGEST_TITLE), "published_on": _day},
        **{"word_sha256": _digest, "pdf_sha256": _digest},
    },
}
SECTION_WORDS: dict[str, str] = {
    "figures": "数字",
    "rounds": "评议轮次",
    "answers": "评议答案（各项目各档的张数）",
    "steps": "工作任务的状态和日子",
    "verdicts": "程序检查的结论",
    "items": "整改事项的类别、状态和日子",
    "themes": "意见的方面、主题的条数",
    "papers": "公开过的公文的标题和指纹",
}
_MOST_ROWS = 20_000
# What a row is of: there is one of each.
_KEYS: dict[str, tuple[str, ...]] = {
    "figures": ("figure",),
    "rounds": ("round_id",),
    "answers": ("round_id", "criterion_id", "rank"),
    "steps": ("task_id",),
    "verdicts": ("rule_id",),
    "items": ("item_id",),
}


def fault(document: Any) -> str:
    """Where a submission isn't as it has to be, in words; '' if it is."""
    if not isinstance(document, dict):
        return "不是一份上报"
    if document.get("format") != FORMAT:
        return "格式不是这个版本认识的"
    if odd := sorted(document.keys() ^ (HEAD.keys() | SECTIONS.keys())):
        return f"多了或少了：{odd[0][:40]}"
    for name, check in HEAD.items():
        if not _passes(check, document[name]):
            return f"{name} 不对"
    for section, checks in SECTIONS.items():
        if where := _fault_of_rows(section, document[section], checks):
            return where
    return ""


def _fault_of_rows(section: str, rows: Any, checks: Mapping[str, Check]) -> str:
    if not isinstance(rows, list) or len(rows) > _MOST_ROWS:
        return f"“{SECTION_WORDS[section]}”不是表，或者太长"
    met = set[tuple[Any, ...]]()
    for place, row in enumerate(rows, 1):
        if not isinstance(row, dict) or row.keys() != checks.keys():
            return f"“{SECTION_WORDS[section]}”第 {place} 行多了或少了栏目"
        wrong = next((name for name, check in checks.items() if not _passes(check, row[name])), "")
        if wrong:
            return f"“{SECTION_WORDS[section]}”第 {place} 行的 {wrong} 不对"
        key = tuple(row[name] for name in _KEYS.get(section, ())) or (place,)
        if key in met:
            return f"“{SECTION_WORDS[section]}”第 {place} 行重复"
        met.add(key)
    return _fault_of_figures(rows) if section == "figures" else ""


def _fault_of_figures(rows: list[Any]) -> str:
    """More forms may come back than were given out, and the unit's pages say so; every other part is of a whole."""
    over = [row["figure"] for row in rows if row["numerator"] > row["base"] and row["figure"] != "forms_returned"]
    return f"“{FIGURES[over[0]]}”比它的基数还大" if over else ""


def _passes(check: Check, value: Any) -> bool:
    try:
        check(value)
    except (TypeError, ValueError):
        return False
    return True


def line(text: Any, names: Mapping[str, str], longest: int) -> str:
    """A text as it may go up: on one line, without these names (each → what stands for it), no longer than that."""
    made = " ".join("".join(each if each.isprintable() else " " for each in printable(str(text))).split())
    for name, instead in names.items():
        made = made.replace(name, instead)
    return made if len(made) <= longest else f"{made[: longest - 1]}…"


def head_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `HEAD`, with days as `date`; of a document without a fault."""
    return {name: check(document[name]) for name, check in HEAD.items()}


def rows_of(document: Mapping[str, Any], section: str) -> list[dict[str, Any]]:
    """The rows of a section, with days as `date`; of a document without a fault."""
    checks = SECTIONS[section]
    return [{name: check(row[name]) for name, check in checks.items()} for row in document[section]]

"""The shape of a submission: every field it may have, and nothing else. Written and read by the same table. Pure.

A submission is one JSON object: the fields of `HEAD`, and each of `SECTIONS` as a list of objects. What isn't listed
here can't leave a unit and isn't taken by a collector: so nobody's name, no giver, and no text but labels from the plan
and the titles and themes that the unit chose.
"""

from collections.abc import Mapping
from typing import Any

from board import words
from board.evaluation.smallest import SMALLEST_GROUP
from board.rules.verdicts import RULES
from board.submissions.checks import (
    Check,
    Shape,
    a_day,
    a_digest,
    a_flag,
    a_moment,
    a_percent,
    a_points,
    a_text,
    a_whole,
    an_id,
    one_of,
    or_none,
)
from board.typed import printable

FORMAT = "chagai-submission-1"
LONGEST_TITLE, LONGEST_LABEL, LONGEST_REASON = 300, 100, 200


def _enough(value: Any) -> int:
    """A count of people's opinions: none, or enough that nobody is found by it."""
    if 0 < a_whole(value) < SMALLEST_GROUP:
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
    "units_submitted": "合计的单位：已上报",
}

HEAD: dict[str, Check] = {
    "format": one_of(frozenset({FORMAT})),
    "unit_id": an_id,
    "campaign": a_text(LONGEST_LABEL),
    "stage": a_text(LONGEST_LABEL),
    "number": a_whole,
    "previous_sha256": or_none(a_digest),
    "as_of": a_day,
    "made_at": a_moment,
    "corrects": or_none(a_whole),
    "reason": a_text(LONGEST_REASON),
    "trail_number": a_whole,
    "trail_hash": a_digest,
    "plan_sha256": a_digest,
}

SECTIONS: dict[str, dict[str, Check]] = {
    "figures": {"figure": one_of(FIGURES), "numerator": a_whole, "base": a_whole},
    "rounds": {
        **{"round_id": an_id, "position": a_whole, "is_newest": a_flag, "opened_on": a_day},
        **{"closed_on": or_none(a_day), "given_out": or_none(a_whole)},
        **{"returned_count": a_whole, "valid_count": a_whole},
    },
    "answers": {
        **{"round_id": an_id, "criterion_id": an_id, "criterion_label": a_text(LONGEST_LABEL), "is_overall": a_flag},
        **{"rank": a_whole, "answer_label": a_text(LONGEST_LABEL), "points": or_none(a_points), "is_good": a_flag},
        "answer_count": or_none(a_whole),
    },
    "steps": {
        **{"task_id": an_id, "status": one_of(words.TASK_STATUS), "start_on": a_day, "due_on": a_day},
        **{"done_on": or_none(a_day), "is_late": a_flag, "done_late": a_flag},
    },
    "verdicts": {
        "rule_id": one_of(frozenset(rule.rule_id for rule in RULES)),
        "verdict": one_of(words.VERDICT),
        "gap_count": a_whole,
    },
    "items": {
        **{"item_id": an_id, "kind": one_of(words.ITEM_KIND), "status": one_of(words.ITEM_STATUS)},
        **{"aspect": a_text(LONGEST_LABEL), "source": a_text(LONGEST_LABEL), "found_on": a_day, "start_on": a_day},
        **{name: or_none(a_day) for name in ("due_on", "first_due_on", "submitted_on", "closed_on", "review_on")},
        **{"is_late": a_flag, "days_late": a_whole, "percent": a_percent, "criterion_id": or_none(an_id)},
        **{"people_view": or_none(one_of(words.PEOPLE_VIEW)), "assignment_id": an_id, "title": a_text(LONGEST_TITLE)},
    },
    "themes": {
        **{"kind": one_of(frozenset({"theme", "aspect"})), "label": a_text(LONGEST_LABEL)},
        **{"opinion_count": or_none(_enough), "answered_count": or_none(a_whole)},
        **{"problem_count": a_whole, "item_count": a_whole},
    },
    "papers": {
        **{"kind": an_id, "title": a_text(LONGEST_TITLE), "published_on": a_day},
        **{"word_sha256": a_digest, "pdf_sha256": a_digest},
    },
    "summed": {"as_of": a_day, "unit_count": a_whole, "last_no": a_whole},
    "step_sums": {
        **{"task_id": an_id, "start_on": a_day, "due_on": a_day, "unit_count": a_whole, "in_progress_count": a_whole},
        **{"done_count": a_whole, "late_count": a_whole, "done_late_count": a_whole, "half_done_on": or_none(a_day)},
    },
    "verdict_sums": {
        "rule_id": one_of(frozenset(rule.rule_id for rule in RULES)),
        **dict.fromkeys((*(f"{verdict}_count" for verdict in words.VERDICT), "gap_count"), a_whole),
    },
    "item_sums": {
        **{"kind": one_of(words.ITEM_KIND), "status": one_of(words.ITEM_STATUS), "aspect": a_text(LONGEST_LABEL)},
        **{"item_count": or_none(_enough), "late_count": or_none(a_whole)},
    },
}
_OF_SUMS = frozenset({"summed", "step_sums", "verdict_sums", "item_sums"})
SECTION_WORDS: dict[str, str] = {
    "figures": "数字",
    "rounds": "评议轮次",
    "answers": "评议答案（各项目各档的张数）",
    "steps": "工作任务的状态和日子",
    "verdicts": "程序检查的结论",
    "items": "整改事项的类别、状态和日子",
    "themes": "意见的方面、主题的条数",
    "papers": "公开过的公文的标题和指纹",
    "summed": "合计是哪天、几个单位的",
    "step_sums": "各项工作任务走到哪一步的单位数",
    "verdict_sums": "各条程序通过、没有通过的单位数",
    "item_sums": "整改事项按类别、状态、方面的件数",
}


def _fault_of(document: Mapping[str, Any]) -> str:
    """More forms may come back than were given out, and the unit's pages say so; every other part is of a whole. Sums
    say what they are of."""
    if bool(document.get("summed")) != bool(_OF_SUMS & document.keys()) or len(document.get("summed", [])) > 1:
        return "合计没有写明是哪天、几个单位的"
    if any((row["item_count"] is None) != (row["late_count"] is None) for row in document.get("item_sums", [])):
        return "合计的件数写得不对"
    rows = document["figures"]
    over = [row["figure"] for row in rows if row["numerator"] > row["base"] and row["figure"] != "forms_returned"]
    return f"“{FIGURES[over[0]]}”比它的基数还大" if over else ""


SUBMISSION = Shape(
    FORMAT,
    HEAD,
    SECTIONS,
    SECTION_WORDS,
    {
        **{"figures": ("figure",), "rounds": ("round_id",), "answers": ("round_id", "criterion_id", "rank")},
        **{"steps": ("task_id",), "verdicts": ("rule_id",), "items": ("item_id",)},
        **{"step_sums": ("task_id",), "verdict_sums": ("rule_id",), "item_sums": ("kind", "status", "aspect")},
    },
    _fault_of,
    _OF_SUMS,
)


def line(text: Any, names: Mapping[str, str], longest: int) -> str:
    """A text as it may go up: on one line, without these names (each → what stands for it), no longer than that."""
    made = " ".join("".join(each if each.isprintable() else " " for each in printable(str(text))).split())
    for name, instead in names.items():
        made = made.replace(name, instead)
    return made if len(made) <= longest else f"{made[: longest - 1]}…"


def head_of(document: Mapping[str, Any], shape: Shape = SUBMISSION) -> dict[str, Any]:
    """The fields of a document's head, with days as `date`; of a document without a fault."""
    return {name: check(document[name]) for name, check in shape.head.items()}


def rows_of(document: Mapping[str, Any], section: str, shape: Shape = SUBMISSION) -> list[dict[str, Any]]:
    """The rows of a section, with days as `date`; of a document without a fault."""
    checks = shape.sections[section]
    return [{name: check(row[name]) for name, check in checks.items()} for row in document.get(section, [])]

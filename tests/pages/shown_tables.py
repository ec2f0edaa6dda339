"""Which columns of which tables are figures, and why the others aren't counted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

ReadCell = Callable[[Any], str]
TEXT = "记录里写着的字、编号、日期：照录，不是算出来的"
CHANGES = "两天之间的变化用语：tests/rectification、tests/pages/test_ledger_compared.py"
STATISTICS = "区间和检验：tests/evaluation 里用模拟核对"
WAITS = "成果材料凭什么：tests/tasks"
VERDICTS = "判断和期限：tests/procedure 逐条核对；计数从这张表加出来"


def _text(value: Any) -> str:
    return "" if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)) else str(value)


def _day(value: Any) -> str:
    return "" if pd.isna(value) else str(pd.Timestamp(value).date())


def _number(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) else str(value).rstrip("%")


def _last(value: Any) -> str:
    return str(list(value)[-1])


def _late(value: Any) -> str:
    """How late something is; how long it still has is told by the day itself."""
    return str(value) if str(value).startswith(("逾期", "超期完成", "按期完成")) else ""


@dataclass(frozen=True)
class Spec:
    """A table. name: of the recount's table. row: what a row is known by there. columns: figures, how they are read.
    passed: columns that aren't counted → why. whole: all rows are on the page. texts: columns that together are a text
    with figures in it.
    """

    name: str
    row: Callable[[Any], Any]
    columns: Mapping[str, ReadCell] = field(default_factory=dict)
    passed: Mapping[str, str] = field(default_factory=dict)
    whole: bool = True
    texts: tuple[str, ...] = ()


def _by(*columns: str, sign: str = "·") -> Callable[[Any], str]:
    return lambda row: sign.join(str(row[column]) for column in columns)


def _plain(*columns: str, reason: str = TEXT) -> dict[str, str]:
    return dict.fromkeys(columns, reason)


TABLES: dict[str, Spec] = {
    "rectification_table": Spec(
        "rectification_table",
        _by("item_id"),
        {
            "percent": _number,
            "due_on": _day,
            "deadline": lambda value: str(value) if str(value).startswith("逾期") else "",
            "owner_name": _text,
            "leader_name": _text,
            "kind_word": _text,
            "tags": _last,
        },
        {**_plain("item_id", "problem"), "marks": CHANGES},
        whole=False,
    ),
    "rectification_gone": Spec(
        "rectification_gone", _by("item_id"), {}, _plain("item_id", "problem", "owner_name", "why", "marks")
    ),
    "tasks_table": Spec(
        "tasks_table",
        _by("task_id"),
        {
            **{"tags": _last, "due_on": _day, "start_on": _day, "deadline": _late, "leader_name": _text},
            **{"blocked_by": _text, "forecast": _text},
        },
        {
            **_plain("task_id", "name", "output", "late_word"),
            "output_word": WAITS,
            "changed": CHANGES,
        },
    ),
    "opinions_table": Spec(
        "opinions_table",
        _by("opinion_id"),
        {"received_on": _day, "tags": lambda value: _last(value) if _last(value) != "已合并" else ""},
        _plain("opinion_id", "content", "theme", "item_ids", "channel", "giver", "about_word", "aspect", "late_word"),
        whole=False,
    ),
    "opinions_waiting": Spec(
        "opinions_waiting", _by("opinion_id"), {}, _plain("opinion_id", "wording", "tells", "aspect"), whole=False
    ),
    "opinions_sheets": Spec(
        "opinions_sheets",
        _by("sheet_id"),
        {"opinion_count": _number, "made_on": _day, "handed_on": _day},
        _plain("sheet_id", "receipt", "to_name", "late_word"),
    ),
    "talks_missing|还没有谈的": Spec("还没有谈的", _by("member_name", "with_name", sign="—"), {}, {}),
    "talks_table|登记过的谈心": Spec(
        "talks_held",
        _by("talk_id"),
        {"held_on": _day, "opinion_count": _text},
        _plain("talk_id", "member_name", "with_name", "late_word"),
    ),
    "meeting_readiness": Spec(
        "meeting_readiness",
        _by("label"),
        {"progress": _text, "due_on": _day},
        {"missing": TEXT, "label": TEXT, "news_word": "会前准备的变化：见 会前_…_变"},
    ),
    "meeting_findings": Spec(
        "meeting_findings", _by("outline_id"), {"written_on": _day}, _plain("outline_id", "content", "late_word")
    ),
    "meeting_others": Spec(
        "meeting_others",
        _by("meeting_id"),
        {},
        _plain("meeting_id", "topic", "held_on", "came_count", "came_word", "minutes", "came_from", "late_word"),
    ),
    "meeting_criticisms": Spec(
        "meeting_criticisms", _by("criticism_id"), {}, _plain("criticism_id", "content", "late_word")
    ),
    "meeting_problems": Spec(
        "meeting_problems",
        _by("problem_id"),
        {"item_ids": _text},
        {**_plain("problem_id", "content", "sources", "subjective_cause", "late_word"), "news_word": CHANGES},
    ),
    "report_hearings": Spec(
        "report_hearings",
        _by("hearing_id"),
        {"heard_count": _number, "point_count": _number, "open_count": _number, "held_on": _day},
        _plain("hearing_id", "version_id", "late_word"),
    ),
    "report_points": Spec(
        "report_points",
        _by("point_id"),
        {},
        _plain("point_id", "content", "version_id", "heard_from", "handled_in", "reason"),
    ),
    "report_problems_table": Spec(
        "report_problems_table",
        _by("problem_id"),
        {"source_word": _text},
        _plain("problem_id", "content", "sections", "subjective_cause"),
    ),
    "report_studies_table": Spec(
        "report_studies_table",
        _by("study_id"),
        {},
        _plain("study_id", "topic", "content", "problem_ids", "sections"),
    ),
    "thread_table": Spec(
        "thread_table",
        _by("record_id"),
        {},
        {**_plain("record_id", "text", "came_of", "led_to", "standing"), "changed": CHANGES},
        whole=False,
    ),
    "procedure_table": Spec(
        "procedure_table",
        _by("number"),
        {},
        {
            **_plain("number", "title"),
            **_plain("wanted_on", "since", "was", "gap_count", "tags", reason=VERDICTS),
        },
        texts=("title", "summary"),
        whole=False,
    ),
    "各位班子成员牵头、谈心、听取意见、接受评议的情况": Spec(
        "领导带头",
        _by("name"),
        dict.fromkeys(
            ("item_count", "closed_count", "late_count", "talk_count", "heard_count", "accepted_count"), _number
        ),
    ),
    "evaluation_criteria": Spec(
        "evaluation_criteria_{round}",
        _by("criterion_label"),
        {
            "good_text": _text,
            "mean_text": _text,
            "blank_count": _number,
            "unknown_count": _number,
            "bounds": _text,
            "changed": lambda value: str(value).split("，")[0],
        },
        {"interval": STATISTICS},
    ),
    "各类参评人员的结果": Spec(
        "evaluation_groups_{round}", _by("group_label"), {"good_text": _text, "mean_text": _text}
    ),
    "各种参评方式的结果": Spec("evaluation_ways_{round}", _by("way"), {"good_text": _text, "mean_text": _text}),
    "evaluation_forms_table": Spec(
        "evaluation_forms_{round}",
        _by("group_label", "way"),
        dict.fromkeys(("given_out", "returned_count", "void_count", "valid_count"), _number),
        {"note": TEXT},
    ),
    "suggestions_.*": Spec(
        "suggestions_{round}", lambda row: row["content"], {}, _plain("theme", "content", "opinion_id")
    ),
    "papers_table": Spec(
        "papers_table",
        _by("paper_id"),
        {},
        _plain("paper_id", "title", "tags", "kind_word", "number", "signed_at", "signed_by", "published_on"),
    ),
    "publication_table": Spec(
        "publication_table",
        _by("publication_id"),
        {"days_word": _text},
        _plain("publication_id", "title", "written_on", "published_on", "place", "audience", "late_word"),
    ),
    "sittings_table": Spec(
        "sittings_table",
        _by("sitting_id"),
        {"decision_count": _text, "waiting_count": _text},
        _plain("sitting_id", "title", "held_on"),
    ),
    "imports_history": Spec(
        "imports_history",
        _by("import_id"),
        {"row_count": lambda value: f"{int(value):,}"},
        _plain(
            "import_id",
            "imported_at",
            "file_name",
            "where",
            "how",
            "format",
            "mark",
            "actor_name",
            "state",
            "late_word",
        ),
    ),
    "attention": Spec("attention", _by("word", "title"), whole=False, texts=("word", "title", "why")),
}

"""What the stage of study and inquiry found (学习调研成果), and what drew on it: outlines, problems, the report.

A finding is a record of the kind `STUDY`, registered, edited and removed by `board.store.records`; its files are kept
like those of items (`rectification.proofs`), in its own history.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from board.errors import BoardError, Invalid
from board.meeting import outlines
from board.problems import actions as problems
from board.rectification.proofs import Holder, Put
from board.store.frames import each_row, kept
from board.store.history import Event, record, refuse_stale, wrong_moment
from board.store.records import Kind, Known, WrongFields, wrong_words
from board.store.store import Store, Transaction
from board.typed import plain

_REQUIRED = {"topic": "请填写调研题目", "content": "请写明调研发现了什么", "found_on": "请填写调研日期"}
_LONGEST_TOPIC = 200


def what_is_wrong(draft: Mapping[str, Any], on: date, known: Known) -> WrongFields:
    """Field → what is wrong with it."""
    wrong = {name: message for name, message in _REQUIRED.items() if not draft[name]}
    if len(draft["topic"]) > _LONGEST_TOPIC:
        wrong["topic"] = f"最多 {_LONGEST_TOPIC} 个字"
    if draft["found_on"] is not None and draft["found_on"] > on:
        wrong["found_on"] = "调研日期不能晚于今天"
    return wrong | wrong_words(draft, {"report_section": "section"}, known)


STUDY = Kind(
    subject="studies",
    key="study_id",
    prefix="C-",
    permission="meeting.edit",
    word="学习调研成果",
    fields={"topic": "", "content": "", "found_on": None, "report_section": ""},
    what_is_wrong=what_is_wrong,
    same=lambda study: (study["topic"], study["content"]),
    same_field="content",
)


def _record_file(transaction: Transaction, put: Put) -> None:
    """Record a file's arrival or withdrawal in a study's history. Raises BoardError, Conflict and Invalid by field."""
    there = transaction.rows("studies/present", activity_id=put.activity_id)
    current = next((row for row in there if row["study_id"] == put.record_id and not row["is_removed"]), None)
    if current is None:
        raise BoardError(
            "没有这条学习调研成果", f"{put.record_id} 不在本活动里，或刚刚被移出。", "请刷新页面，核对编号。"
        )
    refuse_stale(current, put.seen_seq)
    key = {"activity_id": put.activity_id, "study_id": put.record_id}
    wrong = wrong_moment(put.at, transaction.rows("studies/last_event_at", **key))
    if put.action == "withdraw" and plain(put.reason) is None:
        wrong["reason"] = "请写明撤下的原因"
    if wrong:
        raise Invalid(wrong)
    reason = f"{put.file_name}：{put.reason}" if put.action == "withdraw" else put.reason
    after = {**current, "seq": current["seq"] + 1}
    record(transaction, "studies", "study_id", after, Event(put.action, put.actor, put.at, reason))


STUDIES = Holder("studies", STUDY.permission, _record_file)


@kept
def studies(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per finding of a study at the end of a day, in order, with what drew on it.

    study_id, seq, topic, content, found_on, report_section (that quotes it itself); happened_at, actor_name and action
    of its last event; outline_ids, problem_ids, sections (of the report: that one and those of its problems), each
    joined by 、; file_count; is_used (by an outline or a problem).
    """
    rows = store.read("studies/studies", activity_id=activity_id, as_of=as_of)
    drew: dict[str, dict[str, list[str]]] = {row.study_id: {"sections": [row.report_section]} for row in each_row(rows)}
    for finding in each_row(outlines.outlines(store, activity_id, as_of)):
        drew.get(finding.study_id, {}).setdefault("outline_ids", []).append(finding.outline_id)
    for problem in each_row(problems.problems(store, activity_id, as_of)):
        for study_id in problem.study_ids.split("、"):
            drew.get(study_id, {}).setdefault("problem_ids", []).append(problem.problem_id)
            drew.get(study_id, {}).setdefault("sections", []).append(problem.report_section)
    held = store.read("proofs/standing", activity_id=activity_id, subject=STUDIES.subject, as_of=as_of)
    counts = held.set_index("record_id")["file_count"]
    joined = rows.assign(
        **{
            name: ["、".join(dict.fromkeys(filter(None, found.get(name, [])))) for found in drew.values()]
            for name in ("outline_ids", "problem_ids", "sections")
        },
        file_count=rows["study_id"].map(counts).fillna(0).astype("int64"),
    )
    return joined.assign(is_used=(joined["outline_ids"] != "") | (joined["problem_ids"] != ""))


def events(store: Store, activity_id: str, study_id: str) -> pd.DataFrame:
    """One row per event of a finding, oldest first: happened_at, actor_name, action and the state it led to."""
    return store.read("studies/events", activity_id=activity_id, study_id=study_id)

"""民主生活会情况通报, and the records of meetings, which are no papers to hand round."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from board.errors import BoardError
from board.meeting import actions as meeting
from board.meeting.views import other_meetings, readiness
from board.opinions.actions import opinions
from board.papers.asked import Asked, count, day, lines, listed, named, quoted, seen_in
from board.papers.blocks import Block, Column, Day, Heading, Paper, Paragraph, Part, Parts, Quoted, Table
from board.problems.actions import problems
from board.rectification.actions import items
from board.store.frames import each_row
from board.store.store import Store
from board.words import ABOUT, LIFE_MEETING, PRESENCE

TEXTS = {"opening": "开头的话", "meeting": "会议情况的补充", "answers": "对群众意见的答复", "next": "下一步工作"}
_CRITICISM = {"提出的人": 2.0, "对谁": 2.0, "方面": 1.7, "批评内容": 5.3, "原因": 2.7, "建议": 2.7}
_PROBLEM = {"编号": 1.6, "谁的": 2.2, "具体问题": 4.8, "主观原因": 4.0, "客观原因": 3.8}
_NOT_MINUTED = "（还没有写会议记录）"
_TABLE = 10.5


def life_meetings_of(store: Store, activity_id: str, as_of: date) -> Mapping[str, str]:
    """The democratic life meetings held by a day, the newest first."""
    return _named(meeting.life_meetings(store, activity_id, as_of))


def other_meetings_of(store: Store, activity_id: str, as_of: date) -> Mapping[str, str]:
    """The other meetings held by a day, the newest first."""
    return _named(other_meetings(store, activity_id, as_of))


def _named(rows: pd.DataFrame) -> Mapping[str, str]:
    held = rows[rows["is_held"]]
    return {row.meeting_id: f"{row.held_on:%Y-%m-%d}　{row.topic}" for row in each_row(held)}


def _chosen(asked: Asked, rows: pd.DataFrame) -> dict[str, Any]:
    found = rows[rows["meeting_id"] == asked.options.get("meeting")]
    if found.empty:
        raise BoardError("还没有开过这样的会", "没有选会议，或者到这一天还没有开。", "请先登记会议。")
    return {str(name): value for name, value in found.iloc[0].items()}


def briefing(asked: Asked) -> Paper:
    """民主生活会情况通报 (option `meeting`): nothing of who criticised whom, nor of problems of single members."""
    row = _chosen(asked, meeting.life_meetings(asked.store, asked.activity_id, asked.as_of))
    found = problems(asked.store, asked.activity_id, asked.as_of)
    found = found[found["meeting_id"] == row["meeting_id"]]
    blocks: list[Block] = [
        *asked.written("opening"),
        Heading(1, ("会前准备",)),
        *_prepared(asked, row),
        Heading(1, ("会议情况",)),
        *_held(asked, row),
        *asked.written("meeting"),
        Heading(1, ("查摆的主要问题",)),
        *_problems(found, row),
        *_measures(asked, found),
        *_heard(asked),
        *asked.headed("下一步工作", "next"),
    ]
    return asked.paper("life_meeting", f"关于召开{LIFE_MEETING}情况的通报", blocks, _missing(asked, row, found))


def _prepared(asked: Asked, row: Mapping[str, Any]) -> list[Block]:
    """The preparation as it really was, requirement by requirement."""
    made: list[Block] = []
    for each in each_row(readiness(asked.store, asked.activity_id, asked.as_of, str(row["meeting_id"]))):
        ref = seen_in("meeting", meeting=str(row["meeting_id"]))
        parts: list[Part] = [
            f"{each.label}：应办",
            count(each.required_count, ref, f"{each.label}应办", "项"),
            "，会前办妥",
        ]
        parts += [count(each.done_count, ref, f"{each.label}办妥", "项")]
        if each.later_count:
            parts += ["，过后才补上", count(each.later_count, ref, f"{each.label}补上", "项")]
        made.append(Paragraph((*parts, "。"), level=3))
    return made


def _held(asked: Asked, row: Mapping[str, Any]) -> list[Block]:
    ref = seen_in("meeting", meeting=str(row["meeting_id"]))
    came = _came(asked, row)
    present = came[came["presence"] == "present"]
    members = int(present["is_member"].sum())
    made = meeting.criticisms(asked.store, asked.activity_id, asked.as_of)
    made = made[made["meeting_id"] == row["meeting_id"]]
    own, others = int(made["is_self"].sum()), int((~made["is_self"].astype(bool)).sum())
    parts: list[Part] = [day(row["held_on"]), f"召开{LIFE_MEETING}，主题是“", quoted(row["topic"]), "”。班子成员到会"]
    parts += [
        count(members, ref, "班子成员到会", "人"),
        "，其他人员到会",
        count(len(present) - members, ref, "其他到会", "人"),
        "。",
    ]
    parts += [
        "会上作自我批评",
        count(own, ref, "自我批评", "条"),
        "，相互批评",
        count(others, ref, "相互批评", "条"),
        "。",
    ]
    by_aspect: list[Parts] = [
        (Quoted(str(aspect)), count(number, ref, f"批评：{aspect}", "条"))
        for aspect, number in made["aspect"].value_counts().items()
    ]
    return [Paragraph(tuple(parts)), *([Paragraph(("按方面分：", *listed(by_aspect), "。"))] if by_aspect else [])]


def _came(asked: Asked, row: Mapping[str, Any]) -> pd.DataFrame:
    came = meeting.attendance(asked.store, asked.activity_id, asked.as_of)
    mine: pd.DataFrame = came[came["meeting_id"] == row["meeting_id"]]
    return mine


def _problems(found: pd.DataFrame, row: Mapping[str, Any]) -> list[Block]:
    """The problems of the group by aspect; those of single members are only counted."""
    ref = seen_in("meeting", meeting=str(row["meeting_id"]))
    group = found[found["about"] != "member"]
    parts: list[Part] = ["查摆领导班子的问题", count(len(group), ref, "班子的问题", "个"), "，班子成员个人的问题"]
    made: list[Block] = [
        Paragraph((*parts, count(len(found) - len(group), ref, "个人的问题", "个"), "，个人的问题由本人认领整改。"))
    ]
    for aspect, rows in group.groupby("aspect", sort=False):
        made.append(Heading(2, (Quoted(str(aspect)),)))
        for problem in each_row(rows):
            causes: list[Part] = ["主观原因：", quoted(problem.subjective_cause, problem.problem_id), "。"]
            made.append(Paragraph((quoted(problem.content, problem.problem_id), "。", *causes), level=3))
    return made


def _measures(asked: Asked, found: pd.DataFrame) -> list[Block]:
    ids = set("、".join(found["item_ids"]).split("、"))
    ledger = items(asked.store, asked.activity_id, asked.as_of)
    made: list[Block] = []
    for item in each_row(ledger[ledger["item_id"].isin(ids)]):
        parts: list[Part] = [quoted(item.measure, item.item_id), "。牵头领导：", quoted(item.leader_name)]
        due = (
            ["，时限：", day(item.due_on)] if not item.is_deferred else ["，创造条件，复查日期：", day(item.review_on)]
        )
        made.append(Paragraph((*parts, *due, "（", named(item.item_id), "）。"), level=3))
    return [Heading(1, ("整改措施",)), *made] if made else []


def _heard(asked: Asked) -> list[Block]:
    heard = opinions(asked.store, asked.activity_id, asked.as_of)
    own = asked.written("answers")
    if heard.empty:
        return [Heading(1, ("群众意见和答复",)), *own] if own else []
    parts: list[Part] = [
        "会前征求到意见",
        count(len(heard), seen_in("opinions", view="全部"), "意见", "条"),
        "，已经反馈",
    ]
    parts += [
        count(heard["is_fed_back"].sum(), seen_in("opinions", view="已反馈"), "已反馈", "条"),
        "，已经答复或者转为整改事项",
    ]
    parts += [count(heard["is_answered"].sum(), seen_in("opinions", view="已答复或转整改"), "已答复", "条"), "。"]
    return [Heading(1, ("群众意见和答复",)), Paragraph(tuple(parts)), *own]


def _missing(asked: Asked, row: Mapping[str, Any], found: pd.DataFrame) -> list[str]:
    lacking = []
    if not row["minutes"]:
        lacking.append("还没有写会议记录。")
    if _came(asked, row).empty:
        lacking.append("还没有登记到会人员。")
    if found.empty:
        lacking.append("还没有登记会上查摆的问题。")
    without = found[found["item_ids"] == ""]["problem_id"].tolist()
    if without:
        lacking.append(f"这些问题还没有整改事项：{'、'.join(without)}。")
    return lacking + asked.unwritten("answers", "还没有写对群众意见的答复。")


def record(asked: Asked) -> Paper:
    """会议记录 of a democratic life meeting (option `meeting`), for those who were there: by name, word by word."""
    row = _chosen(asked, meeting.life_meetings(asked.store, asked.activity_id, asked.as_of))
    made = meeting.criticisms(asked.store, asked.activity_id, asked.as_of)
    found = problems(asked.store, asked.activity_id, asked.as_of)
    blocks: list[Block] = [
        *_state(row, "主题", _came(asked, row)),
        Heading(1, ("会议情况",)),
        *_minutes(row),
        Heading(1, ("自我批评和相互批评",)),
        _criticism_table(made[made["meeting_id"] == row["meeting_id"]]),
        Heading(1, ("查出的问题",)),
        _problem_table(found[found["meeting_id"] == row["meeting_id"]]),
    ]
    return asked.paper("meeting_record", f"{LIFE_MEETING}记录", blocks, _unrecorded(asked, row))


def other_record(asked: Asked) -> Paper:
    """会议记录 of another meeting (option `meeting`)."""
    row = _chosen(asked, other_meetings(asked.store, asked.activity_id, asked.as_of))
    blocks: list[Block] = [*_state(row, "议题", _came(asked, row)), Heading(1, ("会议情况",)), *_minutes(row)]
    return asked.paper("other_record", f"{row['kind']}记录", blocks, _unrecorded(asked, row))


def _unrecorded(asked: Asked, row: Mapping[str, Any]) -> list[str]:
    found = [] if row["minutes"] else ["还没有写会议记录。"]
    return found + ([] if row["has_attendance"] else ["还没有登记到会。"])


def _state(row: Mapping[str, Any], about: str, came: pd.DataFrame) -> list[Paragraph]:
    """When, what about, how many came, and who by name."""
    ref = str(row["meeting_id"])
    made = [Paragraph(("时间：", Day(pd.Timestamp(row["held_on"]).date())))]
    made += [Paragraph((f"{about}：", quoted(row["topic"], ref)))] if row["topic"] else []
    made += [Paragraph(("到会人数：", Quoted(row["came_word"], ref)))] if row.get("came_word") else []
    for presence, word in PRESENCE.items():
        names = "、".join(came[came["presence"] == presence]["person_name"])
        made += [Paragraph((f"{word}：", Quoted(names, ref)))] if names else []
    return made


def _minutes(row: Mapping[str, Any]) -> tuple[Paragraph, ...]:
    return lines(row["minutes"], str(row["meeting_id"])) or (Paragraph((_NOT_MINUTED,)),)


def _table(columns: Mapping[str, float], rows: list[list[Any]], refs: list[str]) -> Table:
    cells = [
        tuple((Quoted("" if pd.isna(cell) else str(cell), ref),) for cell in row)
        for row, ref in zip(rows, refs, strict=True)
    ]
    return Table(tuple(Column(word, width) for word, width in columns.items()), tuple(cells), points=_TABLE)


def _criticism_table(made: pd.DataFrame) -> Table:
    rows = [
        [
            row.critic_name,
            "本人" if row.is_self else row.target_name,
            row.aspect,
            row.content,
            row.cause,
            row.suggestion,
        ]
        for row in each_row(made)
    ]
    return _table(_CRITICISM, rows, made["criticism_id"].tolist())


def _problem_table(found: pd.DataFrame) -> Table:
    rows = [
        [
            row.problem_id,
            row.member_name if row.about == "member" else ABOUT["group"],
            row.content,
            row.subjective_cause,
            row.objective_cause,
        ]
        for row in each_row(found)
    ]
    return _table(_PROBLEM, rows, found["problem_id"].tolist())

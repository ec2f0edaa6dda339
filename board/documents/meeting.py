"""Word documents for meetings: members' papers for the democratic life meeting, filled or blank, and records."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from docx.document import Document as Letter
from docx.enum.text import WD_BREAK

from board.activity.activities import Activity
from board.documents.measures import chinese
from board.documents.word import BODY, TITLE, add_table, centred, new_letter, number_pages, saved, say
from board.store.frames import each_row
from board.typed import printable
from board.words import ABOUT, LIFE_MEETING, PRESENCE

_OUTLINE_COLUMNS = {"对照": 3.8, "方面": 2.2, "查找到的问题": 8.0, "分工": 2.4}
_CRITICISM_COLUMNS = {"提出的人": 2.0, "对谁": 2.0, "方面": 1.7, "批评内容": 5.3, "原因": 2.7, "建议": 2.7}
_PROBLEM_COLUMNS = {"编号": 1.6, "谁的": 2.2, "具体问题": 4.8, "主观原因": 4.0, "客观原因": 3.8}
_NOT_MINUTED = "（还没有写会议记录）"
# Empty lines per mirror, to write by hand or in Word.
_BLANK_LINES = 2


def outline_papers(
    activity: Activity, members: Mapping[str, str], mirrors: Mapping[str, str], findings: pd.DataFrame
) -> bytes:
    """One paper per member, each on a page of its own: their duties (分工), and under every mirror, with what is looked
    for there, the findings, or room to write them.

    Takes the members' names with their fields of work, the mirrors in order with their questions
    (`outlines.questions`), and `outlines.outlines` (empty: blank papers, to be filled in).
    """
    letter = new_letter("发言提纲", activity.unit_name)
    for place, (member, duties) in enumerate(members.items()):
        if place:
            letter.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _head(letter, activity, f"{printable(member)}发言提纲")
        if duties:
            centred(letter.add_paragraph(f"分工：{printable(duties)}", style=BODY))
        own = findings[findings["member_name"] == member]
        rows = [row for mirror, question in mirrors.items() for row in _under(mirror, question, own)]
        add_table(letter, _OUTLINE_COLUMNS, rows)
    number_pages(letter)
    return saved(letter)


def _under(mirror: str, question: str, findings: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    own = each_row(findings[findings["mirror"] == mirror])
    found = [(mirror, row.aspect, row.content, row.duty) for row in own] or [(mirror, "", "\n" * _BLANK_LINES, "")]
    return [(f"{mirror}\n{question}".strip(), *found[0][1:]), *found[1:]]


def meeting_record(
    activity: Activity,
    meeting: Mapping[str, Any],
    attendance: pd.DataFrame,
    criticisms: pd.DataFrame,
    problems: pd.DataFrame,
) -> bytes:
    """The record of a meeting: attendance, minutes, criticism and self-criticism, problems found.

    Takes a row of `meeting.life_meetings` and the rows of that meeting from `meeting.attendance`, `.criticisms` and
    `problems.problems`.
    """
    letter = new_letter(f"{LIFE_MEETING}记录", activity.unit_name)
    _head(letter, activity, f"{LIFE_MEETING}记录")
    _state(letter, meeting, "主题", {}, attendance)
    _part(letter, "一、会议情况")
    for paragraph in str(meeting["minutes"] or _NOT_MINUTED).split("\n"):
        say(letter, printable(paragraph))
    _part(letter, "二、自我批评和相互批评")
    exchanges = [
        (
            row.critic_name,
            "本人" if row.is_self else row.target_name,
            row.aspect,
            row.content,
            row.cause,
            row.suggestion,
        )
        for row in each_row(criticisms)
    ]
    add_table(letter, _CRITICISM_COLUMNS, exchanges)
    _part(letter, "三、查出的问题")
    found = [
        (
            row.problem_id,
            row.member_name if row.about == "member" else ABOUT["group"],
            row.content,
            row.subjective_cause,
            row.objective_cause,
        )
        for row in each_row(problems)
    ]
    add_table(letter, _PROBLEM_COLUMNS, found)
    number_pages(letter)
    return saved(letter)


def other_record(activity: Activity, meeting: Mapping[str, Any], attendance: pd.DataFrame) -> bytes:
    """The record of another meeting. Takes a row of `meeting.views.other_meetings`, and its rows of
    `meeting.attendance`."""
    kind = printable(str(meeting["kind"]))
    letter = new_letter(f"{kind}记录", activity.unit_name)
    _head(letter, activity, f"{kind}记录")
    came = {"到会人数": meeting["came_word"]} if meeting["came_word"] else {}
    _state(letter, meeting, "议题", came, attendance)
    for paragraph in str(meeting["minutes"] or _NOT_MINUTED).split("\n"):
        say(letter, printable(paragraph))
    number_pages(letter)
    return saved(letter)


def _state(
    letter: Letter, meeting: Mapping[str, Any], about: str, came: Mapping[str, str], attendance: pd.DataFrame
) -> None:
    """When, what about, how many came, and who by name."""
    lines = {"时间": chinese(meeting["held_on"]), about: str(meeting["topic"]), **came}
    for presence, word in PRESENCE.items():
        lines[word] = "、".join(attendance[attendance["presence"] == presence]["person_name"])
    for word, text in lines.items():
        if text:
            letter.add_paragraph(f"{word}：{printable(text)}", style=BODY)


def _head(letter: Letter, activity: Activity, title: str) -> None:
    letter.add_paragraph(style=TITLE).add_run(title)
    if activity.is_example:
        centred(letter.add_paragraph("（示例数据，不作正式文书）", style=BODY))
    centred(letter.add_paragraph(f"{activity.unit_name}　{activity.name}　{activity.stage}", style=BODY))


def _part(letter: Letter, title: str) -> None:
    heading = letter.add_paragraph(style=BODY)
    heading.add_run(title).bold = True
    heading.paragraph_format.keep_with_next = True

"""The parts of 工作任务: its columns, the phases' progress, the effects of late tasks, the timeline."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.answer import Answer
from board.charts.tasks import TIMELINE, timeline
from board.store.frames import each_row, fingerprint
from board.tasks.answer import tasks_answer
from board.tasks.flags import by_phase
from board.tasks.forecast import MOST_NAMED, effects
from board.tasks.views import shown
from board.ui.parts.answer import show_answer
from board.ui.parts.pictures import show_chart
from board.ui.parts.plain import in_markdown
from board.ui.parts.table import column
from board.ui.parts.table.paged import quiet_table
from board.ui.parts.visit import Visit
from board.ui.tasks.timeline_list import LISTED, timeline_list
from board.words import TASK_STATUS

_MOST_SHOWN = 3
TABLE_COLUMNS: dict[str, Any] = {
    "task_id": "编号",
    "name": column.main("工作任务", 240),
    "tags": column.tags("状态", ["逾期", *TASK_STATUS.values()], sort="state"),
    "leader_name": column.name("负责人", stays=True),
    "due_on": column.day("完成期限", stays=True),
    "deadline": column.name("距期限", red="is_late", stays=True),
    "forecast": column.text("预计完成", 130, help_text="排在前面的晚了，会推迟到哪一天；空着就是按期限"),
    "output": column.text("成果材料", 130, grows=2),
    "output_word": column.name(
        "材料",
        help_text="有记录：记录里查得到，还没有人报开始的写“未报进展”；有文件：附了文件；只有勾选：说有，还没有记录或文件",
    ),
    "start_on": column.day("开始"),
    "late_word": column.name("补录", help_text="完成日期是过后才填的", is_rare=True),
    "blocked_by": column.text("还在等", 80, help_text="排在它前面、还没有完成的任务"),
}
_PUSHED: dict[str, column.Column | str] = {
    "task_id": column.name("编号"),
    **{name: TABLE_COLUMNS[name] for name in ("name", "leader_name", "due_on", "forecast")},
}
EXPORT_LABELS = {
    "task_id": "编号",
    "phase_name": "环节",
    "name": "工作任务",
    "leader_name": "负责人",
    "start_on": "开始",
    "due_on": "完成期限",
    "done_on": "完成日期",
    "late_word": "补录",
    "state": "状态",
    "deadline": "距期限",
    "forecast": "预计完成",
    "output": "成果材料",
    "output_word": "材料是否已有",
    "missing_records": "记录里还没有的",
    "after": "排在哪些任务之后",
    "note": "说明",
}


def compared_column(visit: Visit) -> dict[str, Any]:
    """Returns the column of changes since the compared day; none if nothing is compared."""
    if visit.compare_on is None:
        return {}
    return {"changed": column.text(f"与 {visit.compare_on:%m-%d} 相比", 150)}


def every(visit: Visit) -> pd.DataFrame:
    """Returns all tasks of the day, with words (`tasks.views.shown`)."""
    return shown(visit.store, visit.activity.activity_id, visit.as_of, visit.compare_on)


def show_day_answer(visit: Visit) -> None:
    """Draws the answer of the page."""

    def answer() -> Answer:
        day = visit.compare_on
        then = shown(visit.store, visit.activity.activity_id, day) if day else None
        return tasks_answer(every(visit), then, day)

    show_answer(visit, "tasks", visit.kept("tasks.answer", answer))


def show_phases(visit: Visit) -> None:
    """Draws the progress of each phase."""
    phases = visit.kept("tasks.phases", lambda: by_phase(every(visit)))
    for place, phase in zip(st.columns(max(len(phases), 1)), each_row(phases), strict=False):
        late = f"　:red[{phase.late_count} 项逾期]" if phase.late_count else ""
        place.progress(
            phase.done_count / phase.task_count,
            f"**{in_markdown(phase.phase_name)}**　{phase.done_count} / {phase.task_count} 项完成{late}",
        )


def show_effects(visit: Visit) -> None:
    """Says in sentences what late tasks delay."""
    delays = visit.kept("tasks.effects", lambda: effects(every(visit)))
    for row in each_row(delays[:_MOST_SHOWN]):
        icon = ":material/event_busy:" if row.moves_meeting else ":material/update:"
        st.markdown(f"{icon} {in_markdown(row.says)}")
        if len(row.pushed_ids) > MOST_NAMED:
            _show_pushed(visit, row)
    if len(delays) > _MOST_SHOWN:
        st.caption(f"还有 {len(delays) - _MOST_SHOWN} 项也会推迟别的任务，见表里的“预计完成”。")


def _show_pushed(visit: Visit, delay: Any) -> None:
    with st.expander(f"{delay.task_id} 推迟的 {len(delay.pushed_ids)} 项", key=f"tasks_pushed_{delay.task_id}"):
        tasks = every(visit).set_index("task_id", drop=False)
        quiet_table(tasks.loc[delay.pushed_ids], _PUSHED, "推迟的任务")


def show_timeline(visit: Visit, rows: pd.DataFrame) -> None:
    """Draws the rows from start to due date."""
    of = fingerprint(rows, {*TIMELINE, *LISTED})
    drawn, listed = visit.store.made_of(
        ("tasks.timeline", of, visit.as_of), lambda: (rows[TIMELINE], timeline_list(rows, visit.as_of))
    )
    with st.container(key="tasks_timeline_wide"):
        draw = partial(timeline, drawn, visit.as_of, is_past=visit.is_past)
        show_chart(visit, "tasks_timeline", draw, "各项工作任务的起止日期、先后次序和预计推迟的天数")
    st.html(listed)

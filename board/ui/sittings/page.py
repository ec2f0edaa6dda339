"""The parts of 会议: its columns, what waits for whoever looks, and the sheet of a meeting."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.activity import activities
from board.ballots.address import base_of, qr_png, reach
from board.sittings import actions, views
from board.sittings.minutes import draft
from board.store.frames import as_options, each_row
from board.ui.parts.downloads import download
from board.ui.parts.errors import show_refusal
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.forms.once import once_button
from board.ui.parts.links import way_back
from board.ui.parts.papers.word import word_button
from board.ui.parts.plain import in_html, in_markdown
from board.ui.parts.records import SHEET_WIDTH, facts, heading
from board.ui.parts.sheets import closing, opened_row
from board.ui.parts.table import column
from board.ui.parts.visit import Visit
from board.ui.sittings.start import PREPARING
from board.ui.sittings.waiting import take_back
from board.web.deck.sittings import sitting_address, slides_of
from board.words import SITTING_STATE

TABLE_COLUMNS: dict[str, Any] = {
    "sitting_id": "编号",
    "title": column.main("会议", 260),
    "tags": column.tags("状态", [*SITTING_STATE.values(), "没有纪要"]),
    "held_on": column.day("开会日期"),
    "audience_word": column.name("给谁看"),
    "decision_count": column.number("议定", unit="件"),
    "waiting_count": column.number("待确认", unit="件"),
}
EXPORT_LABELS = {
    "sitting_id": "编号",
    "kind": "会议类型",
    "topic": "议题",
    "held_on": "开会日期",
    "audience_word": "给谁看",
    "state_word": "状态",
    "decision_count": "议定件数",
    "waiting_count": "待确认件数",
    "minutes": "会议纪要",
}
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def show_sitting(visit: Visit) -> None:
    """Draws the sheet of the open meeting, if there is one."""
    rows = partial(views.shown, visit.store, visit.activity.activity_id, visit.as_of)
    is_covered = bool(st.session_state.get(PREPARING))
    row = opened_row("sittings_open", rows, "sitting_id", "会议", is_covered=is_covered)
    if row is not None:
        _sheet(visit, row)


@st.dialog("会议", width=SHEET_WIDTH, position="right", on_dismiss=closing("sittings_open"))
def _sheet(visit: Visit, row: pd.Series) -> None:
    st.html(heading(row["sitting_id"], row["title"]))
    decided = views.decisions(visit.store, visit.activity.activity_id, visit.as_of)
    decided = decided[decided["sitting_id"] == row["sitting_id"]]
    is_open = row["state"] == "open" and visit.may("deck.show")
    with st.container(horizontal=True):
        if visit.may("deck.show"):
            label = "打开幻灯片" if is_open else "再看幻灯片"
            look: Any = "primary" if is_open else "secondary"
            st.link_button(label, _wall(visit, row), icon=":material/slideshow:", type=look)
        _show_slides_download(visit, row)
        if row["minutes"]:
            _show_download(visit, row)
    shown = {"开会日期": row["held_on"], "给谁看": row["audience_word"], "状态": row["state_word"]}
    st.html(facts({**shown, "数据截至": f"{row['frozen_at']:%Y-%m-%d %H:%M:%S}", "校验码": row["digest"]}))
    _show_decided(visit, decided, is_open=is_open)
    if is_open:
        _show_remote(visit, row)
        _show_closing(visit, row, decided)
    elif visit.may("deck.show"):
        _show_minutes_form(visit, row)
    elif row["minutes"]:
        st.html(f'<h3 class="section">会议纪要</h3><p class="text">{in_html(row["minutes"])}</p>')


def _wall(visit: Visit, row: pd.Series) -> str:
    """The address of the slides, from which the way back is to this activity and role."""
    return f"{sitting_address(visit.activity.activity_id, row['sitting_id'])}?{way_back()}"


def _show_remote(visit: Visit, row: pd.Series) -> None:
    """Draws the QR code that makes a phone the remote."""
    address = base_of(str(st.context.url)) + _wall(visit, row)
    address += "&remote=1"
    with st.expander("手机遥控", icon=":material/qr_code_2:"):
        st.image(qr_png(address), width=190, alt=f"手机遥控的二维码：{address}")
        st.caption(f"用手机扫，登录同样能开会的账号：翻页、看下一张、议定。{reach(address)}")


def _show_decided(visit: Visit, decided: pd.DataFrame, *, is_open: bool) -> None:
    st.html(f'<h3 class="section">议定事项　{len(views.standing(decided))} 件</h3>')
    if decided.empty:
        st.caption(
            "还没有。给班子会看的，在幻灯片上按 D，就那一张上的事项议定。" if is_open else "这次会议没有议定事项。"
        )
    for row in each_row(decided):
        since = row.state_word if row.state != "done" else row.since or row.state_word
        with st.container(horizontal=True, vertical_alignment="center", key=f"sittings_decision_{row.decision_id}"):
            st.markdown(f"**{row.decision_id}**　{in_markdown(row.words)}　:gray[{in_markdown(since)}]")
            if is_open and row.state in {"done", "waiting"}:
                once_button(
                    "撤回", key=f"sittings_undo_{row.decision_id}", on_click=take_back, args=(visit, row.decision_id)
                )
        problem = st.session_state.pop(f"sittings_problem_{row.decision_id}", None)
        if problem is not None:
            show_refusal(problem)


def _show_closing(visit: Visit, row: pd.Series, decided: pd.DataFrame) -> None:
    st.html('<h3 class="section">结束会议</h3>')
    st.caption("结束以后写出纪要的草稿，可以再改；议定的不能再撤回。")
    people = as_options(activities.people(visit.store, visit.activity.activity_id), "person_id", "name")
    fields = [
        Field("present", "到会", "choices", people, wide=True),
        Field("absent", "缺席", "choices", people, wide=True),
    ]
    key = f"sittings_close_{row['sitting_id']}"
    if show_form(key, fields, {}, lambda given: _close(visit, row, decided, people, given), "结束会议"):
        st.rerun()


def _close(visit: Visit, row: pd.Series, decided: pd.DataFrame, people: dict[str, str], given: dict[str, Any]) -> str:
    activity_id = visit.activity.activity_id
    slides = views.slides(visit.store, activity_id, row["sitting_id"])
    present, absent = ("、".join(people[each] for each in given[name] or []) for name in ("present", "absent"))
    sitting = {str(name): value for name, value in row.items()}
    text = draft(sitting, slides, views.standing(decided), present, absent)
    actions.close(visit.store, visit.actor, activity_id, row["sitting_id"], text)
    return f"{row['sitting_id']} 已结束，纪要草稿在下面"


def _show_minutes_form(visit: Visit, row: pd.Series) -> None:
    st.html('<h3 class="section">会议纪要</h3>')
    fields = [Field("minutes", "会议纪要", "area", wide=True, at_most=actions.LONGEST_MINUTES)]
    initial = {"minutes": row["minutes"], "seq": row["seq"]}
    if show_form(f"sittings_minutes_{row['sitting_id']}", fields, initial, lambda given: _write(visit, row, given)):
        st.rerun()


def _write(visit: Visit, row: pd.Series, given: dict[str, Any]) -> str:
    to = (visit.store, visit.actor, visit.activity.activity_id, row["sitting_id"])
    actions.write_minutes(*to, given["minutes"] or "", seen_seq=given.get("seen_seq"))
    return "纪要已保存"


def _show_slides_download(visit: Visit, row: pd.Series) -> None:
    download(
        "幻灯片 PPTX",
        make=lambda: _slides(visit, row),
        file_name=f"会议幻灯片-{row['held_on']:%Y%m%d}-{row['sitting_id']}.pptx",
        mime=SLIDES,
        key="sittings_slides",
        icon=":material/download:",
        help="没有网络的会场用；要 PDF，打开幻灯片按 Ctrl+P，存成 PDF，一张一页",
    )


def _slides(visit: Visit, row: pd.Series) -> bytes:
    from board.documents.slides import presentation  # noqa: PLC0415 - takes 12 MB, for slides that are rarely carried

    heading = f"{visit.activity.unit_name}　{visit.activity.name}"
    moment = f"截至 {row['frozen_at']:%m-%d %H:%M:%S} · {row['audience_word']}"
    return presentation(slides_of(visit.activity.activity_id, row["sitting_id"]), heading, moment)


def _show_download(visit: Visit, row: pd.Series) -> None:
    word_button(
        visit,
        "minutes",
        {"sitting": row["sitting_id"]},
        "纪要 Word",
        f"会议纪要-{row['held_on']:%Y%m%d}-{row['sitting_id']}.docx",
        key="sittings_word",
        icon=":material/download:",
    )

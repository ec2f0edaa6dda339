"""导入提纲 Word on 民主生活会: members' filled-in papers are checked line by line, then imported, with a receipt."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

import pandas as pd
import streamlit as st

from board import clock
from board.errors import BoardError
from board.importing.files.word import LONGEST
from board.importing.outcomes import EDITED, NEW, SAME
from board.meeting import outlines
from board.meeting.outlines_import import Effect, effects
from board.meeting.outlines_reading import Line, matching, read_outlines
from board.ui.meeting.page import members_of
from board.ui.parts.errors import refusal_kept, show_kept_refusal, show_refusal
from board.ui.parts.forms.once import once_button
from board.ui.parts.plain import in_markdown
from board.ui.parts.sheets import closing
from board.ui.parts.table import column
from board.ui.parts.table.paged import quiet_table
from board.ui.parts.visit import Visit, refuse_if_changed, words_of
from board.wording import shortened

_LEFT_OUT = "不导入"
_SHOWN = 30
_MARK = 16
_COLUMNS: dict[str, Any] = {
    "what": column.text("导入后", 70),
    "member": column.name("班子成员"),
    "mirror": column.text("对照", 140),
    "aspect": column.text("方面", 85),
    "duty": column.text("分工", 95),
    "content": column.main("查找到的问题"),
    "was": column.text("原来是", 180, grows=2),
}


def show_import_button(visit: Visit) -> None:
    """Draws the button that opens the import."""
    if not visit.may("meeting.edit"):
        return
    if st.button("导入提纲 Word", icon=":material/upload:", key="meeting_outlines_import"):
        st.session_state["meeting_outlines_importing"] = True


def show_import(visit: Visit) -> None:
    """Draws the import dialog if it was opened, and the receipt of the last import."""
    receipt = st.session_state.get("meeting_outlines_receipt")
    if receipt and visit.may("meeting.edit"):
        st.success(in_markdown(receipt), icon=":material/receipt_long:")
    if st.session_state.get("meeting_outlines_importing") and visit.may("meeting.edit"):
        _dialog(visit)


_end = closing("meeting_outlines_importing")


@st.dialog("导入提纲 Word", width="large", on_dismiss=_end)
def _dialog(visit: Visit) -> None:
    if not st.session_state["meeting_outlines_importing"]:
        st.rerun()  # the button's rerun redrew only the dialog
    st.caption("把发下去的空白提纲填好了交回来，一个文件里一位或几位成员的都行。先看一遍，确认以后才写进来。")
    uploaded = st.file_uploader(
        "提纲文件", type=["docx"], key="meeting_outlines_file", max_upload_size=LONGEST // 2**20
    )
    show_kept_refusal("meeting_outlines_refusal")
    if uploaded is None:
        return
    members, mirrors, aspects = members_of(visit), list(words_of(visit, "mirror")), list(words_of(visit, "aspect"))
    try:
        lines = read_outlines(uploaded.name, uploaded.getvalue(), visit.activity.unit_name, members, mirrors, aspects)
    except BoardError as refusal:
        show_refusal(refusal)
        return
    found = outlines.outlines(visit.store, visit.activity.activity_id, visit.as_of)
    asked = _asked(visit, lines, members, mirrors, aspects)
    changes = effects(asked, found.to_dict("records"))
    _show_preview(changes, members)
    written_on = st.date_input("写成日期", visit.as_of, key="meeting_outlines_day", format="YYYY-MM-DD")
    count = sum(change.what != SAME for change in changes)
    mark = sha256(uploaded.getvalue()).hexdigest()[:_MARK]
    once_button(
        f"确认导入 {count} 条" if count else "没有要导入的",
        type="primary",
        key="meeting_outlines_confirm",
        disabled=not count or written_on is None,
        on_click=_take_over,
        args=(visit, changes, written_on, uploaded.name, mark),
    )


def _asked(
    visit: Visit, lines: Sequence[Line], members: Mapping[str, str], mirrors: Sequence[str], aspects: Sequence[str]
) -> list[dict[str, Any]]:
    """Returns the lines to import; asks for what the file leaves unclear, once for everything written the same way."""
    ids = {name: member_id for member_id, name in members.items()}
    whose = {
        name: ids.get(_choice(f"“{name}发言提纲”是谁的", list(ids), f"member_{name}") or "")
        for name in dict.fromkeys(line.member for line in lines if line.member_id is None)
    }
    lines = [replace(line, member_id=line.member_id or whose[line.member]) for line in lines]
    lines = [line for line in lines if line.member_id is not None]
    facing = {
        word: _choice(f"对照写的是“{word}”，是哪一面", mirrors, f"mirror_{word}")
        for word in dict.fromkeys(line.mirror_text for line in lines if line.mirror is None)
    }
    lines = [replace(line, mirror=line.mirror or facing[line.mirror_text]) for line in lines]
    lines = [line for line in lines if line.mirror is not None]
    about = {
        place: _choice(_about(line), aspects, f"aspect_{place}")
        for place, line in enumerate(lines)
        if line.aspect is None
    }
    entries = [
        {
            "member_id": line.member_id,
            "mirror": line.mirror,
            "aspect": line.aspect or about[place],
            "content": line.content,
            **_duty(visit, line, place),
        }
        for place, line in enumerate(lines)
    ]
    return [line for line in entries if line["aspect"] is not None]


def _duty(visit: Visit, line: Line, place: int) -> dict[str, str]:
    """Returns which of the member's duties a line names; nothing where it names none."""
    if not line.duty_text:
        return {}
    known = outlines.duties(visit.store, visit.activity.activity_id, visit.as_of)
    own = known[known["member_id"] == line.member_id]["duty"].tolist()
    asked = f"“{shortened(line.content, _SHOWN)}”分工写的是“{line.duty_text}”，是哪一项"
    duty = matching(line.duty_text, own) or _choice(asked, own, f"duty_{place}")
    return {} if duty is None else {"duty": duty}


def _about(line: Line) -> str:
    aspect = f"方面写的是“{line.aspect_text}”" if line.aspect_text else "没有写方面"
    return f"“{shortened(line.content.replace(chr(10), ' '), _SHOWN)}”{aspect}，是哪一方面"


def _choice(label: str, words: Sequence[str], key: str) -> str | None:
    picked = st.selectbox(in_markdown(label), [*words, _LEFT_OUT], index=len(words), key=f"meeting_outlines_{key}")
    return None if picked == _LEFT_OUT else picked


def _show_preview(changes: Sequence[Effect], members: Mapping[str, str]) -> None:
    counts = Counter(change.what for change in changes)
    st.html(f'<h3 class="section">导入后会怎样　{_counted(counts)}</h3>')
    rows = [
        {
            "duty": "",
            **change.fields,
            "member": members[change.fields["member_id"]],
            "what": change.what,
            "was": _was(change),
        }
        for change in changes
    ]
    frame = pd.DataFrame(rows, columns=list(_COLUMNS))
    quiet_table(frame, _COLUMNS, "导入后会怎样", key="meeting_outlines_effect", tall=360, nothing="")


def _was(change: Effect) -> str:
    return change.was if change.what == EDITED else ""


def _counted(counts: Mapping[str, int]) -> str:
    return "，".join(f"{what} {counts.get(what, 0)} 条" for what in (NEW, EDITED, SAME))


def _take_over(visit: Visit, changes: Sequence[Effect], written_on: date, name: str, mark: str) -> None:
    with refusal_kept("meeting_outlines_refusal"):
        refuse_if_changed(visit.actor)
        ids = outlines.take_over(visit.store, visit.actor, visit.activity.activity_id, changes, written_on)
        counts = Counter(change.what for change in changes)
        edited = [change.outline_id for change in changes if change.what == EDITED]
        details = "".join(f"；{word} {'、'.join(which)}" for word, which in ((NEW, ids), (EDITED, edited)) if which)
        moment = f"{clock.now():%Y-%m-%d %H:%M}"
        st.session_state["meeting_outlines_receipt"] = (
            f"回执：{moment} 从 {name} 导入，{_counted(counts)}{details}。文件指纹 {mark}。"
        )
        st.session_state["notice"] = f"已导入提纲：{_counted(counts)}"
        _end()

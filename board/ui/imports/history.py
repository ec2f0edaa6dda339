"""The imports, newest first; one can be undone after a preview of the effect."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from board.importing.checked import LAYOUTS
from board.importing.files.decode import FORMATS
from board.importing.ledgers.kinds import KINDS
from board.imports import history as imports_history
from board.imports import ledger_undo as imports_ledger_undo
from board.imports.history import UndoPreview
from board.imports.ledger_undo import LedgerUndo
from board.ui.parts.errors import refusal_kept, show_kept_refusal
from board.ui.parts.forms.once import once_button
from board.ui.parts.plain import in_markdown
from board.ui.parts.sheets import closing, opened_row
from board.ui.parts.table import column
from board.ui.parts.table.paged import quiet_table, show_rows
from board.ui.parts.visit import Visit, refuse_if_changed
from board.wording import late_words
from board.words import IMPORT_STATUS, WAY

_BY_HAND = "手工录入"
_LEDGERS = {name: kind.title for name, kind in KINDS.items()}
_NAMED_AT_MOST = 8
_COLUMNS: dict[str, Any] = {
    "import_id": "回执",
    "imported_at": column.moment("时间"),
    "file_name": "文件",
    "where": "到哪里",
    "row_count": column.number("几条"),
    "late_word": column.name("补录", help_text="评议表最晚哪天填的，早于导入这一天", is_rare=True),
    "state": column.name("现在"),
    "how": "样式",
    "format": "格式",
    "actor_name": "经办",
    "mark": "文件指纹",
}


def show_history(visit: Visit) -> None:
    """Draws every import, newest first; a click opens it, to read or to undo."""
    st.header("导入记录")
    history = history_of(visit)
    if history.empty:
        st.caption("还没有导入过文件。")
        return
    rows = visit.kept("imports.history", lambda: _in_words(history_of(visit)))

    def opened(at: int) -> None:
        st.session_state["imports_import"] = rows["import_id"].iloc[at]

    show_rows(rows, _COLUMNS, key="imports_history", button="import_id", name="导入记录", act=opened)
    row = opened_row("imports_import", lambda: history, "import_id", "导入记录")
    if row is not None:
        _dialog(visit, row["import_id"], is_ledger=row["subject"] in KINDS)


def history_of(visit: Visit) -> pd.DataFrame:
    """Returns all imports of the activity, the newest first."""
    return imports_history.history(visit.store, visit.activity.activity_id)


def _in_words(history: pd.DataFrame) -> pd.DataFrame:
    return history.assign(
        state=history["status"].map(IMPORT_STATUS),
        where=history["round_name"].fillna(history["subject"].map(_LEDGERS)),
        how=history["layout"].map(LAYOUTS | dict.fromkeys(KINDS, "台账")),
        format=history["encoding"].map(FORMATS).fillna(_BY_HAND),
        mark=history["sha256"].str.slice(0, 16),
        late_word=late_words(history["cast_until"], history["imported_at"]),
    )


_close = closing("imports_import")


@st.dialog("一次导入", width="large", on_dismiss=_close)
def _dialog(visit: Visit, import_id: str, *, is_ledger: bool) -> None:
    preview = imports_ledger_undo.preview_undo if is_ledger else imports_history.preview_undo
    found = preview(visit.store, visit.activity.activity_id, import_id)
    row, state = found.row, IMPORT_STATUS[found.row["status"]]
    place, count = f"“{in_markdown(row['round_name'] or '')}”", f"评议表 **{row['row_count']}** 张"
    if is_ledger:
        kind = KINDS[row["subject"]]
        place, count = kind.title, f"**{row['row_count']}** {kind.unit}"
    st.markdown(
        f"**{import_id}**　{in_markdown(row['file_name'])}　→　{place}  \n"
        f"{in_markdown(row['actor_name'])}　{row['imported_at']:%Y-%m-%d %H:%M}　{count}　{state}"
    )
    show_kept_refusal("imports_undo_refusal")
    for reason in found.blocked:
        st.info(in_markdown(reason), icon=":material/block:")
    if found.blocked or visit.is_past:
        return
    st.html('<h3 class="section">撤销以后会怎样</h3>')
    for sentence in _ledger_sentences(found) if isinstance(found, LedgerUndo) else _sentences(found):
        st.markdown(f":material/info: {in_markdown(sentence)}")
    if isinstance(found, UndoPreview):
        _show_figures(found)
    once_button(
        "撤销这次导入",
        type="primary",
        icon=":material/undo:",
        key="imports_undo",
        on_click=_undo_ledger if is_ledger else _undo,
        args=(visit, import_id),
    )


def _ledger_sentences(found: LedgerUndo) -> list[str]:
    sentences, kind = [], KINDS[found.row["subject"]]
    if found.gone:
        left = "移出台账，经过仍留存" if found.row["batch_id"] else "不再留下，各项数字随之改回"
        sentences.append(f"它新增的 {len(found.gone)} {kind.unit}（{_some(found.gone)}）{left}。")
    if found.back:
        sentences.append(f"它改过的 {len(found.back)} {kind.unit}（{_some(found.back)}）回到导入以前的样子。")
    if found.newer:
        sentences.append(f"它以后还导入过 {_some([row['import_id'] for row in found.newer])}，那些不受影响。")
    return sentences


def _some(ids: Sequence[str]) -> str:
    return "、".join(ids[:_NAMED_AT_MOST]) + ("……" if len(ids) > _NAMED_AT_MOST else "")


def _undo_ledger(visit: Visit, import_id: str) -> None:
    with refusal_kept("imports_undo_refusal"):
        refuse_if_changed(visit.actor)
        done = imports_ledger_undo.undo(visit.store, visit.actor, visit.activity.activity_id, import_id)
        count = len(done.gone) + len(done.back)
        st.session_state["notice"] = f"已撤销 {import_id}，{count} {KINDS[done.row['subject']].unit}回到导入以前"
        st.session_state.pop("imports_receipt", None)
        _close()


def _sentences(found: UndoPreview) -> list[str]:
    sentences = [
        f"它带来的 {found.ballot_count} 张评议表、{found.suggestion_count} 条意见和建议都不再留下。",
        "各项数字随之改变。" if found.row["status"] == "active" else "它本来就没有计入，各项数字不变。",
    ]
    sentences += [f"{row['import_id']} {row['file_name']} 会重新计入。" for row in found.back]
    if found.newer:
        names = "、".join(row["import_id"] for row in found.newer)
        sentences.append(f"它以后还有 {names} 导入到这一轮，那些不受影响。")
    if found.opinions:
        sentences.append(f"由它的建议转成的意见 {'、'.join(found.opinions)} 留着，需要时请自行处理。")
    return sentences


def _show_figures(found: UndoPreview) -> None:
    for warning in found.warnings:
        st.warning(in_markdown(warning), icon=":material/warning:")
    labels = {
        "group_label": "参评人员",
        "way": "方式",
        "returned_before": "现在收回",
        "returned_gone": "撤掉",
        "returned_new": "重新计入",
        "returned_after": "撤销后收回",
    }
    frame: pd.DataFrame = found.forms
    changing = frame[(frame["returned_gone"] > 0) | (frame["returned_new"] > 0)]
    rows = changing.assign(way=changing["way"].map(WAY))
    quiet_table(rows, labels, "撤销后的收回数", key="imports_undo_effect")


def _undo(visit: Visit, import_id: str) -> None:
    with refusal_kept("imports_undo_refusal"):
        refuse_if_changed(visit.actor)
        done = imports_history.undo(visit.store, visit.actor, visit.activity.activity_id, import_id)
        st.session_state["notice"] = f"已撤销 {import_id}，{done.ballot_count} 张评议表不再计入"
        st.session_state.pop("imports_receipt", None)
        _close()

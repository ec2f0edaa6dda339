"""The ledger as files: out as Excel, CSV and 督办单, back in as changes that are looked at first."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board import clock, rectification_batch, rectification_import
from board.documents.ledger import ledger_csv, ledger_workbook
from board.documents.supervision import late_items_of, supervision_order
from board.errors import BoardError
from board.frames import as_options
from board.importing.problems import problems_frame
from board.importing.writing import frame_csv
from board.rectification_columns import ledger_base
from board.rectification_import import LedgerImport
from board.ui.errors import show_refusal
from board.ui.plain import in_markdown
from board.ui.rectification_dialogs import end
from board.ui.tables import XLSX, export_notes
from board.ui.visit import Visit, refuse_if_changed

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_REASON = "按改过的台账调整"
_EFFECT_COLUMNS: dict[str, Any] = {
    "item_id": st.column_config.TextColumn("编号", width=70),
    "what": st.column_config.TextColumn("怎样", width=75),
    "problem": st.column_config.TextColumn("具体问题", width=200),
    "changes_text": st.column_config.TextColumn("变化", width=300),
    "said": st.column_config.TextColumn("说明", width=260),
}


def show_export(visit: Visit, rows: pd.DataFrame, said: Mapping[str, Any]) -> None:
    """What the rows on the page can be taken away as; made only when somebody asks for it."""
    with st.popover("导出", icon=":material/download:", key="rectification_export", on_change="rerun") as popover:
        if not popover.open:
            return
        st.caption(f"导出的是筛选后的 {len(rows)} 项，截至 {visit.as_of:%Y-%m-%d}。")
        day = f"{visit.as_of:%Y%m%d}"
        _download("台账 Excel", partial(_workbook, visit, rows, said), f"整改台账-{day}.xlsx", XLSX, rows.empty)
        _download("台账 CSV", partial(ledger_csv, rows), f"整改台账-{day}.csv", "text/csv", rows.empty)
        late = rows[rows["is_late"]].sort_values("owner_name")
        owners: dict[str, str] = as_options(late, "owner_id", "owner_name")
        if owners:
            owner_id = st.selectbox(
                "督办单给谁（有逾期事项的责任人）",
                list(owners),
                format_func=owners.__getitem__,
                key="rectification_order_to",
            )
            theirs = late_items_of(rows, owner_id)
            make = partial(supervision_order, visit.activity, owners[owner_id], theirs, visit.as_of)
            _download(f"督办单 Word（{len(theirs)} 项）", make, f"督办单-{owners[owner_id]}-{day}.docx", _WORD, False)


def _download(label: str, make: Any, file_name: str, mime: str, disabled: bool) -> None:
    st.download_button(
        label,
        data=make,
        file_name=file_name,
        mime=mime,
        key=f"rectification_export_{file_name.rsplit('.', maxsplit=1)[-1]}",
        on_click="ignore",
        disabled=disabled,
        width="stretch",
    )


def _workbook(visit: Visit, rows: pd.DataFrame, said: Mapping[str, Any]) -> bytes:
    base = ledger_base(rows, visit.activity.activity_id, clock.now())
    return ledger_workbook(rows, "整改台账", export_notes(visit, len(rows), said), base)


@st.dialog("导入改过的台账", width="large", on_dismiss=end)
def show_import(visit: Visit) -> None:
    """A ledger that was exported, edited and handed back: what changed in it, and the button that takes it over."""
    st.caption("先导出台账，在 Excel 或 WPS 里改好、添行，再放到这里。改了哪些格会先列出来，确认以后才写进去。")
    turn = st.session_state["rectification_turn"]
    uploaded = st.file_uploader("台账文件", type=["xlsx", "xls", "csv"], key=f"rectification_file_{turn}")
    reason = st.text_input(
        "改时限、改类别的原因", value=_REASON, key=f"rectification_file_reason_{turn}", max_chars=200
    )
    problem: BoardError | None = st.session_state.pop("rectification_import_refusal", None)
    if problem is not None:
        show_refusal(problem)
    if uploaded is None:
        return
    try:
        with st.spinner("正在比较文件和台账…"):
            found = rectification_import.examine(
                visit.store, visit.actor, visit.activity.activity_id, uploaded.name, uploaded.getvalue(), reason
            )
    except BoardError as refusal:
        show_refusal(refusal)
        return
    _show_found(visit, found)


def _show_found(visit: Visit, found: LedgerImport) -> None:
    frame = problems_frame(found.problems)
    if len(frame):
        st.html(f'<h3 class="section">要改的地方　{len(frame)} 处</h3>')
        st.dataframe(frame, hide_index=True, height=min(36 * (len(frame) + 1), 260), alt="台账文件里的问题")
        st.download_button(
            "下载问题清单",
            data=frame_csv(frame),
            file_name="问题清单.csv",
            mime="text/csv",
            key="rectification_import_problems",
            on_click="ignore",
        )
    st.html('<h3 class="section">导入后会怎样</h3>')
    st.markdown("　".join(f"{word} **{count}** 项" for word, count in found.counts.items() if count))
    for note in found.notes:
        st.markdown(f":material/info: {in_markdown(note)}")
    news = found.effect[found.effect["what"] != "相同"]
    if len(news):
        st.dataframe(
            news,
            hide_index=True,
            height=min(36 * (len(news) + 1), 320),
            column_config=_EFFECT_COLUMNS,
            column_order=list(_EFFECT_COLUMNS),
            alt="导入后会怎样",
        )
    if found.needs_reason:
        st.warning("改了时限或类别，请在上面写明原因。", icon=":material/edit:")
    # A row with a clash in one cell is taken over in its others.
    count = len({change.item_id or place for place, change in enumerate(found.changes)})
    st.button(
        f"确认导入 {count} 项的变化" if found.changes else "没有可以导入的变化",
        type="primary",
        key="rectification_import_confirm",
        disabled=not found.changes,
        on_click=_take_over,
        args=(visit, found, count),
    )


def _take_over(visit: Visit, found: LedgerImport, count: int) -> None:
    try:
        refuse_if_changed(visit.actor)
        rectification_batch.carry_out(visit.store, visit.actor, visit.activity.activity_id, found.changes, found.title)
    except BoardError as problem:
        st.session_state["rectification_import_refusal"] = problem
        return
    st.session_state["notice"] = f"已导入 {in_markdown(found.file_name)}：{count} 项有变化，可以撤销"
    end()

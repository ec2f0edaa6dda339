"""Exports of the ledger as Excel, CSV and 督办单, for those who work on it elsewhere; 数据导入 reads it back."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board import clock
from board.documents.ledger import ledger_csv, ledger_workbook
from board.importing.ledgers.columns import ledger_base
from board.papers.supervised import late_items_of
from board.rectification.views import shown
from board.store.frames import Taken, as_options
from board.ui.parts.downloads import download
from board.ui.parts.papers.word import word_button
from board.ui.parts.table.paged import XLSX, export_notes
from board.ui.parts.visit import Visit


def show_export(visit: Visit, chosen: Taken, filter_values: Mapping[str, Any]) -> None:
    """Draws the downloads of the rows on the page; a file is made only on demand."""
    with st.popover("导出", icon=":material/download:", key="rectification_export", on_change="rerun") as popover:
        if not popover.open:
            return
        rows = chosen.whole()
        st.caption(f"导出的是筛选后的 {len(rows)} 项，截至 {visit.as_of:%Y-%m-%d}。")
        day = f"{visit.as_of:%Y%m%d}"
        _download(
            "台账 Excel", partial(_workbook, visit, rows, filter_values), f"整改台账-{day}.xlsx", XLSX, rows.empty
        )
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
            theirs = late_items_of(shown(visit.store, visit.activity.activity_id, visit.as_of), owner_id)
            word_button(
                visit,
                "supervision",
                {"owner": owner_id},
                f"督办单 Word（{len(theirs)} 项）",
                f"督办单-{owners[owner_id]}-{day}.docx",
                key="rectification_export_docx",
                width="stretch",
            )


def _download(label: str, make: Any, file_name: str, mime: str, disabled: bool) -> None:
    download(
        label,
        make=make,
        file_name=file_name,
        mime=mime,
        key=f"rectification_export_{file_name.rsplit('.', maxsplit=1)[-1]}",
        disabled=disabled,
        width="stretch",
    )


def _workbook(visit: Visit, rows: pd.DataFrame, filter_values: Mapping[str, Any]) -> bytes:
    base = ledger_base(rows, visit.activity.activity_id, clock.now())
    return ledger_workbook(rows, "整改台账", export_notes(visit, len(rows), filter_values), base)

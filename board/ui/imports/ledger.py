"""A ledger on 数据导入: its kind, its problems, the preview of the effect, and the receipt."""

from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.errors import BoardError
from board.importing.checked import shape
from board.importing.choices import Choices
from board.importing.files.decode import FORMATS
from board.importing.ledgers.file import LedgerFile
from board.importing.ledgers.kinds import KINDS, LedgerKind
from board.importing.outcomes import KNOWN, SAME
from board.importing.problems import letter
from board.importing.records import SEPARATORS
from board.imports import ledger as imports_ledger
from board.imports import mappings as imports_mappings
from board.imports.ledger import LedgerPreview, LedgerReceipt
from board.imports.registry import vocabulary
from board.ui.imports import choices
from board.ui.imports.arrivals import Arrived, imported, refuse_gone
from board.ui.imports.choices import drop, revision, say
from board.ui.imports.job import read_beside
from board.ui.imports.mapping import show_reading
from board.ui.imports.problems import show_mended, show_problems
from board.ui.parts.errors import refusal_kept, show_kept_refusal, show_refusal
from board.ui.parts.forms.once import once_button, state_of
from board.ui.parts.links import drill
from board.ui.parts.plain import in_markdown
from board.ui.parts.table import column
from board.ui.parts.table.paged import quiet_table
from board.ui.parts.visit import Visit, refuse_if_changed

_UNUSED = "不用（不保存）"
_REASON = "imports_reason"
_EFFECT: dict[str, Any] = {
    "row": column.number("行"),
    "record_id": column.name("编号"),
    "what": column.text("怎样", 80),
    "text": column.main("内容"),
    "changes_text": column.text("变化", 180, grows=3),
    "note": column.text("说明", 180, grows=3),
}


def show_ledger(visit: Visit, name: str, upload: Arrived) -> None:
    """Draws everything about a file that holds a ledger (a key of KINDS), and the button that imports it."""
    if not visit.may(f"{name}.edit"):
        st.info("您的角色不能登记这些内容。", icon=":material/lock:")
        return
    choices.begin(upload.file_id)
    try:
        with st.spinner("正在检查文件…"):
            seen = _seen(visit, name, upload)
            if seen is None:
                return
    except BoardError as problem:
        show_refusal(problem)
        show_reading(upload.getvalue(), has_layout=False)
        return
    icon = ":orange[:material/edit_note:]" if seen.error_count else ":green[:material/task_alt:]"
    st.markdown(f"{icon} **{seen.words}**")
    show_problems(seen.problems, len(seen.problems), seen.error_count)
    show_mended()
    _show_blanks(visit, seen)
    _show_taken(seen)
    show_reading(upload.getvalue(), has_layout=False, is_open=False)
    _show_columns(KINDS[name], seen.file)
    _show_effect(visit, seen, upload)


def _seen(visit: Visit, name: str, upload: Arrived) -> LedgerPreview | None:
    """Returns the preview of the file; the first time, with the choices remembered for its shape.

    None while that takes long.
    """
    seen = _looked_at(visit, name, upload)
    if seen is not None and st.session_state.get("imports_recalled") != st.session_state["imports_file_id"]:
        st.session_state["imports_recalled"] = st.session_state["imports_file_id"]
        kept = imports_mappings.mapping(visit.store, visit.activity.activity_id, shape(seen.file.header))
        if kept.get("columns"):
            say(columns=kept["columns"])
            seen = _looked_at(visit, name, upload)
    return seen


def _looked_at(visit: Visit, name: str, upload: Arrived) -> LedgerPreview | None:
    """Returns the preview, made again only if a choice or the store has changed."""
    chosen, reason = _choices(), str(st.session_state.get(_REASON) or "")
    key = (upload.file_id, name, choices.key_of(chosen), reason, visit.store.version())
    held = st.session_state.get("imports_ledger_seen")
    if held is None or held[0] != key:
        ids = (visit.store, visit.actor, visit.activity.activity_id, name, upload.name, upload.getvalue())
        made = read_beside(upload, key[1:], partial(imports_ledger.preview, *ids, chosen, reason=reason))
        if made is None:
            return None
        held = (key, made)
        st.session_state["imports_ledger_seen"] = held
    seen: LedgerPreview = held[1]
    return seen


def _choices() -> Choices:
    held = choices.corrections()
    corrections = {name: held[name] for name in ("columns", "cells", "skipped_rows", "defaults")}
    return Choices(
        sheet=st.session_state.get("imports_sheet"),
        encoding=st.session_state.get("imports_encoding"),
        separator=st.session_state.get("imports_separator"),
        header_row=st.session_state.get("imports_header_row"),
        hidden=st.session_state.get("imports_hidden"),
        **corrections,
    )


def _show_blanks(visit: Visit, seen: LedgerPreview) -> None:
    """Draws one choice for each required column that several new records leave blank."""
    kind, chosen = KINDS[seen.kind], choices.corrections()["defaults"]
    if not seen.asked:
        return
    words = vocabulary(visit.store, visit.activity.activity_id, kind)
    with st.container(border=True, key="imports_blanks"):
        st.markdown("**空着的一次选定**　只填文件里空着的格，别的不动")
        with st.container(horizontal=True):
            for name, count in seen.asked.items():
                label = f"{kind.by_name[name].label}　{count} {kind.unit}空着，都是"
                key = f"imports_default_{name}_{revision()}"
                held: Any = chosen.get(name)
                on: dict[str, Any] = {"key": key, "width": 300, "on_change": _fill, "args": (name, key)}
                if kind.by_name[name].type == "day":
                    held = date.fromisoformat(held) if held else None
                    st.date_input(label, value=held, format="YYYY-MM-DD", **on)
                else:
                    place = words[name].index(held) if held in words[name] else None
                    st.selectbox(label, words[name], index=place, placeholder="还没有选定", **on)


def _fill(name: str, key: str) -> None:
    chosen = st.session_state.get(key)
    drop({"defaults": {name}})
    if chosen is not None:
        say(defaults={name: str(chosen)})


def _show_taken(seen: LedgerPreview) -> None:
    st.header("文件认成了什么")
    file, kind = seen.file, KINDS[seen.kind]
    parts = [
        f"**{in_markdown(seen.file_name)}**",
        f"{seen.byte_count / 1024:,.1f} KB",
        f"{'格式' if file.sheet else '编码'} {FORMATS[file.encoding]}",
        *([f"分隔符 {SEPARATORS[file.separator]}"] if file.separator else []),
        *([f"工作表“{in_markdown(file.sheet)}”"] if file.sheet else []),
        f"表头在第 {file.header_row} 行",
        f"{kind.title}，共 **{len(file.rows)}** {kind.unit}",
    ]
    st.markdown("　".join(parts))
    for note in seen.notes:
        st.markdown(f":material/info: {in_markdown(note)}")


def _show_columns(kind: LedgerKind, file: LedgerFile) -> None:
    uses = {"": _UNUSED, **{column.name: column.label for column in kind.columns}}
    codes = {label: name for name, label in uses.items()}
    frame = pd.DataFrame(
        [(letter(at), name, uses[use]) for at, (name, use) in enumerate(zip(file.header, file.uses, strict=True))],
        columns=["列", "列名", "use"],
    )
    with st.expander("每一列用作什么", key="imports_ledger_columns"):
        key = f"imports_ledger_columns_{revision()}"

        def changed() -> None:
            edited = state_of(key).get("edited_rows", {})
            named = {int(at): f"{frame['列'].iloc[int(at)]} {frame['列名'].iloc[int(at)]}".strip() for at in edited}
            say(columns={named[int(at)]: codes[cells["use"]] for at, cells in edited.items() if cells})

        st.data_editor(
            frame,
            key=key,
            on_change=changed,
            hide_index=True,
            disabled=["列", "列名"],
            column_config={
                "列": st.column_config.TextColumn("列", width=50),
                "列名": st.column_config.TextColumn("列名", width=360),
                "use": st.column_config.SelectboxColumn("用作", options=list(codes), required=True, width=240),
            },
            height=min(36 * (len(frame) + 1), 420),
            placeholder="",
            alt="每一列用作什么",
        )


def _show_effect(visit: Visit, seen: LedgerPreview, upload: Arrived) -> None:
    st.header("导入后会怎样")
    unit = KINDS[seen.kind].unit
    st.markdown("　".join(f"{word} **{count}** {unit}" for word, count in seen.counts.items() if count) or "没有内容。")
    # A row like a registered item may be a different item with the same text: the row says what to do.
    hidden = [SAME] if seen.items is not None else [SAME, KNOWN]
    news = seen.effect[~seen.effect["what"].isin(hidden)]
    if len(news):
        rows = news.assign(row=news["row"].where(news["row"] > 0))  # missing items have no row in the file
        quiet_table(rows, _EFFECT, "导入后会怎样", key="imports_ledger_effect", tall=360, nothing="")
    if seen.items is not None:
        st.text_input("改时限、改类别的原因", key=_REASON, max_chars=200, width=420)
        if seen.needs_reason:
            st.warning("改了时限或类别，请写明原因。", icon=":material/edit:")
    show_kept_refusal("imports_ledger_refusal")
    can = bool(seen.change_count) and not seen.error_count and not seen.needs_reason
    otherwise = f"还有 {seen.error_count} 处要改" if seen.error_count else "没有可以导入的变化"
    once_button(
        f"确认导入 {seen.change_count} {unit}" if seen.change_count else otherwise,
        type="primary",
        icon=":material/check:",
        key="imports_ledger_confirm",
        disabled=not can,
        on_click=_commit,
        args=(visit, seen, upload),
    )


def _commit(visit: Visit, seen: LedgerPreview, upload: Arrived) -> None:
    activity_id = visit.activity.activity_id
    with refusal_kept("imports_ledger_refusal"):
        refuse_if_changed(visit.actor)
        refuse_gone(upload)
        receipt = imports_ledger.commit(visit.store, visit.actor, activity_id, seen)
        columns = choices.corrections()["columns"]
        if columns:
            mark = shape(seen.file.header)
            imports_mappings.save_mapping(visit.store, visit.actor, activity_id, mark, {"columns": columns})
        st.session_state["imports_receipt"] = (receipt, KINDS[seen.kind].title)
        imported([(upload.file_id, upload.dropped)])
        st.session_state.pop(_REASON, None)


def show_ledger_receipt(receipt: LedgerReceipt) -> None:
    """Draws what the last import of a ledger did."""
    kind = KINDS[receipt.kind]
    with st.container(border=True, key="imports_receipt_box"):
        st.markdown(
            f":green[:material/task_alt:] **已导入**　回执 **{receipt.import_id}**　"
            f"{receipt.imported_at:%Y-%m-%d %H:%M:%S}  \n"
            f"{in_markdown(receipt.file_name)} → {kind.title}：新增 {receipt.new_count} {kind.unit}，"
            f"修改 {receipt.edited_count} {kind.unit}，已有的 {receipt.known_count} {kind.unit}没有动  \n"
            f"文件指纹 {receipt.sha256[:16]}"
        )
        drill(f"看{kind.title}", receipt.kind, {}, key="imports_see")

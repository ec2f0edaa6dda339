"""The parts of 数据导入 in their order: the file, how it was read, its problems, the effect, and the receipt."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.errors import BoardError
from board.importing.ballots import check_ballots
from board.importing.checked import Checked
from board.imports import commit as imports
from board.imports import mappings as imports_mappings
from board.imports.answer import file_words
from board.imports.effect import Mode, Preview
from board.imports.ledger import LedgerReceipt
from board.ui.imports import choices
from board.ui.imports.arrivals import Arrived, imported, refuse_gone
from board.ui.imports.facts import show_facts
from board.ui.imports.job import let_go, read_beside
from board.ui.imports.ledger import show_ledger_receipt
from board.ui.imports.mapping import show_choices, show_columns, show_counts, show_reading, show_taken, show_words
from board.ui.imports.problems import BY_BALLOT, BY_RAGGED_BALLOT, show_mended, show_problems
from board.ui.parts.errors import refusal_kept, show_kept_refusal, show_refusal
from board.ui.parts.forms.once import once_button
from board.ui.parts.links import drill
from board.ui.parts.plain import in_markdown
from board.ui.parts.table.paged import quiet_table
from board.ui.parts.visit import Visit, refuse_if_changed
from board.words import WAY

Round = Mapping[str, Any]
_OTHER, _FRESH = "imports_is_other", "imports_is_fresh"
_MODES: dict[Mode, str] = {"append": "加到这一轮里", "replace": "换掉这一轮以前导入的"}


def show_target(rounds: pd.DataFrame) -> Round | None:
    """Draws the choice of the round that ballots belong to; returns its row, None if there is no round yet."""
    if rounds.empty:
        st.info("还没有评议轮次，评议表不知道导到哪里。请先到“群众评议”开一轮。", icon=":material/how_to_vote:")
        return None
    names = rounds["name"].tolist()
    name = st.selectbox("导入到哪一轮评议", names, index=len(names) - 1, key="imports_round", width=380)
    chosen: Round = rounds[rounds["name"] == name].iloc[0].to_dict()
    return chosen


def show_checked(visit: Visit, chosen: Round, upload: Arrived) -> None:
    """Draws everything about the file: how it was read, what is wrong, what it would do, and the import button."""
    choices.begin(upload.file_id)
    try:
        with st.spinner("正在检查文件…"):
            checked = _checked(visit, upload)
            if checked is None:
                return
    except BoardError as problem:
        show_refusal(problem)
        show_reading(upload.getvalue())
        _show_ways_out()
        return
    icon = ":orange[:material/edit_note:]" if checked.error_count else ":green[:material/task_alt:]"
    st.markdown(f"{icon} **{file_words(checked)}**")
    handlings = BY_RAGGED_BALLOT if checked.ragged_rows else BY_BALLOT
    show_problems(checked.problems, checked.problem_count, checked.error_count, handlings)
    show_mended()
    show_choices(visit, checked)
    show_taken(checked, is_recalled=bool(st.session_state.get("imports_recalled")))
    show_columns(visit, checked)
    show_facts(visit, checked)
    show_words(visit, checked)
    show_counts(visit, checked)
    _show_effect(visit, chosen, checked, upload)


def _show_ways_out() -> None:
    """Draws a button that drops the choices; an unreadable file may have been given wrong ones."""
    if any(st.session_state.get(key) for key in choices.PICKED if key != "imports_day"):
        st.button("去掉对文件的各项指定，重新识别", key="imports_again", on_click=_pick_nothing)


def _pick_nothing() -> None:
    for key in choices.PICKED:
        if key != "imports_day":
            st.session_state[key] = None
    choices.forget()


def _checked(visit: Visit, upload: Arrived) -> Checked | None:
    """Returns the file as read, once per set of choices; the first time, with those remembered for its shape.

    None while that takes long.
    """
    is_first = choices.first_shape() is None
    checked = _read(visit, upload, is_last=not is_first)
    if checked is not None and is_first:
        kept = imports_mappings.mapping(visit.store, visit.activity.activity_id, checked.shape)
        if choices.recall(checked.shape, kept, checked.sheets):
            return _read(visit, upload)
        let_go()
    return checked


def _read(visit: Visit, upload: Arrived, *, is_last: bool = True) -> Checked | None:
    chosen = choices.choices(visit.as_of)
    key = (upload.file_id, choices.key_of(chosen))
    held = st.session_state.get("imports_checked")
    if held is None or held[0] != key:
        form = imports.form(visit.store, visit.activity.activity_id)
        make = partial(check_ballots, upload.name, upload.data, form, chosen)
        checked = read_beside(upload, key[1], make, is_last=is_last)
        if checked is None:
            return None
        held = (key, checked)
        st.session_state["imports_checked"] = held
    found: Checked = held[1]
    return found


def _show_effect(visit: Visit, chosen: Round, checked: Checked, upload: Arrived) -> None:
    st.header("导入后会怎样")
    mode = _mode()
    is_other = bool(st.session_state.get(_OTHER))
    ids = (visit.store, visit.activity.activity_id, chosen["round_id"])
    effect = imports.preview(*ids, checked, mode, is_other=is_other)
    for reason in effect.blocked:
        st.error(in_markdown(reason), icon=":material/block:")
    if effect.asks_other:
        st.checkbox("我核对过，这是另外一批评议表，只是答得差不多", key=_OTHER)
    is_named = not checked.keys or _show_survey(effect)
    for warning in effect.warnings:
        st.warning(in_markdown(warning), icon=":material/warning:")
    if effect.slight:
        if not st.session_state.get(_FRESH):
            st.info(in_markdown(effect.slight), icon=":material/hourglass_top:")
        st.checkbox("我核对过，撤销、换掉的里面没有这些评议表，只是答得差不多", key=_FRESH)
    if effect.ballot_count and not effect.already:
        _show_forms(chosen, effect)
    once_button(
        f"确认导入 {effect.ballot_count} 张" if effect.ballot_count else "确认导入",
        type="primary",
        icon=":material/check:",
        key="imports_confirm",
        disabled=bool(effect.blocked) or not effect.ballot_count or not is_named,
        on_click=_commit,
        args=(visit, chosen, checked, mode, upload),
    )


def _show_survey(effect: Preview) -> bool:
    """Draws the choice of the online form where there may be several with the same questions and numbers.

    Returns whether it is clear which it is.
    """
    before = choices.surveys_before()
    if not (before or effect.known_count or st.session_state.get("imports_survey")):
        return True
    with st.container(horizontal=True, vertical_alignment="bottom"):
        picked = st.selectbox(
            "哪一份问卷",
            [choices.NO_NAME, *before, choices.NEW_NAME],
            index=None,
            key="imports_survey",
            placeholder="请选定" if before else "只有一份，不用选",
            help="题目一样、各自从 1 编号的几份问卷（如教职工一份、家长一份）靠名字分开；同一份以后用同一个名字。",
            width=300,
        )
        if picked == choices.NEW_NAME:
            st.text_input("问卷的名字", key="imports_survey_name", max_chars=60, width=300)
    is_clear = bool(picked or not before) and (picked != choices.NEW_NAME or bool(choices.named_survey()))
    if not is_clear:
        st.error("题目一样的问卷不止一份，请先选定或写明这是哪一份。", icon=":material/block:")
    return is_clear


def _mode() -> Mode:
    mode: Mode = st.segmented_control(
        "怎么放进去", list(_MODES), format_func=_MODES.__getitem__, key="imports_mode", default="append", required=True
    )
    return mode


def _show_forms(chosen: Round, effect: Preview) -> None:
    st.markdown(
        f"“{in_markdown(chosen['name'])}”新增 **{effect.ballot_count}** 张评议表，其中废票 {effect.void_count} 张；"
        f"意见和建议 {effect.suggestion_count} 条。"
        + (f"以前导入过的 {effect.known_count} 张略过。" if effect.known_count else "")
    )
    for row in effect.replaced:
        name = in_markdown(row["file_name"])
        st.markdown(f":material/swap_horiz: 换掉 {row['import_id']} {name}；撤销这次导入，它就回来。")
    labels = {
        "group_label": "参评人员",
        "way": "方式",
        "given_out": "发出",
        "returned_before": "已收回",
        **({"returned_gone": "换掉"} if effect.replaced else {}),
        "returned_new": "这次新增",
        "returned_after": "合计收回",
    }
    rows = effect.forms.assign(way=effect.forms["way"].map(WAY))
    quiet_table(rows, labels, "导入后的收回数", key="imports_effect")


def _commit(visit: Visit, chosen: Round, checked: Checked, mode: Mode, upload: Arrived) -> None:
    activity_id = visit.activity.activity_id
    with refusal_kept("imports_refusal"):
        refuse_if_changed(visit.actor)
        refuse_gone(upload)
        ids = (activity_id, chosen["round_id"])
        is_other, is_fresh = (bool(st.session_state.get(key)) for key in (_OTHER, _FRESH))
        receipt = imports.commit(visit.store, visit.actor, *ids, checked, mode, is_other=is_other, is_fresh=is_fresh)
        _remember(visit, choices.first_shape() or checked.shape)
        st.session_state["imports_receipt"] = (receipt, chosen["name"])
        imported([(upload.file_id, upload.dropped)])
        st.session_state.pop("imports_checked", None)
        for key in ("imports_mode", _OTHER, _FRESH):
            st.session_state.pop(key, None)


def _remember(visit: Visit, shape: str) -> None:
    """Remembers the choices for the next file of this shape; dropped ones are forgotten."""
    ids = (visit.activity.activity_id, shape)
    choices_kept = choices.kept()
    if choices_kept != imports_mappings.mapping(visit.store, *ids):
        imports_mappings.save_mapping(visit.store, visit.actor, *ids, choices_kept)


def show_receipt() -> None:
    """Shows what the last import of this visit did, or why it was refused."""
    show_kept_refusal("imports_refusal")
    held = st.session_state.get("imports_receipt")
    if held is None:
        return
    receipt, round_name = held
    if isinstance(receipt, LedgerReceipt):
        show_ledger_receipt(receipt)
        return
    skipped = f"，以前导入过的 {receipt.known_count} 张略过" if receipt.known_count else ""
    replaced = f"，换掉了 {'、'.join(receipt.replaced)}" if receipt.replaced else ""
    with st.container(border=True, key="imports_receipt_box"):
        st.markdown(
            f":green[:material/task_alt:] **已导入**　回执 **{receipt.import_id}**　"
            f"{receipt.imported_at:%Y-%m-%d %H:%M:%S}  \n"
            f"{in_markdown(receipt.file_name)} → “{in_markdown(round_name)}”：{receipt.ballot_count} 张评议表"
            f"（废票 {receipt.void_count} 张），意见和建议 {receipt.suggestion_count} 条{skipped}{replaced}  \n"
            f"文件指纹 {receipt.sha256[:16]}"
        )
        drill("看评议结果", "evaluation", {"evaluation_round": round_name}, key="imports_see")

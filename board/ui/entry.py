"""Paper ballots by hand: a grid for the keyboard, one ballot a row, or the counts of a pile; twice where wanted."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from board import imports
from board.errors import BoardError
from board.importing.checked import Checked
from board.importing.entry import SUGGESTION, VOID, Pile, differences, typed_ballots, typed_counts
from board.importing.form import BallotForm, place_words
from board.ui.errors import show_refusal
from board.ui.plain import in_markdown
from board.ui.visit import Visit, refuse_if_changed
from board.words import WAY

Round = Mapping[str, Any]
_ROWS = 20
_BLANK = "弃权"


def show_pile(visit: Visit, form: BallotForm) -> Pile:
    """Whose ballots are on the table, and when they were filled in."""
    left, middle, right = st.columns(3)
    group = left.selectbox("参评人员", form.groups, key="entry_group")
    way = middle.selectbox("参评方式", list(WAY), format_func=WAY.__getitem__, key="entry_way")
    cast_on = right.date_input("填表日期", value=visit.as_of, format="YYYY-MM-DD", key="entry_day")
    return Pile(group or "", way or "", cast_on or visit.as_of)


def show_single(visit: Visit, chosen: Round) -> None:
    """One ballot a row, a digit a criterion; on request typed twice, and taken only where both are the same."""
    form = imports.form(visit.store, visit.activity.activity_id)
    pile = show_pile(visit, form)
    twice = st.checkbox(
        "录两遍核对", key="entry_twice", help="第一遍录完再录一遍，两遍一样才能保存；不一样的会指出来。"
    )
    first: Sequence[Mapping[str, Any]] | None = st.session_state.get("entry_first")
    st.caption(
        ("第二遍：" if first is not None else "")
        + "一行一张。数字是第几档：1 是最好的一档，依次往下；弃权留空。用回车和方向键移动，也可以从 Excel 粘贴。"
    )
    turn = st.session_state.setdefault("entry_turn", 0)
    rows = _grid(form, f"entry_grid_{turn}")
    _show_refusal()
    if twice and first is None:
        st.button("录完第一遍", type="primary", key="entry_again", on_click=_again, args=(rows,))
        return
    wrong = differences(form, first, rows) if twice and first is not None else []
    for said in wrong[:20]:
        st.warning(in_markdown(said), icon=":material/difference:")
    st.button(
        "保存",
        type="primary",
        key="entry_save",
        disabled=bool(wrong),
        on_click=_save,
        args=(visit, chosen, lambda: typed_ballots(form, pile, rows)),
    )


def _grid(form: BallotForm, key: str) -> list[dict[str, Any]]:
    columns = {each.criterion_id: pd.array([None] * _ROWS, "Int64") for each in form.criteria}
    blank = pd.DataFrame({**columns, VOID: False, SUGGESTION: ""})
    config: dict[str, Any] = {
        each.criterion_id: st.column_config.NumberColumn(
            each.label,
            min_value=0,
            max_value=len(each.answers),
            step=1,
            width=104,
            help="　".join(f"{answer.rank} {answer.label}" for answer in each.answers),
        )
        for each in form.criteria
    }
    config[VOID] = st.column_config.CheckboxColumn("废票", width=60)
    config[SUGGESTION] = st.column_config.TextColumn("意见和建议", width=260, max_chars=2000)
    edited = st.data_editor(
        blank,
        key=key,
        num_rows="dynamic",
        hide_index=True,
        column_config=config,
        height=440,
        placeholder="",
        alt="逐张录入",
    )
    return [{str(name): value for name, value in row.items()} for row in edited.to_dict("records")]


def _again(rows: list[dict[str, Any]]) -> None:
    st.session_state["entry_first"] = rows
    st.session_state["entry_turn"] += 1


def show_tally(visit: Visit, chosen: Round) -> None:
    """The counts of a pile: how many ballots gave each answer to each criterion."""
    form = imports.form(visit.store, visit.activity.activity_id)
    pile = show_pile(visit, form)
    st.caption("每个评议项目填各档各有几张。各项加起来应一样多，都等于有效票数。")
    turn = st.session_state.setdefault("entry_turn", 0)
    places = {f"r{rank}": word for rank, word in place_words(form).items()} | {"r0": _BLANK}
    frame = pd.DataFrame(
        {
            "label": [each.label for each in form.criteria],
            "scale": ["/".join(answer.label for answer in each.answers) for each in form.criteria],
            **{name: pd.array([None] * len(form.criteria), "Int64") for name in places},
        }
    )
    numbers = {
        name: st.column_config.NumberColumn(word, min_value=0, step=1, width=80) for name, word in places.items()
    }
    edited = st.data_editor(
        frame,
        key=f"entry_tally_{turn}",
        hide_index=True,
        disabled=["label", "scale"],
        column_config={
            "label": st.column_config.TextColumn("评议项目", width=230),
            "scale": st.column_config.TextColumn("各档（从好到差）", width=200),
            **numbers,
        },
        placeholder="",
        alt="计票",
    )
    void = st.number_input("废票", 0, value=0, step=1, key=f"entry_void_{turn}", width=160)
    _show_sums(form, edited, list(places))
    _show_refusal()
    counts = _counts(form, edited, list(places))
    st.button(
        "保存",
        type="primary",
        key="entry_save",
        on_click=_save,
        args=(visit, chosen, lambda: typed_counts(form, pile, counts, int(void or 0))),
    )


def _show_sums(form: BallotForm, edited: pd.DataFrame, places: list[str]) -> None:
    sums = edited[places].sum(axis=1).fillna(0).astype(int)
    told = {each.label: total for each, total in zip(form.criteria, sums, strict=True) if total}
    if len(set(told.values())) > 1:
        st.warning(
            "各项加起来不一样多：" + "；".join(f"{in_markdown(name)} {total} 张" for name, total in told.items())
        )
    elif told:
        st.caption(f"各项加起来都是 {next(iter(told.values()))} 张。")


def _counts(form: BallotForm, edited: pd.DataFrame, places: list[str]) -> dict[str, dict[int, int]]:
    rows = edited.fillna(0).to_dict("records")
    return {
        each.criterion_id: {int(place[1:]): int(row[place]) for place in places if int(row[place])}
        for each, row in zip(form.criteria, rows, strict=True)
    }


def _save(visit: Visit, chosen: Round, make: Any) -> None:
    try:
        refuse_if_changed(visit.actor)
        checked: Checked = make()
        receipt = imports.commit(visit.store, visit.actor, visit.activity.activity_id, chosen["round_id"], checked)
    except BoardError as problem:
        st.session_state["entry_refusal"] = problem
        return
    st.session_state["imports_receipt"] = (receipt, chosen["name"])
    st.session_state["entry_turn"] += 1
    st.session_state.pop("entry_first", None)


def _show_refusal() -> None:
    problem: BoardError | None = st.session_state.pop("entry_refusal", None)
    if problem is not None:
        show_refusal(problem)

"""Paper ballots counted by hand: how many gave each answer, twice if wanted, compared with the written shares."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from board.importing.checked import Checked
from board.importing.form import BallotForm, place_words
from board.importing.paper.entry import Pile, count_differences, share_problems, typed_counts
from board.imports import commit as imports
from board.ui.parts.errors import refusal_kept, show_kept_refusal
from board.ui.parts.forms.once import once_button
from board.ui.parts.plain import in_markdown
from board.ui.parts.visit import Visit, refuse_if_changed
from board.words import WAY

Round = Mapping[str, Any]
Counts = dict[str, dict[int, int]]
_BLANK = "弃权"
_SHARE = "share"


def show_pile(visit: Visit, form: BallotForm) -> Pile:
    """Draws the choice of a pile's group, way and day, and returns it."""
    left, middle, right = st.columns(3)
    group = left.selectbox("参评人员", form.groups, key="entry_group")
    way = middle.selectbox("参评方式", list(WAY), format_func=WAY.__getitem__, key="entry_way")
    cast_on = right.date_input("填表日期", value=visit.as_of, format="YYYY-MM-DD", key="entry_day")
    return Pile(group or "", way or "", cast_on or visit.as_of)


def show_tally(visit: Visit, chosen: Round) -> None:
    """Draws a pile's counts: how many ballots gave each answer to each criterion; entered twice if wanted."""
    form = imports.form(visit.store, visit.activity.activity_id)
    pile = show_pile(visit, form)
    twice = st.checkbox("录两遍核对", key="entry_tally_twice", help="第一遍录完再录一遍，不一样的会指出来")
    first: tuple[Counts, int] | None = st.session_state.get("entry_tally_first") if twice else None
    st.caption(
        ("第二遍：" if first else "")
        + "每个评议项目填各档各有几张，各项加起来应一样多，都等于有效票数。原表上写着优良率的也填上，可以核对。"
    )
    edited = _grid(form)
    turn = st.session_state["entry_turn"]
    void = int(st.number_input("废票", 0, value=0, step=1, key=f"entry_void_{turn}", width=160) or 0)
    counts = _counts(form, edited)
    _show_sums(form, counts)
    shares = dict(zip((each.criterion_id for each in form.criteria), edited[_SHARE].fillna("").tolist(), strict=True))
    for problem in share_problems(form, counts, shares):
        st.warning(in_markdown(f"报告不实：{problem}"), icon=":material/percent:")
    if twice and first is None:
        is_blank = not void and not any(counts.values())
        st.button(
            "录完第一遍", type="primary", key="entry_again", disabled=is_blank, on_click=_again, args=(counts, void)
        )
        return
    agreed = first is None or _show_differences(form, first, (counts, void))
    save_button(visit, chosen, lambda: typed_counts(form, pile, counts, void), disabled=not agreed)


def save_button(
    visit: Visit, chosen: Round, make: Callable[[], Checked], count: int = 0, *, disabled: bool = False
) -> None:
    """Draws the button that saves what was typed, and why it was refused the last time."""
    show_kept_refusal("entry_refusal")
    is_other = bool(st.session_state.get("entry_same")) and st.checkbox(
        "我核对过，这是另外一叠评议表，只是答得差不多", key="entry_is_other"
    )
    once_button(
        f"保存 {count} 张" if count else "保存",
        type="primary",
        key="entry_save",
        disabled=disabled,
        on_click=_save,
        args=(visit, chosen, make, is_other),
    )


def _save(visit: Visit, chosen: Round, make: Callable[[], Checked], is_other: bool) -> None:
    ids = (visit.activity.activity_id, chosen["round_id"])
    with refusal_kept("entry_refusal"):
        refuse_if_changed(visit.actor)
        checked = make()
        shown = imports.preview(visit.store, *ids, checked, is_other=is_other)
        st.session_state["entry_same"] = shown.same is not None
        receipt = imports.commit(visit.store, visit.actor, *ids, checked, is_other=is_other)
        st.session_state["imports_receipt"] = (receipt, chosen["name"])
        st.session_state["entry_turn"] = st.session_state.get("entry_turn", 0) + 1
        st.session_state["entry_saved"] = True
        for key in ("entry_tally_first", "entry_same", "entry_is_other"):
            st.session_state.pop(key, None)


def _grid(form: BallotForm) -> pd.DataFrame:
    turn = st.session_state.setdefault("entry_turn", 0)
    places = _places(form)
    frame = pd.DataFrame(
        {
            "label": [each.label for each in form.criteria],
            "scale": ["/".join(answer.label for answer in each.answers) for each in form.criteria],
            **{name: pd.array([None] * len(form.criteria), "Int64") for name in places},
            _SHARE: "",
        }
    )
    numbers = {
        name: st.column_config.NumberColumn(word, min_value=0, step=1, width=120 if "（" in word else 88)
        for name, word in places.items()
    }
    edited: pd.DataFrame = st.data_editor(
        frame,
        key=f"entry_tally_{turn}",
        hide_index=True,
        disabled=["label", "scale"],
        column_config={
            "label": st.column_config.TextColumn("评议项目", width=176),
            "scale": st.column_config.TextColumn("各档（从好到差）", width=206),
            **numbers,
            _SHARE: st.column_config.TextColumn("原表写的优良率", width=136, help="如 81.3%；原表没有写就空着"),
        },
        placeholder="",
        alt="计票",
    )
    return edited


def _places(form: BallotForm) -> dict[str, str]:
    return {f"r{rank}": word for rank, word in place_words(form).items()} | {"r0": _BLANK}


def _again(counts: Counts, void: int) -> None:
    st.session_state["entry_tally_first"] = (counts, void)
    st.session_state["entry_turn"] += 1


def _show_differences(form: BallotForm, first: tuple[Counts, int], second: tuple[Counts, int]) -> bool:
    """Shows where the two passes differ.

    Returns whether they agree, or somebody has checked the paper and says the second is right.
    """
    differences = count_differences(form, first[0], second[0])
    differences += [f"废票：第一遍 {first[1]}，第二遍 {second[1]}"] if first[1] != second[1] else []
    for difference in differences:
        st.warning(in_markdown(difference), icon=":material/difference:")
    if not differences:
        st.caption("两遍一样。")
        return True
    return bool(st.checkbox(f"这 {len(differences)} 处都看过原表，以现在填的为准", key="entry_tally_settled"))


def _show_sums(form: BallotForm, counts: Counts) -> None:
    sums = {each.label: sum(counts[each.criterion_id].values()) for each in form.criteria}
    totals = {label: total for label, total in sums.items() if total}
    if len(set(totals.values())) > 1:
        st.warning(
            "各项加起来不一样多：" + "；".join(f"{in_markdown(name)} {total} 张" for name, total in totals.items())
        )
    elif totals:
        st.caption(f"各项加起来都是 {next(iter(totals.values()))} 张。")


def _counts(form: BallotForm, edited: pd.DataFrame) -> Counts:
    places = list(_places(form))
    rows = edited[places].fillna(0).to_dict("records")
    return {
        each.criterion_id: {int(place[1:]): int(row[place]) for place in places if int(row[place])}
        for each, row in zip(form.criteria, rows, strict=True)
    }

"""Paper ballots one by one from the keyboard: the digits, Enter, the next; typed twice if wanted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from board.errors import BoardError
from board.evaluation import entry_drafts
from board.importing.checked import Checked
from board.importing.form import BallotForm
from board.importing.paper.entry import Pile, typed_ballots
from board.importing.paper.keying import Keyed, from_mapping, rows_of, second_pass, typed_line, unfinished, words_of
from board.imports import commit as imports
from board.ui.evaluation.entry import save_button, show_pile
from board.ui.parts.errors import show_refusal
from board.ui.parts.forms.once import once_button, undisturbed
from board.ui.parts.plain import in_markdown
from board.ui.parts.table import column
from board.ui.parts.table.paged import quiet_table
from board.ui.parts.visit import Visit, refuse_if_changed

Round = Mapping[str, Any]
_KEYED, _LINE, _SAYS, _TWICE, _MESSAGE = "entry_keyed", "entry_line", "entry_says", "entry_twice", "entry_message"
# Number of lines taken, and the last of them, to recognise a line that a browser sends again.
_TAKEN, _LAST = "entry_taken", "entry_last"
_ALREADY = "这一张和刚才记下的一样，没有再记一次。真是另外一张，请再录一次。"
_SHOWN = 200
_HOW = (
    "按评议表上的次序，每项输入一个数字：1 是最好的一档，弃权输入 0，全部弃权也要输全。输完按回车，接着录下一张。"
    "废票输入 x；退掉最后一张输入 -；改第 13 张输入 13= 再写数字，去掉第 13 张输入 13=。"
)


def show_single(visit: Visit, chosen: Round) -> None:
    """Draws the form to type in a pile of ballots. Each line is saved as a draft, and survives a lost connection."""
    form = imports.form(visit.store, visit.activity.activity_id)
    _recall(visit, form)
    pile = show_pile(visit, form)
    _type(visit, chosen, form, pile)


@st.fragment
def _type(visit: Visit, chosen: Round, form: BallotForm, pile: Pile) -> None:
    if st.session_state.pop("entry_saved", False):
        st.session_state[_MESSAGE] = None  # it was about the pile that is now saved
        _put(visit, pile, Keyed())
        st.rerun()
    keyed: Keyed = st.session_state[_KEYED]
    left, right = st.columns([3, 2], gap="large")
    with left:
        _show_line(visit, form, pile, keyed)
        _show_end(visit, chosen, form, pile, keyed)
    with right:
        _show_typed(form, keyed)
    with st.expander("各项的次序和各档的数字", expanded=not keyed.ballots):
        quiet_table(_order(form), {"place": "第几个", "label": "评议项目", "answers": "数字"}, "各项的次序和各档的数字")


def _show_line(visit: Visit, form: BallotForm, pile: Pile, keyed: Keyed) -> None:
    st.checkbox(
        "录两遍核对",
        key=_TWICE,
        disabled=keyed.first is not None,
        help="第一遍录完再录一遍；哪一张不一样，当时就指出来，看着原表再录一次为准",
    )
    _forget_sent()
    taken = st.session_state.setdefault(_TAKEN, 0)
    with st.form("entry_line_form", border=False):
        place = len(keyed.ballots) + 1
        of = f"（第二遍，共 {len(keyed.first)} 张）" if keyed.first is not None else ""
        st.text_input(f"第 {place} 张{of}，{len(form.criteria)} 个数字", key=_LINE, max_chars=80)
        st.text_input("这一张上的意见和建议", key=_SAYS, max_chars=2000, placeholder="没有就空着，直接按回车")
        args = (visit, form, pile, taken)
        st.form_submit_button("记下这一张", on_click=_take, args=args, key=f"entry_take/{taken}")
    message: str | BoardError | None = st.session_state.get(_MESSAGE)
    if isinstance(message, BoardError):
        show_refusal(message)
    elif keyed.disputed is not None:
        st.warning(in_markdown(message or unfinished(keyed)), icon=":material/difference:")
    elif message:
        st.caption(in_markdown(message))
    st.caption(_HOW)


def _show_end(visit: Visit, chosen: Round, form: BallotForm, pile: Pile, keyed: Keyed) -> None:
    if st.session_state.get(_TWICE) and keyed.first is None:
        once_button(
            f"第一遍录完了（{len(keyed.ballots)} 张），再录一遍",
            type="primary",
            key="entry_again",
            disabled=not keyed.ballots,
            on_click=_again,
            args=(visit, pile),
        )
    else:
        wanting = unfinished(keyed)
        if wanting and keyed.ballots:
            st.caption(in_markdown(wanting))
        save_button(visit, chosen, lambda: _checked(form, pile, keyed), len(keyed.ballots), disabled=bool(wanting))
    if keyed.ballots or keyed.first:
        with st.popover("不要这一叠了", icon=":material/delete:"):
            st.caption("已经录的全部去掉，不能找回。")
            once_button("全部去掉", key="entry_drop", on_click=_drop, args=(visit, pile))


def _show_typed(form: BallotForm, keyed: Keyed) -> None:
    count, valid = len(keyed.ballots), sum(ballot.isdigit() for ballot in keyed.ballots)
    settled = f"，两遍不一样、已核对的 {keyed.settled} 张" if keyed.settled else ""
    st.markdown(f"已录 **{count}** 张，有效 {valid} 张，废票 {count - valid} 张{settled}")
    if not count:
        return
    numbered = list(enumerate(keyed.ballots, start=1))[-_SHOWN:]
    rows = [(number, ballot, words_of(form, ballot)) for number, ballot in reversed(numbered)]
    frame = pd.DataFrame(rows, columns=["number", "ballot", "words"])
    labels = {
        "number": column.number("第几张"),
        "ballot": column.text("数字", 100),
        "words": column.main("读作"),
    }
    quiet_table(frame, labels, "已经录的评议表", key="entry_typed", tall=360)


def _order(form: BallotForm) -> pd.DataFrame:
    rows = [
        (place, each.label, "　".join(f"{answer.rank} {answer.label}" for answer in each.answers))
        for place, each in enumerate(form.criteria, start=1)
    ]
    return pd.DataFrame(rows, columns=["place", "label", "answers"])


def _checked(form: BallotForm, pile: Pile, keyed: Keyed) -> Checked:
    return typed_ballots(form, pile, rows_of(keyed, form), keyed.suggestions)


def _forget_sent() -> None:
    """Clears a line that was taken already, if the browser lost its connection before it learned that."""
    is_refused = isinstance(st.session_state.get(_MESSAGE), BoardError)
    if not is_refused and st.session_state.get(_LINE) and st.session_state[_LINE] == st.session_state.get(_LAST):
        st.session_state[_LINE] = st.session_state[_SAYS] = ""


def _take(visit: Visit, form: BallotForm, pile: Pile, drawn_after: int) -> None:
    """Takes a line.

    A fast typist sends the next line before the screen has followed. It counts, unless it equals the last one: that may
    be the same line sent twice.
    """
    undisturbed()
    line = st.session_state[_LINE]
    if drawn_after != st.session_state[_TAKEN] and line == st.session_state.get(_LAST):
        st.session_state[_MESSAGE] = _ALREADY
        return
    try:
        refuse_if_changed(visit.actor)
        keyed, message = typed_line(st.session_state[_KEYED], form, line)
    except BoardError as problem:
        st.session_state[_MESSAGE] = problem
        return
    st.session_state[_MESSAGE] = message
    st.session_state[_TAKEN] += 1
    st.session_state[_LAST], st.session_state[_LINE] = line, ""
    if keyed.disputed is None:
        keyed = _with_suggestion(keyed, st.session_state[_SAYS].strip())
        st.session_state[_SAYS] = ""
    _put(visit, pile, keyed)


def _with_suggestion(keyed: Keyed, text: str) -> Keyed:
    return Keyed(**{**vars(keyed), "suggestions": tuple(sorted((*keyed.suggestions, text)))}) if text else keyed


def _again(visit: Visit, pile: Pile) -> None:
    st.session_state[_MESSAGE] = None
    _put(visit, pile, second_pass(st.session_state[_KEYED]))


def _drop(visit: Visit, pile: Pile) -> None:
    st.session_state[_MESSAGE] = None
    st.session_state["entry_slight"] = ""
    _put(visit, pile, Keyed())


def _put(visit: Visit, pile: Pile, keyed: Keyed) -> None:
    st.session_state[_KEYED] = keyed
    described = {"group": pile.group, "way": pile.way, "cast_on": pile.cast_on.isoformat()}
    kept = {**described, "twice": bool(st.session_state.get(_TWICE)), **vars(keyed)} if keyed != Keyed() else {}
    try:
        entry_drafts.keep(visit.store, visit.actor, visit.activity.activity_id, kept)
    except BoardError as problem:
        st.session_state[_MESSAGE] = problem


def _recall(visit: Visit, form: BallotForm) -> None:
    """Loads the pile that was left unsaved, with its group, way and day, if this visit has none."""
    st.session_state.setdefault("entry_turn", 0)
    if _KEYED in st.session_state:
        return
    kept = entry_drafts.draft(visit.store, visit.actor, visit.activity.activity_id)
    keyed = from_mapping(kept)
    st.session_state[_KEYED] = keyed if all(_is_of(form, ballot) for ballot in keyed.ballots) else Keyed()
    st.session_state[_LAST] = keyed.ballots[-1] if keyed.ballots else None
    if keyed != Keyed():
        st.session_state["entry_group"], st.session_state["entry_way"] = kept["group"], kept["way"]
        st.session_state["entry_day"] = date.fromisoformat(kept["cast_on"])
        st.session_state[_TWICE] = kept["twice"]
        st.toast(f"上次没有保存的 {len(keyed.ballots)} 张还在，接着录", icon=":material/restore:", duration="long")
        st.session_state[_MESSAGE] = f"上次没有保存的 {len(keyed.ballots)} 张还在，接着录。"


def _is_of(form: BallotForm, ballot: str) -> bool:
    return not ballot.isdigit() or len(ballot) == len(form.criteria)

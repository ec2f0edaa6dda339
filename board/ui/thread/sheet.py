"""The thread of a record: all it came from and led to, step by step, each a link; and the form that links."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from board.errors import Invalid
from board.opinions import actions as opinions
from board.rectification import actions as rectification
from board.thread import records as thread
from board.thread.links import link, part
from board.thread.rules import Record, chain, linkable, ordered
from board.thread.words import THREAD_KIND
from board.ui.parts import filters
from board.ui.parts.forms.form import Field
from board.ui.parts.links import go
from board.ui.parts.plain import in_html, in_markdown
from board.ui.parts.records import SHEET_WIDTH, heading
from board.ui.parts.sheets import closing, show_action
from board.ui.parts.visit import Visit
from board.wording import shortened

OPEN = "thread_record"
_LONGEST = 46
# Maximum number of records listed per step; a section of the report may have hundreds.
_MOST = 30
_ICONS = {
    "opinion": "forum",
    "problem": "report",
    "section": "article",
    "item": "assignment",
    "criterion": "how_to_vote",
}
_ACTIONS = {"link": "连上", "part": "去掉连接"}


def thread_button(visit: Visit, record_id: str, key: str) -> None:
    """Draws a button from a record's own page to its thread, for those who may see it. `key`: the button's."""
    if visit.may("see.thread"):
        st.button(
            "来龙去脉",
            key=key,
            type="tertiary",
            icon=":material/timeline:",
            on_click=go,
            args=("thread", {OPEN: record_id}),
        )


def show_record(visit: Visit) -> None:
    """Draws the thread of the open record, if there is one."""
    if not filters.opened(OPEN):
        return
    if _opened(visit) is None:
        st.toast(f"没有找到 {in_markdown(st.session_state[OPEN])}。", icon=":material/search_off:")
        _close()
        return
    _sheet(visit)


def _opened(visit: Visit) -> Record | None:
    return thread.record_of(*_day(visit), visit.may("see.givers"), filters.opened(OPEN) or "")


def _day(visit: Visit) -> tuple[Any, str, Any]:
    return visit.store, visit.activity.activity_id, visit.as_of


_close = closing(OPEN)


def _turn_to(record_id: str) -> None:
    st.session_state[OPEN] = record_id


@st.dialog("来龙去脉", width=SHEET_WIDTH, position="right", on_dismiss=_close)
def _sheet(visit: Visit) -> None:
    # A click on a step reruns only this sheet, so the record is looked up here.
    record = _opened(visit)
    if record is None:
        st.rerun()
    kind, record_id = record
    texts = thread.texts(*_day(visit), visit.may("see.givers"))
    text, standing = texts[record]
    name = "" if kind == "section" else record_id
    st.html(heading(f"{THREAD_KIND[kind]} {name}".strip(), text))
    with st.container(horizontal=True, vertical_alignment="center"):
        if standing:
            st.caption(in_markdown(standing), width="content")
        _show_way_there(visit, record)
    _show_actions(visit, record, texts)
    _show_steps(record, chain(thread.threads(*_day(visit)), record), texts)


def _show_way_there(visit: Visit, record: Record) -> None:
    """Draws the button to the record's own page."""
    kind, record_id = record
    targets: dict[str, tuple[str, dict[str, Any]]] = {
        "opinion": ("opinions", {"opinions_opinion": record_id}),
        "problem": ("meeting", {"meeting_part": "问题清单", "meeting_problem": record_id}),
        "section": ("report", {"report_part": "正文"}),
        "item": ("rectification", {"rectification_item": record_id}),
        "criterion": ("evaluation", {}),
    }
    words = {
        "opinion": "打开这条意见",
        "problem": "打开这个问题",
        "section": "到分析检查报告",
        "item": "打开这个整改事项",
        "criterion": "到群众评议",
    }
    if visit.may(f"see.{targets[kind][0]}"):
        st.button(
            words[kind],
            key="thread_own_page",
            type="tertiary",
            icon=":material/open_in_new:",
            on_click=go,
            args=targets[kind],
        )


def _show_steps(record: Record, found: frozenset[Record], texts: dict[Record, tuple[str, str]]) -> None:
    """Draws the steps of the thread in order, each with its records."""
    for kind, ids in ordered(found).items():
        named = [record_id for record_id in ids if (kind, record_id) in texts]
        count = "" if kind == record[0] and len(ids) == 1 else f"　{len(ids)}" if ids else ""
        st.html(f'<h3 class="section step">{THREAD_KIND[kind]}{count}</h3>')
        if not ids:
            st.caption("还没有连上")
        with st.container(gap="xxsmall"):
            for record_id in named[:_MOST]:
                _show_step(record, (kind, record_id), texts[kind, record_id])
        if len(named) > _MOST:
            st.caption(f"这里列出前 {_MOST} 个，还有 {len(named) - _MOST} 个。")


def _show_step(record: Record, other: Record, text: tuple[str, str]) -> None:
    content, standing = text
    name = "" if other[0] == "section" else f"{other[1]}　"
    line = f"{name}{shortened(content, _LONGEST)}"
    if other == record:
        st.html(f'<div class="thread-here">{in_html(line)}</div>')
        return
    more = f"　:gray[{in_markdown(standing)}]" if standing else ""
    st.button(
        in_markdown(line) + more,
        key=f"thread_step_{other[1]}",
        type="tertiary",
        icon=f":material/{_ICONS[other[0]]}:",
        on_click=_turn_to,
        args=(other[1],),
    )


def _show_actions(visit: Visit, record: Record, texts: dict[Record, tuple[str, str]]) -> None:
    """Draws the forms to link and unlink, for those with permission."""
    if not visit.may("thread.edit"):
        return
    kinds = linkable(record[0])
    seqs = rectification.items(*_day(visit)).set_index("item_id")["seq"].to_dict()

    def form(action: str) -> tuple[list[Field], dict[str, Any]]:
        joined = _joined(visit, record, kinds)
        others = joined if action == "part" else _open_to(visit, record, [each for each in texts if each not in joined])
        options = {each: _choice(each, texts[each][0]) for each in texts if each[0] in kinds and each in others}
        return [Field("other", "连到哪里" if action == "link" else "去掉哪一个", "choice", options, wide=True)], {}

    show_action(
        f"thread_action_{record[1]}",
        list(_ACTIONS),
        _ACTIONS,
        form,
        lambda action, given: _acted(visit, record, action, given["other"], seqs),
    )


def _joined(visit: Visit, record: Record, kinds: Sequence[str]) -> set[Record]:
    """Returns the records of some kinds that a record itself is linked to."""
    links = thread.links(*_day(visit))
    links = links[links["is_own"]]
    found: set[Record] = set()
    for side, other in (("upper", "lower"), ("lower", "upper")):
        mine = links[(links[f"{side}_kind"] == record[0]) & (links[f"{side}_id"] == record[1])]
        found |= set(zip(mine[f"{other}_kind"], mine[f"{other}_id"], strict=True))
    return {each for each in found if each[0] in kinds}


def _open_to(visit: Visit, record: Record, others: Sequence[Record]) -> set[Record]:
    """Returns what a record can be linked to: opinions only if sorted, and of merged ones only the main one."""
    heard = opinions.opinions(*_day(visit))
    ready = set(heard[heard["is_sorted"] & ~heard["is_merged"]]["opinion_id"])
    if record[0] == "opinion" and record[1] not in ready:
        return set()
    return {each for each in others if each[0] != "opinion" or each[1] in ready}


def _choice(other: Record, text: str) -> str:
    name = "" if other[0] == "section" else f"{other[1]} "
    return f"{THREAD_KIND[other[0]]} {name}{shortened(text, 50)}"


def _acted(visit: Visit, record: Record, action: str, other: Record | None, seqs: Mapping[Any, int]) -> str:
    if other is None:
        raise Invalid({"other": "请选择"})
    seen_seq = next((seqs.get(each[1]) for each in (record, other) if each[0] == "item"), None)
    act = {"link": link, "part": part}[action]
    act(visit.store, visit.actor, visit.activity.activity_id, record, other, seen_seq=seen_seq)
    return f"{record[1]} 和 {other[1]} 已{_ACTIONS[action]}"

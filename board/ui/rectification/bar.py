"""The filter bar of 整改台账: all filters of the ledger, kept in the URL whether drawn or not."""

from collections.abc import Mapping

import streamlit as st

from board.rectification.comparison import MARKS
from board.rectification.filters import GROUPS, ORDERS, URGENT, Asked, Ledger, choices
from board.rectification.views import AGES
from board.ui.parts import filters
from board.ui.parts.visit import Visit
from board.words import ITEM_FLAG

Words = Mapping[str, list[str]]
# Filters by words: last part of the key → the column and the label. The first two are in the bar, the others in the
# popover beside it.
_WORDS = {
    "leader": ("leader_name", "牵头领导"),
    "owner": ("owner_name", "责任人"),
    "aspect": ("aspect", "方面"),
    "kind": ("kind_word", "类别"),
    "status": ("status_word", "办到哪一步"),
    "department": ("department", "责任部门"),
    "source": ("source", "问题来源"),
    "lane": ("lane", "归在哪一类"),
    "criterion": ("criterion_label", "评议项目"),
}
_IN_BAR = ("leader", "owner")
# Each filter's label → its key, in the order of chips and exports.
USED = {
    "查找": "rectification_text",
    **{label: f"rectification_{name}" for name, (_, label) in _WORDS.items()},
    "时限情况": "rectification_lateness",
    "在账时间": "rectification_age",
    "时限从": "rectification_due_from",
    "时限到": "rectification_due_to",
    "与相比日的变化": "rectification_mark",
}
# All keys that make up a saved view of the ledger.
KEPT = (*USED.values(), "rectification_view", "rectification_order", "rectification_group", "rectification_look")


def show_bar(visit: Visit, ledger: Ledger, view: str) -> Asked:
    """Draws the bar and returns the filters and the order."""
    words = choices(visit.store, ledger)
    with filters.bar("rectification", USED.values()):
        text = filters.find("查找", "rectification_text", "编号、问题、措施、人员，用空格隔开可以找几个词")
        for name in _IN_BAR:
            filters.choose(_WORDS[name][1], f"rectification_{name}", words[_WORDS[name][0]])
        with st.popover("更多筛选", icon=":material/tune:", key="rectification_more", on_change="rerun") as more:
            if more.open:
                _show_more(visit, words)
        group = filters.choose_one("分组", "rectification_group", list(GROUPS))
        orders = filters.choose("排序（先选的为主）", "rectification_order", list(ORDERS), URGENT)
    return Asked(
        view=view,
        text=text,
        words=tuple((column, tuple(_held(words, name))) for name, (column, _) in _WORDS.items()),
        lateness=tuple(filters.chosen_from("rectification_lateness", list(ITEM_FLAG.values()))),
        ages=tuple(filters.chosen_from("rectification_age", list(AGES))),
        marks=tuple(filters.chosen_from("rectification_mark", list(MARKS) if visit.compare_on else [])),
        due_from=filters.day_of("rectification_due_from"),
        due_to=filters.day_of("rectification_due_to"),
        orders=tuple(orders),
        group=GROUPS[group],
    )


def filter_values(visit: Visit, view: str) -> dict[str, str]:
    """Returns the filters in use for exports, label → values; the filter on changes names the compared day."""
    shown = {label: st.session_state.get(key) for label, key in USED.items()}
    texts = {label: "、".join(held) if isinstance(held, list) else str(held) for label, held in shown.items() if held}
    if visit.compare_on and "与相比日的变化" in texts:
        texts[f"与 {visit.compare_on:%Y-%m-%d} 相比的变化"] = texts.pop("与相比日的变化")
    return {"状态": view, **texts}


def _show_more(visit: Visit, words: Words) -> None:
    left, right = st.columns(2, width=560)
    places = [left, right]
    for place, name in enumerate(name for name in _WORDS if name not in _IN_BAR):
        with places[place % 2]:
            filters.choose(_WORDS[name][1], f"rectification_{name}", words[_WORDS[name][0]])
    with left:
        filters.choose("时限情况", "rectification_lateness", list(ITEM_FLAG.values()))
        filters.choose_day("时限从", "rectification_due_from", "整改时限在这一天或以后的")
    with right:
        filters.choose("在账时间（查出至今）", "rectification_age", list(AGES))
        filters.choose_day("时限到", "rectification_due_to", "整改时限在这一天或以前的")
    if visit.compare_on:
        filters.choose(f"与 {visit.compare_on:%m-%d} 相比的变化", "rectification_mark", list(MARKS))


def _held(words: Words, name: str) -> list[str]:
    return filters.chosen_from(f"rectification_{name}", words[_WORDS[name][0]])

"""督办单 on 上报情况: to the units on the page that are late or missing, to print, one by one or as a paper to sign."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.documents.paper_word import paper_word
from board.documents.zipped import words_zip
from board.papers import owed
from board.papers.asked import Asked
from board.papers.blocks import Letterhead
from board.papers.issuing import actions
from board.ui.parts.downloads import download
from board.ui.parts.forms.once import once_button
from board.ui.parts.links import go
from board.ui.parts.papers.word import WORD
from board.ui.parts.visit import Visit


def show_orders(visit: Visit, seen: pd.DataFrame, chosen: "pd.Series[Any] | None") -> None:
    """Draws the orders to those of the rows seen on the page who owe a submission, or were late with it."""
    late = owed.owing(seen)
    if chosen is None or late.empty:
        return
    with st.popover("督办单", icon=":material/outgoing_mail:", key="submitted_orders", on_change="rerun") as popover:
        if popover.open:
            _show_choice(visit, late, chosen)


def _show_choice(visit: Visit, late: pd.DataFrame, chosen: "pd.Series[Any]") -> None:
    options = {"deadline": str(chosen["deadline_id"]), "top": visit.actor.unit_id}
    options["units"] = "\n".join(late["unit_id"])
    st.caption(f"筛选后逾期未报和晚报的 {len(late)} 个单位，一个单位一页；免报的不在内。")
    name = f"上报督办单-{visit.as_of:%Y%m%d}"
    for ending, label, mime, make in (
        ("docx", f"一份 Word，{len(late)} 页", WORD, _whole),
        ("zip", f"一个单位一份 Word，{len(late)} 份打成压缩包", "application/zip", _zipped),
    ):
        if ending == "docx" or len(late) <= owed.MOST_FILES:
            key = f"submitted_orders_{ending}"
            download(label, partial(make, visit, options), f"{name}.{ending}", mime, key=key, width="stretch")
    if visit.may("papers.draft") and len(late) <= owed.MOST_UNITS:
        once_button("起草成公文，编号签发", key="submitted_orders_draft", on_click=partial(_draft, visit, options))


def _asked(visit: Visit, options: dict[str, str]) -> Asked:
    head = Letterhead(visit.activity.unit_name, dated=visit.as_of)
    return Asked(visit.store, visit.activity, visit.as_of, head, {}, options)


def _whole(visit: Visit, options: dict[str, str]) -> bytes:
    return paper_word(owed.all_orders(_asked(visit, options)))


def _zipped(visit: Visit, options: dict[str, str]) -> bytes:
    return words_zip(owed.each_order(_asked(visit, options)))


def _draft(visit: Visit, options: dict[str, str]) -> None:
    paper_id = actions.draft(visit.store, visit.actor, visit.activity.activity_id, owed.KIND, options)
    go("papers", {"papers_open": paper_id})

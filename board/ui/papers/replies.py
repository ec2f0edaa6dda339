"""群众评价 on the sheet of a published paper: asking the public about its items, and what they answered."""

from functools import partial
from typing import Any

import streamlit as st

from board.ballots.actions import MOST_CODES, MOST_PER_DEVICE
from board.ballots.address import base_of, is_for_this_machine, qr_png, reach, with_code
from board.documents.ballots import code_slips
from board.evaluation.smallest import SMALLEST_GROUP
from board.replies import openings
from board.store.frames import each_row
from board.ui.parts.downloads import download
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.links import drill
from board.ui.parts.plain import in_markdown
from board.ui.parts.table.paged import quiet_table
from board.ui.parts.visit import Visit, words_of
from board.words import BALLOT_ENTRY, PEOPLE_VIEW

_SLIPS = "papers_slips"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WHAT = (
    "看到公示的人可以对每一项整改事项答满意、基本满意或不满意，写一句话，不记名，每人一次。"
    f"结束时才计数，一项不到 {SMALLEST_GROUP} 人评的不计；写的话打乱次序，登记成意见，连到那一项。"
    "不满意的比满意、基本满意的合起来还多，已经销号的事项就列进“待重启”。"
)
_CHANNEL, _GIVER = "网络", "普通群众"


def is_answered(visit: Visit, paper_id: str) -> bool:
    """Whether a paper names items that the public may answer to."""
    return bool(openings.items_of(visit.store, visit.activity.activity_id, paper_id))


def show_replies(visit: Visit, paper_id: str, title: str) -> None:
    """Draws the asking that is going on, or for the clerk the form that begins one, and the results of those ended."""
    rows = openings.openings(visit.store, visit.activity.activity_id, paper_id)
    going_on = rows[rows["ended_at"].isna()]
    may_ask = visit.may("papers.publish") and not visit.is_past
    st.caption(_WHAT)
    for opening in each_row(going_on):
        _show_going_on(visit, opening, title, may_ask=may_ask)
    if going_on.empty and may_ask:
        _show_begin(visit, paper_id)
    for opening in each_row(rows[rows["ended_at"].notna()]):
        _show_result(visit, opening)


def _show_begin(visit: Visit, paper_id: str) -> None:
    fields = [
        Field(
            "entry",
            "填写方式",
            "choice",
            BALLOT_ENTRY,
            help="填写码：一人一张纸条，一码一次，最可靠。公开链接：公开网页上人人能点，只能限每台手机交几份。",
            must=True,
        ),
        Field("device_limit", "公开链接每台手机交几份", "number", help=f"1 到 {MOST_PER_DEVICE}"),
        Field("closes_on", "截止日期", "day", help="这一天过完就不能再交；留空就一直开到结束"),
        Field("address", "手机打开的网址", help="写到端口为止；放到学校网站上的文件，也链到这里", must=True),
    ]
    initial = {"entry": "link", "device_limit": 1, "address": base_of(str(st.context.url or "http://localhost/"))}

    def save(typed: dict[str, Any]) -> str:
        openings.open_for(visit.store, visit.actor, visit.activity.activity_id, paper_id, typed)
        return f"{paper_id} 开始征求群众评价，公开网页上有了链接"

    if show_form("papers_asking", fields, initial, save, "开始征求群众评价"):
        st.rerun()


def _show_going_on(visit: Visit, opening: Any, title: str, *, may_ask: bool) -> None:
    counts = openings.waiting(visit.store, visit.activity.activity_id, opening.opening_id)
    unused = f"，还有 {counts['unused_count']} 个填写码没用" if opening.entry == "codes" else ""
    st.markdown(f"**正在征求**　已交 **{counts['waiting_count']}** 份{unused}")
    address = f"{opening.address}/reply/{opening.opening_id}"
    left, right = st.columns([1, 3], vertical_alignment="center")
    left.image(qr_png(address), width=160, alt=f"评价的二维码：{address}")
    with right:
        st.code(address, language=None, wrap_lines=True)
        (st.warning if is_for_this_machine(address) else st.caption)(reach(address))
    if not may_ask:
        return
    if opening.entry == "codes":
        _show_codes(visit, opening.opening_id, address, title)
    terms = [
        Field("channel", "登记成意见的渠道", "choice", words_of(visit, "channel"), must=True),
        Field("giver", "意见来自", "choice", words_of(visit, "giver"), must=True),
    ]
    initial = {"channel": _CHANNEL, "giver": _GIVER}
    initial = {each.name: initial[each.name] for each in terms if initial[each.name] in (each.options or {})}

    def save(typed: dict[str, Any]) -> str:
        made = openings.end(visit.store, visit.actor, opening.opening_id, typed)
        return f"征求群众评价结束了，登记了 {len(made)} 条意见"

    if show_form("papers_asking_end", terms, initial, save, "结束并计入"):
        st.rerun()


def _show_codes(visit: Visit, opening_id: str, address: str, title: str) -> None:
    """Draws the form that makes codes, and their slips; they can be downloaded now and never again."""

    def save(typed: dict[str, Any]) -> str:
        codes = openings.make_codes(visit.store, visit.actor, opening_id, typed.get("count") or 0)
        st.session_state[_SLIPS] = (opening_id, codes)
        return f"{len(codes)} 个填写码已制好，请马上下载纸条"

    field = Field("count", "几个填写码", "number", help=f"一次最多 {MOST_CODES} 个；只在制好的时候能下载")
    show_form("papers_codes", [field], {"count": 30}, save, "制填写码")
    of_opening, codes = st.session_state.get(_SLIPS, ("", ()))
    if of_opening == opening_id:
        head = (visit.activity.unit_name, f"《{title}》评价", "群众")
        download(
            "下载纸条，打印裁开",
            partial(code_slips, *head, codes, address, lambda code: qr_png(with_code(address, code))),
            f"填写码_{len(codes)}.docx",
            _WORD,
            key="papers_slips_file",
            type="primary",
        )


def _show_result(visit: Visit, opening: Any) -> None:
    ended = f"{opening.ended_at:%Y-%m-%d}"
    st.markdown(f"**{ended} 结束**　收到 {opening.received_count:.0f} 份")
    counts = openings.counts(visit.store, opening.opening_id)
    if counts.empty:
        st.caption(f"没有哪一项有 {SMALLEST_GROUP} 人评，都不单列。")
        return
    labels = {f"{view}_count": in_markdown(word) for view, word in PEOPLE_VIEW.items()}
    quiet_table(counts, {"item_id": "编号", **labels}, f"{ended}结束的群众评价")
    drill("看待重启的", "rectification", {"rectification_view": "待重启"}, f"papers_reopen_{opening.opening_id}")

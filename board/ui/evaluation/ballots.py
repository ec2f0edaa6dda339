"""网上填写 on 群众评议: the number of ballots, and for the clerk the settings, the codes and the room screen."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from board.activity import activities
from board.ballots import actions as ballots
from board.ballots.address import is_for_this_machine, link, qr_png, reach, with_code
from board.ballots.pool import unreadable_count
from board.documents.ballots import code_slips
from board.errors import BoardError
from board.evaluation.smallest import SMALLEST_GROUP
from board.store.store import Row
from board.ui.parts.downloads import download
from board.ui.parts.errors import show_refusal
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.forms.once import once_button
from board.ui.parts.plain import in_markdown
from board.ui.parts.table.paged import quiet_table
from board.ui.parts.visit import Visit, refuse_if_changed
from board.web.ballots import crowds
from board.words import BALLOT_ENTRY

Round = Mapping[str, Any]
_DIALOG, _OUTCOME = "ballots_dialog", "ballots_outcome"
_SHEET, _MESSAGE, _REFUSAL = "sheet", "message", "refusal"
_FILE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show_online(visit: Visit, chosen: Round) -> None:
    """Draws the live count of online ballots, the link to the room screen, and the clerk's dialog with all the rest."""
    if visit.is_past:
        return
    activity_id, round_id = visit.activity.activity_id, chosen["round_id"]
    opening = ballots.opening(visit.store, activity_id, round_id)
    may_edit = visit.may("evaluation.edit")
    if opening is None and not may_edit:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="ballots_line"):
        if opening is None:
            st.markdown("**网上填写**　还没有开放。参评人员可以用手机扫码填评议表，不记名。")
        else:
            st.markdown(_progress(visit, chosen, opening))
            st.link_button("投到大屏", f"/ballot-count/{activity_id}/{round_id}", icon=":material/qr_code_2:")
        if may_edit and st.button("网上填写", icon=":material/phone_android:", key="ballots_open"):
            st.session_state[_DIALOG] = round_id
    if may_edit:
        _warn_of_crowd(visit, chosen)
    if opening and unreadable_count(visit.store, activity_id, round_id):
        _say_unreadable(visit, chosen)
    if may_edit and st.session_state.get(_DIALOG) == round_id:
        _dialog(visit, chosen)


def _progress(visit: Visit, chosen: Round, opening: Row) -> str:
    counts = ballots.received(visit.store, visit.activity.activity_id, chosen["round_id"])
    state = "正在填写" if opening["is_open"] and pd.isna(chosen["closed_on"]) else "已停止"
    given_out = f" / 发出 {counts['given_out']} 张" if counts["given_out"] else ""
    waiting = f"，其中 {counts['waiting_count']} 张等着计入" if counts["waiting_count"] else ""
    waiting += "（公开链接的，结束本轮时一起计入）" if waiting and opening["entry"] == "link" else ""
    return f"**网上填写**　{state}　已交 **{counts['received_count']}** 张{given_out}{waiting}"


def _warn_of_crowd(visit: Visit, chosen: Round) -> None:
    count = crowds.most_from_one(visit.activity.activity_id, chosen["round_id"])
    if count:
        st.warning(
            f"**按公开链接交的，有 {count} 张来自同一个网络地址，过了一半**　在会场里一起扫码是正常的；"
            "不是这样，就可能是一个人交了许多张。要较真的，请改用填写码。",
            icon=":material/group_work:",
        )


def _say_unreadable(visit: Visit, chosen: Round) -> None:
    count = unreadable_count(visit.store, visit.activity.activity_id, chosen["round_id"])
    st.error(
        f"有 {count} 张网上交的评议表打不开：数据文件是单独复制过来的，旁边没有带上密钥文件。"
        "请停下程序，把原来的密钥文件放回数据文件夹，再启动。",
        icon=":material/key_off:",
    )


def _close() -> None:
    st.session_state[_DIALOG] = None
    st.session_state.pop(_OUTCOME, None)


def _outcome() -> dict[str, Any]:
    """Returns the dict with the last button's outcome.

    A callback fetches it before it writes and fills it in at once afterwards: a write redraws the page whether or not
    the callback has ended.
    """
    held: dict[str, Any] = st.session_state.setdefault(_OUTCOME, {})
    return held


@st.dialog("网上填写", width="large", on_dismiss=_close)
def _dialog(visit: Visit, chosen: Round) -> None:
    activity_id, round_id = visit.activity.activity_id, chosen["round_id"]
    opening = ballots.opening(visit.store, activity_id, round_id)
    problem: BoardError | None = _outcome().get(_REFUSAL)
    if problem is not None:
        show_refusal(problem)
    if pd.notna(chosen["closed_on"]):
        st.info("这一轮已经结束，不再收评议表。", icon=":material/lock:")
    if opening is None:
        _show_settings(visit, chosen, None)
        return
    _show_link(opening)
    if opening["entry"] == "codes":
        _show_codes(visit, chosen, opening)
    _show_counts(visit, chosen)
    with st.expander("填写方式、截止日期、网址", key="ballots_settings"):
        _show_settings(visit, chosen, opening)
    is_open = bool(opening["is_open"])
    once_button(
        "停止填写" if is_open else "重新开放",
        icon=":material/pause:" if is_open else ":material/play_arrow:",
        key="ballots_toggle",
        on_click=_act,
        args=(visit, lambda _: ballots.set_open(visit.store, visit.actor, activity_id, round_id, is_open=not is_open)),
    )


def _act(visit: Visit, action: Callable[[dict[str, Any]], object]) -> None:
    """Carries out a button's action and keeps its outcome or the refusal. For callbacks."""
    outcome = _outcome()
    outcome.clear()
    try:
        refuse_if_changed(visit.actor)
        action(outcome)
    except BoardError as problem:
        outcome[_REFUSAL] = problem


def _seen_at() -> str:
    """Returns the address in the browser's address bar."""
    return str(st.context.url or "http://localhost/")


def _show_link(opening: Row) -> None:
    address = link(opening, _seen_at())
    left, right = st.columns([1, 3], vertical_alignment="center")
    left.image(qr_png(address), width=160)
    with right:
        st.code(address, language=None, wrap_lines=True)
        is_unreachable = is_for_this_machine(address)
        (st.warning if is_unreachable else st.caption)(reach(address))


def _show_settings(visit: Visit, chosen: Round, opening: Row | None) -> None:
    groups = _groups(visit)
    fields = [
        Field(
            "entry",
            "填写方式",
            "choice",
            BALLOT_ENTRY,
            help="填写码：一人一张纸条，一码一张，最可靠。公开链接：一个二维码大家扫，只能限每台手机填几张，"
            "换浏览器、清除记录还能再填；交来的到结束本轮时才一起计入结果。",
        ),
        Field("closes_on", "填写截止日期", "day", help="这一天过完就不能再填；留空就一直开到停止填写或本轮结束"),
        Field("link_group", "公开链接给哪一类人", "choice", groups, help="留空就由填的人自己选"),
        Field("device_limit", "公开链接每台手机填几张", "number", help=f"1 到 {ballots.MOST_PER_DEVICE}"),
        Field("address", "手机打开的网址", help="留空就用您浏览器地址栏里的。写到端口为止"),
    ]
    initial = dict(opening or {"entry": "codes", "device_limit": 1, "closes_on": None, "address": ""})
    initial["link_group"] = initial.get("link_group") or None

    def save(given: dict[str, Any]) -> str:
        ballots.open_online(visit.store, visit.actor, visit.activity.activity_id, chosen["round_id"], given)
        return "网上填写已开放"

    if show_form(f"ballots_{chosen['round_id']}", fields, initial, save, "保存并开放" if opening else "开放填写"):
        st.rerun()


def _groups(visit: Visit) -> dict[str, str]:
    terms = activities.terms(visit.store, visit.activity.activity_id)
    return {label: label for label in terms[terms["kind"] == "group"]["label"]}


def _show_codes(visit: Visit, chosen: Round, opening: Row) -> None:
    """Draws the form that makes codes, and their slips to print; they can be downloaded now and never again."""
    seen_at = _seen_at()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        group = st.selectbox("给哪一类人", list(_groups(visit)), key="ballots_group", width=200)
        st.number_input("几个", 1, ballots.MOST_CODES, 30, key="ballots_count", width=120)
        once_button("制填写码", type="primary", key="ballots_make", on_click=_make, args=(visit, chosen))
        once_button(
            "作废没用的",
            key="ballots_withdraw",
            help=f"作废{group}还没用过的填写码，例如纸条丢了。用过的不受影响。",
            on_click=_act,
            args=(visit, lambda outcome: _withdraw(visit, chosen, str(group), outcome)),
        )
    made: tuple[str, tuple[str, ...]] | None = _outcome().get(_SHEET)
    if _MESSAGE in _outcome():
        st.success(in_markdown(_outcome()[_MESSAGE]), icon=":material/check_circle:")
    if made is None:
        st.caption(f"一次最多 {ballots.MOST_CODES} 个。制好的填写码只在这时候能下载，程序里只留下认它的指纹。")
        return
    group, codes = made
    download(
        "下载纸条，打印裁开",
        lambda: _slips(visit, chosen, link(opening, seen_at), group, codes),
        f"填写码_{group}_{len(codes)}" + ".docx",
        _FILE,
        key="ballots_slips",
        type="primary",
    )


def _slips(visit: Visit, chosen: Round, address: str, group: str, codes: tuple[str, ...]) -> bytes:
    head = (visit.activity.unit_name, chosen["evaluated"], group)
    return code_slips(*head, codes, address, lambda code: qr_png(with_code(address, code)))


def _make(visit: Visit, chosen: Round) -> None:
    group, count = str(st.session_state["ballots_group"]), int(st.session_state["ballots_count"])

    def make(outcome: dict[str, Any]) -> None:
        keys = (visit.activity.activity_id, chosen["round_id"])
        outcome[_SHEET] = (group, ballots.make_codes(visit.store, visit.actor, *keys, group, count))
        outcome[_MESSAGE] = f"{group}的 {count} 个填写码已制好。关掉这里以后就不能再下载；没印成的请作废，重新制。"

    _act(visit, make)


def _withdraw(visit: Visit, chosen: Round, group: str, outcome: dict[str, Any]) -> None:
    keys = (visit.activity.activity_id, chosen["round_id"])
    count = ballots.withdraw_codes(visit.store, visit.actor, *keys, group)
    outcome[_MESSAGE] = f"{group}的 {count} 个填写码已作废"


def _show_counts(visit: Visit, chosen: Round) -> None:
    """Draws by group how many codes were made and how many ballots came in, never which."""
    rows = ballots.intake(visit.store, visit.activity.activity_id, chosen["round_id"])
    if rows.empty:
        return
    labels = {"group_label": "参评人员", "made_count": "填写码", "received_count": "已交", "waiting_count": "等着计入"}
    quiet_table(rows, labels, "各类参评人员网上填写的张数")
    st.caption(
        f"每一类满 {2 * SMALLEST_GROUP} 张就从中随机取 {SMALLEST_GROUP} 张计入，其余的等着，免得看前后两次的结果就知道"
        "是谁的；本轮结束时全部计入。谁用了哪个填写码、哪个码填的是哪一张，程序不留记录。"
    )

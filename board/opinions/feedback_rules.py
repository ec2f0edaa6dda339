"""Feedback sheets (反馈单): made of sorted opinions, handed over once, signed for; void only before that. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from board.errors import BoardError, Invalid
from board.typed import plain, printable

Row = dict[str, Any]


def new_sheet(key: Mapping[str, str], member_id: str | None, on: date) -> Row:
    """The first state of a sheet made on a day for a member, or for the leading group (None)."""
    return {
        **key,
        "seq": 1,
        "to_kind": "group" if member_id is None else "member",
        "member_id": member_id,
        "made_on": on,
        "handed_on": None,
        "receipt": "",
        "is_removed": False,
    }


def handed_over(state: Mapping[str, Any] | None, handed_on: date | None, receipt: str, on: date) -> Row:
    """The state after a sheet was handed over, or after its receipt was corrected. Raises Invalid, BoardError."""
    sheet = standing(state)
    wrong = {}
    if plain(receipt) is None:
        wrong["receipt"] = "请写明由谁签收"
    if handed_on is None:
        wrong["handed_on"] = "请填写交付日期"
    elif handed_on > on:
        wrong["handed_on"] = "交付日期不能晚于今天"
    elif handed_on < sheet["made_on"]:
        wrong["handed_on"] = f"交付日期不能早于出单日期（{sheet['made_on']}）"
    if wrong:
        raise Invalid(wrong)
    return {**sheet, "seq": sheet["seq"] + 1, "handed_on": handed_on, "receipt": printable(receipt)}


def removed(state: Mapping[str, Any] | None) -> Row:
    """The state of a void sheet: its opinions may go on another. Raises BoardError if it was handed over."""
    sheet = standing(state)
    if sheet["handed_on"] is not None:
        raise BoardError(
            "现在不能作废", f"{sheet['sheet_id']} 已于 {sheet['handed_on']} 交付。", "签收写错了的，请用“更正签收”。"
        )
    return {**sheet, "seq": sheet["seq"] + 1, "is_removed": True}


def standing(state: Mapping[str, Any] | None) -> Row:
    """Returns the state of a sheet that exists and isn't void. Raises BoardError otherwise."""
    if state is None or state["is_removed"]:
        raise BoardError("没有这张反馈单", "它可能刚刚被作废。", "请刷新页面后再看。")
    return dict(state)

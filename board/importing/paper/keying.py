"""Ballots typed on the keyboard: a line of digits per ballot, Enter, the next; and a second pass to compare.

A ballot is kept as its digits in the form's order (1 the best answer, 0 弃权), or as VOID_MARK for a 废票.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from board.errors import BoardError
from board.importing.form import BallotForm
from board.importing.paper.entry import VOID
from board.importing.text import clean

VOID_MARK = "x"
_VOID_WORDS = frozenset({"x", "f", "*", "废", "废票"})
_BACK = "-"
_CORRECTION = re.compile(r"(\d{1,6})=(.*)")
_BETWEEN = re.compile(r"[\s,，、;；./]+")


@dataclass(frozen=True)
class Keyed:
    """A pile while it is typed.

    ballots: those of this pass. first: those of the first pass, None during the first. disputed: the place of a ballot
    that was typed differently the first time and has to be typed once more. settled: number of ballots that were typed
    differently and decided. suggestions: what was written on ballots, kept apart from them.
    """

    ballots: tuple[str, ...] = ()
    first: tuple[str, ...] | None = None
    disputed: int | None = None
    settled: int = 0
    suggestions: tuple[str, ...] = field(default=())


def typed_line(keyed: Keyed, form: BallotForm, line: str) -> tuple[Keyed, str]:
    """The pile after a line, and a message.

    A line is a ballot's digits, x (废票), - (take the last one back), 13=… (correct ballot 13) or 13= (remove it).
    Raises BoardError, naming the criterion, if the line is no ballot of the form.
    """
    text = clean(line).casefold()
    if not text:
        raise BoardError("还没有录", "这一行是空的。", "请按评议表上的次序，每项输入一个数字，再按回车。")
    if text == _BACK:
        return _taken_back(keyed)
    found = _CORRECTION.fullmatch(text)
    if found:
        return _corrected(keyed, form, int(found[1]), found[2].strip())
    return _added(keyed, form, read_ballot(form, text))


def read_ballot(form: BallotForm, text: str) -> str:
    """A ballot's digits. Raises BoardError if there are too few, too many, or one that isn't an answer's."""
    if text in _VOID_WORDS:
        return VOID_MARK
    digits = _BETWEEN.sub("", text)
    if not digits.isascii() or not digits.isdigit():
        raise BoardError("这一行不全是数字", f"录的是“{text}”。", f"请每项输入一个数字；废票输入 {VOID_MARK}。")
    count = len(form.criteria)
    if len(digits) < count:
        name = form.criteria[len(digits)].label
        raise BoardError(f"少了 {count - len(digits)} 项", f"从“{name}”起没有录。", "接着录完再按回车；弃权的录 0。")
    if len(digits) > count:
        raise BoardError(f"多了 {len(digits) - count} 项", f"一张评议表有 {count} 项。", "请核对是不是多按了数字。")
    for digit, criterion in zip(digits, form.criteria, strict=True):
        if int(digit) > len(criterion.answers):
            message = f"“{criterion.label}”录的是 {digit}，只有 1 到 {len(criterion.answers)} 档。"
            raise BoardError("没有这一档", message, "请改这一个数字，再按回车。")
    return digits


def second_pass(keyed: Keyed) -> Keyed:
    """The pile ready to be typed a second time. Raises BoardError if nothing was typed."""
    if not keyed.ballots:
        raise BoardError("第一遍还没有录", "一张评议表也没有。", "请先录第一遍。")
    return replace(keyed, ballots=(), first=keyed.ballots, disputed=None, settled=0)


def unfinished(keyed: Keyed) -> str:
    """The reason why the pile can't be saved yet, in words; "" if it can."""
    if keyed.disputed is not None:
        return f"第 {keyed.disputed + 1} 张两遍不一样，请看原表再录一遍这一张。"
    if not keyed.ballots:
        return "还没有录入评议表。"
    if keyed.first is not None and len(keyed.ballots) < len(keyed.first):
        return f"第一遍 {len(keyed.first)} 张，第二遍只录了 {len(keyed.ballots)} 张。"
    return ""


def rows_of(keyed: Keyed, form: BallotForm) -> list[dict[str, Any]]:
    """The ballots as `typed_ballots` takes them, one row per ballot."""
    return [_row(form, ballot) for ballot in keyed.ballots]


def words_of(form: BallotForm, ballot: str) -> str:
    """A ballot in the answers' own words."""
    if ballot == VOID_MARK:
        return "废票"
    return "　".join(_word(form, place, digit) for place, digit in enumerate(ballot))


def from_mapping(kept: Mapping[str, Any]) -> Keyed:
    """A pile that was saved by `vars`, with lists instead of tuples."""
    first = kept.get("first")
    return Keyed(
        ballots=tuple(kept.get("ballots", ())),
        first=None if first is None else tuple(first),
        disputed=kept.get("disputed"),
        settled=int(kept.get("settled", 0)),
        suggestions=tuple(kept.get("suggestions", ())),
    )


def _row(form: BallotForm, ballot: str) -> dict[str, Any]:
    if ballot == VOID_MARK:
        return {VOID: True}
    return {each.criterion_id: int(digit) for each, digit in zip(form.criteria, ballot, strict=True)}


def _word(form: BallotForm, place: int, digit: str) -> str:
    return "弃权" if digit == "0" else form.criteria[place].answers[int(digit) - 1].label


def _added(keyed: Keyed, form: BallotForm, ballot: str) -> tuple[Keyed, str]:
    place = len(keyed.ballots)
    message = f"第 {place + 1} 张：{words_of(form, ballot)}"
    before = _first_at(keyed, place)
    if keyed.first is None or ballot == before:
        return replace(keyed, ballots=(*keyed.ballots, ballot), disputed=None), message
    if keyed.disputed == place:
        kept = replace(keyed, ballots=(*keyed.ballots, ballot), disputed=None, settled=keyed.settled + 1)
        return kept, f"{message}（以这一次为准）"
    return replace(keyed, disputed=place), f"第 {place + 1} 张{difference(form, before, ballot)}。{_ONCE_MORE}"


_ONCE_MORE = "请看原表，把这一张再录一遍，以再录的为准。"


def difference(form: BallotForm, before: str | None, ballot: str) -> str:
    """The differences from the first time a ballot was typed, in words."""
    if before is None:
        return "第一遍没有"
    if VOID_MARK in (before, ballot):
        return f"第一遍是{_kind(before)}，这一遍是{_kind(ballot)}"
    return "；".join(
        f"“{form.criteria[place].label}”第一遍 {one}，这一遍 {other}"
        for place, (one, other) in enumerate(zip(before, ballot, strict=True))
        if one != other
    )


def _kind(ballot: str) -> str:
    return "废票" if ballot == VOID_MARK else f"有效的（{ballot}）"


def _first_at(keyed: Keyed, place: int) -> str | None:
    return keyed.first[place] if keyed.first is not None and place < len(keyed.first) else None


def _taken_back(keyed: Keyed) -> tuple[Keyed, str]:
    if keyed.disputed is not None:
        return replace(keyed, disputed=None), f"第 {keyed.disputed + 1} 张请从头再录。"
    if not keyed.ballots:
        raise BoardError("没有可退的", "还没有录入评议表。", "请先录一张。")
    return replace(keyed, ballots=keyed.ballots[:-1]), f"退掉了第 {len(keyed.ballots)} 张，请重录。"


def _corrected(keyed: Keyed, form: BallotForm, number: int, text: str) -> tuple[Keyed, str]:
    if not 1 <= number <= len(keyed.ballots):
        raise BoardError(f"没有第 {number} 张", f"一共录了 {len(keyed.ballots)} 张。", "请核对是第几张。")
    head, tail = keyed.ballots[: number - 1], keyed.ballots[number:]
    if not text:
        if keyed.first is not None:
            raise BoardError("第二遍不能抽掉一张", "抽掉以后，后面的就和第一遍错开了。", "请用“-”一张张退回去。")
        return replace(keyed, ballots=(*head, *tail)), f"去掉了第 {number} 张，后面的依次往前。"
    ballot = read_ballot(form, text)
    return replace(keyed, ballots=(*head, ballot, *tail)), f"第 {number} 张改为：{words_of(form, ballot)}"

"""群众评议: whether a round adds up, ending it, and reopening it, recording who did it and when.

Forms given out, returned, void and valid are reconciled by group and way; answers, by criterion and over the whole
round, so that nothing is revealed of a small group.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from board import access, clock
from board.access import Actor
from board.ballots import actions, pool
from board.errors import BoardError, Invalid
from board.evaluation import arriving as evaluation_arriving
from board.evaluation import results as evaluation
from board.store.pasts import keep_past
from board.store.records import When
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.typed import plain, printable
from board.words import WAY

_LONGEST = 200
_WHAT_TO_DO = "请到“登记发放”核对发出数，或到“数据导入”核对导入记录，重复的撤销"
_COUNTS = ("given_out", "returned_count", "void_count", "valid_count")


@dataclass(frozen=True)
class Reconciliation:
    """The reconciliation of a round.

    forms: one row per group and way, the columns of `evaluation.forms` and missing_count (given out, not returned; NA
    if nothing is recorded) and verdict (words). criteria: one row per criterion, criterion_label, valid_count (as far
    as it may be shown yet), base (valid answers), unknown_count, blank_count (弃权), unasked_count (valid ballots
    without this criterion); NA if withheld. blocked: reasons why the round can't be ended, each with what to do. notes:
    points to check.
    """

    forms: pd.DataFrame
    criteria: pd.DataFrame
    blocked: tuple[str, ...]
    notes: tuple[str, ...]


def reconciliation(store: Store, activity_id: str, round_id: str) -> Reconciliation:
    """The reconciliation of a round now. Raises BoardError for a round that isn't there."""
    evaluation.round_row(store, activity_id, round_id)
    forms = evaluation.forms(store, activity_id, round_id)
    forms = forms.assign(missing_count=forms["given_out"] - forms["returned_count"])
    is_recorded = bool(forms["given_out"].notna().any())
    verdicts = [_verdict(is_recorded, row) for row in forms.to_dict("records")]
    criteria = _criteria(store, activity_id, round_id, int(forms["valid_count"].sum()))
    blocked = over_words(forms.to_dict("records"))
    return Reconciliation(
        forms=forms.assign(verdict=pd.Series(verdicts, index=forms.index, dtype=object)),
        criteria=criteria,
        blocked=tuple(f"{reason}。{_WHAT_TO_DO}。" for reason in blocked),
        notes=(*_notes(forms, is_recorded, criteria), *_waiting(store, activity_id, round_id)),
    )


def close_round(
    store: Store,
    actor: Actor,
    activity_id: str,
    round_id: str,
    closed_on: date | None,
    reason: str = "",
    *,
    at: When = None,
) -> None:
    """Ends a round: it takes no more ballots.

    Waiting ballots that were filled in online are counted on the day it ends. The counts of that moment are kept, with
    who ended it and when. Raises Refused without `evaluation.edit`; Invalid by field if more was returned than given
    out, or the day is in the future or before the round's first day or a ballot's last; BoardError if it is ended
    already or not there.
    """
    access.require(actor, "evaluation.edit")

    def work(transaction: Transaction) -> None:
        current = _found(transaction, activity_id, round_id)
        if current["closed_on"] is not None:
            raise BoardError("已经结束了", f"“{current['name']}”已于 {current['closed_on']} 结束。", "不需要再办理。")
        keys = {"activity_id": activity_id, "round_id": round_id}
        keep_past(transaction, activity_id, "rounds", at and at.date())
        pool.empty(store, transaction, keys, closed_on or clock.today())
        mine = _mine(transaction, activity_id, round_id)
        wrong = _wrong_day(transaction, current, closed_on) | _wrong_reason(reason)
        over = over_words(mine)
        if over:
            wrong["closed_on"] = f"{'；'.join(over)}。{_WHAT_TO_DO}"
        if wrong:
            raise Invalid(wrong, "这一轮还不能结束" if over else "还不能保存")
        _put(transaction, {**current, "closed_on": closed_on})
        evaluation_arriving.settle(transaction, keys)
        _put_down(transaction, current, actor, "close", closed_on, reason, mine)

    store.write(work, Deed("evaluation.close", actor, round_id))


def reopen_round(store: Store, actor: Actor, activity_id: str, round_id: str, reason: str) -> None:
    """Reopens an ended round, for a reason: it takes ballots again.

    Raises Refused without `evaluation.edit`, Invalid without a reason, BoardError if it is open or not there.
    """
    access.require(actor, "evaluation.edit")

    def work(transaction: Transaction) -> None:
        current = _found(transaction, activity_id, round_id)
        if current["closed_on"] is None:
            raise BoardError("没有结束", f"“{current['name']}”还开着。", "不需要办理。")
        wrong = _wrong_reason(reason) if plain(reason) else {"reason": "请写明为什么重新开放"}
        if wrong:
            raise Invalid(wrong)
        mine = _mine(transaction, activity_id, round_id)
        keep_past(transaction, activity_id, "rounds")
        _put(transaction, {**current, "closed_on": None})
        _put_down(transaction, current, actor, "reopen", None, reason, mine)

    store.write(work, Deed("evaluation.reopen", actor, round_id))


def closings(store: Store, activity_id: str, round_id: str) -> pd.DataFrame:
    """One row per time a round was ended or reopened, the newest first.

    Columns: action (close, reopen), closed_on (None for reopen), happened_at, actor_id, actor_name, reason, and the
    counts of that moment: given_out (NA: not recorded), returned_count, void_count, valid_count.
    """
    return store.read("evaluation/closings", activity_id=activity_id, round_id=round_id)


def over_words(forms: list[Any]) -> list[str]:
    """A sentence for each group and way of a round that returned more than it was given; none without a record."""
    if all(pd.isna(row["given_out"]) for row in forms):
        return []
    given = [(row, 0 if pd.isna(row["given_out"]) else int(row["given_out"])) for row in forms]
    return [
        f"{row['group_label']}（{WAY[row['way']]}）发出 {given_out} 张，收回 {row['returned_count']} 张，收回多于发出"
        for row, given_out in given
        if row["returned_count"] > given_out
    ]


def _verdict(is_recorded: bool, row: Mapping[Any, Any]) -> str:
    if row["is_over"]:
        return "收回多于发出"
    if pd.isna(row["given_out"]):
        return "没有登记发出" if is_recorded or row["returned_count"] else ""
    missing = int(row["missing_count"])
    return f"还差 {missing} 张没有收回" if missing else "全部收回"


def _criteria(store: Store, activity_id: str, round_id: str, valid_count: int) -> pd.DataFrame:
    figures = evaluation.criteria_figures(store, activity_id, round_id)
    given = store.read("evaluation/answer_totals", activity_id=activity_id, round_id=round_id)
    held = given.groupby("criterion_id")["answer_count"].sum()
    kept = figures[["criterion_id", "criterion_label", "base", "unknown_count", "blank_count"]]
    answered = figures["criterion_id"].map(held).fillna(0).astype("int64")
    unasked = valid_count - answered
    shown_count = kept[["base", "unknown_count", "blank_count"]].sum(axis=1, skipna=False)
    return kept.assign(valid_count=shown_count + unasked, unasked_count=unasked)


def _notes(forms: pd.DataFrame, is_recorded: bool, criteria: pd.DataFrame) -> list[str]:
    notes = []
    if not is_recorded:
        notes.append("还没有登记发出多少张，核不出收回是不是多于发出，也算不出回收率。结束以前请先“登记发放”。")
    if not forms["returned_count"].sum():
        notes.append("一张评议表也没有收回。")
    unasked = criteria[criteria["unasked_count"] != 0]
    notes += [
        f"“{label}”的回答比有效评议表少 {count} 张：这些评议表里没有这一项。"
        for label, count in zip(unasked["criterion_label"], unasked["unasked_count"], strict=True)
    ]
    return notes


def _waiting(store: Store, activity_id: str, round_id: str) -> list[str]:
    count = actions.received(store, activity_id, round_id)["waiting_count"]
    return [f"网上交的有 {count} 张还等着，结束时一并计入。"] if count else []


def _found(transaction: Transaction, activity_id: str, round_id: str) -> Row:
    return evaluation.found_round(transaction.rows("evaluation/round", activity_id=activity_id, round_id=round_id))


def _mine(transaction: Transaction, activity_id: str, round_id: str) -> list[Row]:
    held = transaction.rows("evaluation/forms", activity_id=activity_id, as_of=date.max)
    return [row for row in held if row["round_id"] == round_id]


def _wrong_day(transaction: Transaction, current: Row, closed_on: date | None) -> dict[str, str]:
    if closed_on is None:
        return {"closed_on": "请填写结束日期"}
    if closed_on < current["opened_on"]:
        return {"closed_on": "结束日期不能早于开始日期"}
    if closed_on > clock.today():
        return {"closed_on": "结束日期不能晚于今天"}
    keys = {name: current[name] for name in ("activity_id", "round_id")}
    last = max((row["cast_on"] for row in transaction.rows("evaluation/ballot_totals", **keys)), default=None)
    if last is not None and last > closed_on:
        return {"closed_on": f"最晚的评议表填于 {last}，结束日期不能早于它"}
    return {}


def _wrong_reason(reason: str) -> dict[str, str]:
    return {"reason": f"最多 {_LONGEST} 个字"} if len(reason) > _LONGEST else {}


def _put(transaction: Transaction, changed: Row) -> None:
    keys = {name: changed[name] for name in ("activity_id", "round_id")}
    transaction.run("evaluation/delete_round", **keys)
    transaction.insert("evaluation/insert_round", [changed])


def _put_down(
    transaction: Transaction,
    current: Row,
    actor: Actor,
    action: str,
    closed_on: date | None,
    reason: str,
    forms: list[Row],
) -> None:
    given = [row["given_out"] for row in forms if row["given_out"] is not None]
    row = {
        "activity_id": current["activity_id"],
        "round_id": current["round_id"],
        "action": action,
        "closed_on": closed_on,
        "happened_at": clock.now(),
        "actor_id": actor.account_id,
        "actor_name": actor.name,
        "reason": printable(reason),
        **{name: sum(each[name] for each in forms) for name in _COUNTS[1:]},
        "given_out": sum(given) if given else None,
    }
    transaction.insert("evaluation/insert_closing", [row])

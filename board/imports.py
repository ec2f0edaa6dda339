"""数据导入: what a checked file would change, and changing it whole or not at all."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from board import access, clock, evaluation, evaluation_totals
from board.access import Actor
from board.db import Row, Store, Transaction
from board.errors import Refused
from board.importing.checked import Checked
from board.importing.form import BallotForm, ballot_form
from board.importing.template import ballot_template
from board.importing.totals import count_answers, count_ballots, criterion_columns
from board.words import WAY

SUBJECT = "ballots"
_FACTS = ["group_label", "way", "cast_on", "is_void"]


@dataclass(frozen=True)
class Preview:
    """What an import would do.

    forms: one row per group and way the round or the file knows, given_out, returned_before, returned_new,
    returned_after, void_new, is_over (more returned than given out). already: the earlier import of the same file, or
    None. blocked: why it can't be done, in words; empty where it can. warnings: what to look at first.
    """

    ballot_count: int
    void_count: int
    suggestion_count: int
    first_on: date | None
    last_on: date | None
    forms: pd.DataFrame
    already: Row | None
    blocked: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Receipt:
    """What an import did."""

    import_id: str
    round_id: str
    file_name: str
    sha256: str
    ballot_count: int
    void_count: int
    suggestion_count: int
    imported_at: datetime


def form(store: Store, activity_id: str) -> BallotForm:
    """The form of an activity, for `check_ballots`."""
    groups = [row["label"] for row in store.rows("evaluation/group_labels", activity_id=activity_id)]
    return ballot_form(store.rows("evaluation/form", activity_id=activity_id), groups)


def template(store: Store, activity_id: str) -> bytes:
    """A CSV for the clerk to fill in, with the activity's own criteria; filled in, it imports as it is."""
    return ballot_template(form(store, activity_id))


def history(store: Store, activity_id: str) -> pd.DataFrame:
    """One row per import, newest first.

    Columns: import_id, subject, round_id, round_name, file_name, sha256, byte_count, encoding (a key of ENCODINGS),
    row_count, imported_at, actor_id, actor_name.
    """
    return store.read("imports/by_activity", activity_id=activity_id)


def preview(store: Store, activity_id: str, round_id: str, checked: Checked) -> Preview:
    """What importing a checked file into a round would do. Raises BoardError for a round that isn't there."""
    round_ = evaluation.round_row(store, activity_id, round_id)
    already = _same_file(store.rows("imports/by_activity", activity_id=activity_id), checked)
    void_count = _void_count(checked)
    days = pc.min_max(checked.ballots["cast_on"]).as_py() if checked.ballots.num_rows else {"min": None, "max": None}
    forms = _forms_after(evaluation.forms(store, activity_id, round_id), checked)
    return Preview(
        ballot_count=checked.ballots.num_rows,
        void_count=void_count,
        suggestion_count=checked.suggestions.num_rows,
        first_on=days["min"],
        last_on=days["max"],
        forms=forms,
        already=already,
        blocked=tuple(_reasons(round_, already, checked)),
        warnings=tuple(_warnings(round_, forms, days["min"], days["max"])),
    )


def _same_file(earlier: list[Row], checked: Checked) -> Row | None:
    return next((row for row in earlier if row["sha256"] == checked.sha256), None)


def _void_count(checked: Checked) -> int:
    return int(pc.sum(checked.ballots["is_void"]).as_py() or 0) if checked.ballots.num_rows else 0


def _forms_after(before: pd.DataFrame, checked: Checked) -> pd.DataFrame:
    keys = ["group_label", "way"]
    held = before[[*keys, "given_out", "returned_count"]].rename(columns={"returned_count": "returned_before"})
    if checked.ballots.num_rows:
        counted = count_ballots(checked.ballots)
        counted["void_new"] = counted["ballot_count"].where(counted["is_void"], 0)
        new = counted.groupby(keys, as_index=False)[["ballot_count", "void_new"]].sum()
    else:
        new = pd.DataFrame(columns=[*keys, "ballot_count", "void_new"])
    known = pd.concat([held[keys], new[keys]]).drop_duplicates()
    both = known.merge(held, on=keys, how="left").merge(new, on=keys, how="left")
    both = both.rename(columns={"ballot_count": "returned_new"})
    for column in ("returned_before", "returned_new", "void_new"):
        both[column] = both[column].fillna(0).astype("int64")
    both["returned_after"] = both["returned_before"] + both["returned_new"]
    is_recorded = bool(held["given_out"].notna().any())
    both["is_over"] = is_recorded & evaluation.is_over(both["given_out"], both["returned_after"])
    return both


def _reasons(round_: Row, already: Row | None, checked: Checked) -> list[str]:
    reasons = []
    if already:
        reasons.append(_already_words(already))
    if round_["closed_on"] is not None:
        reasons.append(f"“{round_['name']}”已于 {round_['closed_on']:%Y-%m-%d} 结束，不能再加评议表。")
    if checked.error_count:
        reasons.append(f"文件里还有 {checked.error_count} 处要改，改好之前一行也不会导入。")
    return reasons


def _already_words(already: Row) -> str:
    where = f"“{already['round_name']}”" if already["round_name"] else ""
    when = f"{already['imported_at']:%Y-%m-%d %H:%M}"
    return f"这个文件已由{already['actor_name']}于 {when} 导入{where}（{already['import_id']}），不会重复导入。"


def _warnings(round_: Row, forms: pd.DataFrame, first_on: date | None, last_on: date | None) -> list[str]:
    over = forms[forms["is_over"] & (forms["returned_new"] > 0)]
    said = [
        f"{group}（{WAY[way]}）将收回 {after} 张，多于发出的 {0 if pd.isna(given_out) else int(given_out)} 张，请核对。"
        for group, way, after, given_out in zip(
            over["group_label"], over["way"], over["returned_after"], over["given_out"], strict=True
        )
    ]
    if first_on and first_on < round_["opened_on"]:
        said.append(f"有的评议表早于本轮开始（{first_on:%Y-%m-%d}），请核对日期。")
    if last_on and last_on > clock.today():
        said.append(f"有的评议表日期在今天之后（{last_on:%Y-%m-%d}），请核对日期。")
    return said


def commit(store: Store, actor: Actor, activity_id: str, round_id: str, checked: Checked) -> Receipt:
    """Import a checked file into a round, all of it or nothing.

    Raises Refused without `imports.run`, and BoardError where errors stand, the file was imported before, or the round
    is closed or not there.
    """
    access.require(actor, "imports.run")
    return store.write(lambda transaction: record(transaction, actor, activity_id, round_id, checked, clock.now()))


def record(
    transaction: Transaction, actor: Actor, activity_id: str, round_id: str, checked: Checked, imported_at: datetime
) -> Receipt:
    """Within a transaction: the import, its ballots, scores and suggestions, and the totals. Raises as `commit`."""
    round_ = evaluation.found_round(transaction.rows("evaluation/round", activity_id=activity_id, round_id=round_id))
    already = _same_file(transaction.rows("imports/by_activity", activity_id=activity_id), checked)
    reasons = _reasons(round_, already, checked)
    if reasons:
        raise Refused("没有导入", " ".join(reasons), "数据没有任何改动。")
    import_id = f"I-{_last_number(transaction, activity_id) + 1:03d}"
    keys = {"activity_id": activity_id, "round_id": round_id}
    transaction.insert("imports/insert", [_import_row(keys, import_id, checked, actor, imported_at)])
    _write_ballots(transaction, keys, import_id, checked)
    _write_suggestions(transaction, keys, import_id, checked)
    evaluation_totals.add(transaction, keys, count_ballots(checked.ballots), count_answers(checked.ballots))
    return Receipt(
        import_id=import_id,
        round_id=round_id,
        file_name=checked.file_name,
        sha256=checked.sha256,
        ballot_count=checked.ballots.num_rows,
        void_count=_void_count(checked),
        suggestion_count=checked.suggestions.num_rows,
        imported_at=imported_at,
    )


def _last_number(transaction: Transaction, activity_id: str) -> int:
    return int(transaction.rows("imports/last_number", activity_id=activity_id)[0]["last_number"])


def _import_row(keys: Row, import_id: str, checked: Checked, actor: Actor, imported_at: datetime) -> Row:
    return {
        **keys,
        "import_id": import_id,
        "subject": SUBJECT,
        "file_name": checked.file_name,
        "sha256": checked.sha256,
        "byte_count": checked.byte_count,
        "encoding": checked.encoding,
        "row_count": checked.row_count,
        "imported_at": imported_at,
        "actor_id": actor.account_id,
        "actor_name": actor.name,
    }


def _write_ballots(transaction: Transaction, keys: Row, import_id: str, checked: Checked) -> None:
    """Ballots and, for the valid ones, a score per criterion. The score's columns are the ballots' own arrays, one
    after the other, so that a million ballots become eight million scores without being copied."""
    ballots = checked.ballots
    last = int(transaction.rows("imports/last_ballot", **keys)[0]["last_ballot"])
    ballots = ballots.append_column("ballot_id", pa.array(np.arange(last + 1, last + 1 + ballots.num_rows)))
    transaction.insert("imports/insert_ballots", _with_same(ballots.select([*_FACTS, "ballot_id"]), keys, import_id))
    valid = ballots.filter(pc.invert(ballots["is_void"])) if _void_count(checked) else ballots
    criteria = criterion_columns(checked.ballots)
    scores = pa.table(
        {
            "ballot_id": pa.chunked_array([valid["ballot_id"].combine_chunks()] * len(criteria), pa.int64()),
            "criterion_id": pa.chunked_array([_same(name, valid.num_rows) for name in criteria]),
            "rank": pa.chunked_array([valid[name].combine_chunks() for name in criteria], pa.int8()),
        }
    )
    transaction.insert("imports/insert_scores", _with_same(scores, keys))


def _write_suggestions(transaction: Transaction, keys: Row, import_id: str, checked: Checked) -> None:
    count = checked.suggestions.num_rows
    if count:
        ids = pa.array([f"{import_id}-S{number:03d}" for number in range(1, count + 1)])
        suggestions = checked.suggestions.append_column("suggestion_id", ids)
        transaction.insert("imports/insert_suggestions", _with_same(suggestions, keys, import_id))


def _with_same(table: pa.Table, keys: Row, import_id: str | None = None) -> pa.Table:
    """A table with the columns that are the same in every row."""
    for name, value in {**keys, **({"import_id": import_id} if import_id else {})}.items():
        table = table.append_column(name, _same(value, table.num_rows))
    return table


def _same(value: str, count: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int8)), pa.array([value]))

"""数据导入: the effect of importing a checked file into a round, shown before anything is written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Literal

import pandas as pd
import pyarrow as pa

from board import clock
from board.evaluation import results as evaluation
from board.evaluation.lumps import cells_of
from board.importing.checked import Checked
from board.importing.totals import ANSWER_KEYS, BALLOT_KEYS, count_answers, count_ballots
from board.imports.repeats import BY_HAND, already_words, repeated, same_words
from board.imports.small_overlaps import slight_words
from board.store.store import Row, Store
from board.words import WAY

Mode = Literal["append", "replace"]
# `rows` of a store or a transaction.
Rows = Callable[..., list[Row]]
_FORM = ["group_label", "way"]
_SUBJECT = "ballots"
# Of a file with more numbers all that count are read: to hand them over would take longer.
_MOST_ASKED = 10_000


@dataclass(frozen=True)
class Effect:
    """The effect of an import: the file without the ballots that came in before (known_count).

    replaced: the imports that would stop counting for it. same: a counted import of another file with the same ballots,
    or one that this file seems to be a later export of. elsewhere: another round's name → number of the file's ballots
    that came into it. reasons: why the import is refused, in words.
    """

    round_row: Row
    checked: Checked
    known_count: int
    replaced: tuple[Row, ...]
    elsewhere: dict[str, int]
    already: Row | None
    same: Row | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """The preview of an import.

    ballot_count, void_count: ballots that would be new. known_count: ballots of the file that came in before and would
    be left out. replaced: imports (rows of `history`) that would stop counting. first_on, last_on: days of the ballots.
    forms: one row per group and way in the round or the file, given_out, returned_before, returned_gone (replaced),
    returned_new, returned_after, void_new, is_over (more returned than given out). already: the earlier import of the
    same file, or None. same: as in `Effect`. blocked: why it is refused, in words; empty if it isn't. warnings: to be
    checked first. slight: what happens to a few answers that it corrects or leaves out, compared with files
    that are gone, in words; empty if there are none. asks_other: whether to ask if these are other ballots than those
    that count.
    """

    mode: Mode
    ballot_count: int
    void_count: int
    suggestion_count: int
    known_count: int
    replaced: tuple[Row, ...]
    first_on: date | None
    last_on: date | None
    forms: pd.DataFrame
    already: Row | None
    same: Row | None
    blocked: tuple[str, ...]
    warnings: tuple[str, ...]
    slight: str
    asks_other: bool


def preview(
    store: Store, activity_id: str, round_id: str, checked: Checked, mode: Mode = "append", *, is_other: bool = False
) -> Preview:
    """Returns the effect of importing a checked file into a round. Raises BoardError for a round that isn't there.

    is_other: somebody has checked that these are other ballots, though an import that counts holds the same answers or
    nearly.
    """
    effect = effect_of(store.rows, activity_id, round_id, checked, mode, is_other=is_other)
    counted = ballot_counts(effect.checked)
    days = counted["cast_on"]
    gone = held_by(store.rows, activity_id, round_id, effect.replaced)
    forms = forms_after(evaluation.forms(store, activity_id, round_id), counted, gone)
    ballot_count = int(counted["ballot_count"].sum())
    valid_count = int(counted["ballot_count"].where(~counted["is_void"].astype(bool), 0).sum())
    keys = {"activity_id": activity_id, "round_id": round_id}
    replaced = [row["import_id"] for row in effect.replaced]
    slight = slight_words(store, keys, replaced, partial(_cells, effect.checked)) if len(counted) else ""
    return Preview(
        mode=mode,
        ballot_count=ballot_count,
        void_count=ballot_count - valid_count,
        suggestion_count=effect.checked.suggestions.num_rows,
        known_count=effect.known_count,
        replaced=effect.replaced,
        first_on=days.min() if len(days) else None,
        last_on=days.max() if len(days) else None,
        forms=forms,
        already=effect.already,
        same=effect.same,
        blocked=effect.reasons,
        warnings=tuple(_warnings(effect, forms, days)),
        slight=slight,
        asks_other=effect.same is not None,
    )


def effect_of(
    rows: Rows, activity_id: str, round_id: str, checked: Checked, mode: Mode, *, is_other: bool = False
) -> Effect:
    """Returns the effect of importing a checked file, given the `rows` of a store or a transaction.

    Raises BoardError for a round that isn't there.
    """
    round_row = evaluation.found_round(rows("evaluation/round", activity_id=activity_id, round_id=round_id))
    earlier = [row for row in rows("imports/by_activity", activity_id=activity_id) if row["status"] == "active"]
    from_files = (row for row in earlier if row["round_id"] == round_id and row["encoding"] != BY_HAND)
    replaced = tuple(from_files) if mode == "replace" else ()
    kept = [row for row in earlier if row not in replaced]
    already = next((row for row in kept if _is_same_file(row, checked)), None)
    same = None if already else next((row for row in kept if _holds_the_same(row, checked)), None)
    reason = same_words(same) if same else ""
    known = _known_keys(rows, activity_id, checked)
    here = frozenset() if mode == "replace" else known.pop(round_id, frozenset())
    left = checked.without(here)
    names = {row["round_id"]: row["round_name"] for row in earlier}
    if not already and not same:
        mine = [row for row in kept if row["round_id"] == round_id and row["subject"] == _SUBJECT]
        keys, known_count = {"activity_id": activity_id, "round_id": round_id}, len(checked.keys) - len(left.keys)
        came = partial(_cells, left)
        same, reason = repeated(rows, keys, mine if _valid_count(left) else [], left, known_count, came)
    return Effect(
        round_row=round_row,
        checked=left,
        known_count=checked.ballots.num_rows - left.ballots.num_rows,
        replaced=replaced,
        elsewhere={names[other]: len(keys) for other, keys in known.items() if other != round_id},
        already=already,
        same=same,
        reasons=tuple(_reasons(round_row, already, "" if is_other else reason, checked, left)),
    )


def _valid_count(checked: Checked) -> int:
    counted = ballot_counts(checked)
    return int(counted[~counted["is_void"].astype(bool)]["ballot_count"].sum())


def _is_same_file(row: Row, checked: Checked) -> bool:
    return row["sha256"] == checked.sha256 and (row["sheet"] or None) == checked.sheet


def _holds_the_same(row: Row, checked: Checked) -> bool:
    return bool(checked.content_sha256) and row["content_sha256"] == checked.content_sha256


def _known_keys(rows: Rows, activity_id: str, checked: Checked) -> dict[str, frozenset[str]]:
    """The numbers of the file's ballots that already count, by round."""
    if not checked.keys:
        return {}
    mine, known = frozenset(checked.keys), dict[str, set[str]]()
    asked = list(checked.keys) if len(checked.keys) <= _MOST_ASKED else None
    for row in rows("imports/counted_keys", activity_id=activity_id, numbers=asked):
        if row["key_sha256"] in mine:
            known.setdefault(row["round_id"], set()).add(row["key_sha256"])
    return {round_id: frozenset(keys) for round_id, keys in known.items()}


def _reasons(round_row: Row, already: Row | None, same_reason: str, checked: Checked, left: Checked) -> list[str]:
    reasons = [already_words(already)] if already else []
    if same_reason:
        reasons.append(same_reason)
    if round_row["closed_on"] is not None:
        reasons.append(f"“{round_row['name']}”已于 {round_row['closed_on']:%Y-%m-%d} 结束，不能再加评议表。")
    if checked.error_count:
        reasons.append(f"文件里还有 {checked.error_count} 处要改，改好之前一行也不会导入。")
    elif checked.ballots.num_rows and not left.ballots.num_rows:
        reasons.append(f"文件里的 {checked.ballots.num_rows} 张评议表以前都导入过，没有新的。")
    return reasons


def ballot_counts(checked: Checked) -> pd.DataFrame:
    """One row per group, way, day and voidness of a file: `ballot_count`, counted or taken from the tally."""
    if checked.tally_ballots.num_rows:
        return _plain(checked.tally_ballots)[[*BALLOT_KEYS, "ballot_count"]]
    if checked.ballots.num_rows:
        return count_ballots(checked.ballots)
    return pd.DataFrame(columns=[*BALLOT_KEYS, "ballot_count"])


def answer_counts(checked: Checked) -> pd.DataFrame:
    """One row per group, way, day, criterion and rank (0: blank) of a file: `answer_count`, of valid ballots."""
    if checked.tally_ballots.num_rows:
        return _plain(checked.tally)[[*ANSWER_KEYS, "answer_count"]]
    return count_answers(checked.ballots)


def _cells(checked: Checked) -> pd.DataFrame:
    return cells_of(ballot_counts(checked), answer_counts(checked))


def _plain(table: pa.Table) -> pd.DataFrame:
    frame: pd.DataFrame = table.to_pandas()
    texts = {name: frame[name].astype(object) for name in frame.columns.intersection([*_FORM, "criterion_id"])}
    return frame.assign(**texts)


def held_by(rows: Rows, activity_id: str, round_id: str, imports: Iterable[Row]) -> pd.DataFrame:
    """The ballots that imports brought into a round: group_label, way, is_void, ballot_count."""
    ids = {row["import_id"] for row in imports}
    held = rows("imports/held", activity_id=activity_id, round_id=round_id) if ids else []
    kept = [row for row in held if row["import_id"] in ids]
    return pd.DataFrame(kept, columns=["import_id", *_FORM, "is_void", "ballot_count"])


def forms_after(before: pd.DataFrame, new: pd.DataFrame, gone: pd.DataFrame) -> pd.DataFrame:
    """The numbers of forms returned before and after: one row per group and way, the columns of `Preview.forms`.

    before: as `evaluation.forms`. new, gone: group_label, way, is_void, ballot_count.
    """
    held = before[[*_FORM, "given_out", "returned_count"]].rename(columns={"returned_count": "returned_before"})
    added, lost = _by_form(new), _by_form(gone)
    known = pd.concat([each[_FORM] for each in (held, added, lost)]).drop_duplicates()
    both = known.merge(held, on=_FORM, how="left")
    both = both.merge(added.rename(columns={"ballot_count": "returned_new", "void_count": "void_new"}), how="left")
    both = both.merge(lost.rename(columns={"ballot_count": "returned_gone"}).drop(columns="void_count"), how="left")
    for column in ("returned_before", "returned_gone", "returned_new", "void_new"):
        both[column] = both[column].astype("Int64").fillna(0).astype("int64")
    both["returned_after"] = both["returned_before"] - both["returned_gone"] + both["returned_new"]
    is_recorded = bool(held["given_out"].notna().any())
    both["is_over"] = is_recorded & evaluation.is_over(both["given_out"], both["returned_after"])
    return both


def _by_form(counted: pd.DataFrame) -> pd.DataFrame:
    whole = counted.assign(
        ballot_count=counted["ballot_count"].astype("int64"),
        void_count=counted["ballot_count"].astype("int64").where(counted["is_void"].astype(bool), 0),
    )
    return (
        whole.groupby(_FORM, as_index=False)[["ballot_count", "void_count"]].sum().astype(dict.fromkeys(_FORM, object))
    )


def over_words(forms: pd.DataFrame) -> list[str]:
    """A warning for each group and way that would receive new forms and return more than it was given."""
    over = forms[forms["is_over"] & (forms["returned_new"] > 0)]
    return [
        f"{group}（{WAY[way]}）将收回 {after} 张，多于发出的 {0 if pd.isna(given_out) else int(given_out)} 张，请核对。"
        for group, way, after, given_out in zip(
            over["group_label"], over["way"], over["returned_after"], over["given_out"], strict=True
        )
    ]


def _warnings(effect: Effect, forms: pd.DataFrame, days: "pd.Series[date]") -> list[str]:
    warnings = over_words(forms)
    if effect.known_count:
        warnings.append(
            f"按平台的编号，有 {effect.known_count} 张以前导入过，这次略过。"
            "如果这是另一份问卷，请在“哪一份问卷”里选另一份，给它写一个名字。"
        )
    warnings += [
        f"按平台的编号，有 {count} 张已在“{name}”里，请核对要导入到哪一轮。" for name, count in effect.elsewhere.items()
    ]
    if len(days) and days.min() < effect.round_row["opened_on"]:
        opened = f"本轮 {effect.round_row['opened_on']:%Y-%m-%d} 开始"
        warnings.append(f"{opened}，有的评议表早于这一天（最早的 {days.min():%Y-%m-%d}），请核对日期。")
    if len(days) and days.max() > clock.today():
        warnings.append(f"有的评议表日期在今天之后（最晚的 {days.max():%Y-%m-%d}），请核对日期。")
    return warnings

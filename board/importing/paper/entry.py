"""Paper ballots typed in by hand, one by one or as counts, checked and imported like a file's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import uuid4

import numpy as np
import pandas as pd
import pyarrow as pa

from board.errors import BoardError, Invalid
from board.importing.checked import NO_ROWS, Checked
from board.importing.facts import WAYS
from board.importing.form import BallotForm, FormCriterion
from board.importing.shares import wrong_share
from board.typed import plain

VOID = "void"
Typed = Sequence[Mapping[str, Any]]
_NAMED_AT_MOST = 5
# 优良率 counts the top two (domain.md).
_GOOD_RANKS = 2


@dataclass(frozen=True)
class Pile:
    """The facts that the ballots on the table share: whose they are, how and when they were filled in."""

    group: str
    way: str
    cast_on: date


def typed_ballots(form: BallotForm, pile: Pile, rows: Typed, suggestions: Sequence[str] = ()) -> Checked:
    """Ballots typed one per row.

    A row holds the place of the answer by criterion's id (1 the best; 0 or nothing: 弃权) and `void` (废票); empty rows
    are passed over. suggestions: what was written on ballots, tied to none. Raises Invalid for a pile that isn't the
    activity's, BoardError if a number is no answer's place, and if nothing was typed.
    """
    _refuse_pile(form, pile)
    ballots = [row for row in rows if not _is_idle(form, row)]
    if not ballots:
        raise BoardError("还没有录入", "表格里一张评议表也没有。", "每张评议表录一行，再保存。")
    _refuse_wrong(form, rows)
    return _checked(
        pile,
        row_count=len(ballots),
        ballots=_ballots(form, pile, ballots),
        suggestions=_suggestions(pile, suggestions),
        layout="ballots",
    )


def typed_counts(form: BallotForm, pile: Pile, counts: Mapping[str, Mapping[int, int]], void_count: int) -> Checked:
    """Counts typed in, and the void ballots.

    counts: by criterion's id, rank (0: 弃权) → number of valid ballots with that answer. Raises Invalid for a wrong
    pile, BoardError if the criteria don't add up to the same number of ballots.
    """
    _refuse_pile(form, pile)
    totals = {each.label: sum(counts.get(each.criterion_id, {}).values()) for each in form.criteria}
    asked = {label: total for label, total in totals.items() if total}
    if not asked and not void_count:
        raise BoardError("还没有录入", "一个数也没有填。", "每个评议项目填各档的张数，再保存。")
    if len(set(asked.values())) > 1 or (asked and len(asked) < _must_count(form, counts)):
        message = "；".join(f"{label} {total} 张" for label, total in totals.items())
        raise BoardError("各项加起来不一样多", message, "各项的各档与弃权加起来，都应等于有效票数。请核对。")
    valid = next(iter(asked.values()), 0)
    facts = {"group_label": pile.group, "way": pile.way, "cast_on": pile.cast_on}
    answers = [
        {**facts, "criterion_id": criterion_id, "rank": rank, "answer_count": count}
        for criterion_id, by_rank in counts.items()
        for rank, count in by_rank.items()
        if count
    ]
    held = [(False, valid), (True, void_count)]
    ballots = [{**facts, "is_void": is_void, "ballot_count": count} for is_void, count in held if count]
    return _checked(
        pile,
        row_count=valid + void_count,
        tally=pa.Table.from_pylist(answers) if answers else NO_ROWS,
        tally_ballots=pa.Table.from_pylist(ballots),
        layout="tally",
    )


def count_differences(
    form: BallotForm, first: Mapping[str, Mapping[int, int]], second: Mapping[str, Mapping[int, int]]
) -> list[str]:
    """The differences between counts typed twice, in words; empty if there are none."""
    return [
        f"“{each.label}”{words.get(rank, '弃权')}：第一遍 {one}，第二遍 {other}"
        for each in form.criteria
        for words in [{answer.rank: answer.label for answer in each.answers}]
        for rank in (*words, 0)
        for one, other in [
            (first.get(each.criterion_id, {}).get(rank, 0), second.get(each.criterion_id, {}).get(rank, 0))
        ]
        if one != other
    ]


def share_problems(form: BallotForm, counts: Mapping[str, Mapping[int, int]], shares: Mapping[str, str]) -> list[str]:
    """The errors in the 优良率 that a tally's paper gives (criterion's id → as written), in words.

    优良率 is the share of good answers among those that carry points.
    """
    problems = []
    for each in form.criteria:
        given = counts.get(each.criterion_id, {})
        base = sum(given.get(answer.rank, 0) for answer in each.answers if answer.points is not None)
        good = sum(given.get(answer.rank, 0) for answer in each.answers if answer.rank <= _GOOD_RANKS)
        wrong = wrong_share(shares.get(each.criterion_id, ""), base, good)
        problems += [f"“{each.label}”：{wrong}"] if wrong else []
    return problems


def _must_count(form: BallotForm, counts: Mapping[str, Mapping[int, int]]) -> int:
    """The number of criteria that must be counted: all but an overall grade that nobody counted."""
    return sum(not each.is_overall or bool(counts.get(each.criterion_id)) for each in form.criteria)


def _refuse_pile(form: BallotForm, pile: Pile) -> None:
    wrong = {} if pile.group in form.groups else {"group": "请选择参评人员"}
    if pile.way not in WAYS:
        wrong["way"] = "请选择参评方式"
    if wrong:
        raise Invalid(wrong)


def _is_idle(form: BallotForm, row: Mapping[str, Any]) -> bool:
    return not plain(row.get(VOID)) and all(plain(row.get(each.criterion_id)) is None for each in form.criteria)


def _refuse_wrong(form: BallotForm, rows: Typed) -> None:
    wrong = [
        f"第 {number} 行“{each.label}”填的是 {row[each.criterion_id]}"
        for number, row in enumerate(rows, start=1)
        for each in form.criteria
        if not 0 <= _place(row, each) <= len(each.answers)
    ]
    if wrong:
        more = f"……一共 {len(wrong)} 处" if len(wrong) > _NAMED_AT_MOST else ""
        most = max(len(each.answers) for each in form.criteria)
        raise BoardError("有的数字不对", "；".join(wrong[:_NAMED_AT_MOST]) + more, f"请填 1 到 {most}，弃权留空。")


def _place(row: Mapping[str, Any], criterion: FormCriterion) -> int:
    value = plain(row.get(criterion.criterion_id))
    return 0 if value is None else int(value)


def _ballots(form: BallotForm, pile: Pile, rows: Typed) -> pa.Table:
    void = np.array([bool(plain(row.get(VOID))) for row in rows])
    facts = {
        "group_label": pa.array([pile.group] * len(rows)),
        "way": pa.array([pile.way] * len(rows)),
        "cast_on": pa.array([pile.cast_on] * len(rows)),
        "is_void": pa.array(void),
    }
    ranks = {
        each.criterion_id: pa.array([_place(row, each) for row in rows], pa.int8(), mask=void) for each in form.criteria
    }
    return pa.table({**facts, **ranks})


def _suggestions(pile: Pile, texts: Sequence[str]) -> pa.Table:
    """Sorted by their text: the order of typing would tie each to its ballot."""
    written = sorted(text.strip() for text in texts if text.strip())
    return pa.table({"content": written, "given_on": pa.array([pile.cast_on] * len(written))}) if written else NO_ROWS


def _checked(
    pile: Pile,
    *,
    row_count: int,
    layout: str,
    ballots: pa.Table = NO_ROWS,
    suggestions: pa.Table = NO_ROWS,
    **more: Any,
) -> Checked:
    """Like a file that was read. Two piles may well hold the same, so each is a file of its own."""
    name = f"手工录入-{pile.group}-{pile.cast_on:%Y%m%d}"
    return Checked(
        file_name=name,
        sha256=sha256(f"{name}/{uuid4().hex}".encode()).hexdigest(),
        byte_count=0,
        encoding="typed",
        separator="",
        row_count=row_count,
        columns=pd.DataFrame(),
        ignored=(),
        assumptions=(),
        problems=(),
        problem_count=0,
        error_count=0,
        ballots=ballots,
        suggestions=suggestions,
        layout=layout,
        **more,
    )

"""群众评议: arranges ballots that come into a round, and imports that leave it, so that what is shown reveals nobody.

New ballots are divided into lumps (`evaluation.lumps`), after what was shown of the round before
(`evaluation.replacing`). If imports stopped counting before, a criterion's lumps are only made if they reveal nothing
beside all that was shown of it until then (`evaluation.small_changes`). Otherwise less is shown: without the rest of
broken lumps, without what is new, or finally nothing of what came; the rest waits for more. If even what is left after
an import was undone would reveal someone, all answers to that criterion wait.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from board.evaluation.lumps import BALLOTS, MENDED, WAITING, cells_of, parted_cells, scored_of
from board.evaluation.replacing import CELL, Scored, counted_together, kept_lumps
from board.evaluation.small_changes import STATE, Shown
from board.store.store import Row, Store, Transaction


@dataclass(frozen=True)
class Standing:
    """The state of a round when something comes.

    waiting: the cells that wait, CELL, lump_no, answer_count. counting: the lumps that count (STATE). held: all lumps,
    as in `evaluation.lumps.parted_cells`. gone: lumps shown that no longer count, as in `kept_lumps`. shown: what was
    shown before.
    """

    waiting: pd.DataFrame
    counting: pd.DataFrame
    held: pd.DataFrame
    gone: pd.DataFrame
    shown: Shown


@dataclass(frozen=True)
class Arranged:
    """The arrangement of what came.

    cells: CELL, answer_count, lump_no, counted_on, including those that waited. held_back: the criteria of which less
    is shown than possible, so that nobody is revealed.
    """

    cells: pd.DataFrame
    held_back: frozenset[str]


def arrive(
    transaction: Transaction,
    keys: Row,
    ballots: pd.DataFrame,
    answers: pd.DataFrame,
    import_id: str | None,
    *,
    is_other: bool = False,
) -> None:
    """Divides what has come into a round into lumps.

    ballots, answers: as in `evaluation.totals.add`. import_id: None for ballots cast one by one online. keys:
    activity_id and round_id. is_other: nothing of it was there before, even if the answers are the same.
    """
    came = cells_of(ballots, answers)
    if len(came):
        _arrange(transaction, keys, came.assign(import_id=import_id), is_other=is_other)


def settle(transaction: Transaction, keys: Row) -> None:
    """Pools what waits, as far as there is enough of it; nothing more comes."""
    _arrange(transaction, keys, pd.DataFrame(columns=[*CELL, "answer_count"]), is_last=True)


def remember(transaction: Transaction, keys: Row) -> None:
    """Saves what is shown of a round, before an import stops counting."""
    state_no = transaction.rows("lumps/last_state", **keys)[0]["state_no"] + 1
    state = _counting(transaction.read("lumps/lumps", **keys))
    transaction.insert("lumps/insert_state", _table(state.assign(state_no=state_no, **keys)))


def leave(transaction: Transaction, keys: Row) -> None:
    """Removes what undone imports brought, and separates what replaced imports brought, which may come back.

    What is removed is kept apart from all figures, to compare later files with (`evaluation.replacing`).
    """
    for row in transaction.rows("lumps/lumped_imports", **keys):
        mine, is_undone = {**keys, "import_id": row["import_id"]}, row["status"] == "undone"
        transaction.run("lumps/keep_past_lumps", **mine, is_undone=is_undone)
        for mixed in transaction.rows("lumps/mixed_lumps", **mine, is_undone=is_undone):
            transaction.run("lumps/break_lump", **mine, lump_no=mixed["lump_no"])
        if is_undone:
            transaction.run("lumps/delete_lumps", **mine)
    standing = standing_of(transaction, keys)
    for name in standing.shown.revealed_by(standing.counting):
        transaction.run("lumps/break_criterion", **keys, criterion_id=name)


def arranged(
    came: pd.DataFrame, standing: Standing, *, is_file: bool, is_last: bool = False, is_other: bool = False
) -> Arranged:
    """Divides what came: CELL and answer_count, of one import or (is_file False) online.

    is_last: nothing more comes. is_other: as in `arrive`.
    """
    open_criteria = {*came["criterion_id"], *standing.waiting["criterion_id"]}
    first_no = last_no = max(standing.held["lump_no"], default=0)
    chosen, held_back = list[pd.DataFrame](), set[str]()
    for cells in _tries(came, standing, is_file=is_file, is_last=is_last, is_other=is_other):
        revealed = _revealed_by(cells[cells["criterion_id"].isin(open_criteria)], standing)
        mine = cells[cells["criterion_id"].isin(open_criteria - revealed)]
        numbers = mine["lump_no"].where(mine["lump_no"] <= first_no, mine["lump_no"] + last_no - first_no)
        chosen.append(mine.assign(lump_no=numbers))
        last_no = max(last_no, max(numbers, default=0))
        held_back |= revealed
        open_criteria = revealed
        if not open_criteria:
            break
    return Arranged(
        pd.concat([each for each in chosen if len(each)] or chosen, ignore_index=True), frozenset(held_back)
    )


def _revealed_by(cells: pd.DataFrame, standing: Standing) -> set[str]:
    """The criteria whose new lumps would reveal someone."""
    fresh = cells[cells["lump_no"] > 0]
    if fresh.empty or not standing.shown.states:
        return set()
    mine = standing.counting[standing.counting["criterion_id"].isin(fresh["criterion_id"])]
    return standing.shown.revealed_by(pd.concat([mine, fresh[STATE]], ignore_index=True), min(fresh["counted_on"]))


def _tries(
    came: pd.DataFrame, standing: Standing, *, is_file: bool, is_last: bool, is_other: bool
) -> Iterator[pd.DataFrame]:
    """Ways to divide what came, the one that shows most first; the last shows nothing of it."""
    waiting, scored = _valued(standing.waiting, standing.shown.scored), standing.shown.scored
    last_no = max(standing.held["lump_no"], default=0)
    kept = list[tuple[pd.DataFrame, pd.DataFrame]]()
    nothing = (came.iloc[:0].assign(lump_no=0, counted_on=None), came)
    is_again = is_file and not is_other and len(standing.gone) > 0
    together = counted_together(standing.shown.states) if is_again else set()
    for in_part in (True, False) if is_again else ():
        kept.append(kept_lumps(came, standing.gone, last_no, together, scored, in_part=in_part))
        yield _parted(*kept[-1], standing.held, waiting, scored, is_file=is_file, is_last=is_last)
    if not is_again:
        yield _parted(*nothing, standing.held, waiting, scored, is_file=is_file, is_last=is_last)
    for again, rest in [*kept, nothing]:
        yield _joined(again, _waiting(rest, standing.waiting))


def _parted(
    again: pd.DataFrame,
    rest: pd.DataFrame,
    held: pd.DataFrame,
    waiting: pd.DataFrame,
    scored: Scored,
    *,
    is_file: bool,
    is_last: bool,
) -> pd.DataFrame:
    held = _joined(held, again.assign(is_online=False)[held.columns])
    return _joined(again, parted_cells(_valued(rest, scored), waiting, held, is_file=is_file, is_last=is_last))


def _waiting(came: pd.DataFrame, waiting: pd.DataFrame) -> pd.DataFrame:
    """All cells, waiting."""
    came, waiting = (each.assign(cast_on=pd.to_datetime(each["cast_on"]).dt.date) for each in (came, waiting))
    lacking = came["answer_count"].lt(0).groupby([came["criterion_id"], came["group_label"]]).transform("any")
    return _joined(waiting, came.assign(lump_no=np.where(lacking, MENDED, WAITING))).assign(counted_on=None)


def _joined(*parts: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([part for part in parts if len(part)] or list(parts[-1:]), ignore_index=True)


def standing_of(source: Store | Transaction, keys: Row) -> Standing:
    """The state of a round. keys: activity_id and round_id."""
    lumps, states = source.read("lumps/lumps", **keys), source.read("lumps/shown_states", **keys)
    imports = source.rows("lumps/imports", **keys)
    return Standing(
        waiting=lumps[lumps["lump_no"].isin([WAITING, MENDED])][["lump_no", *CELL, "answer_count"]],
        counting=_counting(lumps),
        held=source.read("lumps/lump_groups", **keys),
        gone=source.read("lumps/gone_lumps", **keys),
        shown=Shown(
            states=tuple(state[STATE] for _, state in states.groupby("state_no")),
            others=frozenset(row["import_id"] for row in imports if row["is_other"]),
            undated=frozenset(row["import_id"] for row in imports if row["is_one_day"]),
            scored=scored_of(source.read("evaluation/scale", activity_id=keys["activity_id"])),
        ),
    )


def _counting(lumps: pd.DataFrame) -> pd.DataFrame:
    """The lumps of answers that count; the number of ballots is not an answer."""
    return lumps[(lumps["lump_no"] > WAITING) & (lumps["criterion_id"] != BALLOTS)][STATE]


def _arrange(
    transaction: Transaction, keys: Row, came: pd.DataFrame, *, is_last: bool = False, is_other: bool = False
) -> None:
    standing, is_file = standing_of(transaction, keys), bool(came["import_id"].notna().any())
    cells = arranged(came, standing, is_file=is_file, is_last=is_last, is_other=is_other).cells
    transaction.run("lumps/delete_waiting", **keys)
    if not is_file and len(standing.held):
        cells = pd.concat([_online(transaction, keys), cells], ignore_index=True)
    rows = cells.groupby([*CELL, "lump_no", "counted_on"], dropna=False, as_index=False)["answer_count"].sum()
    transaction.insert("lumps/insert_lumps", _table(rows.assign(**keys)))


def _table(cells: pd.DataFrame) -> pa.Table:
    """The cells as a table to be written; a column of imports that are all None would have no type."""
    table = pa.Table.from_pandas(cells, preserve_index=False)
    place = table.column_names.index("import_id")
    return table.set_column(place, "import_id", table[place].cast(pa.string()))


def _online(transaction: Transaction, keys: Row) -> pd.DataFrame:
    """The cells that came to lumps online before, removed so that they are written together with the new ones.

    Rows of their own would show the order in which ballots came.
    """
    before = transaction.read("lumps/online_cells", **keys)
    transaction.run("lumps/delete_online_cells", **keys)
    return before.assign(cast_on=before["cast_on"].dt.date, counted_on=before["counted_on"].dt.date)


def _valued(cells: pd.DataFrame, scored: Scored) -> pd.DataFrame:
    """The cells with the number of valid answers (valid_count)."""
    pairs = zip(cells["criterion_id"], cells["rank"], strict=True)
    is_valid = np.array([(name, int(rank)) in scored for name, rank in pairs], dtype=bool)
    count = cells["answer_count"].astype("int64")
    days = pd.to_datetime(cells["cast_on"]).dt.date
    return cells.assign(cast_on=days, answer_count=count, valid_count=count.where(is_valid, 0))

"""群众评议: arranges ballots that come into a round, and imports that leave it, so that what is shown reveals nobody.

New ballots are divided into lumps (`evaluation.lumps`), after what was shown of the round before
(`evaluation.replacing`). If imports stopped counting before, a criterion's lumps are only made if they reveal nothing
beside all that was shown of it until then (`evaluation.small_changes`). Otherwise less is shown: without the rest of
broken lumps, without what is new, or finally nothing of what came; the rest waits for more. If even what is left after
an import was undone would reveal someone, all lumps of that criterion are put to sleep, as are lumps shown before of a
file that comes again and can't be shown now. They wake whole: divided afresh, they would tell by how much they differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
import pandas as pd
import pyarrow as pa

from board.evaluation.lumps import MENDED, WAITING, asleep, cells_of, parted_cells
from board.evaluation.replacing import CELL, ONLINE, Scored, dated, kept_lumps
from board.evaluation.round_state import RoundState, joined, round_state
from board.evaluation.small_changes import STATE
from board.store.store import Row, Transaction


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
    is_fresh: bool = False,
) -> None:
    """Divides what has come into a round into lumps.

    ballots, answers: as in `evaluation.totals.add`. import_id: None for ballots cast one by one online. keys:
    activity_id and round_id. is_fresh: nothing of it is of a file
    that was taken back or replaced, even if the answers are the same. Of files that count it says nothing.
    """
    came = cells_of(ballots, answers)
    if len(came):
        _arrange(transaction, keys, came.assign(import_id=import_id), is_fresh=is_fresh)


def settle(transaction: Transaction, keys: Row) -> None:
    """Pools what waits, as far as there is enough of it; nothing more comes."""
    _arrange(transaction, keys, pd.DataFrame(columns=[*CELL, "answer_count"]), is_last=True)


def remember(transaction: Transaction, keys: Row) -> None:
    """Saves what is shown of a round, before an import stops counting."""
    states = transaction.read("lumps/shown_states", **keys)
    state_no = max(states["state_no"], default=0) + 1
    counting = round_state(transaction, keys).counting
    transaction.insert("lumps/insert_state", _table(counting.assign(state_no=state_no, **keys)))


def leave(transaction: Transaction, keys: Row) -> None:
    """Removes what undone imports brought, and separates what replaced imports brought, which may come back.

    What is removed is kept apart from all figures, to compare later files with (`evaluation.replacing`).
    """
    state = round_state(transaction, keys)
    left = state.left()
    transaction.insert("lumps/insert_past_lumps", _table(left.past[len(state.past) :].assign(**keys)))
    is_changed = left.lumps["lump_no"].reindex(state.lumps.index) != state.lumps["lump_no"]
    sources = sorted(set(_source(state.lumps[is_changed])))
    transaction.run("lumps/delete_lumps", **keys, import_ids=sources)
    _insert(transaction, keys, left.lumps[_is_deleted(left.lumps, sources)])


def _arrange(
    transaction: Transaction, keys: Row, came: pd.DataFrame, *, is_last: bool = False, is_fresh: bool = False
) -> None:
    """Writes what came in its lumps.

    All that was cast one by one online is written anew with it: rows of their own would show in which order ballots
    came.
    """
    state, is_file = round_state(transaction, keys), bool(came["import_id"].notna().any())
    cells = arranged(came, state, is_file=is_file, is_last=is_last, is_fresh=is_fresh).cells
    sources = [] if is_file else [ONLINE]
    transaction.run("lumps/delete_lumps", **keys, import_ids=sources)
    _insert(transaction, keys, joined(state.lumps[_is_deleted(state.lumps, sources) & ~state.is_waiting], cells))


def _is_deleted(lumps: pd.DataFrame, sources: list[str]) -> "pd.Series[bool]":
    """Which cells `lumps/delete_lumps` takes out. sources: imports; ONLINE for what was cast one by one online."""
    return lumps["lump_no"].le(WAITING) | _source(lumps).isin(sources)


def _source(lumps: pd.DataFrame) -> "pd.Series[str]":
    return lumps["import_id"].fillna(ONLINE)


def _insert(transaction: Transaction, keys: Row, cells: pd.DataFrame) -> None:
    days = {name: pd.to_datetime(cells[name]) for name in ("cast_on", "counted_on")}
    by = [*CELL, "lump_no", "counted_on"]
    rows = cells.assign(**days).groupby(by, dropna=False, as_index=False)["answer_count"].sum()
    transaction.insert("lumps/insert_lumps", _table(rows.assign(**keys)))


def _table(cells: pd.DataFrame) -> pa.Table:
    """The cells as a table to be written; a column of imports that are all None would have no type."""
    table = pa.Table.from_pandas(cells, preserve_index=False)
    place = table.column_names.index("import_id")
    return table.set_column(place, "import_id", table[place].cast(pa.string()))


def arranged(
    came: pd.DataFrame, state: RoundState, *, is_file: bool, is_last: bool = False, is_fresh: bool = False
) -> Arranged:
    """Divides what came: CELL and answer_count, of one import or (is_file False) online.

    is_last: nothing more comes. is_fresh: as in `arrive`.
    """
    open_criteria = {*came["criterion_id"], *state.waiting["criterion_id"], *state.sleeping["criterion_id"]}
    first_no = last_no = state.last_no
    chosen, held_back = list[pd.DataFrame](), set[str]()
    for cells in _ways_to_divide(came, state, is_file=is_file, is_last=is_last, is_fresh=is_fresh):
        revealed = _revealed_by(cells[cells["criterion_id"].isin(open_criteria)], state)
        mine = cells[cells["criterion_id"].isin(open_criteria - revealed)]
        is_asleep = mine["lump_no"] < MENDED
        lump = mine["lump_no"].mask(is_asleep, asleep(mine["lump_no"]))
        lump = lump.where(lump <= first_no, lump + last_no - first_no)
        chosen.append(mine.assign(lump_no=lump.mask(is_asleep, asleep(lump))))
        last_no = max(last_no, max(lump, default=0))
        held_back |= revealed
        open_criteria = revealed
        if not open_criteria:
            break
    return Arranged(joined(*chosen), frozenset(held_back))


def _revealed_by(cells: pd.DataFrame, state: RoundState) -> set[str]:
    """The criteria whose new lumps would reveal someone."""
    fresh = cells[cells["lump_no"] > WAITING]
    if fresh.empty or not state.shown.states:
        return set()
    mine = state.counting[state.counting["criterion_id"].isin(fresh["criterion_id"])]
    return state.shown.revealed_by(pd.concat([mine, fresh[STATE]], ignore_index=True), min(fresh["counted_on"]))


def _ways_to_divide(
    came: pd.DataFrame, state: RoundState, *, is_file: bool, is_last: bool, is_fresh: bool
) -> Iterator[pd.DataFrame]:
    """Ways to divide what came, the one that shows most first; the last shows nothing of it.

    A file after others that are gone keeps their lumps, with the rest of broken ones or without; what is left of it is
    divided or, if that reveals someone, waits. The lumps that are asleep wake or, if that reveals someone, sleep on.
    """
    is_again = is_file and not is_fresh and len(state.gone) > 0
    compared = (True, False) if is_again else (None,)
    sleeping = _days_of(state.sleeping)

    @cache
    def kept(in_part: bool | None) -> tuple[pd.DataFrame, pd.DataFrame]:
        """What stays in lumps shown before, and the rest. in_part: as in `kept_lumps`; None: nothing stays."""
        if in_part is None:
            return came.iloc[:0].assign(lump_no=0, counted_on=None), came
        together, scored = state.shown.together(), state.shown.scored
        return kept_lumps(came, state.gone, state.last_no, together, scored, in_part=in_part)

    for is_divided, in_part, is_awake in product((True, False), compared, (True, False) if len(sleeping) else (True,)):
        again, rest = kept(in_part)
        divided = (
            _divided(rest, again, state, is_file=is_file, is_last=is_last) if is_divided else _waiting(rest, state)
        )
        yield joined(again, sleeping if is_awake else _asleep(sleeping), divided)
    again, rest = kept(compared[0])
    yield joined(_asleep(again), _asleep(sleeping), _waiting(rest, state))


def _days_of(lumps: pd.DataFrame) -> pd.DataFrame:
    """The lumps with their days as dates, however they were read."""
    return dated(lumps).assign(counted_on=pd.to_datetime(lumps["counted_on"]).dt.date)


def _asleep(lumps: pd.DataFrame) -> pd.DataFrame:
    return lumps.assign(lump_no=asleep(lumps["lump_no"]))


def _divided(
    came: pd.DataFrame, again: pd.DataFrame, state: RoundState, *, is_file: bool, is_last: bool
) -> pd.DataFrame:
    """What came and what waits in lumps, as far as there is enough of it. again: what stays in lumps beside it."""
    held, scored = joined(state.held, again.assign(is_online=False)[state.held.columns]), state.shown.scored
    came, waiting = _valued(came, scored), _valued(state.waiting, scored)
    return parted_cells(came, waiting, held, state.last_no, is_file=is_file, is_last=is_last)


def _waiting(came: pd.DataFrame, state: RoundState) -> pd.DataFrame:
    """What came and what waits, all of it waiting."""
    lacking = came["answer_count"].lt(0).groupby([came["criterion_id"], came["group_label"]]).transform("any")
    came = came.assign(lump_no=np.where(lacking, MENDED, WAITING))
    return joined(dated(state.waiting), dated(came)).assign(counted_on=None)


def _valued(cells: pd.DataFrame, scored: Scored) -> pd.DataFrame:
    """The cells with the number of valid answers (valid_count)."""
    pairs = zip(cells["criterion_id"], cells["rank"], strict=True)
    is_valid = np.array([(name, int(rank)) in scored for name, rank in pairs], dtype=bool)
    count = cells["answer_count"].astype("int64")
    return dated(cells).assign(answer_count=count, valid_count=count.where(is_valid, 0))

"""数据导入: small differences between a file and what was shown of earlier ones, reported before it is imported."""

import dataclasses
from collections.abc import Callable, Collection, Iterable

import pandas as pd

from board.evaluation.arriving import arranged
from board.evaluation.lumps import BALLOTS
from board.evaluation.replacing import holds_again
from board.evaluation.round_state import round_state
from board.evaluation.smallest import SMALLEST_GROUP
from board.store.store import Row, Store

# The id of an import that isn't there yet.
_COMING = "coming"


def slight_words(store: Store, keys: Row, replaced: Collection[str], came: Callable[[], pd.DataFrame]) -> str:
    """A notice of a few answers that differ from those shown, and what happens to them; empty if there are none.

    keys: activity_id and round_id. replaced: imports that it replaces. came: as in `evaluation.lumps.cells_of`, counted
    when needed.
    """
    state = round_state(store, keys)
    if replaced:
        state = state.replacing(replaced)
    if state.gone.empty and not state.shown.states:
        return ""
    coming = came().assign(import_id=_COMING)
    if coming["cast_on"].nunique() == 1:
        shown = dataclasses.replace(state.shown, undated=state.shown.undated | {_COMING})
        state = dataclasses.replace(state, shown=shown)
    outcome = arranged(coming, state, is_file=True)
    mine = outcome.cells[outcome.cells["import_id"] == _COMING]
    if not outcome.held_back and not (mine["answer_count"] < 0).any():
        return ""
    return (
        f"和{'换掉的' if replaced else '以前计入过、后来撤销或换掉的'}相比，有的项目只差不到 {SMALLEST_GROUP} 个回答。"
        "这几处先存着，结果仍按原来的算，等有别的票能一起计入时再更正，免得有人从前后数字的变化推知改了谁的。"
    )


def exported_again(
    rows: Callable[..., list[Row]],
    keys: Row,
    counting: Iterable[Row],
    came: Callable[[], pd.DataFrame],
    valid_count: int,
) -> Row | None:
    """The counted import of a round that a file seems to be a later export of; None if there is none.

    keys: activity_id and round_id. counting: rows of `imports/by_activity`. came: as in `slight_words`. valid_count:
    valid ballots of the file.
    """
    likely = [row for row in counting if _is_of_a_size(row["row_count"], valid_count)]
    lumps = pd.DataFrame(rows("lumps/lumps", **keys)) if likely else pd.DataFrame()
    for row in likely if len(lumps) else ():
        held = lumps[lumps["import_id"] == row["import_id"]]
        if (held["criterion_id"] != BALLOTS).any() and holds_again(came(), held):
            return row
    return None


def _is_of_a_size(count: int, valid_count: int) -> bool:
    return count >= SMALLEST_GROUP and count - SMALLEST_GROUP < valid_count < 2 * count

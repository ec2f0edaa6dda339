"""数据导入: what a file has in common with what was shown of others before it, told before it is brought in."""

from collections.abc import Callable, Collection, Iterable

import pandas as pd

from board.db import Row, Store
from board.evaluation_lumps import BALLOTS, WAITING, scored_of
from board.evaluation_replacing import SMALLEST_GROUP, holds_again, is_slight, together_of


def slight_words(store: Store, keys: Row, replaced: Collection[str], came: Callable[[], pd.DataFrame]) -> str:
    """What becomes of a few answers of those that were shown, where a file puts them right or leaves them out; empty
    for nothing.

    keys: activity_id and round_id. replaced: imports it takes the place of. came: as of `evaluation_lumps.cells_of`,
    counted when needed.
    """
    counting, gone = store.read("evaluation/lumps", **keys), store.read("evaluation/gone_lumps", **keys)
    others = counting[~counting["import_id"].isin(replaced) | (counting["lump_no"] <= WAITING)]
    leaving = counting[~counting["lump_no"].isin(others["lump_no"])]
    before = pd.concat([part for part in (leaving, gone) if len(part)] or [gone], ignore_index=True)
    together = together_of(store.rows("evaluation/import_spans", **keys))
    scored = scored_of(store.read("evaluation/scale", activity_id=keys["activity_id"]))
    if before.empty or not is_slight(came(), before, together, scored):
        return ""
    return (
        f"和{'换掉的' if replaced else '以前计入过、后来撤销或换掉的'}相比，有的项目只改了或少了不到 {SMALLEST_GROUP} "
        "个回答。这几处先存着，结果仍按原来的算，等有别的票能一起计入时再更正，免得有人从前后数字的变化推知改了谁的。"
    )


def exported_again(
    rows: Callable[..., list[Row]],
    keys: Row,
    counting: Iterable[Row],
    came: Callable[[], pd.DataFrame],
    valid_count: int,
) -> Row | None:
    """The import, of those of a round that count, that a file looks like a later export of; None for none.

    keys: activity_id and round_id. counting: rows of `imports/by_activity`. came: as of `slight_words`. valid_count:
    valid ballots of the file.
    """
    for row in counting:
        count = row["row_count"]
        if count < SMALLEST_GROUP or not count - SMALLEST_GROUP < valid_count < 2 * count:
            continue
        held = pd.DataFrame(rows("evaluation/lumps", **keys))
        held = held[held["import_id"] == row["import_id"]] if len(held) else held
        if len(held) and (held["criterion_id"] != BALLOTS).any() and holds_again(came(), held):
            return row
    return None

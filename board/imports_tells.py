"""数据导入: what a file would tell of a few ballots to who remembers the figures, in words, before it is brought in."""

from collections.abc import Callable, Collection

import pandas as pd

from board.db import Row, Store
from board.evaluation_lumps import BALLOTS, WAITING
from board.evaluation_replacing import SMALLEST_GROUP, holds_again, is_slight


def slight_words(store: Store, keys: Row, replaced: Collection[str], came: Callable[[], pd.DataFrame]) -> str:
    """What a file tells by putting right or leaving out a few answers that were shown; empty for nothing.

    keys: activity_id and round_id. replaced: imports it takes the place of. came: its answers, counted when needed.
    """
    counting, gone = store.read("evaluation/lumps", **keys), store.read("evaluation/gone_lumps", **keys)
    others = counting[~counting["import_id"].isin(replaced) | (counting["lump_no"] <= WAITING)]
    leaving = counting[~counting["lump_no"].isin(others["lump_no"])]
    before = pd.concat([part for part in (leaving, gone) if len(part)] or [gone], ignore_index=True)
    before = before[before["criterion_id"] != BALLOTS]
    if before.empty or not is_slight(came(), before):
        return ""
    return (
        f"和{'换掉的' if replaced else '以前计入过、后来撤销或换掉的'}相比，有的项目只改了或少了不到 {SMALLEST_GROUP} "
        "个回答。更正以后结果随之改变，记得原来数字的人能推知改了、少了什么；只是补收了几张的，不会这样。"
    )


def again_words(
    store: Store, keys: Row, replaced: Collection[str], came: Callable[[], pd.DataFrame], valid_count: int
) -> list[str]:
    """Each import that counts and that a file with so many valid ballots, which is to be added to it, looks like a
    later export of. The others as of `slight_words`."""
    lumps, said = store.read("evaluation/lumps", **keys), []
    for import_id, held in lumps[~lumps["import_id"].isin(replaced)].groupby("import_id"):
        is_ballot = held["criterion_id"] == BALLOTS
        more = valid_count - int(held[is_ballot]["answer_count"].sum())
        if 0 < more < SMALLEST_GROUP and holds_again(came(), held[~is_ballot]):
            said.append(
                f"{import_id} 的回答这个文件里全有，只多 {more} 张，像是同一份重新导出的。如果是，请选“换掉这一轮以前"
                f"导入的”：加进去会算两次，再撤销 {import_id}，记得原来数字的人能推知多出来的是怎么答的。"
            )
    return said

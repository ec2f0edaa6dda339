"""群众评议: the stored totals of ballots and answers, from which every figure is read.

They follow from what is held (ballots one by one, and tallies) without imports that don't count, so they can be
recounted, and checked, at any time.
"""

from collections import Counter
from typing import Any

import pandas as pd
import pyarrow as pa

from board.evaluation import arriving
from board.importing.totals import ANSWER_KEYS, BALLOT_KEYS, merged
from board.store.store import Row, Store, Transaction

_BY = {"ballot": BALLOT_KEYS, "answer": ANSWER_KEYS}


def add(
    transaction: Transaction,
    keys: Row,
    ballots: pd.DataFrame,
    answers: pd.DataFrame,
    import_id: str | None = None,
    *,
    is_fresh: bool = False,
) -> None:
    """Updates a round's totals with what has just been added by an import or, one by one, online (import_id None).

    `keys`: activity_id and round_id. ballots: BALLOT_KEYS and ballot_count; answers: ANSWER_KEYS and answer_count.
    is_fresh: as in `evaluation.arriving.arrive`.
    """
    arriving.arrive(transaction, keys, ballots, answers, import_id, is_fresh=is_fresh)
    for each, added in (("ballot", ballots), ("answer", answers)):
        if added.empty:
            continue
        held = transaction.read(f"evaluation/{each}_totals", **keys)
        _replace(transaction, keys, each, merged(held, added, _BY[each], f"{each}_count"))


def recount(transaction: Transaction, keys: Row) -> None:
    """Recounts a round's totals from what is held of it, when imports stopped counting or came back.

    `keys`: activity_id and round_id.
    """
    arriving.leave(transaction, keys)
    for each in _BY:
        counted = transaction.read(f"evaluation/recounted_{each}s", **keys)
        _replace(transaction, keys, each, counted.drop(columns="round_id"))


def _replace(transaction: Transaction, keys: Row, each: str, totals: pd.DataFrame) -> None:
    transaction.run(f"evaluation/delete_{each}_totals", **keys)
    rows = pa.Table.from_pandas(totals.assign(**keys), preserve_index=False)
    transaction.insert(f"evaluation/insert_{each}_totals", rows)


def wrong_totals(store: Store, activity_id: str) -> pd.DataFrame:
    """One row per stored total that a recount doesn't confirm (side `kept`) or that is missing (side `recounted`).

    Empty if all is well. Read from the ballots themselves, so it takes longer the more there are.
    """
    return pd.DataFrame([row for each in _BY for row in _differing(store, activity_id, each)])


def _differing(store: Store, activity_id: str, each: str) -> list[Row]:
    kept = _by_row(store.rows(f"evaluation/kept_{each}s", activity_id=activity_id))
    recounted = _by_row(store.rows(f"evaluation/recounted_{each}s", activity_id=activity_id, round_id=None))
    sides = {"kept": kept - recounted, "recounted": recounted - kept}
    return [{"side": side, **dict(row)} for side, rows in sides.items() for row in rows.elements()]


def _by_row(rows: list[Row]) -> "Counter[tuple[tuple[str, Any], ...]]":
    return Counter(tuple(row.items()) for row in rows)

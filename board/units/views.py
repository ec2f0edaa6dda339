"""The tree of units as shown, and a table of units as it is imported."""

from collections.abc import Iterable, Iterator
from datetime import date

import pandas as pd

from board.errors import BoardError
from board.importing.ledgers.file import LedgerRow
from board.importing.ledgers.kinds import UNITS
from board.importing.ledgers.reading import read_ledger
from board.store.frames import kept
from board.store.store import Row, Store
from board.units.tree import below_counts, is_below_another, keys_of, paths, units_on
from board.words import UNIT_KIND

_NO = frozenset({"否", "不", "0", "n", "no"})
NO_KEY, HAS_KEY, FORWARDED, NOT_ASKED = "还没有登记密钥", "已登记密钥", "下级转报", "不上报"


@kept
def shown(store: Store, as_of: date) -> pd.DataFrame:
    """One row per unit on a day, in the order of the tree: unit_id, name, kind_word, parent_id, is_reporting,
    opened_on, path (from the top), below_count (units under it), state (of its key), tags (the same, as tags)."""
    units = units_on(store, as_of)
    keys, place, below = keys_of(store), paths(units), below_counts(units)
    unit_ids = units["unit_id"].tolist()
    states = [
        _state(unit_id, unit_id in keys) if reports else NOT_ASKED
        for unit_id, reports in zip(unit_ids, units["is_reporting"].tolist(), strict=True)
    ]
    tags = {state: [state] for state in set(states)}
    rows = units.assign(
        kind_word=units["kind"].map(UNIT_KIND),
        path=pd.Series([place[each] for each in unit_ids], units.index, dtype="str"),
        below_count=[below[each] for each in unit_ids],
        state=pd.Series(states, units.index, dtype="str"),
        tags=pd.Series([tags[state] for state in states], units.index, dtype=object),
    )
    return rows.sort_values("path", kind="stable", ignore_index=True)


def _state(unit_id: str, has_key: bool) -> str:
    return FORWARDED if is_below_another(unit_id) else HAS_KEY if has_key else NO_KEY


def read_table(content: bytes) -> list[Row]:
    """The units in an Excel or CSV file with the heads of `importing.ledgers.kinds.UNITS`.

    Raises BoardError with the first row that isn't right, and for a file that can't be read.
    """
    file = read_ledger(content, UNITS)
    if not file.rows:
        raise BoardError("表里没有单位", "表头下面一行也没有。", "请照模板一行写一个单位。")
    if file.problems:
        first = file.problems[0]
        raise BoardError("表读不全", f"第 {first.row} 行：{first.what}。", first.remedy)
    return list(_rows(file.rows))


def _rows(rows: Iterable[LedgerRow]) -> Iterator[Row]:
    kinds = {word: code for code, word in UNIT_KIND.items()}
    met: dict[str, int] = {}
    for row in rows:
        unit_id, kind = (row.texts.get(name, "").strip() for name in ("unit_id", "kind"))
        if kind not in kinds:
            message = f"第 {row.number} 行的类别是“{kind[:20]}”。"
            raise BoardError("类别认不出", message, f"只能是{'、'.join(kinds)}。")
        if unit_id in met:
            raise BoardError("编号重复", f"第 {row.number} 行和第 {met[unit_id]} 行的编号一样。", "请改好再导入。")
        met[unit_id] = row.number
        reports = row.texts.get("is_reporting", "").strip().lower() not in _NO
        texts = {name: row.texts.get(name, "").strip() for name in ("name", "parent_id")}
        yield {"unit_id": unit_id, "kind": kinds[kind], "is_reporting": reports, **texts}

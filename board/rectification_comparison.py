"""What changed in the ledger between the ends of two days: which items came, went and moved, and in which cells."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from board import rectification
from board.activities import called
from board.db import Store
from board.frames import kept
from board.rectification_changes import LABELS, Changed, changed, summary
from board.rectification_flags import with_flags
from board.words import ITEM_ACTION

MARKS = ("新增", "恢复", "退回", "重启", "延期", "销号", "变化", "移出")

# The actions that give an item its mark, whatever became of it afterwards, and whose reasons are told.
_ACTION_OF = {
    "新增": "add",
    "恢复": "restore",
    "退回": "send_back",
    "重启": "reopen",
    "延期": "postpone",
    "变化": "edit",
}
# What a mark already says of an item; 变化 is what changed besides.
_TOLD_BY = {
    "退回": frozenset({"status", "percent", "submitted_on", "people_view"}),
    "重启": frozenset({"status", "percent", "submitted_on", "closed_on", "people_view"}),
    "延期": frozenset({"due_on"}),
    "销号": frozenset(
        {"status", "percent", "progress", "proof", "submitted_on", "closed_on", "people_view", "verifier_id"}
    ),
}
Cells = dict[str, tuple[Changed, ...]]


@kept
def compared(store: Store, activity_id: str, as_of: date, compare_on: date) -> pd.DataFrame:
    """One row per item that stood in the ledger at the end of either day, or that came and went between, by number.

    item_id; marks (list of str, in the order of MARKS; empty: nothing changed); changes (tuple of Changed, of items
    that stood on both days) and changes_text; was, stands (bool: stood then, stands now); reason (given for what the
    marks say, the newest of each; "" where none was). `compare_on` is the earlier day.

    退回, 重启 and 恢复 are told wherever they happened between, 延期 where a date was put off or is later than it was,
    销号 where an item is closed that wasn't, or was in between reopened. 变化 is what no other mark says. What a batch
    did and its undoing took back is no change.
    """
    was, now = (rectification.items(store, activity_id, day) for day in (compare_on, as_of))
    steps = store.read("rectification_comparison/steps", activity_id=activity_id, as_of=as_of, compare_on=compare_on)
    gone = _gone(store, activity_id, as_of, compare_on)
    cells = _cells(was, now, called(store, activity_id))
    hits = _hits(was, now, steps, gone)
    hits["变化"] = [_is_news(item_id, cells, row) for item_id, row in zip(hits.index, _marks(hits), strict=True)]
    found = [cells.get(item_id, ()) for item_id in hits.index]
    marks = _marks(hits)
    return pd.DataFrame(
        {
            "item_id": hits.index,
            "marks": pd.Series(marks, dtype=object),
            "changes": pd.Series(found, dtype=object),
            "changes_text": pd.Series([summary(each) for each in found], dtype="str"),
            "was": hits.index.isin(was["item_id"]),
            "stands": hits.index.isin(now["item_id"]),
            "reason": pd.Series(_reasons(hits.index, marks, steps, gone), dtype="str"),
        }
    )


@kept
def removed(store: Store, activity_id: str, as_of: date, compare_on: date) -> pd.DataFrame:
    """One row per item of `compared` that doesn't stand any more, as it stood when it went, what came and went too.

    The columns of `rectification.items`, flags as of `as_of`; reason; actor_name (who took it out), happened_at (when).
    """
    gone = _gone(store, activity_id, as_of, compare_on)
    listed = compared(store, activity_id, as_of, compare_on)
    left = gone["item_id"].isin(listed[~listed["stands"]]["item_id"])
    return with_flags(gone[left].reset_index(drop=True), as_of)


def _gone(store: Store, activity_id: str, as_of: date, compare_on: date) -> pd.DataFrame:
    gone = store.read("rectification_comparison/removed", activity_id=activity_id, as_of=as_of, compare_on=compare_on)
    # An item that a batch registered goes when the batch is undone; the event then keeps what the batch was called.
    undone = f"{ITEM_ACTION['undo']}：" + gone["reason"]
    return gone.assign(reason=gone["reason"].mask(gone["action"] == "undo", undone)).drop(columns="action")


def mark_counts(found: pd.DataFrame) -> dict[str, int]:
    """How many items carry each mark, in the order of MARKS. Takes what `compared` gives, or rows of it."""
    marks = found["marks"].explode()
    return {mark: int((marks == mark).sum()) for mark in MARKS}


def _hits(was: pd.DataFrame, now: pd.DataFrame, steps: pd.DataFrame, gone: pd.DataFrame) -> pd.DataFrame:
    """One row per item of the comparison, by its id; one column per mark: whether the item carries it."""
    took = {mark: set(steps[steps["action"] == action]["item_id"]) for mark, action in _ACTION_OF.items()}
    left = set(gone["item_id"]) & (set(was["item_id"]) | took["新增"] | took["恢复"])
    items = _ordered({*was["item_id"], *now["item_id"], *left})
    stood, stands = items.isin(was["item_id"]), items.isin(now["item_id"])
    closed, due_on = (_then_and_now(items, was, now, column) for column in ("is_closed", "due_on"))
    has = {mark: items.isin(found) for mark, found in took.items()}
    is_closed = closed["now"].eq(True).to_numpy()
    was_closed = closed["then"].eq(True).to_numpy()
    marks = {
        **{mark: has[mark] for mark in ("退回", "重启")},
        "新增": ~stood & has["新增"],
        "恢复": has["恢复"] | (~stood & stands & ~has["新增"]),
        "延期": has["延期"] | (due_on["now"] > due_on["then"]).to_numpy(),
        "销号": is_closed & (~was_closed | has["重启"]),
        "变化": False,
        "移出": ~stands,
    }
    return pd.DataFrame(marks, index=items)[list(MARKS)]


def _ordered(item_ids: Iterable[str]) -> pd.Index:
    return pd.Index(sorted(item_ids, key=lambda item_id: (len(item_id), item_id)), dtype=object)


def _then_and_now(items: pd.Index, was: pd.DataFrame, now: pd.DataFrame, column: str) -> dict[str, pd.Series]:
    sides = {"then": was, "now": now}
    return {name: frame.set_index("item_id")[column].reindex(items) for name, frame in sides.items()}


def _cells(was: pd.DataFrame, now: pd.DataFrame, names: dict[str, str]) -> Cells:
    """Item → its cells that differ. A state with the same seq is the same state, so most items need no look."""
    before, after = was.set_index("item_id"), now.set_index("item_id")
    both = before.index.intersection(after.index)
    moved = both[before.loc[both, "seq"].to_numpy() != after.loc[both, "seq"].to_numpy()]
    before, after = before.loc[moved], after.loc[moved]
    found: dict[str, list[Changed]] = {}
    for column in LABELS:
        differs = ((before[column] != after[column]) & (before[column].notna() | after[column].notna())).to_numpy()
        cells = (values[differs].tolist() for values in (moved, before[column], after[column]))
        for item_id, old, new in zip(*cells, strict=True):
            change = changed(column, old, new, names)
            if change is not None:
                found.setdefault(item_id, []).append(change)
    return {item_id: tuple(each) for item_id, each in found.items()}


def _marks(hits: pd.DataFrame) -> list[list[str]]:
    return [[mark for mark, hit in zip(MARKS, row, strict=True) if hit] for row in hits.to_numpy()]


def _is_news(item_id: str, cells: Cells, marks: list[str]) -> bool:
    """Whether something changed that the item's other marks don't say."""
    told = frozenset[str]().union(*(_TOLD_BY.get(mark, frozenset()) for mark in marks))
    return any(change.column not in told for change in cells.get(item_id, ()))


def _reasons(items: pd.Index, marks: list[list[str]], steps: pd.DataFrame, gone: pd.DataFrame) -> list[str]:
    """The reasons given for the marks of each item; which is which is said where there are several."""
    mark_of = {action: mark for mark, action in _ACTION_OF.items()}
    told = pd.concat([steps.assign(mark=steps["action"].map(mark_of)), gone.assign(mark="移出")])
    told = told[told["reason"] != ""]
    given = dict(zip(zip(told["item_id"], told["mark"], strict=True), told["reason"], strict=True))
    return [
        _joined([(mark, given[item_id, mark]) for mark in carried if (item_id, mark) in given])
        for item_id, carried in zip(items, marks, strict=True)
    ]


def _joined(reasons: list[tuple[str, str]]) -> str:
    if len(reasons) == 1:
        return reasons[0][1]
    return "；".join(f"{mark}：{reason}" for mark, reason in reasons)

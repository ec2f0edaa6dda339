"""Submissions as shown: what leaves in words, the states that were frozen, and those that a collector took."""

import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from board.numbers import rate_text
from board.store.store import Row, Store
from board.submissions import collected, freezing
from board.submissions.shape import FIGURES, SECTION_WORDS
from board.units.tree import seen, units_on

_MANY = 500  # submissions since what is kept: with more all are read
WAITS, TAKEN, NOT_TAKEN = "等回执", "已收到", "没有收"
WAY = {"sent": "网上送来", "file": "文件导入", "forwarded": "下级转报"}


def figures_in_words(sections: Mapping[str, list[Row]]) -> pd.DataFrame:
    """One row per figure that leaves: figure (in words), value."""
    rows = [(FIGURES[row["figure"]], rate_text(row["numerator"], row["base"])) for row in sections["figures"]]
    return pd.DataFrame(rows, columns=["figure", "value"])


def sections_in_words(sections: Mapping[str, list[Row]]) -> pd.DataFrame:
    """One row per section that leaves: section (in words), row_count."""
    rows = [(word, len(sections[name])) for name, word in SECTION_WORDS.items() if name in sections]
    return pd.DataFrame(rows, columns=["section", "row_count"])


def texts(sections: Mapping[str, list[Row]]) -> list[str]:
    """Every text that leaves and that somebody typed: titles of items and papers, themes."""
    found = [row["title"] for name in ("items", "papers") for row in sections[name] if row["title"]]
    return [*found, *(row["label"] for row in sections["themes"] if row["kind"] == "theme")]


def as_file(sections: Mapping[str, list[Row]]) -> str:
    """All that leaves, to read: the sections as they go into the file, on lines of their own."""
    return json.dumps(dict(sections), ensure_ascii=False, sort_keys=True, indent=1)


def own_shown(store: Store, activity_id: str) -> pd.DataFrame:
    """One row per frozen state, the newest first: sha256, number, unit_id, as_of, happened_at, actor_name, what (更正第
    几号 and why), tags (state), answered_at, refusal, receipt."""
    rows = freezing.own(store, activity_id)
    columns = ["sha256", "number", "unit_id", "as_of", "happened_at", "actor_name", "answered_at", "refusal", "receipt"]
    frame = pd.DataFrame(rows, columns=[*columns, "corrects", "reason"])
    return frame.assign(
        what=[_correction(row["corrects"], row["reason"]) for row in rows],
        tags=pd.Series([[_state(row)] for row in rows], frame.index, dtype=object),
        as_of=pd.to_datetime(frame["as_of"]),
    )


def _state(row: Row) -> str:
    return TAKEN if row["receipt"] else NOT_TAKEN if row["refusal"] else WAITS


def _correction(corrects: Any, reason: str) -> str:
    return "" if pd.isna(corrects) else f"更正第 {int(corrects)} 号：{reason}"


@dataclass(frozen=True, eq=False)
class _Shown:
    """The submissions taken, with the names that units had then. first: its oldest part, which is read once.

    units, ways: whose they are, and how they came.
    """

    rows: pd.DataFrame
    names: Mapping[str, str]
    first: pd.DataFrame
    units: frozenset[str]
    ways: frozenset[str]


def taken_shown(store: Store, activity_id: str) -> pd.DataFrame:
    """One row per submission taken, the newest first: submission_no, unit_id, unit_name, number, as_of, received_at,
    way_word, what (更正第几号 and why), sha256."""
    return _taken(store, activity_id).rows.copy(deep=False)


def taken_of(store: Store, activity_id: str) -> tuple[int, list[str]]:
    """Of how many units submissions were taken, and in which ways (`WAY`)."""
    found = _taken(store, activity_id)
    return len(found.units), [word for word in WAY.values() if word in found.ways]


def _taken(store: Store, activity_id: str) -> _Shown:
    key = ("submissions.taken_shown", activity_id)
    found: _Shown = store.cached(key, lambda given: _shown(given, activity_id, key), is_part=True)
    return found


def _shown(store: Store, activity_id: str, key: Hashable) -> _Shown:
    """The submissions taken: those since they were shown last before the rest; all anew if units have other names."""
    before: _Shown | None = None if store.within() else store.former(key)[0]
    if before and len(before.first):
        new = collected.listed(store, activity_id, int(before.first["submission_no"].iloc[0]))
        if 0 < len(new) <= _MANY and before.names == _names(store, new):
            new = _worded(new, before.names)
            rows = pd.concat([new, before.first], ignore_index=True)
            units, ways = before.units | {*new["unit_id"]}, before.ways | {*new["way_word"]}
            return _Shown(rows, before.names, before.first, units, ways)
    every = seen(store, collected.listed(store, activity_id))
    rows = _worded(every, names := _names(store, every))
    return _Shown(rows, names, rows, frozenset(rows["unit_id"].unique()), frozenset(rows["way_word"].unique()))


def _names(store: Store, rows: pd.DataFrame) -> dict[str, str]:
    """The names of units on the day of the last submission."""
    day = rows["received_at"].max().date() if len(rows) else pd.Timestamp.max.date()

    def make() -> dict[str, str]:
        named = units_on(store, day)
        return dict(zip(named["unit_id"].tolist(), named["name"].tolist(), strict=True))

    names: dict[str, str] = store.cached(("submissions.names", day), make)
    return names


def _worded(rows: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    return rows.assign(
        unit_name=[names.get(each, each) for each in rows["unit_id"].tolist()],
        way_word=pd.Series([WAY[way] for way in rows["way"].tolist()], rows.index, dtype="str"),
        what=[_correction(*each) for each in zip(rows["corrects"].tolist(), rows["reason"].tolist(), strict=True)],
    )

"""Submissions as shown: what leaves in words, the states that were frozen, and those that a collector took."""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from board.numbers import rate_text
from board.store.frames import kept
from board.store.store import Row, Store
from board.submissions import collected, freezing
from board.submissions.shape import FIGURES, SECTION_WORDS
from board.units.tree import seen, units_on

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


@kept
def taken_shown(store: Store, activity_id: str) -> pd.DataFrame:
    """One row per submission taken, the newest first: submission_no, unit_id, unit_name, number, as_of, received_at,
    way_word, what (更正第几号 and why), sha256."""
    rows = seen(store, collected.every(store, activity_id))
    named = units_on(store, rows["received_at"].max().date()) if len(rows) else units_on(store, pd.Timestamp.max.date())
    names = dict(zip(named["unit_id"], named["name"], strict=True))
    return rows.assign(
        unit_name=[names.get(each, each) for each in rows["unit_id"]],
        way_word=rows["way"].map(WAY),
        what=[_correction(*each) for each in zip(rows["corrects"], rows["reason"], strict=True)],
    )

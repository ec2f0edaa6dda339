"""Counts ballots for the totals that pages show: pure sums of a checked table, in linear time."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

FACTS = ("group_label", "way", "cast_on", "is_void")
BALLOT_KEYS = ["group_label", "way", "cast_on", "is_void"]
ANSWER_KEYS = ["group_label", "way", "cast_on", "criterion_id", "rank"]


def criterion_columns(ballots: pa.Table) -> list[str]:
    """The criteria that a table of ballots answers: its columns other than the ballots' facts."""
    return [name for name in ballots.column_names if name not in FACTS]


def count_ballots(ballots: pa.Table) -> pd.DataFrame:
    """One row per group, way, day and voidness: `ballot_count`."""
    return _counted(ballots, BALLOT_KEYS, "ballot_count")


def count_answers(ballots: pa.Table) -> pd.DataFrame:
    """One row per group, way, day, criterion and rank (0: blank) of the valid ballots: `answer_count`."""
    parts = [_criterion_answers(ballots, criterion_id) for criterion_id in criterion_columns(ballots)]
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=[*ANSWER_KEYS, "answer_count"])


def _criterion_answers(ballots: pa.Table, criterion_id: str) -> pd.DataFrame:
    """One row per group, way, day and rank of a criterion; void ballots drop out, as they hold no rank."""
    columns = ["group_label", "way", "cast_on", criterion_id]
    counted = _counted(ballots, columns, "answer_count").dropna(subset=[criterion_id])
    counted = counted.rename(columns={criterion_id: "rank"})
    return counted.assign(criterion_id=criterion_id, rank=counted["rank"].astype(int))[[*ANSWER_KEYS, "answer_count"]]


def _counted(ballots: pa.Table, columns: list[str], count: str) -> pd.DataFrame:
    """One row per combination of values.

    Each column has few distinct codes, so a combination is one number and counting is adding.
    """
    combined = np.zeros(ballots.num_rows, np.int64)
    values: list[list[Any]] = []
    for name in columns:
        codes, known = _codes(ballots[name].combine_chunks())
        combined = combined * len(known) + codes
        values.append(known)
    sizes = [len(known) for known in values]
    counts = np.bincount(combined, minlength=1)
    present = np.flatnonzero(counts)
    places = np.unravel_index(present, sizes) if len(present) else [present] * len(sizes)
    frame = {name: [known[place] for place in at] for name, known, at in zip(columns, values, places, strict=True)}
    return pd.DataFrame({**frame, count: counts[present]})


def _codes(column: pa.Array) -> tuple[Any, list[Any]]:
    encoded = column if pa.types.is_dictionary(column.type) else pc.dictionary_encode(column, null_encoding="encode")
    return encoded.indices.to_numpy(), encoded.dictionary.to_pylist()


def merged(kept: pd.DataFrame, added: pd.DataFrame, keys: list[str], count: str) -> pd.DataFrame:
    """Two tables of totals added up: one row per key."""
    both = pd.concat([part for part in (kept, added) if len(part)], ignore_index=True)
    both["cast_on"] = pd.to_datetime(both["cast_on"]).dt.date
    return both.groupby(keys, as_index=False)[[count]].sum()

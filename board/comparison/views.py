"""各单位对比 as a table, and a unit's own sheet, in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from board.comparison.answer import value_text
from board.comparison.compared import ALIKE, HIGHER, WITHHELD, Comparison
from board.comparison.figures import FIGURES, POINTS
from board.evaluation.statistics import interval_text
from board.numbers import NOTHING, difference_text, rate_text
from board.store.frames import each_row
from board.store.store import Store
from board.units.tree import seen

ABSENT, OTHER = "没有上报", "评议项目不同"


def standing(verdicts: "pd.Series[str]", *, more_is_better: bool) -> "pd.Series[str]":
    """Which mark of the charts each verdict has: better, worse, alike."""
    is_better = verdicts.eq(HIGHER) == more_is_better
    return is_better.map({True: "better", False: "worse"}).where(~verdicts.isin([ALIKE, WITHHELD]), "alike")


def rows_of(code: str, found: Comparison) -> pd.DataFrame:
    """One row per unit, the lowest first: unit_id, name, parent_name, kind_word, verdict, and the numbers that `worded`
    puts into words."""
    rows = found.rows
    submitted = rows["points_total"] if code == POINTS else rows["numerator"]
    verdicts = rows["verdict"].where(submitted.notna(), ABSENT)
    return rows.assign(verdict=verdicts.mask(rows["is_other"].to_numpy() == True, OTHER))  # noqa: E712 - or missing


def rates(found: Comparison) -> Mapping[str, float]:
    """The rate of each unit."""
    return dict(zip(found.rows["unit_id"].tolist(), found.rows["rate"].tolist(), strict=True))


def worded(code: str, before: Mapping[str, float], rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `rows_of` with words: value, interval, group, since (the change since the day of the rates; '' for
    none)."""
    ends, numbers = (
        zip(rows["low"], rows["high"], strict=True),
        zip(rows["first_group"], rows["last_group"], strict=True),
    )
    return rows.assign(
        value=[
            NOTHING if pd.isna(rate) else value_text(code, rate, base)
            for rate, base in zip(rows["rate"], rows["base"], strict=True)
        ],
        interval=[_interval(code, *each) for each in ends],
        group=[_group(*each) for each in numbers],
        since=[
            _since(code, rate, before.get(unit_id, float("nan")))
            for rate, unit_id in zip(rows["rate"], rows["unit_id"], strict=True)
        ],
    )


def _interval(code: str, low: float, high: float) -> str:
    return f"{low * 100:.1f}～{high * 100:.1f}" if code == POINTS and not pd.isna(low) else interval_text(low, high)


def _group(first: float, last: float) -> str:
    if pd.isna(first):
        return NOTHING
    return f"第 {first:.0f} 组" if first == last else f"第 {first:.0f}～{last:.0f} 组"


def _since(code: str, rate: float, before: float) -> str:
    if pd.isna(before) or pd.isna(rate):
        return ""
    return f"{(rate - before) * 100:+.1f} 分" if code == POINTS else difference_text(rate, before)


def figures_of(store: Store, submission_no: int) -> dict[str, str]:
    """The figures of a submission in words: label → value with its base; those too small to be compared, too."""
    rows = store.read("comparison/figures_of", submission_no=submission_no)
    known = {row.figure: row for row in each_row(rows)}
    return {
        FIGURES[code].label: rate_text(known[code].numerator, known[code].base) for code in FIGURES if code in known
    }


def papers_of(store: Store, submission_no: int) -> pd.DataFrame:
    """One row per published paper of a submission: title, published_on, digest (its beginning)."""
    rows = store.read("comparison/papers_of", submission_no=submission_no)
    return rows.assign(digest=rows["word_sha256"].str[:12])


def history_of(store: Store, activity_id: str, unit_id: str, as_of: date) -> pd.DataFrame:
    """One row per submission of a unit by the end of a day, the newest first: number, as_of, received_at, way,
    corrects_text, submission_no, and one column per figure of FIGURES with its value."""
    rows = store.read("submissions/of_unit", activity_id=activity_id, unit_id=unit_id)
    rows = seen(store, rows[rows["received_at"] < pd.Timestamp(as_of) + pd.Timedelta(days=1)])
    figures = pd.DataFrame([figures_of(store, int(no)) for no in rows["submission_no"]], index=rows.index)
    corrects = [_corrects(row) for row in each_row(rows)]
    return pd.concat([rows.assign(corrects_text=corrects), figures], axis=1)


def _corrects(row: Any) -> str:
    return "" if pd.isna(row.corrects) else f"更正第 {row.corrects:.0f} 份：{row.reason}"

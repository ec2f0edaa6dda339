"""The points and rows that the charts of 各单位对比 draw: few enough to be read, however many units there are."""

from typing import Any

import numpy as np
import pandas as pd

from board.comparison.compared import ALIKE, FUNNEL, HIGHER, LOWER, Comparison

MOST_POINTS = 300
MOST_ROWS = 40
_ACROSS, _UP = 32, 24  # cells of a funnel of more points
_STEPS = 32
_OWN = ["unit_id", "name", "base", "rate", "low", "high", "verdict"]
_POINT = [*_OWN, "widest_low", "widest_high"]
REST = "rest"


def points(found: Comparison) -> pd.DataFrame:
    """One row per point of a funnel: unit_id, name, base, rate, verdict, unit_count.

    Units that differ are points of their own; of more than MOST_POINTS the others are taken together by cells of
    neighbouring base and rate, without an id, and with their number as name.
    """
    columns = ["unit_id", "name", "base", "rate", "verdict"]
    if found.shown <= MOST_POINTS:
        return found.rows[columns].iloc[: found.shown].assign(unit_count=1).reset_index(drop=True)
    is_alike = (found.rows["verdict"] == ALIKE).to_numpy()[: found.shown]
    others = found.rows[columns].take(np.flatnonzero(~is_alike)).assign(unit_count=1)
    alike = found.rows[["base", "rate"]].take(np.flatnonzero(is_alike))
    bases, rates = (alike[name].to_numpy() for name in ("base", "rate"))
    cells = _cell(np.log(bases), _ACROSS) * _UP + _cell(rates, _UP)
    by_cell = alike.groupby(cells)
    taken = by_cell.mean().assign(unit_count=by_cell.size())
    named = taken.assign(unit_id="", name=[f"{count} 个单位" for count in taken["unit_count"]], verdict=ALIKE)
    ends = pd.concat([others.head(MOST_POINTS // 2), others.tail(MOST_POINTS // 2)]).drop_duplicates("unit_id")
    return pd.concat([named, ends], ignore_index=True)[[*columns, "unit_count"]]


def _cell(values: Any, count: int) -> Any:
    """The number of the cell in which each value lies, of as many as wide."""
    wide = max(values.max() - values.min(), 1e-9) / count
    return ((values - values.min()) / wide).astype(np.int64).clip(max=count - 1)


def lines(found: Comparison) -> pd.DataFrame:
    """One row per base of a funnel: base, and for each of FUNNEL low_… and high_… (0 to 1), for the page's own error
    low_page, high_page."""
    shown = found.rows.iloc[: found.shown]
    bases = np.geomspace(shown["base"].min(), max(shown["base"].max(), shown["base"].min() + 1), _STEPS)
    folded = float((shown["weight"] / shown["base"]).iloc[0])
    made = {"base": bases}
    for name, alpha in {"95": FUNNEL[0], "998": FUNNEL[1], "page": found.alpha}.items():
        made[f"low_{name}"], made[f"high_{name}"] = found.funnel(bases * folded, alpha)
    return pd.DataFrame(made)


def bars(found: Comparison, most: int = MOST_ROWS) -> pd.DataFrame:
    """One row per bar of a caterpillar, the lowest first: unit_id, name, base, rate, low, high, widest_low,
    widest_high, verdict.

    Of more than `most`: those that differ, from either end, and one row (REST) for all others: the rate of the
    middle one, as low and high those between which half of them lie, as the widest those of nine in ten.
    """
    if found.shown <= most:
        return found.widest(found.rows.iloc[: found.shown])[_POINT].reset_index(drop=True)
    verdicts = found.rows["verdict"].iloc[: found.shown].to_numpy()
    ends = np.flatnonzero(verdicts == LOWER)[: most // 2], np.flatnonzero(verdicts == HIGHER)[-most // 2 :]
    columns = found.rows[[*_OWN, "weight"]]
    lower, higher = (found.widest(columns.take(places))[_POINT] for places in ends)
    rest = found.rows[["rate", "base"]].take(np.delete(np.arange(found.shown), np.concatenate(ends)))
    if rest.empty:
        return pd.concat([lower, higher], ignore_index=True)
    parts = rest["rate"].quantile([0.05, 0.25, 0.5, 0.75, 0.95]).tolist()
    middle = {
        **{"unit_id": REST, "name": f"其余 {len(rest)} 个", "base": rest["base"].sum(), "verdict": ALIKE},
        **dict(zip(("widest_low", "low", "rate", "high", "widest_high"), parts, strict=True)),
    }
    return pd.concat([lower, pd.DataFrame([middle])[_POINT], higher], ignore_index=True)

"""The points and rows that the charts of 各单位对比 draw: few enough to be read, however many units there are."""

import numpy as np
import pandas as pd

from board.comparison.compared import ALIKE, FUNNEL, HIGHER, LOWER, Comparison

MOST_POINTS = 300
MOST_ROWS = 40
_ACROSS, _UP = 32, 24  # cells of a funnel of more points
_STEPS = 32
_POINT = ["unit_id", "name", "base", "rate", "low", "high", "widest_low", "widest_high", "verdict"]
REST = "rest"


def points(found: Comparison) -> pd.DataFrame:
    """One row per point of a funnel: unit_id, name, base, rate, verdict, unit_count.

    Units that differ are points of their own; of more than MOST_POINTS the others are taken together by cells of
    neighbouring base and rate, without an id, and with their number as name.
    """
    shown = found.rows[["unit_id", "name", "base", "rate", "verdict"]].iloc[: found.shown].assign(unit_count=1)
    if len(shown) <= MOST_POINTS:
        return shown.reset_index(drop=True)
    is_alike = shown["verdict"] == ALIKE
    alike, others = shown[is_alike], shown[~is_alike]
    cells = _cell(np.log(alike["base"]), _ACROSS) * _UP + _cell(alike["rate"], _UP)
    taken = (
        alike[["base", "rate", "unit_count"]]
        .groupby(cells.to_numpy())
        .agg({"base": "mean", "rate": "mean", "unit_count": "sum"})
    )
    named = taken.assign(unit_id="", name=[f"{count} 个单位" for count in taken["unit_count"]], verdict=ALIKE)
    ends = pd.concat([others.head(MOST_POINTS // 2), others.tail(MOST_POINTS // 2)]).drop_duplicates("unit_id")
    return pd.concat([named, ends], ignore_index=True)[[*shown.columns]]


def _cell(values: "pd.Series[float]", count: int) -> "pd.Series[int]":
    """The number of the cell in which each value lies, of as many as wide."""
    wide = max(values.max() - values.min(), 1e-9) / count
    return ((values - values.min()) / wide).astype(int).clip(upper=count - 1)


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
    shown = found.rows[_POINT].iloc[: found.shown]
    if len(shown) <= most:
        return shown.reset_index(drop=True)
    lower, higher = (shown[shown["verdict"] == verdict] for verdict in (LOWER, HIGHER))
    lower, higher = lower.head(most // 2), higher.tail(most // 2)
    rest = shown[~shown["unit_id"].isin([*lower["unit_id"], *higher["unit_id"]])]
    if rest.empty:
        return pd.concat([lower, higher], ignore_index=True)
    ends = rest["rate"].quantile([0.05, 0.25, 0.5, 0.75, 0.95]).tolist()
    middle = {
        **{"unit_id": REST, "name": f"其余 {len(rest)} 个", "base": rest["base"].sum(), "verdict": ALIKE},
        **dict(zip(("widest_low", "low", "rate", "high", "widest_high"), ends, strict=True)),
    }
    return pd.concat([lower, pd.DataFrame([middle])[_POINT], higher], ignore_index=True)

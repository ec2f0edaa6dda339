"""Formats of figures for every page: one decimal, rounded half up from whole numbers, with their base."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

NOTHING = "—"
_TENTH = Decimal("0.1")


def is_missing(value: object) -> bool:
    """Whether a figure is missing: None, NaN, NA."""
    return value is None or bool(pd.isna(value))  # type: ignore[call-overload]


def percent_text(numerator: float, base: float) -> str:
    """A share of whole numbers with one decimal: 169 of 183 is 92.3%; — if the base is 0."""
    if is_missing(numerator) or is_missing(base) or not base:
        return NOTHING
    return f"{_half_up(Decimal(str(numerator)) * 100 / Decimal(str(base)))}%"


def rate_text(numerator: float, base: float) -> str:
    """A share with its numerator and base: 92.3%(169/183)."""
    share = percent_text(numerator, base)
    return share if share == NOTHING else f"{share}({count_text(numerator)}/{count_text(base)})"


def share_text(share: float | None) -> str:
    """A share (0 to 1) without its whole numbers: 0.9234 is 92.3%."""
    return NOTHING if share is None or is_missing(share) else f"{_half_up(Decimal(str(share)) * 100)}%"


def mean_text(total: float, base: float) -> str:
    """A mean with one decimal, from its sum and base: 15,500 points on 183 answers are 84.7."""
    if is_missing(total) or is_missing(base) or not base:
        return NOTHING
    return str(_half_up(Decimal(str(total)) / Decimal(str(base))))


def difference_text(share: float | None, other: float | None) -> str:
    """The difference between two shares (0 to 1) in percentage points: +3.1 个百分点."""
    if share is None or other is None or is_missing(share) or is_missing(other):
        return NOTHING
    return f"{_half_up((Decimal(str(share)) - Decimal(str(other))) * 100):+} 个百分点"


def count_text(count: float) -> str:
    """A whole number with thousands separators: 12,345."""
    return NOTHING if is_missing(count) else f"{int(count):,}"


def change_text(now: int, then: int | None) -> str:
    """The change of a count: ↑3, ↓2; "" if it is unchanged or there is nothing to compare with."""
    if then is None or now == then:
        return ""
    return f"↑{now - then}" if now > then else f"↓{then - now}"


def mean_change_text(total: float, base: float, total_then: float, base_then: float) -> str:
    """The change of a mean with one decimal: ↑1.2; "" if it is unchanged or either has no base."""
    now, then = mean_text(total, base), mean_text(total_then, base_then)
    if NOTHING in {now, then} or now == then:
        return ""
    return f"{'↑' if Decimal(now) > Decimal(then) else '↓'}{abs(Decimal(now) - Decimal(then))}"


def _half_up(value: Decimal) -> Decimal:
    return value.quantize(_TENTH, ROUND_HALF_UP)


def month_day(day: date) -> str:
    """A day without its year: 11月9日. From its parts, as Windows can't format a number without its zero."""
    return f"{day.month}月{day.day}日"

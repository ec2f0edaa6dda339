"""Percentages as people write them, checked against whole ballots: no count out of 32 gives 81.5%."""

import math
import re
from fractions import Fraction

from board.importing.text import clean

_SHARE = re.compile(r"(\d{1,3})(?:\.(\d{1,4}))?\s*%?")
_ALL = 100


def wrong_share(text: str, base: int, counted: int | None = None) -> str:
    """The error in a written percentage of `base` ballots, in words; "" if there is none.

    counted: the number of ballots that it should express, if known. A percentage may be rounded either way.
    """
    written = clean(text)
    if not written or not base:
        return ""
    found = _SHARE.fullmatch(written)
    if not found or Fraction(written.rstrip("% ")) > _ALL:
        return f"“{written}”不是百分比，请写成 81.3% 这样"
    share, places = Fraction(written.rstrip("% ")), len(found[2] or "")
    half = Fraction(1, 2 * 10**places)
    nearest = range(math.ceil((share - half) * base / _ALL), math.floor((share + half) * base / _ALL) + 1)
    if not nearest:
        low = int(share * base / _ALL)
        around = "，".join(f"{count} 张是 {_text(count, base, places)}" for count in (low, low + 1) if count <= base)
        return f"{base} 张里没有哪个整数能得出 {written}：{around}"
    if counted is not None and counted not in nearest:
        possible = f"{nearest[0]} 张" if len(nearest) == 1 else f"{nearest[0]} 到 {nearest[-1]} 张"
        return (
            f"写的 {written} 是 {base} 张里的 {possible}，各档加起来是 {counted} 张（{_text(counted, base, places)}）"
        )
    return ""


def _text(count: int, base: int, places: int) -> str:
    """Rounded half up, as people and spreadsheets do."""
    scale = 10 ** max(places, 1)
    rounded = math.floor(Fraction(_ALL * scale * count, base) + Fraction(1, 2))
    return f"{rounded / scale:.{max(places, 1)}f}%"

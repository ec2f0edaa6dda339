"""Percentages as people write them: checked against whole ballots, or turned into the counts they stand for.

No count out of 32 gives 81.5%. A percentage may be rounded either way in its last place. Where percentages take the
place of counts, their base is the valid ballots, whose number has to be given; so the answers to a criterion, 弃权
included, have to add up to all of them.
"""

import math
import re
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from fractions import Fraction

from board.importing.text import clean

_PERCENT = re.compile(r"(\d{1,3})(?:\.(\d{1,6}))?\s*%")
_FRACTION = re.compile(r"0?\.(\d{1,17})")
_HEADED = re.compile(r"[:：]?\s*[（(]?(?:单位[:：]?)?(?:所占)?(?:百分比|占比|比例|百分率|得票率|率?[（(]?%)[）)]?$")
_BARE = re.compile(r"(\d{1,3}(?:\.(\d{1,4}))?)\s*%?")
_ALL = 100


@dataclass(frozen=True)
class Share:
    """A percentage as written, and its position."""

    text: str
    row: int
    column: int


def share_bounds(text: str) -> tuple[Fraction, Fraction] | None:
    """The lower and upper bound, out of 1, of a percentage or of a fraction as Excel holds one; else None."""
    plain = clean(text)
    if found := _PERCENT.fullmatch(plain):
        places, share = len(found[2] or "") + 2, Fraction(plain.rstrip("% ")) / _ALL
    elif found := _FRACTION.fullmatch(plain):
        # As Excel holds it, 50% is 0.5: zeros at the end are gone.
        places, share = max(len(found[1]), 2), Fraction(f"0{plain}" if plain.startswith(".") else plain)
    else:
        return None
    half = Fraction(1, 2 * 10**places)
    return None if share > 1 else (share - half, share + half)


def headed(name: str) -> tuple[str, bool]:
    """A heading without the word for percentages, and whether it had that word."""
    bare, before = _HEADED.sub("", name), name
    while bare != before:
        bare, before = _HEADED.sub("", bare), bare
    return bare, bare != name


@dataclass(frozen=True)
class Unclear:
    """A percentage that can't be turned into a count: its criterion, what is wrong and what to do."""

    criterion_id: str
    share: Share
    what: str
    remedy: str = "请写有几票"


def turned(
    counts: Mapping[str, dict[int, int]],
    shares: MutableMapping[str, dict[int, Share]],
    rows: Mapping[str, int],
    total: int,
) -> Iterator[Unclear]:
    """Writes the number of valid ballots behind each percentage into counts; yields those that are unclear.

    counts: criterion → rank → answers. rows: criterion → its row.
    """
    _as_shares(counts, shares, rows, total)
    for criterion_id, given in shares.items():
        unclear = list(_unclear(criterion_id, counts[criterion_id], given, total))
        yield from unclear
        if not unclear:
            counts[criterion_id].update({rank: next(_fitting(share.text, total)) for rank, share in given.items()})


def _as_shares(
    counts: Mapping[str, dict[int, int]],
    shares: MutableMapping[str, dict[int, Share]],
    rows: Mapping[str, int],
    total: int,
) -> None:
    """Treats a lone 1 among fractions, as Excel holds percentages, as 100%."""
    texts = [clean(share.text) for given in shares.values() for share in given.values()]
    if all("%" in text for text in texts) or total == 1:
        return
    for criterion_id, given in counts.items():
        if sum(given.values()) == 1:
            shares[criterion_id] = {
                rank: Share("100%", rows[criterion_id], 0) for rank, count in given.items() if count
            }
            given.update(dict.fromkeys(given, 0))


def _unclear(criterion_id: str, given: Mapping[int, int], shares: Mapping[int, Share], total: int) -> Iterator[Unclear]:
    if any(given.values()):
        for share in shares.values():
            yield Unclear(criterion_id, share, f"“{share.text}”不是票数，这一项别的格写的是票数")
        return
    fitting = {rank: list(_fitting(share.text, total)) for rank, share in shares.items()}
    for rank, share in shares.items():
        if len(fitting[rank]) != 1:
            yield Unclear(criterion_id, share, _why(share.text, total, fitting[rank]))
    added = sum(counts[0] for counts in fitting.values() if counts)
    if added != total and all(len(counts) == 1 for counts in fitting.values()):
        what = f"这一项各档的百分比合起来是 {added} 张，有效评议表是 {total} 张"
        remedy = "差的是弃权还是写错，百分比里看不出：请把弃权也写上，或改写票数"
        yield Unclear(criterion_id, next(iter(shares.values())), what, remedy)


def _fitting(text: str, total: int) -> Iterator[int]:
    low, high = share_bounds(text) or (Fraction(1), Fraction(0))
    yield from range(max(0, math.ceil(low * total)), min(total, math.floor(high * total)) + 1)


def _why(text: str, total: int, fitting: list[int]) -> str:
    if fitting:
        return f"{total} 张的 {clean(text)} 可以是 {fitting[0]} 到 {fitting[-1]} 张，说不清是几张"
    percent = clean(text) if "%" in clean(text) else f"{float(clean(text)) * _ALL:g}%"
    return wrong_share(percent, total) or f"{total} 张里没有哪个整数能得出 {clean(text)}"


def wrong_share(text: str, base: int, counted: int | None = None) -> str:
    """The error in a written percentage of `base` ballots, in words; "" if there is none.

    counted: the number of ballots that it should express, if known. A percentage may be rounded either way.
    """
    written = clean(text)
    if not written or not base:
        return ""
    found = _BARE.fullmatch(written)
    if found is None or share_bounds(f"{found[1]}%") is None:
        return f"“{written}”不是百分比，请写成 81.3% 这样"
    nearest, places = list(_fitting(f"{found[1]}%", base)), len(found[2] or "")
    if not nearest:
        low = int(Fraction(found[1]) * base / _ALL)
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

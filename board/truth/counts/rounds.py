"""Facts and rates of an evaluation's rounds for the truth check, from its frames. Pure."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from board.store.frames import each_row
from board.truth.facts import Rate
from board.truth.ledgers import NOT, Fact, Link, fact
from board.words import WAY

# Figures over fewer ballots than this are never shown, nor used here.
_FEWEST = 5
_NUMERALS = "一二三四五六七八九"


def round_name(place: int) -> str:
    """The name of the round at a place (from 0) in a report."""
    return f"第{_NUMERALS[place]}轮" if place < len(_NUMERALS) else f"第{place + 1}轮"


def ballot_facts(name: str, link: Link, round_row: Any, forms: pd.DataFrame) -> Iterator[Fact]:
    """A round's forms: given out, returned, valid and void, by group and way; nothing where they are too few."""
    yield from _forms(name, (), round_row, link)
    counts = ["given_out", "returned_count", "valid_count", "void_count"]
    for columns in (["group_label"], ["way"], ["group_label", "way"]):
        for row in each_row(forms.groupby(columns, as_index=False)[counts].sum()):
            if row.returned_count >= _FEWEST:
                labels = (getattr(row, column) for column in columns)
                yield from _forms(name, tuple(WAY.get(label, label) for label in labels), row, link)


def _forms(name: str, traits: tuple[str, ...], row: Any, link: Link) -> Iterator[Fact]:
    open_yet = None if pd.isna(row.given_out) or pd.isna(row.returned_count) else row.given_out - row.returned_count
    counts = {
        f"{NOT}收回": open_yet,
        "发出": row.given_out,
        "收回": row.returned_count,
        "有效": row.valid_count,
        "废票": row.void_count,
    }
    for trait, count in counts.items():
        if not pd.isna(count):
            yield fact("ballot", (name, *traits, trait), count, f"{name}{''.join(traits)}{trait}的评议表", link)


def ballot_rates(
    name: str, link: Link, round_row: Any, forms: pd.DataFrame, criteria: pd.DataFrame, of_parts: Sequence[pd.DataFrame]
) -> Iterator[Rate]:
    """A round's rates: 回收率 of all and by group, 有效率, 优良率 of each criterion, of all and by group, where shown.

    Where a text names no criterion, its 优良率 is the overall grade (the round's headline) or of all others together.
    """
    counts = ["given_out", "returned_count"]
    groups = forms.groupby("group_label", as_index=False)[counts].sum().rename(columns={"group_label": "label"})
    ways = forms.groupby("way", as_index=False)[counts].sum().rename(columns={"way": "label"})
    parts: list[tuple[str, tuple[str, ...], Any, Any]] = [("回收率", (), round_row.returned_count, round_row.given_out)]
    parts += [("有效率", (), round_row.valid_count, round_row.returned_count)]
    parts += [
        ("回收率", (WAY.get(row.label, row.label),), row.returned_count, row.given_out)
        for row in each_row(pd.concat([groups, ways]))
        if row.returned_count >= _FEWEST
    ]
    parts += _good(criteria, ())
    for column, figures in zip(("group_label", "way"), of_parts, strict=True):
        for label, mine in figures[~figures["is_withheld"]].groupby(column):
            parts += _good(mine, (WAY.get(str(label), str(label)),))
    for rate, traits, part, base in parts:
        if not pd.isna(base) and int(base):
            label = f"{name}{''.join(traits)}{rate}"
            yield Rate(rate, frozenset((name, *traits)), int(part), int(base), label, link)


def _good(figures: pd.DataFrame, of: tuple[str, ...]) -> list[tuple[str, tuple[str, ...], Any, Any]]:
    shown = figures[figures["base"].notna()]
    asked = shown[~shown["is_overall"]]
    return [
        ("优良率", of, asked["good_count"].sum(), asked["base"].sum()),
        *(("优良率", of, row.good_count, row.base) for row in each_row(shown[shown["is_overall"]])),
        *(("优良率", (*of, row.criterion_label), row.good_count, row.base) for row in each_row(shown)),
    ]

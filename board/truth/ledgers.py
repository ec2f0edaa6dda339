"""The ledgers that the truth check counts in: every record of a thing, with its traits and its days. Pure.

A trait is the word shown on the screen: 家长, 座谈会, 已反馈, 第二轮. With `NOT` before it, it is meant to be absent;
after `WHEN` it is a time.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

import pandas as pd

Traits = frozenset[str]
Link = tuple[str, Mapping[str, Any]]

NOT = "没有"
WHEN = "@"
_TIME = re.compile(
    rf"{WHEN}(?P<month>\d+)月(?:(?P<day>\d+)日)?(?:至(?P<until_month>\d+)月(?P<until>\d+)日)?(?P<since>以来)?"
)
_HALF_A_YEAR = 6
# Traits that imply another one, and pairs that together narrow nothing down.
_NO_MORE = (
    (frozenset({"有效"}), frozenset({"收回"})),
    (frozenset({"废票"}), frozenset({"收回"})),
    (frozenset({"领导班子", "领导个人"}), frozenset({"领导班子", "领导个人"})),
)
# What is late is explained by what is told of it since.
_LATE_AND_EXPLAINED = frozenset({"逾期", "解释"})
_CLOSED = frozenset({"销号", "完成"})


@dataclass(frozen=True)
class Fact:
    """The count of a thing with exactly these traits. `label`: what is counted, in words; `link`: subject and
    filters; `source`: the noun of the ledger it was counted in, or ""."""

    thing: str
    traits: Traits
    value: int
    label: str
    link: Link | None = None
    source: str = ""


def fact(thing: str, traits: Sequence[str], value: Any, label: str, link: Link) -> Fact:
    """A fact as `Fact` gives it, its value from a frame."""
    return Fact(thing, frozenset(traits), int(value), label, link)


@dataclass(frozen=True)
class Ledger:
    """Every record of a thing, so that any of its traits can be counted together.

    having: trait → the records with it, each a bit. sides: traits of which a record has at most one (whose opinion it
    is), which reports compare. noun: the thing in a label, after its traits. link: of the whole; filters: column of the
    subject's filters → the side that it is of. needs: traits without which a text means other records.
    days: stage ("" for none) → day → the records that came to it then.
    """

    thing: str
    size: int
    having: Mapping[str, int]
    sides: Sequence[Sequence[str]]
    noun: str
    link: Link
    filters: Mapping[str, int] = field(default_factory=dict)
    needs: Traits = frozenset()
    days: Mapping[str, Mapping[date, int]] = field(default_factory=dict)

    def count(self, traits: Traits, together: Traits = frozenset()) -> Fact | None:
        """The count of the records with these traits; None where one is unknown, or two are of one side.

        together: traits that a text names side by side (教职工和家长): of one side, records with any of them count.
        """
        if not self.needs <= traits:
            return None
        when = {trait for trait in traits if trait.startswith(WHEN)}
        traits = traits - self.needs - when
        came = traits.difference(*self.sides)
        if when and (len(came or {""}) > 1 or not (came or {""}) <= self.days.keys()):
            return None
        if not {trait.removeprefix(NOT) for trait in traits} <= self.having.keys():
            return None
        sided = [mine for side in self.sides if (mine := set(side) & traits)]
        if any(len(mine) > 1 and not mine <= together for mine in sided):
            return None
        found = (1 << self.size) - 1
        for mine in sided:
            found &= reduce(or_, (self.having[trait] for trait in mine))
        for trait in traits.difference(*sided):
            found &= ~self.having[trait.removeprefix(NOT)] if trait.startswith(NOT) else self.having[trait]
        for each in when:
            found &= reduce(
                or_, (bits for day, bits in self.days[next(iter(came), "")].items() if is_within(day, each)), 0
            )
        label = "".join(f"{each.removeprefix(WHEN)}的" for each in when) + self._label(traits)
        return Fact(self.thing, traits | when, found.bit_count(), label, self._link(traits), self.noun)

    def _label(self, traits: Traits) -> str:
        named = [trait for trait in (*self.having, *map(f"{NOT}{{}}".format, self.having)) if trait in traits]
        sides = ["和".join(trait for trait in named if trait in side) for side in self.sides]
        others = [trait for trait in named if not any(trait in side for side in self.sides)]
        return "".join(f"{words}的" for words in (*sides, *others) if words) + self.noun

    def _link(self, traits: Traits) -> Link:
        named = {name: [word for word in self.sides[side] if word in traits] for name, side in self.filters.items()}
        return self.link[0], {**self.link[1], **{name: words for name, words in named.items() if words}}


def ledger(
    thing: str,
    rows: Iterable[Iterable[str]],
    sides: Sequence[Sequence[str]],
    others: Iterable[str],
    noun: str,
    link: Link,
    filters: Mapping[str, int] | None = None,
    days: Mapping[str, Iterable[Any]] | None = None,
) -> Ledger:
    """The ledger of rows, each given by its traits; sides and others: every trait that a row may have; days: stage →
    the day of each row, if any."""
    having = dict.fromkeys([*(trait for side in sides for trait in side), *others], 0)
    size = 0
    for traits in rows:
        for trait in set(traits) & having.keys():
            having[trait] |= 1 << size
        size += 1
    return Ledger(
        thing, size, having, sides, noun, link, filters or {}, days={k: _by_day(v) for k, v in (days or {}).items()}
    )


def _by_day(days: Iterable[Any]) -> Mapping[date, int]:
    found: dict[date, int] = {}
    for place, day in enumerate(days):
        if not pd.isna(day):
            found[day.date()] = found.get(day.date(), 0) | 1 << place
    return found


def is_within(day: date, when: str) -> bool:
    """Whether a day lies in a time that a text names: `WHEN` and 11月24日, 11月24日至26日, 12月, or 12月1日以来."""
    match = _TIME.match(when)
    if match is None:
        return False
    month, first, until_month, until = (int(each or 0) for each in match.group("month", "day", "until_month", "until"))
    if match["since"]:
        months = (day.month - month) % 12
        return day.day >= first if not months else months <= _HALF_A_YEAR
    last = (until_month, until) if until else (month, first or 31)
    return (month, first) <= (day.month, day.day) <= last


def critic(name: str) -> str:
    """The trait of what somebody criticised."""
    return f"{name}提"


def target(name: str) -> str:
    """The trait of what was criticised in somebody."""
    return f"对{name}"


def settled(traits: Traits) -> Traits:
    """Traits without implied ones: what is valid was returned; about both is about all."""
    for having, dropped in _NO_MORE:
        if having <= traits:
            traits -= dropped
    if traits & _CLOSED:  # what is closed was late, or in time
        traits = frozenset({"逾期": "超期完成", f"{NOT}逾期": f"{NOT}超期完成"}.get(each, each) for each in traits)
    if traits >= _LATE_AND_EXPLAINED:
        traits = traits - _LATE_AND_EXPLAINED | {"逾期", "逾期说明"}
    return traits


def opposite(trait: str) -> str:
    """The trait that a record has just where it hasn't this one."""
    return trait.removeprefix(NOT) if trait.startswith(NOT) else f"{NOT}{trait}"

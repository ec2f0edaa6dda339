"""Facts from the records for the truth check: counts and rates, each of a thing with certain traits.

A trait is the word shown on the screen: 家长, 座谈会, 已反馈, 第二轮. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

Link = tuple[str, Mapping[str, Any]]

# Traits that a text may leave out and still mean the same records.
_FREE_BEGINS = ("第", "报告")


@dataclass(frozen=True)
class Fact:
    """The count of a thing with exactly these traits. `label`: what is counted, in words; `link`: subject and
    filters."""

    thing: str
    traits: frozenset[str]
    value: int
    label: str
    link: Link | None = None


@dataclass(frozen=True)
class Rate:
    """A named rate (回收率) for certain traits: `part` of `base`."""

    name: str
    traits: frozenset[str]
    part: int
    base: int
    label: str
    link: Link | None = None

    @property
    def share(self) -> Fraction:
        """The rate, from 0 to 1."""
        return Fraction(self.part, self.base)


@dataclass(frozen=True)
class Facts:
    """All facts of a day. `words`: a word of the activity → the trait it means, by thing ("" for all)."""

    day: date
    counts: tuple[Fact, ...] = ()
    rates: tuple[Rate, ...] = ()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def counted(self, thing: str, traits: Iterable[frozenset[str]]) -> list[Fact]:
        """The counts that a text naming one of these sets of traits may mean."""
        asked = list(traits)
        return [fact for fact in self.counts if fact.thing == thing and any(_fits(fact.traits, each) for each in asked)]

    def rated(self, name: str, traits: frozenset[str]) -> list[Rate]:
        """The rates of a name that a text naming these traits may mean, except those without a base."""
        return [rate for rate in self.rates if rate.name == name and rate.base and _fits(rate.traits, traits)]


def _fits(known: frozenset[str], named: frozenset[str]) -> bool:
    return named <= known and all(trait.startswith(_FREE_BEGINS) for trait in known - named)

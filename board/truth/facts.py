"""The records of a day, for the truth check, and whether a number agrees with them. Pure.

Figures are counted in the ledgers of a day (see `truth.ledgers`) or written down by the subjects.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import product

from board.report.text import Number
from board.truth.ledgers import Fact, Ledger, Link, Traits
from board.truth.singly.alike import ByPairs, Near

# Rates of a thing's stage.
_STAGE_RATES: Mapping[str, tuple[str, str]] = {
    "梳理率": ("opinion", "已梳理"),
    "反馈率": ("opinion", "已反馈"),
    "答复率": ("opinion", "已答复"),
    "销号率": ("item", "销号"),
    "整改完成率": ("item", "完成"),
    "任务完成率": ("task", "完成"),
}
# How far an approximate number may be from the record.
_ABOUT, _LOOSE, _NEAR = Fraction(1, 5), Fraction(1, 20), Fraction(1, 8)
# 近六十 is more than fifty, 近百 more than eighty.
_NEARLY, _CLOSE = Fraction(1, 5), Fraction(3, 20)
# Traits that a text may leave out and still mean the same records.
_FREE_BEGINS = ("第", "报告")


@dataclass(frozen=True)
class Rate:
    """A named rate (回收率) for certain traits: `part` of `base`."""

    name: str
    traits: Traits
    part: int
    base: int
    label: str
    link: Link | None = None

    @property
    def share(self) -> Fraction:
        """The rate, from 0 to 1."""
        return Fraction(self.part, self.base)


@dataclass(frozen=True)
class Happening:
    """Something that happened once. kind: a meeting's kind, or 公开. day: None if it has not happened yet.

    about: the words by which a text tells it from others of its kind. place: where and to whom something was published.
    """

    kind: str
    day: date | None
    about: str
    label: str
    link: Link | None = None
    place: str = ""


@dataclass(frozen=True)
class Passage:
    """The words of a record: what it is called, its text, and its link; of a problem, whose it is."""

    label: str
    text: str
    link: Link
    whose: str = ""

    @property
    def name(self) -> str:
        """Its label."""
        return self.label


@dataclass(frozen=True)
class Case:
    """An item as a text may speak of it alone: its kind, words, days, status (a code), percent, and who does it.

    days: of a task, all that it has; of an item, when it is due, and was first. view: what the people think of it.
    """

    item_id: str
    kind: str
    text: str
    due_on: date | None
    closed_on: date | None
    submitted_on: date | None
    status: str
    percent: int
    people: tuple[str, ...]
    days: tuple[date, ...] = ()
    view: str = ""

    @property
    def name(self) -> str:
        """The item's id."""
        return self.item_id

    def days_late(self, today: date) -> int:
        """Days after its due day, until it was closed or until today; 0 where it was or is in time."""
        return max(0, ((self.closed_on or today) - self.due_on).days) if self.due_on else 0


@dataclass(frozen=True)
class Phase:
    """A phase of the plan, or its whole stage: the days on which it begins and ends."""

    name: str
    start_on: date
    end_on: date


@dataclass(frozen=True)
class Choice:
    """How many gave an answer to a criterion in a round (第一轮), of how many whose answers count."""

    round_name: str
    criterion: str
    is_overall: bool
    answer: str
    count: int
    base: int
    link: Link

    @property
    def label(self) -> str:
        """The choice in words."""
        return f"{self.round_name}{self.criterion}答“{self.answer}”的"


@dataclass(frozen=True)
class Facts:
    """All facts of a day. `words`: a word of the activity → the trait it means, by thing.

    sides: sets of traits of which a rate has at most one (its criterion, its group), which reports compare.
    happenings: of the whole activity, up to the day. passages: of items, problems, studies and minutes;
    criticisms: their words, and who put them. cases: the items; steps: the tasks; phases: of the plan, and its whole
    stage.
    groups: the activity's own words by kind (member, department, channel …). choices: of the rounds. costly: thing →
    what reads its ledgers, which take long and which few texts ask for. standardised: reads by how many points the
    优良率 of each criterion of the last round is higher than that of the round before, as standardised.
    """

    day: date
    counts: tuple[Fact, ...] = ()
    rates: tuple[Rate, ...] = ()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ledgers: tuple[Ledger, ...] = ()
    sides: Sequence[Sequence[str]] = ()
    happenings: tuple[Happening, ...] = ()
    passages: Near[Passage] = field(default_factory=ByPairs)
    cases: Near[Case] = field(default_factory=ByPairs)
    steps: Near[Case] = field(default_factory=ByPairs)
    phases: tuple[Phase, ...] = ()
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    costly: Mapping[str, Callable[[], tuple[Ledger, ...]]] = field(default_factory=dict)
    standardised: Callable[[], Mapping[str, float]] = dict
    criticisms: Near[Passage] = field(default_factory=ByPairs)

    def ledgers_of(self, thing: str) -> Iterator[Ledger]:
        """The ledgers in which a thing is counted."""
        yield from (each for each in self.ledgers if each.thing == thing)
        yield from self.costly[thing]() if thing in self.costly else ()

    def counted(self, thing: str, traits: Iterable[Traits], together: Traits = frozenset()) -> list[Fact]:
        """The counts that a text naming one of these sets of traits may mean (together: see `Ledger.count`)."""
        asked = list(traits)
        mine = [each.count(named, together) for each in self.ledgers_of(thing) for named in asked]
        written = [
            each
            for each in self.counts
            if each.thing == thing
            # What was written on ballots is meant only where their round is named.
            and any(_fits(each.traits, its) and (thing != "opinion" or _rounds(each.traits) <= its) for its in asked)
        ]
        return [fact for fact in mine if fact is not None] + (written or list(self._added(thing, asked, together)))

    def _added(self, thing: str, asked: Sequence[Traits], together: Traits) -> Iterator[Fact]:
        """The sum of the counts of groups that a text names side by side: 听取党员、家长意见 44 人."""
        for side, traits in product(self.sides if len(together) > 1 else (), asked):
            named = sorted(set(side) & traits & together)
            parts = [self.counted(thing, [traits.difference(named) | {trait}])[:1] for trait in named]
            if len(named) > 1 and all(parts):
                first = parts[0][0]
                yield Fact(
                    thing,
                    traits,
                    sum(part[0].value for part in parts),
                    "、".join(p[0].label for p in parts),
                    first.link,
                )

    def apart(self, thing: str, traits: Traits) -> list[Traits]:
        """Sets of traits of which several are of one side (教职工和家长各 20 条), a set for each."""
        for side in (*self.sides_of(thing), *self.sides):
            named = set(side) & traits
            if len(named) > 1:
                return [traits.difference(named) | {trait} for trait in sorted(named)]
        return [traits]

    def rated(self, name: str, traits: Traits) -> list[Rate]:
        """The rates of a name that a text naming these traits may mean, except those without a base."""
        thing, stage = _STAGE_RATES.get(name, ("", ""))
        made = [
            Rate(name, whole.traits, part.value, whole.value, f"{whole.label}的{name}", part.link)
            for part, whole in (self.parts(thing, traits | {stage}, traits) if stage else ())
        ]
        return made + [rate for rate in self.rates if rate.name == name and rate.base and _fits(rate.traits, traits)]

    def parts(
        self, thing: str, part: Traits, whole: Traits, together: Traits = frozenset()
    ) -> Iterator[tuple[Fact, Fact]]:
        """The counts of a part and of its whole, each pair of the same records (all opinions, or those not merged)."""
        of_parts, of_wholes = (self.counted(thing, [traits], together) for traits in (part, whole))
        for one, other in product(of_parts, of_wholes):
            is_same = not (one.source and other.source) or one.source == other.source
            if is_same and 0 < other.value >= one.value and _rounds(one.traits) == _rounds(other.traits):
                yield one, other

    def sides_of(self, thing: str) -> Iterator[Sequence[str]]:
        """The sets of traits by which a text compares the records of a thing."""
        for each in self.ledgers_of(thing):
            yield from each.sides


def _rounds(traits: Traits) -> Traits:
    return frozenset(trait for trait in traits if trait.startswith("第"))


def _fits(known: Traits, named: Collection[str]) -> bool:
    return set(named) <= known and all(trait.startswith(_FREE_BEGINS) for trait in known - set(named))


@dataclass(frozen=True)
class Compared:
    """A figure that was held against the records. kind: of words.TRUTH_KIND. mark: how it is written. records: the
    likeliest first."""

    kind: str
    mark: str
    records: Sequence[Fact | Rate | Happening]
    agrees: bool


def agrees(number: Number, value: int) -> bool:
    """Whether a count is the value."""
    if number.bound == "exact":
        # Two people talk with each other: 人次 may count both, or the talk.
        return number.value == value or (number.measure == "人次" and number.value == 2 * value)
    if number.bound == "loose":
        return True
    unit = 1
    while number.value % (unit * 10) == 0 and number.value:
        unit *= 10
    return {
        "least": number.value <= value <= number.value * 2,
        "over": number.value <= value <= number.value + unit,
        "most": value <= number.value,
        "near": number.value - min(number.value * _NEARLY, max(Fraction(unit), number.value * _CLOSE))
        <= value
        <= number.value,
        "about": abs(number.value - value) <= number.value * _ABOUT,
    }[number.bound]


def share_agrees(number: Number, share: Fraction) -> bool:
    """Whether a percentage or a share in words is the share (from 0 to 1)."""
    return {
        "exact": abs(number.value - share) <= Fraction(1, 200 * 10**number.places),
        "least": share >= number.value,
        "over": number.value <= share <= number.value + _NEAR,
        "most": share <= number.value,
        "near": number.value - _NEAR <= share <= number.value,
        "about": abs(number.value - share) <= _LOOSE,
        "loose": abs(number.value - share) <= _LOOSE,
    }[number.bound]


def size_of(record: Fact | Rate) -> float:
    """How much a record is: its count, or its rate."""
    return record.value if isinstance(record, Fact) else float(record.share)

"""数据导入: ballots as sets of answers, those of a file beside those that counted imports of its round hold.

An export may hold an earlier one whole (cumulative), or a part of it (one group), or be the same with a column or a
group corrected. So it isn't sizes that are compared but sets: of each group, and of all, whether the smaller one is in
the larger, but for a few that were corrected. A set is counted once, however many it is compared with.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from board.evaluation.smallest import SMALLEST_GROUP

# The answers to so many criteria, by id, are in four bits each: the rank and 1, or 0 where it wasn't asked.
PLACES, BITS = 15, 4
# So few chances in a hundred that others differ as little are no chance.
_CHANCE = 0.01
_LEAST = 3
_PAIR = 2
# As many ballots, or one of so many, are corrected from one export to the next.
_CORRECTED = 2
_ONE_OF = 10
# Of fewer ballots than so many none may be corrected, of fewer than twice as many one.
_FEWEST = 4

Key = tuple[object, ...]
Set = Counter[Key]


@dataclass(frozen=True)
class Group:
    """The ballots of a group. dated: how many have each way, answers and day."""

    dated: Set

    @cached_property
    def plain(self) -> Set:
        """How many have each way and answers."""
        return _renamed(self.dated, lambda key: key[:-1])

    def on(self, days: set[object]) -> Set:
        """Those of these days, as `dated`."""
        return Counter({key: count for key, count in self.dated.items() if key[-1] in days})

    @cached_property
    def days(self) -> set[object]:
        """The days of the ballots."""
        return {key[-1] for key in self.dated}


@dataclass(frozen=True)
class Ballots:
    """The valid ballots of a file, or of an import, by group."""

    groups: Mapping[str, Group]

    @cached_property
    def count(self) -> int:
        """How many there are."""
        return self.count_of(self.groups)

    def count_of(self, groups: Iterable[str]) -> int:
        """How many are of these groups."""
        return sum(self.groups[group].dated.total() for group in groups if group in self.groups)

    @cached_property
    def dated(self) -> Set:
        """How many have each group, way, answers and day."""
        return self._whole(lambda group: group.dated)

    @cached_property
    def plain(self) -> Set:
        """How many have each group, way and answers."""
        return self._whole(lambda group: group.plain)

    @cached_property
    def ways(self) -> Set:
        """How many have each group and way."""
        return _renamed(self.plain, lambda key: key[:2])

    def _whole(self, part: Callable[[Group], Set]) -> Set:
        return Counter({(name, *key): count for name, each in self.groups.items() for key, count in part(each).items()})


def ballots_of(rows: Iterable[tuple[str, str, object, int, int]]) -> Ballots:
    """The ballots of rows of group, way, day, answers and number."""
    groups: defaultdict[str, Set] = defaultdict(Counter)
    for group, way, day, answers, count in rows:
        groups[group][way, answers, day] += count
    return Ballots({name: Group(each) for name, each in groups.items()})


def joined(parts: Iterable[Ballots]) -> Ballots:
    """The ballots of several imports as those of one."""
    groups: defaultdict[str, Set] = defaultdict(Counter)
    for part in parts:
        for name, each in part.groups.items():
            groups[name].update(each.dated)
    return Ballots({name: Group(each) for name, each in groups.items()})


def same(came: Ballots, held: Ballots, *, has_days: bool) -> dict[str, int]:
    """The groups of which both hold the same ballots, with their numbers; {"": all} where only the whole tells it.

    has_days: the file's ballots have days of their own.
    """
    if not came.count or not held.count:
        return {}
    counts: dict[str, int] = {}
    for name in sorted(came.groups.keys() & held.groups.keys()):
        mine, theirs = came.groups[name], held.groups[name]
        shared = _shared_by_day(mine, theirs) if has_days else 0
        if not shared and _is_same_group(*_by_size(mine.plain, theirs.plain)):
            shared = min(mine.plain.total(), theirs.plain.total())
        if shared:
            counts[name] = shared
    if sum(counts.values()) >= SMALLEST_GROUP or 2 * sum(counts.values()) >= (came.ways & held.ways).total():
        return counts
    return _same_whole(came, held, has_days=has_days)


def _same_whole(came: Ballots, held: Ballots, *, has_days: bool) -> dict[str, int]:
    small, large = _by_size(came.dated, held.dated) if has_days else _by_size(came.plain, held.plain)
    if not small - large or _is_no_chance(small, large):
        return {"": (small & large).total()}
    small, large = _by_size(came.plain, held.plain)
    return {"": (small & large).total()} if _is_no_chance(small, large) else {}


def _shared_by_day(came: Group, held: Group) -> int:
    """How many ballots of a group both hold, day by day, if the smaller set is in the larger but for corrected ones; so
    too of the days alone that both have, where an export of later days begins with the last day of the one before."""
    small, large = _by_size(came.dated, held.dated)
    shared = (small & large).total()
    if shared and small.total() - shared <= max(min(_CORRECTED, small.total() // _FEWEST), small.total() // _ONE_OF):
        return shared
    if small and any(not less - more for less, more in _without_a_column(small, large)):
        return small.total()
    days = came.days & held.days
    small, large = _by_size(came.on(days), held.on(days))
    return small.total() if small.total() >= SMALLEST_GROUP and not small - large else 0


def _by_size(first: Set, second: Set) -> list[Set]:
    return sorted((first, second), key=Counter.total)


def _is_same_group(small: Set, large: Set) -> bool:
    """Whether the smaller set of a group's ballots is in the larger one: whole, nearly, or but for one column."""
    is_equal = small.total() == large.total()
    if not small - large and small.total() >= (_LEAST if is_equal else SMALLEST_GROUP):
        return True
    if _is_no_chance(small, large):
        return True
    is_large_enough = is_equal and small.total() >= SMALLEST_GROUP
    return any(
        (is_large_enough and not less - more) or _is_no_chance(less, more)
        for less, more in _without_a_column(small, large)
    )


def _is_no_chance(small: Set, large: Set) -> bool:
    """Whether other ballots would hardly differ as little, or hardly be like as many that are alone.

    After Good and Turing: a new ballot is unlike all others as often as one of these is alone among them, and like one
    that is alone twice as often as one is of a pair. The numbers of both are Poisson's.
    """
    count = large.total()
    if not count:
        return False
    alone = {each for each, times in large.items() if times == 1}
    pairs = sum(times == _PAIR for times in large.values())
    missing, expected = (small - large).total(), small.total() * len(alone) / count
    if missing < expected and _at_most(missing, expected) < _CHANCE:
        return True
    like = sum(each in alone for each in small)
    by_chance = small.total() * _PAIR * max(pairs, 1) / count
    return like > by_chance and 1 - _at_most(like - 1, by_chance) < _CHANCE


def _at_most(count: int, expected: float) -> float:
    """The chance that no more than so many come where so many are expected."""
    return sum(math.exp(k * math.log(expected) - expected - math.lgamma(k + 1)) for k in range(count + 1))


def _without_a_column(small: Set, large: Set) -> Iterator[tuple[Set, Set]]:
    """Both sets of (way, answers, perhaps the day) without the way, and without each criterion that both have."""
    yield _but_the_way(small), _but_the_way(large)
    mine, theirs = _asked(small), _asked(large)
    for place in range(PLACES):
        mask = ((1 << BITS) - 1) << (BITS * place)
        if mine & mask and theirs & mask:
            yield _but(small, mask), _but(large, mask)


def _asked(each: Set) -> int:
    """The bits of any answers."""
    return reduce(or_, map(_bits, each), 0)


def _bits(key: Key) -> int:
    return key[1]  # type: ignore[return-value]


def _but_the_way(each: Set) -> Set:
    return _renamed(each, lambda key: ("", *key[1:]))


def _but(each: Set, mask: int) -> Set:
    return _renamed(each, lambda key: (key[0], _bits(key) & ~mask, *key[2:]))


def _renamed(each: Set, name: Callable[[Key], Key]) -> Set:
    counts: Set = Counter()
    for key, count in each.items():
        place = name(key)
        counts[place] = counts.get(place, 0) + count
    return counts

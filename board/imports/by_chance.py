"""数据导入: whether sets of answers are alike as others' hardly are, reckoned by how people of these sets answer."""

import math
from collections import Counter
from collections.abc import Iterator

Answers = Counter[tuple[object, ...]]
PLACES, BITS = 15, 4
# So few chances in a hundred that others differ as little are no chance.
_CHANCE = 0.01
# Asked about if others would differ as little in one of so many files at most.
_SELDOM = 0.1
# Fewer ballots than so many can't tell as much: there others' may differ as little in one of three.
_FEW, _SELDOM_OF_FEW = 8, 0.35
_PAIR = 2
# From so many ballots alike on, the numbers are nearly normal.
_MANY = 60


def is_evidence(small: Answers, large: Answers, tries: int) -> bool:
    """Whether what two sets of (group, way, answers, perhaps the day) share is more than others of these people would.

    Tried as it is, and without each column that may have been corrected. tries: how many such sets were looked at.
    """
    most = _SELDOM_OF_FEW if small.total() < _FEW else _SELDOM
    if chance(small, large) * tries < most:
        return True
    others = list(without_a_column(small, large))
    return any(chance(less, more) * tries * len(others) < most for less, more in others)


def chance(small: Answers, large: Answers) -> float:
    """The chance that as few ballots of others are missing in the larger set as of these.

    Others answer as the larger set does: unlike all of them as often as one is alone there (Good and Turing), else each
    answer as often as there; what comes more often than there is missing too. The number is Poisson's.
    """
    count, size = large.total(), small.total()
    if not count or not size:
        return 1.0
    alone = sum(times == 1 for times in large.values())
    unseen = (alone + 0.5) / (count + 1)
    likely = size * (1 - unseen) / count
    expected = size * unseen + sum(_beyond(likely * times, times) for times in large.values())
    return _at_most((small - large).total(), expected)


def _beyond(mean: float, most: int) -> float:
    """How many more than `most` are expected of a number that is Poisson's."""
    if most > _MANY:
        spread = math.sqrt(mean)
        by = (mean - most) / spread
        return spread * (math.exp(-by * by / 2) / math.sqrt(2 * math.pi) + by * math.erfc(-by / math.sqrt(2)) / 2)
    terms = ((most - k) * math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(most + 1))
    return max(mean - most + sum(terms), 0.0)


def is_no_chance(small: Answers, large: Answers) -> bool:
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
    if count > expected + _MANY:
        return 1.0
    return sum(math.exp(k * math.log(expected) - expected - math.lgamma(k + 1)) for k in range(count + 1))


def without_a_column(small: Answers, large: Answers) -> Iterator[tuple[Answers, Answers]]:
    """Both sets of (way, answers, perhaps the day) without the way, and without each criterion that both have."""
    yield _but(small, None), _but(large, None)
    for place in range(PLACES):
        mask = ((1 << BITS) - 1) << (BITS * place)
        if any(_bits(each) & mask for each in small) and any(_bits(each) & mask for each in large):
            yield _but(small, mask), _but(large, mask)


def _bits(each: tuple[object, ...]) -> int:
    return int(each[1])  # type: ignore[call-overload,no-any-return]


def _but(each: Answers, mask: int | None) -> Answers:
    found: Answers = Counter()
    for key, count in each.items():
        found[("", *key[1:]) if mask is None else (key[0], _bits(key) & ~mask, *key[2:])] += count
    return found

"""No repeated choice of words reads one text in two ways: a report that says a word forty times would never be read."""

import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice, product
from typing import Any

import pytest

import board

# The standard library's own reader of patterns.
_READER, _SIGNS = importlib.import_module("re._parser"), importlib.import_module("re._constants")
_ROOMS = ("board.truth", "board.report", "board.opinions", "board.imports", "board.rules")
# A choice repeated less often is read in few ways, whatever its words; of long choices so many texts are looked at.
_OFTEN, _MOST = 20, 400
MODULES = [each.name for each in pkgutil.walk_packages(board.__path__, "board.") if each.name.startswith(_ROOMS)]


def patterns(value: object) -> Iterator[re.Pattern[str]]:
    """The patterns in a module's value: itself, or in its collections."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from patterns([*value.values()])
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from patterns(each)


def repeated(tree: Any) -> Iterator[Any]:
    """The parts of a pattern that may stand any number of times in a row."""
    for sign, value in tree:
        if sign in (_SIGNS.MAX_REPEAT, _SIGNS.MIN_REPEAT):
            yield from [value[2]] if value[1] >= _OFTEN else []
            yield from repeated(value[2])
        elif sign is _SIGNS.SUBPATTERN:
            yield from repeated(value[3])
        elif sign is _SIGNS.BRANCH:
            yield from (part for choice in value[1] for part in repeated(choice))


def texts(tree: Any) -> Counter[str]:
    """The short texts that a part of a pattern matches, and in how many ways."""
    made = Counter({"": 1})
    for sign, value in tree:
        choices = _choices(sign, value)
        pairs = islice(product(made.items(), choices.items()), _MOST)
        made = Counter[str]()
        for (start, ways), (end, others) in pairs:
            made[start + end] += ways * others
    return made


def _choices(sign: Any, value: Any) -> Counter[str]:
    """The texts of one piece of a pattern; of classes and of any sign one that stands for all that aren't named."""
    if sign is _SIGNS.LITERAL:
        return Counter({chr(value): 1})
    if sign is _SIGNS.IN:
        return Counter(dict.fromkeys((chr(each) for kind, each in value if kind is _SIGNS.LITERAL), 1))
    if sign is _SIGNS.BRANCH:
        return sum((texts(each) for each in value[1]), Counter[str]())
    if sign is _SIGNS.SUBPATTERN:
        return texts(value[3])
    if sign in (_SIGNS.MAX_REPEAT, _SIGNS.MIN_REPEAT):
        return texts(value[2]) + Counter({"": 1} if value[0] == 0 else {})
    return Counter({"": 1} if sign in (_SIGNS.ASSERT, _SIGNS.ASSERT_NOT, _SIGNS.AT) else {"甲": 1})


def in_two_ways(pattern: re.Pattern[str]) -> list[str]:
    """The texts that a repeated choice of a pattern reads in two ways: as one word or as two, or as either of two."""
    read = [texts(each) for each in repeated(_READER.parse(pattern.pattern, pattern.flags))]
    return [
        text
        for each in read
        for text, ways in each.items()
        if text and (ways > 1 or any(text[:at] in each and text[at:] in each for at in range(1, len(text))))
    ]


@pytest.mark.parametrize("name", MODULES)
def test_no_repeated_choice_of_words_reads_a_text_in_two_ways(name: str) -> None:
    known = {pattern for value in vars(importlib.import_module(name)).values() for pattern in patterns(value)}
    assert {pattern.pattern: twice for pattern in known if (twice := in_two_ways(pattern))} == {}


@pytest.mark.parametrize("pattern", ["(?:只|有|只有)*$", "(?:刚刚?|好)*$", "(?:左右|多|左右)+$"])
def test_one_that_does_is_seen(pattern: str) -> None:
    assert in_two_ways(re.compile(pattern))

"""Counts in the text before a statement: the last number of a thing, and a whole divided into its parts. Pure."""

import re
from itertools import combinations

from board.report.text import Number, counts_in
from board.truth.words import THINGS


def last_count(thing: str, text: str) -> Number | None:
    """The last number of a text that may count a thing."""
    counts = [each for each in counts_in(text) if each.measure in THINGS[thing].measures and each.value > 1]
    return counts[-1] if counts else None


def is_of_all(thing: str, before: str, earlier: str) -> bool:
    """Whether a word for all stands first after a sentence, or 分句, that counts all of a thing, and then its parts."""
    before = before.removesuffix("，").removesuffix("其中")
    last = re.split("[。！？]", (before or earlier.rstrip("。；！？")))[-1]
    counts = [each.value for each in counts_in(last) if each.measure in THINGS[thing].measures]
    sums = ((counts[place], sum(counts[place + 1 : end])) for place, end in combinations(range(len(counts) + 1), 2))
    is_divided = any(whole == parts for whole, parts in sums)
    return is_divided and (not before or before.endswith("；"))

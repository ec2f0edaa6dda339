"""Counts in the text before a statement: the last number of a thing, and a whole divided into its parts. Pure."""

import re
from itertools import combinations

from board.report.text import Number, counts_in
from board.truth.facts import Facts
from board.truth.words import THINGS

# 逾期 6 项，…；逾期以后都写清了原因: of these, where no others were counted since.
_SINCE_LATE = re.compile("(?:在|自)?逾期(?:以后|之后|后)的?(?:各?责任人|各项|事项|整改事项)?")
# 其中班子 3 份、成员 7 份，已.
_LISTED = re.compile(
    r"[，,：:](?:其中)?[^，,。；：:]*\d+[^，,。；：:\d]{1,3}、[^，,。；：:]*\d+[^，,。；：:\d]{1,6}[，,]?(?:已经?|也|都|均)*$"
)


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


def listed_whole(thing: str, text: str) -> Number | None:
    """The count whose parts, in one clause, a text ends with: 10 份，其中班子 3 份、成员 7 份，均."""
    listed = _LISTED.search(text)
    before = [each for each in counts_in(text) if each.measure in THINGS[thing].measures]
    parts = [each for each in before if listed and each.start >= listed.start()]
    whole = next((each for each in reversed(before) if each not in parts), None)
    is_divided = whole and len(parts) > 1 and sum(each.value for each in parts) == whole.value
    return whole if is_divided else None


def are_all_late(own: str, text: str, facts: Facts) -> bool:
    """Whether words before one for all are of late items, and the last count of items in the text is of all of them."""
    last = last_count("item", text) if _SINCE_LATE.fullmatch(own) else None
    return last is not None and any(each.value == last.value for each in facts.counted("item", [frozenset({"逾期"})]))

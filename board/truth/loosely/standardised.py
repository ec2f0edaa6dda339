"""Compares by how many points a sentence says that a rate changed as standardised with the records. Pure.

按人员构成折算，比第一轮高 12.4 个百分点: of the criterion that is named, or of any.
"""

import re
from collections.abc import Iterator

from board.truth.facts import Compared, Facts
from board.truth.ledgers import Fact, Link
from board.truth.loosely.points import STATED, is_so_much
from board.truth.vocabulary import named_in
from board.truth.words import is_elsewhere, is_of_others

_STANDARDISED = re.compile("折算|构成[^，,]*(?:计算|换算|看)|标准化")
_BY = re.compile(rf"(?P<way>提高|提升|上升|升|高|多|涨|下降|降低|回落|下滑|退|降|低|少|跌)[了出去]*{STATED}")
_DOWN = "降下回退低少跌"
_OVERALL = "总体评价"
_LINK: Link = ("evaluation", {})


def standardised(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields the points by which a sentence says that a rate changed as standardised, where none changed so."""
    words = _STANDARDISED.search(sentence)
    match = _BY.search(sentence, words.start()) if words else None
    if match is None or is_of_others(sentence) or is_elsewhere(sentence[: match.start()]):
        return
    changes = facts.standardised()
    called = facts.words.get("ballot", {})
    named = {*named_in(sentence, changes, called)} or {*named_in(earlier, changes, called)}
    mine = {label: points for label, points in changes.items() if label in named} or changes
    is_down = match["way"][0] in _DOWN
    if mine and not any((points < 0) == is_down and is_so_much(match, abs(points)) for points in mine.values()):
        label = _OVERALL if _OVERALL in mine else next(iter(mine))
        record = f"按人员构成折算，{label}的优良率比上一轮高的百分点（取整）"
        yield Compared("rate", match[0], [Fact("", frozenset(), round(mine[label]), record, _LINK)], agrees=False)

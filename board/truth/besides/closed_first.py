"""Compares which item a sentence says was closed first, or last, with the days on which all were. Pure.

最早销号的是报销手续; 销号最晚的一项是期末体育课: wrong only where another was closed before, or after.
"""

import re
from collections.abc import Iterator

from board.report.text import clauses
from board.truth.facts import Case, Compared, Facts, Happening
from board.truth.ledgers import Link
from board.truth.singly.alike import ByPairs
from board.truth.singly.cases import nearest
from board.truth.words import is_elsewhere, is_of_others

_CLOSED = "(?:销[了掉]?的?号|办结|结案|划掉|勾掉)"
_FIRST, _LAST = r"最[早先]|第一个|头一个|首个|率先", r"最[晚后迟]|最末"
_NAMED = re.compile(
    rf"(?:(?P<before>{_FIRST}|{_LAST})(?:得到|被|予以|完成|验收|获准)?{_CLOSED}|{_CLOSED}(?P<after>最[早先晚迟]))"
    r"的?(?:一?[项件个桩])?(?:事项|事)?(?:是|为|当数|要数|就是)(?P<what>[^，,。；、]{4,24})"
)
_WITHIN = re.compile("其中|名下|牵头|立行立改|限期|第[一二三四]批|[^，,。；]{2,4}处(?:最|里)|科室|满意|超期|逾期|按期")
_LINK: Link = ("rectification", {})


def closed_first(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields the item that a sentence says was closed first or last of all, where another was.

    earlier: the sentences before it in its paragraph, of which the last may say that it is of some of them.
    """
    near = f"{earlier[-40:]}{sentence}"
    for start, end in clauses(sentence):
        match = _NAMED.search(sentence[start:end])
        if match is None or _WITHIN.search(near) or is_of_others(sentence) or is_elsewhere(sentence[start:end]):
            continue
        case = facts.cases.asked(nearest, match["what"])
        closed = [each for each in facts.cases.asked(closed_items, "") if each.closed_on]
        is_first = re.fullmatch(_FIRST, match["before"] or match["after"]) is not None
        days = sorted(each.closed_on for each in closed if each.closed_on)
        if case and days:
            day = days[0 if is_first else -1]
            then = [each for each in closed if each.closed_on == day]
            records = [Happening("", day, "", f"{each.item_id} 的销号", _LINK) for each in then]
            yield Compared("day", match["what"], records, case.closed_on == day)


def closed_items(_: str, known: ByPairs[Case]) -> tuple[Case, ...]:
    """The items that are closed."""
    return tuple(each for each in known.records if each.closed_on)

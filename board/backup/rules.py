"""The rules by which copies are kept; pure, based on their names alone."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

DAYS, WEEKS, MONTHS, BEFORE = 7, 4, 12, 5


class Reason(StrEnum):
    """Why a copy was made."""

    DAILY = "daily"
    HAND = "hand"
    UPGRADE = "upgrade"
    RESTORE = "restore"
    REPLACED = "replaced"


class Rule(StrEnum):
    """Why a copy is kept."""

    HAND = "hand"
    BEFORE = "before"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    AHEAD = "ahead"


@dataclass(frozen=True, order=True)
class Made:
    """The facts about a copy that the rules use. made_at in Beijing time."""

    made_at: datetime
    reason: Reason
    name: str


def kept(copies: Iterable[Made], now: datetime) -> dict[str, Rule]:
    """Returns name → the first rule that keeps the copy; copies without a rule may be deleted.

    Kept are: all made by hand; the newest five of those made before a change; of the daily ones the last of each of the
    seven newest days, four newest weeks and twelve newest months that have any. A copy dated after `now` means that the
    clock was or is wrong: it is kept and counted nowhere.
    """
    newest_first = sorted(copies, reverse=True)
    rules = {each.name: Rule.AHEAD for each in newest_first if each.made_at > now}
    past = [each for each in newest_first if each.made_at <= now]
    by_hand = [each for each in past if each.reason == Reason.HAND]
    before = [each for each in past if each.reason not in {Reason.HAND, Reason.DAILY}]
    rules |= {each.name: Rule.HAND for each in by_hand}
    rules |= {each.name: Rule.BEFORE for each in before[:BEFORE]}
    daily = [each for each in past if each.reason == Reason.DAILY]
    spans: list[tuple[Rule, int, Callable[[datetime], Hashable]]] = [
        (Rule.DAY, DAYS, datetime.date),
        (Rule.WEEK, WEEKS, lambda at: at.isocalendar()[:2]),
        (Rule.MONTH, MONTHS, lambda at: (at.year, at.month)),
    ]
    for rule, count, span in spans:
        for name in _last_of_each(daily, span)[:count]:
            rules.setdefault(name, rule)
    return rules


def _last_of_each(newest_first: Iterable[Made], span: Callable[[datetime], Hashable]) -> list[str]:
    last: dict[Hashable, str] = {}
    for each in newest_first:
        last.setdefault(span(each.made_at), each.name)
    return list(last.values())

"""The counts at a place of a tally, and the number of ballots behind them, valid and void."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from board.importing.answers import BLANK_RANK
from board.importing.choices import Choices
from board.importing.problems import Problem
from board.importing.roles import VOID, fact_label
from board.importing.shares import Share
from board.importing.table import Table
from board.importing.tally.rows import Place
from board.words import WAY as WAY_LABELS


@dataclass
class Count:
    """The counts at one place (group, way, day). answered: criterion → the answers without 弃权 that a row adds up."""

    answers: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    shares: dict[str, dict[int, Share]] = field(default_factory=lambda: defaultdict(dict))
    rows: dict[str, int] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    valid: set[int] = field(default_factory=set)
    void: set[int] = field(default_factory=set)
    returned: set[int] = field(default_factory=set)
    answered: dict[str, int] = field(default_factory=dict)


def ballot_count(
    table: Table, place: Place, count: Count, choices: Choices, days: int, *, of_answers: bool = False
) -> tuple[int, str] | Problem:
    """Valid ballots at a place, and the assumption made; a problem if the number is unknown.

    of_answers: elsewhere in the table what is called valid leaves 弃权 out, and so counts answers.
    """
    group, way, _ = place
    row = min(count.rows.values(), default=table.header_row)
    whose = f"“{group}”（{WAY_LABELS[way]}）"
    chosen = choices.ballot_counts.get((group, way))
    if chosen is not None and days == 1:
        return chosen, ""
    leaves_out = of_answers and count.answered == _without_blanks(count)
    if len(count.valid) == 1 and not leaves_out:
        return next(iter(count.valid)), f"{whose}有效评议表按表上写的 {next(iter(count.valid))} 张"
    unread = {*count.unread, *count.shares}
    whole = [answers for criterion_id, answers in count.answers.items() if criterion_id not in unread]
    sums = {sum(answers.values()) for answers in whole}
    valid = _of_returned(count, whole)
    if valid is not None:
        return valid, f"{whose}有效评议表按表上写的，除去废票是 {valid} 张"
    if count.returned:
        what = f"{whose}共 {'、'.join(map(str, sorted(count.returned)))} 张，里面有没有废票说不清"
        return Problem(table.sheet, row, "", "", what, "请在“汇总表背后各有多少张”里填上张数")
    # Where one criterion's 弃权 is counted, another without any adds up to as many.
    if (
        (not count.valid or leaves_out or are_of_answers(count))
        and len(sums) == 1
        and any(BLANK_RANK in answers for answers in whole)
    ):
        total = sums.pop()
        return total, f"{whose}各项目加弃权都是 {total} 票，有效评议表按 {total} 张"
    what = f"{whose}有效评议表有几张说不清" + ("：" + "、".join(map(str, sorted(count.valid))) if count.valid else "")
    return Problem(table.sheet, row, "", "", what, "请在“汇总表背后各有多少张”里填上张数")


def are_of_answers(count: Count) -> bool:
    """Whether the sums called valid differ from row to row, since each leaves 弃权 out: they count answers."""
    given = _without_blanks(count)
    return len(count.valid) > 1 and count.answered == given and count.valid == {*given.values()}


def _without_blanks(count: Count) -> dict[str, int]:
    return {each: sum(answers.values()) - answers.get(BLANK_RANK, 0) for each, answers in count.answers.items()}


def _of_returned(count: Count, whole: Sequence[Mapping[int, int]]) -> int | None:
    """The valid ballots among those returned, if all answers to a criterion, 弃权 too, add up to them in one way.

    Where 弃权 isn't counted, only with or without void ballots where that makes no difference, or where one is too few.
    """
    if count.valid or len(count.returned) != 1 or len(count.void) > 1:
        return None
    returned, void = next(iter(count.returned)), next(iter(count.void), 0)
    sums = {sum(answers.values()) for answers in whole}
    fitting = {number for number in (returned, returned - void) if number >= max(sums, default=0)}
    if whole and all(BLANK_RANK in answers for answers in whole):
        fitting &= sums if len(sums) == 1 else set()
    return fitting.pop() if len(fitting) == 1 else None


def unclear_void(table: Table, place: Place, count: Count, choices: Choices) -> Iterable[Problem]:
    """Reports numbers of void ballots that differ."""
    if len(count.void) > 1 and place[:2] not in choices.void_counts:
        row = min(count.rows.values(), default=table.header_row)
        what = f"“{place[0]}”的废票数前后不一样：{'、'.join(map(str, sorted(count.void)))}"
        yield Problem(table.sheet, row, fact_label(VOID), "", what, "请在“汇总表背后各有多少张”里填上废票张数")


def void_count(place: Place, count: Count, choices: Choices) -> int:
    """The number of void ballots: as the clerk chose, or as the file has it."""
    return choices.void_counts.get(place[:2], max(count.void, default=0))

"""Which copies stay: one a day for a week, one a week for a month, one a month for a year; by hand, all."""

from collections import Counter
from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as some

from board.backup.rules import BEFORE, DAYS, MONTHS, WEEKS, Made, Reason, Rule, kept

NOW = datetime.combine(date(2026, 11, 26), time(12))  # a Thursday


def made(days_ago: float, reason: Reason = Reason.DAILY) -> Made:
    at = NOW - timedelta(days=days_ago)
    return Made(at, reason, f"{at:%Y%m%d-%H%M%S}-{reason}")


def names(copies: list[Made]) -> set[str]:
    return {each.name for each in copies}


def test_a_year_of_daily_copies_leaves_seven_days_four_weeks_twelve_months() -> None:
    copies = [made(day) for day in range(400)]
    rules = kept(copies, NOW)
    assert [day for day in range(400) if rules.get(copies[day].name) == Rule.DAY] == list(range(7))
    weekly = sorted(name for name, rule in rules.items() if rule == Rule.WEEK)
    # The Sundays of the weeks that lie behind the seven days; the two newest weeks are kept by their days.
    assert [name[:8] for name in weekly] == ["20261108", "20261115"]
    monthly = sorted(name[:8] for name, rule in rules.items() if rule == Rule.MONTH)
    assert monthly[0] == "20251231"
    assert monthly[-1] == "20261031"
    assert len(monthly) == MONTHS - 1


def test_of_several_copies_of_a_day_the_last_stays() -> None:
    first, last = made(1.4), made(1.1)
    assert kept([first, last], NOW) == {last.name: Rule.DAY}


def test_days_on_which_the_computer_was_off_cost_nothing() -> None:
    copies = [made(30 * turn) for turn in range(DAYS)]
    assert set(kept(copies, NOW).values()) == {Rule.DAY}


def test_a_copy_made_by_hand_stays_however_old_and_takes_no_place() -> None:
    by_hand = [made(day + 0.1, Reason.HAND) for day in range(1000, 1030)]
    rules = kept([*by_hand, *(made(day) for day in range(DAYS))], NOW)
    assert Counter(rules.values()) == {Rule.HAND: 30, Rule.DAY: DAYS}


def test_the_newest_five_made_before_something_was_changed_stay() -> None:
    copies = [made(day, [Reason.UPGRADE, Reason.RESTORE, Reason.REPLACED][day % 3]) for day in range(20)]
    assert kept(copies, NOW) == {each.name: Rule.BEFORE for each in copies[:BEFORE]}


def test_a_clock_that_ran_ahead_or_was_set_back_costs_no_copy() -> None:
    ahead, daily = [made(-day) for day in range(1, 30)], [made(day) for day in range(DAYS)]
    rules = kept([*ahead, *daily], NOW)
    assert Counter(rules.values()) == {Rule.AHEAD: 29, Rule.DAY: DAYS}
    assert names(daily) <= set(kept(daily, NOW - timedelta(days=5000)))


@given(some.lists(some.tuples(some.integers(0, 1000), some.sampled_from(Reason)), max_size=60))
def test_the_newest_of_each_kind_always_stays_and_the_number_is_bounded(given_: list[tuple[int, Reason]]) -> None:
    copies = [made(days, reason) for days, reason in given_]
    rules = kept(copies, NOW)
    for reason in {each.reason for each in copies} - {Reason.UPGRADE, Reason.RESTORE, Reason.REPLACED}:
        assert max(each for each in copies if each.reason == reason).name in rules
    by_rule = Counter(rules.values())
    assert by_rule[Rule.DAY] <= DAYS
    assert by_rule[Rule.WEEK] <= WEEKS
    assert by_rule[Rule.MONTH] <= MONTHS
    assert by_rule[Rule.BEFORE] <= BEFORE


def test_without_copies_there_is_nothing_to_keep() -> None:
    assert kept([], NOW) == {}

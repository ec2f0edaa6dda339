"""The example school shows what the check of procedure is for: most rules not kept on one day and kept on another."""

from datetime import date, timedelta

import pytest

from board.activity import activities
from board.procedure import verdicts as procedure
from board.rules.judging import Rule, judge
from board.rules.records import Records
from board.rules.verdicts import RULES
from board.truth.versions import open_findings
from tests.example_school import Example

BOTH = {"failed", "passed"}
# Half-way through the stage the people have not yet judged the report, which is not final, and is checked to the end.
STILL_AHEAD = {rule.rule_id for rule in RULES if rule.purpose == "evaluation"} | {
    "report_final",
    "truth_findings",
}
# The draft was whole when it was written, every problem has a cause of its own, and the ledger doesn't take the closing
# of an item that the people reject, and nobody has answered yet to what was published.
NEVER_BROKEN = {"report_sections", "report_causes", "mending_rejected", "mending_reopened"}
# One finding was another one's copy until it was taken out, members talked with one ordinary teacher each, and nobody
# of the public was heard on the report.
NEVER_KEPT = {"outlines_mirrors", "talks_partners", "report_heard"}
OTHERS = [rule for rule in RULES if rule.rule_id not in STILL_AHEAD]


def days_up_to_today(example: Example) -> list[date]:
    start_on = activities.activity(example.store, example.activity_id).start_on
    return [start_on + timedelta(days=number) for number in range((example.today - start_on).days + 1)]


def days_after_a_phase(example: Example) -> list[date]:
    """Of the days to come those on which a verdict can turn: nothing is noted on them, time only runs out."""
    ends = activities.phases(example.store, example.activity_id)["end_on"]
    return [end.date() + timedelta(days=1) for end in ends if end.date() >= example.today]


def seen_on(example: Example, days: list[date], rules: list[Rule]) -> dict[str, set[str]]:
    """rule_id → the verdicts it has on the days; once it has shown both it is asked no more."""
    seen: dict[str, set[str]] = {rule.rule_id: set() for rule in rules}
    for day in days:
        records = Records(example.store, example.activity_id, day, open_findings)
        for rule in rules:
            if not seen[rule.rule_id] >= BOTH:
                seen[rule.rule_id].add(judge(rule, records).verdict)
    return seen


@pytest.mark.walk
def test_most_rules_are_not_kept_on_one_day_of_the_stage_and_kept_on_another(example: Example) -> None:
    days = days_up_to_today(example)
    seen = seen_on(example, days, OTHERS)
    visible = {rule_id for rule_id, verdicts in seen.items() if verdicts >= BOTH}
    rest = [rule for rule in OTHERS if rule.rule_id not in visible]
    later = seen_on(example, days_after_a_phase(example), rest)
    shown = visible | {rule.rule_id for rule in rest if seen[rule.rule_id] | later[rule.rule_id] >= BOTH}
    assert {rule.rule_id for rule in OTHERS} - shown == NEVER_BROKEN | NEVER_KEPT
    assert shown - visible == {"report_traces", "report_points"}
    assert len(visible) > len(RULES) / 2
    assert len(shown) >= 25


def test_some_that_were_not_kept_a_week_ago_are_kept_today_and_some_still_are_not(example: Example) -> None:
    of = (example.store, example.activity_id)
    then = {each.rule.rule_id: each.verdict for each in procedure.verdicts(*of, example.today - timedelta(days=7))}
    now = {each.rule.rule_id: each.verdict for each in procedure.verdicts(*of, example.today)}
    mended = {rule_id for rule_id in now if (then[rule_id], now[rule_id]) == ("failed", "passed")}
    assert {"order_heard", "opinions_givers", "talks_members", "outlines_members", "meeting_theme"} <= mended
    assert {"talks_partners", "outlines_mirrors", "meeting_criticism"} <= {
        each for each in now if now[each] == "failed"
    }
    assert {now[rule_id] for rule_id in STILL_AHEAD} == {"not_yet"}

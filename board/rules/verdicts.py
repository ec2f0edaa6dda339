"""The verdicts of the rules of procedure on a day.

The rules are in `rules.meeting`, `rules.criticism`, `rules.report`, `rules.evaluation` and `rules.mending`; the records
they check are gathered in `rules.records`.
"""

from collections.abc import Iterable
from datetime import date

from board.activity import activities
from board.rules import criticism, evaluation, meeting, mending, report
from board.rules.judging import Rule, Verdict, judge
from board.rules.records import Findings, Records, unchecked
from board.store.store import Store

RULES: tuple[Rule, ...] = (
    *meeting.RULES,
    *criticism.RULES,
    *report.RULES,
    *evaluation.RULES,
    *mending.RULES,
)
# Those that take nothing from the truth check.
WITHOUT_TRUTH = tuple(rule for rule in RULES if rule.family != "truth")


def judged(
    store: Store, activity_id: str, as_of: date, rules: Iterable[Rule], open_findings: Findings = unchecked
) -> tuple[Verdict, ...]:
    """The verdicts of those of the rules for which this activity's plan has a phase, in order, as of a day.

    Each is kept until a table that it reads changes. open_findings: see `rules.records`.
    """
    purposes = {"", *activities.phases(store, activity_id)["purpose"]}

    def one(rule: Rule) -> Verdict:
        key = ("rules.verdict", activity_id, as_of, rule.rule_id)
        verdict: Verdict = store.cached(
            key, lambda given: judge(rule, Records(given, activity_id, as_of, open_findings)), is_part=True
        )
        return verdict

    return tuple(one(rule) for rule in rules if rule.purpose in purposes)

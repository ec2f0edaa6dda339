"""A small activity with one record of each kind, nothing linked yet, for the tests of threads."""

from board.access import Actor
from board.opinions import actions as opinions
from board.problems import actions as problems
from board.rectification import actions as rectification
from board.store import records
from board.store.store import Store
from board.thread.rules import Record
from tests.ledger_rows import ACTIVITY, NINE, add_opinion, add_section_and_criterion, item_fields
from tests.report_rows import add_report_activity, draft, problem_fields

OPINION: Record = ("opinion", "O-001")
PROBLEM: Record = ("problem", "W-001")
SECTION: Record = ("section", "突出问题")
ITEM: Record = ("item", "R-001")
CRITERION: Record = ("criterion", "K1")
# Every two that may be linked, one step after the other first.
PAIRS = (
    (OPINION, PROBLEM),
    (PROBLEM, SECTION),
    (SECTION, ITEM),
    (ITEM, CRITERION),
    (OPINION, ITEM),
    (PROBLEM, ITEM),
)


def add_records(store: Store, clerk: Actor) -> None:
    """Write the activity, an opinion that was sorted, a problem, a draft of the report, an item and a criterion."""
    add_report_activity(store)
    add_section_and_criterion(store)
    add_opinion(store, clerk, OPINION[1])
    opinions.act(store, clerk, ACTIVITY, "O-001", "sort", {"aspect": "工作作风", "theme": "会议"}, at=NINE)
    records.add(store, clerk, problems.PROBLEM, ACTIVITY, problem_fields(), at=NINE)
    rectification.add(store, clerk, ACTIVITY, item_fields(), at=NINE)
    draft(store, clerk)

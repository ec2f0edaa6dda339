"""The sums of the units below that a bureau handed up, in words."""

from dataclasses import dataclass

import pandas as pd

from board.numbers import NOTHING, is_missing, rate_text
from board.rules.verdicts import RULES
from board.store.store import Store
from board.words import ITEM_KIND, ITEM_STATUS

WITHHELD = "不到 5 件"
_RULES = {rule.rule_id: rule.title for rule in RULES}


@dataclass(frozen=True)
class Sums:
    """The sums of a submission. about: of which day and how many units.

    steps: task_name, done (units that have done it, of those that have it), late_count, half_done_on. verdicts: name,
    passed, failed_count, gap_count. items: kind, status, aspect, item_count, late_count (words).
    """

    about: str
    steps: pd.DataFrame
    verdicts: pd.DataFrame
    items: pd.DataFrame


def sums_of(store: Store, activity_id: str, submission_no: int) -> Sums | None:
    """The sums of a submission; None where it has none."""
    head = store.rows("comparison/summed", submission_no=submission_no)
    if not head:
        return None
    steps = store.read("comparison/step_sums", activity_id=activity_id, submission_no=submission_no)
    verdicts = store.read("comparison/verdict_sums", submission_no=submission_no)
    items = store.read("comparison/item_sums", submission_no=submission_no)
    whole = verdicts[["passed_count", "failed_count", "not_yet_count", "ensured_count"]].sum(axis=1)
    return Sums(
        f"{head[0]['as_of']:%Y-%m-%d}，{head[0]['unit_count']} 个单位",
        steps.assign(done=[rate_text(*each) for each in zip(steps["done_count"], steps["unit_count"], strict=True)]),
        verdicts.assign(
            name=[_RULES.get(each, each) for each in verdicts["rule_id"]],
            passed=[rate_text(*each) for each in zip(verdicts["passed_count"], whole, strict=True)],
        ),
        items.assign(
            kind=items["kind"].map(ITEM_KIND),
            status=items["status"].map(ITEM_STATUS),
            item_count=[WITHHELD if is_missing(each) else str(int(each)) for each in items["item_count"]],
            late_count=[NOTHING if is_missing(each) else str(int(each)) for each in items["late_count"]],
        ),
    )

"""The example school's feedback sheets, loaded through the rules of those made on the page."""

from collections import defaultdict
from datetime import date

from board.example.samples import CLERK, Names, event_of, sample
from board.opinions.feedback_rules import handed_over, new_sheet
from board.store.history import record_all, stamped
from board.store.store import Row, Transaction


def load_feedback(transaction: Transaction, activity_id: str, today: date, names: Names) -> None:
    """Writes the sheets and their content; that their opinions were fed back is loaded with the opinions."""
    sheets = {row["sheet_id"]: row for row in sample("feedback_sheets", today)}
    record_all(transaction, "feedback", [_history(row, activity_id, names) for row in sheets.values()])
    on_sheet: defaultdict[str, int] = defaultdict(int)
    rows = []
    for row in sample("feedback_sheet_opinions", today):
        (opinion,) = transaction.rows("opinions/current", activity_id=activity_id, opinion_id=row["opinion_id"])
        made = event_of("add", sheets[row["sheet_id"]]["made_on"], 2, CLERK, names)
        on_sheet[row["sheet_id"]] += 1
        words = {"aspect": opinion["aspect"], "wording": opinion["wording"] or opinion["content"]}
        stamp = {"position": on_sheet[row["sheet_id"]], "linked_at": made.happened_at, "unlinked_at": None}
        rows.append({**row, "activity_id": activity_id, **words, **stamp})
    transaction.insert("feedback/insert_opinions", rows)


def _history(row: Row, activity_id: str, names: Names) -> list[Row]:
    key = {"activity_id": activity_id, "sheet_id": row["sheet_id"]}
    made = new_sheet(key, row.get("member_id"), row["made_on"])
    events = [stamped(made, event_of("add", row["made_on"], 2, CLERK, names))]
    if "handed_on" in row:
        after = handed_over(made, row["handed_on"], row["receipt"], row["handed_on"])
        events.append(stamped(after, event_of("hand_over", row["handed_on"], 3, CLERK, names)))
    return events

"""报告求实 (the truth check) on the store: the findings in a version, with their answers.

`truth.check` decides what is a finding; answers are written in `truth.answers`.
"""

from datetime import date

import pandas as pd

from board.report import reading as report
from board.store.frames import kept
from board.store.store import Store
from board.truth.check import findings
from board.truth.findings import as_row
from board.truth.records import records_of

_COLUMNS = ("version_id", "section", "sentence", "kind", "message", "mark", "finding_key", "link")


@kept
def found(store: Store, activity_id: str, version_id: str, as_of: date) -> pd.DataFrame:
    """One row per finding in a version as it was at the end of a day, in the order of its sections.

    version_id, section, sentence ("": about none), kind (words.TRUTH_KIND), message, mark (the words in the sentence),
    finding_key, link (subject and filters, or None); is_answered, reason, answered_at, actor_name (of the answer).
    """
    texts = report.sections(store, activity_id, as_of)
    mine = texts[texts["version_id"] == version_id]
    sections = dict(zip(mine["section"], mine["content"], strict=True))
    rows = [as_row(each) for each in findings(sections, records_of(store, activity_id, version_id, as_of))]
    frame = pd.DataFrame(rows, columns=list(_COLUMNS[1:])).assign(version_id=version_id)[list(_COLUMNS)]
    given = store.read("truth/answers", activity_id=activity_id, as_of=as_of).drop(columns="version_id")
    joined = frame.merge(given, on="finding_key", how="left")
    return joined.assign(is_answered=joined["reason"].notna(), reason=joined["reason"].fillna(""))


def open_findings(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per finding in the newest version of a day (as `found`); none where there is no version."""
    versions = report.versions(store, activity_id, as_of)
    newest = str(versions.iloc[-1]["version_id"]) if len(versions) else ""
    return found(store, activity_id, newest, as_of)

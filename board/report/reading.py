"""Reading the report (分析检查报告): its versions and sections, hearings on it, and how points were handled.

Written by `report.versions`, `report.points` and `report.links`.
"""

from datetime import date
from typing import Any

import pandas as pd

from board.report import rules
from board.report.writing import KEYS
from board.store.frames import kept
from board.store.store import Store

_OF_THE_EVENT = ("activity_id", "event_id", "actor_id", "reason")


@kept
def versions(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per version that existed at the end of a day and was not removed, the oldest first.

    version_id, seq, stage, made_on, note, based_on, approved_on, open_reason; frozen (why it can't be changed any more,
    or ""); section_count, empty_count (sections; those without text); hearing_count, point_count, open_count (hearings
    on it, their points, those not answered yet); happened_at, actor_name and action of its last event.
    """
    found_then = _then(store, "report_versions/versions", activity_id, as_of)
    written = _then(store, "report_sections/sections", activity_id, as_of)
    heard, noted = hearings(store, activity_id, as_of), points(store, activity_id, as_of)
    ids = found_then["version_id"]
    counts = {
        "section_count": written["version_id"].value_counts(),
        "empty_count": written[written["content"] == ""]["version_id"].value_counts(),
        "hearing_count": heard["version_id"].value_counts(),
        "point_count": noted["version_id"].value_counts(),
        "open_count": noted[noted["handling"] == "open"]["version_id"].value_counts(),
    }
    counted = {name: ids.map(count).fillna(0).astype("int64") for name, count in counts.items()}
    states, listened = _records(found_then.assign(is_removed=False)), _records(heard.assign(is_removed=False))
    reasons = [rules.frozen_because(each, states, listened) for each in states]
    return found_then.assign(frozen=pd.Series(reasons, index=found_then.index, dtype="str"), **counted)


@kept
def sections(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per section of each version, as it was at the end of a day, in order.

    version_id, section, position, content, note (why this version changed it), seq, section_id; happened_at, actor_name
    and action of its last event.
    """
    written = _then(store, "report_sections/sections", activity_id, as_of)
    there = _then(store, "report_versions/versions", activity_id, as_of)["version_id"]
    return written[written["version_id"].isin(there)].reset_index(drop=True)


@kept
def hearings(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per hearing recorded by the end of a day and not removed, by day.

    hearing_id, version_id, group_label, way, held_on, heard_count, point_count, open_count (its points, those not
    answered yet), seq; happened_at, actor_name and action of its last event.
    """
    heard = _then(store, "report_hearings/hearings", activity_id, as_of)
    made = points(store, activity_id, as_of)
    every, unanswered = made["hearing_id"].value_counts(), made[made["handling"] == "open"]["hearing_id"].value_counts()
    return heard.assign(
        point_count=heard["hearing_id"].map(every).fillna(0).astype("int64"),
        open_count=heard["hearing_id"].map(unanswered).fillna(0).astype("int64"),
    )


@kept
def points(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per point recorded by the end of a day and not removed.

    point_id, version_id, hearing_id, section, content, handling (open, changed, declined), handled_in (the version
    changed for it), reason (how it was changed, or why not), seq; happened_at, actor_name and action of its last event.
    """
    rows = _then(store, "report_points/points", activity_id, as_of)
    return rows.rename(columns={"answer": "reason"})


def report_problems(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per problem that a section described at the end of a day: version_id, section, problem_id, linked_at."""
    return store.read("report_links/links", activity_id=activity_id, as_of=as_of)


@kept
def changed_sections(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per section of a version that differed from the version before at the end of a day.

    version_id, section, stage, made_on, in the order of the versions.
    """
    there, written = versions(store, activity_id, as_of), sections(store, activity_id, as_of)
    changed = rules.changed_sections(_records(there), _records(written))
    found = pd.DataFrame(changed, columns=["version_id", "section"], dtype="str")
    return found.merge(there[["version_id", "stage", "made_on"]], on="version_id")


@kept
def criterion_changes(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per change of the report linked to a criterion at the end of a day, if it still is a change.

    criterion_id, version_id, section, linked_at, stage, made_on.
    """
    linked = store.read("report_changes/links", activity_id=activity_id, as_of=as_of)
    return linked.merge(changed_sections(store, activity_id, as_of), on=["version_id", "section"])


def events(store: Store, activity_id: str, subject: str, record_id: str) -> pd.DataFrame:
    """One row per event of a record of one of `report.writing.KEYS`, oldest first, with the state it led to."""
    return store.read(f"{subject}/events", activity_id=activity_id, **{KEYS[subject]: record_id})


def _then(store: Store, query: str, activity_id: str, as_of: date) -> pd.DataFrame:
    """The records of a day with their last events, without removed ones."""
    frame = store.read(query, activity_id=activity_id, as_of=as_of).drop(columns=list(_OF_THE_EVENT))
    if "is_removed" not in frame:
        return frame
    return frame[~frame["is_removed"]].drop(columns="is_removed").reset_index(drop=True)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]

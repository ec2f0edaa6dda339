"""The example school's report: its versions, their content, its hearings, loaded through the rules of typed ones."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from board.example.samples import CLERK, Names, event_of, sample
from board.report import points_rules, rules
from board.report.writing import words_of
from board.store.history import record_all, stamped
from board.store.store import Row, Transaction

Rows = list[Row]


def load_report(transaction: Transaction, activity_id: str, today: date, names: Names) -> None:
    """Writes the versions with their sections, the sections' links and answers, the hearings and the points made."""
    versions = _versions(activity_id, today)
    sections = words_of(transaction, activity_id, "section")
    groups = words_of(transaction, activity_id, "group")
    hearings = [_hearing(activity_id, row, versions, groups) for row in sample("report_hearings", today)]
    points = [_point(activity_id, row, versions, hearings, sections, names) for row in sample("report_points", today)]
    made = [[stamped(each, event_of("add", each["made_on"], 0, CLERK, names))] for each in versions]
    heard = [[stamped(each, event_of("add", each["held_on"], 4, CLERK, names))] for each in hearings]
    record_all(transaction, "report_versions", made)
    record_all(transaction, "report_sections", _sections(versions, sections, today, names))
    record_all(transaction, "report_hearings", heard)
    record_all(transaction, "report_points", points)
    transaction.insert("report_links/insert", _links(versions, sample("report_problems", today), names))
    transaction.insert("report_changes/insert", _changes(versions, sample("report_changes", today), names))


def _versions(activity_id: str, today: date) -> Rows:
    versions: Rows = []
    for row in sample("report_versions", today):
        key = {"activity_id": activity_id, "version_id": row["version_id"]}
        versions.append(rules.added(key, {**row, "made_on": row["on"]}, versions, row["on"]))
    return versions


def _sections(versions: Rows, sections: list[str], today: date, names: Names) -> list[Rows]:
    contents: dict[str, dict[str, str]] = {}
    for row in sample("report_sections", today):
        contents.setdefault(row["version_id"], {})[row["section"]] = row["content"]
    histories: list[Rows] = []
    before: Mapping[str, str] = {}
    for version in versions:
        now = {}
        for row in rules.section_rows(version, sections, before):
            content = contents[version["version_id"]].get(row["section"])
            after = row if content is None else rules.written(row, {"content": content})
            rows = [stamped(row, event_of("add", version["made_on"], 0, CLERK, names))]
            if after != row:
                written = {**after, "seq": row["seq"] + 1}
                rows.append(stamped(written, event_of("write", version["made_on"], 1, CLERK, names)))
            histories.append(rows)
            now[row["section"]] = after["content"]
        before = now
    return histories


def _hearing(activity_id: str, row: Row, versions: Rows, groups: list[str]) -> Row:
    key = {"activity_id": activity_id, "hearing_id": row["hearing_id"]}
    given = {**row, "heard_count": int(row["heard_count"])}
    return points_rules.hearing(key, None, given, versions, groups, row["held_on"])


def _point(activity_id: str, row: Row, versions: Rows, hearings: Rows, sections: list[str], names: Names) -> Rows:
    key = {"activity_id": activity_id, "point_id": row["point_id"]}
    noted = points_rules.point(key, None, row, versions, hearings, sections)
    rows = [stamped(noted, event_of("add", row["on"], 5, CLERK, names))]
    if "handling" in row:
        answered: dict[str, Any] = {**points_rules.answered(noted, row, versions), "seq": 2}
        rows.append(stamped(answered, event_of("answer", row["answered_on"], 6, CLERK, names)))
    return rows


def _links(versions: Rows, problems: Rows, names: Names) -> Rows:
    return [
        {
            "activity_id": version["activity_id"],
            "version_id": version["version_id"],
            **row,
            "linked_at": event_of("link", version["made_on"], 2, CLERK, names).happened_at,
            "unlinked_at": None,
        }
        for version in versions
        for row in problems
    ]


def _changes(versions: Rows, answered: Rows, names: Names) -> Rows:
    made_on = {version["version_id"]: version["made_on"] for version in versions}
    key = {"activity_id": versions[0]["activity_id"], "unlinked_at": None}
    return [
        {**key, **row, "linked_at": event_of("link", made_on[row["version_id"]], 3, CLERK, names).happened_at}
        for row in answered
    ]

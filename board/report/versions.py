"""Versions of the report and their sections: the actions of those who write it and of the leader who approves it.

`report.rules` says what is allowed and required. Every action takes `seen_seq`, the record's `seq` when the person
opened it (raises Conflict if the record has changed since; None: no check), and `at`, when it happened (None: now),
and raises Refused, Invalid by field, and BoardError where the state doesn't allow it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from board import clock
from board.access import Actor, require
from board.report import rules
from board.report.writing import change, contents, found, frozen, next_key, present, save, standing, words_of
from board.store.history import Event
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed

Seq = int | None
When = datetime | None


def add_version(store: Store, actor: Actor, activity_id: str, fields: Mapping[str, Any], *, at: When = None) -> str:
    """Begin a version (stage, made_on, note) as a copy of the newest one, and return its id."""
    require(actor, "report.edit")
    event = Event("add", actor, at or clock.now())

    def work(transaction: Transaction) -> str:
        versions = present(transaction, "report_versions", activity_id)
        key = next_key(versions, "report_versions", activity_id)
        version = rules.added(key, fields, versions, event.happened_at.date())
        save(transaction, "report_versions", version, event)
        before = contents(transaction, activity_id, version["based_on"])
        for row in rules.section_rows(version, words_of(transaction, activity_id, "section"), before):
            save(transaction, "report_sections", row, event)
        links = [
            row
            for row in transaction.rows("report_links/standing", activity_id=activity_id)
            if row["version_id"] == version["based_on"]
        ]
        linked = {"activity_id": activity_id, "linked_at": event.happened_at, "unlinked_at": None}
        transaction.insert("report_links/insert", [{**row, **linked, **key} for row in links])
        return str(key["version_id"])

    return store.write(work, Deed("report_versions.add", actor))


def edit_version(
    store: Store,
    actor: Actor,
    activity_id: str,
    version_id: str,
    fields: Mapping[str, Any],
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Change a version's day or note."""
    event = Event("edit", actor, at or clock.now())

    def edited(transaction: Transaction, current: Row) -> Row:
        versions = standing(transaction, "report_versions", activity_id)
        return rules.edited(current, fields, versions, event.happened_at.date())

    change(store, event, "report_versions", activity_id, version_id, edited, seen_seq)


def remove_version(
    store: Store, actor: Actor, activity_id: str, version_id: str, *, seen_seq: Seq = None, at: When = None
) -> None:
    """Remove the newest version if there was no hearing on it. Points answered in it are open again."""
    require(actor, "report.edit")
    event = Event("remove", actor, at or clock.now())

    def work(transaction: Transaction) -> None:
        current = found(standing(transaction, "report_versions", activity_id), "report_versions", version_id, seen_seq)
        after = rules.removed(current, frozen(transaction, activity_id, current))
        save(transaction, "report_versions", after, event, current)
        for point in standing(transaction, "report_points", activity_id):
            if point["handled_in"] == version_id:
                reopened = {**point, "handling": "open", "handled_in": None, "answer": ""}
                save(transaction, "report_points", reopened, event, point)

    store.write(work, Deed("report_versions.remove", actor))


def approve(
    store: Store,
    actor: Actor,
    activity_id: str,
    version_id: str,
    *,
    approved_on: date | None = None,
    reason: str = "",
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Make a version the final one: 征求意见稿 → 定稿. `reason`: why points are left open, where there are any."""
    event = Event("approve", actor, at or clock.now(), reason)

    def approved(transaction: Transaction, current: Row) -> Row:
        written = contents(transaction, activity_id, version_id)
        demanded = words_of(transaction, activity_id, "section", required=True) or list(written)
        empty = [section for section in demanded if not written.get(section)]
        points = standing(transaction, "report_points", activity_id)
        return rules.approved(
            current,
            {"approved_on": approved_on, "reason": reason},
            frozen(transaction, activity_id, current),
            empty,
            [point["point_id"] for point in points if point["handling"] == "open"],
            event.happened_at.date(),
        )

    change(store, event, "report_versions", activity_id, version_id, approved, seen_seq, "report.approve")


def write_section(
    store: Store,
    actor: Actor,
    activity_id: str,
    version_id: str,
    section: str,
    fields: Mapping[str, Any],
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Write a section's content, and a note on why this version changes it."""
    require(actor, "report.edit")
    event = Event("write", actor, at or clock.now())
    store.write(
        lambda transaction: write_section_within(
            transaction, activity_id, version_id, section, fields, event, seen_seq=seen_seq
        ),
        Deed("report_sections.write", actor),
    )


def write_section_within(
    transaction: Transaction,
    activity_id: str,
    version_id: str,
    section: str,
    fields: Mapping[str, Any],
    event: Event,
    *,
    seen_seq: Seq = None,
) -> None:
    """Like `write_section`, inside a larger transaction; the caller checks the permission."""
    version = found(standing(transaction, "report_versions", activity_id), "report_versions", version_id)
    rules.refuse_frozen(version, frozen(transaction, activity_id, version), "写")
    rows = [row for row in present(transaction, "report_sections", activity_id) if row["version_id"] == version_id]
    section_id = next((row["section_id"] for row in rows if row["section"] == section), section)
    current = found(rows, "report_sections", section_id, seen_seq)
    save(transaction, "report_sections", rules.written(current, fields), event, current)


def write_sections(
    store: Store,
    actor: Actor,
    activity_id: str,
    version_id: str,
    texts: Mapping[str, str],
    seen: Mapping[str, int],
    *,
    at: When = None,
) -> None:
    """Write several sections (section → content), all or none. `seen`: the `seq` of each when it was opened."""
    require(actor, "report.edit")
    event = Event("write", actor, at or clock.now())

    def work(transaction: Transaction) -> None:
        for section, content in texts.items():
            given = {"content": content}
            write_section_within(
                transaction, activity_id, version_id, section, given, event, seen_seq=seen.get(section)
            )

    store.write(work, Deed("report_sections.write", actor))

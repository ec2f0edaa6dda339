"""Which problems a section of the report tells of: made and ended by hand, copied from version to version.

Raises Refused, and BoardError where there is no such version or section.
"""

from datetime import datetime

from board import clock
from board.access import Actor, require
from board.db import Store, Transaction
from board.errors import BoardError
from board.report_writing import contents, found, standing

When = datetime | None


def link_problem(
    store: Store,
    actor: Actor,
    activity_id: str,
    version_id: str,
    section: str,
    problem_id: str,
    *,
    at: When = None,
) -> None:
    """Say that a section of a version tells of a problem. Linking twice changes nothing."""
    require(actor, "report.edit")
    moment = at or clock.now()

    def work(transaction: Transaction) -> None:
        found(standing(transaction, "report_versions", activity_id), "report_versions", version_id)
        link = {"version_id": version_id, "section": section, "problem_id": problem_id}
        if section not in contents(transaction, activity_id, version_id):
            raise BoardError("没有这一部分", f"{version_id} 里没有“{section}”。", "请刷新页面后再看。")
        if link not in transaction.rows("report_links/standing", activity_id=activity_id):
            row = {**link, "activity_id": activity_id, "linked_at": moment, "unlinked_at": None}
            transaction.insert("report_links/insert", [row])

    store.write(work)


def unlink_problem(
    store: Store,
    actor: Actor,
    activity_id: str,
    version_id: str,
    section: str,
    problem_id: str,
    *,
    at: When = None,
) -> None:
    """Say that it doesn't after all. Of a problem that isn't linked nothing changes."""
    require(actor, "report.edit")
    link = {"activity_id": activity_id, "version_id": version_id, "section": section, "problem_id": problem_id}
    store.write(lambda transaction: transaction.run("report_links/unlink", at=at or clock.now(), **link))

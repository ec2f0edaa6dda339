"""Links from sections of the report to the problems they describe: set by hand, copied from version to version.

Raises Refused, and BoardError where there is no such version or section.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from board import clock
from board.access import Actor, require
from board.errors import BoardError
from board.report.writing import contents, found, standing
from board.store.store import Store, Transaction
from board.store.trail.chain import Deed

When = datetime | None


def link_problems(
    store: Store,
    actor: Actor,
    activity_id: str,
    version_id: str,
    problem_ids_by_section: Mapping[str, Iterable[str]],
    *,
    at: When = None,
) -> None:
    """Set the problems that sections of a version describe (section → problem ids); other sections stay as they are."""
    require(actor, "report.edit")
    moment = at or clock.now()

    def work(transaction: Transaction) -> None:
        found(standing(transaction, "report_versions", activity_id), "report_versions", version_id)
        for section, problem_ids in problem_ids_by_section.items():
            _set(transaction, activity_id, version_id, section, set(problem_ids), moment)

    store.write(work, Deed("report_problems.link", actor))


def link_problem(
    store: Store, actor: Actor, activity_id: str, section: str, problem_id: str, *, at: When = None
) -> None:
    """Link a section of the newest version to a problem it describes, if it isn't linked already."""
    _change(store, actor, activity_id, section, at, lambda linked: linked | {problem_id})


def part_problem(
    store: Store, actor: Actor, activity_id: str, section: str, problem_id: str, *, at: When = None
) -> None:
    """End the link between a section of the newest version and a problem, if there is one."""
    _change(store, actor, activity_id, section, at, lambda linked: linked - {problem_id})


def _change(
    store: Store,
    actor: Actor,
    activity_id: str,
    section: str,
    at: When,
    wanted: Callable[[set[str]], set[str]],
) -> None:
    require(actor, "report.edit")
    moment = at or clock.now()

    def work(transaction: Transaction) -> None:
        versions = standing(transaction, "report_versions", activity_id)
        if not versions:
            raise BoardError("还没有分析检查报告", "没有哪一版可以连。", "请先起草初稿。")
        newest = versions[-1]["version_id"]
        linked = _linked(transaction, activity_id, newest, section)
        _set(transaction, activity_id, newest, section, wanted(linked), moment)

    store.write(work, Deed("report_problems.link", actor))


def _linked(transaction: Transaction, activity_id: str, version_id: str, section: str) -> set[str]:
    rows = transaction.rows("report_links/standing", activity_id=activity_id)
    return {row["problem_id"] for row in rows if (row["version_id"], row["section"]) == (version_id, section)}


def _set(
    transaction: Transaction, activity_id: str, version_id: str, section: str, wanted: set[str], moment: datetime
) -> None:
    known = {row["problem_id"] for row in transaction.rows("problems/present", activity_id=activity_id)}
    if section not in contents(transaction, activity_id, version_id):
        raise BoardError("没有这一部分", f"{version_id} 里没有“{section}”。", "请刷新页面后再看。")
    if wanted - known:
        raise BoardError(
            "没有这个问题", f"{'、'.join(sorted(wanted - known))} 不在问题清单里。", "请刷新页面，重新选。"
        )
    linked = _linked(transaction, activity_id, version_id, section)
    key = {"activity_id": activity_id, "version_id": version_id, "section": section}
    for problem_id in sorted(linked - wanted):
        transaction.run("report_links/unlink", at=moment, **key, problem_id=problem_id)
    new = [{**key, "problem_id": problem_id} for problem_id in sorted(wanted - linked)]
    transaction.insert("report_links/insert", [{**row, "linked_at": moment, "unlinked_at": None} for row in new])

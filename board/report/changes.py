"""Links from changes of the report to criteria that the people judged badly (domain.md, rule 8): set by hand.

A change is a section that differs from the version before. Read by `report.criterion_changes`. Raises Refused, and
BoardError where there is no such criterion or where nothing was changed.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from board import clock
from board.access import Actor, require
from board.errors import BoardError
from board.report.rules import changed_sections
from board.report.writing import present, standing
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed

When = datetime | None
# A section of a version: version_id, section.
Change = tuple[str, str]


def set_changes(
    store: Store,
    actor: Actor,
    activity_id: str,
    answers: Mapping[str, Iterable[Change]],
    *,
    at: When = None,
) -> None:
    """Set which changes of the report answer criteria (criterion_id → changes); other criteria stay as they are."""
    _write(store, actor, activity_id, at, lambda _, changed: answers)


def link_section(
    store: Store, actor: Actor, activity_id: str, section: str, criterion_id: str, *, at: When = None
) -> None:
    """Link the newest change of a section to the criterion it answers."""

    def wanted(linked: Mapping[str, set[Change]], changed: list[Change]) -> Mapping[str, Iterable[Change]]:
        newest = next((each for each in reversed(changed) if each[1] == section), None)
        if newest is None:
            raise _unchanged(section)
        return {criterion_id: linked.get(criterion_id, set()) | {newest}}

    _write(store, actor, activity_id, at, wanted)


def part_section(
    store: Store, actor: Actor, activity_id: str, section: str, criterion_id: str, *, at: When = None
) -> None:
    """End all links between changes of a section and a criterion."""

    def wanted(linked: Mapping[str, set[Change]], _: list[Change]) -> Mapping[str, Iterable[Change]]:
        return {criterion_id: {each for each in linked.get(criterion_id, set()) if each[1] != section}}

    _write(store, actor, activity_id, at, wanted)


def _write(
    store: Store,
    actor: Actor,
    activity_id: str,
    at: When,
    wanted: Callable[[Mapping[str, set[Change]], list[Change]], Mapping[str, Iterable[Change]]],
) -> None:
    require(actor, "report.edit")
    moment = at or clock.now()

    def work(transaction: Transaction) -> None:
        linked = _linked(transaction, activity_id)
        changed = _changed(transaction, activity_id)
        for criterion_id, changes in wanted(linked, changed).items():
            _known(transaction, activity_id, criterion_id)
            given, has = set(changes), linked.get(criterion_id, set())
            for _, section in sorted(given - has - set(changed)):
                raise _unchanged(section)
            _set(transaction, {"activity_id": activity_id, "criterion_id": criterion_id}, has, given, moment)

    store.write(work, Deed("report_changes.link", actor))


def _linked(transaction: Transaction, activity_id: str) -> dict[str, set[Change]]:
    found: dict[str, set[Change]] = {}
    for row in transaction.rows("report_changes/standing", activity_id=activity_id):
        found.setdefault(row["criterion_id"], set()).add((row["version_id"], row["section"]))
    return found


def _changed(transaction: Transaction, activity_id: str) -> list[Change]:
    versions = standing(transaction, "report_versions", activity_id)
    return changed_sections(versions, present(transaction, "report_sections", activity_id))


def _known(transaction: Transaction, activity_id: str, criterion_id: str) -> None:
    asked = {row["criterion_id"] for row in transaction.rows("activities/criteria", activity_id=activity_id)}
    if criterion_id not in asked:
        raise BoardError("没有这个评议项目", f"{criterion_id} 不在评议项目里。", "请刷新页面，重新选。")


def _unchanged(section: str) -> BoardError:
    return BoardError(
        "报告的这一部分没有改过",
        f"“{section}”和前一版一字不差，算不上为评议项目改了报告。",
        "请先在分析检查报告里另起一版，改好这一部分，再回来连上。",
    )


def _set(transaction: Transaction, key: Row, has: set[Change], given: set[Change], moment: datetime) -> None:
    for version_id, section in sorted(has - given):
        transaction.run("report_changes/unlink", at=moment, **key, version_id=version_id, section=section)
    new = [
        {**key, "version_id": version_id, "section": section, "linked_at": moment, "unlinked_at": None}
        for version_id, section in sorted(given - has)
    ]
    transaction.insert("report_changes/insert", new)

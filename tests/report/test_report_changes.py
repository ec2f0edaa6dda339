"""Which changes of the report answer a criterion: only what reads otherwise than before, from its day, until ended."""

from collections.abc import Iterable, Mapping
from datetime import date

import pytest

from board.access import Actor
from board.errors import BoardError, Refused
from board.report import changes as report_changes
from board.report import reading as report
from board.report import versions as report_versions
from board.store.store import Store
from board.thread import records as thread
from board.thread.links import link, part
from tests.ledger_rows import ACTIVITY, add_section_and_criterion
from tests.report_rows import add_report_activity, at, draft, version_fields

AS_OF = date(2025, 12, 1)
CAUSES = ("B2", "原因分析")


@pytest.fixture
def changed(store: Store, clerk: Actor) -> Store:
    """A draft and a second version of which one section reads otherwise; a criterion K1."""
    add_report_activity(store)
    add_section_and_criterion(store)
    draft(store, clerk, 突出问题="会议多", 原因分析="客观上班额大")
    fields = version_fields(stage="consulted", made_on=at(2).date())
    report_versions.add_version(store, clerk, ACTIVITY, fields, at=at(2))
    write(store, clerk, "客观上班额大，主观上图省事", 2)
    return store


def write(store: Store, actor: Actor, content: str, day: int) -> None:
    given = {"content": content}
    report_versions.write_section(store, actor, ACTIVITY, *CAUSES, given, at=at(day))


def answer(
    store: Store, actor: Actor, changes: Iterable[tuple[str, str]], day: int = 3, criterion_id: str = "K1"
) -> None:
    answers: Mapping[str, Iterable[tuple[str, str]]] = {criterion_id: changes}
    report_changes.set_changes(store, actor, ACTIVITY, answers, at=at(day))


def answered(store: Store, as_of: date = AS_OF) -> list[tuple[str, str, str]]:
    frame = report.criterion_changes(store, ACTIVITY, as_of)
    return list(zip(frame["criterion_id"], frame["version_id"], frame["section"], strict=True))


def test_only_what_reads_otherwise_than_before_is_a_change(changed: Store) -> None:
    frame = report.changed_sections(changed, ACTIVITY, AS_OF)
    assert list(zip(frame["version_id"], frame["section"], strict=True)) == [CAUSES]


def test_a_change_answers_a_criterion_from_its_day(changed: Store, clerk: Actor) -> None:
    answer(changed, clerk, [CAUSES])
    assert answered(changed) == [("K1", *CAUSES)]
    assert answered(changed, at(2).date()) == []


def test_saying_it_twice_is_saying_it_once(changed: Store, clerk: Actor) -> None:
    for day in (3, 4):
        answer(changed, clerk, [CAUSES], day)
    assert report.criterion_changes(changed, ACTIVITY, AS_OF)["linked_at"].dt.date.tolist() == [at(3).date()]


def test_what_is_taken_back_still_stands_on_the_days_before(changed: Store, clerk: Actor) -> None:
    answer(changed, clerk, [CAUSES])
    answer(changed, clerk, [], 4)
    assert answered(changed) == []
    assert answered(changed, at(3).date()) == [("K1", *CAUSES)]


def test_what_was_written_back_answers_nothing_any_more(changed: Store, clerk: Actor) -> None:
    answer(changed, clerk, [CAUSES])
    write(changed, clerk, "客观上班额大", 4)
    assert answered(changed) == []
    assert answered(changed, at(3).date()) == [("K1", *CAUSES)]


@pytest.mark.parametrize("same", [("B2", "突出问题"), ("B1", "原因分析"), ("B9", "原因分析"), ("B2", "结束语")])
def test_what_was_not_changed_is_refused(changed: Store, clerk: Actor, same: tuple[str, str]) -> None:
    with pytest.raises(BoardError, match="没有改过"):
        answer(changed, clerk, [CAUSES, same])
    assert answered(changed) == []


def test_a_criterion_that_is_not_asked_is_refused(changed: Store, clerk: Actor) -> None:
    with pytest.raises(BoardError, match="没有这个评议项目"):
        answer(changed, clerk, [CAUSES], criterion_id="K404")


def test_only_who_writes_the_report_says_so(changed: Store, leader: Actor, owner: Actor, admin: Actor) -> None:
    for actor in (leader, owner, admin):
        with pytest.raises(Refused):
            answer(changed, actor, [CAUSES])


def test_the_thread_links_the_newest_change_of_a_section_and_parts_it(changed: Store, clerk: Actor) -> None:
    section, criterion = ("section", "原因分析"), ("criterion", "K1")
    link(changed, clerk, ACTIVITY, criterion, section, at=at(3))
    assert answered(changed) == [("K1", *CAUSES)]
    assert thread.threads(changed, ACTIVITY, AS_OF).ends == {section: {criterion}, criterion: {section}}
    part(changed, clerk, ACTIVITY, section, criterion, at=at(4))
    assert answered(changed) == []


def test_a_change_stays_on_the_thread_when_the_next_version_is_begun(changed: Store, clerk: Actor) -> None:
    answer(changed, clerk, [CAUSES])
    fields = version_fields(stage="consulted", made_on=at(4).date())
    report_versions.add_version(changed, clerk, ACTIVITY, fields, at=at(4))
    assert set(thread.links(changed, ACTIVITY, AS_OF)["upper_id"]) == {"原因分析"}

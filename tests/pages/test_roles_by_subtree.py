"""所管单位: a bureau's account bound to a town sees and asks that town's schools alone, on every page and day."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from board import clock
from board.access import Actor, Role
from board.accounts import actions as accounts
from board.accounts import sign_in
from board.assignments import assigning, handing_down
from board.comparison import deadlines, figures
from board.comparison.assigned import standing
from board.comparison.reported import reported, steps
from board.errors import Invalid, Refused
from board.example.district import load_district
from board.navigation import NAVIGATION
from board.operating.settings import Settings
from board.plan_versions import issuing
from board.store.store import Store, Transaction
from board.submissions import forwarding, freezing, receipts, taking
from board.submissions.contents import Chosen
from board.submissions.views import taken_shown
from board.units import actions as units
from board.units.tree import units_on
from board.web import audience, serving
from tests.pages.read_out import everything
from tests.pages.visitor import opened_with, sentences_on
from tests.stores import blank_store

TODAY = clock.today()
KEEPER = Actor("A-keeper", "管理员", frozenset(Role))
TOWN = "T0"  # 东河镇, of which every fourth school is
MINE, OTHERS = "S04", "S05"
BOUND = Actor("A-town", "镇里的", frozenset({Role.CLERK}), None, TOWN)
OUTSIDE = re.compile(
    r"西塘|南山|北岗|(?<![\w-])T[123](?!\w)|(?<![\w-])S(?:01|02|03|05|06|07|09|10|11|13|14|15|17|18|19|2[123])(?!\w)"
)
SUBJECTS = [entry.subject for entries in NAVIGATION.values() for entry in entries]


@pytest.fixture(scope="module")
def held() -> Iterator[Store]:
    store = blank_store()
    load_district(store, TODAY)
    yield store
    store.close()


@pytest.fixture
def bureau(held: Store, tmp_path: Path) -> Store:
    """The example district, served for real; for tests that write nothing but an account."""
    serving.serve(held, Settings(tmp_path, demo=False, collects=True))
    return held


@pytest.fixture
def enter(bureau: Store, cookies: dict[str, str]) -> Callable[[str], str]:
    """Open an account bound to a unit ('': to none) as leader and clerk, and sign in with it."""

    def begin(unit_id: str) -> str:
        name = f"u{len(bureau.rows('accounts/all'))}"
        fields = {"name": name, "display_name": "某人", "roles": (Role.LEADER, Role.CLERK)}
        fields |= {"password": "春风化雨润物无声两个黄鹂", "unit_id": unit_id}
        account_id = accounts.create_account(bureau, KEEPER, fields)
        cookies[sign_in.COOKIE] = sign_in.open_session(bureau, account_id, name)
        return account_id

    return begin


def asked_for_others() -> list[tuple[str, dict[str, Any]]]:
    """Every page as it opens, with another town's school asked for by its address, and on a day that is past."""
    opens = {"unit_tree": "unit_tree_open", "submitted": "submitted_open", "units": "units_open"}
    pages: list[tuple[str, dict[str, Any]]] = [(subject, {}) for subject in SUBJECTS]
    pages += [(subject, {key: OTHERS}) for subject, key in opens.items()]
    pages += [
        (subject, {"on": f"{TODAY - timedelta(days=7):%Y-%m-%d}"}) for subject in ("submitted", "units", "widespread")
    ]
    pages += [("submissions", {"submissions_text": OTHERS}), ("units", {"units_top": "示例区 / 西塘镇"})]
    pages += [("rectification", {"rectification_item": item_id}) for item_id in ("R-001", "R-002", "R-003")]
    pages += [
        ("widespread", {"widespread_case": "意见主题:食堂"}),
        ("widespread", {"widespread_case": "程序:问题按方面记录下来"}),
    ]
    return pages


def outside(subject: str, query: dict[str, Any]) -> set[str]:
    """What a page says of other towns, in words, tables, charts and files, beside what was typed into the address."""
    typed = "|".join(re.escape(word) for each in query.values() for word in str(each).split(" / ")) or "$^"
    at = opened_with({}, subject, **query)
    assert not at.exception, (subject, query)
    return {found for text in everything(at) for found in OUTSIDE.findall(re.sub(typed, "", text))}


@pytest.mark.walk
def test_no_page_or_file_tells_a_bound_account_of_other_units(enter: Callable[[str], str]) -> None:
    enter(TOWN)
    assert {str(each): found for each in asked_for_others() if (found := outside(*each))} == {}
    enter("")
    named = {subject for subject, query in asked_for_others() if outside(subject, query)}
    assert named >= {"unit_tree", "submitted", "units", "widespread", "submissions", "rectification"}


def test_the_bureau_s_pages_tell_a_bound_account_of_its_own_units_alone(enter: Callable[[str], str]) -> None:
    enter(TOWN)
    found = {
        subject: outside(subject, {}) for subject in ("submissions", "unit_tree", "submitted", "units", "widespread")
    }
    assert [subject for subject, words in found.items() if words] == []
    assert "7 个单位应报" in sentences_on(opened_with({}, "submitted"))
    enter("")
    assert outside("submitted", {}) != set()
    assert "25 个单位应报" in sentences_on(opened_with({}, "submitted"))


def test_figures_of_a_bound_account_are_of_its_own_units(bureau: Store) -> None:
    activity_id = str(bureau.rows("activities/all")[0]["activity_id"])
    ids = {f"S{number:02d}" for number in range(4, 25, 4)} | {"S25"}
    with audience.making_for(BOUND):
        assert set(reported(bureau, activity_id, TODAY, None)["unit_id"]) == ids
        assert set(taken_shown(bureau, activity_id)["unit_id"]) == ids - {"S25"}
        assert steps(bureau, activity_id, TODAY, None).groupby("title")["unit_count"].sum().max() == len(ids) - 1
        mine = figures.over_time(bureau, activity_id, TODAY, "tasks_done", figures.EVERY_UNIT)
        assert mine["unit_count"].max() == len(ids) - 1
        assert set(standing(bureau, activity_id, TODAY)["unit_id"]) <= ids
    every = figures.over_time(bureau, activity_id, TODAY, "tasks_done", figures.EVERY_UNIT)
    assert every["unit_count"].max() == 23


def writes(store: Store, activity_id: str) -> dict[str, Callable[[Actor], object]]:
    """Whatever asks or changes something of another town's school, or of all units."""
    of, day = (activity_id,), {"name": "再报", "for_on": TODAY, "due_on": TODAY}
    rows = store.rows("assignments/standing", activity_id=activity_id, as_of=TODAY, after_no=0)
    state = next(row for row in rows if OUTSIDE.fullmatch(row["unit_id"]) and row["action"] != "withdraw")
    moved = {"parent_id": "T1"}
    new = {"unit_id": "S99", "name": "新的", "kind": "school", "parent_id": "T1"}
    asked = {"wanted": "改", "due_on": TODAY, "reason": "改"}
    files = [
        freezing.content_of(store, row["sha256"]) for row in store.rows("submissions/all", activity_id=activity_id)
    ]
    theirs = next(each for each in files if f'"unit_id":"{OTHERS}"'.encode() in each)
    return {
        "open": lambda actor: units.open_units(store, actor, [new], TODAY),
        "rename": lambda actor: units.change(store, actor, OTHERS, "rename", {"name": "别的"}, TODAY),
        "move away": lambda actor: units.change(store, actor, MINE, "move", moved, TODAY),
        "merge away": lambda actor: units.change(store, actor, MINE, "merge", {"merged_into": OTHERS}, TODAY),
        "key": lambda actor: units.register_key(store, actor, OTHERS, "a" * 64),
        "deadline": lambda actor: deadlines.set_deadline(store, actor, *of, "", day),
        "excuse": lambda actor: deadlines.excuse(store, actor, *of, "D001", OTHERS, "病了"),
        "remind": lambda actor: deadlines.remind(store, actor, *of, "D001", [MINE, OTHERS]),
        "assign": lambda actor: assigning.assign(store, actor, *of, "R-003", [MINE, OTHERS], asked),
        "correct": lambda actor: assigning.change(
            store, actor, *of, state["assignment_id"], "correct", asked, seen_seq=state["seq"]
        ),
        "file for it": lambda actor: handing_down.file_for(store, actor, *of, OTHERS),
        "take its file": lambda actor: taking.take_file(store, actor, theirs),
        "issue": lambda actor: issuing.issue(store, actor, *of, None, "新的"),  # type: ignore[arg-type]
        "freeze": lambda actor: freezing.freeze(store, actor, *of, TODAY, Chosen()),
        "receipt": lambda actor: receipts.send_again(store, actor, *of, "a"),
        "forward": lambda actor: forwarding.send_again(store, actor, *of),
    }


def test_a_bound_account_asks_nothing_of_other_units_or_of_all(bureau: Store) -> None:
    activity_id = str(bureau.rows("activities/all")[0]["activity_id"])
    before = bureau.version()
    for act in writes(bureau, activity_id).values():
        with pytest.raises(Refused):
            act(BOUND)
    assert bureau.version() == before


def _enter(step: dict[str, Any], transaction: Transaction) -> None:
    transaction.insert("units/insert_steps", [step])


def within(store: Store, day: date) -> set[str]:
    with audience.making_for(BOUND):
        return set(units_on(store, day)["unit_id"])


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Store]:
    """The example district in a store of the test's own."""
    store = blank_store()
    load_district(store, TODAY)
    serving.serve(store, Settings(tmp_path, demo=False, collects=True))
    yield store
    store.close()


def test_a_school_that_moved_is_seen_by_each_town_for_its_own_days(own: Store) -> None:
    activity_id = str(own.rows("activities/all")[0]["activity_id"])
    moved = TODAY - timedelta(days=5)
    for unit_id, town in ((OTHERS, TOWN), (MINE, "T1")):
        step = own.rows("units/steps", unit_id=unit_id)[-1] | {"seq": 2, "action": "move", "parent_id": town}
        step |= {"on_date": moved, "happened_at": datetime.combine(moved, time(9))}
        own.write(partial(_enter, step))
    assert OTHERS in within(own, TODAY)
    assert MINE not in within(own, TODAY)
    with audience.making_for(BOUND):
        seen = taken_shown(own, activity_id)
    of = {unit_id: set(seen[seen["unit_id"] == unit_id]["as_of"].dt.date) for unit_id in (MINE, OTHERS)}
    assert min(of[OTHERS]) >= moved
    assert max(of[MINE]) < moved
    with pytest.raises(Refused):
        deadlines.remind(own, BOUND, activity_id, "D001", [MINE])
    assert deadlines.remind(own, BOUND, activity_id, "D001", [OTHERS]) == 1
    units.change(own, KEEPER, OTHERS, "merge", {"merged_into": "S03"}, TODAY)
    assert OTHERS not in within(own, TODAY)


def test_a_binding_that_changes_ends_what_is_open_and_an_administrator_has_none(
    own: Store, cookies: dict[str, str]
) -> None:
    fields = {"name": "zhen", "display_name": "镇里的", "roles": (Role.CLERK,), "password": "春风化雨润物无声两个黄鹂"}
    account_id = accounts.create_account(own, KEEPER, fields)
    token = sign_in.open_session(own, account_id, "zhen")
    accounts.edit_account(own, KEEPER, account_id, {"unit_id": TOWN})
    assert sign_in.who(own, token) is None
    again = sign_in.who(own, sign_in.open_session(own, account_id, "zhen"))
    assert again
    assert again.unit_id == TOWN
    for wrong in ({"unit_id": "S77"}, {"roles": (Role.ADMIN, Role.CLERK)}):
        with pytest.raises(Invalid) as refusal:
            accounts.edit_account(own, KEEPER, account_id, wrong)
        assert list(refusal.value.fields) == ["unit_id"]

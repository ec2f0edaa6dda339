"""Stores served to the pages: blank, just made of the plan, the example school; in the demonstration or for real."""

import gc
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy

from board import clock
from board.access import Actor, Role
from board.accounts import actions as accounts
from board.accounts import form_drafts, sign_in
from board.activity import creating
from board.activity.plan.reading import load_plan, shipped_plans
from board.operating.settings import Settings
from board.store.store import Store
from board.web import serving
from tests.example_school import Example
from tests.stores import Copies, blank_store

SignIn = Callable[..., str]


@pytest.fixture(scope="session", autouse=True)
def _frozen() -> None:
    """As the server does: Streamlit collects garbage after every run, and need not look through what was imported."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def _held_school(schools: Copies, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Example]:
    with schools.opened(tmp_path_factory.mktemp("read") / "school.duckdb") as opened:
        yield _example(opened)


@pytest.fixture
def read_school(_held_school: Example, tmp_path: Path) -> Example:
    """The example school in the demonstration, for tests that write nothing; what another typed is gone."""
    form_drafts.forget_activity(_held_school.store, _held_school.activity_id)
    serving.serve(_held_school.store, Settings(tmp_path, demo=True))
    return _held_school


@pytest.fixture
def school(schools: Copies, tmp_path: Path) -> Iterator[Example]:
    """The example school in the demonstration, in a store of the test's own."""
    with schools.opened(tmp_path / "school.duckdb") as opened:
        serving.serve(opened, Settings(tmp_path, demo=True))
        yield _example(opened)


@pytest.fixture(scope="session")
def _held_plan() -> Iterator[Example]:
    opened = blank_store()
    _plan(opened)
    yield _example(opened)
    opened.close()


@pytest.fixture
def read_plan(_held_plan: Example, tmp_path: Path) -> Example:
    """An activity made of the plan ten days ago, without a record yet, for tests that write nothing."""
    serving.serve(_held_plan.store, Settings(tmp_path, demo=True))
    return _held_plan


@pytest.fixture
def planned(store: Store, tmp_path: Path) -> Example:
    """An activity made of the plan ten days ago, without a record yet, in a store of the test's own."""
    _plan(store)
    serving.serve(store, Settings(tmp_path, demo=True))
    return _example(store)


def _plan(store: Store) -> None:
    keeper = Actor("A-admin", "管理员", frozenset({Role.ADMIN}))
    plan = load_plan(next(iter(shipped_plans().values())))
    creating.create_activity(store, keeper, plan, clock.today() - timedelta(days=10))


def _example(opened: Store) -> Example:
    return Example(opened, str(opened.rows("activities/all")[0]["activity_id"]), clock.today())


@pytest.fixture(scope="session")
def _held_blank() -> Iterator[Store]:
    opened = blank_store()
    yield opened
    opened.close()


@pytest.fixture
def read_blank(_held_blank: Store, tmp_path: Path) -> Store:
    """A store without any activity, for tests that write nothing."""
    serving.serve(_held_blank, Settings(tmp_path, demo=True))
    return _held_blank


@pytest.fixture
def blank(store: Store, tmp_path: Path) -> Store:
    """A store without any activity, of the test's own."""
    serving.serve(store, Settings(tmp_path, demo=True))
    return store


@pytest.fixture
def cookies(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the browser sends as cookies, which AppTest has no way to say. Empty: a stranger."""
    given: dict[str, str] = {}
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _context: given))
    return given


@pytest.fixture
def read_real_school(_held_school: Example, tmp_path: Path) -> Example:
    """The example school served for real, for tests that write nothing."""
    serving.serve(_held_school.store, Settings(tmp_path, demo=False))
    return _held_school


@pytest.fixture
def real_school(school: Example, tmp_path: Path) -> Example:
    """The example school served for real: without an account nobody sees anything."""
    serving.serve(school.store, Settings(tmp_path, demo=False))
    return school


@pytest.fixture
def signed_in(real_school: Example, cookies: dict[str, str], admin: Actor) -> SignIn:
    """Open an account with some roles, as a person of the school where one is named, and sign in with it."""

    def begin(*roles: Role, person_id: str | None = None) -> str:
        people = {real_school.activity_id: person_id} if person_id else {}
        fields = {
            "name": "wang",
            "display_name": "王老师",
            "roles": roles,
            "password": "春风化雨润物无声两个黄鹂",
            "people": people,
        }
        account_id = accounts.create_account(real_school.store, admin, fields)
        cookies[sign_in.COOKIE] = sign_in.open_session(real_school.store, account_id, "wang")
        return account_id

    return begin

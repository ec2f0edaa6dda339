"""Signing in and out, and the wait after repeated failures."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from board.access import Actor
from board.accounts import actions as accounts
from board.accounts import passwords
from board.accounts.passwords import fits, hashed
from board.accounts.sign_in import (
    FAILURE_SPAN,
    FAILURES_ALLOWED,
    MANY_FAILURES,
    SESSION_LENGTH,
    sign_in,
    sign_out,
    tries_allowed,
    who,
)
from board.errors import Refused
from board.store.store import Store, open_store
from board.store.trail.chain import Origin

PASSWORD = "first-bell-0800"
NOON = datetime.combine(date(2026, 12, 1), time(12))
SECOND = timedelta(seconds=1)


@pytest.fixture
def account_id(store: Store, admin: Actor) -> str:
    fields = {"name": "li", "display_name": "教导处", "roles": ["clerk"], "password": PASSWORD}
    return accounts.create_account(store, admin, fields)


def fail(store: Store, name: str, times: int, now: datetime = NOON) -> list[str]:
    return [str(refusal(store, name, "wrong-password", now)) for _ in range(times)]


def refusal(store: Store, name: str, password: str, now: datetime = NOON) -> Refused:
    with pytest.raises(Refused) as caught:
        sign_in(store, name, password, now)
    return caught.value


@pytest.mark.usefixtures("account_id")
@pytest.mark.parametrize("name", ["li", "LI", " ｌｉ "])
def test_a_name_is_taken_however_it_is_spelt(store: Store, name: str) -> None:
    assert who(store, sign_in(store, name, PASSWORD)) is not None


@pytest.mark.usefixtures("account_id")
def test_a_session_runs_twelve_hours_and_not_a_second_longer(store: Store) -> None:
    token = sign_in(store, "li", PASSWORD, NOON)
    assert who(store, token, now=NOON + SESSION_LENGTH - SECOND) is not None
    assert who(store, token, now=NOON + SESSION_LENGTH) is None


@pytest.mark.usefixtures("account_id")
def test_the_store_never_holds_the_token(store: Store) -> None:
    token = sign_in(store, "li", PASSWORD)
    with store._connection.cursor() as cursor:
        kept = cursor.table("sessions").fetchall()
    assert len(token) >= 43
    assert token not in str(kept)


@pytest.mark.parametrize("token", [None, "", "no-such-token"])
def test_nobody_comes_in_without_a_token_that_was_given_out(store: Store, token: str | None) -> None:
    assert who(store, token) is None


@pytest.mark.usefixtures("account_id")
def test_signing_out_ends_this_session_and_no_other_and_can_be_done_twice(store: Store) -> None:
    here, there = sign_in(store, "li", PASSWORD), sign_in(store, "li", PASSWORD)
    for _ in range(2):
        sign_out(store, here)
    assert who(store, here) is None
    assert who(store, there) is not None
    sign_out(store, "")


def test_a_session_survives_a_restart(tmp_path: Path, admin: Actor) -> None:
    first = open_store(tmp_path / "board.duckdb")
    accounts.create_account(
        first, admin, {"name": "li", "display_name": "教导处", "roles": ["clerk"], "password": PASSWORD}
    )
    token = sign_in(first, "li", PASSWORD)
    first.close()
    second = open_store(tmp_path / "board.duckdb")
    assert who(second, token) is not None
    second.close()


@pytest.mark.usefixtures("account_id")
def test_an_unknown_name_is_refused_in_the_words_of_a_wrong_password(store: Store) -> None:
    assert str(refusal(store, "li", "wrong-password")) == str(refusal(store, "nobody", "wrong-password"))
    assert str(refusal(store, "", "")) == str(refusal(store, "nobody", PASSWORD))


@pytest.mark.walk
def test_an_unknown_name_takes_as_long_as_a_wrong_password(
    store: Store, admin: Actor, account_id: str, quick_hashes: PasswordHasher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_HASHER", quick_hashes)
    accounts.reset_password(store, admin, account_id, PASSWORD)
    passwords.stand_in_hash()
    # In turn, so that whatever else the machine does meanwhile is met by both.
    known, unknown = map(min, zip(*((seconds(store, "li"), seconds(store, "nobody")) for _ in range(4)), strict=True))
    assert 0.5 < known / unknown < 2


def seconds(store: Store, name: str) -> float:
    began = perf_counter()
    refusal(store, name, "wrong-password")
    return perf_counter() - began


@pytest.mark.usefixtures("account_id")
@pytest.mark.parametrize("name", ["li", "nobody"])
def test_after_five_failures_an_address_waits_whether_or_not_the_name_exists(store: Store, name: str) -> None:
    said = fail(store, name, FAILURES_ALLOWED)
    assert len(set(said)) == 1
    locked = refusal(store, name, PASSWORD)
    assert locked.title == "尝试次数过多"


@pytest.mark.usefixtures("account_id")
def test_the_wait_is_for_one_name_only_and_ends_after_a_quarter_of_an_hour(store: Store) -> None:
    fail(store, "nobody", FAILURES_ALLOWED)
    assert sign_in(store, "li", PASSWORD, NOON)
    fail(store, "li", FAILURES_ALLOWED)
    assert refusal(store, "li", PASSWORD, NOON + FAILURE_SPAN - SECOND).title == "尝试次数过多"
    assert sign_in(store, "li", PASSWORD, NOON + FAILURE_SPAN)


def come_from(store: Store, address: str) -> None:
    store.origin = lambda: Origin(address, "")


@pytest.mark.usefixtures("account_id")
def test_whoever_knows_the_password_comes_in_from_an_address_that_did_not_fail(store: Store) -> None:
    for number in range(MANY_FAILURES * 2):
        come_from(store, f"198.51.100.{number}")
        fail(store, "li", 1)
    come_from(store, "203.0.113.7")
    assert sign_in(store, "li", PASSWORD, NOON)


@pytest.mark.usefixtures("account_id")
@pytest.mark.parametrize("name", ["li", "nobody"])
def test_under_attack_from_everywhere_each_address_has_one_try(store: Store, name: str) -> None:
    for number in range(MANY_FAILURES // FAILURES_ALLOWED):
        come_from(store, f"198.51.100.{number}")
        fail(store, name, FAILURES_ALLOWED)
    for number in range(10):
        come_from(store, f"203.0.113.{number}")
        assert fail(store, name, 2)[1].startswith("尝试次数过多")


@pytest.mark.usefixtures("account_id")
def test_a_household_is_one_address(store: Store) -> None:
    for number in range(FAILURES_ALLOWED):
        come_from(store, f"2001:db8:1:2::{number + 1}")
        fail(store, "li", 1)
    come_from(store, "2001:db8:1:2::ffff")
    assert refusal(store, "li", PASSWORD).title == "尝试次数过多"
    come_from(store, "2001:db8:1:3::1")
    assert sign_in(store, "li", PASSWORD, NOON)


@pytest.mark.usefixtures("account_id")
def test_made_up_cookies_are_looked_up_nowhere_and_push_nothing_out(store: Store) -> None:
    assert who(store, sign_in(store, "li", PASSWORD)) is not None
    store.cached("a figure", lambda: 1)
    before, asked = set(store._cache._entries), store.rows
    store.rows = lambda *_, **__: pytest.fail("a made-up cookie was looked up")  # type: ignore[method-assign]
    for number in range(5_000):
        assert who(store, f"{number:043}") is None
        assert who(store, "x" * number) is None
    store.rows = asked  # type: ignore[method-assign]
    assert set(store._cache._entries) == before


@pytest.mark.usefixtures("account_id")
def test_a_sign_in_clears_the_failures_before_it(store: Store) -> None:
    for _ in range(2):
        fail(store, "li", FAILURES_ALLOWED - 1)
        assert sign_in(store, "li", PASSWORD, NOON)


@pytest.mark.usefixtures("account_id")
def test_guesses_sent_at_once_cannot_outrun_the_wait(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda _: refusal(store, "li", "wrong-password").title, range(12)))
    assert said.count("登录名或密码不对") == FAILURES_ALLOWED


def test_a_new_password_ends_the_wait(store: Store, admin: Actor, account_id: str) -> None:
    fail(store, "li", FAILURES_ALLOWED)
    accounts.reset_password(store, admin, account_id, "second-bell-0900")
    assert sign_in(store, "li", "second-bell-0900", NOON)


def moments() -> st.SearchStrategy[list[datetime]]:
    minutes = st.lists(st.integers(0, 60), max_size=40)
    return minutes.map(lambda ages: [NOON - timedelta(minutes=age) for age in sorted(ages)])


@given(moments())
def test_only_many_failures_of_late_leave_an_address_less_than_its_five_tries(failures: list[datetime]) -> None:
    recent = [moment for moment in failures if NOON - moment < FAILURE_SPAN]
    assert tries_allowed(failures, NOON) == (1 if len(recent) >= MANY_FAILURES else FAILURES_ALLOWED)


def test_a_hash_costs_a_guesser_time_and_memory(quick_hashes: PasswordHasher) -> None:
    assert quick_hashes.type.name == "ID"
    assert quick_hashes.memory_cost >= 64 * 1024
    assert quick_hashes.time_cost >= 3


@pytest.mark.parametrize(("typed", "is_right"), [(PASSWORD, True), (PASSWORD.upper(), False), ("", False)])
def test_only_the_password_fits_its_hash(typed: str, is_right: bool) -> None:
    assert fits(hashed(PASSWORD), typed) is is_right
    assert not fits("not a hash", typed)

"""An address from which many passwords are tried must wait, whatever names they are tried for."""

import subprocess
import sys
from pathlib import Path

import pytest

from board.web.door import slowing
from board.web.door.guessing import Guesses
from board.web.door.one_time_code import one_time_code
from board.web.door.slowing import MOST
from tests.web.client import FIRST, PASSWORD, ask, send_form, signed_in
from tests.web.conftest import ROOT


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> int:
    """Three are too many: each guess takes a tenth of a second."""
    monkeypatch.setattr(slowing, "GUESSES", Guesses(3, 900))
    return 3


def guess(port: int, name: str, password: str = "wrong", **headers: str) -> int:
    return send_form(port, "/sign-in", {"name": name, "password": password}, **headers).status


def test_one_password_tried_for_many_names_is_stopped_and_then_the_right_one_too(door: int, few: int) -> None:
    cookie = signed_in(door)
    assert [guess(door, f"name{number}") for number in range(few)] == [422] * few
    answer = send_form(door, "/sign-in", {"name": "keeper", "password": PASSWORD})
    assert (answer.status, answer.headers["retry-after"], answer.cookie) == (429, "900", "")
    assert "从这里试的次数太多" in answer.text
    assert ask(door, "/tasks", cookie=cookie).status == 200


def test_a_success_in_between_forgives_nothing(door: int, few: int) -> None:
    for number in range(few):
        assert guess(door, f"name{number}") == 422
        if number < few - 1:
            assert guess(door, "keeper", PASSWORD) == 303
    assert guess(door, "keeper", PASSWORD) == 429


def test_behind_a_proxy_it_is_the_sender_that_waits_and_not_the_proxy(door_behind_a_proxy: int, few: int) -> None:
    port = door_behind_a_proxy
    for number in range(few):
        # What a sender writes there itself comes before what the proxy writes.
        assert guess(port, f"name{number}", X_Forwarded_For=f"198.51.100.{number}, 203.0.113.9") == 422
    assert guess(port, "keeper", PASSWORD, X_Forwarded_For="203.0.113.9") == 429
    assert guess(port, "keeper", PASSWORD, X_Forwarded_For="203.0.113.10") == 303


def test_without_a_proxy_nobody_talks_their_way_out_of_waiting(door: int, few: int) -> None:
    for number in range(few):
        assert guess(door, f"name{number}", X_Forwarded_For=f"203.0.113.{number}") == 422
    assert guess(door, "keeper", PASSWORD, X_Forwarded_For="203.0.113.99") == 429


def test_codes_of_the_first_account_and_old_passwords_count_too(new_door: int, few: int) -> None:
    for _ in range(few):
        assert send_form(new_door, "/setup", {"code": "AAAAAAAAAA", **FIRST}).status == 422
    assert send_form(new_door, "/setup", {"code": one_time_code(), **FIRST}).status == 429


def test_old_passwords_count_and_new_ones_that_will_not_do_do_not(door: int, few: int) -> None:
    cookie = signed_in(door)
    too_short = {"old": PASSWORD, "new": "short", "again": "short"}
    assert {send_form(door, "/password", too_short, cookie=cookie).status for _ in range(few + 1)} == {422}
    for _ in range(few):
        assert send_form(door, "/password", {"old": "wrong"}, cookie=cookie).status == 422
    assert send_form(door, "/password", {**too_short, "old": "wrong"}, cookie=cookie).status == 429


def test_no_address_is_kept_and_a_household_is_one() -> None:
    guesses = Guesses(MOST, 900)
    for number in range(MOST):
        guesses.note(f"2001:db8:1:2::{number + 1}", now=1_000)
    assert guesses.are_too_many("2001:db8:1:2::ffff", now=1_000)
    assert not guesses.are_too_many("2001:db8:1:3::1", now=1_000)
    assert not guesses.are_too_many("2001:db8:1:2::1", now=1_901)
    assert "db8" not in repr(vars(guesses))


def test_the_servers_own_terminal_ends_all_waiting(door: int, few: int, tmp_path: Path) -> None:
    for _ in range(few):
        guess(door, "keeper")
    assert guess(door, "keeper", PASSWORD) == 429
    line = [sys.executable, "manage.py", "unlock", "--data", str(tmp_path)]
    told = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "已解除" in told.stdout
    assert guess(door, "keeper", PASSWORD) == 303

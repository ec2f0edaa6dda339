"""Who has no account is told of the server's own troubles that there is one, and nothing of its computer."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from board import clock
from board.access import Actor
from board.accounts import actions as accounts
from board.ballots import seal as ballots_seal
from board.operating.settings import ROOT, Settings
from board.store.disk import RESERVE, DiskFull
from board.store.store import Store, open_store
from tests.ballots.conftest import add_round
from tests.ballots.test_form import CAST, cookies_of, hidden, path
from tests.web.client import FIRST, ask, send_form
from tests.web.conftest import served

TELLING = ("张三", "board.", "磁盘", "文件", "/data", "备份", "管理员停下")
Spoil = Callable[[Path, pytest.MonkeyPatch], None]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "张三的电脑" / "data" / "board.duckdb"


@pytest.fixture
def kept(place: Path, clerk: Actor) -> Iterator[Store]:
    store = open_store(place)
    accounts.create_first_administrator(store, FIRST)
    add_round(store, clerk)
    ballots_seal.keys_of(store)
    yield store
    store.close()


def nearly_full(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(ROOT)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=RESERVE - 1))


def replaced(place: Path, _: pytest.MonkeyPatch) -> None:
    shutil.copy(place, place.with_suffix(".other"))
    place.with_suffix(".other").replace(place)


def behind(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now() - timedelta(days=400)
    monkeypatch.setattr(clock, "now", lambda: now)


def without_keys(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ballots_seal, "_KEYS", type(ballots_seal._KEYS)())
    place.with_suffix(".key").write_bytes(b"half")


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody replace a file that is open")
@pytest.mark.parametrize("spoil", [nearly_full, replaced, behind, without_keys])
def test_an_evaluator_is_told_to_keep_what_was_filled_in_and_nothing_of_the_server(
    kept: Store, place: Path, clerk: Actor, monkeypatch: pytest.MonkeyPatch, spoil: Spoil
) -> None:
    where = path(kept, clerk, entry="link")
    for port in served(kept, Settings(place.parent, demo=False)):
        form = ask(port, where)
        fields = {**CAST, "turn": hidden(form, "turn"), "group": "党员"}
        spoil(place, monkeypatch)
        answer = send_form(port, where, fields, cookie=cookies_of(form))
        assert answer.status == 503
        assert "填的内容请先留着" in answer.text
        assert [word for word in TELLING if word in answer.text] == []
        signing_in = send_form(port, "/sign-in", FIRST)
        assert [word for word in (*TELLING[:2], "/data") if word in signing_in.text] == []
        assert signing_in.status < 500


def test_it_is_said_in_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(tmp_path / "board.duckdb")
    nearly_full(tmp_path, monkeypatch)
    with pytest.raises(DiskFull) as full:
        store.write(lambda _: None)
    assert str(tmp_path) in full.value.in_full
    assert str(tmp_path) not in str(full.value)
    store.close()

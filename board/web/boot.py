"""The boot: opens the store and prepares everything before the first request, and closes it after the last."""

import asyncio
import ctypes
import gc
import importlib
import logging
import os
import pkgutil
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import anyio.to_thread
import duckdb
import pyarrow as pa
import streamlit as st

import board
from board import clock
from board.accounts import actions as accounts
from board.accounts import oidc_settings
from board.accounts.passwords import stand_in_hash
from board.backup.copies import newest_whole, open_own
from board.errors import BoardError, StoreDamaged
from board.example.district import load_district
from board.example.school import is_outdated, load_example
from board.imports import inbox
from board.operating.settings import Settings, read_settings
from board.papers import face_files
from board.store import folder_modes
from board.store.log import logs_of
from board.store.store import Store
from board.store.swap import TakenBack, finish
from board.store.trail.head import head_path
from board.submissions import sharing
from board.submissions.keys import key_of
from board.web import descriptors, handing_up, keeping, logs, serving, warming
from board.web.browser import alone, frontend, lots, sparing, symbols
from board.web.door import oidc_provider, one_time_code

_LOG = logging.getLogger(__name__)
_LATER_SECONDS = 20.0
_TIDY_SECONDS = 60.0
# Python's default is 5 ms: a save calls DuckDB dozens of times, and after each call it would wait that long for every
# page being drawn, while others wait for the save.
_SWITCH_SECONDS = 0.0005
# Python's default begins at 700, about what one run of a page leaves behind: each would wait for a collection of it.
# A whole collection comes as often as by default, after some 70,000.
_COLLECTED_AT = (5_000, 5, 3)
# glibc raises by itself from what size memory is the system's own again once it is freed, up to 32 MB: between what is
# kept, holes as large as a drawn table would stay. This is its first value, which then isn't raised.
_M_MMAP_THRESHOLD, _OWN_FROM = -3, 131_072
# Modules that aren't loaded at the start: a script, which `warming` runs, and what takes 12 MB and is rarely needed.
_LATER = {"board.shell", "board.documents.slides"}
_RESTORE = "python3 manage.py restore"


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Opens the store and prepares everything before the first request; closes it after the last."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    gc.set_threshold(*_COLLECTED_AT)
    _return_large()
    pa.set_memory_pool(pa.system_memory_pool())  # Arrow's own keeps 30 MB of what was freed from what else asks for it
    alone.begin()
    lots.begin()
    sparing.begin()
    symbols.leave_in_words()
    descriptors.raise_limit()
    try:
        chosen = read_settings()
        open_count = folder_modes.shut(chosen.data)
        chosen = _with_provider(chosen)
        serving.serve(_opened(chosen), chosen)
        sharing.introduce(serving.store(), chosen)
        await anyio.to_thread.run_sync(_prepare)
    except BoardError as error:
        _leave(error)
    log = logs.begin(serving.settings().data / "logs")
    logs.tell("start", open_to_others=open_count)
    await warming.run_script_once()
    # Streamlit collects garbage after every run: the objects that exist now need not be scanned each time.
    gc.collect()
    gc.freeze()
    threading.Thread(target=frontend.prepare, daemon=True).start()
    later = threading.Timer(_LATER_SECONDS, _prepare_the_rest)
    later.daemon = True
    later.start()
    letting_go = asyncio.create_task(descriptors.keep_letting_go())
    tidying = asyncio.create_task(_keep_tidy())
    ended = threading.Event()
    if not serving.settings().demo:  # the example is made anew every day
        keeping.keep(serving.store(), serving.settings().second, ended)
    if chosen.inbox:
        print(inbox.start_words(chosen.inbox), file=sys.stderr, flush=True)
    handing_up.begin(serving.store(), serving.settings(), ended)
    sharing.begin(serving.store(), ended)
    try:
        yield
    finally:
        later.cancel()
        letting_go.cancel()
        tidying.cancel()
        ended.set()
        serving.store().close()
        logs.tell("stop")
        logs.end(log)


def _return_large() -> None:
    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)):  # musl has none
        mallopt(_M_MMAP_THRESHOLD, _OWN_FROM)


async def _keep_tidy() -> None:
    """Lets go, again and again, of what is left of frames that closed pages had."""
    while True:
        await asyncio.sleep(_TIDY_SECONDS)
        await anyio.to_thread.run_sync(serving.store().tidy)


def _with_provider(chosen: Settings) -> Settings:
    oidc = None if chosen.demo else oidc_settings.load(chosen.data)
    if oidc:
        oidc_provider.introduce(oidc)
    return replace(chosen, oidc=oidc)


def _prepare_the_rest() -> None:
    """Does what can wait until after the start, when the first pages need the processor."""
    if missing := face_files.lacking():
        _LOG.warning("%s", missing)
    gc.collect()
    gc.freeze()
    try:
        serving.store().flush()  # an example made just now, or a log that was read again, would stay in memory
    except duckdb.Error as error:  # a full disk, for example: all of it is in the log, and the next copy tries again
        _LOG.warning("刚写下的还没有并进数据文件，留在旁边的日志里，不会丢：%s", error)


def _opened(chosen: Settings) -> Store:
    """The store; in a demonstration of another day a new one, since the example is always half-way."""
    try:
        if finish(chosen.store_path):
            print("上次没有做完的恢复，已经做完。", flush=True)
    except TakenBack as error:
        print(error, file=sys.stderr, flush=True)
    opened = _open(chosen.store_path)
    if not chosen.demo or not is_outdated(opened, clock.today()):
        return opened
    opened.close()
    store_path = chosen.store_path
    for path in (store_path, *logs_of(store_path), head_path(store_path)):
        path.unlink(missing_ok=True)
    print("示例已按今天重新排好日期。", flush=True)
    return open_own(chosen.store_path)


def _open(path: Path) -> Store:
    """The store. If it is damaged, the refusal names the newest whole copy and how to restore it."""
    try:
        opened = open_own(path)
    except StoreDamaged as error:
        copy = newest_whole(path)
        if copy is None:
            raise
        remedy = f"最近一份完整的备份是 {copy.made_at:%Y-%m-%d %H:%M} 的，恢复用：{_RESTORE} {copy.path}"
        raise StoreDamaged(error.title, error.message, remedy) from error
    if opened.standing.loss:
        print(opened.standing.loss.words, file=sys.stderr, flush=True)
    return opened


def _prepare() -> None:
    for module in pkgutil.walk_packages(board.__path__, "board."):
        if module.name not in _LATER:
            _import(module.name)
    stand_in_hash()
    key_of(serving.store())
    chosen = serving.settings()
    if chosen.demo and chosen.collects:
        load_district(serving.store(), clock.today(), chosen.data)
    elif chosen.demo:
        load_example(serving.store(), clock.today())
    elif not accounts.is_set_up(serving.store()):
        print(one_time_code.announcement(), flush=True)


def _import(name: str) -> None:
    try:
        importlib.import_module(name)
    except Exception:  # noqa: BLE001 - its own page will report it; the others can be served
        _LOG.exception("%s can't be imported", name)


def _leave(error: BoardError) -> NoReturn:
    """Ends the process with one line. An exception here would come out as the server's traceback instead."""
    print(error.in_full, file=sys.stderr, flush=True)
    os._exit(1)

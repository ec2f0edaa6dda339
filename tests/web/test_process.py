"""The whole product in a process of its own: what it answers first, its restart, what it can't open."""

import gzip
import json
import re
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from board import clock
from board.example.school import is_outdated, load_example
from board.navigation import first
from board.store.store import open_store
from board.store.trail.head import head_path
from board.web.browser import library
from board.web.browser import start as streamlit
from tests.web.client import FIRST, Answer, ask, send_form, signed_in
from tests.web.conftest import ROOT, Process, Start
from tests.web.streaming import ask_for, stream

PAGES = ["/", *sorted(f"/{path.stem}" for path in (ROOT / "pages").glob("*.py"))]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def product(start: Start, data: Path) -> Process:
    """The product as a school runs it, just started, with its administrator's account made."""
    process = start("run", data)
    assert set_up(process).status == 303
    return process


def set_up(process: Process) -> Answer:
    code = re.search(r"一次性口令：(\S+)", process.said)
    assert code is not None
    return send_form(process.port, "/setup", {"code": code.group(1), **FIRST})


def is_sign_in(answer: Answer) -> bool:
    return answer.status == 303 and answer.where.startswith("/sign-in") and answer.body == b""


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_who_asks_first_for_a_page_gets_the_sign_in_form(product: Process, path: str) -> None:
    assert is_sign_in(ask(product.port, path))
    assert is_sign_in(ask(product.port, f"{path.rstrip('/')}/?embed=true"))


@pytest.mark.parametrize("path", ["/_stcore/stream", "/overview/_stcore/stream", "/live"])
@pytest.mark.parametrize("cookie", ["", "chagai_session=forged"])
def test_a_stranger_gets_no_socket_to_run_a_page_through(product: Process, path: str, cookie: str) -> None:
    with pytest.raises(InvalidStatus) as caught:
        connect(f"ws://127.0.0.1:{product.port}{path}", additional_headers={"Cookie": cookie}, proxy=None)
    assert caught.value.response.status_code == 403


def test_what_a_page_sends_in_lots_comes_whole_and_in_order(product: Process) -> None:
    with stream(product.port, signed_in(product.port)) as socket:
        runs = [ask_for(socket, "rectification") for _ in range(2)]
    of_runs = [[tuple(each.metadata.delta_path) for each in sent if each.HasField("delta")] for sent in runs]
    for paths in of_runs:
        # A container comes before what is in it.
        assert all(len(path) == 2 or path[:-1] in paths[:place] for place, path in enumerate(paths))
    assert of_runs[0] == of_runs[1]
    assert len(of_runs[0]) > 9


@pytest.mark.parametrize("path", ["/_stcore/health", "/_stcore/host-config", "/media/a", "/component/a"])
def test_a_stranger_gets_nothing_of_what_pages_are_made_of(product: Process, path: str) -> None:
    assert ask(product.port, path).status == 403


def test_every_page_is_served_to_whoever_signed_in(product: Process) -> None:
    cookie = signed_in(product.port)
    root = ask(product.port, f"/{first(collects=False)}?as_of=2026-11-20", cookie=cookie)
    assert (root.status, root.where) == (307, "/?as_of=2026-11-20")
    for path in set(PAGES) - {f"/{first(collects=False)}"}:
        answer = ask(product.port, path, cookie=cookie)
        assert answer.status == 200
        assert '<html lang="zh-CN" data-looks="System usual">' in answer.text
        assert "<title>查改看板</title>" in answer.text
    assert ask(product.port, "/_stcore/health", cookie=cookie).status == 200
    with connect(
        f"ws://127.0.0.1:{product.port}/_stcore/stream", additional_headers={"Cookie": cookie}, proxy=None
    ) as socket:
        socket.close()


def test_the_library_of_charts_travels_compressed_and_is_kept_and_anyone_may_have_it_plain(product: Process) -> None:
    plain = ask(product.port, library.ADDRESS)
    packed = ask(product.port, library.ADDRESS, accept_encoding="gzip, deflate, br")
    hint, _, script = gzip.decompress(packed.body).partition(b"\n")
    assert plain.body == script == library.FILE.read_bytes()
    assert hint == b"//# allFunctionsCalledOnLoad"  # which browsers that don't know it read as a comment
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert len(packed.body) < len(plain.body) / 2.9
    for answer in (plain, packed):
        assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
        assert "immutable" in answer.headers["cache-control"]


def test_a_page_starts_with_one_script_of_streamlits_compressed_or_plain(product: Process) -> None:
    page = ask(product.port, "/tasks", cookie=signed_in(product.port)).text
    (address,) = re.findall(r'<script type="module"[^>]* src="\.([^"]+)"', page)
    asked_early = re.findall(r'<link rel="modulepreload"[^>]* href="\./static/js/(\w+)\.', page)
    assert sorted(asked_early) == ["live", "pages", "search", "table"]  # our own, of nearly every page
    plain = ask(product.port, address)
    assert plain.body == streamlit.bundle().read_bytes()
    packed = gzip.decompress(ask(product.port, address, accept_encoding="gzip").body)
    assert packed.partition(b"\n")[2] == plain.body


def test_a_second_process_is_told_so_and_leaves_the_file_alone(product: Process, data: Path, start: Start) -> None:
    second = start("run", data)
    assert second.code() == 1
    assert second.said.startswith("数据文件正被另一个程序使用：")
    assert second.said.count("\n") == 1
    assert is_sign_in(ask(product.port, "/tasks"))


@pytest.mark.walk
def test_a_session_survives_a_restart(start: Start, tmp_path: Path) -> None:
    first = start("run", tmp_path)
    cookie = set_up(first).cookie
    assert ask(first.port, "/", cookie=cookie).status == 200
    first.end()
    again = start("run", tmp_path)
    assert ask(again.port, "/", cookie=cookie).status == 200
    assert "一次性口令" not in again.said
    again.end()


@pytest.mark.walk
def test_its_log_says_what_went_on_and_nothing_of_whom(start: Start, tmp_path: Path) -> None:
    process = start("run", tmp_path)
    cookie = set_up(process).cookie
    ask(process.port, "/tasks?q=R-007", cookie=cookie)
    assert "chagai_store_bytes" in ask(process.port, "/metrics").text
    process.end()
    text = (tmp_path / "logs" / "board.log").read_text("utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert (lines[0]["message"], lines[-1]["message"]) == ("start", "stop")
    assert {"setup", "tasks"} <= {line.get("kind") for line in lines}
    assert [word for word in (FIRST["name"], FIRST["display_name"], "R-007", "127.0.0.1") if word in text] == []


def newer(path: Path) -> None:
    open_store(path).close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("INSERT INTO schema_migrations VALUES (999, 'of_tomorrow', now()::TIMESTAMP)")


def damaged(path: Path) -> None:
    path.write_bytes(b"not a database" * 1000)


def cut_short(path: Path) -> None:
    open_store(path).close()
    path.write_bytes(path.read_bytes()[:20_000])


@pytest.mark.parametrize(
    ("spoil", "said"),
    [(newer, "数据文件来自更新的版本："), (damaged, "数据文件打不开："), (cut_short, "数据文件打不开：")],
)
def test_a_file_it_cannot_serve_is_left_as_it_was(start: Start, tmp_path: Path, spoil: object, said: str) -> None:
    path = tmp_path / "board.duckdb"
    assert callable(spoil)
    spoil(path)
    before = path.read_bytes()
    process = start("run", tmp_path)
    assert process.code() == 1
    assert process.said.startswith(said)
    assert process.said.count("\n") == 1
    assert path.read_bytes() == before
    assert {file.name for file in tmp_path.iterdir()} <= {path.name, head_path(path).name}


def test_a_setting_that_is_misspelt_stops_the_start(start: Start, tmp_path: Path) -> None:
    process = start("demo", tmp_path, CHAGAI_DMEO="1")
    assert process.code() == 1
    assert process.said.startswith("环境变量写错了：没有这样的设置：CHAGAI_DMEO。可用的只有 CHAGAI_DATA、CHAGAI_DEMO")
    assert process.said.count("\n") == 1


def test_a_taken_port_is_said_in_one_line(product: Process, start: Start, tmp_path: Path) -> None:
    process = start("demo", tmp_path, "--port", str(product.port))
    assert process.code() == 1
    assert process.said.startswith(f"端口 {product.port} 用不了：")
    assert process.said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_the_demonstration_is_for_this_machine_only(start: Start, tmp_path: Path) -> None:
    process = start("demo", tmp_path, "--address", "0.0.0.0")  # noqa: S104 - refused is what is tested
    assert process.code() == 1
    assert "只能在本机打开" in process.said


@pytest.mark.walk
def test_a_demonstration_of_another_day_is_laid_out_anew(start: Start, tmp_path: Path) -> None:
    old = open_store(tmp_path / "demo.duckdb")
    load_example(old, clock.today() - timedelta(days=5))
    assert is_outdated(old, clock.today())
    assert not is_outdated(old, clock.today() - timedelta(days=5))
    old.close()
    process = start("demo", tmp_path)
    assert "示例已按今天重新排好日期" in process.said
    process.end()
    assert not is_outdated(open_store(tmp_path / "demo.duckdb"), clock.today())

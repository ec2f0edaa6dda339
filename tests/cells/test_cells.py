"""Cells: what they may be called, the files that systemd and Caddy read, who serves one, and a backup of all."""

import configparser
import os
import resource
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

import manage
from board.backup import asking, copies
from board.cells import copying, figures, files
from board.cells.cell import Cell, Place, Shared, add, prepare
from board.cells.processes import claimed, fault_alone, server_of
from board.errors import BoardError
from board.operating.settings import networks, read_settings
from board.store.store import open_store
from board.web import keeping
from board.web.door.proxies import seen_from_outside
from tests.cells.conftest import ROOT
from tests.depth import few

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="cells are for Linux")

HOLDS = "import sys, duckdb; held = duckdb.connect(sys.argv[1]); print('ready', flush=True); sys.stdin.read()"


@pytest.mark.parametrize("name", ["", "No1", "实验", "a_b", "a.b", "-a", "a-", "../x", "a b", "a" * 41, "a\n", "a%i"])
def test_a_name_that_cannot_be_in_an_address_is_refused_in_words(place: Place, name: str) -> None:
    with pytest.raises(BoardError, match="不能用在网址里"):
        add(place, name, ROOT)
    assert place.cells() == []


def test_a_name_or_an_address_that_is_taken_is_refused_and_says_whose_it_is(place: Place) -> None:
    add(place, "no1", ROOT)
    with pytest.raises(BoardError, match="这个名字已经有了"):
        add(place, "no1", ROOT)
    with pytest.raises(BoardError, match=r"no1\.board\.localhost 是 no1 的"):
        add(place, "no2", ROOT, "NO1.board.localhost")
    with pytest.raises(BoardError, match="各校的总网址"):
        add(place, "no2", ROOT, "board.localhost")
    assert [each.name for each in place.cells()] == ["no1"]


def test_a_cell_has_its_own_data_settings_and_version(place: Place) -> None:
    cell = add(place, "no1", ROOT, "实验小学.example", collects=True)
    assert cell.host == "xn--48sxe1n164s.example"
    chosen = read_settings({name: text for name, text in cell.environment.items() if name.startswith("CHAGAI_")})
    assert (chosen.data, chosen.idle_minutes, chosen.collects) == (cell.data, 20, True)
    assert cell.data.stat().st_mode & 0o777 == 0o700
    assert cell.program.resolve() == ROOT


@pytest.mark.parametrize(
    "host", ["", "https://a.example", "a.example/x", "a b.example", "a..example", "-a.example", "a.example }"]
)
def test_an_address_that_is_none_is_refused(place: Place, host: str) -> None:
    with pytest.raises(BoardError, match="网址写得不对"):
        prepare(place, {"host": host or " "})
    assert place.shared.host == "board.localhost"


def test_settings_are_kept_but_for_those_that_change(place: Place, tmp_path: Path) -> None:
    before = place.shared
    assert prepare(place, {"memory": "2G"}) == place.shared == Shared(**{**vars(before), "memory": "2G"})
    wrong: list[tuple[dict[str, object], str]] = [({"memory": "many"}, "内存"), ({"idle_minutes": 0.0}, "分钟")]
    for changes, words in wrong:
        with pytest.raises(BoardError, match=words):
            prepare(place, changes)
    with pytest.raises(BoardError, match="--host"):
        prepare(Place(tmp_path / "new"), {})
    with pytest.raises(BoardError, match="还没有准备好"):
        _ = Place(tmp_path / "new").shared


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root gives a folder to another account")
def test_an_account_that_does_not_exist_is_refused_with_how_to_make_it(place: Place) -> None:
    prepare(place, {"user": "nobody-has-this"})
    with pytest.raises(BoardError, match="useradd"):
        add(place, "no1", ROOT)
    assert list((place.folder / "cells").iterdir()) == []


def test_the_command_refuses_a_port_that_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        arguments = ["cells", "init", "--host", "a.example", "--in", str(tmp_path), "--metrics-port", port]
        assert manage.main(arguments) == 1
    assert capsys.readouterr().err.startswith(f"端口 {port} 用不了：")


def test_each_school_has_its_own_address_and_socket_in_the_file_for_caddy(place: Place) -> None:
    for name in ("no1", "no10"):
        add(place, name, ROOT)
    files.write(place, ROOT, files.SOCKETS)
    text = (place.folder / "Caddyfile").read_text("utf-8")
    assert text.count("\ttls internal\n") == 3
    for name in ("no1", "no10"):
        site = text.partition(f"\n{name}.board.localhost {{\n")[2].partition("\n}\n")[0]
        assert f"reverse_proxy unix//run/chagai/{name}.sock" in site
    assert not (place.folder / ".Caddyfile.part").exists()
    with pytest.raises(BoardError, match="空格"):
        files.write(place, Path("/opt/查改 看板"), files.SOCKETS)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="asks systemd itself")
def test_systemd_finds_nothing_wrong_with_the_units(place: Place, tmp_path: Path) -> None:
    add(place, "no1", ROOT)
    units = [each for each in files.write(place, ROOT, files.SOCKETS) if each.suffix != ".slice"]
    asked = [tmp_path / each.name.replace("@", "@no1") for each in units]
    for unit, instance in zip(units, asked, strict=True):
        instance.write_bytes(unit.read_bytes())
    done = subprocess.run(("systemd-analyze", "verify", *asked), capture_output=True, encoding="utf-8", check=False)
    assert [line for line in done.stderr.splitlines() if "chagai" in line] == []


def test_the_unit_bounds_memory_and_hides_the_other_schools(place: Place) -> None:
    prepare(place, {"memory": "2G"})
    files.write(place, ROOT, files.SOCKETS)
    read = configparser.ConfigParser(interpolation=None, strict=False)
    read.read_string((place.folder / "units" / "chagai@.service").read_text("utf-8"))
    service = read["Service"]
    assert (service["memorymax"], int(service["memoryhigh"])) == ("2G", int(2 * 1024**3 * 0.9))
    assert service["temporaryfilesystem"] == f"{place.folder}/cells:ro"
    assert service["readwritepaths"] == f"{place.folder}/cells/%i/data"


@contextmanager
def served_elsewhere(store: Path) -> Iterator[int]:
    line = [sys.executable, "-c", HOLDS, str(store)]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        yield process.pid
        process.stdin.close()


def test_it_is_known_who_serves_a_store_without_disturbing_them(cell_with: Callable[[str], Cell]) -> None:
    cell = cell_with("no1")
    assert server_of(cell.store) == server_of(cell.data / "none") == 0
    with served_elsewhere(cell.store) as process:
        assert server_of(cell.store) == process
    assert server_of(cell.store) == 0


def test_nobody_starts_a_school_that_is_being_copied_or_upgraded_nor_copies_one_that_begins(
    cell_with: Callable[[str], Cell],
) -> None:
    cell = cell_with("no1")
    with claimed(cell) as claim:
        line = [sys.executable, "-c", "print('ready', flush=True); input()"]
        process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=(claim,))
    assert process.stdout is not None
    process.stdout.readline()
    with claimed(cell) as claim:
        assert claim == -1
        assert fault_alone(cell) == "它还在运行"
    assert not copying._copied_alone(cell)
    process.communicate(b"\n")
    with claimed(cell) as claim:
        assert claim > 0


def test_a_copy_is_made_while_the_school_is_served_and_none_where_nothing_changed(
    cell_with: Callable[[str], Cell],
) -> None:
    cell = cell_with("no1")
    store = open_store(cell.store)
    ended = threading.Event()
    keeping.keep(store, None, ended)
    try:
        for _ in range(2):
            asking.ask(cell.data, 60)
            assert len(copies.copies(cell.store)) == 1
    finally:
        ended.set()
        store.close()
    assert sorted(each.name for each in cell.data.glob("copy-*")) == []


def test_a_school_that_gives_no_answer_is_named(cell_with: Callable[[str], Cell]) -> None:
    with pytest.raises(BoardError, match="没有回应"):
        asking.ask(cell_with("no1").data, 0)


@contextmanager
def full_above(size: int) -> Iterator[None]:
    """No file may grow larger: the system refuses it as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.walk
def test_a_full_disk_at_the_backup_is_said_in_words_and_leaves_no_half_a_copy(
    cell_with: Callable[[str], Cell], tmp_path: Path
) -> None:
    cell = cell_with("no1")
    assert copying.main(cell.store) == 0
    (tmp_path / "usb").mkdir()
    with full_above(copies.copies(cell.store)[0].size // 2), pytest.raises(BoardError, match="磁盘满了"):
        copying._lay(cell, tmp_path / "usb")
    assert list((tmp_path / "usb" / "no1").glob("board*")) == []
    with pytest.raises(BoardError, match="没有这个文件夹"):
        copying._lay(cell, tmp_path / "gone")


@pytest.mark.walk
def test_one_school_without_a_copy_keeps_no_other_from_its_own(
    place: Place, cell_with: Callable[[str], Cell], tmp_path: Path
) -> None:
    cells = [cell_with(name) for name in ("no1", "no2", "no3")]
    cells[1].store.write_bytes(b"damaged")
    add(place, "no4", ROOT)  # nobody has opened it yet
    lines: list[str] = []
    assert not copying.backup(place.cells(), tmp_path, lines.append)
    assert lines[0].startswith("no2 没有备份：")
    assert lines[1:] == ["备份好了 3 个学校，没有备份的 1 个：no2。"]
    assert [len(copies.copies(each.store, tmp_path / each.name)) for each in cells] == [1, 0, 1]


def test_sleeping_schools_are_in_the_figures_and_go_on_sleeping(place: Place, cell_with: Callable[[str], Cell]) -> None:
    cell_with("no1")
    add(place, "no2", ROOT)
    figures.write(place, place.folder / "metrics")
    families = text_string_to_metric_families((place.folder / "metrics").read_text("utf-8"))
    values = {each.name: {one.labels["cell"]: one.value for one in each.samples} for each in families}
    assert values["chagai_cell_state"] == {"no1": 0, "no2": 0}
    assert values["chagai_cell_store_bytes"] == {
        "no1": Cell(place.folder / "cells" / "no1").store.stat().st_size,
        "no2": 0,
    }


@pytest.mark.parametrize(
    ("client", "server", "seen"),
    few([(None, ("/run/chagai/a.sock", None), "203.0.113.9"), (None, ("127.0.0.1", 80), None)], 2),
)
def test_the_proxy_on_a_unix_socket_is_trusted_as_this_machine_and_nobody_who_is_gone(
    client: object, server: object, seen: str | None
) -> None:
    headers = [(b"host", b"a"), (b"x-forwarded-for", b"203.0.113.9"), (b"x-forwarded-proto", b"https")]
    scope = {"type": "http", "scheme": "http", "client": client, "server": server, "headers": headers}
    taken = seen_from_outside(scope, networks("127.0.0.1"))
    assert (taken["client"] or (None,))[0] == seen
    assert (taken["scheme"] == "https") is (seen is not None)


@pytest.mark.parametrize("text", ["soon", "-1", "nan", "1e9"])
def test_minutes_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(BoardError, match="CHAGAI_IDLE_MINUTES"):
        read_settings({"CHAGAI_IDLE_MINUTES": text})

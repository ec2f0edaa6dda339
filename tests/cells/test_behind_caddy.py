"""Eight schools on one host behind Caddy as Debian packs it: pages, uploads and downloads of each; one that is killed
leaves the others alone; a sleeping one is there within seconds.
"""

import getpass
import http.client
import os
import shutil
import signal
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from prometheus_client.parser import text_string_to_metric_families

import manage
from board import clock
from board.access import Actor, Role
from board.accounts import actions as accounts
from board.backup.copies import copies
from board.cells.cell import Cell, Place
from board.cells.processes import memory_of, server_of
from board.example.school import load_example
from board.store.store import open_store
from tests.browser.served import free_port
from tests.browser.steps import open_page, settle
from tests.gate import chromium
from tests.web.client import PASSWORD

pytestmark = [pytest.mark.walk, pytest.mark.skipif(sys.platform != "linux", reason="cells are for Linux")]

ROOT = Path(__file__).parent.parent.parent
NAMES = [f"no{number}" for number in range(1, 9)]
SAMPLE = ROOT / "data" / "samples" / "ballots-E2-late.csv"
# Processor seconds of a start, of which others' work on the machine makes no more; by the clock the bar is 8 seconds.
BAR = 5.0
IDLE_MINUTES = 0.25
_MEMORY = 1024 * 1024


@dataclass(frozen=True)
class Host:
    """Eight cells that run behind Caddy on a port of HTTPS."""

    place: Place
    port: int
    metrics_port: int

    def url(self, name: str) -> str:
        host = f"{name}.board.localhost"
        return f"https://{host}:{self.port}"

    def cell(self, name: str) -> Cell:
        return Cell(self.place.folder / "cells" / name)

    def ask(self, host: str, path: str) -> "tuple[int, str, str]":
        """A request to this machine under a host's name: the status, where it leads, the text."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.connect()
        connection.sock = context.wrap_socket(connection.sock, server_hostname=host)
        connection.request("GET", path, headers={"Host": f"{host}:{self.port}"})
        answer = connection.getresponse()
        try:
            return answer.status, answer.headers.get("Location", ""), answer.read().decode("utf-8", "replace")
        finally:
            connection.close()


def caddy() -> str:
    """Caddy, got on Debian as root as the gate gets Chromium; without one there is nothing to test."""
    if not shutil.which("caddy") and shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(("apt-get", "update", "-qq"), check=True, env=quiet)
        subprocess.run(("apt-get", "install", "-y", "-qq", "--no-install-recommends", "caddy"), check=True, env=quiet)
    return shutil.which("caddy") or pytest.skip("needs caddy")


def command(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    line = [sys.executable, manage.__file__, "cells", *arguments, "--in", str(folder)]
    return subprocess.run(line, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example school's store with a keeper's account."""
    path = tmp_path_factory.mktemp("filled") / "board.duckdb"
    store = open_store(path)
    load_example(store, clock.today())
    maker = Actor("A-maker", "管理员", frozenset({Role.ADMIN}))
    roles = [Role.ADMIN, Role.CLERK]
    accounts.create_account(
        store, maker, {"name": "keeper", "display_name": "张老师", "roles": roles, "password": PASSWORD}
    )
    store.close()
    return path


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory, filled: Path) -> Iterator[Host]:
    binary, folder = caddy(), tmp_path_factory.mktemp("host") / "chagai"
    port, metrics_port = free_port(), free_port()
    options = ["--host", "board.localhost", "--tls", "internal", "--user", getpass.getuser()]
    options += ["--idle", str(IDLE_MINUTES), "--metrics-port", str(metrics_port)]
    assert command(folder, "init", *options).returncode == 0
    for name in NAMES:
        done = command(folder, "new", name)
        assert done.returncode == 0, done.stderr
        shutil.copytree(filled.parent, folder / "cells" / name / "data", dirs_exist_ok=True)
    own = f"{{\n\tadmin off\n\tskip_install_trust\n\thttps_port {port}\n\thttp_port {free_port()}\n"
    own += f"\tstorage file_system {folder}/caddy\n}}\nimport {folder}/Caddyfile\n"
    (folder / "own").write_text(own)
    here = ["--config", str(folder / "own"), "--adapter", "caddyfile"]
    checked = subprocess.run([binary, "validate", *here], capture_output=True, encoding="utf-8", check=False)
    assert checked.returncode == 0, checked.stderr
    line = [sys.executable, manage.__file__, "cells", "serve", "--in", str(folder)]
    with (folder / "serve.log").open("wb") as log:
        serving = subprocess.Popen(line, stdout=log, stderr=log)
        proxy = subprocess.Popen([binary, "run", *here], stdout=log, stderr=log)
    made = Host(Place(folder), port, metrics_port)
    try:
        wait(lambda: made.ask("board.localhost", "/")[0] == 404)
        wait(lambda: len(list(made.place.sockets.glob("*.sock"))) == len(NAMES))
        yield made
    finally:
        proxy.terminate()
        serving.terminate()
        code = serving.wait(90)
        proxy.wait(30)
    assert code == 0
    assert not any(server_of(made.cell(name).store) for name in NAMES)


def wait(until: Any, seconds: float = 90) -> None:
    ends = time.monotonic() + seconds
    while True:
        try:
            if until():
                return
        except OSError:
            pass
        assert time.monotonic() < ends
        time.sleep(0.1)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--ignore-certificate-errors"]
        yield playwright.chromium.launch(executable_path=chromium() or None, args=arguments)


def processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_a_sleeping_school_is_there_within_eight_seconds_and_sleeps_again(host: Host) -> None:
    store = host.cell("no1").store
    assert server_of(store) == 0
    began = time.monotonic()
    assert host.ask("no1.board.localhost", "/sign-in")[0] == 200
    took = time.monotonic() - began
    process = server_of(store)
    size = memory_of(process) // _MEMORY
    print(f"started in {took:.1f} s, {processor_seconds(process):.1f} s of a processor, {size} MB")
    assert processor_seconds(process) < BAR
    wait(lambda: server_of(store) == 0, 60)
    assert host.ask("no1.board.localhost", "/healthz")[0] == 200


def test_the_path_of_a_school_leads_to_its_own_host_and_to_no_other(host: Host) -> None:
    school = "no1.board.localhost"
    for path, wanted in {"/no1": "/", "/no1/tasks": "/tasks", "/no1/": "/"}.items():
        assert host.ask("board.localhost", path)[:2] == (302, f"https://{school}{wanted}")
    assert host.ask("board.localhost", "/no10/tasks")[0] == 404


def signed_in(browser: Browser, host: Host, name: str) -> Page:
    page = browser.new_context(locale="zh-CN", accept_downloads=True).new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{host.url(name)}/sign-in?next=/imports")
    page.locator("input[name=name]").fill("keeper")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("button").click()
    page.wait_for_selector(".band")
    settle(page)
    return page


def test_eight_schools_work_side_by_side_and_one_killed_leaves_seven_alone(
    host: Host, browser: Browser, tmp_path: Path
) -> None:
    pages = {name: signed_in(browser, host, name) for name in NAMES}
    for name, page in pages.items():
        upload_and_download(page, tmp_path / f"{name}.csv")
    processes = {name: server_of(host.cell(name).store) for name in NAMES}
    assert len(set(processes.values())) == len(NAMES)
    print("busy:", sorted(memory_of(process) // _MEMORY for process in processes.values()), "MB")
    sees_all_figures(host)
    copies_all_while_they_serve(host, tmp_path)
    kills = processes.pop("no4")
    os.kill(kills, signal.SIGKILL)
    for name in processes:
        open_page(pages[name], f"{host.url(name)}/tasks")
    assert {name: server_of(host.cell(name).store) for name in processes} == processes
    # Its browser comes back by itself, which starts it again, and nobody has to sign in anew.
    wait(lambda: server_of(host.cell("no4").store) not in {0, kills})
    open_page(pages["no4"], f"{host.url('no4')}/tasks")
    for page in pages.values():
        page.context.close()
    wait(lambda: not any(server_of(host.cell(name).store) for name in NAMES), 120)


def upload_and_download(page: Page, file: Path) -> None:
    """Give a file by the page's uploader, see it read, and get one back."""
    file.write_bytes(SAMPLE.read_bytes())
    page.locator("input[type=file]").first.set_input_files(file)
    expect(page.get_by_role("button", name="确认导入 16 张")).to_be_visible(timeout=120_000)
    page.get_by_role("button", name="下载模板").click()
    with page.expect_download() as waiting:
        page.get_by_test_id("stDownloadButton").get_by_role("button").first.click()
    assert Path(waiting.value.path()).stat().st_size > 0
    page.keyboard.press("Escape")


def sees_all_figures(host: Host) -> None:
    file = host.place.folder / "metrics" / "metrics"
    assert command(host.place.folder, "metrics", "--out", str(file)).returncode == 0
    with urllib.request.urlopen(f"http://127.0.0.1:{host.metrics_port}/metrics", timeout=10) as answer:
        families = {each.name: each for each in text_string_to_metric_families(answer.read().decode())}
    states = {each.labels["cell"]: each.value for each in families["chagai_cell_state"].samples}
    assert states == dict.fromkeys(NAMES, 1.0)
    assert {each.labels["cell"] for each in families["chagai_open_sockets"].samples} == set(NAMES)


def copies_all_while_they_serve(host: Host, tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()
    done = command(host.place.folder, "backup", "--to", str(tmp_path / "usb"))
    assert (done.returncode, done.stdout) == (0, "备份好了 8 个学校。\n"), done.stderr
    assert all(len(copies(host.cell(name).store, tmp_path / "usb" / name)) == 1 for name in NAMES)

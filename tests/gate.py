"""What `manage.py test` runs: every check in order, to the first that fails."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.advisories import NOT_ASKED

ROOT = Path(__file__).parent.parent
_PYTEST = (sys.executable, "-m", "pytest")
# Three at a time on two processors, as one often waits for a browser or a server; each with a third of the files until
# it has none left and takes from another's: what the tests of a file share is made once.
_THREE = ("-n", "3", "--dist", "worksteal")
_PATIENCE = 30
# These only read, each on one processor or waiting for an answer: all begin at once.
READING: dict[str, tuple[str, ...]] = {
    "代码规范 ruff check": (sys.executable, "-m", "ruff", "check"),
    "代码格式 ruff format": (sys.executable, "-m", "ruff", "format", "--check"),
    "类型 mypy": (sys.executable, "-m", "mypy"),
    "包的箭头 import-linter": (str(Path(sys.executable).with_name("lint-imports")),),
    "查询 sqlfluff": (sys.executable, "-m", "sqlfluff", "lint", "queries"),
    "已知漏洞 pip-audit": (sys.executable, "-m", "tests.advisories"),
}
# Compiles all tests once: three at a time would each do it themselves.
_COMPILE = (*_PYTEST, "--collect-only", "-qq")
# Begins beside what only reads, which leaves a processor idle for long.
BESIDE = {"多数检验 pytest": (*_PYTEST, "-m", "not walk and not alone", *_THREE)}
CHECKS: dict[str, tuple[str, ...]] = {
    **READING,
    **BESIDE,
    # Asks how soon another screen follows: nothing runs beside it.
    "即时更新 pytest": (*_PYTEST, "tests/browser", "-m", "alone and not walk"),
}
_CHROMIUMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
_INSTALLED = (
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)


def main() -> int:
    """Run every check; the exit code of the first that fails, else 0. One that got no answer is named at the end."""
    began = time.monotonic()
    # Begun in the background it is ignored, and what is begun here would ignore it too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if not chromium():
        install_chromium()
    # Empty: Playwright's own, which knows where it is.
    environment = {**os.environ, "CHROMIUM": chromium(), "PYTHONUTF8": "1"}
    # Some hundred processes begin: each would compile the same modules anew.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = {name: _begun(command, environment) for name, command in READING.items()}
    try:
        subprocess.run(_COMPILE, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=False)
        begun |= {name: _begun(command, environment) for name, command in BESIDE.items()}
        return _in_order(begun, environment, began)
    finally:
        for process in begun.values():
            _end(process)


def _begun(command: tuple[str, ...], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a check that goes on still: as by Ctrl-C, so that pytest ends the servers that it started."""
    if process.poll() is None and os.name != "nt":
        process.send_signal(signal.SIGINT)
    try:
        process.wait(0 if os.name == "nt" else _PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _code(process: subprocess.Popen[bytes]) -> int:
    """Print the lines of a check as they come until it ends, and return its code."""
    with process:
        for line in process.stdout or ():
            print(line.decode("utf-8", "replace"), end="", flush=True)
    return process.returncode


def _in_order(begun: dict[str, subprocess.Popen[bytes]], environment: dict[str, str], began: float) -> int:
    unanswered = []
    for name, command in CHECKS.items():
        print(f"── {name}", flush=True)
        code = _code(begun[name]) if name in begun else subprocess.call(command, cwd=ROOT, env=environment)
        if code == NOT_ASKED:
            unanswered.append(name)
        elif code:
            never = list(CHECKS)[list(CHECKS).index(name) + 1 :]
            print(f"没有通过：{name}。" + (f"还没有运行完：{'、'.join(never)}。" if never else ""), flush=True)
            return code
    passed = len(CHECKS) - len(unanswered)
    print(f"{len(CHECKS)} 项检验通过 {passed} 项，用时 {time.monotonic() - began:.0f} 秒", flush=True)
    if unanswered:
        print(f"没能核对：{'、'.join(unanswered)}。有网络时再运行一次。", flush=True)
    return 0


def chromium() -> str:
    """Where a Chromium is: what CHROMIUM says, or one of the usual; empty where there is none."""
    named = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _CHROMIUMS)), "")
    return named or next((path for path in _INSTALLED if Path(path).exists()), "")


def install_chromium() -> None:
    """Get a Chromium: on Debian, as root, with fonts for Chinese; anywhere else Playwright's."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        packages = ("chromium", "fonts-noto-cjk")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(("apt-get", "update", "-qq"), check=True, env=quiet)
        subprocess.run(("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages), check=True, env=quiet)
    else:
        subprocess.run((sys.executable, "-m", "playwright", "install", "chromium"), check=True)

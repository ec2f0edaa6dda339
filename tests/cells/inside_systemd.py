"""Run by systemd as process 1 in namespaces of its own, beside two cells: what happens to them, as one JSON file.

Arguments: the program's folder, the file.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, sys.argv[1])

from board.cells.processes import asking

UNIT = "chagai@no1.service"


def healthz() -> float:
    """Opens the address of a cell; returns the seconds until it answers."""
    began = time.monotonic()
    with asking(Path("/run/chagai/no1.sock"), 100) as client:
        client.get("/healthz").raise_for_status()
    return time.monotonic() - began


def of_unit(name: str, unit: str = UNIT) -> str:
    return subprocess.run(
        ["systemctl", "show", "--value", "-p", name, unit], capture_output=True, text=True, check=True
    ).stdout.strip()


def cells(*arguments: str) -> "tuple[int, str]":
    line = [f"{sys.argv[1]}/.venv/bin/python", f"{sys.argv[1]}/manage.py", "cells", *arguments]
    done = subprocess.run(line, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout + done.stderr


def main() -> dict[str, object]:
    seen: dict[str, object] = {"asleep": of_unit("ActiveState"), "start": healthz()}
    process = of_unit("MainPID")
    beside = ["nsenter", "-t", process, "-m", "ls", "/srv/chagai/cells"]
    seen["sees"] = subprocess.run(beside, capture_output=True, text=True, check=True).stdout.split()
    seen["group"] = Path(f"/proc/{process}/cgroup").read_text("ascii")
    seen["backup"] = cells("backup")
    seen["list"] = cells("list")
    healthz()
    process = of_unit("MainPID")
    os.kill(int(process), signal.SIGKILL)
    seen["after_kill"] = healthz()
    seen["other"] = of_unit("MainPID") not in {process, "0"}
    ends = time.monotonic() + 60
    while of_unit("ActiveState") != "inactive" and time.monotonic() < ends:
        time.sleep(1)
    seen["idle"] = [of_unit("ActiveState"), of_unit("ActiveState", "chagai@no1.socket")]
    seen["upgrade"] = cells("upgrade")  # to the same version: nobody is stopped
    return seen


if __name__ == "__main__":
    try:
        result: object = main()
    except Exception as error:  # noqa: BLE001 - the test shows it
        result = {"error": repr(error)}
    part = Path(f"{sys.argv[2]}.part")
    part.write_text(json.dumps(result), "utf-8")
    part.replace(sys.argv[2])

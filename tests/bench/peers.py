"""What pages are compared with: the same pages built with Dash, in an environment of its own, made when needed."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import manage
from board import clock
from board.navigation import NAVIGATION
from board.rectification import actions as rectification
from board.rectification.filters import Ledger, marked
from board.store.store import open_store
from tests.bench.made_data import STORE_NAME
from tests.bench.processes import ROOT

# Beside the product's own, which may be a link to one that others share.
ENVIRONMENT = ROOT / ".venv-peers"
_LISTED = ROOT / "tests" / "bench" / "peers.txt"
_NAMES = {
    "item_id": "编号",
    "problem": "具体问题",
    "leader_name": "牵头领导",
    "owner_name": "责任人",
    "due_on": "整改时限",
    "lane": "状态",
    "percent": "进度",
}


def python() -> Path:
    """The Python that runs the peers; its environment is made, by hashes, if there is none or its list has changed."""
    inner = ENVIRONMENT / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp, wanted = ENVIRONMENT / ".peers", hashlib.sha256(_LISTED.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        print("正在为对照的程序建立运行环境 …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", ENVIRONMENT], check=True)
        pip = [*manage.pip_command()[:3], "--python", str(inner), "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "--only-binary=:all:", "-r", str(_LISTED)], check=True)
        stamp.write_text(wanted)
    return inner


def write_rows(data: Path) -> Path:
    """What the peers draw, taken from the store of a folder of data that nobody serves yet."""
    store, today = open_store(data / STORE_NAME), clock.today()
    try:
        activity_id = str(store.rows("activities/all")[0]["activity_id"])
        items = marked(store, Ledger(activity_id, today))
        days = rectification.counts_by_day(store, activity_id, today)
    finally:
        store.close()
    shown = {
        "names": _NAMES,
        "links": {entry.title: "#" for entries in NAVIGATION.values() for entry in entries},
        "rows": json.loads(items[[*_NAMES, "status"]].to_json(orient="records", date_format="iso", date_unit="s")),
        "days": json.loads(days.to_json(orient="records", date_format="iso", date_unit="s")),
    }
    for row in shown["rows"]:
        row["due_on"] = str(row["due_on"])[:10]
    written = data / "peers.json"
    written.write_text(json.dumps(shown, ensure_ascii=False), "utf-8")
    return written

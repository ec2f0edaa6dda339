"""A bundle of facts about an installation for somebody who helps from afar, without anything personal in it.

It holds versions, counts, the result of a check of the audit trail, the names of the copies, and the log, which
contains neither names nor contents (`board.web.logs`). No path: it may contain the name of the computer's owner.
"""

import importlib.metadata
import io
import json
import platform
import shutil
import sys
import zipfile
from pathlib import Path
from typing import Any

from board import clock
from board.access import Actor, require
from board.backup import copies as backup
from board.errors import BoardError
from board.store.migrations import newest
from board.store.store import Store
from board.store.trail import check as audit_log
from board.store.trail.chain import Deed

_PACKAGES = ("streamlit", "duckdb", "pandas", "plotly", "pyarrow", "uvicorn", "starlette")
_LOGS = "board.log*"


def bundle(store: Store, actor: Actor) -> bytes:
    """The bundle of the store that is being served. Raises Refused without `backup.keep`."""
    require(actor, "backup.keep")
    made = _packed(store.path, _facts(store))
    store.note(Deed("store.support", actor))
    return made


def write(path: Path, to: Path) -> str:
    """Write the bundle of a store that nobody serves, even a damaged one, into a file; returns a line on it.

    Raises BoardError where the file exists already.
    """
    if to.exists():
        raise BoardError("没有写成", f"{to} 已经有了。", "请换一个文件名。")
    try:
        store = backup.open_own(path) if path.exists() else None
    except BoardError as error:
        to.write_bytes(_packed(path, {"store": error.title}))
    else:
        to.write_bytes(_packed(path, _facts(store) if store else {"store": "还没有数据文件"}))
        if store:
            store.close()
    return f"已写好：{to}。里面没有姓名和内容，可以发给提供本程序的人。"


def _facts(store: Store) -> dict[str, Any]:
    checked = audit_log.check(store)
    return {
        "store": "能打开",
        "versions": {topic: store.version(topic) for topic in ("data", "access")},
        "rows": {row["table_name"]: row["row_count"] for row in store.rows("store/row_counts")},
        "audit": {"entries": checked.count, "findings": len(checked.findings), "altered": len(checked.altered)},
        "is_damaged": store.standing.loss is not None,
    }


def _packed(path: Path | None, facts: dict[str, Any]) -> bytes:
    about = {**_machine(), "schema": newest(), **facts}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        if path:
            about |= {"free_bytes": shutil.disk_usage(path.parent if path.parent.exists() else Path.cwd()).free}
            about |= {"copies": [[each.path.name, each.size] for each in backup.copies(path)]}
            for log in sorted((path.parent / "logs").glob(_LOGS)):
                archive.write(log, f"logs/{log.name}")
        archive.writestr("about.json", json.dumps(about, ensure_ascii=False, indent=1))
    return held.getvalue()


def _machine() -> dict[str, Any]:
    return {
        "made_at": clock.now().isoformat(timespec="seconds"),
        "python": sys.version,
        "system": platform.platform(),
        "packages": {name: importlib.metadata.version(name) for name in _PACKAGES},
    }

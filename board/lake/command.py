"""`manage.py lake`: looks after the lake that several collectors share, while they run."""

import argparse
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from board import clock
from board.errors import BoardError
from board.lake.lake import Lake
from board.lake.place import load

_FILES, _MB = "lake/files", 1_000_000


def carry_out(options: argparse.Namespace, root: Path) -> str:
    """Do what a command asks with the lake that is named in a data folder, by default that of `root`; returns what went
    wrong, '' where nothing did."""
    try:
        lake = Lake(load(options.data or root / "data"), is_kept=True)
        with lake.turn, closing(lake):
            print(_DOES[options.does](lake, options), flush=True)
    except BoardError as error:
        return error.in_full
    return ""


def _status(lake: Lake, _options: argparse.Namespace) -> str:
    return _size(lake)


def _size(lake: Lake) -> str:
    files = lake.rows(_FILES)
    states = lake.rows("lake/states")[0]["state_count"]
    last = lake.rows("submissions/last") if files else []
    count, size = (sum(row[name] for row in files) for name in ("file_count", "file_size_bytes"))
    taken = last[0]["submission_no"] if last else 0
    return f"收到 {taken} 份；{count} 个文件，{size / _MB:.1f} MB；留着 {states} 个以前的状态。"


def _compact(lake: Lake, _options: argparse.Namespace) -> str:
    rows = sum(row["rows_flushed"] for row in lake.rows("lake/flush"))
    merged = lake.rows("lake/merge")
    before, after = (sum(row[name] for row in merged) for name in ("files_processed", "files_created"))
    return f"数据库里的 {rows} 行写成了文件；{before} 个小文件合成了 {after} 个。{_size(lake)}"


def _expire(lake: Lake, options: argparse.Namespace) -> str:
    days = options.days
    before = (clock.now() - timedelta(days=days)).replace(tzinfo=clock.BEIJING)
    states = len(lake.rows("lake/expire", before=before))
    files = len(lake.rows("lake/clean", before=before))
    return f"不再留 {states} 个 {days} 天以前的状态，删掉 {files} 个没有用的文件。{_size(lake)}"


_DOES = {"status": _status, "compact": _compact, "expire": _expire}

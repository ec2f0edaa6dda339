"""What `manage.py bench` runs: every section, its lines as they come, and the table at the end."""

import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from board import clock
from tests.bench.report import Line, Report, as_markdown, compared, verdict
from tests.bench.sections import FULL, QUICK, SECTIONS

_TOLD = ("streamlit", "duckdb", "pandas", "plotly", "uvicorn")


def main(*, quick: bool, output: Path | None, only: Sequence[str]) -> int:
    """Measure, print the table and, where an output is named, write it there; the exit code.

    `only`: names of sections; none given, all of them.
    """
    unknown = [section for section in only if section not in SECTIONS]
    if unknown:
        print(f"没有这样的测项：{'、'.join(unknown)}。可以测：{'、'.join(SECTIONS)}。", file=sys.stderr)
        return 1
    name = f"{'快速' if quick else '完整'}，{clock.now():%Y-%m-%d %H:%M}"
    lines, busy = [], [f"开始时的负载 {_load()}"]
    for section in only or SECTIONS:
        print(f"── {section}", flush=True)
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            found = SECTIONS[section](QUICK if quick else FULL, Path(folder) / "data")
        for line in found:
            print(_in_short(line), flush=True)
        lines += found
        busy.append(f"{section} 之后 {_load()}")
    written = as_markdown(Report(name, tuple(lines), (*_machine(), "；".join(busy))))
    print(written, flush=True)
    if output is not None:
        output.write_text(written, "utf-8")
    return 0


def _in_short(line: Line) -> str:
    middle = compared(line).middle
    said = f"{middle:.2f} 倍" if line.other else f"{middle:.1f} {line.unit}"
    return f"{line.what}：{said} {verdict(line)}"


def _load() -> str:
    """How busy the machine is, everybody's work counted: processes that run or wait to, over the last minute."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "不明"


def _machine() -> tuple[str, str]:
    packages = "、".join(f"{name} {version(name)}" for name in _TOLD)
    return (
        f"{os.cpu_count()} 个核，Python {platform.python_version()}，{packages}",
        "负载是一分钟内在运行或等着运行的进程数，别的程序也算在内；超过核数时绝对值偏大，倍数受的影响小些。",
    )

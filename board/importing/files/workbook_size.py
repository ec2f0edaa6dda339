"""The size of a workbook's sheets, measured where a hostile file can do no harm: in a process of its own.

A file of five kilobytes can name one cell in the last row and column of a sheet. Laying out the cells between runs out
of memory, and the library that reads workbooks is native code that then takes its whole process down.
"""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import python_calamine
from python_calamine import CalamineError, PasswordError

from board.errors import BoardError

# A million rows of 30 columns; a unit's files have a few thousand cells.
MOST_CELLS = 30_000_000
_MOST_MEMORY = 4 * 2**30
_SECONDS = 300
_PACKAGES = str(Path(python_calamine.__file__).parent.parent)
# Runs isolated from this machine's settings. Windows has no `resource`; there the process has no memory limit.
_LOOK = f"""
import io, json, sys
sys.path.append({_PACKAGES!r})
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({_MOST_MEMORY}, {_MOST_MEMORY}))
except ImportError:
    pass
from python_calamine import CalamineWorkbook
while length := int.from_bytes(sys.stdin.buffer.read(8), "big"):
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read(length)))
        sheets = map(book.get_sheet_by_name, book.sheet_names)
        answer = [[sheet.name, sheet.total_height, sheet.total_width] for sheet in sheets]
    except BaseException as error:  # the reader's own panics are no Exception
        answer = type(error).__name__
    print(json.dumps(answer), flush=True)
    if answer == "MemoryError":
        break
    book = sheets = None
"""
_ONE_AT_A_TIME = threading.Lock()
_LOOKING: list[subprocess.Popen[bytes]] = []  # at most one: started for the first workbook, ends with this process


def refuse_oversize(data: bytes) -> None:
    """Raises CalamineError or PasswordError if a workbook can't be read.

    Raises BoardError, naming the sheet, if its cells would take more memory than there is.
    """
    with _ONE_AT_A_TIME:
        answer = _answer(data)
    if answer == "TimeoutError":
        raise _too_large("读了很久也没有读完")
    if answer == "MemoryError":
        raise _too_large("表格展开以后，内存放不下")
    if isinstance(answer, str):
        raise PasswordError(answer) if answer == PasswordError.__name__ else CalamineError(answer)
    for name, height, width in answer:
        if height * width > MOST_CELLS:
            raise _too_large(f"工作表“{name}”有 {height:,} 行、{width:,} 列")


def _answer(data: bytes) -> list[list[Any]] | str:
    """Returns name, height and width of each sheet, or the name of an error.

    MemoryError is believed of a fresh process alone: one that has looked at other files may be full of them, or was
    ended by something else.
    """
    while True:
        is_fresh = not _LOOKING
        process = _LOOKING[0] if _LOOKING else _begun()
        answer = _asked(process, data)
        is_fit = answer not in ("TimeoutError", "MemoryError")
        _LOOKING[:] = [process] if is_fit else []
        if not is_fit:
            process.kill()
        if is_fresh or answer != "MemoryError":
            return answer


def _asked(process: subprocess.Popen[bytes], data: bytes) -> list[list[Any]] | str:
    """Returns the answer of a process: MemoryError if it ended without one, TimeoutError if it had to be ended."""
    is_late = threading.Event()

    def end() -> None:
        is_late.set()
        process.kill()

    watch = threading.Timer(_SECONDS, end)
    watch.start()
    try:
        process.stdin.write(len(data).to_bytes(8, "big") + data)  # type: ignore[union-attr]
        process.stdin.flush()  # type: ignore[union-attr]
        line = process.stdout.readline()  # type: ignore[union-attr]
    except OSError:
        line = b""
    watch.cancel()
    if line:
        return json.loads(line)  # type: ignore[no-any-return]
    return "TimeoutError" if is_late.is_set() else "MemoryError"


def _begun() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - this very Python, and the code above
        [sys.executable, "-I", "-c", _LOOK],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _too_large(reason: str) -> BoardError:
    return BoardError(
        "表格太大", f"{reason}。", "常见的原因是很远的地方误填了一格：请只复制有内容的部分到新表里，另存后再导入。"
    )

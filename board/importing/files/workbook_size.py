"""How large the sheets of a workbook are, found out where a hostile file can do no harm: in a process of its own.

A file of five kilobytes can name one cell in the last row and column of a sheet; whoever lays out the cells between
runs out of memory, and the reader of workbooks is native code that then takes its whole process down.
"""

import json
import subprocess
import sys
from pathlib import Path

import python_calamine
from python_calamine import CalamineError, PasswordError

from board.errors import BoardError

# A million rows of 30 columns; what a unit imports has a few thousand cells.
MOST_CELLS = 30_000_000
_MOST_MEMORY = 4 * 2**30
_SECONDS = 300
_PACKAGES = str(Path(python_calamine.__file__).parent.parent)
# Starts without the settings of this machine. `resource` is not there on Windows, where the process is on its own too.
_LOOK = f"""
import io, json, sys
sys.path.append({_PACKAGES!r})
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({_MOST_MEMORY}, {_MOST_MEMORY}))
except ImportError:
    pass
from python_calamine import CalamineWorkbook
try:
    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    sheets = map(book.get_sheet_by_name, book.sheet_names)
    told = [[sheet.name, sheet.total_height, sheet.total_width] for sheet in sheets]
except BaseException as error:  # the reader's own panics are no Exception
    told = type(error).__name__
print(json.dumps(told))
"""


def refuse_oversize(data: bytes) -> None:
    """Raise CalamineError, or PasswordError, where a workbook can't be read, and BoardError, naming the sheet, where
    laying out its cells would take more room than there is."""
    try:
        look = subprocess.run(  # noqa: S603 - this very Python, and code that stands above
            [sys.executable, "-I", "-c", _LOOK], input=data, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _too_large("读了很久也没有读完") from error
    told = json.loads(look.stdout or '"MemoryError"')
    if told == "MemoryError":  # what runs out of memory ends without a word, too
        raise _too_large("表格展开以后，内存放不下")
    if isinstance(told, str):
        raise PasswordError(told) if told == PasswordError.__name__ else CalamineError(told)
    for name, height, width in told:
        if height * width > MOST_CELLS:
            raise _too_large(f"工作表“{name}”有 {height:,} 行、{width:,} 列")


def _too_large(said: str) -> BoardError:
    return BoardError(
        "表格太大", f"{said}。", "常见的原因是很远的地方误填了一格：请只复制有内容的部分到新表里，另存后再导入。"
    )

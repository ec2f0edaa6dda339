"""Required cells of a ledger that are blank in several rows, such as a 渠道 that nobody wrote: asked once for all."""

from collections.abc import Mapping, Sequence

from board.importing.ledgers.file import LedgerFile
from board.importing.ledgers.kinds import LedgerKind
from board.importing.problems import Problem

_REMEDY = "请在“空着的一次选定”里选，或在文件里填好"


def asked_once(
    kind: LedgerKind, file: LedgerFile, problems: Sequence[Problem], defaults: Mapping[str, str]
) -> tuple[dict[str, int], tuple[Problem, ...]]:
    """The columns to ask about once, each with the number of new records that lack it, and the problems that are left.

    Asked about is what the file lacks or leaves blank in several rows, where a record can't be without it; and what was
    answered (`Choices.defaults`). Such a column has one problem instead of one for each cell. A single blank cell is
    mended in its place.
    """
    shown = {name: file.columns.get(name) or kind.by_name[name].label for name in file.blanks}
    wanting = {each.column for each in problems if not each.value and each.severity == "error"}
    asked = {
        name: count
        for name, count in file.blanks.items()
        if name in defaults or (shown[name] in wanting and (count > 1 or name not in file.columns))
    }
    left = {name: kind.by_name[name].label for name in asked if name not in defaults}
    once = [
        Problem(file.sheet, file.header_row, label, "", f"有 {asked[name]} {kind.unit}没有写“{label}”", _REMEDY)
        for name, label in left.items()
    ]
    gone = {(shown[name], "") for name in left}
    return asked, (*once, *(each for each in problems if (each.column, each.value) not in gone))

"""Readings → what is stored: ballots, suggestions in no order of the file, and hashes of the ballots' numbers."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from board.importing.cells import Codes, coded
from board.importing.checked import key_of
from board.importing.facts import WAYS
from board.importing.form import BallotForm
from board.importing.layouts.taking import Taken
from board.importing.read import Reading
from board.importing.roles import DAY, GROUP, VOID, WAY
from board.importing.table import Table
from board.importing.text import BLANKS, MERGED, NO_RESULT, clean, key
from board.typed import printable

_NO_SUGGESTION = {
    "",
    "无",
    "没有",
    "无意见",
    "没有意见",
    "暂无",
    "无建议",
    "-",
    "—",
    "/",
    "无。",
    "(空)",
    "(跳过)",
    MERGED,
}
_NO_SUGGESTION |= NO_RESULT
_NO_ANSWER = {"-2", "-3"}
# Any text that `typed.printable` may change once its blanks are trimmed, as Arrow can look for it.
_NOT_PRINTABLE = r"[\x00-\x08\x0b-\x1f\x7f\x{fffe}\x{ffff}]"


def content(taken: Taken, read: dict[str, Reading], form: BallotForm) -> dict[str, Any]:
    """The fields of `Checked` that hold ballots, suggestions and keys."""
    survey = _survey(taken, form)
    keys = _keys(taken, survey)
    suggestions, rows = _suggestions(taken, read)
    return {
        "ballots": ballots_table(read, form, taken.layout.roles),
        "suggestions": suggestions,
        "keys": tuple(sorted(keys)) if keys else (),
        "survey": survey if keys else "",
        "key_of_ballot": pa.array(keys, pa.string()) if keys else None,
        "key_of_suggestion": pa.array([keys[row] for row in rows], pa.string()) if keys else None,
    }


def ballots_table(read: dict[str, Reading], form: BallotForm, roles: Any) -> pa.Table:
    """One row per ballot, as `Checked.ballots`."""
    void = read[VOID].codes == 1
    columns: dict[str, pa.Array] = {
        "group_label": _labelled(read[GROUP].codes, form.groups),
        "way": _labelled(read[WAY].codes, WAYS),
        "cast_on": days(read[DAY].codes),
        "is_void": pa.array(void),
    }
    mask = void if void.any() else None
    for criterion in form.criteria:
        if criterion.criterion_id in roles:
            ranks = read[criterion.criterion_id].codes.astype(np.int8)
            columns[criterion.criterion_id] = pa.array(ranks, mask=mask)
    return pa.table(columns)


def _labelled(codes: Codes, labels: tuple[str, ...]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int16)), pa.array(labels, pa.string()))


def days(codes: Codes) -> pa.Array:
    """Days since 1970 as dates."""
    return pa.array(codes.astype("datetime64[D]"))


def _suggestions(taken: Taken, read: dict[str, Reading]) -> tuple[pa.Table, list[int]]:
    """The written suggestions, sorted by their text, and the row of each.

    The order of the file would tie each suggestion to its ballot.
    """
    parts = [_written(taken.table, index, read[DAY].codes, taken.kind) for index in taken.layout.suggestions]
    if not parts:
        return pa.table({}), []
    found = pa.concat_tables(parts)
    ordered = found.sort_by([("content", "ascending"), ("given_on", "ascending")])
    return ordered.drop_columns(["row"]), ordered["row"].to_pylist()


def _written(table: Table, index: int, day_codes: Codes, kind: str) -> pa.Table:
    column = table.columns[index]
    nothing = _NO_SUGGESTION | _NO_ANSWER if kind != "ballots" else _NO_SUGGESTION
    says = coded(column, lambda value: int(printable(clean(value)) not in nothing)) == 1
    written = _printable(pc.utf8_trim(column.filter(pa.array(says)).cast(pa.string()), BLANKS))
    rows = pa.array(np.flatnonzero(says))
    return pa.table({"content": written, "given_on": days(day_codes[says]), "row": rows})


def _printable(written: pa.Array) -> pa.Array:
    """Texts as every text is kept (`typed.printable`). Hardly one in a million needs it, so all are tested at once."""
    if not pc.any(pc.match_substring_regex(written, _NOT_PRINTABLE)).as_py():
        return written
    return pa.array([printable(text) for text in written.to_pylist()], pa.string())


def _survey(taken: Taken, form: BallotForm) -> str:
    """The platform and the questions, which don't depend on columns that the platform adds to its export, nor on the
    words in which it exports answers."""
    roles = taken.layout.roles
    asked = [taken.table.header[roles[c.criterion_id]] for c in form.criteria if c.criterion_id in roles]
    return "\x1f".join([taken.kind, taken.choices.survey, *map(key, asked)])


def _keys(taken: Taken, survey: str) -> list[str]:
    """The `key_of` each ballot, by which the same one is recognised in a later export."""
    if taken.number is None:
        return []
    return [key_of(survey, clean(number)) for number in taken.table.columns[taken.number].to_pylist()]

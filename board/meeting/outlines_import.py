"""Effects of a paper read from Word on the existing findings: new, changed, the same. Pure.

Findings are never removed: those missing from a file stay.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from board.importing.outcomes import EDITED, NEW, SAME

# From 0 to 100: from this likeness, one of two findings of a member under a mirror is taken for the other, reworded.
_ALIKE = 60


@dataclass(frozen=True)
class Effect:
    """The effect of one line of a file. fields: member_id, mirror, aspect, content, and duty where the file names it.

    what: one of NEW, EDITED, SAME; for the last two also outline_id, the finding's `seq` when read, and its old text.
    """

    what: str
    fields: Mapping[str, Any]
    outline_id: str = ""
    seq: int | None = None
    was: str = ""


def effects(lines: Iterable[Mapping[str, Any]], findings: Sequence[Mapping[Any, Any]]) -> list[Effect]:
    """One effect per line (member_id, mirror, aspect, content, maybe duty), in order.

    findings: rows of `outlines.outlines`.

    Identical words are the same finding. Of the rest, the most alike under one mirror are taken for the old and the new
    wording of one finding; each finding is matched at most once.
    """
    fields = list({tuple(line.values()): dict(line) for line in lines}.values())
    left = {row["outline_id"]: row for row in findings}
    met: dict[int, Mapping[str, Any]] = {}
    for alike, place, outline_id in sorted(_pairs(fields, findings), key=lambda pair: (-pair[0], pair[1])):
        if place not in met and outline_id in left and alike >= _ALIKE:
            met[place] = left.pop(outline_id)
    return [_effect(line, met.get(place)) for place, line in enumerate(fields)]


def _pairs(
    fields: Sequence[Mapping[str, Any]], findings: Sequence[Mapping[Any, Any]]
) -> Iterable[tuple[float, int, str]]:
    """The likeness of each line to each finding in the same cell; identical words come first."""
    for place, line in enumerate(fields):
        for row in findings:
            if (row["member_id"], row["mirror"]) == (line["member_id"], line["mirror"]):
                is_same = _is_same(row, line)
                alike = 200.0 if is_same else fuzz.ratio(row["content"], line["content"])
                yield alike, place, row["outline_id"]


def _is_same(row: Mapping[str, Any], line: Mapping[str, Any]) -> bool:
    return all(row[name] == line[name] for name in ("aspect", "content", "duty") if name in line)


def _effect(line: Mapping[str, Any], row: Mapping[str, Any] | None) -> Effect:
    if row is None:
        return Effect(NEW, line)
    return Effect(
        SAME if _is_same(row, line) else EDITED,
        line,
        row["outline_id"],
        int(row["seq"]),
        f"{row['aspect']}：{row['content']}",
    )

"""Named statements from `queries/*.sql`, in aiosql's file format.

A statement begins with `-- name: its_name`; the comment lines after it are its sentence (a query's states its grain).
It is called by `subject/its_name`, where the subject is the file's name.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

QUERIES = Path(__file__).parents[2] / "queries"
_HEADER = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


@dataclass(frozen=True)
class Statement:
    """One named statement: its full name, the sentence above it and its text."""

    name: str
    sentence: str
    text: str


@cache
def statements(folder: Path = QUERIES) -> dict[str, Statement]:
    """All statements of a folder, by `subject/name`. Raises ValueError if a name occurs twice."""
    found: dict[str, Statement] = {}
    for path in sorted(folder.glob("*.sql")):
        for statement in _parse(path):
            if statement.name in found:
                raise ValueError(f"{path}: {statement.name} stands twice")
            found[statement.name] = statement
    return found


def _parse(path: Path) -> list[Statement]:
    pieces = _HEADER.split(path.read_text("utf-8"))[1:]
    return [_statement(f"{path.stem}/{name}", body) for name, body in zip(pieces[::2], pieces[1::2], strict=True)]


def _statement(name: str, body: str) -> Statement:
    lines = body.strip().splitlines()
    comment = [line[2:].strip() for line in lines if line.startswith("--")]
    text = "\n".join(line for line in lines if not line.startswith("--"))
    return Statement(name, " ".join(comment), text.strip().rstrip(";"))

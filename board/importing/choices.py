"""What the clerk says about a file, where the file does not say it or was taken wrongly."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Choices:
    """Every field is optional; what is left out is found in the file.

    encoding, separator: keys of ENCODINGS and SEPARATORS. group, way (paper, online), cast_on: for ballots on which
    the file doesn't say. columns: header → role (a criterion's id, `group`, `way`, `day`, `void`, `suggestion`, or ""
    to leave the column out). answers: word → rank, for words that are no criterion's own (满意 → 1).
    """

    encoding: str | None = None
    separator: str | None = None
    group: str | None = None
    way: str | None = None
    cast_on: date | None = None
    columns: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    answers: Mapping[str, int] = field(default_factory=lambda: _NOTHING)

"""The parts of a sheet that its reader does not see, or that hold no result."""

from dataclasses import dataclass, field


@dataclass
class Hidden:
    """The hidden rows (as Excel numbers them) and columns (from 0) of a sheet, and its formulas with no result."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    unread: set[tuple[int, int]] = field(default_factory=set)

"""By hand: `python -m tests.recount <export.zip> <day> [<day to compare with>]` prints every figure, one a line."""

import sys
from datetime import date
from pathlib import Path

from tests.recount.export import read
from tests.recount.figures import recount


def main(file: str, *on: str) -> int:
    """Print the figures of the activity that began last, then the rows of the tables."""
    counts = recount(read(Path(file)), *map(date.fromisoformat, on))
    for name, value in counts.figures.items():
        print(f"{name}\t{value}")
    for key, rows in counts.tables.items():
        for row, cells in rows.items():
            print("\t".join([key, row, *(f"{column}={value}" for column, value in cells.items())]))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

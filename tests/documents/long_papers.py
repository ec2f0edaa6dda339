"""A paper with a table as long as a test wants it, made of nothing that takes memory itself."""

from datetime import date

from board.papers.blocks import Block, Column, Letterhead, Paper, Paragraph, Quoted, Table


def long_paper(row_count: int, column_count: int) -> Paper:
    """A paper with a table of so many rows, some of several lines, and a paragraph before and after it."""
    columns = tuple(Column(f"第{place}栏", 1.0) for place in range(column_count))
    rows = tuple(
        tuple((Quoted(f"{row}之{place}" + "很长的话" * (row % 7), "R-1"),) for place in range(column_count))
        for row in range(row_count)
    )
    blocks: tuple[Block, ...] = (Paragraph(("表前",)), Table(columns, rows, points=6.5), Paragraph(("表后",)))
    return Paper("ledger", "整改台账", Letterhead(unit="示例小学"), blocks, date(2026, 11, 30), 0, is_landscape=True)

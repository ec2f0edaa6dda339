"""The sheet for the notice board: the QR code of the public page, one A4 page to print."""

from datetime import date

from board.documents.paper_pdf import paper_pdf
from board.papers.blocks import Letterhead, Paper, Paragraph, Picture, Quoted

_WIDTH = 110.0  # mm


def public_sheet(unit: str, name: str, address: str, picture: bytes, on: date, *, is_example: bool) -> bytes:
    """The sheet as PDF. name: of the activity; address: of the page; picture: its QR code as PNG."""
    blocks = (
        Paragraph(("扫一扫，看已经公开的材料、群众评议结果和整改进展。不用登录，不记录谁看过。",), style="centred"),
        Picture(picture, f"二维码：{address}", _WIDTH, "png"),
        Paragraph((Quoted(address),), style="centred"),
        Paragraph(("手里的公文是不是原件，也可以在这一页核对。",), style="centred"),
    )
    head = Letterhead(unit, dated=on)
    return paper_pdf(Paper("public", f"{name}：公开", head, blocks, on, 0, is_example=is_example))

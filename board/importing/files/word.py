"""A Word file as it comes from outside → an opened document, or the reason it isn't one. Pure."""

import zipfile
from io import BytesIO

from docx import Document
from docx.document import Document as Letter

from board.errors import BoardError

LONGEST = 20 * 1024 * 1024
_UNPACKED = 200 * 1024 * 1024


def read_word(name: str, data: bytes) -> Letter:
    """The document of a Word file. Raises BoardError if it isn't a Word file or is too big."""
    if len(data) > LONGEST:
        raise BoardError("文件太大", f"{name} 超过 20 MB。", "请去掉里面的图片再导入。")
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            if sum(each.file_size for each in packed.infolist()) > _UNPACKED:
                raise BoardError("文件太大", f"{name} 解开以后太大。", "请另存一份，去掉里面的图片再导入。")
        letter = Document(BytesIO(data))
        letter.paragraphs  # noqa: B018 - a damaged file may open, and fail only when it is looked into
        return letter
    except BoardError:
        raise
    except Exception as error:
        raise BoardError(
            "这不是 Word 文件", f"{name} 打不开。", "请在 Word 或 WPS 里另存为 Word 文档再导入；旧格式的也要另存。"
        ) from error

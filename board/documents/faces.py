"""The faces of PDFs: 仿宋, 楷体, 宋体 and 小标宋 of Fandol beside this file, 黑体 of Noto from its package.

Only these are used, whatever else a machine has, so that a paper looks the same everywhere. A character that none of
Fandol's has, such as that of a rare name, is taken from Noto, which has them all.
"""

from functools import cache
from pathlib import Path
from typing import Any

from board.documents import measures as of
from board.errors import BoardError
from board.papers.face_files import FOLDER

# Face in Word → family and weight in PDF.
FAMILIES = {
    of.TITLE_FACE: ("FandolSong", 700),
    of.BODY_FACE: ("FandolFang R", 400),
    of.KAI_FACE: ("FandolKai", 400),
    of.HEI_FACE: ("Noto Sans CJK SC", 400),
    of.SONG_FACE: ("FandolSong", 400),
}
EVERY_CHARACTER = "Noto Sans CJK SC"


@cache
def fonts() -> Any:
    """The faces as typst takes them. Raises BoardError if one is missing, which names it."""
    import noto_cjk_sans_otc  # noqa: PLC0415 - it only says where its file is
    import typst  # noqa: PLC0415 - slow to load

    paths = [str(FOLDER), str(Path(str(noto_cjk_sans_otc.FONT_PATH)).parent)]
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)
    lacking = sorted({family for family, _ in FAMILIES.values()} - set(found.families()))
    if lacking:
        raise BoardError(
            "缺少写 PDF 的字体",
            f"程序自带的字体不全，缺：{'、'.join(lacking)}。",
            "请重新安装本程序；在那以前，请下载 Word 版。",
        )
    return found

"""The files of the faces that PDFs are set in, which come with the product and with a package of its own."""

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "documents" / "faces"
_FILES = ("FandolFang-Regular.otf", "FandolKai-Regular.otf", "FandolSong-Regular.otf", "FandolSong-Bold.otf")


def lacking() -> str:
    """A sentence on the files of faces that are missing, for the start; "" if all are there."""
    import noto_cjk_sans_otc  # noqa: PLC0415 - it only says where its file is

    files = [*(FOLDER / name for name in _FILES), Path(str(noto_cjk_sans_otc.FONT_PATH))]
    missing = "、".join(file.name for file in files if not file.is_file())
    return f"缺少写 PDF 的字体：{missing}。公文暂时只有 Word 版；请重新安装本程序。" if missing else ""

"""Pictures of papers: as PNG for Word, which older versions of can't show SVG."""

import tempfile
from pathlib import Path
from typing import Any

from board.documents.faces import fonts
from board.papers.blocks import Picture

_DPI = 220


def as_png(picture: Picture) -> bytes:
    """The picture as PNG, as wide as it is in the paper."""
    if picture.form == "png":
        return picture.content
    import typst  # noqa: PLC0415 - slow to load

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "picture.svg").write_bytes(picture.content)
        source = f'#set page(width: auto, height: auto, margin: 0pt)\n#image("picture.svg", width: {picture.width}mm)'
        Path(folder, "main.typ").write_text(source, "utf-8")
        made: Any = typst.Compiler(str(Path(folder, "main.typ")), root=folder, font_paths=fonts()).compile(
            format="png", ppi=_DPI
        )
    return bytes(made)

"""Compiles one piece of a long paper: a process of its own, so that what typst keeps in memory goes with it."""

import json
import sys
from datetime import datetime
from pathlib import Path

import typst

from board.documents.faces import fonts


def main(folder: Path, made_at: datetime) -> None:
    """Writes piece.pdf of the folder's main.typ, and prints the page (from 1) of each row of its tables as JSON."""
    compiler = typst.Compiler(str(folder / "main.typ"), root=str(folder), font_paths=fonts(), ignore_system_fonts=True)
    compiler.compile(output=str(folder / "piece.pdf"), format="pdf", timestamp=made_at, pdf_tags=False)
    pages = json.loads(compiler.query("<pages-of-rows>", field="value", one=True))
    print(json.dumps(pages))


if __name__ == "__main__":
    main(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))

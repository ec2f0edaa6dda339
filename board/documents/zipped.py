"""Many papers that are alike (`paper_word.alike_words`), each a Word file of one zip; the same bytes for the same."""

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO

from board.documents.paper_word import alike_words
from board.documents.word import PACKED_AT
from board.papers.blocks import Paper

_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_LONGEST = 80


def words_zip(papers: Mapping[str, Paper]) -> bytes:
    """The papers by the names of their files; what no file's name may hold on any system is left out of them."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as packed:
        for name, word in zip(papers, alike_words(papers.values()), strict=True):
            packed.writestr(zipfile.ZipInfo(f"{_UNFIT.sub('', name)[:_LONGEST]}.docx", PACKED_AT), word)
    return stream.getvalue()

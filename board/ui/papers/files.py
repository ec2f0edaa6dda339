"""The files of a paper: of a signed one the bytes that were kept, of a draft what it would be now."""

from functools import partial
from typing import Literal

import streamlit as st

from board.documents.paper_pdf import is_short, paper_pages, paper_pdf
from board.documents.paper_word import paper_word
from board.papers.blocks import Paper
from board.papers.issuing import files
from board.store.store import Row
from board.ui.parts.downloads import download
from board.ui.parts.visit import Visit

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FORMS: tuple[tuple[Literal["word", "pdf"], str, str, str], ...] = (
    ("word", "Word", "docx", _WORD),
    ("pdf", "PDF", "pdf", "application/pdf"),
)
_WRITERS = {"word": paper_word, "pdf": paper_pdf}


def show_files(visit: Visit, state: Row, paper: Paper) -> None:
    """Draws the buttons that hand over a paper as Word and as PDF, and the fingerprints of what was signed."""
    is_kept = bool(state["content_sha256"])
    suffix = "" if is_kept else "（草稿）"
    with st.container(horizontal=True):
        for form, word, ending, mime in _FORMS:
            digest = state[f"{form}_sha256"]
            download(
                f"{word}{suffix}",
                make=partial(_kept, visit, state, form) if is_kept else partial(_WRITERS[form], paper),
                file_name=f"{state['kind_word']}-{state['paper_id']}{suffix}.{ending}",
                mime=mime,
                key=f"papers_{form}",
                icon=":material/download:",
                help=f"签发时存下的原件，指纹 {digest}" if is_kept else "按现在的记录做成，签发以前还会变",
            )


def show_pages(paper: Paper) -> None:
    """Draws the pages as they will be printed: head, mark, page numbers and all."""
    if not is_short(paper):
        st.info("表格太长，这里不逐页画；请下载 PDF 看版面。")
        return
    pages = paper_pages(paper)
    st.caption(f"共 {len(pages)} 页，和 PDF 一样。")
    for number, page in enumerate(pages, 1):
        st.container(border=True).image(page, alt=f"第 {number} 页的版面，文字见“预览”", width="stretch")


def _kept(visit: Visit, state: Row, form: Literal["word", "pdf"]) -> bytes:
    return files.content(visit.store, visit.actor, visit.activity.activity_id, state["paper_id"], form)

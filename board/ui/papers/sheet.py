"""The sheet of a paper: how far it is, its preview, versions and figures, its files."""

from functools import partial

import pandas as pd
import streamlit as st

from board.errors import BoardError
from board.papers import views
from board.papers.blocks import Paper
from board.papers.issuing import making
from board.papers.issuing.moved import Moved
from board.papers.issuing.tree import placed
from board.publication import actions as publication
from board.store.frames import each_row
from board.store.store import Row
from board.ui.papers.deeds import show_deeds
from board.ui.papers.files import show_files, show_pages
from board.ui.papers.page import is_covered
from board.ui.papers.preview import preview_html
from board.ui.papers.replies import is_answered, show_replies
from board.ui.papers.versions import show_versions
from board.ui.parts import filters
from board.ui.parts.errors import show_refusal
from board.ui.parts.links import drill
from board.ui.parts.plain import in_html
from board.ui.parts.proofs import publication_folder, show_proofs
from board.ui.parts.records import SHEET_WIDTH, facts, heading, history
from board.ui.parts.sheets import closing, opened_row
from board.ui.parts.visit import Visit
from board.ui.publication.page import PROOFS
from board.words import PAPER_ACTION

_PARTS = ("预览", "版面", "文字的各版", "数字", "公开", "群众评价", "经过")


def show_paper(visit: Visit) -> None:
    """Draws the sheet of the open paper, if there is one."""
    rows = partial(views.shown, visit.store, visit.activity.activity_id, visit.as_of)
    row = opened_row("papers_open", rows, "paper_id", "公文", is_covered=is_covered())
    if row is not None:
        _sheet(visit, row)


@st.dialog("公文", width=SHEET_WIDTH, position="right", on_dismiss=closing("papers_open"))
def _sheet(visit: Visit, row: pd.Series) -> None:
    state = views.rows_as(row)
    st.html(heading(row["paper_id"], row["title"]))
    try:
        is_kept = bool(state["content_sha256"])
        paper = making.signed(visit.store, state) if is_kept else making.read(visit.store, state, visit.as_of)
    except BoardError as error:
        show_refusal(error)
        return
    moved = making.moved_on(visit.store, state, visit.as_of) if row["state"] == "signed" else []
    show_deeds(visit, state, paper)
    show_files(visit, state, paper)
    _show_standing(state, paper, moved)
    is_asked = pd.notna(row["published_on"]) and is_answered(visit, row["paper_id"])
    part = filters.switch("看什么", "papers_part", [each for each in _PARTS if is_asked or each != "群众评价"])
    if part == "预览":
        st.html(preview_html(paper))
    elif part == "版面":
        show_pages(paper)
    elif part == "文字的各版":
        show_versions(visit, state)
    elif part == "数字":
        _show_figures(paper, moved)
    elif part == "公开":
        _show_publications(visit, row)
    elif part == "群众评价":
        show_replies(visit, row["paper_id"], row["title"])
    else:
        happened = views.events(visit.store, visit.activity.activity_id, row["paper_id"])
        st.html(history(happened, visit.as_of, PAPER_ACTION, lambda event: in_html(event.reason)))


def _show_standing(state: Row, paper: Paper, moved: list[Moved]) -> None:
    """Draws how far a paper is, what is still missing, and whether its figures are still what the records say."""
    corrected = f"，由 {state['corrected_by']} 更正" if state["corrected_by"] else ""
    known = {
        "状态": f"{state['state_word']}{corrected}",
        "文种": state["kind_word"],
        "文号": state["number"],
        "更正的是": state["corrects"],
        "起草": f"{state['drafter_name']}　{state['drafted_at']:%Y-%m-%d %H:%M}",
    }
    if state["signed_at"]:
        end = f"，操作记录到第 {state['chain_number']} 条（{state['chain_hash'][:12]}）"
        known |= {
            "签发": f"{state['signed_by']}　{state['signed_at']:%Y-%m-%d %H:%M}",
            "数据截至": f"{state['as_of']:%Y-%m-%d}，第 {state['data_version']} 版{end}",
        }
    st.html(facts(known))
    if paper.missing and state["state"] in {"draft", "checked"}:
        lines = "".join(f"<li>{in_html(each)}</li>" for each in paper.missing)
        st.html(f'<h3 class="section">还缺 {len(paper.missing)} 样，补齐才能核对、签发</h3><ul>{lines}</ul>')
    if moved:
        st.info(
            f"签发以后记录又变了：有 {len(moved)} 个数字和现在的记录不同，见“数字”。原件照旧，这不是错。",
            icon=":material/update:",
        )


def _show_figures(paper: Paper, moved: list[Moved]) -> None:
    figures = placed(paper)
    changed = {each.key: each for each in moved}
    st.caption(f"共 {len(figures)} 个数字，都由记录得出；{len(changed)} 个和现在的记录不同。")
    for key, each in changed.items():
        st.html(
            f'<p class="moved" data-figure="{in_html(key[0])}">…{in_html(each.sentence)}…<br>'
            f"签发时 <b>{in_html(each.was)}</b>，现在 <b>{in_html(each.now or '没有了')}</b></p>"
        )


def _show_publications(visit: Visit, row: pd.Series) -> None:
    rows = publication.publications(visit.store, visit.activity.activity_id, visit.as_of)
    own = rows[rows["paper_id"] == row["paper_id"]]
    if own.empty:
        st.caption("还没有公开过。")
    for each in each_row(own):
        st.html(heading(each.publication_id, f"{each.published_on:%Y-%m-%d}　{each.place}　{each.audience}"))
        show_proofs(visit, publication_folder(visit, each.publication_id, int(each.seq)), PROOFS)
        drill("在“通报与公开”里看", "publication", {"publication_open": each.publication_id}, f"papers_to_{each.seq}")

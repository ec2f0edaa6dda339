"""The parts of 通报与公开: its columns, the sheet of a publication and its forms."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.answer import Answer
from board.evaluation.of_phase import result_since
from board.papers.issuing import files
from board.public import switch
from board.publication import actions as publication
from board.publication.answer import publication_answer
from board.publication.views import shown
from board.store import records
from board.ui.parts.answer import show_answer
from board.ui.parts.downloads import download
from board.ui.parts.forms.form import Field, choose_action, end_action, show_form
from board.ui.parts.links import drill
from board.ui.parts.plain import in_html
from board.ui.parts.proofs import publication_folder, show_proofs
from board.ui.parts.records import SHEET_WIDTH, facts, heading, history, initial_of, save_record
from board.ui.parts.removed import show_removed
from board.ui.parts.sheets import closing, opened_row
from board.ui.parts.table import column
from board.ui.parts.visit import Visit
from board.web.public import address_of
from board.words import PUBLISHED, RECORD_ACTION

TABLE_COLUMNS: dict[str, Any] = {
    "publication_id": "编号",
    "title": column.main("标题", 240),
    "tags": column.tags("状态", ["已公开", "还没有公开"]),
    "what_word": column.name("公开什么"),
    "written_on": column.day("成文日期"),
    "published_on": column.day("公开日期"),
    "late_word": column.name("补录", is_rare=True),
    "days_word": column.name("隔了几天"),
    "place": column.text("在哪里公开", 160, grows=1),
    "audience": column.text("向谁公开", 160, grows=1),
}
EXPORT_LABELS = {
    "publication_id": "编号",
    "what_word": "公开什么",
    "title": "标题",
    "written_on": "成文日期",
    "published_on": "公开日期",
    "late_word": "补录",
    "days_word": "隔了几天",
    "place": "在哪里公开",
    "audience": "向谁公开",
    "note": "说明",
}
FIELDS = [
    Field("what", "公开什么", "choice", PUBLISHED),
    Field("written_on", "成文日期", "day"),
    Field("title", "标题", wide=True),
    Field("published_on", "公开日期", "day", help="写好了还没有公开的，先空着"),
    Field("place", "在哪里公开", help="如公开栏、校园网、通报会"),
    Field("audience", "向谁公开", wide=True, help="如全体教职工和家长代表"),
    Field("note", "说明", "area", wide=True, at_most=1000),
]


PROOFS = "公开的证明（照片、截图）"


def compared_column(visit: Visit) -> dict[str, Any]:
    """Returns the column with what changed since the compared day; nothing if no day is compared."""
    if visit.compare_on is None:
        return {}
    return {"changed": column.name(f"与 {visit.compare_on:%m-%d} 相比")}


def show_add_button(visit: Visit) -> None:
    """Draws the button that registers a publication, for those with permission."""
    if not visit.may("publication.edit"):
        return
    if st.button("登记公开", icon=":material/add:", key="publication_add"):
        st.session_state["publication_adding"] = True
    if st.session_state.get("publication_adding"):
        _add_dialog(visit)


def every(visit: Visit) -> pd.DataFrame:
    """Returns all publications, with what changed since the compared day."""
    return shown(visit.store, visit.activity.activity_id, visit.as_of, visit.compare_on)


def show_publication_answer(visit: Visit) -> None:
    """Draws the answer of the page."""

    def answer() -> Answer:
        since = result_since(visit.store, visit.activity.activity_id, visit.as_of)
        then = shown(visit.store, visit.activity.activity_id, visit.compare_on) if visit.compare_on else None
        return publication_answer(every(visit), since, then, visit.compare_on)

    show_answer(visit, "publication", visit.kept("publication.answer", answer))


def show_public_page(visit: Visit) -> None:
    """Draws the way to the page that anybody may read, while it is open."""
    activity_id = visit.activity.activity_id
    if switch.is_open(visit.store, activity_id):
        st.link_button("公开网页", address_of(activity_id), icon=":material/public:", help="不用登录就能看的一页")


_stop_adding = closing("publication_adding")


@st.dialog("登记公开", width="large", on_dismiss=_stop_adding)
def _add_dialog(visit: Visit) -> None:
    if show_form("publication_new", FIELDS, {"written_on": visit.as_of}, lambda given: _add(visit, given)):
        _stop_adding()
        st.rerun()


def _add(visit: Visit, given: dict[str, Any]) -> str:
    return f"已登记 {records.add(visit.store, visit.actor, publication.PUBLICATION, visit.activity.activity_id, given)}"


def show_gone(visit: Visit) -> None:
    """Lists the removed publications, with buttons to restore them."""
    show_removed(visit, publication.PUBLICATION, lambda row: f"{PUBLISHED[row.what]}　{row.title}")


def show_publication(visit: Visit) -> None:
    """Draws the sheet of the open publication, if there is one."""
    rows = partial(shown, visit.store, visit.activity.activity_id, visit.as_of)
    is_covered = bool(st.session_state.get("publication_adding"))
    row = opened_row("publication_open", rows, "publication_id", is_covered=is_covered)
    if row is not None:
        _sheet(visit, row)


@st.dialog("公开记录", width=SHEET_WIDTH, position="right", on_dismiss=closing("publication_open"))
def _sheet(visit: Visit, row: pd.Series) -> None:
    st.html(heading(row["publication_id"], row["title"]))
    if visit.may("publication.edit"):
        _show_actions(visit, row)
    fields = {label: row[name] for name, label in EXPORT_LABELS.items() if name not in {"publication_id", "title"}}
    st.html(facts(fields))
    _show_paper(visit, row)
    show_proofs(visit, publication_folder(visit, row["publication_id"], int(row["seq"])), PROOFS)
    events = publication.events(visit.store, visit.activity.activity_id, row["publication_id"])
    st.html(history(events, visit.as_of, RECORD_ACTION, lambda event: in_html(event.place)))


def _show_paper(visit: Visit, row: pd.Series) -> None:
    """Draws the way to the signed paper that was published, and its PDF where this reader may have it."""
    paper_id = row["paper_id"]
    if not paper_id:
        return
    if visit.may("see.papers"):
        drill(f"看公文 {paper_id}", "papers", {"papers_open": paper_id}, "publication_paper")
    if visit.may("see.papers") or files.is_open(visit.store, visit.activity.activity_id, paper_id):
        make = partial(files.content, visit.store, visit.actor, visit.activity.activity_id, paper_id, "pdf")
        name, kind = f"公文-{paper_id}.pdf", "application/pdf"
        download("PDF", make, name, kind, key="publication_pdf", icon=":material/download:")


def _show_actions(visit: Visit, row: pd.Series) -> None:
    key = f"publication_action_{row['publication_id']}"
    action = choose_action(key, ["edit", "remove"], RECORD_ACTION)
    if action is None:
        return
    publication_id = row["publication_id"]
    save = lambda given: save_record(visit, publication.PUBLICATION, publication_id, action, given)  # noqa: E731
    fields, button = (FIELDS, "保存") if action == "edit" else ([], "确认移出")
    with st.container(border=True):
        if show_form(f"{key}.{action}", fields, initial_of(row), save, button, only_changes=True):
            end_action(key)

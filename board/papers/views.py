"""Papers as shown: their words, how far they are, and which figures of the signed ones have moved on."""

import json
from datetime import date
from typing import Any

import pandas as pd

from board.errors import BoardError
from board.papers.issuing import making, rules
from board.papers.kinds import KINDS
from board.publication.actions import publications
from board.store.frames import each_row, kept
from board.store.store import Row, Store
from board.units.tree import is_seen
from board.words import PAPER_STATE

# 已签发 are those that stay inside.
VIEWS = ("全部", "起草", "已核对", "待公开", "已公开", "已签发", "作废")
SEARCHED = ("paper_id", "title", "kind_word", "number", "addressee")


@kept
def shown(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """The papers of a day with words, the newest first.

    kind_word, state_word; title (of a draft, too), number (文号), published_on (first day; NaT), publication_count,
    tags (list: how far it is, what is to be looked at), missing_count (of what isn't signed), moved_count (of signed
    ones), corrected_by (ids joined by 、); drafted_at, drafter_name, signed_by ("").
    """
    rows = store.read("papers/papers", activity_id=activity_id, as_of=as_of)
    published = publications(store, activity_id, as_of).dropna(subset="published_on")
    hands = store.read("papers/hands", activity_id=activity_id, as_of=as_of)
    drafted, signed = (hands[hands["deed"] == deed].set_index("paper_id") for deed in ("draft", "sign"))
    firsts = published.groupby("paper_id")["published_on"].agg(["min", "count"])
    states = [rows_as(row) for row in each_row(rows)]
    if store.within():
        states = [each for each in states if _is_seen(store, each, as_of)]
        rows = rows[rows["paper_id"].isin([each["paper_id"] for each in states])]
    facts = [_facts(store, state, as_of) for state in states]
    later: dict[str, list[str]] = {}
    for state in states:
        later.setdefault(state["corrects"], []).append(state["paper_id"])
    whole = rows.assign(
        drafted_at=_mapped(rows, drafted["happened_at"], "datetime64[us]"),
        drafter_name=_mapped(rows, drafted["actor_name"]),
        signed_by=_mapped(rows, signed["actor_name"]),
        kind_word=[KINDS[kind].word if kind in KINDS else kind for kind in rows["kind"]],
        state_word=rows["state"].map(PAPER_STATE),
        number=[rules.number_text(state) for state in states],
        published_on=_mapped(rows, firsts["min"], "datetime64[us]"),
        publication_count=_mapped(rows, firsts["count"], "float64").fillna(0).astype("int64"),
        corrected_by=["、".join(later.get(each, [])) for each in rows["paper_id"]],
        title=pd.Series([each["title"] for each in facts], index=rows.index, dtype=object),
        missing_count=pd.Series([each["missing"] for each in facts], index=rows.index, dtype="int64"),
        moved_count=pd.Series([each["moved"] for each in facts], index=rows.index, dtype="int64"),
    )
    tags = [_tags(row) for row in each_row(whole)]
    return whole.assign(
        view=pd.Series([each[0] for each in tags], index=rows.index, dtype=object),
        tags=pd.Series(tags, index=rows.index, dtype=object),
    )


def _is_seen(store: Store, state: Row, as_of: date) -> bool:
    top = making.top_of(store.rows, state)
    return top is None or is_seen(store, top, as_of)


def _mapped(rows: pd.DataFrame, known: "pd.Series[Any]", kind: Any = object) -> "pd.Series[Any]":
    """The facts known of each row's paper, "" or nothing where none is; of their kind even where there are no rows."""
    blank = "" if kind is object else None
    return pd.Series([known.get(paper_id, blank) for paper_id in rows["paper_id"]], index=rows.index, dtype=kind)


def rows_as(row: Any) -> Row:
    """A row of a frame as the plain values that rules take: days as `date`, nothing as None."""
    values = row._asdict() if hasattr(row, "_asdict") else dict(row)
    return {str(name): _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return value
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime() if value != value.normalize() else value.date()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _facts(store: Store, state: Row, as_of: date) -> dict[str, Any]:
    if state["state"] == "signed":
        return {"title": state["title"], "missing": 0, "moved": len(making.moved_on(store, state, as_of))}
    try:
        paper = making.read(store, state, as_of)
    except BoardError as error:
        return {"title": state["title"] or error.title, "missing": 1, "moved": 0}
    missing = 0 if state["state"] == "void" else len(paper.missing)
    return {"title": state["title"] or paper.title, "missing": missing, "moved": 0}


def _tags(row: Any) -> list[str]:
    if row.state == "signed":
        view = "待公开" if pd.isna(row.published_on) else "已公开"
        if not is_published_kind(row.kind):
            view = "已签发"
    else:
        view = row.state_word
    marks = [f"缺 {row.missing_count} 样"] if row.missing_count else []
    marks += ["数字有变"] if row.moved_count else []
    return [view, *marks, *(["已更正"] if row.corrected_by else [])]


def is_published_kind(code: str) -> bool:
    """Whether papers of a kind are published at all."""
    return code in KINDS and bool(KINDS[code].published)


def in_view(rows: pd.DataFrame, view: str) -> pd.DataFrame:
    """The papers of a view."""
    return rows if view == VIEWS[0] else rows[rows["view"] == view]


def view_counts(rows: pd.DataFrame) -> dict[str, int]:
    """How many papers each view holds, in the order of the tabs."""
    return {view: len(in_view(rows, view)) for view in VIEWS}


def versions(events: pd.DataFrame) -> dict[str, dict[str, str]]:
    """The versions of a paper's texts, the newest first: when and by whom → its words by part. events: of the paper."""
    listed: list[tuple[str, dict[str, str]]] = []
    for event in each_row(events):
        texts = json.loads(event.texts)
        if not listed or listed[-1][1] != texts:
            label = f"第 {len(listed) + 1} 版　{event.happened_at:%m-%d %H:%M} {event.actor_name}"
            listed.append((label, texts))
    return dict(reversed(listed))


def events(store: Store, activity_id: str, paper_id: str) -> pd.DataFrame:
    """One row per event of a paper, oldest first: happened_at, actor_name, action, reason and the state it led to."""
    return store.read("papers/events", activity_id=activity_id, paper_id=paper_id)

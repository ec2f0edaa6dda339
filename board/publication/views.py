"""Publications as shown: the words a reader sees, and how soon something was published."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from board.publication import actions
from board.store.frames import each_row, kept, with_late_word
from board.store.store import Store
from board.words import PUBLISHED

SEARCHED = ("publication_id", "title", "place", "audience", "note")
_COLUMNS = ("what", "title", "written_on", "published_on", "place", "audience", "note")
VIEWS = ("全部", "已公开", "还没有公开")


@kept
def shown(store: Store, activity_id: str, as_of: date, compare_on: date | None = None) -> pd.DataFrame:
    """The publications of a day with words: what_word, is_published, tags (list), days_word, changed, late_word.

    days_word: the days from writing to publishing, or to `as_of` where it is not published. changed: 新增, 公开了, or
    改了, since the compared day; "" without one.
    """
    found = actions.publications(store, activity_id, as_of)
    then = found if compare_on is None else actions.publications(store, activity_id, compare_on)
    is_published = found["published_on"].notna()
    days = (found["published_on"].fillna(pd.Timestamp(as_of)) - found["written_on"]).dt.days
    states = zip(is_published, days, strict=True)
    shown_then = found.assign(
        what_word=found["what"].map(PUBLISHED),
        is_published=is_published,
        tags=pd.Series([[VIEWS[1 if each else 2]] for each in is_published], index=found.index, dtype=object),
        days_word=[f"成文后 {day} 天公开" if published else f"成文已 {day} 天" for published, day in states],
        changed=_changed(found, then),
    )
    return with_late_word(store, activity_id, "publication", as_of, shown_then)


def _changed(now: pd.DataFrame, then: pd.DataFrame) -> list[str]:
    before = {row.publication_id: row for row in each_row(then)}
    return [_change(row, before.get(row.publication_id)) for row in each_row(now)]


def _change(now: Any, then: Any) -> str:
    if then is None:
        return "新增"
    if pd.isna(then.published_on) and not pd.isna(now.published_on):
        return "公开了"
    values = [[None if pd.isna(value := getattr(row, name)) else value for name in _COLUMNS] for row in (now, then)]
    return "" if values[0] == values[1] else "改了"


def in_view(rows: pd.DataFrame, view: str) -> pd.DataFrame:
    """The publications of a view."""
    return rows if view == VIEWS[0] else rows[rows["is_published"] == (view == VIEWS[1])]


def view_counts(rows: pd.DataFrame) -> dict[str, int]:
    """How many publications each view holds, in the order of the tabs."""
    return {view: len(in_view(rows, view)) for view in VIEWS}


@dataclass(frozen=True)
class Since:
    """The round whose result is the evaluation's, and the first day on which it can be written up."""

    round_id: str
    on: date


def of_kind(publications: pd.DataFrame, what: str, since: Since | None) -> pd.DataFrame:
    """The publications of a kind; of results, only those that can be the evaluation's: written since it ended, and not
    a paper about another round.

    since: None while no round counts (`evaluation.of_phase.result_since`).
    """
    found = publications[publications["what"] == what]
    if what != "result":
        return found
    if since is None:
        return found.head(0)
    return found[(found["written_on"] >= pd.Timestamp(since.on)) & _is_of(found, since)]


def _is_of(results: pd.DataFrame, since: Since) -> "pd.Series[bool]":
    """Marks the results that may be of the round; only a paper says of which it is."""
    return results["paper_round_id"].isna() | (results["paper_round_id"] == since.round_id)


def not_published(publications: pd.DataFrame, since: Since | None) -> dict[str, str]:
    """What a stage has to publish and hasn't (report, result) → a remark on what was published and doesn't count."""
    remarks = {"report": "", "result": other_results(publications, since)}
    return {
        what: remark
        for what, remark in remarks.items()
        if of_kind(publications, what, since)["published_on"].isna().all()
    }


def other_results(publications: pd.DataFrame, since: Since | None) -> str:
    """A remark on results that aren't the evaluation's, and why; "" if there are none."""
    results = publications[publications["what"] == "result"]
    others = results[~results["publication_id"].isin(of_kind(publications, "result", since)["publication_id"])]
    is_late = pd.Series(False, others.index) if since is None else others["written_on"] >= pd.Timestamp(since.on)
    reasons = {"写在群众评议结束以前": others[~is_late], "讲的是别的一轮": others[is_late]}
    words = [f"{'、'.join(rows['publication_id'])} {reason}" for reason, rows in reasons.items() if len(rows)]
    return f"（{'，'.join(words)}，不算）" if words else ""

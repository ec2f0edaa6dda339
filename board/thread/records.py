"""来龙去脉: the records of an activity on a day, the links between them, and loose ends."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from board.activity import activities
from board.opinions import actions as opinions
from board.opinions.views import shown
from board.problems import actions as problems
from board.rectification import actions as rectification
from board.report import reading as report
from board.rules.evaluation import evaluation_weak
from board.rules.records import Records
from board.store.frames import each_row, kept
from board.store.store import Store
from board.thread.rules import Record, Threads, loose, threads_of, with_merged
from board.thread.words import THREAD_KIND
from board.words import ITEM_STATUS


@kept
def records(store: Store, activity_id: str, as_of: date, with_givers: bool) -> pd.DataFrame:
    """One row per record that may be named on a thread, in the thread's order: kind, record_id, text, standing.

    text: what it is about. standing: the status of an opinion or an item, else "". Readers who may not know who gave an
    opinion see its handed-on wording, and only once it is sorted (`opinions.disclosure`).
    """
    heard = shown(store, activity_id, as_of, with_givers)
    found = problems.problems(store, activity_id, as_of)
    held = rectification.some_of_items(store, activity_id, as_of, ("item_id", "problem", "status"))
    asked = activities.criteria(store, activity_id)
    sections = pd.Series(sections_named(store, activity_id, as_of), dtype="str")
    parts = [
        _named("opinion", heard["opinion_id"], heard["content"], heard["status_word"]).sort_values(
            "record_id", key=_numbers, kind="stable"
        ),
        _named("problem", found["problem_id"], found["content"], ""),
        _named("section", sections, sections, ""),
        _named("item", held["item_id"], held["problem"], held["status"].map(ITEM_STATUS)),
        _named("criterion", asked["criterion_id"], asked["label"], ""),
    ]
    return pd.concat(parts, ignore_index=True)


def _numbers(ids: "pd.Series[str]") -> "pd.Series[str]":
    """The ids padded with zeros, so that O-1000 sorts after O-999."""
    return ids.str.zfill(12)


def _named(kind: str, ids: pd.Series, contents: pd.Series, standing: "pd.Series | str") -> pd.DataFrame:
    return pd.DataFrame({"kind": kind, "record_id": ids, "text": contents, "standing": standing}, dtype="str")


def sections_named(store: Store, activity_id: str, as_of: date) -> list[str]:
    """The sections of the report that a record may be in: those of the plan, and of the newest version."""
    terms = activities.terms(store, activity_id)
    planned = terms[terms["kind"] == "section"]["label"].tolist()
    written = report.sections(store, activity_id, as_of)
    of_newest = written[written["version_id"] == newest_version(store, activity_id, as_of)]["section"].tolist()
    return list(dict.fromkeys([*planned, *of_newest]))


def newest_version(store: Store, activity_id: str, as_of: date) -> str:
    """The newest version of the report on a day, or ""."""
    versions = report.versions(store, activity_id, as_of)["version_id"]
    return "" if versions.empty else str(versions.iloc[-1])


@kept
def links(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per link between two records that existed at the end of a day.

    upper_kind, upper_id, lower_kind, lower_id, is_own (False: inherited from the main opinion that an opinion was
    merged into). Problems are linked to sections of the newest version only; changes for a criterion count in every
    version that wasn't removed."""
    heard = opinions.opinions(store, activity_id, as_of)
    found = problems.problems(store, activity_id, as_of)
    held = rectification.some_of_items(store, activity_id, as_of, ("item_id", "report_section", "criterion_id"))
    made = store.read("thread/links", activity_id=activity_id, as_of=as_of)
    made = made[made["version_id"].isin(["", newest_version(store, activity_id, as_of)])]
    there = {"opinion": set(heard["opinion_id"]), "problem": set(found["problem_id"]), "item": set(held["item_id"])}
    changed = _of_changes(report.criterion_changes(store, activity_id, as_of))
    every = pd.concat([made.drop(columns="version_id"), _of_items(held), changed], ignore_index=True)
    for side in ("upper", "lower"):
        kinds, ids = every[f"{side}_kind"], every[f"{side}_id"]
        gone = [kind in there and name not in there[kind] for kind, name in zip(kinds, ids, strict=True)]
        every = every[~pd.Series(gone, index=every.index, dtype=bool)]
    merged = heard[heard["is_merged"]]
    return with_merged(every, dict(zip(merged["opinion_id"], merged["main_id"], strict=True)))


def _of_items(items: pd.DataFrame) -> pd.DataFrame:
    """The links in an item's own fields: its section of the report, its criterion."""
    reported = items[items["report_section"].fillna("") != ""]
    asked = items[items["criterion_id"].notna()]
    sections = {"upper_kind": "section", "upper_id": reported["report_section"], "lower_kind": "item"}
    criteria = {"upper_kind": "item", "upper_id": asked["item_id"], "lower_kind": "criterion"}
    parts = [{**sections, "lower_id": reported["item_id"]}, {**criteria, "lower_id": asked["criterion_id"]}]
    return pd.concat([pd.DataFrame(part, dtype="str") for part in parts], ignore_index=True)


def _of_changes(changes: pd.DataFrame) -> pd.DataFrame:
    """The links from sections to the criteria they were changed for, in any version."""
    ends = {"upper_kind": "section", "upper_id": changes["section"], "lower_kind": "criterion"}
    return pd.DataFrame({**ends, "lower_id": changes["criterion_id"]}, dtype="str").drop_duplicates()


def threads(store: Store, activity_id: str, as_of: date) -> Threads:
    """The links of a day as a graph."""
    key = ("thread.threads", activity_id, as_of)
    found: Threads = store.cached(key, lambda: threads_of(links(store, activity_id, as_of)))
    return found


def record_of(store: Store, activity_id: str, as_of: date, with_givers: bool, record_id: str) -> Record | None:
    """The record with an id, if it may be named; else None."""
    known = records(store, activity_id, as_of, with_givers)
    found = known[known["record_id"] == record_id]
    return None if found.empty else (str(found.iloc[0]["kind"]), record_id)


@kept
def loose_ends(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """The loose ends of a day (`thread.rules.loose`), including records that may not be named."""
    return loose(
        links(store, activity_id, as_of),
        opinions.opinions(store, activity_id, as_of),
        problems.problems(store, activity_id, as_of),
        rectification.some_of_items(store, activity_id, as_of, ("item_id",)),
        weak_criteria(store, activity_id, as_of),
    )


def weak_criteria(store: Store, activity_id: str, as_of: date) -> Mapping[str, str]:
    """criterion_id → why, for badly rated criteria that led to no item and no change of the report (as judged by
    程序检查)."""
    found = evaluation_weak(Records(store, activity_id, as_of))
    return {ground.record_id: ground.text for ground in found.gaps if ground.record_id}


def loose_counts(store: Store, activity_id: str, as_of: date) -> dict[str, int]:
    """The number of loose ends by end: onward, behind."""
    counted = loose_ends(store, activity_id, as_of)["end"].value_counts()
    return {end: int(counted.get(end, 0)) for end in ("onward", "behind")}


@kept
def loose_named(store: Store, activity_id: str, as_of: date, with_givers: bool) -> pd.DataFrame:
    """The loose ends of a day among records that may be named, with kind_word, text and standing."""
    known = records(store, activity_id, as_of, with_givers)
    found = loose_ends(store, activity_id, as_of).merge(known, on=["kind", "record_id"])
    return found.assign(kind_word=found["kind"].map(THREAD_KIND))


def texts(store: Store, activity_id: str, as_of: date, with_givers: bool) -> dict[Record, tuple[str, str]]:
    """Record → (text, standing), for records that may be named (see `records`)."""
    key = ("thread.texts", activity_id, as_of, with_givers)

    def make() -> dict[Record, tuple[str, str]]:
        known = records(store, activity_id, as_of, with_givers)
        return {(row.kind, row.record_id): (row.text, row.standing) for row in each_row(known)}

    found: dict[Record, tuple[str, str]] = store.cached(key, make)
    return found

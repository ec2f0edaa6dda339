"""The flow of an activity from opinions to criteria: every link and every loose end once, in bands between places.

A place is all records of a kind, a section, a criterion, or one of `thread.words.FLOW_END`, where records come from
nowhere or end. A band is everything that runs from one place to another; its size is its number of rows.
"""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from board.opinions import actions as opinions
from board.problems import actions as problems
from board.rectification import actions as rectification
from board.store.frames import each_row, kept
from board.store.store import Store
from board.thread import records as thread
from board.thread.words import FLOW_END, THREAD_KIND

_LINK = ["upper_kind", "upper_id", "lower_kind", "lower_id"]
# The column of each place, from the left.
_COLUMN = {
    **{"opinion": 0, "other": 0, "unraised": 0},
    **{"problem": 1, "answered": 1, "nowhere": 1},
    **{"section": 2, "no_item": 2, "unfounded": 2},
    "item": 3,
    **{"criterion": 4, "no_criterion": 4},
}
# Loose ends that need no action: heard otherwise, answered, or not among the criteria.
_FINE = frozenset({"other", "answered", "no_criterion"})


def flow(
    links: pd.DataFrame, loose: pd.DataFrame, heard: pd.DataFrame, found: pd.DataFrame, held: pd.DataFrame
) -> pd.DataFrame:
    """One row per link or loose end: source, target (places), upper_kind, upper_id, lower_kind, lower_id. Pure.

    An opinion's direct link to an item that it also reaches by a problem is left out. Takes links and loose ends as
    `thread` returns them, opinions with is_answered, problems with source_count, items.
    """
    shown = links[~_by_a_problem(links)][_LINK]
    parts = [
        shown.assign(source=_places(shown, "upper"), target=_places(shown, "lower")),
        _begun("other", "problem", _ids_without(found[found["source_count"] > 0], links, "problem", "lower")),
        _begun("unraised", "problem", _loose(loose, "behind", "problem")),
        _ended("answered", "opinion", _ids_without(heard[heard["is_answered"]], links, "opinion", "upper")),
        _ended("nowhere", "opinion", _loose(loose, "onward", "opinion")),
        _ended("no_item", "problem", _loose(loose, "onward", "problem")),
        _begun("unfounded", "item", _unfounded(links, loose)),
        _ended("no_criterion", "item", _ids_without(held, links[links["lower_kind"] == "criterion"], "item", "upper")),
    ]
    return pd.concat(parts, ignore_index=True)[["source", "target", *_LINK]]


def _by_a_problem(links: pd.DataFrame) -> pd.Series:
    """Which links lead from an opinion to an item that one of its problems also leads to."""
    raised = links[(links["upper_kind"] == "opinion") & (links["lower_kind"] == "problem")]
    mended = links[(links["upper_kind"] == "problem") & (links["lower_kind"] == "item")]
    joined = raised.merge(mended, left_on="lower_id", right_on="upper_id")
    pairs = set(zip(joined["upper_id_x"], joined["lower_id_y"], strict=True))
    direct = (links["upper_kind"] == "opinion") & (links["lower_kind"] == "item")
    both = [pair in pairs for pair in zip(links["upper_id"], links["lower_id"], strict=True)]
    return direct & pd.Series(both, index=links.index, dtype=bool)


def _places(links: pd.DataFrame, side: str) -> pd.Series:
    kinds, ids = links[f"{side}_kind"], links[f"{side}_id"]
    return kinds.where(~kinds.isin(["section", "criterion"]), kinds + " " + ids)


def _ids_without(frame: pd.DataFrame, links: pd.DataFrame, kind: str, side: str) -> Iterable[str]:
    """The ids in a frame that no link has on a side; the links before a problem come from opinions only."""
    mine = links[links[f"{side}_kind"] == kind][f"{side}_id"]
    ids: list[str] = frame[~frame[f"{kind}_id"].isin(mine)][f"{kind}_id"].tolist()
    return ids


def _loose(loose: pd.DataFrame, end: str, kind: str) -> Iterable[str]:
    ids: list[str] = loose[(loose["end"] == end) & (loose["kind"] == kind)]["record_id"].tolist()
    return ids


def _unfounded(links: pd.DataFrame, loose: pd.DataFrame) -> Iterable[str]:
    """The items that come from no problem and no opinion."""
    heard = set(links[(links["upper_kind"] == "opinion") & (links["lower_kind"] == "item")]["lower_id"])
    return [item_id for item_id in _loose(loose, "behind", "item") if item_id not in heard]


def _ended(place: str, kind: str, ids: Iterable[str]) -> pd.DataFrame:
    return _rows([(kind, place, kind, record_id, "", "") for record_id in ids])


def _begun(place: str, kind: str, ids: Iterable[str]) -> pd.DataFrame:
    return _rows([(place, kind, "", "", kind, record_id) for record_id in ids])


def _rows(rows: list[tuple[str, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["source", "target", *_LINK], dtype="str")


@kept
def flow_of(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """The flow of a day, with band: the names of its two places."""
    day = (store, activity_id, as_of)
    found = flow(
        thread.links(*day),
        thread.loose_ends(*day),
        opinions.opinions(*day),
        problems.problems(*day),
        rectification.some_of_items(*day, ("item_id",)),
    )
    words = _called(store, activity_id, as_of)
    return found.assign(band=found["source"].map(words) + " → " + found["target"].map(words))


def _called(store: Store, activity_id: str, as_of: date) -> dict[str, str]:
    """Place → its name, in the order in which the bands are listed."""
    texts = thread.texts(store, activity_id, as_of, with_givers=False)
    named = {f"{kind} {name}": text for (kind, name), (text, _) in texts.items() if kind in {"section", "criterion"}}
    return {**THREAD_KIND, **named, **FLOW_END}


@kept
def bands(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per band of a day, from left to right and top to bottom: source, target, band, link_count, is_loose.

    is_loose: it begins or ends where something needs action.
    """
    order = {place: at for at, place in enumerate(_called(store, activity_id, as_of))}
    rows = flow_of(store, activity_id, as_of)
    counted = rows.groupby(["source", "target", "band"], as_index=False).agg(link_count=("band", "size"))
    ends = set(FLOW_END) - _FINE
    counted = counted.assign(is_loose=counted["source"].isin(ends) | counted["target"].isin(ends))
    places = counted[["source", "target"]].apply(lambda column: column.map(order))
    rows_in_order: pd.DataFrame = counted.loc[places.sort_values(["source", "target"]).index].reset_index(drop=True)
    return rows_in_order


@kept
def places(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per place of a day with at least one band, from left to right and top to bottom.

    place, column (0 to 4), word, record_count, is_loose (as of bands).
    record_count: its number of records; for a criterion its items; for a section, where problems and items meet, 0.
    """
    drawn = bands(store, activity_id, as_of)
    records = drawn[~drawn["source"].str.startswith("section")]
    counts = {
        "opinion": len(opinions.opinions(store, activity_id, as_of)),
        "problem": len(problems.problems(store, activity_id, as_of)),
        "item": len(rectification.some_of_items(store, activity_id, as_of, ("item_id",))),
        **drawn[~drawn["source"].isin(THREAD_KIND)].groupby("source")["link_count"].sum().to_dict(),
        **records[~records["target"].isin(THREAD_KIND)].groupby("target")["link_count"].sum().to_dict(),
    }
    touched = {*drawn["source"], *drawn["target"]}
    rows = [
        (place, _COLUMN[place.split()[0]], word, 0 if place.startswith("section") else int(counts.get(place, 0)))
        for place, word in _called(store, activity_id, as_of).items()
        if place in touched
    ]
    made = pd.DataFrame(rows, columns=["place", "column", "word", "record_count"])
    made = made.assign(is_loose=made["place"].isin(set(FLOW_END) - _FINE))
    order = made[["column"]].assign(below=~made["place"].isin(["other", "unraised"]))
    return made.loc[order.sort_values(["column", "below"], kind="stable").index].reset_index(drop=True)


@kept
def band_rows(store: Store, activity_id: str, as_of: date, with_givers: bool, band: str) -> pd.DataFrame:
    """One row per link or loose end in a band whose records may be named: record_id, kind_word, text, standing, other.

    record_id is what the row opens: the record itself, not its section or criterion. other: the record it is linked
    to, where the band doesn't name it.
    """
    texts = thread.texts(store, activity_id, as_of, with_givers)
    rows = flow_of(store, activity_id, as_of)
    made = []
    for row in each_row(rows[rows["band"] == band]):
        upper, lower = (row.upper_kind, row.upper_id), (row.lower_kind, row.lower_id)
        is_below = upper[0] in {"", "section"}
        record, other = (lower, upper) if is_below else (upper, lower)
        if record in texts and (other in texts or not other[0]):
            beyond = "" if other[0] in {"", "section", "criterion"} else f"{other[1]} {texts[other][0]}"
            made.append((record[1], THREAD_KIND[record[0]], *texts[record], beyond))
    return pd.DataFrame(made, columns=["record_id", "kind_word", "text", "standing", "other"], dtype="str")

"""The threads as shown: how far opinions got, and the records before and after each record."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from board.opinions import actions as opinions
from board.store.frames import kept
from board.store.store import Store
from board.thread import records as thread
from board.thread.words import LOOSE_END, THREAD_KIND

SEARCHED = ("record_id", "text", "standing")
BAND_SEARCHED = (*SEARCHED, "other")
LOOSE_SEARCHED = (*SEARCHED, "why")


@dataclass(frozen=True)
class Reached:
    """How far the opinions got: all of them, those that led to a problem or an item, those only answered, the rest.

    The parts add up to the whole. unsorted: how many of the rest are not sorted yet.
    """

    total: int
    led: int
    answered: int
    nowhere: int
    unsorted: int


def reached(store: Store, activity_id: str, as_of: date) -> Reached:
    """How far the opinions of a day got; merged ones got as far as their main ones."""
    heard = opinions.opinions(store, activity_id, as_of)
    links = thread.links(store, activity_id, as_of)
    led = heard["opinion_id"].isin(links[links["upper_kind"] == "opinion"]["upper_id"])
    answered = heard["is_answered"] & ~led
    rest = ~led & ~answered
    unsorted = rest & ~heard["is_sorted"]
    return Reached(len(heard), *(int(part.sum()) for part in (led, answered, rest, unsorted)))


def loose_of(store: Store, activity_id: str, as_of: date, with_givers: bool, end: str) -> pd.DataFrame:
    """The loose ends (`thread.loose_named`) of one end, onward or behind."""
    found = thread.loose_named(store, activity_id, as_of, with_givers)
    return found[found["end"] == end]


def loose_by_kind(store: Store, activity_id: str, as_of: date) -> dict[str, dict[str, int]]:
    """end → kind in words → the number of loose ends, including records that may not be named."""
    found = thread.loose_ends(store, activity_id, as_of)
    return {
        end: {
            word: count
            for kind, word in THREAD_KIND.items()
            if (count := int(((found["end"] == end) & (found["kind"] == kind)).sum()))
        }
        for end in LOOSE_END
    }


@kept
def named_links(store: Store, activity_id: str, as_of: date, with_givers: bool) -> pd.DataFrame:
    """The links of a day between records that may be named, with upper_name and lower_name: the id, for a criterion its
    text."""
    found = thread.links(store, activity_id, as_of)
    texts = thread.texts(store, activity_id, as_of, with_givers)
    for side in ("upper", "lower"):
        records = list(zip(found[f"{side}_kind"], found[f"{side}_id"], strict=True))
        names = [texts.get(each, ("", ""))[0] if each[0] == "criterion" else each[1] for each in records]
        known = pd.Series([each in texts for each in records], index=found.index, dtype=bool)
        found = found.assign(**{f"{side}_name": pd.Series(names, index=found.index, dtype="str")})[known]
    return found.reset_index(drop=True)


@kept
def records_shown(store: Store, activity_id: str, as_of: date, with_givers: bool) -> pd.DataFrame:
    """The records of a day that may be named (`thread.records`), with kind_word and the columns of
    `with_neighbours`."""
    ids = (store, activity_id, as_of, with_givers)
    found = with_neighbours(thread.records(*ids), named_links(*ids))
    return found.assign(kind_word=found["kind"].map(THREAD_KIND))


def with_neighbours(records: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Records with came_of and led_to: the names of the records right before and after each, joined by 、.

    Takes links as `named_links` returns them.
    """
    keys = pd.MultiIndex.from_frame(records[["kind", "record_id"]])
    sides = {"came_of": ("lower", "upper"), "led_to": ("upper", "lower")}
    return records.assign(**{name: _joined(links, keys, *side) for name, side in sides.items()})


def _joined(links: pd.DataFrame, keys: pd.MultiIndex, mine: str, other: str) -> list[str]:
    own = links[pd.MultiIndex.from_frame(links[[f"{mine}_kind", f"{mine}_id"]]).isin(keys)]
    joined = own.groupby([f"{mine}_kind", f"{mine}_id"])[f"{other}_name"].agg("、".join)
    return [str(each) for each in joined.reindex(keys).fillna("")]

"""The tree of units on a day, and who is under whom."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from board.access import Actor
from board.errors import Refused
from board.store.store import Row, Store, Transaction


def units_on(store: Store, as_of: date) -> pd.DataFrame:
    """One row per unit that is there on a day: unit_id, name, kind (words.UNIT_KIND), parent_id ('': at the top, or its
    superior is gone), is_reporting, opened_on. For a reader who is bound to a unit (`Actor.unit_id`) only that and
    those below it on that day."""
    rows = store.read("units/on", as_of=as_of)
    if part := store.within():
        rows = rows[rows["unit_id"].isin(under(rows, part))].reset_index(drop=True)
    return rows.assign(parent_id=rows["parent_id"].where(rows["parent_id"].isin(rows["unit_id"]), ""))


def seen(store: Store, rows: pd.DataFrame, as_of: date | None = None) -> pd.DataFrame:
    """The rows of units that the reader may see on a day; None: each on the day that it is of (as_of)."""
    if not store.within():
        return rows
    if as_of is not None:
        return rows[rows["unit_id"].isin(units_on(store, as_of)["unit_id"])]
    days = {day: set(units_on(store, day.date())["unit_id"]) for day in rows["as_of"].unique()}
    return rows[[unit_id in days[day] for unit_id, day in zip(rows["unit_id"], rows["as_of"], strict=True)]]


def is_seen(store: Store, unit_id: str, as_of: date) -> bool:
    """Whether a unit, or the whole tree (''), is all among what the reader may see on a day."""
    return not store.within() or unit_id in set(units_on(store, as_of)["unit_id"])


def elsewhere(store: Store, as_of: date) -> set[str]:
    """The units that are there on a day and that the reader may not see."""
    return set(store.read("units/on", as_of=as_of)["unit_id"]) - set(units_on(store, as_of)["unit_id"])


def require_within(actor: Actor, reader: Store | Transaction, unit_ids: Iterable[str], *days: date) -> None:
    """Raise Refused unless the units are the one that the actor is bound to or below it, on each of these days."""
    for day in days if actor.unit_id else ():
        rows = pd.DataFrame(reader.rows("units/on", as_of=day), columns=["unit_id", "parent_id"])
        if not set(unit_ids) <= set(under(rows, actor.unit_id)):
            raise Refused("不是您管的单位", "您只管一部分单位，这里有别的。", "请管它的同事来办。")


def is_below_another(unit_id: str) -> bool:
    """Whether a unit is known by what a bureau below forwards (`submissions.taking_forwarded`), and kept there."""
    return "." in unit_id


def directly_below(unit_id: str) -> str:
    """The unit that hands up to this bureau itself: the unit, or the bureau through which it is reached."""
    return unit_id.partition(".")[0]


def under(units: pd.DataFrame, unit_id: str) -> list[str]:
    """The unit and all below it, each once, from `units_on`; '' stands for the whole tree."""
    if not unit_id:
        return [str(each) for each in units["unit_id"]]
    below = units.groupby("parent_id")["unit_id"].agg(list).to_dict()
    found, waiting = dict[str, None](), [unit_id]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found[each] = None
            waiting += below.get(each, [])
    return list(found)


def paths(units: pd.DataFrame) -> dict[str, str]:
    """Each unit's place in words, from the top to itself: 示例市 / 示例区 / 第三小学. A circle ends where it closes."""
    names, above = _tree(units)
    chains = _chains(names, above)
    leads = {parent_id: _lead(chain) for parent_id, chain in chains.items()}
    return {
        unit_id: (_lead(chain, unit_id) if unit_id in (chain := chains[parent_id]) else leads[parent_id])
        + names[unit_id]
        for unit_id, parent_id in above.items()
    }


def below_counts(units: pd.DataFrame) -> Counter[str]:
    """How many units are under each, at any depth; 0 for those that have none."""
    names, above = _tree(units)
    chains, counts = _chains(names, above), Counter[str]()
    for parent_id, count in Counter(above.values()).items():
        counts.update(dict.fromkeys(chains[parent_id], count))
    # In a circle a unit is not under itself.
    counts.subtract(unit_id for unit_id, parent_id in above.items() if unit_id in chains[parent_id])
    return counts


def _tree(units: pd.DataFrame) -> tuple[dict[str, str], dict[str, str]]:
    """The name and the superior of each unit; from lists, as ten thousand texts one by one take ten times as long."""
    unit_ids, names, above = (units[column].tolist() for column in ("unit_id", "name", "parent_id"))
    return dict(zip(unit_ids, names, strict=True)), dict(zip(unit_ids, above, strict=True))


def _chains(names: Mapping[str, str], above: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Of each superior, itself and all above it, from below: unit_id → name; none for the top."""
    return {parent_id: _upwards(parent_id, names, above) for parent_id in set(above.values())}


def _upwards(unit_id: str, names: Mapping[str, str], above: Mapping[str, str]) -> dict[str, str]:
    met: dict[str, str] = {}
    while unit_id in names and unit_id not in met:
        met[unit_id] = names[unit_id]
        unit_id = above[unit_id]
    return met


def _lead(chain: dict[str, str], without: str = "") -> str:
    return "".join(f"{name} / " for each, name in reversed(chain.items()) if each != without)


def steps_of(store: Store, unit_id: str) -> list[Row]:
    """The steps of a unit, in the order of its days: the columns of `unit_steps`."""
    return store.rows("units/steps", unit_id=unit_id)


def keys_of(store: Store) -> Mapping[str, frozenset[str]]:
    """Each unit's fingerprints that count."""
    found: dict[str, set[str]] = {}
    for row in store.rows("units/keys"):
        found.setdefault(row["unit_id"], set()).add(row["fingerprint"])
    return {unit_id: frozenset(each) for unit_id, each in found.items()}

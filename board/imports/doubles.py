"""数据导入: ballots of a file that counted imports of the round already hold, compared answer by answer.

An export may hold an earlier one whole (cumulative), or a part of it (one group), or be the same with a column or a
group corrected; a tally may come before its ballots. So it isn't sizes that are compared but sets: of each group, and
of all, whether the smaller one is in the larger, but for a few that were corrected. Others may answer alike by chance,
so this is a question. Of ballots that were all corrected nothing is left to tell them by: `resembling` names those.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from board.evaluation.lumps import BALLOTS
from board.evaluation.smallest import SMALLEST_GROUP
from board.importing.checked import Checked
from board.importing.roles import DAY
from board.imports.in_order import ORDERED, Run, run_of
from board.imports.texts import Texts, shared, speak_against, texts_beside, unshared
from board.store.store import Row

Rows = Callable[..., list[Row]]
_PLACES = 15
_BITS = 4
_PLACE = ["group_label", "way", "cast_on", "answers"]
# So few chances in a hundred that others differ as little are no chance.
_CHANCE = 0.01
_LEAST = 3
_PAIR = 2
# As many ballots, or one of so many, are corrected from one export to the next.
_CORRECTED = 2
_ONE_OF = 10
# Of fewer ballots than so many none may be corrected, of fewer than twice as many one.
_FEWEST = 4


@dataclass(frozen=True)
class Double:
    """An import that holds the same ballots: its row, how many of which group ("" for all of the file), and where, if
    only their order shows it; or how many suggestions are the same word for word, if only these do."""

    row: Row
    counts: Mapping[str, int]
    run: Run | None = None
    text_count: int = 0


def doubled(rows: Rows, keys: Row, counting: Iterable[Row], checked: Checked, cells: pd.DataFrame) -> Double | None:
    """The first counted import of a round whose ballots a file seems to hold again; None if there is none.

    keys: activity_id and round_id. counting: rows of `imports/by_activity`. cells: what the file brings, as
    `evaluation.lumps.cells_of`.
    """
    likely = list(counting)
    held = pd.DataFrame(rows("lumps/lumps", **keys)) if likely else pd.DataFrame()
    if held.empty:
        return None
    of_tallies = [row for row in likely if row["layout"] == "tally" or checked.tally_ballots.num_rows]
    found = ((row, dict(_in_tallies(cells, held[held["import_id"] == row["import_id"]]))) for row in of_tallies)
    first = next((Double(row, counts) for row, counts in found if counts), None)
    return first or (_among_ballots(rows, keys, likely, checked) if checked.ballots.num_rows else None)


def _among_ballots(rows: Rows, keys: Row, likely: Iterable[Row], checked: Checked) -> Double | None:
    criteria = sorted({row["criterion_id"] for row in rows("evaluation/form", activity_id=keys["activity_id"])})
    answered = _answered(checked, criteria)
    came = answered.groupby(_PLACE, as_index=False, observed=True).size().rename(columns={"size": "ballot_count"})
    brought = pd.DataFrame(rows("imports/patterns", **keys), columns=["import_id", *_PLACE, "ballot_count", "places"])
    has_days = bool((checked.columns["role"] == DAY).any())
    mine, texts = texts_beside(rows, keys, checked)
    for row in likely:
        part = brought[brought["import_id"] == row["import_id"]]
        counts = _same(came, part, has_days=has_days)
        if counts and not _are_others((came, mine), (part, texts.get(row["import_id"], Texts())), counts):
            run = _run(answered, brought, row)
            is_part = run is not None and not run.group and run.count < sum(counts.values())
            return Double(row, {"": run.count}, run) if run and is_part else Double(row, counts)
    together = brought[brought["import_id"].isin([row["import_id"] for row in likely])]
    counts = _same(came, together, has_days=has_days) if together["import_id"].nunique() > 1 else {}
    of_all = sum((texts.get(row["import_id"], Texts()) for row in likely), Texts())
    if counts and not _are_others((came, mine), (together, of_all), counts):
        return Double(_nearest(came, together, likely), counts)
    worded = (Double(row, {}, text_count=shared(mine, texts.get(row["import_id"], Texts()))) for row in likely)
    return _overlapping(answered, brought, likely, (mine, texts)) or next(
        (each for each in worded if each.text_count), None
    )


def _are_others(came: tuple[pd.DataFrame, Texts], held: tuple[pd.DataFrame, Texts], counts: Mapping[str, int]) -> bool:
    """Whether the suggestions on both sides speak against these being the same ballots, though answered alike."""
    sizes = [_size(frame, counts) for frame, _ in (came, held)]
    (small, mine), (_, theirs) = (came, held) if sizes[0] <= sizes[1] else (held, came)
    return speak_against(mine, theirs, sum(counts.values()) / max(int(small["ballot_count"].sum()), 1))


def _size(frame: pd.DataFrame, counts: Mapping[str, int]) -> int:
    mine = frame if "" in counts else frame[frame["group_label"].isin([*counts])]
    return int(mine["ballot_count"].sum())


def _overlapping(
    answered: pd.DataFrame, brought: pd.DataFrame, likely: Iterable[Row], texts: tuple[Texts, dict[str, Texts]]
) -> Double | None:
    """The first import that holds ballots of the file in the same order. texts: as `texts_beside`."""
    for row in likely:
        run = _run(answered, brought, row, (texts[0], texts[1].get(row["import_id"], Texts())))
        if run:
            return Double(row, {run.group: run.count}, run)
    return None


def _run(
    answered: pd.DataFrame, brought: pd.DataFrame, row: Row, texts: tuple[Texts, Texts] = (Texts(), Texts())
) -> Run | None:
    """The run of a file's ballots in an import. texts: of the file and of the import."""
    mine = brought[(brought["import_id"] == row["import_id"]) & brought["places"].notna()]
    held = mine.explode("places").sort_values("places")[ORDERED]
    smaller, larger = texts if len(answered) <= len(held) else texts[::-1]
    return run_of(answered, held, unshared(smaller, larger))


def _nearest(came: pd.DataFrame, brought: pd.DataFrame, likely: Iterable[Row]) -> Row:
    """The import that has most of the file's ballots."""
    mine = _set(came, _PLACE)
    shared = {key: (mine & _set(part, _PLACE)).total() for key, part in brought.groupby("import_id")}
    return max(likely, key=lambda row: shared.get(row["import_id"], 0))


def _in_tallies(came: pd.DataFrame, held: pd.DataFrame) -> Iterator[tuple[str, int]]:
    """The groups, each with its ballots in the smaller of the two, of which each count is within the larger one's."""
    places = ["group_label", "way"]
    mine, theirs = (dict(iter(each.groupby(places))) for each in (came, held))
    for place in mine.keys() & theirs.keys():
        ours, others = _counts(mine[place]), _counts(theirs[place])
        count, larger = sorted((ours.pop((BALLOTS, 0), 0), others.pop((BALLOTS, 0), 0)))
        asked = {criterion for criterion, _ in ours} & {criterion for criterion, _ in others}
        missing = [
            count - sum(min(ours[at], others[at]) for at in ours if at[0] == criterion) for criterion in sorted(asked)
        ]
        allowed = 0 if larger > count else count // SMALLEST_GROUP
        wrong = sum(each > allowed for each in missing)
        # One criterion may have been corrected, if there are others and the sizes are the same.
        if count >= SMALLEST_GROUP and missing and wrong <= int(larger == count and len(missing) > 1):
            yield str(place[0]), count


def _counts(cells: pd.DataFrame) -> Counter[tuple[str, int]]:
    found: Counter[tuple[str, int]] = Counter()
    for criterion_id, rank, count in cells[["criterion_id", "rank", "answer_count"]].itertuples(index=False):
        found[str(criterion_id), 0 if criterion_id == BALLOTS else int(rank)] += int(count)
    return found


def _answered(checked: Checked, criteria: list[str]) -> pd.DataFrame:
    """The valid ballots of a file in their order, each as `imports/patterns` gives those of the store."""
    ballots = checked.ballots.filter(np.invert(checked.ballots["is_void"].to_numpy()))
    answers = np.zeros(ballots.num_rows, np.int64)
    for place, criterion_id in enumerate(criteria[:_PLACES]):
        if criterion_id in ballots.column_names:
            ranks = ballots[criterion_id].to_numpy().astype(np.int64)
            answers += (ranks + 1) << (_BITS * place)
    plain = {name: ballots[name].to_pandas().astype(object) for name in _PLACE[:-1]}
    return pd.DataFrame({**plain, "answers": answers})


def _same(came: pd.DataFrame, held: pd.DataFrame, *, has_days: bool) -> dict[str, int]:
    """The groups of which both hold the same ballots, with their numbers; {"": all} where only the whole tells it."""
    if held.empty or came.empty:
        return {}
    both = {name: frame.groupby(_PLACE[:-2])["ballot_count"].sum() for name, frame in (("came", came), ("held", held))}
    found: dict[str, int] = {}
    for group in sorted({place[0] for place in both["came"].index} & {place[0] for place in both["held"].index}):
        mine, theirs = came[came["group_label"] == group], held[held["group_label"] == group]
        shared = _shared_by_day(mine, theirs) if has_days else 0
        if not shared and _is_same_group(mine, theirs):
            shared = min(frame["ballot_count"].sum() for frame in (mine, theirs))
        if shared:
            found[group] = int(shared)
    if sum(found.values()) >= SMALLEST_GROUP or 2 * sum(found.values()) >= _common(both["came"], both["held"]):
        return found
    undated = ["group_label", "way", "answers"]
    small, large = _by_size(came, held, [*undated, "cast_on"] if has_days else undated)
    if not small - large or _is_no_chance(small, large):
        return {"": (small & large).total()}
    small, large = _by_size(came, held, undated)
    return {"": (small & large).total()} if _is_no_chance(small, large) else {}


def _common(came: pd.Series, held: pd.Series) -> int:
    """How many ballots could be the same at most, of the groups and ways that both have."""
    return int(np.minimum(*came.align(held, join="inner")).sum())


def _shared_by_day(came: pd.DataFrame, held: pd.DataFrame) -> int:
    """How many ballots of a group both hold, day by day, if the smaller set is in the larger but for corrected ones; so
    too of the days alone that both have, where an export of later days begins with the last day of the one before."""
    dated = ["way", "answers", "cast_on"]
    small, large = _by_size(came, held, dated)
    shared = (small & large).total()
    if shared and small.total() - shared <= max(min(_CORRECTED, small.total() // _FEWEST), small.total() // _ONE_OF):
        return shared
    if small and any(not less - more for less, more in _without_a_column(small, large)):
        return small.total()
    days = set(came["cast_on"]) & set(held["cast_on"])
    small, large = _by_size(came[came["cast_on"].isin(days)], held[held["cast_on"].isin(days)], dated)
    return small.total() if small.total() >= SMALLEST_GROUP and not small - large else 0


def _by_size(came: pd.DataFrame, held: pd.DataFrame, columns: list[str]) -> list[Counter[tuple[object, ...]]]:
    return sorted((_set(came, columns), _set(held, columns)), key=Counter.total)


def _is_same_group(came: pd.DataFrame, held: pd.DataFrame) -> bool:
    """Whether the smaller set of a group's ballots is in the larger one: whole, nearly, or but for one column."""
    small, large = _by_size(came, held, ["way", "answers"])
    is_equal = small.total() == large.total()
    missing = (small - large).total()
    if missing == 0 and small.total() >= (_LEAST if is_equal else SMALLEST_GROUP):
        return True
    if _is_no_chance(small, large):
        return True
    is_large_enough = is_equal and small.total() >= SMALLEST_GROUP
    return any(
        (is_large_enough and not less - more) or _is_no_chance(less, more)
        for less, more in _without_a_column(small, large)
    )


def _set(frame: pd.DataFrame, columns: list[str]) -> Counter[tuple[object, ...]]:
    found: Counter[tuple[object, ...]] = Counter()
    for *place, count in frame[[*columns, "ballot_count"]].itertuples(index=False):
        found[tuple(place)] += int(count)
    return found


def _is_no_chance(small: Counter[tuple[object, ...]], large: Counter[tuple[object, ...]]) -> bool:
    """Whether other ballots would hardly differ as little, or hardly be like as many that are alone.

    After Good and Turing: a new ballot is unlike all others as often as one of these is alone among them, and like one
    that is alone twice as often as one is of a pair. The numbers of both are Poisson's.
    """
    count = large.total()
    if not count:
        return False
    alone = {each for each, times in large.items() if times == 1}
    pairs = sum(times == _PAIR for times in large.values())
    missing, expected = (small - large).total(), small.total() * len(alone) / count
    if missing < expected and _at_most(missing, expected) < _CHANCE:
        return True
    like = sum(each in alone for each in small)
    by_chance = small.total() * _PAIR * max(pairs, 1) / count
    return like > by_chance and 1 - _at_most(like - 1, by_chance) < _CHANCE


def _at_most(count: int, expected: float) -> float:
    """The chance that no more than so many come where so many are expected."""
    return sum(math.exp(k * math.log(expected) - expected - math.lgamma(k + 1)) for k in range(count + 1))


def _without_a_column(
    small: Counter[tuple[object, ...]], large: Counter[tuple[object, ...]]
) -> Iterator[tuple[Counter[tuple[object, ...]], Counter[tuple[object, ...]]]]:
    """Both sets of (way, answers, perhaps the day) without the way, and without each criterion that both have."""
    yield _but(small, None), _but(large, None)
    for place in range(_PLACES):
        mask = ((1 << _BITS) - 1) << (_BITS * place)
        if any(_bits(each) & mask for each in small) and any(_bits(each) & mask for each in large):
            yield _but(small, mask), _but(large, mask)


def _bits(each: tuple[object, ...]) -> int:
    return int(each[1])  # type: ignore[call-overload,no-any-return]


def _but(each: Counter[tuple[object, ...]], mask: int | None) -> Counter[tuple[object, ...]]:
    found: Counter[tuple[object, ...]] = Counter()
    for key, count in each.items():
        found[("", *key[1:]) if mask is None else (key[0], _bits(key) & ~mask, *key[2:])] += count
    return found

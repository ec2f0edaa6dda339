"""数据导入: ballots of a file that counted imports of the round already hold, compared answer by answer.

A tally may come before its ballots, and ballots may be the same in number, in their order or in the texts beside them.
Others may answer alike by chance, so this is a question. Of ballots that were all corrected nothing is left to tell
them by: `resembling` names those.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from board.evaluation.lumps import BALLOTS
from board.evaluation.smallest import SMALLEST_GROUP
from board.importing.checked import Checked
from board.importing.roles import DAY
from board.imports.ballot_sets import BITS, PLACES, Ballots, ballots_of, joined, same
from board.imports.in_order import MOST_ORDERED, Placed, Run, run_of
from board.imports.texts import Texts, shared, speak_against, texts_beside, unshared
from board.store.store import Row

Rows = Callable[..., list[Row]]
_PLACE = ["group_label", "way", "cast_on", "answers"]
_ORDERED = ["group_label", "way", "answers"]


@dataclass(frozen=True)
class Double:
    """An import that holds the same ballots: its row, how many of which group ("" for all of the file), and where, if
    only their order shows it; or how many suggestions are the same word for word, if only these do."""

    row: Row
    counts: Mapping[str, int]
    run: Run | None = None
    text_count: int = 0


@dataclass(frozen=True)
class _Side:
    """The ballots of a file or an import, these in their order (none if too many), and its texts."""

    ballots: Ballots
    ordered: list[Placed]
    texts: Texts


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


def _among_ballots(rows: Rows, keys: Row, likely: list[Row], checked: Checked) -> Double | None:
    mine, texts = texts_beside(rows, keys, checked)
    file, has_days = _of_file(rows, keys, checked, mine), bool((checked.columns["role"] == DAY).any())
    imports = list(zip(likely, _of_imports(rows, keys, likely, texts), strict=True))
    for row, held in imports:
        counts = same(file.ballots, held.ballots, has_days=has_days)
        if counts and not _are_others(file, held, counts):
            run = run_of(file.ordered, held.ordered)
            is_part = run is not None and not run.group and run.count < sum(counts.values())
            return Double(row, {"": run.count}, run) if run and is_part else Double(row, counts)
    together = _together([held for _, held in imports])
    counts = same(file.ballots, together.ballots, has_days=has_days)
    if counts and not _are_others(file, together, counts):
        return Double(_nearest(file, imports), counts)
    worded = (Double(row, {}, text_count=shared(mine, held.texts)) for row, held in imports)
    return _overlapping(file, imports) or next((each for each in worded if each.text_count), None)


def _of_file(rows: Rows, keys: Row, checked: Checked, texts: Texts) -> _Side:
    criteria = sorted({row["criterion_id"] for row in rows("evaluation/form", activity_id=keys["activity_id"])})
    answered = _answered(checked, criteria)
    counted = answered.groupby(_PLACE, as_index=False, observed=True).size()
    ordered = answered[_ORDERED] if len(answered) <= MOST_ORDERED else answered[_ORDERED][:0]
    return _Side(
        ballots_of(counted.itertuples(index=False, name=None)), [*ordered.itertuples(index=False, name=None)], texts
    )


def _of_imports(rows: Rows, keys: Row, likely: list[Row], texts: Mapping[str, Texts]) -> Iterator[_Side]:
    """Yields the side of each of the imports. texts: as `texts_beside`."""
    patterns: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows("imports/patterns", **keys):
        patterns[row["import_id"]].append(row)
    for row in likely:
        mine = patterns[row["import_id"]]
        placed = sorted((place, *(each[name] for name in _ORDERED)) for each in mine for place in each["places"] or ())
        yield _Side(
            ballots_of((*(each[name] for name in _PLACE), each["ballot_count"]) for each in mine),
            [(group, way, answers) for _, group, way, answers in placed],
            texts.get(row["import_id"], Texts()),
        )


def _together(sides: list[_Side]) -> _Side:
    """Returns the sides of all imports as one; an empty one where only one has ballots."""
    several = sides if sum(bool(side.ballots.count) for side in sides) > 1 else []
    texts = Texts()
    for side in several:
        texts.update(side.texts)
    return _Side(joined(side.ballots for side in several), [], texts)


def _are_others(file: _Side, held: _Side, counts: Mapping[str, int]) -> bool:
    """Whether the suggestions on both sides speak against these being the same ballots, though answered alike."""
    sizes = [side.ballots.count if "" in counts else side.ballots.count_of(counts) for side in (file, held)]
    small, large = (file, held) if sizes[0] <= sizes[1] else (held, file)
    return speak_against(small.texts, large.texts, sum(counts.values()) / max(small.ballots.count, 1))


def _overlapping(file: _Side, imports: list[tuple[Row, _Side]]) -> Double | None:
    """The first import that holds ballots of the file in the same order."""
    for row, held in imports:
        small, large = (file, held) if len(file.ordered) <= len(held.ordered) else (held, file)
        run = run_of(file.ordered, held.ordered, unshared(small.texts, large.texts))
        if run:
            return Double(row, {run.group: run.count}, run)
    return None


def _nearest(file: _Side, imports: list[tuple[Row, _Side]]) -> Row:
    """The import that has most of the file's ballots."""
    return max(imports, key=lambda each: (file.ballots.dated & each[1].ballots.dated).total())[0]


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
    for place, criterion_id in enumerate(criteria[:PLACES]):
        if criterion_id in ballots.column_names:
            ranks = ballots[criterion_id].to_numpy().astype(np.int64)
            answers += (ranks + 1) << (BITS * place)
    plain = {name: ballots[name].to_pandas().astype(object) for name in _PLACE[:-1]}
    return pd.DataFrame({**plain, "answers": answers})

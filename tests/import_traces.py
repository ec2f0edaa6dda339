"""What imports leave in a store, row by row, and files as online forms and tallies give them, for tests."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

import pyarrow as pa

from board.evaluation import results as evaluation
from board.evaluation import totals as evaluation_totals
from board.importing.checked import Checked
from board.store.store import Store
from tests.ballot_files import ACTIVITY, DAY, ballot, checked

_TIED = ("ballots", "suggestions", "tallied_ballots", "tallied_answers", "import_keys")


def traces(store: Store, import_id: str) -> dict[str, int]:
    """The rows of an import in every table that holds what imports bring."""
    return all_traces(store).get(import_id, {})


def all_traces(store: Store) -> dict[str, dict[str, int]]:
    """By import, its rows in every table that holds what imports bring.

    Each valid ballot has a rank for each criterion that it asked.
    """
    found: dict[str, dict[str, int]] = {}
    with store._connection.cursor() as cursor:
        for table in _TIED:
            counted = cursor.table(table).aggregate("import_id, count(*)", "import_id").fetchall()
            for import_id, count in counted:
                found.setdefault(import_id, {})[table] = count
        odd = "NOT is_void AND len(ranks) IS DISTINCT FROM len(string_split(asked, ','))"
        assert cursor.table("ballots").filter(odd).fetchall() == []
    return found


def figures(store: Store, *round_ids: str) -> list[Any]:
    """Every figure that a page could show of rounds, and the totals behind them."""
    found: list[Any] = [evaluation.rounds(store, ACTIVITY).to_dict("records").__repr__()]
    for round_id in round_ids:
        found += [
            evaluation.forms(store, ACTIVITY, round_id).to_dict("records").__repr__(),
            evaluation.criteria_figures(store, ACTIVITY, round_id).to_dict("records").__repr__(),
            evaluation.group_figures(store, ACTIVITY, round_id).to_dict("records").__repr__(),
            evaluation.suggestions(store, ACTIVITY, round_id)["content"].tolist(),
            *(sorted(map(repr, store.rows(f"evaluation/kept_{each}s", activity_id=ACTIVITY))) for each in _KEPT),
        ]
    assert evaluation_totals.wrong_totals(store, ACTIVITY).empty
    return found


_KEPT = ("ballot", "answer")


def numbered(rows: Sequence[Sequence[str]], numbers: Iterable[int], platform: str = "问卷") -> Checked:
    """A file whose ballots an online form numbered."""
    keys = [sha256(f"{platform}/{number}".encode()).hexdigest() for number in numbers]
    return replace(checked(rows), keys=tuple(sorted(keys)), key_of_ballot=pa.array(keys, pa.string()))


def tallied(
    counts: Sequence[int], void: int = 0, group: str = "家长", day: date = DAY, name: str = "计票.csv"
) -> Checked:
    """A tally: for each criterion the same counts of its answers, blank first, then best to worst and 不了解."""
    fact = {"group_label": group, "way": "paper", "cast_on": day}
    answers = [
        {**fact, "criterion_id": criterion_id, "rank": rank, "answer_count": count}
        for criterion_id in ("C1", "C2", "C0")
        for rank, count in enumerate(counts)
        if count
    ]
    ballots = [{**fact, "is_void": False, "ballot_count": sum(counts)}]
    ballots += [{**fact, "is_void": True, "ballot_count": void}] if void else []
    empty = pa.table({})
    return replace(
        checked([ballot("", "", "")]),
        file_name=name,
        sha256=sha256(repr((name, counts, void, group, day)).encode()).hexdigest(),
        layout="tally",
        problems=(),
        problem_count=0,
        error_count=0,
        ballots=empty,
        suggestions=empty,
        tally=_encoded(answers),
        tally_ballots=_encoded(ballots),
    )


def _encoded(rows: list[dict[str, Any]]) -> pa.Table:
    table = pa.Table.from_pylist(rows)
    return table.set_column(0, "group_label", table["group_label"].combine_chunks().dictionary_encode())

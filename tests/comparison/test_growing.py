"""What pages keep of submissions is the same as if all were read anew, however much came in since it was kept."""

import random
import statistics
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from board import clock
from board.access import Role
from board.comparison import figures
from board.comparison.figures import FIGURES, Of
from board.comparison.reported import reported, steps
from board.comparison.widespread import cases, widespread
from board.operating.settings import Settings
from board.store.cache import Cache
from board.store.copy import tables
from board.store.readers import read_within
from board.store.store import Store, Transaction, open_store
from board.submissions.document import fingerprint_of, opened
from board.submissions.keeping import keep, row_of
from board.submissions.taking import take
from board.submissions.views import taken_shown
from board.units import actions as units
from board.web import serving
from tests.comparison.conftest import District
from tests.comparison.made_district import EVERYONE, SILENT, SMALL, made_district, unit_id
from tests.pages import visitor
from tests.submissions.files import KEY, document, file

MANY, WEEKS, ROUNDS = 10_000, 7, 9
TOWN = Of(top="T0001")
PAGES = ("submitted", "units", "widespread", "unit_tree", "submissions")


def came_in(store: Store, activity_id: str, unit: str, received_at: datetime | None = None, **changed: Any) -> None:
    """Keeps the next submission of a unit."""
    before = store.rows("submissions/last_of_unit", activity_id=activity_id, unit_id=unit)
    number, sha256 = (before[0]["number"], before[0]["sha256"]) if before else (0, None)
    made = opened(file(document(number + 1, sha256, unit_id=unit, **changed)))
    last = store.rows("submissions/last")[0]["submission_no"]
    row = row_of(made, activity_id, last + 1, "sent", received_at or clock.now())
    store.write(lambda transaction: keep(transaction, made, row))


def kept(store: Store, activity_id: str, day: date) -> dict[str, pd.DataFrame]:
    """All that the bureau's pages keep of submissions, for a day."""
    of, deadline = (store, activity_id, day), ("D001", day - timedelta(days=3), day)
    found = {f"figure {each}": figures.figure_on(*of, each) for each in FIGURES}
    found |= {f"order {each}": figures.comparison(*of, each, figures.EVERY_UNIT).rows for each in FIGURES}
    found |= {
        f"weeks {each} {some.top}": figures.over_time(*of, each, some)
        for each in FIGURES
        if each != figures.POINTS
        for some in (figures.EVERY_UNIT, TOWN)
    }
    found |= {f"{read.__name__} {each}": read(*of, each) for read in (reported, steps) for each in (None, deadline)}
    return found | {"cases": cases(*of), "widespread": widespread(*of), "taken": taken_shown(store, activity_id)}


def read_anew(store: Store) -> None:
    """Lets a store forget all that it keeps."""
    store._cache = Cache(tables(store._connection))


@pytest.mark.parametrize("within", ["", "T0001"])
def test_what_is_kept_grows_to_what_would_be_read_anew(district: District, within: str) -> None:
    store, activity_id = district
    chance, day = random.Random(22), clock.today()  # noqa: S311 - repeatable
    answers = [{"figure": "answers_good", "numerator": 30, "base": 60}]
    with read_within(within):
        for _ in range(6):
            kept(store, activity_id, day)
            for _ in range(chance.randrange(1, 4)):
                changed: dict[str, Any] = chance.choice(
                    [
                        {},
                        {"figures": []},
                        {"themes": []},
                        {"rounds": [], "answers": []},
                        {"steps": []},
                        {"verdicts": []},
                    ]
                )
                changed |= chance.choice([{}, {"plan_sha256": "1" * 64, "figures": answers}])
                came_in(
                    store,
                    activity_id,
                    unit_id(chance.randrange(24)),
                    as_of=day - timedelta(days=chance.choice([0, 1, 9])),
                    **changed,
                )
            grown = kept(store, activity_id, day)
            read_anew(store)
            anew = kept(store, activity_id, day)
            for name, frame in anew.items():
                pd.testing.assert_frame_equal(grown[name], frame, check_dtype=False, check_exact=True, obj=name)
            assert len(anew["cases"]) > len(anew["widespread"]) > 0


def test_a_unit_that_is_renamed_has_its_new_name_beside_all_that_it_handed_up(district: District) -> None:
    store, activity_id = district
    assert "示例第1小学" in set(taken_shown(store, activity_id)["unit_name"])
    units.change(store, EVERYONE, unit_id(0), "rename", {"name": "新名小学"}, clock.today())
    came_in(store, activity_id, unit_id(0))
    shown = taken_shown(store, activity_id)
    assert set(shown.loc[shown["unit_id"] == unit_id(0), "unit_name"]) == {"新名小学"}


def test_what_came_in_today_leaves_days_that_are_over_in_the_cache_and_what_came_then_does_not(
    district: District,
) -> None:
    store, activity_id = district
    over = clock.today() - timedelta(days=1)

    def base() -> Any:
        return figures.figure_on(store, activity_id, over, "rules_passed")["base"].to_numpy()

    before = base()
    came_in(store, activity_id, unit_id(0), as_of=over, figures=[])
    assert np.shares_memory(base(), before)
    came_in(store, activity_id, unit_id(1), datetime.combine(over, datetime.min.time()), as_of=over, figures=[])
    assert np.isnan(base()).sum() == np.isnan(before).sum() + 1


@pytest.fixture
def both(tmp_path: Path) -> Iterator[dict[int, District]]:
    """A district of few schools and one of very many, with keys."""
    made = {}
    for count in (24, MANY):
        store = open_store(tmp_path / f"{count}.duckdb")
        made[count] = District(store, made_district(store, count, WEEKS))
        known = {
            "seq": 1,
            "fingerprint": fingerprint_of(KEY.public_key()),
            "is_valid": True,
            "happened_at": clock.now(),
        }
        keys = [{"unit_id": unit_id(each), **known, "actor_id": "", "actor_name": ""} for each in range(count)]
        store.write(partial(_insert, "units/insert_keys", pa.Table.from_pylist(keys)))
    yield made
    for each in made.values():
        each.store.close()


def _insert(name: str, rows: pa.Table, transaction: Transaction) -> None:
    transaction.insert(name, rows)


@pytest.mark.walk
def test_pages_of_ten_thousand_units_take_half_as_long_again_as_those_of_few(
    both: dict[int, District], tmp_path: Path
) -> None:
    spent: dict[tuple[str, str, int], list[float]] = {}
    for place in range(ROUNDS + 1):
        for subject in PAGES:
            for count, (store, activity_id) in both.items():
                school = [each for each in range(count) if each not in (SILENT, SMALL)][
                    (place * len(PAGES)) % (count - 2)
                ]
                sent_up(store, activity_id, unit_id(school))
                serving.serve(store, Settings(tmp_path, demo=True, collects=True))
                for when in ("after", "again"):
                    began = time.process_time()
                    assert not visitor.opened(subject, Role.CLERK).exception
                    spent.setdefault((subject, when, count), []).append(time.process_time() - began)
    middle = {key: statistics.median(each[1:]) * 1000 for key, each in spent.items()}
    print({key: f"{each:.0f} ms" for key, each in middle.items()})
    for subject in PAGES:
        for when in ("after", "again"):
            assert middle[subject, when, MANY] <= 1.5 * middle[subject, when, 24], (subject, when)


def sent_up(store: Store, activity_id: str, unit: str) -> None:
    """A school hands up figures of the same kind as before, and the collector takes them."""
    last = store.rows("submissions/last_of_unit", activity_id=activity_id, unit_id=unit)[0]
    shares = {"answers_good": 88, "forms_returned": 90, "items_closed": 60, "items_late": 10, "tasks_done": 60}
    rows = [{"figure": name, "numerator": share, "base": 100} for name, share in shares.items()]
    head = {"trail_number": last["trail_number"] + 1, "plan_sha256": "1" * 64}
    take(store, file(document(last["number"] + 1, last["sha256"], clock.today(), unit_id=unit, figures=rows, **head)))

"""Any of three tiers may be killed at any moment while 交办 goes down: each step arrives once, and is said above."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from board.comparison.assigned import standing
from board.store.store import open_store
from board.store.trail.check import check
from tests.assignments.falling_down import ITEMS
from tests.assignments.test_assignments import TODAY
from tests.submissions import falling
from tests.submissions.falling import activity_of
from tests.submissions.test_submission_kills import LONGEST_LIFE, free_port


def begun(role: str, path: Path, number: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "tests.assignments.falling_down", role, str(path), str(number)])


@pytest.mark.walk
def test_what_a_province_assigns_is_in_the_school_once_however_often_any_of_three_is_killed(tmp_path: Path) -> None:
    kills, draw = 30, random.Random(30)  # noqa: S311 - repeatable
    province, district, school = (tmp_path / f"{name}.duckdb" for name in ("province", "district", "school"))
    ports = {"order": free_port(), "relay": free_port()}
    falling.prepare(district, school, ports["relay"])
    falling.prepare_above(province, district, ports["order"])
    numbers = {"order": (province, ports["order"]), "relay": (district, ports["relay"]), "fetch": (school, ITEMS)}
    running = {role: begun(role, *of) for role, of in numbers.items()}
    try:
        for _ in range(kills):
            time.sleep(draw.uniform(0.8, LONGEST_LIFE))
            role = draw.choice(("order", "relay", "relay", "fetch"))
            running[role].send_signal(signal.SIGKILL)
            running[role].wait()
            running[role] = begun(role, *numbers[role])
        assert running["fetch"].wait(300) == 0
        time.sleep(2 * LONGEST_LIFE)  # for the district to say above what the school has
    finally:
        for each in running.values():
            each.kill()
            each.wait()
    top, between, below = open_store(province), open_store(district), open_store(school)
    steps = [row["assignment_id"] for row in below.rows("assignments/arrived", activity_id=activity_of(below))]
    assert len(steps) == len(set(steps)) == ITEMS
    passed = [row["assignment_id"] for row in between.rows("assignments/arrived", activity_id=activity_of(between))]
    assert sorted(passed) == sorted(steps)
    rows = standing(top, activity_of(top), TODAY)
    assert sorted(rows["assignment_id"]) == sorted(steps)
    assert rows["received_seq"].tolist() == [1] * ITEMS
    for tier in (top, between, below):
        assert check(tier).is_sound
        tier.close()

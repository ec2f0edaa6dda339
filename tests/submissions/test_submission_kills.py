"""A unit or its collector may be killed at any moment: nothing that was frozen is lost, and nothing arrives twice."""

import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from board.store.store import open_store
from board.store.trail.check import check
from board.submissions import freezing
from tests.depth import walked
from tests.submissions import falling
from tests.submissions.files import SCHOOL

STATES_MORE = 3
LONGEST_LIFE = 2.5  # seconds, of which a start takes more than one


def begun(role: str, path: Path, number: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "tests.submissions.falling", role, str(path), str(number)])


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.mark.parametrize("kills", [3, *walked(100)])
def test_each_state_arrives_once_however_often_sender_and_collector_are_killed(tmp_path: Path, kills: int) -> None:
    draw, port = random.Random(kills), free_port()  # noqa: S311 - repeatable
    bureau, school = tmp_path / "bureau.duckdb", tmp_path / "school.duckdb"
    falling.prepare(bureau, school, port)
    states = STATES_MORE + kills
    running = {"collect": begun("collect", bureau, port), "send": begun("send", school, states)}
    numbers = {"collect": (bureau, port), "send": (school, states)}
    for _ in range(kills):
        time.sleep(draw.uniform(0.8, LONGEST_LIFE))
        role = draw.choice(("collect", "send"))
        running[role].send_signal(signal.SIGKILL)
        running[role].wait()
        running[role] = begun(role, *numbers[role])
    try:
        assert running["send"].wait(300) == 0
    finally:
        for each in running.values():
            each.kill()
            each.wait()
    above, below = open_store(bureau), open_store(school)
    own = freezing.own(below, falling.activity_of(below))
    taken = above.rows("submissions/all", activity_id=falling.activity_of(above))
    assert [row["sha256"] for row in taken] == [row["sha256"] for row in own]
    assert [row["number"] for row in taken] == list(range(len(own), 0, -1))
    assert len(own) >= states
    figures = "SELECT submission_no, count(*) FROM submitted_figures GROUP BY ALL"
    counts = dict(above._connection.execute(figures).fetchall())
    assert sorted(counts) == list(range(1, len(own) + 1))
    assert len(set(counts.values())) == 1
    assert check(above).is_sound
    assert check(below).is_sound
    above.close()
    below.close()


@pytest.mark.walk
def test_each_state_is_at_the_top_once_however_often_any_of_three_tiers_is_killed(tmp_path: Path) -> None:
    kills, draw = 40, random.Random(40)  # noqa: S311 - repeatable
    province, district, school = (tmp_path / f"{name}.duckdb" for name in ("province", "district", "school"))
    ports = {"collect": free_port(), "forward": free_port()}
    falling.prepare(district, school, ports["forward"])
    falling.prepare_above(province, district, ports["collect"])
    states = STATES_MORE + kills
    numbers = {"collect": (province, ports["collect"]), "forward": (district, ports["forward"])}
    numbers["send"] = (school, states)
    running = {role: begun(role, *of) for role, of in numbers.items()}
    for _ in range(kills):
        time.sleep(draw.uniform(0.8, LONGEST_LIFE))
        role = draw.choice(("collect", "forward", "forward", "send"))
        running[role].send_signal(signal.SIGKILL)
        running[role].wait()
        running[role] = begun(role, *numbers[role])
    try:
        assert running["send"].wait(300) == 0
        time.sleep(LONGEST_LIFE)  # for the last on its way from the district
    finally:
        for each in running.values():
            each.kill()
            each.wait()
    top, below = open_store(province), open_store(school)
    own = freezing.own(below, falling.activity_of(below))
    taken = top.rows("submissions/all", activity_id=falling.activity_of(top))
    assert [row["sha256"] for row in taken] == [row["sha256"] for row in own]
    assert {row["unit_id"] for row in taken} == {f"{falling.ABOVE}.{SCHOOL}"}
    assert check(top).is_sound
    top.close()
    below.close()

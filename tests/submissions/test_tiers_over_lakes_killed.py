"""Collectors of two tiers, two with a lake on each, behind proxies, may be killed at any moment."""

import random
import signal
import threading
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from board.lake.lake import Lake
from board.lake.place import load
from board.store.store import open_store
from board.store.trail.check import check
from board.submissions import freezing, keys
from board.submissions.following import catch_up
from board.units import actions as units
from tests.submissions import falling, lakes
from tests.submissions.falling import ABOVE, activity_of
from tests.submissions.files import EVERYONE, SCHOOL
from tests.submissions.test_submission_kills import begun, free_port
from tests.submissions.test_tiers_over_a_lake import alike, numbers
from tests.submissions.tiers import rows


def proxy(ports: list[int], port: int) -> ThreadingHTTPServer:
    """A proxy that gives what is asked to one of several that answers."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = 502, b"{}"
            for each in random.sample(ports, len(ports)):
                with suppress(OSError, HTTPException):
                    line = HTTPConnection("127.0.0.1", each, timeout=60)
                    line.request("POST", self.path, content)
                    got = line.getresponse()
                    status, answer = got.status, got.read()
                    break
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    return ThreadingHTTPServer(("127.0.0.1", port), Door)


@pytest.mark.walk
def test_collectors_of_two_tiers_killed_again_and_again_lose_nothing_and_double_nothing(
    tmp_path: Path, cluster: lakes.Cluster
) -> None:
    kills, draw = 24, random.Random(24)  # noqa: S311 - repeatable
    ports = {name: free_port() for name in ("pa", "pb", "da", "db", "p", "d")}
    district, school = tmp_path / "district.duckdb", tmp_path / "school.duckdb"
    falling.prepare(district, school, ports["d"])
    below = lakes.collectors(tmp_path / "d", cluster.database("kills_below"))
    known = [keys.fingerprint_in(keys.key_path(path)) for path in below]
    paths = lakes.collectors(tmp_path / "p", cluster.database("kills_above"), below={ABOVE: known})
    (first, lake), (other, _) = map(lakes.opened, below)
    schools_key = open_store(school)
    units.register_key(first, EVERYONE, SCHOOL, keys.fingerprint(schools_key))
    port = ports["p"]
    where = {"unit_id": ABOVE, "address": f"http://127.0.0.1:{port}", "forwards": freezing.WHOLE}
    freezing.set_superior(first, EVERYONE, activity_of(first), where)
    catch_up(first, lake)
    for store in (first, other, schools_key):
        store.close()
    lake.close()
    doors = [proxy([ports["pa"], ports["pb"]], ports["p"]), proxy([ports["da"], ports["db"]], ports["d"])]
    for door in doors:
        threading.Thread(target=door.serve_forever, daemon=True).start()
    states = 3 + kills
    of: dict[str, tuple[str, Path, int]] = {"send": ("send", school, states)}
    of |= {f"p{each}": ("collect", path, ports[f"p{each}"]) for each, path in zip("ab", paths, strict=True)}
    of |= {f"d{each}": ("forward", path, ports[f"d{each}"]) for each, path in zip("ab", below, strict=True)}
    running = {name: begun(*each) for name, each in of.items()}
    try:
        for _ in range(kills):
            time.sleep(draw.uniform(0.5, 2.5))
            name = draw.choice((*of, "pa", "pb", "da", "db"))
            running[name].send_signal(signal.SIGKILL)
            running[name].wait()
            running[name] = begun(*of[name])
        assert running["send"].wait(300) == 0
        own = frozen(school)
        arrive(paths[0], len(own))
    finally:
        for each in running.values():
            each.kill()
            each.wait()
        for door in doors:
            door.shutdown()
            door.server_close()
    ups = [lakes.opened(path) for path in paths]
    kept = alike(*ups)
    assert [sha256 for _, _, sha256 in rows(ups[0][0])] == own
    assert numbers(ups[0][0]) == list(range(1, len(own) + 1))
    assert len({row[2] for row in kept["forwards"]}) == len(kept["forwards"])
    for store, _ in ups:
        assert check(store).is_sound
        store.close()


def frozen(school: Path) -> list[str]:
    """The digests of the states that a school froze, as they were."""
    store = open_store(school)
    own = [row["sha256"] for row in reversed(freezing.own(store, activity_of(store)))]
    store.close()
    return own


def arrive(path: Path, count: int) -> None:
    """Waits until so many are in the lake of a collector that runs."""
    lake, ends = Lake(load(path.parent)), time.monotonic() + 120
    while lake.rows("submissions/last")[0]["submission_no"] < count:
        assert time.monotonic() < ends
        time.sleep(0.5)
    lake.close()

"""A district and the province above it, and what the district took."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from board import clock
from board.store.store import Store
from board.submissions import freezing
from board.submissions.taking import take
from tests.submissions.falling import ABOVE, activity_of, door
from tests.submissions.files import EVERYONE, OTHER, OTHER_KEY, document, file, sha256_of

TODAY = clock.today()


@contextmanager
def linked(below: Store, above: Store, forwards: str = freezing.WHOLE, unit_id: str = ABOVE) -> Iterator[None]:
    """The way up is open."""
    server = door(above)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    where = {"unit_id": unit_id, "address": f"http://127.0.0.1:{server.server_port}", "forwards": forwards}
    freezing.set_superior(below, EVERYONE, activity_of(below), where)
    yield
    server.shutdown()
    server.server_close()


def rows(store: Store) -> list[tuple[str, int, str]]:
    found = store.rows("submissions/all", activity_id=activity_of(store))
    return [(row["unit_id"], row["number"], row["sha256"]) for row in reversed(found)]


def of_two(district: Store) -> list[bytes]:
    """Two submissions of one school and one of another, taken by the district."""
    first = file(document(1))
    second = file(document(2, sha256_of(first), corrects=1, reason="漏了一项"))
    others = file(document(1, unit_id=OTHER, as_of=TODAY - timedelta(days=2)), OTHER_KEY)
    for each in (first, others, second):
        take(district, each)
    return [first, others, second]


SIZES = """
SELECT
    (SELECT count(*) FROM submissions) AS submissions,
    (SELECT count(*) FROM forwards) AS forwards,
    (SELECT count(*) FROM unit_steps) AS unit_steps,
    (SELECT count(*) FROM unit_keys) AS unit_keys,
    (SELECT count(*) FROM submission_contents) AS contents,
    (SELECT count(*) FROM submitted_figures) AS figures
"""


def counts(store: Store) -> dict[str, int]:
    """How much is kept of what is handed up."""
    return {str(name): int(count) for name, count in store._connection.execute(SIZES).df().iloc[0].items()}

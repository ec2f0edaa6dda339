"""What /metrics tells, and whom."""

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from board.errors import BoardError
from board.operating.settings import Settings, read_settings
from board.store.store import Store
from board.web import serving
from board.web.metrics import kind_of
from tests.web.client import PASSWORD, Answer, ask, send_form, signed_in

TOKEN = "a-token-of-sixteen"


def figures(answer: Answer) -> dict[tuple[str, ...], float]:
    """Each sample by its name and labels."""
    assert answer.status == 200
    families = text_string_to_metric_families(answer.text)
    return {(each.name, *each.labels.values()): each.value for family in families for each in family.samples}


def test_it_counts_requests_sessions_and_writes(door: int, store: Store) -> None:
    before = figures(ask(door, "/metrics"))
    signed_in(door)
    send_form(door, "/sign-in", {"name": "keeper", "password": "wrong"})
    ask(door, "/tasks")
    after = figures(ask(door, "/metrics"))
    assert (
        after["chagai_requests_total", "sign-in", "422"] - before.get(("chagai_requests_total", "sign-in", "422"), 0)
        == 1
    )
    assert (
        after["chagai_requests_total", "tasks", "303"] - before.get(("chagai_requests_total", "tasks", "303"), 0) == 1
    )
    assert after["chagai_sessions",] == before["chagai_sessions",] + 1
    assert after["chagai_writes_total", "access"] == store.version("access")


def test_it_says_nothing_of_whom_or_of_what_was_asked(door: int) -> None:
    ask(door, "/somebody-wang-ling")
    ask(door, "/rectification?q=R-007")
    send_form(door, "/sign-in", {"name": "keeper", "password": PASSWORD})
    text = ask(door, "/metrics").text
    assert "keeper" not in text
    assert "R-007" not in text
    assert "somebody" not in text


def test_ballots_are_not_counted_for_a_count_tells_the_time(door: int) -> None:
    ask(door, "/ballot/none")
    assert not [key for key in figures(ask(door, "/metrics")) if "ballot" in key]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "overview"),
        ("/tasks", "tasks"),
        ("/_stcore/stream", "_stcore"),
        ("/ballot-count/X/Y", "ballot-count"),
        ("/wp-login.php", "other"),
        ("/media/abc.xlsx", "media"),
        ("/ballot/abc", "ballot"),
    ],
)
def test_an_address_is_counted_by_its_kind(path: str, kind: str) -> None:
    assert kind_of(path) == kind


def test_it_is_for_this_machine_or_who_has_the_token(door: int, store: Store, tmp_path: Path) -> None:
    cookie = signed_in(door)
    assert ask(door, "/metrics").status == 200
    for headers in ({}, {"cookie": cookie}, {"authorization": "Bearer "}, {"authorization": f"Bearer {TOKEN}"}):
        assert ask(door, "/metrics", host="board.example", **headers).status == 403
    serving.serve(store, Settings(tmp_path, demo=False, metrics_token=TOKEN))
    assert ask(door, "/metrics", host="board.example", authorization=f"Bearer {TOKEN}").status == 200
    assert ask(door, "/metrics", host="board.example", authorization=f"Bearer {TOKEN}x").status == 403


def test_what_comes_through_a_proxy_is_not_from_this_machine(door_behind_a_proxy: int) -> None:
    assert ask(door_behind_a_proxy, "/metrics", X_Forwarded_For="203.0.113.9").status == 403


def test_a_token_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(BoardError, match="太短"):
        read_settings({"CHAGAI_METRICS_TOKEN": "secret"})

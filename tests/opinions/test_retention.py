"""Once an activity is over, what was said can be destroyed word for word; every figure stays as it was."""

from datetime import timedelta
from pathlib import Path

import pytest

from board import clock
from board.access import Actor
from board.activity import activities
from board.errors import BoardError, Invalid, Refused
from board.example.school import load_example
from board.operating import retention
from board.opinions import actions as opinions
from board.opinions.figures import coverage, funnel
from board.store.store import Store, open_store
from board.store.trail import check as audit_log


@pytest.fixture(scope="module")
def over_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example school, whose stage ended a while ago; to be copied and never opened."""
    path = tmp_path_factory.mktemp("over") / "board.duckdb"
    store = open_store(path)
    load_example(store, clock.today() - timedelta(days=60))
    store.close()
    return path


@pytest.fixture
def over(over_file: Path, tmp_path: Path) -> Store:
    place = tmp_path / "board.duckdb"
    place.write_bytes(over_file.read_bytes())
    return open_store(place)


# Columns that hold no word of whoever gave an opinion: ids, codes, the plan's words, and words of those who handle it.
WITHOUT_TEXT = {
    *(
        "activity_id",
        "opinion_id",
        "event_id",
        "batch_id",
        "import_id",
        "talk_id",
        "member_id",
        "merged_into",
        "actor_id",
    ),
    *("channel", "giver", "about", "aspect", "theme", "status", "action", "response", "actor_name"),
    *("answer", "fed_back_to", "reason"),
}


def its_activity(store: Store) -> str:
    return str(store.rows("activities/all")[0]["activity_id"])


def words(store: Store) -> set[str]:
    """Everything that was ever said, as it was."""
    rows = [*store.rows("audit/rows_of", table="opinion_events"), *store.rows("audit/rows_of", table="suggestions")]
    return {row["content"] for row in rows} - {retention.DESTROYED}


def test_of_every_column_it_is_known_whether_it_holds_words_of_a_giver(store: Store) -> None:
    ask = "SELECT DISTINCT column_name FROM duckdb_columns() WHERE data_type = 'VARCHAR' AND table_name IN (?, ?)"
    with store._reading() as cursor:
        columns = cursor.execute(ask, ["opinions", "opinion_events"]).fetchall()
    assert {name for (name,) in columns} == WITHOUT_TEXT | {"content", "wording"}


def figures(store: Store) -> dict[str, object]:
    frame = opinions.opinions(store, its_activity(store), clock.today())
    terms = activities.terms(store, its_activity(store))
    kept = frame.drop(columns=["content", "wording"])
    return {
        "funnel": funnel(frame).to_dict("list"),
        "coverage": coverage(frame, terms).to_dict(),
        "rows": kept.to_csv(),
    }


@pytest.mark.walk
def test_every_word_goes_and_every_figure_stays(over: Store, admin: Actor) -> None:
    said, before = words(over), figures(over)
    gone = retention.destroy(over, admin, its_activity(over), "销毁")
    assert gone.opinion_count > 10
    assert gone.suggestion_count > 5
    assert words(over) == set()
    assert figures(over) == before
    tables = [row["table_name"] for row in over.rows("store/row_counts")]
    held = {str(value) for table in tables for row in over.rows("audit/rows_of", table=table) for value in row.values()}
    assert said & held == set()
    over.close()


@pytest.mark.walk
def test_nothing_of_it_is_left_in_the_file(over: Store, admin: Actor) -> None:
    longest = max(words(over), key=len).encode()
    assert over.path
    over.flush()
    assert longest in over.path.read_bytes()
    retention.destroy(over, admin, its_activity(over), "销毁")
    over.close()
    assert longest not in over.path.read_bytes()


@pytest.mark.walk
def test_the_trail_says_who_did_it_and_is_sound(over: Store, admin: Actor) -> None:
    retention.destroy(over, admin, its_activity(over), "销毁")
    assert ("opinions.destroy", "管理员") in [
        (entry.kind, over.names.word(entry.actor_name)) for entry in over.entries()
    ]
    assert audit_log.check(over).is_sound
    over.close()


@pytest.mark.walk
def test_a_wording_of_our_own_stays(over: Store, admin: Actor) -> None:
    def own() -> list[str]:
        rows = over.rows("audit/rows_of", table="opinions")
        return sorted(row["wording"] for row in rows if row["wording"] not in ("", row["content"], retention.DESTROYED))

    before = own()
    retention.destroy(over, admin, its_activity(over), "销毁")
    assert own() == before
    assert before
    over.close()


@pytest.mark.parametrize("typed", ["", "好", "销"])
def test_it_asks_for_the_word(over: Store, admin: Actor, typed: str) -> None:
    with pytest.raises(Invalid):
        retention.destroy(over, admin, its_activity(over), typed)
    assert words(over)
    over.close()


@pytest.mark.walk
def test_it_is_for_the_administrator_after_the_end_and_once(over: Store, admin: Actor, clerk: Actor) -> None:
    activity_id = its_activity(over)
    with pytest.raises(Refused):
        retention.destroy(over, clerk, activity_id, "销毁")
    retention.destroy(over, admin, activity_id, "销毁")
    with pytest.raises(BoardError, match="没有要销毁的"):
        retention.destroy(over, admin, activity_id, "销毁")
    over.close()


@pytest.mark.walk
def test_while_the_activity_goes_on_it_is_refused(store: Store, admin: Actor) -> None:
    load_example(store, clock.today())
    with pytest.raises(BoardError, match="活动还没有结束"):
        retention.destroy(store, admin, its_activity(store), "销毁")
    assert words(store)

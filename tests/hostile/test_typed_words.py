"""Whatever is typed into any field is kept to the last character, less only what no file can hold."""

from collections.abc import Iterator
from unicodedata import category

import pytest

from board.store.store import Store
from board.typed import printable
from tests.depth import examples, few
from tests.hostile.fields import CHOSEN, FIELDS, PLANNED, SUGGESTED, WRITTEN_BY_THE_PROGRAM
from tests.hostile.naughty import packed, strings
from tests.procedure import sound_school
from tests.stores import Copies

# In the gate a field takes every eighth text, each field beginning with another.
_SHARE = examples(8, 1)


@pytest.fixture(scope="module")
def school(sound_copies: Copies, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, str]]:
    """A school all of whose stage is on record: every field has a record to be typed over."""
    with sound_copies.opened(tmp_path_factory.mktemp("typed") / "sound.duckdb") as store:
        yield store, sound_school.activity_of(store)


@pytest.mark.parametrize("name", few([*FIELDS], len(FIELDS) // 2))
def test_naughty_words_are_kept_as_typed(school: tuple[Store, str], name: str) -> None:
    store, activity_id = school
    field = FIELDS[name]
    overwritten = [column for column in field.columns if "_events." not in column]
    seen: dict[str, set[str]] = {column: set() for column in field.columns}
    typed = list(packed(field.longest))
    typed = typed[list(FIELDS).index(name) % min(len(typed), _SHARE) :: _SHARE]
    for turn, words in enumerate(typed):
        field.type(store, activity_id, words, turn)
        for column in overwritten:
            seen[column] |= held(store, column)
    wanted = {printable(words) for words in typed}
    missing = {column: wanted - (seen[column] | held(store, column)) for column in field.columns}
    assert {column: words for column, words in missing.items() if words} == {}


def test_no_field_is_left_out(school: tuple[Store, str]) -> None:
    store, _ = school
    columns = store._connection.execute(
        "SELECT table_name, column_name FROM information_schema.columns WHERE data_type = 'VARCHAR'"
    ).fetchall()
    typed = {column for field in FIELDS.values() for column in field.columns}
    known = typed | PLANNED | WRITTEN_BY_THE_PROGRAM | SUGGESTED
    left = {f"{table}.{name}" for table, name in columns if name not in CHOSEN and not name.endswith("_id")} - known
    # The present state is the last event's, and every event's reason is put down by one function (`history.stamped`).
    assert {
        column
        for column in left
        if history_of(column) not in typed | SUGGESTED and not column.endswith("_events.reason")
    } == set()


def test_only_what_no_file_can_hold_is_taken_from_a_text() -> None:
    lost = {sign for text in strings() for sign in text if sign not in printable(f"[{text}]")}
    assert lost - {"\r"} <= {sign for sign in map(chr, range(0x10000)) if category(sign) in {"Cc", "Cs", "Cn"}}
    assert "\t" not in lost
    assert printable("👩\u200d👩\u200d👧 \u202e倒\u202c 𠮷\r\n\u3000") == "👩\u200d👩\u200d👧 \u202e倒\u202c 𠮷"


def held(store: Store, column: str) -> set[str]:
    """The texts of a column, `table.column`."""
    table, name = column.split(".")
    with store._connection.cursor() as cursor:
        found = cursor.execute(f"SELECT DISTINCT {name} FROM {table}").fetchall()  # noqa: S608 - names of columns above
        return {row[0] for row in found if row[0]}


def history_of(column: str) -> str:
    """The column of a subject's events that a column of its present state repeats, or the one that a copy of a past day
    is of.
    """
    table, name = column.split(".")
    if table.startswith("past_"):
        return column.removeprefix("past_")
    if table.endswith("ies"):
        return f"{table.removesuffix('ies')}y_events.{name}"
    return f"{table.removesuffix('_items' if table.startswith('rectification') else 's')}_events.{name}"


@pytest.mark.parametrize("text", ["\u200b", " \u200b\n", "\ufeff\u2060", "\u202e\u202c", "\u3164", "\u2800 \u00ad"])
def test_what_nobody_can_see_is_no_text(text: str) -> None:
    assert printable(text) == ""
    assert printable(f"{text}话{text}")

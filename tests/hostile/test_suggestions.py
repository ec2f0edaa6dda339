"""Naughty words on a ballot, by a form or in a file, are kept as written."""

from dataclasses import replace
from unicodedata import category

from board import clock
from board.access import Actor
from board.ballots import casting as ballots_casting
from board.ballots import closing as evaluation_closing
from board.ballots.casting import LONGEST_SUGGESTION
from board.evaluation import results as evaluation
from board.importing.text import BLANKS
from board.store.store import Store
from board.typed import printable
from tests.ballot_files import ACTIVITY, add_activity, ballot, import_rows, open_round
from tests.ballots.conftest import ROUND, add_round, device_form, opened
from tests.hostile.naughty import packed, strings


def test_naughty_suggestions_in_a_file_are_kept_as_written(store: Store, clerk: Actor) -> None:
    # UTF-8 has no way to write half a character, and a file with a NUL is refused as damaged.
    written = [each for each in strings() if not any(sign == "\0" or category(sign) == "Cs" for sign in each)]
    held = written_by_file(store, clerk, written)
    assert held == {printable(each) for each in written if each.strip(BLANKS)} - {"", "-"}


def test_naughty_suggestions_in_a_form_are_kept_as_written(store: Store, clerk: Actor) -> None:
    add_round(store, clerk)
    form = opened(store, clerk, entry="link")
    typed = list(packed(LONGEST_SUGGESTION))
    for place, words in enumerate(typed):
        filled = device_form(f"{place:032x}")
        ballots_casting.cast(store, form, replace(filled, suggestion=words))
    evaluation_closing.close_round(store, clerk, ACTIVITY, ROUND, clock.today())
    assert set(evaluation.suggestions(store, ACTIVITY, ROUND)["content"]) == {printable(words) for words in typed}


def written_by_file(store: Store, clerk: Actor, written: list[str]) -> set[str]:
    """The suggestions a round holds after a file with these on its ballots was imported."""
    add_activity(store)
    round_id = open_round(store, clerk)
    import_rows(store, clerk, round_id, [ballot("深", "清", "好", says=each) for each in written])
    return set(evaluation.suggestions(store, ACTIVITY, round_id)["content"])

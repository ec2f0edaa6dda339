"""One opened form is one record, however often, from wherever and whenever its press comes."""

import threading
from collections.abc import Callable

import pytest

from board.access import Actor
from board.errors import Invalid
from board.opinions import actions as opinions
from board.store import once
from board.store.once import Answer, carried_out, new_key
from board.store.store import Store
from tests.ledger_rows import ACTIVITY, NINE, add_activity, opinion_fields

Register = Callable[..., str]


@pytest.fixture
def register(store: Store, clerk: Actor) -> Register:
    """Registers an opinion and says which."""
    add_activity(store)
    return lambda **changed: f"已登记意见 {opinions.add(store, clerk, ACTIVITY, opinion_fields(**changed), at=NINE)}"


def count(store: Store) -> int:
    return len(opinions.opinions(store, ACTIVITY, NINE.date()))


def restart() -> None:
    """What a server that begins anew knows of presses: what stands in the store."""
    once._ANSWERS.clear()


def test_a_press_that_comes_again_writes_nothing_and_is_given_the_first_answer(
    store: Store, register: Register
) -> None:
    key = new_key()
    first, again = (carried_out(store, key, register) for _ in range(2))
    assert first == Answer("已登记意见 " + str(first.words)[-6:], is_repeat=False, is_entered=True)
    assert again == Answer(first.words, is_repeat=True, is_entered=True)
    assert count(store) == 1


def test_many_presses_at_once_are_one_record_with_one_answer(store: Store, register: Register) -> None:
    key, gate, answers = new_key(), threading.Barrier(8), []

    def press() -> None:
        gate.wait()
        answers.append(carried_out(store, key, register))

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(store) == 1
    assert len({answer.words for answer in answers}) == 1
    assert sorted(answer.is_repeat for answer in answers) == [False] + [True] * 7


def test_a_refusal_enters_nothing_and_the_same_form_is_saved_once_mended(store: Store, register: Register) -> None:
    key = new_key()
    with pytest.raises(Invalid):
        carried_out(store, key, lambda: register(content=" "))
    assert count(store) == 0
    assert not once.is_answered(key)
    assert not carried_out(store, key, register).is_repeat
    assert carried_out(store, key, register).is_repeat
    assert count(store) == 1


def test_a_press_that_comes_again_after_a_restart_writes_nothing_and_says_that_it_is_done(
    store: Store, register: Register
) -> None:
    key = new_key()
    carried_out(store, key, register)
    restart()
    assert carried_out(store, key, register) == Answer(once.DONE_BEFORE, is_repeat=True, is_entered=True)
    assert count(store) == 1


def test_two_servers_lives_at_once_write_it_once(store: Store, register: Register) -> None:
    """The first press was entered after the second had looked: the write itself finds it."""
    key = new_key()

    def late() -> str:
        inner = threading.Thread(target=lambda: _entered(store, key, register))
        inner.start()
        inner.join()
        return register()

    assert carried_out(store, key, late) == Answer(once.DONE_BEFORE, is_repeat=True, is_entered=True)
    assert count(store) == 1


def _entered(store: Store, key: str, register: Register) -> None:
    """As another process would, which shares neither turns nor answers with this one."""
    token = once._PRESS.set(once.Press(key))
    try:
        register()
    finally:
        once._PRESS.reset(token)


def test_a_form_opened_anew_with_the_same_words_makes_a_second_record(store: Store, register: Register) -> None:
    first, second = (carried_out(store, new_key(), register) for _ in range(2))
    assert first.words != second.words
    assert count(store) == 2


def test_an_answer_that_is_entered_nowhere_is_given_once_while_the_server_runs() -> None:
    key, made = new_key(), iter(("交好了", "又交了一次"))
    assert [once.answered(key, lambda: next(made)) for _ in range(2)] == ["交好了", "交好了"]
    assert once.is_answered(key)

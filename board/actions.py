"""An action on a kind of record, all of it in one row: its word, who may take it, when, what its form asks, its rule.

Menus, forms, batches, the words of 操作记录 and 刚刚, and the tests of who may do what are made from such rows.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Row = dict[str, Any]
# Takes the state before it (empty for a new record), the input and the day; returns the whole state after it, or raises
# Invalid by field. Pure.
Step = Callable[[Row, Mapping[str, Any], date], Row]


@dataclass(frozen=True)
class Action:
    """One action on a kind of record.

    word: on buttons, in histories and in 操作记录. permission: of `board.access`. step: its rule. statuses: those it
    starts from (empty for one that registers a record). fields: what its form asks, in order; the step may take more.
    only_if, not_if: the condition of a record that it needs, or doesn't take; a removed record takes only what needs
    that. has_form: False for what is only written together with something else, such as a file. place_in_batch: among
    the choices for many records, from 1; 0: not offered there. text: the field with what the person wrote about it.
    is_passive: 刚刚 says 被退回 instead of 已退回.
    """

    word: str
    permission: str
    step: Step
    statuses: frozenset[str] = frozenset()
    fields: tuple[str, ...] = ()
    has_form: bool = True
    place_in_batch: int = 0
    text: str = "reason"
    is_passive: bool = False
    only_if: str = ""
    not_if: str = ""
    # The mark in a comparison of two days, and the columns whose changes it covers.
    mark: str = ""
    covers: frozenset[str] = frozenset()


def is_possible(action: Action, status: str, conditions: Collection[str]) -> bool:
    """Whether a record of this status and in these conditions can take the action, whoever asks."""
    if status not in action.statuses or action.not_if in conditions:
        return False
    return action.only_if in {"", *conditions} and ("removed" not in conditions or action.only_if == "removed")


def words_of(actions: Mapping[str, Action]) -> dict[str, str]:
    """Returns the word of each action, in the order of the rows."""
    return {name: action.word for name, action in actions.items()}

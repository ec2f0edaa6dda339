"""The form of an action on a record, made from the action's row: which fields, and what there is to choose from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from board.actions import Action
from board.ui.parts.forms.form import Field
from board.ui.parts.visit import Visit

# Takes the visit and the record that the form is for, None for a new one or for many.
Options = Callable[[Visit, pd.Series | None], Mapping[Any, str]]


@dataclass(frozen=True)
class Forms:
    """The forms of the actions on a kind of record.

    fields: every field that one of them asks for. special: (action, field) → the field where an action asks in another
    way. options: a field, or (action, field) → what the activity has to choose from.
    """

    actions: Mapping[str, Action]
    fields: Sequence[Field]
    special: Mapping[tuple[str, str], Field] = field(default_factory=dict)
    options: Mapping[str | tuple[str, str], Options] = field(default_factory=dict)


def fields_for(forms: Forms, visit: Visit, action: str, record: pd.Series | None = None) -> list[Field]:
    """Returns the fields of an action's form, in order."""
    return [field_for(forms, visit, action, name, record) for name in forms.actions[action].fields]


def field_for(forms: Forms, visit: Visit, action: str, name: str, record: pd.Series | None = None) -> Field:
    """Returns one field as an action asks for it."""
    asked = forms.special.get((action, name)) or next(each for each in forms.fields if each.name == name)
    options = forms.options.get((action, name)) or forms.options.get(name)
    return replace(asked, options=options(visit, record)) if options else asked

"""How deep the tests look: one of each kind and few examples in the gate; all of them by `-m walk`, many examples with
`--hypothesis-profile search`.
"""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import settings

SEARCHES = settings.get_current_profile_name() == "search"


def examples(few: int, many: int) -> int:
    """Returns how many examples are drawn: `few` in the gate, `many` in a search."""
    return many if SEARCHES else few


def few(cases: Iterable[Any], most: int) -> list[Any]:
    """Returns a test's cases, of which the gate takes the first `most`, a walk the others. As for `walked`."""
    listed = list(cases)
    return [pytest.param(*_parameters(case)) for case in listed[:most]] + walked(*listed[most:])


def walked(*cases: Any) -> list[Any]:
    """Returns further cases of a test, which a walk takes and the gate leaves out. A tuple is a case's parameters."""
    return [pytest.param(*_parameters(case), marks=pytest.mark.walk) for case in cases]


def _parameters(case: Any) -> tuple[Any, ...]:
    return case if isinstance(case, tuple) else (case,)

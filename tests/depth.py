"""How deep the tests look: one of each kind and few examples in the gate; all of them by `-m walk`, many examples with
`--hypothesis-profile search`.
"""

from typing import Any

import pytest
from hypothesis import settings

SEARCHES = settings.get_current_profile_name() == "search"


def examples(few: int, many: int) -> int:
    """Returns how many examples are drawn: `few` in the gate, `many` in a search."""
    return many if SEARCHES else few


def walked(*cases: Any) -> list[Any]:
    """Returns further cases of a test, which a walk takes and the gate leaves out. A tuple is a case's parameters."""
    return [pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.walk) for case in cases]

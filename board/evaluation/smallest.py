"""群众评议: how few answers would tell who gave them (domain.md, groups under five).

Fewer are shown nowhere, and no two figures differ by so few.
"""

from typing import Any

import numpy as np

SMALLEST_GROUP = 5


def is_sound(counts: Any) -> bool:
    """Returns whether every count is none or enough."""
    return not bool(is_few(np.asarray(counts)).any())


def is_few(counts: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Returns where an answer count is above none and below enough."""
    return (counts > 0) & (counts < SMALLEST_GROUP)

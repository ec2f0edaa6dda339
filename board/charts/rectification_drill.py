"""The target of a click on a part of a ledger chart: the filters for the rows it counts, carried by the part."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

AS_OF, COMPARE_ON = "as_of", "compare_on"
VIEW, LEADER, ASPECT, AGE = "rectification_view", "rectification_leader", "rectification_aspect", "rectification_age"


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise TypeError(given)
    return given


def _texts(given: Any) -> list[str]:
    if not isinstance(given, list):
        raise TypeError(given)
    return [_text(each) for each in given]


_READ: dict[str, Callable[[Any], Any]] = {
    AS_OF: date.fromisoformat,
    COMPARE_ON: date.fromisoformat,
    VIEW: _text,
    LEADER: _texts,
    ASPECT: _texts,
    AGE: _texts,
}


def carried(filters: Mapping[str, Any]) -> str:
    """Encodes filters for the first cell of a point's `customdata`."""
    return json.dumps(filters, default=date.isoformat, ensure_ascii=False)


def drill_of(point: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the filters carried by a clicked point of any ledger chart; empty if it carries none.

    `point` is one of the points of the selection that Streamlit passes on. Returns as_of, compare_on (dates: the ledger
    of that day, compared with that day), rectification_view (a tab's word), rectification_leader, rectification_aspect,
    rectification_age (lists of words). It comes from a browser: anything that no chart could have carried is ignored.
    """
    cells = point.get("customdata")
    try:
        filters = json.loads(cells[0] if isinstance(cells, list) else "{}")
        return {key: _READ[key](value) for key, value in filters.items()}
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return {}

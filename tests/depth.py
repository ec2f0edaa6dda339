"""How deep the tests look that draw or kill: shallow in the gate, deep with `--hypothesis-profile search`."""

from hypothesis import settings

SEARCHES = settings.get_current_profile_name() == "search"


def examples(few: int, many: int) -> int:
    """Returns how many examples are drawn: `few` in the gate, `many` in a search."""
    return many if SEARCHES else few
